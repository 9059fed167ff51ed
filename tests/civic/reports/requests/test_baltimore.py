"""Fifteen hundred real requests of Baltimore, counted as a town's own would be."""

import csv
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np
from scipy.stats import CensoredData, ecdf

from civic.kernel.ids import AgencyId, CategoryId, PlaceId, ResidentId, ServiceRequestId
from civic.kernel.language import Translated
from civic.places.model import Place, PlaceKind, Point
from civic.reports.requests.counting import Counted, group_rows
from civic.reports.requests.courses import course_of
from civic.reports.requests.durations import Wait, reached, wait_between
from civic.reports.requests.model import Course, Happening, KeptRequest, Reach, RowKind, Tree
from civic.service_requests.model import Status
from tests.asked import TOWN, uk
from tests.civic.reports.requests.test_figures import SHARES
from tests.made_weeks import moved
from tests.shared_cases import case_file, needs_cases
from web.pages.town_map import Spot, town_map

pytestmark = needs_cases
ZONE = ZoneInfo("America/New_York")
UNTIL = datetime(2019, 3, 1, tzinfo=UTC)
STATUSES: Mapping[str, Status] = {
    "Closed": Status.CLOSED,
    "Closed (Duplicate)": Status.MERGED,
    "Open (Duplicate)": Status.MERGED,
    "Closed (Transferred)": Status.PASSED_ON,
    "New": Status.RECEIVED,
    "Open": Status.ACCEPTED,
    "Pending": Status.WAITING,
    "In Progress": Status.IN_WORK,
}
NOWHERE = Point(latitude=39.0, longitude=-77.0)
"""What their own system writes where it knows no place."""
Line = Mapping[str, str]


@cache
def lines() -> tuple[Line, ...]:
    path = case_file("requests/baltimore-2014-2018-sample.csv")
    with path.open(encoding="utf-8", newline="") as opened:
        return tuple(csv.DictReader(opened))


def _when(written: str) -> datetime:
    local = datetime.strptime(written, "%m/%d/%Y %I:%M:%S %p").replace(tzinfo=ZONE)
    return local.astimezone(UTC)


def _point(line: Line) -> Point | None:
    if not line["Latitude"] or not line["Longitude"]:
        return None
    point = Point(latitude=float(line["Latitude"]), longitude=float(line["Longitude"]))
    return None if point == NOWHERE else point


@cache
def _numbers(column: str) -> Mapping[str, int]:
    return {name: n for n, name in enumerate(sorted({line[column] for line in lines()}), start=1)}


def _tree(column: str) -> Tree:
    names: dict[int, Translated] = {n: uk(name or "–") for name, n in _numbers(column).items()}
    return Tree(whole=uk("Baltimore"), names=names, children={None: tuple(names)})


@cache
def courses() -> tuple[Course, ...]:
    return tuple(_course(number, line) for number, line in enumerate(lines(), start=1))


def _course(number: int, line: Line) -> Course:
    status, filed = STATUSES[line["SRStatus"]], _when(line["CreatedDate"])
    happenings: tuple[Happening, ...] = ()
    if status in {Status.CLOSED, Status.MERGED}:
        ended = line["CloseDate"] or line["StatusDate"]
        happenings = (moved(max(filed, _when(ended)), status, was=Status.DONE),)
    kept = KeptRequest(
        request=ServiceRequestId(number),
        number=number,
        category=CategoryId(_numbers("SRType")[line["SRType"]]),
        place=PlaceId(_numbers("Neighborhood")[line["Neighborhood"]]),
        agency=AgencyId(1),
        asker=ResidentId(number),
        status=status,
        filed_at=filed,
        due_at=None,
        is_clock_stopped=status is Status.WAITING,
        is_public=True,
        is_shown=True,
        happenings=happenings,
    )
    return course_of(kept, since=UNTIL - timedelta(days=7), until=UNTIL)


def _waits(course: Course) -> Wait:
    return wait_between(
        course.kept.filed_at, course.settled_at, given_up=course.over_at, until=UNTIL
    )


def test_every_status_of_theirs_has_a_place_in_our_table_and_none_is_lost() -> None:
    told = Counter(STATUSES[line["SRStatus"]] for line in lines())
    assert told == {
        Status.CLOSED: 1428, Status.MERGED: 38, Status.RECEIVED: 15, Status.ACCEPTED: 14,
        Status.WAITING: 3, Status.IN_WORK: 1, Status.PASSED_ON: 1,
    }  # fmt: skip
    assert sum(course.is_open for course in courses()) == 34
    assert sum(course.settled_at is not None for course in courses()) == 1428


def test_median_and_nine_in_ten_by_type_are_what_another_program_finds() -> None:
    by_type: dict[int, list[Wait]] = {}
    for course in courses():
        by_type.setdefault(course.kept.category, []).append(_waits(course))
    assert len(by_type) == 149
    for waits in (*by_type.values(), [_waits(course) for course in courses()]):
        assert reached(waits, SHARES) == _by_scipy(waits)


def test_small_types_are_hidden_and_large_ones_tell_how_long_they_take() -> None:
    counted = [Counted(course=course) for course in courses()]
    rows = group_rows(
        counted, _tree("SRType"), key_of=lambda course: course.kept.category, until=UNTIL,
        threshold=5,
    )  # fmt: skip
    sizes = Counter(line["SRType"] for line in lines())
    shown = {row.name.in_("uk") for row in rows if row.kind is RowKind.GROUP and row.figures}
    assert shown
    assert all(sizes[name] >= 5 for name in shown)
    assert sum(row.figures is None for row in rows) >= sum(size < 5 for size in sizes.values())
    told = [row for row in rows if row.kind is RowKind.OTHERS and row.figures]
    assert told


def test_a_neighbourhood_of_fewer_than_five_people_is_shown_nowhere() -> None:
    counted = [Counted(course=course) for course in courses()]
    rows = group_rows(
        counted, _tree("Neighborhood"), key_of=lambda course: course.kept.place, until=UNTIL,
        threshold=5,
    )  # fmt: skip
    sizes = Counter(line["Neighborhood"] for line in lines())
    for row in rows:
        if row.kind is RowKind.GROUP and row.figures is not None:
            assert sizes[row.name.in_("uk").replace("–", "")] >= 5
            if row.figures.to_settled.requests < 10:
                assert row.figures.to_settled.median.reach is Reach.TOO_FEW


def test_what_stands_at_their_default_point_is_on_no_map() -> None:
    points = [_point(line) for line in lines()]
    assert points.count(None) == 116 + 91
    spots = [
        Spot(number=n, state="closed", label=str(n), point=point)
        for n, point in enumerate(points, start=1)
        if point is not None
    ]
    astray = Spot(number=9_999, state="closed", label="astray", point=NOWHERE)
    drawn = town_map([_city()], [*spots, astray], names={}, tile_url=None)
    assert drawn is not None
    assert 9_999 not in {pin.number for pin in drawn.pins}
    # The others stand in the county around it.
    assert len(drawn.pins) > 0.97 * len(spots)
    assert all(0 <= pin.x <= drawn.width and 0 <= pin.y <= drawn.height for pin in drawn.pins)


def _city() -> Place:
    """The box within which Baltimore lies."""
    west, south, east, north = -76.7115, 39.1972, -76.5294, 39.3722
    ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return Place(
        id=PlaceId(1), community=TOWN, external_id="1", kind=PlaceKind.DISTRICT, parent=None,
        name=uk("Baltimore"), area=((ring,),),
    )  # fmt: skip


def _by_scipy(waits: list[Wait]) -> list[timedelta | None]:
    """Its survival function, read off where it first comes down to what is left."""
    seconds: dict[bool, list[float]] = {has_ended: [] for has_ended in (True, False)}
    for length, has_ended in waits:
        seconds[has_ended].append(length.total_seconds())
    known, right = np.array(seconds[True]), np.array(seconds[False])
    survived = ecdf(CensoredData(uncensored=known, right=right)).sf
    found: list[timedelta | None] = []
    for share in SHARES:
        below = np.flatnonzero(survived.probabilities <= float(share) + 1e-12)
        first = survived.quantiles[below[0]] if len(below) else None
        found.append(None if first is None else timedelta(seconds=float(first)))
    return found

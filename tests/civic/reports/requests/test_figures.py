"""How long people wait, and which groups of requests may be shown."""

from datetime import timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from civic.reports.published import published_bytes, read_published
from civic.reports.requests.courses import course_of
from civic.reports.requests.durations import lasting, reached
from civic.reports.requests.model import Reach, RequestReport, RequestRow, RowKind, Scope
from civic.service_requests.model import Status
from tests.made_weeks import (
    GAS,
    HOUR,
    LEAKS,
    ROADS,
    SINCE,
    UNTIL,
    WATER,
    YARDS,
    busy_report,
    busy_weeks,
    kept,
    moved,
    report_of,
)

SHARES = (Fraction(1, 2), Fraction(1, 10))
WAITS = st.lists(
    st.tuples(st.integers(0, 40).map(lambda n: timedelta(hours=n)), st.booleans()), max_size=40
)


def _hours(*lengths: float) -> list[timedelta]:
    return [timedelta(hours=length) for length in lengths]


def test_with_nobody_waiting_it_is_the_plain_median_and_nine_in_ten() -> None:
    waits = [(length, True) for length in _hours(*range(1, 11))]
    assert reached(waits, SHARES) == _hours(5, 9)


def test_who_still_waits_makes_the_median_longer_and_is_never_left_out() -> None:
    # The textbook's way: at 6 three of 21 ended, one was lost; at 7 one; at 10 one; at 13, 16,
    # 22, 23 one each (Freireich et al. 1963, 6-MP): the median is 23, nine in ten not reached.
    ended = (6, 6, 6, 7, 10, 13, 16, 22, 23)
    left = (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
    waits = [(one, True) for one in _hours(*ended)] + [(one, False) for one in _hours(*left)]
    assert reached(waits, SHARES) == [timedelta(hours=23), None]


@given(WAITS)
def test_the_order_of_requests_does_not_matter(waits: list[tuple[timedelta, bool]]) -> None:
    assert reached(waits, SHARES) == reached(waits[::-1], SHARES)


@given(WAITS)
def test_one_more_who_waits_longest_never_makes_it_look_shorter(
    waits: list[tuple[timedelta, bool]],
) -> None:
    before = reached(waits, SHARES)
    after = reached([*waits, (timedelta(hours=99), False)], SHARES)
    for one, other in zip(before, after, strict=True):
        assert other is None or (one is not None and other >= one)


def test_of_few_requests_nothing_is_said_and_of_some_only_the_median() -> None:
    waits = [(length, True) for length in _hours(*range(1, 10))]
    assert lasting(waits, threshold=5).median.reach is Reach.TOO_FEW
    some = lasting([*waits, (timedelta(hours=10), True)], threshold=5)
    assert (some.median.reach, some.median.minutes) == (Reach.KNOWN, 300)
    assert some.p90.reach is Reach.TOO_FEW
    many = lasting([(timedelta(hours=1), False)] * 50, threshold=5)
    assert (many.median.reach, many.p90.reach) == (Reach.NOT_YET, Reach.NOT_YET)


def test_a_request_that_was_reopened_is_not_settled_by_its_first_confirmation() -> None:
    asked = kept(
        1,
        filed_at=SINCE,
        status=Status.REOPENED,
        happenings=(
            moved(SINCE + HOUR, Status.DONE),
            moved(SINCE + 2 * HOUR, Status.CONFIRMED, was=Status.DONE, from_office=False),
            moved(SINCE + 3 * HOUR, Status.REOPENED, was=Status.CONFIRMED, from_office=False),
        ),
    )
    course = course_of(asked, since=SINCE, until=UNTIL)
    assert course.settled_at is None
    assert course.is_open
    assert course.is_reopened
    assert not course.is_closed


def test_confirmed_and_then_closed_it_was_settled_when_neighbours_said_so() -> None:
    asked = kept(
        1,
        status=Status.CLOSED,
        happenings=(
            moved(SINCE + HOUR, Status.DONE),
            moved(SINCE + 2 * HOUR, Status.CONFIRMED, was=Status.DONE, from_office=False),
            moved(SINCE + 90 * HOUR, Status.CLOSED, was=Status.CONFIRMED, from_office=False),
        ),
    )
    course = course_of(asked, since=SINCE, until=UNTIL)
    assert course.settled_at == SINCE + 2 * HOUR
    assert course.answered_at == SINCE + HOUR


def test_a_report_made_late_tells_how_it_stood_when_the_week_ended() -> None:
    asked = kept(
        1, status=Status.REFUSED, happenings=(moved(UNTIL + HOUR, Status.REFUSED),),
        due_at=UNTIL - HOUR,
    )  # fmt: skip
    told = report_of([asked]).whole
    assert (told.open, told.overdue, told.closed) == (1, 1, 0)


def test_parts_add_up_to_the_whole_and_hidden_ones_stand_together() -> None:
    report = busy_report()
    for rows in (report.categories, report.places):
        whole, *rest = rows
        assert whole.kind is RowKind.WHOLE
        assert whole.figures == report.whole
        for parent, below in _families(list(rows)):
            told = [row.figures for row in below if row.figures]
            if len(told) == len([row for row in below if row.kind is not RowKind.OTHERS]):
                assert sum(one.new for one in told) == parent
        assert rest


def test_what_is_hidden_cannot_be_had_by_subtraction() -> None:
    # A yard of one request beside three large ones: a second one is hidden with it.
    requests = [kept(n, place=YARDS[0]) for n in range(1, 9)]
    requests += [kept(10 + n, place=YARDS[1]) for n in range(1, 10)]
    requests += [kept(30, place=YARDS[2])]
    places = report_of(requests).places
    hidden = [row for row in places if row.kind is RowKind.GROUP and row.figures is None]
    assert len(hidden) >= 2
    assert all(row.figures is None for row in places if row.id == YARDS[2])


def test_categories_that_are_not_public_appear_in_no_public_figure() -> None:
    requests = [kept(n, category=LEAKS, agency=WATER) for n in range(1, 8)]
    requests += [kept(20 + n, category=GAS, agency=WATER, is_public=False) for n in range(1, 8)]
    public = report_of(requests, Scope.PUBLIC)
    assert public.whole.new == 7
    assert GAS not in {row.id for row in public.categories}
    assert GAS in {row.id for row in report_of(requests).categories}


def test_a_report_is_read_back_as_it_was_published() -> None:
    report = busy_report(Scope.AGENCY, agency=ROADS)
    assert read_published(RequestReport, published_bytes(report)) == report


def test_the_order_in_which_requests_come_changes_nothing() -> None:
    requests = busy_weeks()
    assert report_of(requests).whole == report_of(requests[::-1]).whole


def _families(rows: list[RequestRow]) -> list[tuple[int, list[RequestRow]]]:
    """Each shown row with those one step deeper that follow it."""
    found = []
    for at, row in enumerate(rows):
        if row.figures is None or row.kind is not RowKind.GROUP:
            continue
        below = []
        for other in rows[at + 1 :]:
            if other.depth <= row.depth:
                break
            if other.depth == row.depth + 1:
                below.append(other)
        if below:
            found.append((row.figures.new, below))
    assert all(one.depth <= other.depth + 1 for other, one in pairwise(rows))
    return found

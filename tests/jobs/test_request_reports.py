"""Each week tells what became of requests: to each agency its own, to the town all, once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from civic.kernel.ids import AccountId
from civic.kernel.language import Language
from civic.places.model import Point
from civic.reports.requests.model import Reach, RequestReport, RowKind, Scope
from civic.service_requests.actions.confirming import say_whether_done
from civic.service_requests.actions.handling import (
    accept_request,
    finish_request,
    refuse_request,
    send_back_request,
)
from civic.service_requests.model import NewRequest
from jobs.reports.requests import issue_request_reports
from rendering.rendered import RenderedReport
from storage.engines import Database
from storage.unit_of_work import Storage
from tests.asked import MONDAY, TOWN
from tests.filed_town import (
    LEAKS,
    MAYOR,
    PLUMBER,
    ROAD_HEAD,
    ROADMAN,
    ROADS,
    WATER,
    Cast,
    build_filed_town,
    filed_by,
    hole,
    told,
)
from tests.survey_town import storage_on

NEXT_MONDAY = datetime(2026, 11, 30, 6, tzinfo=UTC)
"""Eight o'clock in Kyiv."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass
class Easel:
    """Draws nothing, remembers what it was asked to draw."""

    drawn: list[RequestReport] = field(default_factory=list)
    fails: int = 0

    async def __call__(
        self, reports: Sequence[RequestReport], languages: Sequence[Language]
    ) -> list[dict[Language, RenderedReport]]:
        if self.fails:
            self.fails -= 1
            raise RuntimeError("the pencil broke")
        self.drawn += reports
        return [
            {
                language: RenderedReport(
                    picture_png=b"png",
                    caption=f"{one.scope.value} {one.agency or ''} in {language}",
                    pdf=b"pdf",
                    xlsx=b"xlsx",
                )
                for language in languages
            }
            for one in reports
        ]

    def of(self, scope: Scope, agency: int | None = None) -> RequestReport:
        (found,) = [one for one in self.drawn if (one.scope, one.agency) == (scope, agency)]
        return found


@pytest.fixture
async def storage(database: Database, tmp_path: Path) -> Storage:
    return storage_on(database, tmp_path)


@pytest.fixture
async def cast(storage: Storage) -> Cast:
    async with storage.writing() as work:
        return await build_filed_town(work)


def pothole(draft: int, **changes: Any) -> NewRequest:
    """Each another one: the same again would be refused."""
    spot = Point(latitude=50.56 + draft / 100, longitude=29.98)
    return hole(draft, **{"text": f"Яма біля стовпа {draft}", "point": spot, **changes})


async def tick(storage: Storage, easel: Easel, now: datetime) -> int:
    return await issue_request_reports(
        begin=storage.writing, read=storage.reading, draw=easel, software="Viche test", now=now
    )


async def captions(storage: Storage, account: AccountId) -> list[str]:
    async with storage.reading() as work:
        said: list[Mapping[str, object]] = [one["params"] for one in await told(work, account)
                                            if one.get("key") == "report-picture"]  # fmt: skip
    return [str(one["caption"]) for one in said]


async def test_each_agency_gets_its_own_and_administrators_the_towns(
    storage: Storage, cast: Cast
) -> None:
    easel = Easel()
    async with storage.writing() as work:
        await filed_by(work, cast.olena, pothole(1))
        await filed_by(work, cast.stepan, pothole(2, category=LEAKS))
    for _ in range(3):
        await tick(storage, easel, NEXT_MONDAY + HOUR)

    assert await captions(storage, MAYOR) == ["town  in uk"]
    assert await captions(storage, ROAD_HEAD) == [f"agency {ROADS} in uk"]
    assert await captions(storage, ROADMAN) == [f"agency {ROADS} in uk"]
    assert await captions(storage, PLUMBER) == [f"agency {WATER} in uk"]
    assert easel.of(Scope.TOWN).whole.new == 2
    assert easel.of(Scope.AGENCY, ROADS).whole.new == 1


async def test_a_week_counts_what_came_what_ended_what_is_late_and_what_was_misdirected(
    storage: Storage, cast: Cast
) -> None:
    easel = Easel()
    async with storage.writing() as work:
        refused = await filed_by(work, cast.olena, pothole(1))
        wrong = await filed_by(work, cast.olena, pothole(2))
        done = await filed_by(work, cast.stepan, pothole(3))
        await filed_by(work, cast.nina, pothole(4, category=LEAKS))
        later = MONDAY + HOUR
        await refuse_request(TOWN, refused.id, "ні", by=cast.roadman, desk=work, now=later)
        await send_back_request(TOWN, wrong.id, "не наше", by=cast.roadman, desk=work, now=later)
        await accept_request(TOWN, done.id, by=cast.roadman, desk=work, now=later)
        await finish_request(TOWN, done.id, by=cast.roadman, desk=work, now=later + DAY)
    await tick(storage, easel, NEXT_MONDAY + HOUR)

    town, roads = easel.of(Scope.TOWN), easel.of(Scope.AGENCY, ROADS)
    assert (town.whole.new, town.whole.closed, town.whole.wrong_addresses) == (4, 1, 1)
    # Done by its doers' word alone is neither open nor closed.
    assert town.whole.open == 2
    # Sent back, it is no longer theirs; that they sent it back is.
    assert (roads.whole.new, roads.whole.wrong_addresses) == (2, 1)
    # A leak is due in three working days.
    assert easel.of(Scope.AGENCY, WATER).whole.overdue == 1
    assert [one.number for one in town.oldest] == [2, 4]
    assert [row.figures.new for row in town.agencies if row.figures] == [4, 2, 1, 1]


async def test_the_wait_ends_when_neighbours_say_so_not_when_the_office_does(
    storage: Storage, cast: Cast
) -> None:
    easel = Easel()
    neighbours = (cast.olena, cast.stepan, cast.nina, cast.ivan)
    async with storage.writing() as work:
        for n in range(12):
            who = neighbours[n % 4]
            filed = await filed_by(work, who, pothole(n + 1), now=MONDAY + n * DAY / 4)
            begun = filed.filed_at
            await accept_request(TOWN, filed.id, by=cast.roadman, desk=work, now=begun + HOUR)
            await finish_request(TOWN, filed.id, by=cast.roadman, desk=work, now=begun + 2 * HOUR)
            if n < 9:
                await say_whether_done(
                    TOWN, filed.id, is_done=True, by=who, desk=work, now=begun + 30 * HOUR
                )
    await tick(storage, easel, NEXT_MONDAY + HOUR)

    roads = easel.of(Scope.AGENCY, ROADS).whole
    assert roads.to_answer.requests == 12
    assert roads.to_answer.median.minutes == 60
    assert roads.to_settled.median.minutes == 30 * 60
    # Nine in ten is shown of fifty and more.
    assert roads.to_settled.p90.reach is Reach.TOO_FEW


async def test_a_group_of_fewer_people_than_the_threshold_is_hidden_wpothole(
    storage: Storage, cast: Cast
) -> None:
    easel = Easel()
    async with storage.writing() as work:
        for n in range(6):
            # Six requests of one neighbour are no group.
            await filed_by(work, cast.olena, pothole(n + 1), now=MONDAY + n * DAY)
        await filed_by(work, cast.ivan, pothole(9, place=None, point=None, address="десь"))
    await tick(storage, easel, NEXT_MONDAY + HOUR)

    town = easel.of(Scope.TOWN)
    assert town.whole.new == 7
    rows = [row for row in town.categories if row.kind is not RowKind.WHOLE]
    assert rows
    assert all(row.figures is None for row in rows)
    assert all(row.figures is None for row in town.places if row.kind is not RowKind.WHOLE)


async def test_the_publics_report_counts_public_categories_alone_and_is_kept_for_the_page(
    storage: Storage, cast: Cast
) -> None:
    async with storage.writing() as work:
        await filed_by(work, cast.olena, pothole(1))
        await work.service_requests.put(
            replace(await filed_by(work, cast.stepan, pothole(2)), is_hidden=True)
        )
    await tick(storage, Easel(), NEXT_MONDAY + HOUR)
    async with storage.reading() as work:
        public = await work.request_reports.latest(TOWN, Scope.PUBLIC)
        town = await work.request_reports.latest(TOWN, Scope.TOWN)
    assert public is not None
    assert town is not None
    assert (public.report.whole.new, town.report.whole.new) == (1, 2)
    assert public.report.agencies == ()
    # Nobody has read it yet: it is counted and not told of.
    assert public.report.oldest == ()
    assert len(public.hash) == 64


async def test_an_empty_week_says_so_and_agencies_without_work_hear_nothing(
    storage: Storage, cast: Cast
) -> None:
    easel = Easel()
    async with storage.writing() as work:
        filed = await filed_by(work, cast.olena, pothole(1))
        await refuse_request(TOWN, filed.id, "ні", by=cast.roadman, desk=work, now=MONDAY + HOUR)
    await tick(storage, easel, NEXT_MONDAY + HOUR)
    easel.drawn.clear()
    await tick(storage, easel, NEXT_MONDAY + 7 * DAY + HOUR)

    town = easel.of(Scope.TOWN)
    assert town.is_quiet
    assert (town.since, town.until) == (NEXT_MONDAY, NEXT_MONDAY + 7 * DAY)
    assert await captions(storage, PLUMBER) == []


async def test_a_town_where_nothing_was_ever_filed_has_no_report(
    storage: Storage, cast: Cast
) -> None:
    easel = Easel()
    await tick(storage, easel, NEXT_MONDAY + HOUR)
    assert easel.drawn == []


async def test_the_week_before_the_first_request_is_nobodys(storage: Storage, cast: Cast) -> None:
    easel = Easel()
    async with storage.writing() as work:
        await filed_by(work, cast.olena, pothole(1))
    await tick(storage, easel, MONDAY + HOUR)
    assert easel.drawn == []


async def test_switched_off_it_is_sent_to_nobody_and_the_public_still_has_its_figures(
    storage: Storage, cast: Cast
) -> None:
    easel = Easel()
    async with storage.writing() as work:
        await filed_by(work, cast.olena, pothole(1))
        kept = await work.report_schedules.of_town(TOWN)
        (weekly,) = [one for one in kept if one.kind.value == "requests"]
        assert weekly.is_on
        await work.report_schedules.put(TOWN, replace(weekly, is_on=False))
    await tick(storage, easel, NEXT_MONDAY + HOUR)

    assert easel.drawn == []
    assert await captions(storage, MAYOR) == []
    async with storage.reading() as work:
        assert await work.request_reports.latest(TOWN, Scope.PUBLIC) is not None


async def test_who_refused_reports_gets_none_of_these(storage: Storage, cast: Cast) -> None:
    easel = Easel()
    async with storage.writing() as work:
        await filed_by(work, cast.olena, pothole(1))
        await work.report_schedules.choose(TOWN, ROADMAN, wants=False)
    await tick(storage, easel, NEXT_MONDAY + HOUR)
    assert await captions(storage, ROADMAN) == []
    assert len(await captions(storage, ROAD_HEAD)) == 1


async def test_a_drawing_that_fails_keeps_nothing_and_sends_nothing(
    storage: Storage, cast: Cast
) -> None:
    easel = Easel(fails=1)
    async with storage.writing() as work:
        await filed_by(work, cast.olena, pothole(1))
    with pytest.raises(RuntimeError):
        await tick(storage, easel, NEXT_MONDAY + HOUR)
    assert await captions(storage, MAYOR) == []
    async with storage.reading() as work:
        assert await work.request_reports.latest(TOWN, Scope.TOWN) is None

"""Reports come by themselves: at their hour, once, to who wants them, and never say too much."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psutil
import pytest

from civic.communities.actions.audit import chain_audit
from civic.kernel.audit import AuditEntry
from civic.kernel.ids import SurveyId
from civic.kernel.language import Language
from civic.reports.method import method_lines
from civic.reports.model import Report
from civic.reports.schedule import ScheduleKind
from civic.surveys.model import SurveyState
from jobs.reports.issuing import AT_ONCE, issue_due_reports
from rendering.children import DrawingFailed
from rendering.drawing import Drawer
from storage.engines import Database
from storage.schedules import FIRE_LEASE_SECONDS
from storage.unit_of_work import Storage
from tests.calendar import MONDAY
from tests.jobs.reported_town import (
    ADMINISTRATOR,
    OFFICIAL,
    SURVEY,
    TOWN,
    Easel,
    build_town,
    put_responses,
    put_survey,
    storage_on,
    switch_on,
    tick,
)
from tests.stores import RealTime

HOUR = timedelta(hours=1)


@pytest.fixture
def real() -> RealTime:
    return RealTime()


@pytest.fixture
async def storage(database: Database, tmp_path: Path, real: RealTime) -> Storage:
    made = storage_on(database, tmp_path, real=real)
    await build_town(made)
    return made


async def messages(storage: Storage, account: int) -> list[str]:
    async with storage.reading() as work:
        rows = await work.connection.exec_driver_sql(
            f"SELECT payload FROM outbox WHERE chat_id = {account} ORDER BY id"
        )
        return [str(row[0]) for row in rows]


async def test_a_closed_survey_is_reported_once_however_often_the_tick_comes(
    storage: Storage,
) -> None:
    easel = Easel()
    async with storage.writing() as work:
        await put_survey(work, state=SurveyState.CLOSED, closed_at=MONDAY)
        await put_responses(work, SURVEY, 40)

    for _ in range(4):
        await tick(storage, easel, MONDAY + HOUR)

    (report,) = easel.reports
    figures = report.questions[0].figures
    assert figures is not None
    assert [cell.count for cell in figures.cells[:2]] == [30, 10]
    assert sum(cell.percent.value for cell in figures.cells if cell.percent) == 100
    assert report.questions[0].groups is not None
    # The administrator gets it unasked, the official did not ask.
    assert len(await messages(storage, ADMINISTRATOR)) == 3
    assert await messages(storage, OFFICIAL) == []


async def test_an_official_who_asked_gets_it_too_and_who_refused_does_not(
    storage: Storage,
) -> None:
    async with storage.writing() as work:
        await put_survey(work, state=SurveyState.CLOSED, closed_at=MONDAY)
        await work.report_schedules.choose(TOWN, OFFICIAL, wants=True)
        await work.report_schedules.choose(TOWN, ADMINISTRATOR, wants=False)
    await tick(storage, Easel(), MONDAY + HOUR)

    assert len(await messages(storage, OFFICIAL)) == 3
    assert await messages(storage, ADMINISTRATOR) == []


async def test_a_report_carries_the_head_of_the_audit_log_as_it_then_stood(
    storage: Storage,
) -> None:
    easel = Easel()
    async with storage.writing() as work:
        await put_survey(work, state=SurveyState.CLOSED, closed_at=MONDAY)
        await work.audit.note(AuditEntry(community=TOWN, actor=OFFICIAL, verb="x"), now=MONDAY)
        await chain_audit(TOWN, trail=work.trail)
        head = await work.trail.head(TOWN)
    await tick(storage, easel, MONDAY + HOUR)

    (report,) = easel.reports
    assert head is not None
    assert report.audit_head == head.hash
    assert head.hash in [line.params.get("head") for line in method_lines(report)]


async def test_each_reader_gets_it_in_their_own_language(storage: Storage) -> None:
    async with storage.writing() as work:
        await put_survey(work, state=SurveyState.CLOSED, closed_at=MONDAY)
        await work.report_schedules.choose(TOWN, OFFICIAL, wants=True)
    await tick(storage, Easel(), MONDAY + HOUR)

    # The administrator speaks Ukrainian, the official English.
    for account, language in ((ADMINISTRATOR, "uk"), (OFFICIAL, "en")):
        picture, *_ = await messages(storage, account)
        assert f"in {language}" in picture


async def test_a_drawing_that_fails_is_tried_again_after_a_while_and_sent_once(
    storage: Storage, real: RealTime
) -> None:
    easel = Easel(fails=2)
    async with storage.writing() as work:
        await put_survey(work, state=SurveyState.CLOSED, closed_at=MONDAY)

    for _ in range(2):
        with pytest.raises(RuntimeError):
            await tick(storage, easel, MONDAY + HOUR)
        await tick(storage, easel, MONDAY + HOUR)
        assert easel.reports == []
        real.seconds += HOUR.total_seconds()
    await tick(storage, easel, MONDAY + HOUR)
    await tick(storage, easel, MONDAY + HOUR)

    assert len(easel.reports) == 1
    assert len(await messages(storage, ADMINISTRATOR)) == 3


async def test_a_drawing_that_is_interrupted_is_taken_up_at_once_by_the_next_process(
    storage: Storage,
) -> None:
    easel, begun = Easel(), asyncio.Event()

    async def never_ends(report: Report, languages: Sequence[Language]) -> Any:
        begun.set()
        await asyncio.Event().wait()

    async with storage.writing() as work:
        await put_survey(work, state=SurveyState.CLOSED, closed_at=MONDAY)
    drawing = asyncio.create_task(
        issue_due_reports(
            begin=storage.writing, read=storage.reading, draw=never_ends, software="test",
            now=MONDAY + HOUR,
        )
    )  # fmt: skip
    await begun.wait()
    await tick(storage, easel, MONDAY + HOUR)
    assert easel.reports == [], "somebody is at it"
    drawing.cancel()
    await asyncio.wait({drawing})
    await tick(storage, easel, MONDAY + HOUR)

    assert len(easel.reports) == 1
    assert len(await messages(storage, ADMINISTRATOR)) == 3


async def test_a_drawing_that_takes_long_is_not_begun_by_another_process_too(
    database: Database, tmp_path: Path, real: RealTime
) -> None:
    one = storage_on(database, tmp_path, boot="one", real=real)
    two = storage_on(database, tmp_path, boot="two", real=real)
    await build_town(one)
    easel, other, finished = Easel(), Easel(), asyncio.Event()

    async def slowly(report: Report, languages: Sequence[Language]) -> Any:
        await finished.wait()
        return await easel(report, languages)

    async def rest(seconds: float) -> None:
        """Time goes by at once; the other process looks each time."""
        if real.seconds > began + 10 * FIRE_LEASE_SECONDS:
            finished.set()
            await asyncio.Event().wait()
        await tick(two, other, MONDAY + HOUR)
        real.seconds += seconds

    async with one.writing() as work:
        await put_survey(work, state=SurveyState.CLOSED, closed_at=MONDAY)
    began = real.seconds
    await issue_due_reports(
        begin=one.writing, read=one.reading, draw=slowly, software="test", now=MONDAY + HOUR,
        rest=rest,
    )  # fmt: skip

    assert (len(easel.reports), other.reports) == (1, [])
    assert len(await messages(one, ADMINISTRATOR)) == 3


def _who_draws() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if "rendering.child" in child.cmdline()]


async def test_when_the_child_that_draws_is_killed_the_report_comes_later_once(
    storage: Storage, real: RealTime
) -> None:
    drawer = Drawer()

    async def killed_first(report: Report, languages: Sequence[Language]) -> Any:
        drawing = asyncio.create_task(drawer.draw_all(report, languages))
        while not (children := _who_draws()) and not drawing.done():
            await asyncio.sleep(0)
        for child in children:
            child.kill()
        return await drawing

    async with storage.writing() as work:
        await put_survey(work, state=SurveyState.CLOSED, closed_at=MONDAY)
    with pytest.raises(DrawingFailed):
        await issue_due_reports(
            begin=storage.writing, read=storage.reading, draw=killed_first, software="test",
            now=MONDAY + HOUR,
        )  # fmt: skip
    assert await messages(storage, ADMINISTRATOR) == []

    real.seconds += HOUR.total_seconds()
    easel = Easel()
    await tick(storage, easel, MONDAY + HOUR)
    assert len(easel.reports) == 1
    assert len(await messages(storage, ADMINISTRATOR)) == 3


async def test_many_reports_at_one_hour_leave_room_for_the_towns_other_work(
    storage: Storage,
) -> None:
    easel = Easel()
    async with storage.writing() as work:
        for number in range(AT_ONCE + 2):
            await put_survey(
                work, survey=SurveyId(900 + number), state=SurveyState.CLOSED, closed_at=MONDAY
            )

    assert await tick(storage, easel, MONDAY + HOUR) == AT_ONCE
    assert await tick(storage, easel, MONDAY + HOUR) == 2
    assert len({report.survey.survey for report in easel.reports}) == AT_ONCE + 2


async def test_however_many_surveys_run_each_is_reported_on_the_day(storage: Storage) -> None:
    easel = Easel()
    async with storage.writing() as work:
        for number in range(25):
            await put_survey(work, survey=SurveyId(900 + number))
    await switch_on(storage, ScheduleKind.DAILY)

    while await tick(storage, easel, MONDAY + timedelta(days=1)):
        pass
    assert len({report.survey.survey for report in easel.reports}) == len(easel.reports) == 25


async def test_two_processes_issue_one_report(database: Database, tmp_path: Path) -> None:
    first = storage_on(database, tmp_path, boot="one")
    second = storage_on(database, tmp_path, boot="two")
    await build_town(first)
    async with first.writing() as work:
        await put_survey(work, state=SurveyState.CLOSED, closed_at=MONDAY)
    easel = Easel()

    await asyncio.gather(*[tick(one, easel, MONDAY + HOUR) for one in (first, second) * 3])

    assert len(easel.reports) == 1
    assert len(await messages(first, ADMINISTRATOR)) == 3


@pytest.mark.parametrize(
    ("begins", "days"),
    [
        pytest.param(datetime(2026, 3, 25, 12, tzinfo=UTC), 8, id="clock-forward"),
        pytest.param(datetime(2026, 10, 21, 12, tzinfo=UTC), 8, id="clock-back"),
    ],
)
async def test_a_daily_report_comes_once_a_local_day_over_a_change_of_the_clock(
    storage: Storage, begins: datetime, days: int
) -> None:
    easel = Easel()
    async with storage.writing() as work:
        await put_survey(work, closes_at=begins + timedelta(days=100))
    await switch_on(storage, ScheduleKind.DAILY, hour=3, since=begins)

    kyiv = ZoneInfo("Europe/Kyiv")
    now = begins
    while now < begins + timedelta(days=days):
        await tick(storage, easel, now)
        now += timedelta(minutes=30)

    dates = [report.made_at.astimezone(kyiv).date() for report in easel.reports]
    assert len(dates) == len(set(dates)) == days
    assert all(report.made_at.astimezone(kyiv).hour in {3, 4} for report in easel.reports)


async def test_after_a_week_down_the_daily_report_comes_once_and_then_goes_on(
    storage: Storage,
) -> None:
    easel = Easel()
    async with storage.writing() as work:
        await put_survey(work)
    await switch_on(storage, ScheduleKind.DAILY)

    late = MONDAY + timedelta(days=7)
    for now in (late, late + HOUR, late + timedelta(days=1)):
        await tick(storage, easel, now)

    assert [report.made_at for report in easel.reports] == [late, late + timedelta(days=1)]


async def test_a_weekly_report_comes_on_monday_at_eight_local_time(storage: Storage) -> None:
    easel = Easel()
    async with storage.writing() as work:
        await put_survey(work)
    await switch_on(storage, ScheduleKind.WEEKLY)

    now = MONDAY
    while now < MONDAY + timedelta(days=15):
        await tick(storage, easel, now)
        now += HOUR

    local = [report.made_at.astimezone(ZoneInfo("Europe/Kyiv")) for report in easel.reports]
    assert [(moment.weekday(), moment.hour) for moment in local] == [(0, 8), (0, 8)]

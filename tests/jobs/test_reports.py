"""Reports come by themselves: at their hour, once, to who wants them, and never say too much."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from civic.reports.ports import TownSchedule
from civic.reports.schedule import ScheduleKind
from civic.surveys.model import SurveyState
from jobs.reports.issuing import issue_due_reports
from storage.engines import Database
from storage.unit_of_work import Storage
from tests.calendar import MONDAY
from tests.jobs.reported_town import (
    ADMINISTRATOR,
    OFFICIAL,
    SURVEY,
    TOWN,
    Easel,
    build_town,
    close_survey,
    put_responses,
    put_survey,
    storage_on,
)

HOUR = timedelta(hours=1)


@pytest.fixture
async def storage(database: Database, tmp_path: Path) -> Storage:
    made = storage_on(database, tmp_path)
    await build_town(made)
    return made


async def tick(storage: Storage, easel: Easel, now: datetime) -> int:
    return await issue_due_reports(
        begin=storage.writing, read=storage.reading, draw=easel, software="test", now=now
    )


async def switch_on(
    storage: Storage, kind: ScheduleKind, *, hour: int = 8, since: datetime = MONDAY
) -> None:
    schedule = TownSchedule(kind=kind, at=hour * 60, weekday=0, is_on=True, since=since)
    async with storage.writing() as work:
        await work.report_schedules.put(TOWN, schedule)


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


async def test_a_drawing_that_fails_is_tried_again_and_sent_once(storage: Storage) -> None:
    easel = Easel(fails=1)
    async with storage.writing() as work:
        await put_survey(work, state=SurveyState.CLOSED, closed_at=MONDAY)

    with pytest.raises(RuntimeError):
        await tick(storage, easel, MONDAY + HOUR)
    await tick(storage, easel, MONDAY + HOUR)
    await tick(storage, easel, MONDAY + HOUR)

    assert len(easel.reports) == 1
    assert len(await messages(storage, ADMINISTRATOR)) == 3


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


async def test_while_open_only_participation_is_told_unless_its_author_wished_more(
    storage: Storage,
) -> None:
    easel = Easel()
    async with storage.writing() as work:
        await put_survey(work)
        await put_responses(work, SURVEY, 60)
    await switch_on(storage, ScheduleKind.DAILY)
    await tick(storage, easel, MONDAY + timedelta(days=1))

    (report,) = easel.reports
    assert report.participation.complete == 60
    assert report.questions[0].figures is None


async def test_tables_while_open_leave_the_latest_few_out_and_never_go_by_place(
    storage: Storage,
) -> None:
    easel = Easel()
    async with storage.writing() as work:
        await put_survey(work, tables_while_open=True)
        await put_responses(work, SURVEY, 60)
    await switch_on(storage, ScheduleKind.DAILY)
    await tick(storage, easel, MONDAY + timedelta(days=1))
    async with storage.writing() as work:
        await put_responses(work, SURVEY, 3, first=60)
    await tick(storage, easel, MONDAY + timedelta(days=2))
    async with storage.writing() as work:
        await close_survey(work, SURVEY, at=MONDAY + timedelta(days=2, hours=2))
    await tick(storage, easel, MONDAY + timedelta(days=2, hours=3))

    while_open, unchanged, final = easel.reports
    assert while_open.basis is not None
    assert while_open.basis.responses == 55
    assert while_open.questions[0].groups is None
    # Three new answers must not be told by the difference of two reports.
    assert unchanged.questions[0].figures == while_open.questions[0].figures
    assert final.basis is not None
    assert final.basis.responses == 63
    assert final.questions[0].groups is not None

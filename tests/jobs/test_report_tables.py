"""What a report's tables hold, and what two reports together must not tell."""

from datetime import timedelta
from pathlib import Path

import pytest

from civic.reports.model import OptionRole
from civic.reports.schedule import ScheduleKind
from civic.surveys.model import SurveyState
from storage.engines import Database
from storage.unit_of_work import Storage
from tests.calendar import MONDAY
from tests.jobs.reported_town import (
    SURVEY,
    Easel,
    build_town,
    change_answer,
    close_survey,
    erase_responses,
    put_responses,
    put_survey,
    storage_on,
    switch_on,
    tick,
)

HOUR = timedelta(hours=1)


@pytest.fixture
async def storage(database: Database, tmp_path: Path) -> Storage:
    made = storage_on(database, tmp_path)
    await build_town(made)
    return made


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


async def test_an_answer_changed_since_a_release_is_not_told_by_the_difference_of_two_reports(
    storage: Storage,
) -> None:
    easel = Easel()
    async with storage.writing() as work:
        await put_survey(work, tables_while_open=True)
        await put_responses(work, SURVEY, 60)
    await switch_on(storage, ScheduleKind.DAILY)
    await tick(storage, easel, MONDAY + timedelta(days=1))
    async with storage.writing() as work:
        # Two of those that wait for the final tables leave; one of those told of is of two minds.
        await erase_responses(work, SURVEY, [57, 58])
        await change_answer(work, SURVEY, 8, to="y")
        await close_survey(work, SURVEY, at=MONDAY + timedelta(days=1, hours=2))
    await tick(storage, easel, MONDAY + timedelta(days=1, hours=3))

    while_open, final = easel.reports
    assert while_open.basis is not None
    assert final.basis == while_open.basis
    assert final.is_held_back
    assert final.questions[0].figures == while_open.questions[0].figures
    assert final.questions[0].statuses == while_open.questions[0].statuses
    assert final.questions[0].groups is None


async def test_when_nobody_changed_an_answer_the_final_tables_go_by_place(
    storage: Storage,
) -> None:
    easel = Easel()
    async with storage.writing() as work:
        await put_survey(work, tables_while_open=True)
        await put_responses(work, SURVEY, 60)
    await switch_on(storage, ScheduleKind.DAILY)
    await tick(storage, easel, MONDAY + timedelta(days=1))
    async with storage.writing() as work:
        await erase_responses(work, SURVEY, [57, 58])
        await close_survey(work, SURVEY, at=MONDAY + timedelta(days=1, hours=2))
    await tick(storage, easel, MONDAY + timedelta(days=1, hours=3))

    while_open, final = easel.reports
    assert not final.is_held_back
    assert final.questions[0].figures == while_open.questions[0].figures
    assert final.questions[0].groups is not None


@pytest.mark.parametrize(
    ("offered", "roles"),
    [(True, [OptionRole.PLAIN, OptionRole.PLAIN, OptionRole.HARD_TO_SAY]),
     (False, [OptionRole.PLAIN, OptionRole.PLAIN])],
)  # fmt: skip
async def test_hard_to_say_has_a_line_only_where_it_could_be_answered(
    storage: Storage, offered: bool, roles: list[OptionRole]
) -> None:
    easel = Easel()
    async with storage.writing() as work:
        await put_survey(work, state=SurveyState.CLOSED, closed_at=MONDAY, may_be_hard=offered)
        await put_responses(work, SURVEY, 40)
    await tick(storage, easel, MONDAY + HOUR)

    (report,) = easel.reports
    (figures,) = report.questions
    assert [label.role for label in figures.labels] == roles
    assert figures.figures is not None
    assert len(figures.figures.cells) == len(roles)
    assert figures.figures.base == 40


async def test_hard_to_say_brought_from_paper_has_a_line_though_the_chat_does_not_offer_it(
    storage: Storage,
) -> None:
    easel = Easel()
    async with storage.writing() as work:
        await put_survey(work, state=SurveyState.CLOSED, closed_at=MONDAY, may_be_hard=False)
        await put_responses(work, SURVEY, 40)
        await change_answer(work, SURVEY, 8, to=None)
    await tick(storage, easel, MONDAY + HOUR)

    figures = easel.reports[0].questions[0]
    assert figures.figures is not None
    assert figures.labels[-1].role is OptionRole.HARD_TO_SAY
    assert (figures.figures.base, figures.figures.cells[-1].count) == (40, 1)

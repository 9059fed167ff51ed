"""What the tick does for surveys: at the hour or after it, step by step, never twice."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import bindparam, text

from civic.kernel.ids import AccountId, ResidentId, SurveyId
from civic.surveys.actions import Officer, pause_survey, resume_survey
from civic.surveys.model import Mailing, MailingKind, SurveyState
from civic.surveys.rules import once_key
from jobs.surveys import mailing
from jobs.surveys.mailing import write_mailings
from jobs.surveys.running import close_due, erase_withdrawn, open_due
from jobs.surveys.showing import draw_posters, show_progress
from storage.engines import Database
from storage.tables.metadata import Moment
from storage.unit_of_work import Storage
from tests.asked import AUTHOR, COURTYARD, FRIDAY, MONDAY, TOWN, YARD, all_answers, response
from tests.databases import fresh_database
from tests.survey_town import OTHER_COURTYARD, build_town, launch, settle, storage_on

SURVEY = SurveyId(1)


@pytest.fixture
async def storage(database: Database, tmp_path: Path) -> Storage:
    made = storage_on(database, tmp_path)
    async with made.writing() as work:
        await build_town(work)
    return made


async def told(storage: Storage) -> list[tuple[int, str]]:
    """Who is owed an invitation, in order."""
    async with storage.reading() as work:
        rows = await work.connection.execute(
            text("SELECT chat_id, once FROM outbox WHERE once = :once ORDER BY chat_id"),
            {"once": once_key(SURVEY)},
        )
        return [(row.chat_id, row.once) for row in rows]


async def waiting(storage: Storage) -> list[int]:
    """Who has an invitation that has not left."""
    async with storage.reading() as work:
        rows = await work.connection.execute(
            text("SELECT chat_id FROM outbox WHERE state = 0 ORDER BY chat_id")
        )
        return [row.chat_id for row in rows]


async def test_whoever_answers_too_late_does_not_keep_it_from_closing(tmp_path: Path) -> None:
    # On SQLite one unit writes at a time: nobody can stand in another's way.
    async with fresh_database("postgresql", tmp_path) as database:
        storage = storage_on(database, tmp_path)
        async with storage.writing() as work:
            await build_town(work)
            await launch(work, closes_at=FRIDAY)
        late = FRIDAY + timedelta(seconds=1)
        async with storage.writing() as in_time:
            await in_time.surveys.to_answer(TOWN, SURVEY, now=FRIDAY - timedelta(seconds=1))
            assert await close_due(begin=storage.writing, now=late) == 0
        async with storage.writing() as too_late:
            found = await too_late.surveys.to_answer(TOWN, SURVEY, now=late)
            assert found.state_at(late) is SurveyState.CLOSED
            assert await close_due(begin=storage.writing, now=late) == 1


async def test_it_closes_at_its_own_hour_though_nobody_ran_then(storage: Storage) -> None:
    async with storage.writing() as work:
        await launch(work, closes_at=FRIDAY)
    late = FRIDAY + timedelta(days=2)
    assert await close_due(begin=storage.writing, now=late) == 1
    assert await close_due(begin=storage.writing, now=late) == 0
    async with storage.reading() as work:
        found = await work.surveys.survey(TOWN, SURVEY)
    assert (found.state, found.closed_at) == (SurveyState.CLOSED, FRIDAY)


async def test_opening_starts_the_invitations_once(storage: Storage) -> None:
    async with storage.writing() as work:
        going = await launch(work, state=SurveyState.SCHEDULED)
        await work.surveys.put(replace(going, opens_at=MONDAY + timedelta(hours=1)))
        await settle(work, AccountId(1), resident=ResidentId(1), home=COURTYARD)
    assert await open_due(begin=storage.writing, now=MONDAY) == 0
    now = MONDAY + timedelta(hours=1)
    assert await open_due(begin=storage.writing, now=now) == 1
    assert await open_due(begin=storage.writing, now=now) == 0
    assert await write_mailings(begin=storage.writing, now=now) == 1
    assert await write_mailings(begin=storage.writing, now=now) == 0
    assert await told(storage) == [(1, once_key(SURVEY))]


async def test_invitations_go_step_by_step_to_those_who_want_to_hear(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailing, "CHUNK", 3)
    async with storage.writing() as work:
        await launch(work, asked=replace(YARD, audience=(COURTYARD,)))
        for n in range(1, 9):
            muted = frozenset({"surveys"}) if n == 4 else frozenset({"*"} if n == 5 else ())
            home = OTHER_COURTYARD if n == 6 else COURTYARD
            await settle(work, AccountId(n), resident=ResidentId(n), home=home, muted=muted)
        await settle(work, AccountId(9), resident=ResidentId(9), home=None)
        await work.surveys.start_mailing(
            Mailing(community=TOWN, survey=SURVEY, kind=MailingKind.INVITATION)
        )
    steps = [await write_mailings(begin=storage.writing, now=MONDAY) for _ in range(4)]
    assert steps == [3, 2, 0, 0]
    assert [chat for chat, _ in await told(storage)] == [1, 2, 3, 7, 8]
    async with storage.reading() as work:
        progress = await work.survey_invitations.progress(TOWN, SURVEY, now=MONDAY)
    assert progress.invited == 5


async def test_nobody_is_invited_while_it_is_paused_nor_after_it_closed(
    storage: Storage,
) -> None:
    async with storage.writing() as work:
        going = await launch(work, state=SurveyState.PAUSED)
        await settle(work, AccountId(1), resident=ResidentId(1), home=COURTYARD)
        await work.surveys.start_mailing(
            Mailing(community=TOWN, survey=SURVEY, kind=MailingKind.INVITATION)
        )
    assert await write_mailings(begin=storage.writing, now=MONDAY) == 0
    async with storage.writing() as work:
        # It waits without standing in the way of others.
        assert await work.surveys.mailings_under_way(limit=9) == []
        await work.surveys.put(replace(going, state=SurveyState.CLOSED, closed_at=MONDAY))
    assert await write_mailings(begin=storage.writing, now=MONDAY) == 0
    assert await told(storage) == []
    async with storage.writing() as work:
        assert await work.surveys.mailings_under_way(limit=9) == []


async def test_a_pause_holds_back_what_is_queued_and_nobody_is_told_twice(
    storage: Storage,
) -> None:
    officer = Officer(community=TOWN, account=AUTHOR, agency=None)
    async with storage.writing() as work:
        await launch(work)
        for n in (1, 2, 3):
            await settle(work, AccountId(n), resident=ResidentId(n), home=COURTYARD)
        await work.surveys.start_mailing(
            Mailing(community=TOWN, survey=SURVEY, kind=MailingKind.INVITATION)
        )
    assert await write_mailings(begin=storage.writing, now=MONDAY) == 3
    async with storage.writing() as work:
        await work.connection.execute(text("UPDATE outbox SET state = 2 WHERE chat_id = 1"))
        await pause_survey(
            SURVEY, officer, surveys=work.surveys, outbox=work.outbox, audit=work.audit, now=MONDAY
        )
    assert await waiting(storage) == []
    assert await write_mailings(begin=storage.writing, now=MONDAY) == 0
    night = MONDAY.replace(hour=21)
    async with storage.writing() as work:
        await resume_survey(SURVEY, officer, surveys=work.surveys, audit=work.audit, now=night)
        await settle(work, AccountId(4), resident=ResidentId(4), home=COURTYARD)
    assert await write_mailings(begin=storage.writing, now=night) == 4
    assert await write_mailings(begin=storage.writing, now=night) == 0
    assert await waiting(storage) == [2, 3, 4]
    assert await told(storage) == [(n, once_key(SURVEY)) for n in (1, 2, 3, 4)]
    async with storage.reading() as work:
        progress = await work.survey_invitations.progress(TOWN, SURVEY, now=night)
        morning = night + timedelta(hours=10)
        later = await work.survey_invitations.progress(TOWN, SURVEY, now=morning)
        soon = await work.connection.scalar(
            text("SELECT count(*) FROM outbox WHERE state = 0 AND due_at <= :now").bindparams(
                bindparam("now", type_=Moment())
            ),
            {"now": night + timedelta(hours=1)},
        )
    assert (progress.invited, progress.reached, progress.waiting) == (4, 1, 3)
    assert later.waiting == 0
    assert soon == 0, "an invitation leaves in the night"


async def test_the_authors_card_changes_when_the_figures_do(storage: Storage) -> None:
    async def show() -> int:
        return await show_progress(begin=storage.writing, read=storage.reading, now=MONDAY)

    async with storage.writing() as work:
        await launch(work)
        await settle(work, AccountId(31), resident=ResidentId(31), home=COURTYARD)
    assert [await show(), await show()] == [1, 0]
    async with storage.writing() as work:
        await work.responses.begin(response())
    assert [await show(), await show()] == [1, 0]
    async with storage.reading() as work:
        rows = await work.connection.exec_driver_sql(
            f"SELECT state FROM outbox WHERE chat_id = {AUTHOR} ORDER BY id"
        )
        assert [row[0] for row in rows] == [5, 0]


async def test_a_poster_is_drawn_once(storage: Storage) -> None:
    drawn: list[tuple[str, str]] = []

    async def draw(url: str, title: str) -> bytes:
        drawn.append((url, title))
        return b"png"

    async with storage.writing() as work:
        await launch(work)
    for _ in range(2):
        await draw_posters(
            begin=storage.writing,
            read=storage.reading,
            draw=draw,
            link_to=lambda community, survey: f"s-{community}-{survey}",
            now=MONDAY,
        )
    assert drawn == [("s-7-1", "Двір на Шевченка, 12")]


async def test_erasing_what_was_withdrawn_ends_with_a_word_to_its_author(
    storage: Storage,
) -> None:
    async with storage.writing() as work:
        going = await launch(work)
        await work.responses.put_many(
            [response(n, resident=None, answers=all_answers()) for n in range(1, 5)]
        )
        await work.surveys.put(
            replace(going, state=SurveyState.WITHDRAWN, keeps_answers=False, reason="Помилка")
        )
    assert await erase_withdrawn(begin=storage.writing, now=MONDAY) == 1
    assert await erase_withdrawn(begin=storage.writing, now=MONDAY) == 0
    async with storage.reading() as work:
        assert await work.responses.finished_count(TOWN, SURVEY) == 0

"""Who answered is told what came of it: once, of their own courtyard, and never at night."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from civic.kernel.ids import AccountId, PlaceId, ResidentId, ResponseId
from civic.residents.model import EVERYTHING, Topic
from civic.residents.rules import NO_QUIET
from civic.surveys.answering.model import Answer, Response
from civic.surveys.model import SurveyState
from jobs.reports.issuing import issue_due_reports
from jobs.surveys.mailing import write_mailings
from storage.engines import Database
from storage.tables.outbox import contents, outbox
from storage.unit_of_work import SqlWork, Storage
from tests.calendar import MONDAY
from tests.jobs.reported_town import (
    SURVEY,
    TOWN,
    Easel,
    build_town,
    put_survey,
    resident,
    storage_on,
)

KYIV = ZoneInfo("Europe/Kyiv")
AT_NIGHT = datetime(2026, 3, 2, 23, 30, tzinfo=KYIV)
BIG, SMALL = PlaceId(10), PlaceId(11)
PEOPLE = {
    **dict.fromkeys(range(1, 13), BIG),
    **dict.fromkeys(range(21, 24), SMALL),
    **dict.fromkeys(range(31, 39), PlaceId(12)),
}
DID_NOT_FINISH, SLEEPS_NEVER = 1, 2
WANTS_NO_SURVEYS, WANTS_NO_RESULTS, WANTS_NOTHING = 3, 5, 6
MUTED = {
    WANTS_NO_SURVEYS: Topic.SURVEYS.value,
    WANTS_NO_RESULTS: Topic.RESULTS.value,
    WANTS_NOTHING: EVERYTHING,
}


@pytest.fixture
async def storage(database: Database, tmp_path: Path) -> Storage:
    made = storage_on(database, tmp_path)
    await build_town(made)
    return made


async def _answered(work: SqlWork, number: int, home: PlaceId) -> None:
    who = resident(number, home)
    if number == SLEEPS_NEVER:
        who = replace(who, quiet=NO_QUIET)
    if number in MUTED:
        who = replace(who, muted=frozenset({MUTED[number]}))
    await work.people.meet(AccountId(number), first_name="-", language="uk", now=MONDAY)
    await work.residents.put(who)
    given = Response(
        id=ResponseId(number),
        community=TOWN,
        survey=SURVEY,
        version=1,
        resident=ResidentId(number),
        language="uk",
        place=home,
        begun_at=MONDAY,
        finished_at=None if number == DID_NOT_FINISH else MONDAY + timedelta(seconds=number),
        answers={1: Answer(chosen=("y" if number % 4 else "n",))},
    )
    await work.responses.put_many([given])


async def _closed_at_night(storage: Storage, *, promised: bool) -> None:
    async with storage.writing() as work:
        await put_survey(
            work, state=SurveyState.CLOSED, closed_at=AT_NIGHT, results_to_respondents=promised
        )
        for number, home in PEOPLE.items():
            await _answered(work, number, home)
    for _ in range(3):
        await issue_due_reports(
            begin=storage.writing, read=storage.reading, draw=Easel(), software="test",
            now=AT_NIGHT,
        )  # fmt: skip
        await write_mailings(begin=storage.writing, now=AT_NIGHT)


async def _told(storage: Storage) -> dict[int, tuple[datetime, Mapping[str, Any]]]:
    """When each hears of it, and what."""
    async with storage.reading() as work:
        rows = await work.connection.execute(
            outbox.select()
            .with_only_columns(outbox.c.chat_id, outbox.c.due_at, contents.c.payload)
            .join(contents, contents.c.id == outbox.c.content_id)
        )
        found = [(row.chat_id, (row.due_at, row.payload)) for row in rows]
    assert len(found) == len(dict(found)), "somebody is told twice"
    return dict(found)


async def test_whoever_answered_to_the_end_is_told_in_the_morning(storage: Storage) -> None:
    await _closed_at_night(storage, promised=True)

    told = await _told(storage)
    assert set(told) == set(PEOPLE) - {DID_NOT_FINISH}
    assert {payload["key"] for _, payload in told.values()} == {"survey-results-told"}
    at = {number: due.astimezone(KYIV) for number, (due, _) in told.items()}
    assert at.pop(SLEEPS_NEVER) == AT_NIGHT
    assert {(due.day, due.hour, due.minute) for due in at.values()} == {(3, 8, 0)}


async def test_of_a_big_courtyard_its_own_figures_are_told_and_of_a_small_one_none(
    storage: Storage,
) -> None:
    await _closed_at_night(storage, promised=True)

    told = await _told(storage)
    (own,), (wider,) = (told[number][1]["params"]["questions"] for number in (4, 21))
    assert (own["place"], own["hidden"], own["base"]) == ({"uk": f"Місце {BIG}"}, False, 11)
    assert (wider["place"], wider["hidden"], wider["base"]) == ({"uk": "Місце 1"}, True, 22)


async def test_who_wants_no_more_surveys_still_hears_of_one_they_answered(
    storage: Storage,
) -> None:
    await _closed_at_night(storage, promised=True)
    async with storage.writing() as work:
        lease = await work.delivery.lease(free=50, now=AT_NIGHT + timedelta(hours=10))
    told = {row.chat for row in lease.rows} & set(PEOPLE)
    assert told == set(PEOPLE) - {DID_NOT_FINISH, WANTS_NO_RESULTS, WANTS_NOTHING}


async def test_where_nothing_was_promised_nobody_is_told(storage: Storage) -> None:
    await _closed_at_night(storage, promised=False)
    assert await _told(storage) == {}

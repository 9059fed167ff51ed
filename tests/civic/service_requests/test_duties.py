"""Who stands in for whom may do what those may, hears what they would, and no more."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from civic.kernel.refusal import Refusal
from civic.service_requests.actions.stepping import office_now
from civic.service_requests.duties.actions import (
    LONGEST,
    come_back,
    go_on_leave,
    set_night_duty,
    substitutes_of,
)
from civic.service_requests.rules.parties import agencies_seen_by, parties_of
from civic.service_requests.rules.transitions import Party
from storage.engines import Database
from storage.unit_of_work import SqlWork
from tests.asked import MONDAY, TOWN
from tests.filed_town import PLUMBER, ROAD_HEAD, ROADMAN, ROADS, Cast, build_filed_town, filed_by
from tests.survey_town import storage_on

TODAY = date(2026, 11, 23)


@pytest.fixture
async def work(database: Database, tmp_path: Path) -> AsyncIterator[SqlWork]:
    async with storage_on(database, tmp_path).writing() as unit:
        yield unit


@pytest.fixture
async def people(work: SqlWork) -> Cast:
    return await build_filed_town(work)


async def head_leaves(work: SqlWork, people: Cast, *, days: int = 7) -> None:
    await go_on_leave(
        TOWN, ROAD_HEAD, ROADMAN, last=TODAY + timedelta(days=days), today=TODAY,
        by=people.road_head, officials=work.officials, duties=work.request_duties,
        outbox=work.outbox, audit=work.audit, now=MONDAY,
    )  # fmt: skip


async def test_a_substitute_is_head_while_the_head_is_away(work: SqlWork, people: Cast) -> None:
    hole = await filed_by(work, people.olena)
    office = await office_now(TOWN, desk=work)
    assert Party.HEAD not in parties_of(people.roadman, hole, office)
    await head_leaves(work, people)
    office = await office_now(TOWN, desk=work)
    assert Party.HEAD in parties_of(people.roadman, hole, office)
    assert [one.account for one in office.heads(ROADS)] == [ROADMAN]
    assert ROAD_HEAD not in {one.account for one in office.agency(ROADS)}
    # Of another agency they may as little as before.
    assert parties_of(people.plumber, hole, office) == frozenset()
    assert await come_back(
        TOWN, ROAD_HEAD, by=people.road_head, officials=work.officials,
        duties=work.request_duties, audit=work.audit, now=MONDAY,
    )  # fmt: skip
    office = await office_now(TOWN, desk=work)
    assert [one.account for one in office.heads(ROADS)] == [ROAD_HEAD]


async def test_only_the_same_agency_and_administrators_stand_in(
    work: SqlWork, people: Cast
) -> None:
    everybody = await work.officials.all(TOWN)
    names = {one.account for one in substitutes_of(people.roadman, everybody)}
    assert ROAD_HEAD in names
    assert PLUMBER not in names
    # Nobody becomes an administrator by a leave.
    assert substitutes_of(people.mayor, everybody) == [
        one for one in everybody if one.role is people.mayor.role and one != people.mayor
    ]


@pytest.mark.parametrize(("days", "key"), [(-1, "request-date-past"), (91, "request-date-far")])
async def test_a_leave_is_neither_over_nor_endless(
    work: SqlWork, people: Cast, days: int, key: str
) -> None:
    with pytest.raises(Refusal) as refused:
        await head_leaves(work, people, days=days)
    assert refused.value.key == key
    await head_leaves(work, people, days=LONGEST)


async def test_whoever_leaves_the_office_stands_in_for_nobody(work: SqlWork, people: Cast) -> None:
    await head_leaves(work, people)
    await set_night_duty(
        TOWN, ROADMAN, wants=True, by=people.mayor, officials=work.officials,
        duties=work.request_duties, audit=work.audit, now=MONDAY,
    )  # fmt: skip
    office = await office_now(TOWN, desk=work)
    assert agencies_seen_by(people.roadman, office) is None
    await work.officials.remove(TOWN, ROADMAN)
    assert await work.request_duties.absences(TOWN) == []
    assert await work.request_duties.at_night(TOWN) == frozenset()
    office = await office_now(TOWN, desk=work)
    assert [one.account for one in office.heads(ROADS)] == [ROAD_HEAD]

"""Who belongs to an audience."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from civic.kernel.ids import AccountId, CommunityId, PlaceId, ResidentId
from civic.residents.model import Resident
from storage.engines import Database
from storage.unit_of_work import SqlWork
from tests.calendar import MONDAY
from tests.placed_town import ELSEWHERE, LINDEN, NORTH, ORCHARD, SOUTH, TOWN, build_placed_town
from tests.survey_town import storage_on

HOUSE = PlaceId(101)


def resident(number: int, home: PlaceId | None, town: CommunityId = TOWN) -> Resident:
    return Resident(
        id=ResidentId(number), community=town, account=AccountId(1000 + number), language="uk",
        home=home, joined_at=MONDAY,
    )  # fmt: skip


PEOPLE = [
    resident(1, LINDEN),
    resident(2, HOUSE),
    resident(3, ORCHARD),
    resident(4, None),
    resident(5, NORTH),
    resident(6, None, ELSEWHERE),
    replace(resident(7, LINDEN), left_at=MONDAY),
    replace(resident(8, LINDEN), reachable=False),
    replace(resident(9, LINDEN), muted=frozenset({"surveys"})),
]


@pytest.fixture
async def work(database: Database, tmp_path: Path) -> AsyncIterator[SqlWork]:
    async with storage_on(database, tmp_path).writing() as unit:
        await build_placed_town(unit)
        for person in PEOPLE:
            await unit.residents.put(person)
        yield unit


@pytest.mark.parametrize(
    ("audience", "people", "told"),
    [
        ((), 7, [1, 2, 3, 4, 5]),
        ((NORTH,), 5, [1, 2, 5]),
        ((LINDEN,), 4, [1, 2]),
        ((HOUSE,), 1, [2]),
        ((SOUTH,), 1, [3]),
        ((LINDEN, NORTH, SOUTH), 6, [1, 2, 3, 5]),
        ((PlaceId(999),), 0, []),
    ],
)
async def test_people_belong_by_their_home(
    work: SqlWork, audience: tuple[PlaceId, ...], people: int, told: list[int]
) -> None:
    assert await work.audiences.count(TOWN, audience) == people
    members = await work.audiences.members(TOWN, audience, topic="surveys", after=None, limit=99)
    assert [member.resident for member in members] == told


async def test_a_long_audience_is_walked_page_by_page(work: SqlWork) -> None:
    page = await work.audiences.members(TOWN, (), topic="surveys", after=None, limit=2)
    rest = await work.audiences.members(TOWN, (), topic="surveys", after=page[-1].resident, limit=9)
    assert [member.resident for member in (*page, *rest)] == [1, 2, 3, 4, 5]
    assert page[0].account == 1001


async def test_another_towns_places_hold_nobody_here(work: SqlWork) -> None:
    assert await work.audiences.count(ELSEWHERE, (NORTH,)) == 0
    assert (
        await work.audiences.members(ELSEWHERE, (LINDEN,), topic="surveys", after=None, limit=9)
        == []
    )

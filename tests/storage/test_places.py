"""Places as they are kept, and found again."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from civic.kernel.ids import PlaceId
from civic.kernel.refusal import NotFound
from civic.places.actions import locate_home, search_address
from civic.places.model import PlaceKind, Point
from storage.engines import Database
from storage.unit_of_work import SqlWork
from tests.placed_town import (
    ELSEWHERE,
    LINDEN,
    NORTH,
    ORCHARD,
    PLACES,
    SOUTH,
    STATION,
    TOWN,
    build_placed_town,
)
from tests.survey_town import storage_on


@pytest.fixture
async def work(database: Database, tmp_path: Path) -> AsyncIterator[SqlWork]:
    async with storage_on(database, tmp_path).writing() as unit:
        await build_placed_town(unit)
        yield unit


async def test_a_place_is_kept_whole(work: SqlWork) -> None:
    for place in PLACES:
        assert await work.places.place(TOWN, place.id) == place
    assert await work.places.by_external_id(TOWN, ["c11", "nobody"]) == {"c11": PLACES[2]}


async def test_another_town_has_none_of_it(work: SqlWork) -> None:
    with pytest.raises(NotFound):
        await work.places.place(ELSEWHERE, LINDEN)
    with pytest.raises(NotFound):
        await work.places.path(ELSEWHERE, LINDEN)
    assert await work.places.some(ELSEWHERE, [LINDEN]) == {}
    assert await work.places.by_external_id(ELSEWHERE, ["c11"]) == {}
    assert await work.places.page(ELSEWHERE, after=None, limit=9) == []
    assert await work.places.count(ELSEWHERE, PlaceKind.COURTYARD) == 0
    assert await work.places.inside(ELSEWHERE, NORTH, PlaceKind.COURTYARD, limit=9) == []
    assert await work.places.count_inside(ELSEWHERE, NORTH, PlaceKind.COURTYARD) == 0
    assert await work.places.streets(ELSEWHERE, ["са"]) == []
    streets = [street.id for street in await work.places.streets(TOWN, ["садо", "укра"])]
    assert await work.places.buildings(ELSEWHERE, streets, number=5, limit=9) == []
    spot = Point(latitude=50.561, longitude=29.981)
    assert (await locate_home(spot, community=ELSEWHERE, places=work.places)).inside is None


async def test_the_path_leads_up_to_the_district(work: SqlWork) -> None:
    path = await work.places.path(TOWN, PlaceId(101))
    assert [place.id for place in path] == [101, LINDEN, NORTH]


async def test_courtyards_are_listed_by_district_in_the_order_of_their_names(
    work: SqlWork,
) -> None:
    await work.places.put(TOWN, [replace(PLACES[4], parent=NORTH)])
    listed = await work.places.inside(TOWN, NORTH, PlaceKind.COURTYARD, limit=9)
    assert [place.name.in_("uk") for place in listed] == ["Двір 2", "Двір 10", "Липовий двір"]
    paged = await work.places.inside(TOWN, NORTH, PlaceKind.COURTYARD, offset=2, limit=9)
    assert [place.id for place in paged] == [LINDEN]
    assert await work.places.count_inside(TOWN, NORTH, PlaceKind.COURTYARD) == 3
    assert await work.places.inside(TOWN, None, PlaceKind.COURTYARD, limit=9) == []
    districts = await work.places.inside(TOWN, None, PlaceKind.DISTRICT, limit=9)
    assert [place.id for place in districts] == [SOUTH, NORTH]


async def test_a_retired_place_is_told_but_offered_to_nobody(work: SqlWork) -> None:
    await work.places.put(TOWN, [replace(PLACES[2], retired=True)])
    assert (await work.places.place(TOWN, LINDEN)).retired
    assert await work.places.count(TOWN, PlaceKind.COURTYARD) == 2
    spot = Point(latitude=50.561, longitude=29.981)
    located = await locate_home(spot, community=TOWN, places=work.places)
    assert located.inside is None
    assert LINDEN not in {near.place.id for near in located.near}


async def test_a_location_finds_its_courtyard_or_those_nearby(work: SqlWork) -> None:
    inside = Point(latitude=50.561, longitude=29.981)
    located = await locate_home(inside, community=TOWN, places=work.places)
    assert located.inside is not None
    assert located.inside.id == LINDEN
    by_house = Point(latitude=50.5805, longitude=30.0)
    located = await locate_home(by_house, community=TOWN, places=work.places)
    assert [near.place.id for near in located.near] == [ORCHARD]
    ocean = Point(latitude=0, longitude=-30)
    located = await locate_home(ocean, community=TOWN, places=work.places)
    assert located.inside is None
    assert located.near == ()


async def test_an_address_is_found_and_told_with_its_courtyard(work: SqlWork) -> None:
    found = await search_address("садова5", community=TOWN, places=work.places)
    titles = [one.building.place.title_in("uk") for one in found.suggestions]
    assert titles == ["вул. Садова, 5", "вул. Садова, 5А", "пров. Садовий, 5"]
    assert found.is_exact
    within = found.suggestions[0].building.within
    assert [name.in_("uk") for name in within] == ["Липовий двір", "Північний"]


async def test_a_street_without_a_number_asks_for_it(work: SqlWork) -> None:
    found = await search_address("вулиця Лесі Українки", community=TOWN, places=work.places)
    assert found.number_is_missing
    assert [one.building.place.number for one in found.suggestions] == ["14 к1"]


@pytest.mark.parametrize("typed", ["Хрещатик 1", "🙂", "", "<b>", "=1+1", "'; drop table"])
async def test_an_unknown_street_finds_nothing(work: SqlWork, typed: str) -> None:
    found = await search_address(typed, community=TOWN, places=work.places)
    assert found.suggestions == ()


async def test_places_are_walked_in_pages(work: SqlWork) -> None:
    seen: list[PlaceId] = []
    while page := await work.places.page(TOWN, after=seen[-1] if seen else None, limit=5):
        seen += [place.id for place in page]
    assert seen == sorted(place.id for place in PLACES)
    assert STATION in seen

"""Assets as they are kept, and found again."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from civic.assets.actions.finding import (
    find_by_ending,
    find_by_number,
    nearest_assets,
    visible_kinds,
)
from civic.assets.actions.keeping import add_own_kind, add_usual_kind, retire_kind, show_kind
from civic.assets.model import Asset, AssetKind, SheetKind, WantedSheet
from civic.kernel.ids import AccountId, AssetId, AssetKindId, IdMaker, PlaceId
from civic.kernel.refusal import NotFound, Refusal
from civic.places.model import Box, Point
from civic.places.rules.locating import metres_between
from storage.engines import Database
from storage.unit_of_work import SqlWork
from tests.calendar import MONDAY
from tests.placed_town import ELSEWHERE, LINDEN, TOWN, build_placed_town
from tests.survey_town import storage_on
from tests.workshop.inventories import kind_of

NEW_ID = IdMaker()
BY = AccountId(9)
LAMPS, POWER = AssetKindId(1), AssetKindId(2)
HOME = Point(latitude=50.56, longitude=29.98)


@pytest.fixture
async def work(database: Database, tmp_path: Path) -> AsyncIterator[SqlWork]:
    async with storage_on(database, tmp_path).writing() as unit:
        await build_placed_town(unit)
        await unit.assets.put_kind(TOWN, kind_of(TOWN, 1))
        await unit.assets.put_kind(TOWN, replace(kind_of(TOWN, 2), is_public=False))
        yield unit


def lamp(number: int, *, north: float = 0, kind: AssetKindId = LAMPS) -> Asset:
    """So many hundredths of a degree of a courtyard further north each."""
    return Asset(
        id=AssetId(number), community=TOWN, kind=kind, external_id=str(number),
        number=f"№ 0{number}-А", point=replace(HOME, latitude=HOME.latitude + north),
        place=LINDEN, owner="Місто", attributes={"тип": "LED"},
    )  # fmt: skip


async def test_an_asset_is_kept_whole(work: SqlWork) -> None:
    kept = replace(lamp(5), retired=True)
    await work.assets.put_assets(TOWN, [kept])
    assert await work.assets.asset(TOWN, kept.id) == kept
    with pytest.raises(NotFound):
        await work.assets.asset(ELSEWHERE, kept.id)


@pytest.mark.parametrize("typed", ["5а", "05-A", "№5 А", "ліхтар 5а"])
async def test_a_number_is_found_however_it_is_typed(work: SqlWork, typed: str) -> None:
    await work.assets.put_assets(TOWN, [lamp(5), lamp(6)])
    found = await find_by_number(typed, community=TOWN, kinds=[LAMPS], assets=work.assets)
    assert [asset.id for asset in found] == [5]


async def test_a_bare_number_is_found_though_a_letter_stands_before_it(work: SqlWork) -> None:
    named = [replace(lamp(n), number=number) for n, number in ((7, "Л-022"), (8, "Л-122"))]
    await work.assets.put_assets(
        TOWN, [*named, replace(named[0], id=AssetId(9), external_id="9", retired=True)]
    )
    for typed, ids in (("22", [7]), ("№ 022", [7]), ("2", []), ("лавка", [])):
        found = await find_by_ending(typed, community=TOWN, kinds=[LAMPS], assets=work.assets)
        assert [asset.id for asset in found] == ids, typed


async def test_what_is_not_public_is_not_found_by_residents(work: SqlWork) -> None:
    await work.assets.put_assets(TOWN, [lamp(5, kind=POWER)])
    for for_office, count in ((False, 0), (True, 1)):
        kinds = await visible_kinds(TOWN, for_office=for_office, assets=work.assets)
        found = await find_by_number("5а", community=TOWN, kinds=kinds, assets=work.assets)
        near = await nearest_assets(HOME, community=TOWN, kinds=kinds, assets=work.assets)
        assert (len(found), len(near)) == (count, count)


async def test_the_five_nearest_come_in_order_and_with_distance(work: SqlWork) -> None:
    # Twenty metres, a hundred, two hundred … none of the other kind, none retired.
    norths = {3: 0.0002, 1: 0.001, 4: 0.002, 2: 0.004, 6: 0.008, 5: 0.016}
    await work.assets.put_assets(
        TOWN,
        [
            *(lamp(number, north=north) for number, north in norths.items()),
            lamp(8, kind=POWER),
            replace(lamp(9), retired=True),
        ],
    )
    near = await nearest_assets(HOME, community=TOWN, kinds=[LAMPS], assets=work.assets)
    assert [one.asset.id for one in near] == [3, 1, 4, 2, 6]
    assert [one.metres for one in near] == [
        round(metres_between(HOME, one.asset.point)) for one in near
    ]
    assert (await work.assets.nearest(TOWN, HOME, [LAMPS], limit=5, within=150))[-1].asset.id == 1
    assert await work.assets.nearest(ELSEWHERE, HOME, [LAMPS], limit=5) == []


async def test_a_square_and_a_courtyard_tell_what_stands_in_them(work: SqlWork) -> None:
    await work.assets.put_assets(TOWN, [lamp(2), lamp(10), lamp(1, north=0.01)])
    box = Box(west=29.9, south=50.559, east=30, north=50.561)
    inside = await work.assets.in_box(TOWN, box, [LAMPS], limit=9)
    assert [asset.id for asset in inside] == [2, 10]
    paged = await work.assets.of_place(TOWN, LINDEN, [LAMPS], offset=1, limit=9)
    assert len(paged) == 2
    assert await work.assets.of_place(TOWN, PlaceId(12), [LAMPS], limit=9) == []


async def own_kind(work: SqlWork, name: str) -> AssetKind:
    return await add_own_kind(
        name, "uk", community=TOWN, by=BY, assets=work.assets, audit=work.audit, new_id=NEW_ID,
        now=MONDAY,
    )  # fmt: skip


async def test_kinds_are_added_shown_hidden_and_put_away(work: SqlWork) -> None:
    async def usual(code: str) -> AssetKind:
        return await add_usual_kind(
            code, community=TOWN, by=BY, assets=work.assets, audit=work.audit, new_id=NEW_ID,
            now=MONDAY,
        )  # fmt: skip

    assert (await usual("lamp")).is_public
    assert not (await usual("shelter")).is_public
    assert await usual("lamp") == await usual("lamp")
    with pytest.raises(NotFound):
        await usual("spaceship")
    own = await own_kind(work, "  Фонтан\u202e ")
    assert (own.name.in_("uk"), own.is_public) == ("Фонтан", False)
    with pytest.raises(Refusal) as refused:
        await own_kind(work, "ФОНТАН")
    assert refused.value.key == "asset-kind-known"
    shown = await show_kind(
        own.id, is_public=True, community=TOWN, by=BY, assets=work.assets, audit=work.audit,
        now=MONDAY,
    )  # fmt: skip
    assert own.id in await visible_kinds(TOWN, for_office=False, assets=work.assets)
    await retire_kind(
        own.id, community=TOWN, by=BY, assets=work.assets, audit=work.audit, now=MONDAY
    )
    assert own.id not in await visible_kinds(TOWN, for_office=True, assets=work.assets)
    assert await own_kind(work, "фонтан") == shown
    verbs = [entry.verb for entry in await work.audit.entries(TOWN, limit=9)]
    assert verbs == [
        "asset-kind-added", "asset-kind-retired", "asset-kind-shown", "asset-kind-added",
        "asset-kind-added", "asset-kind-added",
    ]  # fmt: skip


async def test_a_code_belongs_to_one_kind(work: SqlWork) -> None:
    assert not await work.assets.put_kind(TOWN, replace(kind_of(TOWN, 7), code="kind-1"))
    assert len(await work.assets.kinds(TOWN)) == 2


async def test_a_sheet_that_is_asked_for_twice_comes_once(work: SqlWork) -> None:
    wanted = WantedSheet(
        community=TOWN, account=BY, language="en", what=SheetKind.GEOJSON, kind=None
    )
    await work.asset_sheets.want(wanted, now=MONDAY)
    await work.asset_sheets.want(wanted, now=MONDAY)
    assert await work.asset_sheets.wanted(limit=9) == [wanted]
    assert [await work.asset_sheets.done(wanted), await work.asset_sheets.done(wanted)] == [
        True,
        False,
    ]
    assert await work.asset_sheets.wanted(limit=9) == []

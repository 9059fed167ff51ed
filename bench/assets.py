"""A hundred thousand assets among ten thousand courtyards: brought, brought again, searched."""

import random
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from bench.databases import KINDS, bench_folder, fresh, storage_on
from bench.figures import Figure, percentile
from bench.town import TOWN, build_town, now
from civic.assets.actions.finding import find_by_number, nearest_assets
from civic.assets.actions.importing import import_assets
from civic.assets.model import AssetSummary
from civic.assets.rules.standing import Yards
from civic.kernel.ids import AssetKindId, IdMaker, PlaceId
from civic.kernel.language import Translated
from civic.places.actions import locate_home
from civic.places.model import Box, Place, PlaceKind, Point
from gateways.asset_files.opening import assets_on_disk
from storage.unit_of_work import SqlWork, Storage

ASSETS, SIDE = 100_000, 100
"""Courtyards stand in a square of so many by so many."""
ASKED = 1_000
_SOUTH, _WEST, _STEP = 50.40, 30.40, 0.002
_CHUNK = 500
_MORE = "type,watt,height,material,colour,condition,street,installed"


async def assets() -> list[Figure]:
    figures: list[Figure] = []
    with bench_folder() as folder:
        path = folder / "lamps.csv"
        _write(path)
        for kind in KINDS:
            async with fresh(kind, folder) as url, storage_on(url, folder) as storage:
                await build_town(storage, people=0, now=now())
                await draw_courtyards(storage)
                figures += await _on(kind, storage, path)
    return figures


async def _on(kind: str, storage: Storage, path: Path) -> list[Figure]:
    first, took = await _imported(storage, path)
    again, took_again = await _imported(storage, path)
    changes = again.added + again.changed + again.retired
    figures = [
        Figure(what=f"{ASSETS:,} assets imported, {kind}", value=took, unit="s", at_most=60,
               note=f"{first.added:,} added, {first.placed:,} in courtyards"),
        Figure(what=f"the same again, {kind}", value=took_again, unit="s", at_most=20),
        Figure(what=f"changed by the same again, {kind}", value=changes, unit="rows", at_most=0),
    ]  # fmt: skip
    chance = random.Random(5)
    points = [somewhere(chance) for _ in range(ASKED)]
    numbers = [f"Л-{chance.randrange(ASSETS)}" for _ in range(ASKED)]
    async with storage.reading() as work:
        lamps = await work.assets.kind_by_code(TOWN, "lamp")
        if lamps is None:
            raise RuntimeError("the import brought no lamps")
        asked: list[tuple[str, float, list[Callable[[], Awaitable[object]]]]] = [
            ("5 nearest", 20, [_nearest(work, lamps.id, point) for point in points]),
            ("by number", 20, [_numbered(work, lamps.id, number) for number in numbers]),
            ("courtyard of a location", 20, [_located(work, point) for point in points]),
        ]
        for what, most, calls in asked:
            times = [await timed(call) for call in calls]
            figures.append(
                Figure(what=f"{what}, p95, {kind}", value=1000 * percentile(times, 0.95),
                       unit="ms", at_most=most)
            )  # fmt: skip
        world = Box(west=-180, south=-90, east=180, north=90)
        drawn = await work.places.touching(
            TOWN, world, {PlaceKind.COURTYARD}, limit=SIDE * SIDE * 2
        )
    yards = Yards(drawn)
    began = time.perf_counter()
    for point in points:
        yards.at(point)
    each = 1000 * (time.perf_counter() - began) / len(points)
    what = f"point in one of {len(drawn):,} outlines in memory, {kind}"
    return [*figures, Figure(what=what, value=each, unit="ms", at_most=1)]


async def _imported(storage: Storage, path: Path) -> tuple[AssetSummary, float]:
    began = time.perf_counter()
    summary = await import_assets(
        assets_on_disk(path, "lamp"),
        community=TOWN,
        complete=True,
        actor=None,
        look=storage.reading,
        keep=storage.writing,
        new_id=IdMaker(),
        now=now(),
    )
    return summary, time.perf_counter() - began


def _nearest(work: SqlWork, kind: AssetKindId, point: Point) -> Callable[[], Awaitable[object]]:
    return lambda: nearest_assets(point, community=TOWN, kinds=[kind], assets=work.assets)


def _numbered(work: SqlWork, kind: AssetKindId, number: str) -> Callable[[], Awaitable[object]]:
    return lambda: find_by_number(number, community=TOWN, kinds=[kind], assets=work.assets)


def _located(work: SqlWork, point: Point) -> Callable[[], Awaitable[object]]:
    return lambda: locate_home(point, community=TOWN, places=work.places)


async def timed(call: Callable[[], Awaitable[object]]) -> float:
    began = time.perf_counter()
    await call()
    return time.perf_counter() - began


def somewhere(chance: random.Random) -> Point:
    return Point(
        latitude=_SOUTH + chance.random() * SIDE * _STEP,
        longitude=_WEST + chance.random() * SIDE * _STEP,
    )


def _write(path: Path) -> None:
    chance = random.Random(7)
    with path.open("w", encoding="utf-8") as opened:
        opened.write(f"id,number,lat,lon,owner,{_MORE}\n")
        for number in range(1, ASSETS + 1):
            point = somewhere(chance)
            watt = chance.choice((40, 60, 100))
            opened.write(
                f"{number},Л-{number},{point.latitude:.6f},{point.longitude:.6f},Нове світло,"
                f"LED,{watt},{chance.randrange(5, 12)} м,сталь,сірий,добрий,"
                f"вулиця {number % 300},2019-05-04\n"
            )


async def draw_courtyards(storage: Storage) -> None:
    """Squares with a corner cut off, so that an outline is no box."""
    places = [_courtyard(column, row) for column in range(SIDE) for row in range(SIDE)]
    for start in range(0, len(places), _CHUNK):
        async with storage.writing() as work:
            await work.places.put(TOWN, places[start : start + _CHUNK])


def _courtyard(column: int, row: int) -> Place:
    west, south, wide = _WEST + column * _STEP, _SOUTH + row * _STEP, 0.8 * _STEP
    corners = ((0, 0), (wide, 0), (wide, wide), (wide / 2, wide), (0, wide / 2), (0, 0))
    number = 1_000 + column * SIDE + row
    return Place(
        id=PlaceId(number),
        community=TOWN,
        external_id=f"y{number}",
        kind=PlaceKind.COURTYARD,
        parent=PlaceId(1),
        name=Translated({"uk": f"Двір {number}"}),
        area=((tuple((west + x, south + y) for x, y in corners),),),
    )

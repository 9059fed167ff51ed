"""What a list of assets adds, changes, retires, and what it says of bad rows."""

import csv
import io
import tracemalloc
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from civic.assets.actions.importing import CHUNK, import_assets, within
from civic.assets.actions.seating import seat_assets
from civic.assets.model import AssetSummary
from civic.assets.ports import AssetSource
from civic.assets.rules.exporting import geojson_lines
from civic.kernel.ids import AssetKindId, IdMaker
from civic.kernel.refusal import Refusal
from civic.places.model import Point
from gateways.asset_files.opening import assets_in_message, assets_on_disk
from storage.engines import Database
from storage.unit_of_work import SqlWork, Storage
from tests.calendar import MONDAY
from tests.placed_town import LINDEN, STATION, TOWN, build_placed_town, square
from tests.shared_cases import case_file, needs_cases
from tests.survey_town import storage_on
from tests.workshop.inventories import kind_of

NEW_ID = IdMaker()
LAMPS = """id;number;lat;lon;owner;watt
7;Л-7;50.5610;29.9810;Нове світло;60
8;Л-8;50.5615;29.9815;;60
9;Л-9;50.5700;29.9815;;40
"""


@pytest.fixture
async def work(database: Database, tmp_path: Path) -> AsyncIterator[SqlWork]:
    async with storage_on(database, tmp_path).writing() as unit:
        await build_placed_town(unit)
        yield unit


async def imported(
    work: SqlWork, source: AssetSource | str, kind: str = "lamp", *,
    dry_run: bool = False, complete: bool = True, most: int | None = None,
) -> AssetSummary:  # fmt: skip
    if isinstance(source, str):
        source = assets_in_message(source.encode(), kind)
    return await import_assets(
        source, community=TOWN, complete=complete, actor=None, look=within(work),
        keep=None if dry_run else within(work), new_id=NEW_ID, now=MONDAY, most=most,
    )  # fmt: skip


def told(summary: AssetSummary) -> tuple[int, int, int, int, int]:
    return (
        summary.added, summary.changed, summary.retired, summary.unchanged, summary.found,
    )  # fmt: skip


def findings(summary: AssetSummary) -> list[tuple[int, str]]:
    return [(one.row, one.key) for one in summary.findings]


async def lamps(work: SqlWork) -> AssetKindId:
    kind = await work.assets.kind_by_code(TOWN, "lamp")
    assert kind is not None
    return kind.id


async def test_the_same_list_twice_changes_nothing(work: SqlWork) -> None:
    assert told(await imported(work, LAMPS)) == (3, 0, 0, 0, 0)
    assert told(await imported(work, LAMPS)) == (0, 0, 0, 3, 0)
    kept = await work.assets.by_external_id(TOWN, await lamps(work), ["7", "9"])
    assert kept["7"].owner == "Нове світло"
    assert kept["7"].attributes == {"watt": "60"}
    assert kept["7"].point == Point(latitude=50.561, longitude=29.981)


async def test_what_is_gone_is_retired_what_differs_is_changed_and_both_come_back(
    work: SqlWork,
) -> None:
    await imported(work, LAMPS)
    without = "\n".join(line for line in LAMPS.splitlines() if not line.startswith("8;"))
    summary = await imported(work, without.replace(";;40", ";;45"))
    assert told(summary) == (0, 1, 1, 1, 0)
    assert summary.first_changed[0].fields == ("attributes",)
    assert await work.assets.counts(TOWN) == {await lamps(work): 2}
    assert told(await imported(work, LAMPS)) == (0, 2, 0, 1, 0)


async def test_a_part_of_a_list_retires_nothing(work: SqlWork) -> None:
    await imported(work, LAMPS)
    part = "id;lat;lon\n7;50.5610;29.9810\n"
    assert told(await imported(work, part, complete=False)) == (0, 1, 0, 0, 0)
    kept = await work.assets.by_external_id(TOWN, await lamps(work), ["7"])
    # What the part does not say stays; the number it has none of is what the list calls it.
    assert (kept["7"].owner, kept["7"].attributes) == ("Нове світло", {"watt": "60"})


async def test_a_dry_run_keeps_nothing_not_even_the_kind(work: SqlWork) -> None:
    summary = await imported(work, LAMPS, dry_run=True)
    assert told(summary) == (3, 0, 0, 0, 0)
    assert summary.dry_run
    assert await work.assets.kinds(TOWN) == []
    assert await work.audit.entries(TOWN, limit=9) == []


async def test_each_asset_finds_the_courtyard_it_stands_in(work: SqlWork) -> None:
    summary = await imported(work, LAMPS)
    assert summary.placed == 2
    standing = await work.assets.of_place(TOWN, LINDEN, [await lamps(work)], limit=9)
    assert [asset.number for asset in standing] == ["Л-7", "Л-8"]
    # Its outline is drawn anew: what stands outside now says so at the next import.
    await work.places.put(TOWN, [replace(await work.places.place(TOWN, LINDEN), area=())])
    again = await imported(work, LAMPS)
    assert told(again) == (0, 2, 0, 1, 0)
    assert again.first_changed[0].fields == ("place",)


async def test_when_courtyards_are_drawn_anew_assets_find_their_seats_again(work: SqlWork) -> None:
    await imported(work, LAMPS)
    station = replace(
        await work.places.place(TOWN, STATION), area=square(29.98, 50.5695, size=0.004)
    )
    await work.places.put(TOWN, [station])
    assert [await seated(work), await seated(work)] == [1, 0]
    standing = await work.assets.of_place(TOWN, STATION, [await lamps(work)], limit=9)
    assert [asset.number for asset in standing] == ["Л-9"]


async def seated(work: SqlWork) -> int:
    return await seat_assets(TOWN, look=within(work), keep=within(work))


async def test_ids_that_stand_twice_are_told_and_none_of_them_is_kept(work: SqlWork) -> None:
    await imported(work, LAMPS)
    summary = await imported(work, LAMPS + "8;;50.5;29.9;;\n5;;50.5;29.9;;\n8;;50.6;29.9;;\n")
    assert findings(summary) == [
        (3, "assets-row-id-twice"),
        (5, "assets-row-id-twice"),
        (7, "assets-row-id-twice"),
    ]
    assert [one.params["other"] for one in summary.findings] == [5, 3, 3]
    # The list names it all the same: it is not retired.
    assert told(summary) == (1, 0, 0, 2, 3)


async def test_a_map_retires_only_what_maps_brought(work: SqlWork) -> None:
    await imported(work, LAMPS)
    lamp = '<node id="1" lat="50.56" lon="29.98"><tag k="highway" v="street_lamp"/></node>'
    bench = '<node id="2" lat="50.56" lon="29.98"><tag k="amenity" v="bench"/></node>'
    assert told(await imported(work, f"<osm>{lamp}{bench}</osm>", "")) == (2, 0, 0, 0, 0)
    assert told(await imported(work, LAMPS)) == (0, 0, 0, 3, 0)
    # The extract without lamps says nothing of lamps; of benches it says all.
    other = bench.replace('id="2"', 'id="3"')
    assert told(await imported(work, f"<osm>{other}</osm>", "")) == (1, 0, 1, 0, 0)


async def test_a_kind_that_nobody_knows_is_refused_with_those_that_are_known(work: SqlWork) -> None:
    with pytest.raises(Refusal) as refused:
        await imported(work, LAMPS, "lampp")
    assert refused.value.key == "assets-kind-unknown"
    assert "lamp, bench" in str(refused.value.params["known"])
    mixed = "id;lat;lon;kind\n1;50;30;lamp\n2;50;30;spaceship\n"
    assert findings(await imported(work, mixed, "")) == [(3, "assets-row-kind")]


async def test_a_kind_of_the_towns_own_takes_a_list(work: SqlWork) -> None:
    await work.assets.put_kind(TOWN, kind_of(TOWN, 5))
    assert told(await imported(work, LAMPS, "kind-5")) == (3, 0, 0, 0, 0)
    assert await work.assets.counts(TOWN) == {AssetKindId(5): 3}


async def test_what_the_office_exports_it_can_import_again(work: SqlWork) -> None:
    await imported(work, LAMPS)
    kinds = {kind.id: kind for kind in await work.assets.kinds(TOWN)}
    page = await work.assets.page(TOWN, list(kinds), after=None, limit=99)
    lines = geojson_lines(page, kinds, for_office=True, language="uk")
    whole = f'{{"type": "FeatureCollection", "features": [{",".join(lines)}]}}'
    assert told(await imported(work, whole, "")) == (0, 0, 0, 3, 0)


async def test_the_public_file_holds_what_is_public_and_no_owner(work: SqlWork) -> None:
    await imported(work, LAMPS)
    await imported(work, LAMPS, "power")
    kinds = {kind.id: kind for kind in await work.assets.kinds(TOWN)}
    page = await work.assets.page(TOWN, list(kinds), after=None, limit=99)
    lines = list(geojson_lines(page, kinds, for_office=False, language="en"))
    assert len(lines) == 3
    assert '"kind_name": "Street light"' in lines[0]
    assert "Нове світло" not in "".join(lines)
    assert "power" not in "".join(lines)


async def test_a_list_too_long_for_the_chat_is_refused_before_anything(work: SqlWork) -> None:
    with pytest.raises(Refusal) as refused:
        await imported(work, LAMPS, most=2)
    assert refused.value.key == "assets-file-long"
    with pytest.raises(Refusal) as refused:
        await imported(work, "id;lat;lon\n")
    assert refused.value.key == "assets-file-empty"


async def test_the_audit_log_says_what_was_brought(work: SqlWork) -> None:
    await imported(work, LAMPS)
    entries = await work.audit.entries(TOWN, limit=9)
    assert {entry.verb for entry in entries} == {"assets-imported", "asset-kind-added"}


async def test_a_long_list_is_kept_in_short_transactions_and_in_bounded_memory(
    database: Database, tmp_path: Path
) -> None:
    storage = storage_on(database, tmp_path)
    async with storage.writing() as unit:
        await build_placed_town(unit)
    rows = "".join(f"{n};50.5{n:04};29.98;{'x' * 200}\n" for n in range(1, 6 * CHUNK))
    path = tmp_path / "lamps.csv"
    path.write_text(f"id;lat;lon;note\n{rows}", encoding="utf-8")
    units = _Counting(storage)
    tracemalloc.start()
    summary = await import_assets(
        assets_on_disk(path, "lamp"), community=TOWN, complete=True, actor=None,
        look=storage.reading, keep=units.writing, new_id=NEW_ID, now=MONDAY,
    )  # fmt: skip
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert summary.added == 6 * CHUNK - 1
    # One that says so, six that keep, and the looks for what is retired.
    assert units.begun >= 7
    assert peak < 30_000_000


class _Counting:
    """Counts the transactions that keep something."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self.begun = 0

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[SqlWork]:
        self.begun += 1
        async with self._storage.writing() as work:
            yield work


@needs_cases
async def test_the_lamps_of_washington_come_to_what_they_should(work: SqlWork) -> None:
    path = case_file("assets/washington-street-lights.csv")
    source = assets_on_disk(path, "lamp")
    assert told(await imported(work, source)) == (3_963, 0, 0, 0, 0)
    assert told(await imported(work, source)) == (0, 0, 0, 3_963, 0)
    table = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))
    assert told(await imported(work, _table([*table[:9], *table[10:]]))) == (0, 0, 1, 3_962, 0)
    watts = table[0].index("WATTAGE1")
    table[9][watts] = "77"
    assert told(await imported(work, _table(table))) == (0, 1, 0, 3_962, 0)
    table[20][watts] = "78"
    assert told(await imported(work, _table(table))) == (0, 1, 0, 3_962, 0)


@needs_cases
async def test_the_other_towns_lists_come_to_what_they_should(work: SqlWork) -> None:
    seats = assets_on_disk(case_file("assets/bath-seats-and-benches.geojson"), "bench")
    assert told(await imported(work, seats)) == (558, 0, 0, 0, 2)
    assert told(await imported(work, seats)) == (0, 0, 0, 558, 2)
    minsk = assets_on_disk(case_file("places/minsk-centre.osm"), "")
    summary = await imported(work, minsk)
    assert Counter(summary.counts) == {
        "lamp": 27, "bench": 21, "bin": 31, "tree": 14, "playground": 5,
    }  # fmt: skip
    # The seats of Bath are of another source: an extract does not retire them.
    assert told(summary) == (98, 0, 0, 0, 0)
    assert told(await imported(work, minsk)) == (0, 0, 0, 98, 0)


def _table(rows: list[list[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue()

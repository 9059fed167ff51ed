"""What an import adds, changes, retires, and what it says of bad rows."""

import csv
import json
import re
import tracemalloc
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from civic.kernel.ids import IdMaker
from civic.kernel.language import Translated
from civic.kernel.refusal import Refusal
from civic.places.actions import import_places, locate_home, search_address, within
from civic.places.model import Finding, ImportSummary, PlaceKind, PlaceRow, Point
from civic.places.ports import PlaceSource
from civic.places.rules.addresses import fold_number, split_address
from civic.places.rules.streets import fold_street
from gateways.place_files.opening import places_in_message, places_on_disk
from storage.engines import Database
from storage.unit_of_work import SqlWork
from tests.calendar import MONDAY
from tests.databases import fresh_database
from tests.placed_town import TOWN, build_empty_towns
from tests.shared_cases import case_file, needs_cases
from tests.survey_town import storage_on

NEW_ID = IdMaker()
TABLE = """external_id;kind;parent;name;street;number
b1;building;c1;;вул. Садова;5
b2;building;c1;;вул. Садова;7
c1;courtyard;d1;Липовий двір;;
d1;district;;Північний;;
"""


@pytest.fixture
async def work(database: Database, tmp_path: Path) -> AsyncIterator[SqlWork]:
    async with storage_on(database, tmp_path).writing() as unit:
        await build_empty_towns(unit)
        yield unit


@pytest.fixture
async def sqlite_work(tmp_path: Path) -> AsyncIterator[SqlWork]:
    async with (
        fresh_database("sqlite", tmp_path) as database,
        storage_on(database, tmp_path).writing() as unit,
    ):
        await build_empty_towns(unit)
        yield unit


async def imported(
    work: SqlWork,
    source: PlaceSource | str,
    *,
    complete: bool = False,
    dry_run: bool = False,
    most: int | None = None,
) -> ImportSummary:
    if isinstance(source, str):
        source = places_in_message(source.encode())
    return await import_places(
        source, community=TOWN, complete=complete, actor=None, most=most,
        look=within(work), keep=None if dry_run else within(work), new_id=NEW_ID, now=MONDAY,
    )  # fmt: skip


async def test_children_may_be_listed_before_what_they_lie_in(work: SqlWork) -> None:
    summary = await imported(work, TABLE)
    assert (summary.added, summary.changed, summary.retired, summary.found) == (4, 0, 0, 0)
    assert summary.counts == {
        PlaceKind.BUILDING: 2, PlaceKind.COURTYARD: 1, PlaceKind.DISTRICT: 1,
    }  # fmt: skip
    held = await work.places.by_external_id(TOWN, ["b1"])
    path = await work.places.path(TOWN, held["b1"].id)
    assert [place.external_id for place in path] == ["b1", "c1", "d1"]


async def test_the_same_list_again_changes_nothing(work: SqlWork) -> None:
    await imported(work, TABLE)
    again = await imported(work, TABLE, complete=True)
    assert again.changes_nothing
    assert again.unchanged == 4
    entries = await work.audit.entries(TOWN, limit=9)
    assert [entry.verb for entry in entries] == ["places-imported"]


async def test_a_dry_run_says_the_same_and_keeps_nothing(work: SqlWork) -> None:
    dry = await imported(work, TABLE, dry_run=True)
    assert (dry.added, dry.found, dry.dry_run) == (4, 0, True)
    assert await work.places.count(TOWN, PlaceKind.BUILDING) == 0
    assert await work.audit.entries(TOWN, limit=9) == []


async def test_changes_are_told_by_field(work: SqlWork) -> None:
    await imported(work, TABLE)
    changed = TABLE.replace(";7\n", ";7а\n").replace("Липовий двір", "Липовий")
    summary = await imported(work, changed)
    assert (summary.added, summary.changed, summary.unchanged) == (0, 2, 2)
    fields = {one.after.external_id: one.fields for one in summary.first_changed}
    assert fields == {"b2": ("number",), "c1": ("name",)}


async def test_what_a_list_does_not_say_stays(work: SqlWork) -> None:
    await imported(work, TABLE)
    await imported(work, "id,kind,name_en\nc1,courtyard,Linden yard\n")
    courtyard = (await work.places.by_external_id(TOWN, ["c1"]))["c1"]
    assert courtyard.name.texts == {"uk": "Липовий двір", "en": "Linden yard"}
    assert courtyard.parent is not None


async def test_only_a_complete_list_retires_and_the_way_back_is_open(work: SqlWork) -> None:
    await imported(work, TABLE)
    shorter = TABLE.replace("b2;building;c1;;вул. Садова;7\n", "")
    assert (await imported(work, shorter)).retired == 0
    summary = await imported(work, shorter, complete=True)
    assert [place.external_id for place in summary.first_retired] == ["b2"]
    assert (await work.places.by_external_id(TOWN, ["b2"]))["b2"].retired
    back = await imported(work, TABLE)
    assert [one.fields for one in back.first_changed] == [("retired",)]


async def test_bad_rows_are_told_and_never_retired(work: SqlWork) -> None:
    await imported(work, TABLE)
    bad = TABLE.replace("b2;building;c1", "b2;building;c9") + "b1;building;c1;;вул. Садова;9\n"
    summary = await imported(work, bad, complete=True)
    assert summary.retired == 0
    assert [(one.row, one.key) for one in summary.findings] == [
        (3, "places-row-parent-unknown"),
        (6, "places-row-id-twice"),
    ]
    assert summary.findings[1].params == {"id": "b1", "first": 2}


async def test_a_place_lies_in_a_wider_one_and_stays_what_it_was(work: SqlWork) -> None:
    await imported(work, TABLE)
    text = "id;kind;name;parent\nc2;двір;Б;c1\nd2;район;Г;d1\nc1;район;В;\nc3;двір;Д;d2\n"
    summary = await imported(work, text)
    assert [(one.row, one.key) for one in summary.findings] == [
        (2, "places-row-parent-kind"),
        (3, "places-row-parent-kind"),
        (4, "places-row-was-courtyard"),
        (5, "places-row-parent-unknown"),
    ]


async def test_an_empty_list_is_refused_and_retires_nobody(work: SqlWork) -> None:
    await imported(work, TABLE)
    with pytest.raises(Refusal) as refused:
        await imported(work, "id,kind,name\n", complete=True)
    assert refused.value.key == "places-file-empty"
    assert await work.places.count(TOWN, PlaceKind.BUILDING) == 2


async def test_a_list_without_a_good_row_says_what_is_wrong_and_retires_nobody(
    work: SqlWork,
) -> None:
    await imported(work, TABLE)
    summary = await imported(work, "id,kind,name\n,двір,А\nx,хата,Б\n", complete=True)
    assert [(one.row, one.key) for one in summary.findings] == [
        (2, "places-row-no-id"),
        (3, "places-row-kind"),
    ]
    assert summary.retired == 0
    assert await work.places.count(TOWN, PlaceKind.BUILDING) == 2


async def test_more_rows_than_fit_a_chat_are_refused(work: SqlWork) -> None:
    with pytest.raises(Refusal) as refused:
        await imported(work, TABLE, most=3)
    assert refused.value.key == "places-file-long"


async def test_a_long_list_is_imported_in_bounded_memory(
    sqlite_work: SqlWork, tmp_path: Path
) -> None:
    path = tmp_path / "places.csv"
    count = 20_000
    with path.open("w", encoding="utf-8") as file:
        file.write("id,kind,name,street,number\n")
        for n in range(count):
            file.write(f"b{n},building,,вулиця з довгою назвою {n % 300},{n}\n")
    tracemalloc.start()
    summary = await imported(sqlite_work, places_on_disk(path), dry_run=True)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert summary.added == count
    # The ids are remembered, the rows are not.
    assert peak < 600 * count


@needs_cases
async def test_bath_imports_but_for_the_ward_that_crosses_itself(work: SqlWork) -> None:
    source = places_on_disk(case_file("places/bath-wards.geojson"))
    summary = await imported(work, source)
    assert (summary.added, summary.found) == (32, 1)
    (finding,) = summary.findings
    assert finding.params["title"] == "Bathavon South"
    assert (finding.params["longitude"], finding.params["latitude"]) == ("-2.42378", "51.29738")
    assert (await imported(work, source, complete=True)).changes_nothing


@needs_cases
async def test_projects_of_ivano_frankivsk_fall_where_they_say_or_nowhere(work: SqlWork) -> None:
    source = places_on_disk(case_file("places/ivano-frankivsk-communities.geojson"))
    summary = await imported(work, source)
    assert (summary.added, summary.found) == (19, 0)
    assert (await imported(work, source)).changes_nothing
    text = case_file("plans/ivano-frankivsk-budget-projects.json").read_text(encoding="utf-8")
    projects = [project for project in json.loads(text) if project.get("lat")]
    fell: Counter[str] = Counter()
    for project in projects:
        point = Point(latitude=project["lat"], longitude=project["lng"])
        located = await locate_home(point, community=TOWN, places=work.places)
        if located.inside is None:
            fell["outside"] += 1
        else:
            named = located.inside.name.in_("uk") == project["district"]
            fell["named" if named else "another"] += 1
    assert len(projects) == 210
    assert fell == {"named": 194, "outside": 16}


@dataclass
class Addresses:
    """Service centres as buildings of one great town, each in its settlement."""

    typed: list[str]

    def rows(self) -> Iterator[PlaceRow | Finding]:
        settlements: dict[str, str] = {}
        for n, text in enumerate(self.typed, start=1):
            address = split_address(text)
            if address is None:
                continue
            rest = text.split(", ", 2)[-1]
            if rest not in settlements:
                settlements[rest] = f"s{len(settlements)}"
                yield PlaceRow(
                    row=n, external_id=settlements[rest], kind=PlaceKind.COURTYARD, parent="",
                    name=Translated({"uk": address.settlement or rest}),
                )  # fmt: skip
            yield PlaceRow(
                row=n, external_id=f"b{n}", kind=PlaceKind.BUILDING, parent=settlements[rest],
                name=Translated({}), street=address.street, number=address.number,
            )  # fmt: skip


def as_people_type(n: int, street: str, number: str, settlement: str) -> str:
    """One of the ways in which an address reaches a bot."""
    slip = re.sub(r"(\w{3})\w(\w{3,})", r"\1\2", street, count=1)
    prefix = "" if fold_street(street).kind else "вул. "
    tight = number.replace(" ", "")
    ways = [
        f"{street} {number}, {settlement}",
        f"{street.lower()} {tight.lower()} {settlement.lower()}",
        f"{prefix}{street}, буд. {number}, {settlement}",
        f"{street.replace('’', chr(39))},{tight} {settlement}",
        f"{street}{tight}, {settlement}",
        f"{prefix}{street.replace('і', 'и').replace('І', 'И')} {number}, {settlement}",
        f"{slip} {number}, {settlement}",
        f"{street} {number.replace('/', ' / ').replace('-', ' ')}, кв. 7, {settlement}",
    ]
    return ways[n % len(ways)]


@needs_cases
@pytest.mark.parametrize("every", [7, pytest.param(1, marks=pytest.mark.soak)])
async def test_thousands_of_addresses_are_found_as_people_type_them(
    sqlite_work: SqlWork, every: int
) -> None:
    with case_file("places/ukraine-service-centres-addresses.csv").open(encoding="utf-8") as file:
        typed = [row["address"] for row in csv.DictReader(file)]
    await imported(sqlite_work, Addresses(typed))
    sought, missed = 0, []
    for n, text in enumerate(typed):
        if n % every or not any(letter.isdigit() for letter in text):
            continue
        sought += 1
        address = split_address(text)
        if address is None:
            missed.append(text)
            continue
        query = as_people_type(n, address.street, address.number, address.settlement)
        found = await search_address(query, community=TOWN, places=sqlite_work.places)
        wanted = (fold_street(address.street).words, fold_number(address.number))
        places = [one.building.place for one in found.suggestions]
        if wanted not in {(fold_street(p.street).words, fold_number(p.number)) for p in places}:
            missed.append(f"{text} <- {query}")
        elif address.settlement:
            within = [one.building.within[0].in_("uk") for one in found.suggestions]
            if address.settlement not in within:
                missed.append(f"{text} <- {query} elsewhere")
    assert sought >= 3394 / every * 0.99
    rate = 1 - len(missed) / sought
    assert rate >= 0.99, f"found {rate:.1%} of {sought}, not {missed[:20]}"

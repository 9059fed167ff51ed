"""A long list is kept bit by bit: others write in between, and a run that died is mended."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from civic.kernel.ids import IdMaker
from civic.kernel.language import Translated
from civic.kernel.refusal import Refusal
from civic.places.actions import CHUNK, import_places
from civic.places.model import Finding, ImportSummary, PlaceKind, PlaceRow
from civic.places.ports import OpenDesk
from storage.engines import Database
from storage.unit_of_work import SqlWork, Storage
from tests.calendar import MONDAY
from tests.placed_town import TOWN, build_empty_towns
from tests.survey_town import storage_on

NEW_ID = IdMaker()
HOUSES = 3 * CHUNK + 7


@dataclass(frozen=True)
class Street:
    """A district and houses in it; where it breaks off, the file makes no sense."""

    first: int = 0
    breaks_off: bool = False

    def rows(self) -> Iterator[PlaceRow | Finding]:
        yield _row(1, PlaceKind.DISTRICT, "d", "")
        for n in range(self.first, HOUSES):
            yield _row(n + 2, PlaceKind.BUILDING, f"b{n}", "d")
        if self.breaks_off:
            raise Refusal("places-file-broken", line=HOUSES)


def _row(row: int, kind: PlaceKind, external_id: str, parent: str) -> PlaceRow:
    is_house = kind is PlaceKind.BUILDING
    return PlaceRow(
        row=row, external_id=external_id, kind=kind, parent=parent,
        name=Translated({} if is_house else {"uk": "Північний"}),
        street="вулиця Садова" if is_house else None, number=str(row) if is_house else None,
    )  # fmt: skip


class Killed(BaseException):
    """No warning, no handler."""


@dataclass
class Watched:
    """Opens units that keep, sees how much each one kept, and dies when it is time."""

    storage: Storage
    lives: int = 1000
    kept: list[int] = field(default_factory=list)

    @asynccontextmanager
    async def keep(self) -> AsyncIterator[SqlWork]:
        before = await counted(self.storage)
        async with self.storage.writing() as work:
            yield work
            self.lives -= 1
            if not self.lives:
                raise Killed
        self.kept.append(abs(await counted(self.storage) - before))


@pytest.fixture
async def storage(database: Database, tmp_path: Path) -> Storage:
    made = storage_on(database, tmp_path)
    async with made.writing() as work:
        await build_empty_towns(work)
    return made


async def bring(storage: Storage, street: Street, keep: OpenDesk | None) -> ImportSummary:
    return await import_places(
        street, community=TOWN, complete=True, actor=None, look=storage.reading, keep=keep,
        new_id=NEW_ID, now=MONDAY,
    )  # fmt: skip


async def counted(storage: Storage) -> int:
    async with storage.reading() as work:
        return await work.places.count(TOWN, PlaceKind.BUILDING)


async def noted(storage: Storage) -> list[dict[str, object]]:
    async with storage.reading() as work:
        return [dict(entry.details) for entry in await work.audit.entries(TOWN, limit=9)]


async def test_no_transaction_keeps_more_than_a_bit_of_a_long_list(storage: Storage) -> None:
    watched = Watched(storage)
    told = await bring(storage, Street(), watched.keep)
    assert told.added == HOUSES + 1
    assert await counted(storage) == sum(watched.kept) == HOUSES
    assert max(watched.kept) == CHUNK
    watched.kept.clear()
    assert (await bring(storage, Street(first=HOUSES - 1), watched.keep)).retired == HOUSES - 1
    assert max(watched.kept) <= CHUNK


async def test_an_import_that_was_killed_is_mended_by_running_it_again(storage: Storage) -> None:
    with pytest.raises(Killed):
        await bring(storage, Street(), Watched(storage, lives=4).keep)
    kept = await counted(storage)
    assert 0 < kept < HOUSES
    told = await bring(storage, Street(), storage.writing)
    assert (told.added, told.unchanged) == (HOUSES - kept, kept + 1)
    assert await counted(storage) == HOUSES
    assert (await bring(storage, Street(), storage.writing)).changes_nothing
    # Both runs stand in the log, also the one that did not come to its end.
    assert [entry["added"] for entry in await noted(storage)] == [HOUSES - kept, HOUSES + 1]


async def test_a_file_that_breaks_off_at_its_end_keeps_nothing(storage: Storage) -> None:
    with pytest.raises(Refusal):
        await bring(storage, Street(breaks_off=True), storage.writing)
    assert await counted(storage) == 0
    assert await noted(storage) == []

"""A list of assets sent in the chat is kept by the tick: bit by bit, once, and told."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from civic.assets.actions.importing import CHUNK
from civic.assets.model import LabelSheet, SheetKind, WantedAssets, WantedSheet
from civic.kernel.ids import AccountId, AssetId, CommunityId, FileId, IdMaker
from gateways.asset_files.opening import assets_in_message
from jobs.asset_lists import keep_asset_lists
from jobs.asset_sheets import make_asset_sheets
from storage.engines import Database
from storage.unit_of_work import SqlWork, Storage
from tests.calendar import MONDAY
from tests.jobs.reported_town import ADMINISTRATOR, TOWN, build_town, storage_on

NEW_ID = IdMaker()
LAMPS = 2 * CHUNK + 5


class Killed(BaseException):
    """No warning, no handler."""


@pytest.fixture
async def storage(database: Database, tmp_path: Path) -> Storage:
    made = storage_on(database, tmp_path)
    await build_town(made)
    return made


async def want(storage: Storage, *, file: FileId | None = None) -> FileId:
    lines = [f"{n};50.56;29.98" for n in range(1, LAMPS + 1)]
    table = "\n".join(["id;lat;lon", *lines])
    async with storage.writing() as work:
        if file is None:
            file = await work.files.put(
                TOWN, ADMINISTRATOR, "lamps.csv", "text/csv", table.encode(), now=MONDAY
            )
        wanted = WantedAssets(
            community=TOWN, account=AccountId(ADMINISTRATOR), file=file, kind="lamp", complete=True
        )
        await work.asset_lists.want(wanted, now=MONDAY)
    return file


async def tick(storage: Storage, *, lives: int = 1000) -> int:
    """Dies at the end of its so-manieth unit that keeps something."""

    @asynccontextmanager
    async def begin() -> AsyncIterator[SqlWork]:
        nonlocal lives
        async with storage.writing() as work:
            yield work
            lives -= 1
            if not lives:
                raise Killed

    return await keep_asset_lists(
        begin=begin, read=storage.reading, read_assets=assets_in_message, new_id=NEW_ID, now=MONDAY
    )


async def counted(storage: Storage) -> int:
    async with storage.reading() as work:
        return sum((await work.assets.counts(TOWN)).values())


async def told(storage: Storage) -> list[str]:
    async with storage.reading() as work:
        rows = await work.connection.exec_driver_sql(
            f"SELECT payload FROM outbox WHERE chat_id = {ADMINISTRATOR} ORDER BY id"
        )
        return [str(row[0]) for row in rows]


async def test_a_list_is_kept_once_and_its_sender_hears_of_it(storage: Storage) -> None:
    await want(storage)
    assert [await tick(storage), await tick(storage)] == [1, 0]
    assert await counted(storage) == LAMPS
    (message,) = await told(storage)
    assert "assets-kept" in message


async def test_what_a_killed_process_left_half_kept_is_kept_by_the_next(
    database: Database, tmp_path: Path, storage: Storage
) -> None:
    await want(storage)
    with pytest.raises(Killed):
        await tick(storage, lives=4)
    assert 0 < await counted(storage) < LAMPS
    next_one = storage_on(database, tmp_path, boot="next", real=lambda: 4_000_000_000.0)
    assert await tick(next_one) == 1
    assert await counted(storage) == LAMPS
    assert len(await told(storage)) == 1


async def test_a_list_whose_file_has_gone_ends_with_a_sentence(storage: Storage) -> None:
    await want(storage, file=FileId(12345))
    assert [await tick(storage), await tick(storage)] == [1, 0]
    (message,) = await told(storage)
    assert "assets-not-kept" in message


class Paper:
    """Keeps what was to be drawn."""

    def __init__(self) -> None:
        self.sheets: list[LabelSheet] = []

    async def draw(self, sheet: LabelSheet) -> bytes:
        self.sheets.append(sheet)
        return b"%PDF-"

    def link(self, community: CommunityId, asset: AssetId) -> str:
        return f"o-{community}-{asset}"

    async def tick(self, storage: Storage) -> int:
        return await make_asset_sheets(
            begin=storage.writing, read=storage.reading, draw=self.draw, link_to=self.link,
            now=MONDAY,
        )  # fmt: skip


async def ask(storage: Storage, what: SheetKind, number: int = 0) -> None:
    async with storage.writing() as work:
        wanted = WantedSheet(
            community=TOWN, account=AccountId(ADMINISTRATOR), language="en", what=what, kind=None,
            number=number,
        )  # fmt: skip
        await work.asset_sheets.want(wanted, now=MONDAY)


async def test_the_second_sheet_goes_on_where_the_first_ends(storage: Storage) -> None:
    await want(storage)
    await tick(storage)
    paper = Paper()
    await ask(storage, SheetKind.LABELS, 1)
    assert [await paper.tick(storage), await paper.tick(storage)] == [1, 0]
    (sheet,) = paper.sheets
    assert (len(sheet.labels), sheet.labels[0].number) == (480, "481")
    assert "asset-labels" in (await told(storage))[-1]


async def test_papers_of_nothing_end_with_a_sentence(storage: Storage) -> None:
    paper = Paper()
    await ask(storage, SheetKind.LABELS)
    await ask(storage, SheetKind.GEOJSON)
    assert await paper.tick(storage) == 2
    assert paper.sheets == []
    assert ["asset-sheet-empty" in message for message in await told(storage)] == [True, True]

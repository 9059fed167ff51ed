"""A list of places sent in the chat is kept by the tick: bit by bit, once, and told."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from civic.kernel.ids import AccountId, FileId, IdMaker
from civic.places.actions import CHUNK
from civic.places.model import PlaceKind, WantedList
from gateways.place_files.opening import places_in_message
from jobs.place_lists import keep_place_lists
from storage.engines import Database
from storage.unit_of_work import SqlWork, Storage
from tests.calendar import MONDAY
from tests.jobs.reported_town import ADMINISTRATOR, TOWN, build_town, storage_on

NEW_ID = IdMaker()
HOUSES = 2 * CHUNK + 5


class Killed(BaseException):
    """No warning, no handler."""


@pytest.fixture
async def storage(database: Database, tmp_path: Path) -> Storage:
    made = storage_on(database, tmp_path)
    await build_town(made)
    return made


async def want(storage: Storage, *, content: str = "") -> FileId:
    lines = [f"b{n};building;;вулиця Садова;{n}" for n in range(HOUSES)]
    table = content or "\n".join(["external_id;kind;name;street;number", *lines])
    async with storage.writing() as work:
        file = await work.files.put(
            TOWN, ADMINISTRATOR, "places.csv", "text/csv", table.encode(), now=MONDAY
        )
        await work.place_lists.want(wanted(file), now=MONDAY)
    return file


def wanted(file: FileId) -> WantedList:
    return WantedList(community=TOWN, account=AccountId(ADMINISTRATOR), file=file, complete=False)


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

    return await keep_place_lists(
        begin=begin, read=storage.reading, read_places=places_in_message, new_id=NEW_ID, now=MONDAY
    )


async def counted(storage: Storage) -> int:
    async with storage.reading() as work:
        return await work.places.count(TOWN, PlaceKind.BUILDING)


async def told(storage: Storage) -> list[str]:
    async with storage.reading() as work:
        rows = await work.connection.exec_driver_sql(
            f"SELECT payload FROM outbox WHERE chat_id = {ADMINISTRATOR} ORDER BY id"
        )
        return [str(row[0]) for row in rows]


async def test_a_list_is_kept_once_and_its_sender_hears_of_it(storage: Storage) -> None:
    await want(storage)
    assert [await tick(storage), await tick(storage)] == [1, 0]
    assert await counted(storage) == HOUSES
    (message,) = await told(storage)
    assert "places-kept" in message
    assert str(HOUSES) in message


async def test_a_list_wanted_again_is_kept_again_and_changes_nothing(storage: Storage) -> None:
    file = await want(storage)
    await tick(storage)
    async with storage.writing() as work:
        await work.place_lists.want(wanted(file), now=MONDAY)
    assert await tick(storage) == 1
    assert await counted(storage) == HOUSES
    assert len(await told(storage)) == 2


async def test_what_a_killed_process_left_half_kept_is_kept_by_the_next(
    database: Database, tmp_path: Path, storage: Storage
) -> None:
    await want(storage)
    with pytest.raises(Killed):
        await tick(storage, lives=4)
    assert 0 < await counted(storage) < HOUSES
    next_one = storage_on(database, tmp_path, boot="next", real=lambda: 4_000_000_000.0)
    assert await tick(next_one) == 1
    assert await counted(storage) == HOUSES
    assert len(await told(storage)) == 1


async def test_a_list_whose_file_has_gone_ends_with_a_sentence(storage: Storage) -> None:
    async with storage.writing() as work:
        await work.place_lists.want(wanted(FileId(12345)), now=MONDAY)
    assert [await tick(storage), await tick(storage)] == [1, 0]
    (message,) = await told(storage)
    assert "places-not-kept" in message

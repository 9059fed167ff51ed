"""Files: bytes come back as they were put, to their own town, until they are erased."""

from pathlib import Path

import pytest

from civic.kernel.ids import AccountId, FileId
from civic.kernel.refusal import NotFound
from storage.engines import Database
from storage.unit_of_work import SqlWork, Storage
from tests.calendar import MONDAY
from tests.stores import OTHER_BOT, OTHER_TOWN, TOWN, stores

OLENA, IVAN = AccountId(1), AccountId(2)
BYTES = bytes(range(256))


@pytest.fixture
def storage(database: Database, tmp_path: Path) -> Storage:
    return stores(database, tmp_path)


async def _put(work: SqlWork, owner: AccountId | None = None, name: str = "звіт.pdf") -> FileId:
    return await work.files.put(TOWN, owner, name, "application/pdf", BYTES, now=MONDAY)


async def test_bytes_come_back_as_they_were_put(storage: Storage) -> None:
    async with storage.writing() as work:
        file = await _put(work)
    async with storage.reading() as work:
        found = await work.files.read(TOWN, file)
    assert (found.name, found.media_type, found.content) == ("звіт.pdf", "application/pdf", BYTES)


async def test_another_town_does_not_find_it(storage: Storage) -> None:
    async with storage.writing() as work:
        file = await _put(work, OLENA)
        with pytest.raises(NotFound):
            await work.files.read(OTHER_TOWN, file)
        assert await work.files.on_disk([(OTHER_TOWN, file)]) == {}
        assert await work.files.erase_of(OTHER_TOWN, OLENA) == 0
        assert (await work.files.read(TOWN, file)).content == BYTES


async def test_erasing_some_files_erases_no_others(storage: Storage) -> None:
    async with storage.writing() as work:
        gone, kept = await _put(work), await _put(work)
        assert await work.files.erase(OTHER_TOWN, [gone, kept]) == 0
        assert await work.files.erase(TOWN, [gone]) == 1
        assert await work.files.erase(TOWN, [gone]) == 0
        with pytest.raises(NotFound):
            await work.files.read(TOWN, gone)
        assert (await work.files.read(TOWN, kept)).content == BYTES
    assert len(list(storage.files.iterdir())) == 1


async def test_erasing_a_persons_files_erases_the_bytes_and_nobody_elses(
    storage: Storage,
) -> None:
    async with storage.writing() as work:
        hers = [await _put(work, OLENA), await _put(work, OLENA)]
        others = [await _put(work, IVAN), await _put(work)]
        assert await work.files.erase_of(TOWN, OLENA) == 2
        assert await work.files.erase_of(TOWN, OLENA) == 0
        for file in hers:
            with pytest.raises(NotFound):
                await work.files.read(TOWN, file)
        for file in others:
            assert (await work.files.read(TOWN, file)).content == BYTES
    assert len(list(storage.files.iterdir())) == 2


async def test_on_disk_names_say_nothing_of_what_a_file_is(storage: Storage) -> None:
    async with storage.writing() as work:
        file = await _put(work, OLENA, "Олена Коваль, паспорт.jpg")
        found = (await work.files.on_disk([(TOWN, file)]))[TOWN, file]
    assert found.path.read_bytes() == BYTES
    assert found.path.name.isalnum()
    assert len(found.path.name) == 32


async def test_an_upload_is_remembered_for_its_own_bot_only(
    storage: Storage, database: Database, tmp_path: Path
) -> None:
    async with storage.writing() as work:
        file = await _put(work)
        await work.files.keep_telegram_id(TOWN, file, "AgAC")
        assert (await work.files.on_disk([(TOWN, file)]))[TOWN, file].telegram_id == "AgAC"
    async with stores(database, tmp_path, bot=OTHER_BOT).reading() as work:
        assert (await work.files.on_disk([(TOWN, file)]))[TOWN, file].telegram_id is None


async def test_of_a_very_long_name_the_end_is_kept(storage: Storage) -> None:
    async with storage.writing() as work:
        file = await _put(work, name="ж" * 500 + ".pdf")
        assert (await work.files.read(TOWN, file)).name == "ж" * 196 + ".pdf"


async def test_a_file_whose_bytes_are_lost_is_not_found(storage: Storage) -> None:
    async with storage.writing() as work:
        file = await _put(work)
        (await work.files.on_disk([(TOWN, file)]))[TOWN, file].path.unlink()
        with pytest.raises(NotFound):
            await work.files.read(TOWN, file)

"""Photos that people sent become our own pictures, or their senders hear why not."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import text

from civic.kernel.ids import AccountId, FileId
from civic.kernel.photos import Darkroom, DevelopedPhoto
from civic.kernel.refusal import Refusal
from jobs.photos import AT_ONCE, develop_photos
from rendering.darkroom import ChildDarkroom
from storage.engines import Database
from storage.unit_of_work import Storage
from tests.calendar import MONDAY
from tests.made_photos import SECRET, saved, scene, with_everything_hidden_in_it
from tests.stores import TOWN, stores

OLENA = AccountId(41)


@pytest.fixture
async def storage(database: Database, tmp_path: Path) -> Storage:
    storage = stores(database, tmp_path)
    async with storage.writing() as work:
        await work.people.meet(OLENA, first_name="Олена", language="uk", now=MONDAY)
    return storage


async def sent(storage: Storage, *contents: bytes) -> list[FileId]:
    async with storage.writing() as work:
        return [await work.photos.take(TOWN, OLENA, one, now=MONDAY) for one in contents]


async def develop(storage: Storage, darkroom: Darkroom | None = None) -> int:
    return await develop_photos(
        begin=storage.writing, read=storage.reading, darkroom=darkroom or ChildDarkroom(),
        now=MONDAY,
    )  # fmt: skip


async def shown(storage: Storage, file: FileId) -> bytes:
    async with storage.reading() as work:
        assert await work.photos.is_developed(TOWN, file)
        return (await work.files.read(TOWN, file)).content


async def owed(storage: Storage) -> list[str]:
    async with storage.reading() as work:
        rows = await work.connection.execute(text("SELECT payload FROM outbox"))
        return [str(row.payload) for row in rows]


async def test_a_photo_becomes_ours_without_what_was_hidden_in_it(storage: Storage) -> None:
    (file,) = await sent(storage, with_everything_hidden_in_it())
    assert await develop(storage) == 0
    ours = await shown(storage, file)
    assert SECRET[:12] not in ours
    assert Image.open(BytesIO(ours)).size == (480, 640)
    assert await owed(storage) == []


async def test_of_many_photos_the_broken_one_is_told_and_shown_as_a_grey_sheet(
    storage: Storage,
) -> None:
    good = saved(scene())
    broken = good[: len(good) // 2]
    files = await sent(storage, *[good] * AT_ONCE, broken, good)
    assert await develop(storage) == 1
    assert await develop(storage) == 0
    pictures = [Image.open(BytesIO(await shown(storage, file))) for file in files]
    assert {picture.size for picture in pictures[:AT_ONCE]} == {(640, 480)}
    assert pictures[AT_ONCE].size == (480, 360)
    (told,) = await owed(storage)
    assert "photo-broken" in told


class BrokenDarkroom(ChildDarkroom):
    """Has no light at first."""

    def __init__(self) -> None:
        super().__init__()
        self.is_broken = True

    async def develop(self, sent: Sequence[bytes]) -> list[DevelopedPhoto | Refusal]:
        if self.is_broken:
            raise OSError("no space left")
        return await super().develop(sent)


async def test_a_failure_of_ours_refuses_nobodys_photo(storage: Storage) -> None:
    (file,) = await sent(storage, saved(scene()))
    darkroom = BrokenDarkroom()
    with pytest.raises(OSError, match="no space left"):
        await develop(storage, darkroom)
    (later,) = await sent(storage, saved(scene(60, 40)))
    async with storage.reading() as work:
        assert [one.file for one in await work.photos.undeveloped(limit=9)] == [later, file]
    darkroom.is_broken = False
    assert await develop(storage, darkroom) == 0
    assert await shown(storage, file)
    assert await owed(storage) == []


async def test_photos_lost_from_the_disk_stop_nobody(storage: Storage) -> None:
    *gone, stays = await sent(storage, *[saved(scene())] * (AT_ONCE + 1))
    async with storage.writing() as work:
        for file in gone:
            (await work.files.on_disk([(TOWN, file)]))[TOWN, file].path.unlink()
    await develop(storage)
    await develop(storage)
    assert await shown(storage, stays)

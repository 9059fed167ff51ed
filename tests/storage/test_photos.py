"""Photos on the shelf: as they came, then as our own pictures, their originals for a set time."""

from datetime import timedelta
from pathlib import Path

import pytest

from civic.kernel.ids import AccountId
from civic.kernel.photos import ORIGINAL_KEPT, DevelopedPhoto
from civic.kernel.refusal import NotFound
from jobs.retention import forget_the_old
from storage.engines import Database
from storage.unit_of_work import SqlWork, Storage
from tests.calendar import MONDAY
from tests.stores import OTHER_TOWN, TOWN, stores

OLENA, IHOR = AccountId(41), AccountId(42)
OURS = DevelopedPhoto(picture=b"ours", preview=b"small", width=4, height=3)


@pytest.fixture
def storage(database: Database, tmp_path: Path) -> Storage:
    return stores(database, tmp_path)


def on_disk(storage: Storage) -> set[bytes]:
    return {path.read_bytes() for path in storage.files.iterdir()}


async def content(work: SqlWork, file: int | None) -> bytes:
    assert file is not None
    return (await work.files.read(TOWN, file)).content  # type: ignore[arg-type]  # any of the three


async def test_a_photo_keeps_its_id_when_ours_takes_its_place(storage: Storage) -> None:
    async with storage.writing() as work:
        photo = await work.photos.take(TOWN, OLENA, b"came", now=MONDAY)
        assert not await work.photos.is_developed(TOWN, photo)
        (sent,) = await work.photos.undeveloped(limit=9)
        assert (sent.community, sent.file, sent.sender) == (TOWN, photo, OLENA)

        assert await work.photos.develop(TOWN, photo, OURS, now=MONDAY)
        assert await content(work, photo) == b"ours"
        assert await content(work, await work.photos.preview(TOWN, photo)) == b"small"
        assert await content(work, await work.photos.original(TOWN, photo)) == b"came"
        assert (await work.files.read(TOWN, photo)).media_type == "image/jpeg"
        assert await work.photos.undeveloped(limit=9) == []
        assert await work.photos.is_developed(TOWN, photo)

        assert not await work.photos.develop(TOWN, photo, OURS, now=MONDAY)
    assert on_disk(storage) == {b"ours", b"small", b"came"}


async def test_another_town_knows_nothing_of_it(storage: Storage) -> None:
    async with storage.writing() as work:
        photo = await work.photos.take(TOWN, OLENA, b"came", now=MONDAY)
        assert not await work.photos.develop(OTHER_TOWN, photo, OURS, now=MONDAY)
        await work.photos.develop(TOWN, photo, OURS, now=MONDAY)
        assert not await work.photos.is_developed(OTHER_TOWN, photo)
        assert await work.photos.preview(OTHER_TOWN, photo) is None
        assert await work.photos.original(OTHER_TOWN, photo) is None
        assert await work.files.erase(OTHER_TOWN, [photo]) == 0
    assert len(on_disk(storage)) == 3


async def test_what_telegram_has_of_the_photo_as_it_came_is_not_sent_again(
    storage: Storage,
) -> None:
    async with storage.writing() as work:
        photo = await work.photos.take(TOWN, OLENA, b"came", now=MONDAY)
        await work.files.keep_telegram_id(TOWN, photo, "AgAC")
        await work.photos.develop(TOWN, photo, OURS, now=MONDAY)
        assert (await work.files.on_disk([(TOWN, photo)]))[TOWN, photo].telegram_id is None


async def test_the_original_goes_after_its_time_and_ours_stays(storage: Storage) -> None:
    async with storage.writing() as work:
        photo = await work.photos.take(TOWN, OLENA, b"came", now=MONDAY)
        await work.photos.develop(TOWN, photo, OURS, now=MONDAY)
    await forget_the_old(begin=storage.writing, now=MONDAY + ORIGINAL_KEPT - timedelta(hours=1))
    assert on_disk(storage) == {b"ours", b"small", b"came"}

    await forget_the_old(begin=storage.writing, now=MONDAY + ORIGINAL_KEPT + timedelta(hours=1))
    assert on_disk(storage) == {b"ours", b"small"}
    async with storage.reading() as work:
        assert await work.photos.original(TOWN, photo) is None
        assert await content(work, photo) == b"ours"


async def test_who_is_forgotten_takes_their_photos_along_and_nobody_elses(
    storage: Storage,
) -> None:
    async with storage.writing() as work:
        for sender, came in ((OLENA, b"hers"), (OLENA, b"undeveloped"), (IHOR, b"his")):
            photo = await work.photos.take(TOWN, sender, came, now=MONDAY)
            if came != b"undeveloped":
                await work.photos.develop(TOWN, photo, OURS, now=MONDAY)
        await work.files.erase_of(TOWN, OLENA)
        assert await work.photos.undeveloped(limit=9) == []
        assert await content(work, await work.photos.original(TOWN, photo)) == b"his"
    assert sorted(path.read_bytes() for path in storage.files.iterdir()) == [
        b"his",
        b"ours",
        b"small",
    ]


async def test_a_photo_that_is_taken_back_leaves_nothing_behind(storage: Storage) -> None:
    async with storage.writing() as work:
        photo = await work.photos.take(TOWN, OLENA, b"came", now=MONDAY)
        await work.photos.develop(TOWN, photo, OURS, now=MONDAY)
        await work.files.erase(TOWN, [photo])
        with pytest.raises(NotFound):
            await work.files.read(TOWN, photo)
    assert on_disk(storage) == set()


async def test_one_that_was_put_off_comes_after_the_others(storage: Storage) -> None:
    async with storage.writing() as work:
        first = await work.photos.take(TOWN, OLENA, b"1", now=MONDAY)
        second = await work.photos.take(TOWN, OLENA, b"2", now=MONDAY + timedelta(minutes=1))
        await work.photos.put_off(TOWN, first)
        assert [one.file for one in await work.photos.undeveloped(limit=9)] == [second, first]


async def test_what_stays_is_not_swept_away_after_a_week(storage: Storage) -> None:
    async with storage.writing() as work:
        await work.files.put(TOWN, OLENA, "v.ogg", "audio/ogg", b"voice", stays=True, now=MONDAY)
        await work.files.put(TOWN, OLENA, "a.csv", "text/csv", b"answers", now=MONDAY)
    await forget_the_old(begin=storage.writing, now=MONDAY + timedelta(days=30))
    assert on_disk(storage) == {b"voice"}

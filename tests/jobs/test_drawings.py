"""Pictures asked for: drawn once by what is to be seen, sent to all who wait, gone when nobody asks any more."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from civic.kernel.drawings import KEPT_UNASKED, DrawingKind, Waiting, ask_for_drawing, written_pair
from civic.kernel.ids import AccountId, CommunityId, FileId
from civic.kernel.photos import MEDIA_TYPE
from civic.places.maps import PlaceMap
from civic.places.model import Point
from jobs.drawings import draw_wanted
from jobs.retention import forget_the_old
from rendering.darkroom import ChildDarkroom
from storage.engines import Database
from storage.unit_of_work import SqlWork, Storage
from tests.calendar import MONDAY
from tests.made_photos import saved, scene
from tests.placed_town import ELSEWHERE, TOWN, community
from tests.stores import stores

OLENA, IHOR = AccountId(41), AccountId(42)
YARD = PlaceMap(language="uk", centre=Point(latitude=50.56, longitude=30.08), metres=300)


class Draughtsman:
    def __init__(self) -> None:
        self.drew = 0
        self.has_ink = True

    async def draw(self, shown: PlaceMap) -> bytes:
        if not self.has_ink:
            raise OSError("no ink")
        self.drew += 1
        return f"{shown.metres}".encode()


@pytest.fixture
async def storage(database: Database, tmp_path: Path) -> Storage:
    storage = stores(database, tmp_path)
    async with storage.writing() as work:
        for town, slug in ((TOWN, "town"), (ELSEWHERE, "elsewhere")):
            await work.communities.put(community(town, slug))
        for account in (OLENA, IHOR):
            await work.people.meet(account, first_name="-", language="uk", now=MONDAY)
    return storage


async def ask(
    work: SqlWork, account: AccountId = OLENA, shown: PlaceMap = YARD, town: CommunityId = TOWN
) -> FileId | None:
    return await ask_for_drawing(
        DrawingKind.MAP, shown.written(), community=town, account=account, caption="Двір",
        drawings=work.drawings, now=MONDAY,
    )  # fmt: skip


async def draw(storage: Storage, by: Draughtsman) -> int:
    return await draw_wanted(
        begin=storage.writing, read=storage.reading, draw_map=by.draw, darkroom=ChildDarkroom(),
        now=MONDAY,
    )  # fmt: skip


async def owed(storage: Storage) -> list[tuple[int, str]]:
    async with storage.writing() as work:
        lease = await work.delivery.lease(free=9, now=MONDAY)
        return sorted((row.chat, row.payload["params"]["caption"]) for row in lease.rows)


async def test_a_map_is_drawn_once_and_comes_to_all_who_wait(storage: Storage) -> None:
    draughtsman = Draughtsman()
    async with storage.writing() as work:
        assert [await ask(work), await ask(work), await ask(work, IHOR)] == [None] * 3
    assert await draw(storage, draughtsman) == 2
    assert await draw(storage, draughtsman) == 0
    assert await owed(storage) == [(OLENA, "Двір"), (IHOR, "Двір")]
    assert draughtsman.drew == 1

    async with storage.writing() as work:
        again = await ask(work)
        assert again is not None
        assert (await work.files.read(TOWN, again)).content == b"300"


async def test_another_town_draws_its_own(storage: Storage) -> None:
    async with storage.writing() as work:
        await ask(work)
    await draw(storage, Draughtsman())
    async with storage.writing() as work:
        assert await ask(work, town=ELSEWHERE) is None


async def test_a_map_that_cannot_be_drawn_now_stands_in_nobodys_way(storage: Storage) -> None:
    draughtsman = Draughtsman()
    async with storage.writing() as work:
        await ask(work)
    draughtsman.has_ink = False
    with pytest.raises(OSError, match="no ink"):
        await draw(storage, draughtsman)
    later = PlaceMap(language="uk", centre=YARD.centre, metres=500)
    async with storage.writing() as work:
        await ask(work, IHOR, later)
        first, second = await work.drawings.wanted(limit=9)
        assert (first.written, second.written) == (later.written(), YARD.written())
    draughtsman.has_ink = True
    assert await draw(storage, draughtsman) == 2


async def test_one_that_was_drawn_beside_us_is_not_sent_twice(storage: Storage) -> None:
    async with storage.writing() as work:
        await ask(work)
        (wanted,) = await work.drawings.wanted(limit=9)
        file = await work.files.put(TOWN, None, "m", "image/png", b"theirs", now=MONDAY)
        assert await work.drawings.put(TOWN, wanted.key, file) == [
            Waiting(account=OLENA, caption="Двір")
        ]
        assert await work.drawings.put(TOWN, wanted.key, file) is None


async def test_maps_that_nobody_asks_for_go_with_their_pictures(storage: Storage) -> None:
    async with storage.writing() as work:
        await ask(work)
    await draw(storage, Draughtsman())
    await forget_the_old(begin=storage.writing, now=MONDAY + KEPT_UNASKED - timedelta(hours=1))
    assert len(list(storage.files.iterdir())) == 1

    await forget_the_old(begin=storage.writing, now=MONDAY + KEPT_UNASKED + timedelta(hours=1))
    assert list(storage.files.iterdir()) == []
    async with storage.writing() as work:
        assert await ask(work) is None


async def ask_for_pair(work: SqlWork, before: FileId, after: FileId) -> FileId | None:
    written = written_pair(before, after, language="uk")
    return await ask_for_drawing(
        DrawingKind.PAIR, written, community=TOWN, account=OLENA, caption="Було й стало",
        drawings=work.drawings, now=MONDAY,
    )  # fmt: skip


async def test_two_photos_are_sent_side_by_side(storage: Storage) -> None:
    async with storage.writing() as work:
        before, after = [
            await work.files.put(TOWN, None, "p.jpg", MEDIA_TYPE, saved(scene()), now=MONDAY)
            for _ in range(2)
        ]
        assert await ask_for_pair(work, before, after) is None
    assert await draw(storage, Draughtsman()) == 1
    async with storage.writing() as work:
        both = await ask_for_pair(work, before, after)
        assert both is not None
        picture = Image.open(BytesIO((await work.files.read(TOWN, both)).content))
    assert picture.width > 2 * 640


async def test_of_a_photo_that_was_taken_back_nothing_is_sent(storage: Storage) -> None:
    async with storage.writing() as work:
        before = await work.files.put(TOWN, None, "p.jpg", MEDIA_TYPE, saved(scene()), now=MONDAY)
        await ask_for_pair(work, before, FileId(404))
    assert await draw(storage, Draughtsman()) == 0
    async with storage.reading() as work:
        assert await work.drawings.wanted(limit=9) == []

"""Maps: drawn once by what is to be seen, sent to all who wait, gone when nobody asks any more."""

from datetime import timedelta
from pathlib import Path

import pytest

from civic.kernel.ids import AccountId, CommunityId, FileId
from civic.places.drawn_maps import KEPT_UNASKED, Waiting, ask_for_map
from civic.places.maps import PlaceMap
from civic.places.model import Point
from jobs.place_maps import draw_place_maps
from jobs.retention import forget_the_old
from storage.engines import Database
from storage.unit_of_work import SqlWork, Storage
from tests.calendar import MONDAY
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
    return await ask_for_map(
        shown, community=town, account=account, caption="Двір", maps=work.place_maps, now=MONDAY
    )


async def draw(storage: Storage, by: Draughtsman) -> int:
    return await draw_place_maps(
        begin=storage.writing, read=storage.reading, draw=by.draw, now=MONDAY
    )


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
        first, second = await work.place_maps.wanted(limit=9)
        assert (first.written, second.written) == (later.written(), YARD.written())
    draughtsman.has_ink = True
    assert await draw(storage, draughtsman) == 2


async def test_one_that_was_drawn_beside_us_is_not_sent_twice(storage: Storage) -> None:
    async with storage.writing() as work:
        await ask(work)
        (wanted,) = await work.place_maps.wanted(limit=9)
        file = await work.files.put(TOWN, None, "m", "image/png", b"theirs", now=MONDAY)
        assert await work.place_maps.put(TOWN, wanted.key, file) == [
            Waiting(account=OLENA, caption="Двір")
        ]
        assert await work.place_maps.put(TOWN, wanted.key, file) is None


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

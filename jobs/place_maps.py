"""Draws the maps that people asked for, and sends each to all who wait for it."""

from datetime import datetime
from typing import Protocol

from civic.kernel.outbox import Notice
from civic.places.drawn_maps import WantedMap
from civic.places.maps import PlaceMap, read_place_map
from civic.unit_of_work import Begin, Read

AT_ONCE = 8
DRAWN = "place-map"


class DrawMap(Protocol):
    """A picture, drawn outside this process's memory."""

    async def __call__(self, shown: PlaceMap) -> bytes: ...


async def draw_place_maps(*, begin: Begin, read: Read, draw: DrawMap, now: datetime) -> int:
    """Nothing is open while it is drawn; sent and marked in one short transaction."""
    async with read() as work:
        waiting = await work.place_maps.wanted(limit=AT_ONCE)
    told = 0
    for wanted in waiting:
        try:
            picture = await draw(read_place_map(wanted.written))
        except Exception:
            # Ours to mend; meanwhile it stands in nobody's way.
            async with begin() as work:
                await work.place_maps.put_off(wanted.community, wanted.key)
            raise
        told += await _send(wanted, picture, begin=begin, now=now)
    return told


async def _send(wanted: WantedMap, picture: bytes, *, begin: Begin, now: datetime) -> int:
    async with begin() as work:
        file = await work.files.put(
            wanted.community, None, "map.png", "image/png", picture, now=now
        )
        waiting = await work.place_maps.put(wanted.community, wanted.key, file)
        if waiting is None:
            # Drawn beside us meanwhile: theirs is shown.
            await work.files.erase(wanted.community, [file])
            return 0
        for one in waiting:
            params = {"file": str(file), "caption": one.caption}
            notice = Notice(to=one.account, community=wanted.community, key=DRAWN, params=params)
            await work.outbox.owe(notice, now=now)
    return len(waiting)

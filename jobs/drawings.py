"""Draws the pictures that people asked for, and sends each to all who wait for it."""

import json
from datetime import datetime
from typing import Protocol

from civic.kernel.drawings import DrawingKind, WantedDrawing
from civic.kernel.ids import FileId
from civic.kernel.language import language_of
from civic.kernel.outbox import Notice
from civic.kernel.photos import MEDIA_TYPE, Darkroom
from civic.kernel.refusal import NotFound
from civic.places.maps import PlaceMap, read_place_map
from civic.unit_of_work import Begin, Read

AT_ONCE = 8
DRAWN = "drawing"


class DrawMap(Protocol):
    """A picture, drawn outside this process's memory."""

    async def __call__(self, shown: PlaceMap) -> bytes: ...


async def draw_wanted(
    *, begin: Begin, read: Read, draw_map: DrawMap, darkroom: Darkroom, now: datetime
) -> int:
    """Nothing is open while it is drawn; sent and marked in one short transaction."""
    async with read() as work:
        waiting = await work.drawings.wanted(limit=AT_ONCE)
    told = 0
    for wanted in waiting:
        try:
            if wanted.kind is DrawingKind.MAP:
                name, media_type = "map.png", "image/png"
                picture = await draw_map(read_place_map(wanted.written))
            else:
                name, media_type = "photos.jpg", MEDIA_TYPE
                picture = await _pair(wanted, read=read, darkroom=darkroom)
        except NotFound:
            # A photo was taken back meanwhile.
            async with begin() as work:
                await work.drawings.drop(wanted.community, wanted.key)
            continue
        except Exception:
            # Ours to mend; meanwhile it stands in nobody's way.
            async with begin() as work:
                await work.drawings.put_off(wanted.community, wanted.key)
            raise
        told += await _send(wanted, name, media_type, picture, begin=begin, now=now)
    return told


async def _pair(wanted: WantedDrawing, *, read: Read, darkroom: Darkroom) -> bytes:
    asked = json.loads(wanted.written)
    async with read() as work:
        before, after = [
            (await work.files.read(wanted.community, FileId(asked[name]))).content
            for name in ("before", "after")
        ]
    return await darkroom.side_by_side(before, after, language_of(asked["language"]))


async def _send(
    wanted: WantedDrawing, name: str, media_type: str, picture: bytes, *, begin: Begin,
    now: datetime,
) -> int:  # fmt: skip
    async with begin() as work:
        file = await work.files.put(wanted.community, None, name, media_type, picture, now=now)
        waiting = await work.drawings.put(wanted.community, wanted.key, file)
        if waiting is None:
            # Drawn beside us meanwhile: theirs is shown.
            await work.files.erase(wanted.community, [file])
            return 0
        for one in waiting:
            params = {"file": str(file), "caption": one.caption}
            notice = Notice(to=one.account, community=wanted.community, key=DRAWN, params=params)
            await work.outbox.owe(notice, now=now)
    return len(waiting)

"""Has maps of places drawn, each once while it stays the same."""

import asyncio
from collections import OrderedDict
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from civic.places.maps import PlaceMap
from rendering.children import Children

KEPT = 64
"""Pictures, those asked for last: neighbours ask for the same courtyard."""


class MapDrawer:
    def __init__(self, *, timeout_seconds: float = 30) -> None:
        self._children = Children(timeout_seconds=timeout_seconds)
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()
        self._under_way: dict[bytes, asyncio.Task[bytes]] = {}

    async def draw(self, shown: PlaceMap) -> bytes:
        """PNG, 1,080 pixels a side. Whoever asks while the same is being drawn waits for it."""
        written = shown.written()
        key = sha256(written).digest()
        if (kept := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            return kept
        if (drawing := self._under_way.get(key)) is None:
            drawing = asyncio.create_task(self._draw(written))
            self._under_way[key] = drawing
            drawing.add_done_callback(lambda _: self._under_way.pop(key, None))
        # Who gives up waiting takes it from nobody else.
        drawn = await asyncio.shield(drawing)
        self._kept[key] = drawn
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return drawn

    async def _draw(self, written: bytes) -> bytes:
        with TemporaryDirectory(prefix="viche-map-") as folder:
            await self._children.run(["map", folder], written)
            return await asyncio.to_thread((Path(folder) / "map.png").read_bytes)

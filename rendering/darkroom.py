"""Has photos made anew by processes that may fail: they know no secret and have little room."""

import asyncio
import json
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog

from civic.kernel.language import Language
from civic.kernel.photos import DevelopedPhoto
from civic.kernel.picture_headers import Format, header_of
from civic.kernel.refusal import Refusal
from rendering.children import Children, DrawingStopped

AT_ONCE = 8
"""One child for so many: most of its time is its start."""
_log = structlog.get_logger("darkroom")
Developed = DevelopedPhoto | Refusal


class ChildDarkroom:
    """Beside the drawer of reports, so that no photo waits for one."""

    def __init__(self, *, timeout_seconds: float = 60) -> None:
        self._children = Children(timeout_seconds=timeout_seconds)

    async def develop(self, sent: Sequence[bytes]) -> list[Developed]:
        developed: list[Developed] = []
        for start in range(0, len(sent), AT_ONCE):
            developed += await self._develop_some(sent[start : start + AT_ONCE])
        return developed

    async def nothing(self) -> DevelopedPhoto:
        (drawn,) = await self._develop_some([_no_picture()])
        if isinstance(drawn, Refusal):
            raise drawn
        return drawn

    async def side_by_side(self, before: bytes, after: bytes, language: Language) -> bytes:
        with TemporaryDirectory(prefix="viche-photos-") as made:
            folder = Path(made)
            await asyncio.to_thread(_lay_down, folder, {"before.jpg": before, "after.jpg": after})
            await self._children.run(["side-by-side", made, language])
            return await asyncio.to_thread((folder / "both.jpg").read_bytes)

    async def _develop_some(self, sent: Sequence[bytes]) -> list[Developed]:
        with TemporaryDirectory(prefix="viche-photos-") as made:
            folder = Path(made)
            named = {f"{n}.sent": content for n, content in enumerate(sent)}
            await asyncio.to_thread(_lay_down, folder, named)
            try:
                await self._children.run(["photos", made])
            except DrawingStopped as stopped:
                _log.warning("photos-stopped", count=len(sent), why=str(stopped))
            found = await asyncio.to_thread(_collected, folder, len(sent))
        if len(found) == 1:
            # Alone, it is the one that brought the child down.
            return [found[0] or Refusal("photo-unreadable")]
        return [
            one or (await self._develop_some([content]))[0]
            for one, content in zip(found, sent, strict=True)
        ]


def _no_picture() -> bytes:
    """A grey sheet with a white line across: understood in every language."""
    width, height = 480, 360
    rows = bytearray()
    for y in range(height):
        row = bytearray(b"\xc4" * width)
        at = y * width // height
        row[max(0, at - 4) : at + 4] = b"\xff" * len(row[max(0, at - 4) : at + 4])
        rows += b"\0" + row
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(rows))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )


def _lay_down(folder: Path, named: dict[str, bytes]) -> None:
    for name, content in named.items():
        (folder / name).write_bytes(content)


def _collected(folder: Path, count: int) -> list[Developed | None]:
    """What became of each; None for those that the child did not come to."""
    return [_one_of(folder, n) if (folder / f"{n}.done").exists() else None for n in range(count)]


def _one_of(folder: Path, n: int) -> Developed:
    done = json.loads((folder / f"{n}.done").read_text("utf-8"))
    if done["refused"] is not None:
        return Refusal(done["refused"], **done["params"])
    picture = (folder / f"{n}.picture.jpg").read_bytes()
    header = header_of(picture, Format.JPEG)
    if header is None:
        raise ValueError("the child made something that is no JPEG")
    return DevelopedPhoto(
        picture=picture,
        preview=(folder / f"{n}.preview.jpg").read_bytes(),
        width=header.width,
        height=header.height,
    )

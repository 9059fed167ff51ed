"""What stands where a picture was that may not be seen any more.

Telegram turns no message with a picture into one without, and takes none back after two days:
another picture in its place is all that always works.
"""

import struct
import zlib
from functools import cache

from bot.telegram import Upload

VEIL = "attach://veil"
_WIDTH, _HEIGHT = 320, 120
_GREY = 0xD8


@cache
def veil() -> Upload:
    return Upload(source=_png(), name="veil.png", media_type="image/png")


def _png() -> bytes:
    """Plain grey, in eight bits."""
    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 0, 0, 0, 0)
    rows = (b"\0" + bytes([_GREY]) * _WIDTH) * _HEIGHT
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

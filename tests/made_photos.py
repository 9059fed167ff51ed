"""Photos as people and others send them, made for the tests."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

SECRET = b"50.5636,30.0876 Olena's phone"
ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825


def scene(width: int = 640, height: int = 480) -> Image.Image:
    """A red sky above a green yard, so that anybody sees which way is up."""
    picture = Image.new("RGB", (width, height), (30, 160, 60))
    ImageDraw.Draw(picture).rectangle((0, 0, width, height // 2), fill=(220, 40, 40))
    return picture


def saved(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    kept = BytesIO()
    picture.save(kept, kind, **options)
    return kept.getvalue()


def with_everything_hidden_in_it(orientation: int = 6) -> bytes:
    """A JPEG with a place, a maker, a comment, a profile, and something behind its end."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKER] = SECRET.decode()
    exif.get_ifd(GPS)[2] = (50.0, 33.0, 49.0)
    picture = scene()
    return (
        saved(picture, exif=exif, comment=SECRET, icc_profile=b"\0" * 40 + SECRET, xmp=SECRET)
        + SECRET
    )


def png_with_text() -> bytes:
    told = PngInfo()
    told.add_text("Place", SECRET.decode())
    return saved(scene(), "PNG", pnginfo=told)


def png_that_claims(width: int, height: int) -> bytes:
    """A few hundred bytes that would be a picture of gigabytes."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 10_000)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")
    )


def webp_that_claims(width: int, height: int) -> bytes:
    canvas = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBP" + b"VP8X" + struct.pack("<I", 10) + b"\0" * 4 + canvas + b"\0" * 32
    return b"RIFF" + struct.pack("<I", len(body)) + body


def moving(kind: str) -> bytes:
    frames = [scene(), scene().rotate(180)]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

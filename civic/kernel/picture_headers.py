"""What a picture's first bytes say of it: its format, its size, whether it moves."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Format(StrEnum):
    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    GIF = "gif"
    OTHER = "other"
    """A picture, or a film, that is not taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    width: int
    height: int
    is_moving: bool = False


_PNG = b"\x89PNG\r\n\x1a\n"
_SIGNATURES = (
    (b"\xff\xd8\xff", Format.JPEG),
    (_PNG, Format.PNG),
    (b"GIF8", Format.GIF),
    (b"BM", Format.OTHER),
    (b"II*\0", Format.OTHER),
    (b"MM\0*", Format.OTHER),
    (b"8BPS", Format.OTHER),
    (b"\0\0\1\0", Format.OTHER),
    (b"\xff\x0a", Format.OTHER),
    (b"\0\0\0\x0cJXL ", Format.OTHER),
    (b"\0\0\0\x0cjP  ", Format.OTHER),
)
_FRAME_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
"""JPEG's marks that no length follows."""
_SCAN_OR_END = frozenset({0xD9, 0xDA})


def format_of(content: bytes) -> Format | None:
    """By its bytes alone, whatever it is named; None for what is no picture."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Format.WEBP
    if content[4:8] == b"ftyp":
        return Format.OTHER
    return next((found for sign, found in _SIGNATURES if content.startswith(sign)), None)


def header_of(content: bytes, found: Format) -> Header | None:
    """Read without decoding anything; None when it breaks off or contradicts itself."""
    match found:
        case Format.JPEG:
            header = _jpeg(content)
        case Format.PNG:
            header = _png(content)
        case Format.WEBP:
            header = _webp(content)
        case _:
            return None
    return header if header and header.width and header.height else None


def _jpeg(content: bytes) -> Header | None:
    at = 2
    while at + 9 <= len(content):
        if content[at] != 0xFF:
            return None
        mark = content[at + 1]
        if mark == 0xFF:
            at += 1
        elif mark in _ALONE:
            at += 2
        elif mark in _FRAME_SIZES:
            return Header(height=_big(content, at + 5, 2), width=_big(content, at + 7, 2))
        elif mark in _SCAN_OR_END:
            return None
        else:
            at += 2 + max(2, _big(content, at + 2, 2))
    return None


def _png(content: bytes) -> Header | None:
    if content[12:16] != b"IHDR" or len(content) < 33:
        return None
    # What moves says so before its first pixel.
    is_moving = b"acTL" in _kinds_before_pixels(content)
    return Header(width=_big(content, 16, 4), height=_big(content, 20, 4), is_moving=is_moving)


def _kinds_before_pixels(content: bytes) -> Iterator[bytes]:
    at = len(_PNG)
    while at + 8 <= len(content) and content[at + 4 : at + 8] != b"IDAT":
        yield content[at + 4 : at + 8]
        at += 12 + _big(content, at, 4)


def _webp(content: bytes) -> Header | None:
    kind = content[12:16]
    if len(content) < 30:
        return None
    if kind == b"VP8X":
        return Header(
            width=1 + _little(content, 24, 3),
            height=1 + _little(content, 27, 3),
            is_moving=bool(content[20] & 2),
        )
    if kind == b"VP8 " and content[23:26] == b"\x9d\x01\x2a":
        return Header(
            width=_little(content, 26, 2) & 0x3FFF, height=_little(content, 28, 2) & 0x3FFF
        )
    if kind == b"VP8L" and content[20] == 0x2F:
        bits = _little(content, 21, 4)
        return Header(width=1 + (bits & 0x3FFF), height=1 + (bits >> 14 & 0x3FFF))
    return None


def _big(content: bytes, at: int, length: int) -> int:
    return int.from_bytes(content[at : at + length], "big")


def _little(content: bytes, at: int, length: int) -> int:
    return int.from_bytes(content[at : at + length], "little")

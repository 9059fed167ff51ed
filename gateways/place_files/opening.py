"""Opening a file of places, from the disk or from a message."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from civic.kernel.refusal import Refusal
from civic.places.ports import PlaceSource
from gateways.place_files.geojson import GeojsonPlaces
from gateways.place_files.tables import TablePlaces

MEGABYTE = 1024 * 1024
LARGEST = 50
"""Megabytes."""
_BINARY = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")


class Bytes(Protocol):
    """Something that can be read from its beginning more than once."""

    def open(self) -> BinaryIO: ...


@dataclass(frozen=True, slots=True)
class OnDisk:
    path: Path

    def open(self) -> BinaryIO:
        return self.path.open("rb")


@dataclass(frozen=True, slots=True)
class InMemory:
    content: bytes

    def open(self) -> BinaryIO:
        return io.BytesIO(self.content)


def places_on_disk(path: Path) -> PlaceSource:
    """Raise Refusal when it is too large or neither CSV nor GeoJSON."""
    return _places(OnDisk(path), path.stat().st_size)


def places_in_message(content: bytes) -> PlaceSource:
    """Raise Refusal when it is too large or neither CSV nor GeoJSON."""
    return _places(InMemory(content), len(content))


def _places(held: Bytes, size: int) -> PlaceSource:
    if size > LARGEST * MEGABYTE:
        raise Refusal("places-file-large", limit=LARGEST)
    with held.open() as opened:
        start = opened.read(4096)
    if start.startswith(_BINARY):
        raise Refusal("places-file-kind")
    is_json = start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"["))
    return GeojsonPlaces(held.open) if is_json else TablePlaces(held.open)

"""Opening a file of assets, from the disk or from a message."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from civic.assets.ports import AssetSource
from civic.kernel.refusal import Refusal
from gateways.asset_files.geojson import GeojsonAssets
from gateways.asset_files.openstreetmap import MappedAssets
from gateways.asset_files.tables import TableAssets
from gateways.place_files.opening import MEGABYTE, Bytes, InMemory, OnDisk

LARGEST = 500
"""Megabytes: no more than a part of it is in memory at once."""
_BINARY = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")
_GUESSED: Mapping[str, str] = MappingProxyType({})


def assets_on_disk(path: Path, kind: str, columns: Mapping[str, str] = _GUESSED) -> AssetSource:
    """`columns`: which column is which field, where that is not to be guessed; raise Refusal."""
    return _assets(OnDisk(path), path.stat().st_size, kind, columns)


def assets_in_message(content: bytes, kind: str) -> AssetSource:
    """Raise Refusal when it is neither CSV nor GeoJSON nor an OpenStreetMap extract."""
    return _assets(InMemory(content), len(content), kind, _GUESSED)


def _assets(held: Bytes, size: int, kind: str, columns: Mapping[str, str]) -> AssetSource:
    if size > LARGEST * MEGABYTE:
        raise Refusal("assets-file-large", limit=LARGEST)
    with held.open() as opened:
        start = opened.read(4096)
    if start.startswith(_BINARY):
        raise Refusal("assets-file-kind")
    bare = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    if bare.startswith((b"{", b"[")):
        return GeojsonAssets(held.open, kind=kind, named=columns)
    if bare.startswith(b"<"):
        return MappedAssets(held.open, kind=kind)
    return TableAssets(held.open, kind=kind, named=columns)

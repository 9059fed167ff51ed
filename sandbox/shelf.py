"""Files that bots and people sent, in memory or in a folder, found by their file_id."""

import hashlib
import secrets
import struct
from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1 << 20
UPLOAD_LIMIT = 50 * MEGABYTE
DOWNLOAD_LIMIT = 20 * MEGABYTE
PHOTO_LIMIT = 10 * MEGABYTE

_FOLDERS = {"photo": "photos", "document": "documents", "voice": "voice", "sticker": "stickers"}
_PREFIXES = {"photo": "AgACAg", "document": "BQACAg", "voice": "AwACAg", "sticker": "CAACAg"}


@dataclass(slots=True)
class StoredFile:
    id: str
    kind: str
    name: str
    mime_type: str
    size: int
    digest: str
    path: str
    width: int = 0
    height: int = 0
    duration: int = 0

    @property
    def unique_id(self) -> str:
        return f"AQAD{self.digest[:12]}"


def image_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, JPEG, GIF or WebP; None when it is none of them."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return int(width), int(height)
    if content[:6] in {b"GIF87a", b"GIF89a"} and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return int(width), int(height)
    if content[:2] == b"\xff\xd8":
        return _jpeg_size(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _webp_size(content)
    return None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    position = 2
    while position + 9 < len(content):
        if content[position] != 0xFF:
            return None
        marker = content[position + 1]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", content[position + 5 : position + 9])
            return int(width), int(height)
        if 0xD0 <= marker <= 0xD9 or marker == 0xFF:
            position += 1 if marker == 0xFF else 2
            continue
        (length,) = struct.unpack(">H", content[position + 2 : position + 4])
        position += 2 + int(length)
    return None


def _webp_size(content: bytes) -> tuple[int, int] | None:
    if content[12:16] == b"VP8X" and len(content) >= 30:
        width = int.from_bytes(content[24:27], "little") + 1
        return width, int.from_bytes(content[27:30], "little") + 1
    if content[12:16] == b"VP8 " and len(content) >= 30:
        width, height = struct.unpack("<HH", content[26:30])
        return int(width) & 0x3FFF, int(height) & 0x3FFF
    if content[12:16] == b"VP8L" and len(content) >= 25:
        bits = int.from_bytes(content[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return None


class Shelf:
    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self.files: dict[str, StoredFile] = {}
        self._paths: dict[str, str] = {}
        self._contents: dict[str, bytes] = {}
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    def put(self, kind: str, content: bytes, name: str, mime_type: str) -> StoredFile:
        """Keep a file; a photo's size is read from it."""
        digest = hashlib.sha256(content).hexdigest()
        width, height = (image_size(content) or (0, 0)) if kind != "voice" else (0, 0)
        number = len(self.files) + 1
        suffix = Path(name).suffix if len(Path(name).suffix) <= 8 else ""
        if kind == "photo":
            suffix = suffix or ".jpg"
        stored = StoredFile(
            id=_PREFIXES[kind] + secrets.token_urlsafe(40),
            kind=kind,
            name=name,
            mime_type=mime_type,
            size=len(content),
            digest=digest,
            path=f"{_FOLDERS[kind]}/file_{number}{suffix}",
            width=width,
            height=height,
        )
        self.add(stored)
        if self.folder is None:
            self._contents[digest] = content
        else:
            target = self.folder / digest
            if not target.exists():
                partial = target.with_suffix(".part")
                partial.write_bytes(content)
                partial.replace(target)
        return stored

    def add(self, stored: StoredFile) -> None:
        self.files[stored.id] = stored
        self._paths[stored.path] = stored.id

    def by_path(self, path: str) -> StoredFile | None:
        return self.files.get(self._paths.get(path, ""))

    def content(self, stored: StoredFile) -> bytes:
        if self.folder is None:
            return self._contents[stored.digest]
        return (self.folder / stored.digest).read_bytes()

    def clear(self) -> None:
        self.files, self._paths, self._contents = {}, {}, {}

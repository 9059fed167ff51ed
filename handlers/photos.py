"""A photo that a person sent, as a photo or as a file: brought, and looked at before it is kept."""

from collections.abc import Mapping

from aiogram.types import Document, Message, PhotoSize

from civic.kernel.json_value import Json
from civic.kernel.photos import LARGEST_FILE
from civic.kernel.refusal import Refusal
from handlers.effects import FetchFile

_UNTOLD = frozenset({"", "application/octet-stream"})


def is_photo(message: Message) -> bool:
    """Or something that a person may mean as one, and deserves a word about."""
    return bool(
        message.photo
        or message.document
        or message.video
        or message.video_note
        or message.animation
        or message.sticker
    )


def bring_photo(message: Message, *, then: str, params: Mapping[str, Json]) -> FetchFile:
    """Raise Refusal for what is none.

    The continuation under `then` looks at the bytes with `check_photo`: neither a name nor a type
    that came along is to be believed.
    """
    if message.video or message.video_note or message.animation:
        raise Refusal("photo-moves")
    if message.photo:
        largest = _largest(message.photo)
        return FetchFile(
            file_id=largest.file_id,
            name=f"{largest.file_unique_id}.jpg",
            size=largest.file_size or 0,
            then=then,
            params=params,
        )
    if message.document is None or not _may_be_one(message.document):
        raise Refusal("photo-not-a-picture")
    size = message.document.file_size or 0
    if size > LARGEST_FILE:
        raise Refusal("photo-too-heavy", megabytes=LARGEST_FILE // 1_000_000)
    return FetchFile(
        file_id=message.document.file_id,
        name=message.document.file_name or "",
        size=size,
        then=then,
        params=params,
    )


def _largest(sizes: list[PhotoSize]) -> PhotoSize:
    """Of those that may be brought; Telegram makes several, and all are small."""
    brought = [size for size in sizes if (size.file_size or 0) <= LARGEST_FILE]
    return max(brought or sizes, key=lambda size: size.width * size.height)


def _may_be_one(document: Document) -> bool:
    told = document.mime_type or ""
    return told in _UNTOLD or told.startswith("image/")

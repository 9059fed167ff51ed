"""Photos that people send: what is taken, what is refused, and what becomes of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from civic.kernel.ids import AccountId, CommunityId, FileId
from civic.kernel.language import Language
from civic.kernel.picture_headers import Format, format_of, header_of
from civic.kernel.refusal import Refusal

LARGEST_FILE = 20_000_000
"""Bytes: Telegram gives a bot no larger file."""
MEGAPIXELS = 40
"""As many, or more, are not taken: they would not fit into the memory of a small machine."""
LONGEST_HEADED = 30_000
LONGEST_SIDE = 2_560
PREVIEW_SIDE = 480
MEDIA_TYPE = "image/jpeg"
AS_IT_CAME = "application/octet-stream"
"""The type under which a photo lies until it is developed: no page shows such a file."""
ORIGINAL_KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class DevelopedPhoto:
    """Our own pictures of what was sent: upright, and with nothing in them but what is seen."""

    picture: bytes
    """JPEG, at most 2,560 pixels a side."""
    preview: bytes
    """JPEG, at most 480 pixels a side."""
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SentPhoto:
    """As it came, and who is told when nothing can be made of it."""

    community: CommunityId
    file: FileId
    sender: AccountId


class Photos(Protocol):
    """Where photos lie: under one id from the beginning, first as they came, soon as ours."""

    async def take(
        self, community: CommunityId, sender: AccountId, content: bytes, *, now: datetime
    ) -> FileId:
        """Keep what `check_photo` let through; what was sent goes only when its sender does."""

    async def keep(
        self, community: CommunityId, developed: DevelopedPhoto, *, now: datetime
    ) -> FileId:
        """Nobody's, made anew before anything was kept of it: there is no original."""

    async def undeveloped(self, *, limit: int) -> list[SentPhoto]:
        """In every town, those that were tried least first, then the longest waiting."""

    async def develop(
        self,
        community: CommunityId,
        file: FileId,
        developed: DevelopedPhoto,
        *,
        keep_original: bool = True,
        now: datetime,
    ) -> bool:
        """Ours takes its place, what came is kept apart; False when it was so already."""

    async def put_off(self, community: CommunityId, file: FileId) -> None:
        """Something of ours failed: others come first."""

    async def is_developed(self, community: CommunityId, file: FileId) -> bool:
        """Until then it is shown to nobody but its sender. False for what is no photo."""

    async def preview(self, community: CommunityId, file: FileId) -> FileId | None: ...

    async def original(self, community: CommunityId, file: FileId) -> FileId | None:
        """While it is kept; for the office only."""

    async def forget_originals(self, *, now: datetime, limit: int) -> int:
        """In every town, those that were kept long enough; return how many."""


class Darkroom(Protocol):
    """Where photos are made anew. It takes its time: ask it while no unit is open."""

    async def develop(self, sent: Sequence[bytes]) -> list[DevelopedPhoto | Refusal]:
        """Each for itself: one that is refused spoils no other."""

    async def nothing(self) -> DevelopedPhoto:
        """What is shown in place of a photo that nothing can be made of."""

    async def side_by_side(self, before: bytes, after: bytes, language: Language) -> bytes:
        """One JPEG of two developed pictures, each with its word in this language."""


def check_photo(content: bytes) -> None:
    """Look at the first bytes alone, so it may be asked at once: raise Refusal.

    What passes may still turn out to be broken when it is developed.
    """
    if len(content) > LARGEST_FILE:
        raise Refusal("photo-too-heavy", megabytes=LARGEST_FILE // 1_000_000)
    found = format_of(content)
    if found is None:
        raise Refusal("photo-broken" if not content else "photo-not-a-picture")
    if found is Format.GIF:
        raise Refusal("photo-moves")
    if found is Format.OTHER:
        raise Refusal("photo-other-format")
    header = header_of(content, found)
    if header is None:
        raise Refusal("photo-broken")
    if header.is_moving:
        raise Refusal("photo-moves")
    # Before a pixel is decoded: a few kilobytes may claim to be a picture of gigabytes.
    pixels = header.width * header.height
    if pixels >= MEGAPIXELS * 1_000_000 or max(header.width, header.height) > LONGEST_HEADED:
        raise Refusal("photo-too-many-pixels", megapixels=MEGAPIXELS)

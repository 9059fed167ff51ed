"""Pictures that people asked for: each is drawn once, and comes to all who wait for it."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Protocol

from civic.kernel.ids import AccountId, CommunityId, FileId
from civic.kernel.language import Language

KEPT_UNASKED = timedelta(days=30)
CAPTION_LIMIT = 900


class DrawingKind(StrEnum):
    MAP = "map"
    """Of a place and what is around it."""
    PAIR = "pair"
    """Two photos side by side: before and after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedDrawing:
    community: CommunityId
    kind: DrawingKind
    key: str
    """Names what is to be seen: the same drawing has the same key."""
    written: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    account: AccountId
    caption: str


class Drawings(Protocol):
    async def drawn(self, community: CommunityId, key: str, *, now: datetime) -> FileId | None:
        """The picture, if there is one; it is kept for longer then."""

    async def want(
        self,
        community: CommunityId,
        key: str,
        kind: DrawingKind,
        written: bytes,
        waiting: Waiting,
        *,
        now: datetime,
    ) -> None:
        """Asked again before it came, it comes once."""

    async def wanted(self, *, limit: int) -> list[WantedDrawing]:
        """In every town, those that were tried least first, then the longest waiting."""

    async def put(self, community: CommunityId, key: str, file: FileId) -> list[Waiting] | None:
        """Who waits for it, and does no more; None when it was drawn already."""

    async def put_off(self, community: CommunityId, key: str) -> None:
        """Something of ours failed: others come first."""

    async def drop(self, community: CommunityId, key: str) -> None:
        """What it was to be made of is gone."""

    async def forget_unasked(self, *, now: datetime, limit: int) -> int:
        """In every town, with their files, those that nobody asked for of late."""


def written_pair(before: FileId, after: FileId, *, language: Language) -> bytes:
    """What a pair is drawn from: two developed photos, and whose words stand on them."""
    return json.dumps({"before": before, "after": after, "language": language}).encode()


async def ask_for_drawing(
    kind: DrawingKind,
    written: bytes,
    *,
    community: CommunityId,
    account: AccountId,
    caption: str,
    drawings: Drawings,
    now: datetime,
) -> FileId | None:
    """The picture where it was drawn before; else it will come by itself, with its caption."""
    key = sha256(kind.value.encode() + b"\0" + written).hexdigest()
    known = await drawings.drawn(community, key, now=now)
    if known is None:
        waiting = Waiting(account=account, caption=caption[:CAPTION_LIMIT])
        await drawings.want(community, key, kind, written, waiting, now=now)
    return known

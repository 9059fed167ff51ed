"""Maps that people asked for: each is drawn once, and comes to all who wait for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Protocol

from civic.kernel.ids import AccountId, CommunityId, FileId
from civic.places.maps import PlaceMap

KEPT_UNASKED = timedelta(days=30)
CAPTION_LIMIT = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedMap:
    community: CommunityId
    key: str
    """Names what is to be seen: the same map has the same key."""
    written: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    account: AccountId
    caption: str


class PlaceMaps(Protocol):
    async def drawn(self, community: CommunityId, key: str, *, now: datetime) -> FileId | None:
        """The picture, if there is one; it is kept for longer then."""

    async def want(
        self,
        community: CommunityId,
        key: str,
        written: bytes,
        waiting: Waiting,
        *,
        now: datetime,
    ) -> None:
        """Asked again before it came, it comes once."""

    async def wanted(self, *, limit: int) -> list[WantedMap]:
        """In every town, those that were tried least first, then the longest waiting."""

    async def put(self, community: CommunityId, key: str, file: FileId) -> list[Waiting] | None:
        """Who waits for it, and does no more; None when it was drawn already."""

    async def put_off(self, community: CommunityId, key: str) -> None:
        """Something of ours failed: others come first."""

    async def forget_unasked(self, *, now: datetime, limit: int) -> int:
        """In every town, with their files, those that nobody asked for of late."""


async def ask_for_map(
    shown: PlaceMap,
    *,
    community: CommunityId,
    account: AccountId,
    caption: str,
    maps: PlaceMaps,
    now: datetime,
) -> FileId | None:
    """The picture where it was drawn before; else it will come by itself, with its caption."""
    written = shown.written()
    key = sha256(written).hexdigest()
    known = await maps.drawn(community, key, now=now)
    if known is None:
        waiting = Waiting(account=account, caption=caption[:CAPTION_LIMIT])
        await maps.want(community, key, written, waiting, now=now)
    return known

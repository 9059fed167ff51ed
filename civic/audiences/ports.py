"""Counting the people of an audience, and walking through them page by page."""

from typing import Protocol

from civic.audiences.model import Audience, Member
from civic.kernel.ids import CommunityId, ResidentId


class Audiences(Protocol):
    async def count(self, community: CommunityId, audience: Audience) -> int:
        """Residents who live in it, also those whom no message reaches."""

    async def members(
        self,
        community: CommunityId,
        audience: Audience,
        *,
        topic: str,
        after: ResidentId | None,
        limit: int,
    ) -> list[Member]:
        """Those who can be reached and turned neither this topic nor everything off, by id."""

"""Due work is a row: a due time is worked off once, however many look and die."""

from datetime import datetime
from typing import Protocol

from civic.kernel.ids import CommunityId


class Fires(Protocol):
    async def claim(self, community: CommunityId, schedule: str, fire_key: str) -> bool:
        """True for one caller; again after that one died before `done`, a few times at most."""

    async def renew(self, community: CommunityId, schedule: str, fire_key: str) -> None:
        """The work goes on: nobody else takes it up for another while."""

    async def done(
        self, community: CommunityId, schedule: str, fire_key: str, *, now: datetime
    ) -> None: ...

    async def release(self, community: CommunityId, schedule: str, fire_key: str) -> None:
        """The work was stopped before its end: the next look may take it, and no try is lost."""

    async def fail(self, community: CommunityId, schedule: str, fire_key: str) -> None:
        """The work failed: it is tried again after a while that grows, and given up in the end."""

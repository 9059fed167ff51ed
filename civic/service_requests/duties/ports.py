"""What duties need kept."""

from datetime import date
from typing import Protocol

from civic.kernel.ids import AccountId, CommunityId
from civic.service_requests.duties.model import Absence


class RequestDuties(Protocol):
    """Whoever no longer serves the town has none of this."""

    async def absences(self, community: CommunityId) -> list[Absence]:
        """Those that are over too, until another takes their place."""

    async def put_absence(self, absence: Absence) -> None: ...

    async def end_absence(self, community: CommunityId, account: AccountId) -> bool:
        """False when there was none."""

    async def last_before(self, day: date, *, limit: int) -> list[Absence]:
        """In every town, those whose last day comes before this one."""

    async def at_night(self, community: CommunityId) -> frozenset[AccountId]:
        """Who has night duty."""

    async def set_at_night(
        self, community: CommunityId, account: AccountId, *, wants: bool
    ) -> None: ...

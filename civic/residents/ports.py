"""What is kept about people."""

from datetime import datetime
from typing import Protocol

from civic.kernel.ids import AccountId, CommunityId, PlaceId, ResidentId
from civic.residents.model import Account, Resident


class Accounts(Protocol):
    async def find(self, account: AccountId) -> Account | None: ...

    async def account(self, account: AccountId) -> Account:
        """Raise NotFound when the bot never met them."""

    async def put(self, account: Account, *, now: datetime) -> None:
        """Add or change; `now` is when they were met, kept at the first time."""


class Residents(Protocol):
    async def resident(self, community: CommunityId, resident: ResidentId) -> Resident:
        """Raise NotFound when the town has no such resident."""

    async def of_account(self, community: CommunityId, account: AccountId) -> Resident | None:
        """Who the account is in this town, also after they left it."""

    async def everywhere(self, account: AccountId) -> list[Resident]:
        """Every town they live or lived in."""

    async def put(self, resident: Resident) -> None: ...

    async def set_reachable(self, account: AccountId, reachable: bool) -> None:
        """In every town."""


class Homes(Protocol):
    """The town's places, as far as a resident needs them (kept by civic/places)."""

    async def place(self, community: CommunityId, place: PlaceId) -> object:
        """Raise NotFound when the town has no such place."""

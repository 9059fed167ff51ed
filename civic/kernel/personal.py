"""What every keeper of personal things owes a person: to tell, and to forget."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from civic.kernel.ids import AccountId, CommunityId, ResidentId
from civic.kernel.json_value import JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """One person in one town: the resident, and the account behind."""

    resident: ResidentId
    account: AccountId


class PersonalStore(Protocol):
    """Keeps something of a resident of a town; joins by one line in `Work.personal`."""

    async def about(self, community: CommunityId, whom: Whom) -> JsonObject:
        """All that is kept about them, in words of the domain; empty when nothing is."""

    async def forget(self, community: CommunityId, whom: Whom, *, now: datetime) -> None:
        """Erase it for good; aggregates that name nobody may stay."""


class AccountStore(Protocol):
    """Keeps something of an account whatever its town; joins by one line in `Work.accountwide`."""

    async def about_account(self, account: AccountId) -> JsonObject: ...

    async def forget_account(self, account: AccountId, *, now: datetime) -> None: ...

"""Accounts, residents and what is owed to them, kept in memory."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from civic.kernel.ids import AccountId, CommunityId, PlaceId, ResidentId
from civic.kernel.outbox import Notice, Recipient
from civic.kernel.refusal import NotFound
from civic.residents.model import Account, Resident


@dataclass
class MemoryAccounts:
    kept: dict[AccountId, Account] = field(default_factory=dict)

    async def find(self, account: AccountId) -> Account | None:
        return self.kept.get(account)

    async def account(self, account: AccountId) -> Account:
        if account not in self.kept:
            raise NotFound("account-unknown")
        return self.kept[account]

    async def put(self, account: Account, *, now: datetime) -> None:
        self.kept[account.id] = account


@dataclass
class MemoryResidents:
    kept: dict[tuple[CommunityId, ResidentId], Resident] = field(default_factory=dict)

    async def resident(self, community: CommunityId, resident: ResidentId) -> Resident:
        if (community, resident) not in self.kept:
            raise NotFound("resident-gone")
        return self.kept[community, resident]

    async def of_account(self, community: CommunityId, account: AccountId) -> Resident | None:
        return next(
            (one for one in await self.everywhere(account) if one.community == community), None
        )

    async def everywhere(self, account: AccountId) -> list[Resident]:
        return [one for one in self.kept.values() if one.account == account]

    async def put(self, resident: Resident) -> None:
        self.kept[resident.community, resident.id] = resident

    async def set_reachable(self, account: AccountId, reachable: bool) -> None:
        for one in await self.everywhere(account):
            await self.put(replace(one, reachable=reachable))


@dataclass
class MemoryHomes:
    """The ids of places, by town."""

    kept: dict[CommunityId, set[PlaceId]] = field(default_factory=dict)

    async def place(self, community: CommunityId, place: PlaceId) -> object:
        if place not in self.kept.get(community, set()):
            raise NotFound("place-not-found")
        return place


@dataclass
class MemoryOutbox:
    owed: list[Notice] = field(default_factory=list)

    def told(self, key: str) -> set[AccountId]:
        """Who is owed a notice of this key."""
        return {notice.to for notice in self.owed if notice.key == key}

    async def owe(self, notice: Notice, *, now: datetime) -> None:
        self.owed.append(notice)

    async def owe_many(
        self, notice: Notice, recipients: Iterable[Recipient], *, now: datetime
    ) -> int:
        before = len(self.owed)
        self.owed += [replace(notice, to=one.to, once=one.once) for one in recipients]
        return len(self.owed) - before

    async def ask_again(self, community: CommunityId, account: AccountId, *, now: datetime) -> None:
        """Nothing waits for a waking hour here."""

    async def cancel(self, community: CommunityId, once_prefix: str, *, now: datetime) -> int:
        kept = [n for n in self.owed if not (n.once or "").startswith(once_prefix)]
        gone = len(self.owed) - len(kept)
        self.owed = kept
        return gone

    async def take_back(self, community: CommunityId, once_prefix: str, *, now: datetime) -> int:
        return await self.cancel(community, once_prefix, now=now)

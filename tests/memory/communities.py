"""Towns, officials, codes and the audit, kept in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from civic.communities.model import (
    Agency,
    AuditHead,
    AuditLink,
    AuditRow,
    Community,
    Official,
    OfficialInvitation,
    OwnerCode,
    Role,
)
from civic.kernel.audit import AuditEntry
from civic.kernel.ids import AccountId, AgencyId, CommunityId
from civic.kernel.refusal import NotFound


@dataclass
class MemoryCommunities:
    kept: dict[CommunityId, Community] = field(default_factory=dict)

    async def community(self, community: CommunityId) -> Community:
        if community not in self.kept:
            raise NotFound("community-gone")
        return self.kept[community]

    async def by_slug(self, slug: str) -> Community | None:
        return next((one for one in self.kept.values() if one.slug == slug), None)

    async def all(self, *, limit: int = 1000) -> list[Community]:
        return list(self.kept.values())[:limit]

    async def sole(self) -> Community | None:
        return next(iter(self.kept.values())) if len(self.kept) == 1 else None

    async def put(self, community: Community) -> None:
        self.kept[community.id] = community


@dataclass
class MemoryOfficials:
    kept: dict[tuple[CommunityId, AccountId], Official] = field(default_factory=dict)
    named: dict[tuple[CommunityId, AgencyId], Agency] = field(default_factory=dict)

    async def find(self, community: CommunityId, account: AccountId) -> Official | None:
        return self.kept.get((community, account))

    async def official(self, community: CommunityId, account: AccountId) -> Official:
        found = self.kept.get((community, account))
        if found is None:
            raise NotFound("official-gone")
        return found

    async def all(self, community: CommunityId) -> list[Official]:
        return [one for one in self.kept.values() if one.community == community]

    async def administrators(self, community: CommunityId) -> list[Official]:
        return [one for one in await self.all(community) if one.role is Role.ADMINISTRATOR]

    async def serving(self, account: AccountId) -> list[Official]:
        return [one for one in self.kept.values() if one.account == account]

    async def put(self, official: Official) -> None:
        self.kept[official.community, official.account] = official

    async def remove(self, community: CommunityId, account: AccountId) -> None:
        self.kept.pop((community, account), None)

    async def agencies(self, community: CommunityId, *, closed: bool = False) -> list[Agency]:
        return [
            one
            for one in self.named.values()
            if one.community == community and (closed or not one.is_closed)
        ]

    async def agency(self, community: CommunityId, agency: AgencyId) -> Agency:
        if (community, agency) not in self.named:
            raise NotFound("agency-gone")
        return self.named[community, agency]

    async def put_agency(self, agency: Agency) -> None:
        self.named[agency.community, agency.id] = agency


@dataclass
class MemoryInvitations:
    unused: dict[tuple[CommunityId, str], OfficialInvitation] = field(default_factory=dict)

    async def add(self, invitation: OfficialInvitation) -> None:
        self.unused[invitation.community, invitation.code_hash] = invitation

    async def find(self, community: CommunityId, code_hash: str) -> OfficialInvitation | None:
        return self.unused.get((community, code_hash))

    async def use(
        self, community: CommunityId, code_hash: str, account: AccountId, *, now: datetime
    ) -> OfficialInvitation | None:
        found = self.unused.get((community, code_hash))
        if found is None or found.expires_at <= now:
            return None
        return self.unused.pop((community, code_hash))


@dataclass
class MemoryOwnerCodes:
    unused: dict[str, OwnerCode] = field(default_factory=dict)
    begun: dict[AccountId, OwnerCode] = field(default_factory=dict)
    wrong: list[tuple[AccountId, datetime]] = field(default_factory=list)

    async def add(self, code: OwnerCode) -> None:
        self.unused[code.code_hash] = code

    async def use(self, code_hash: str, account: AccountId, *, now: datetime) -> OwnerCode | None:
        found = self.unused.get(code_hash)
        if found is None or found.expires_at <= now:
            return None
        self.begun[account] = found
        return self.unused.pop(code_hash)

    async def unfinished(self, account: AccountId, *, now: datetime) -> OwnerCode | None:
        found = self.begun.get(account)
        if found is None or found.community is not None or found.expires_at <= now:
            return None
        return found

    async def finish(self, code_hash: str, community: CommunityId) -> None:
        self.begun = {
            account: replace(code, community=community) if code.code_hash == code_hash else code
            for account, code in self.begun.items()
        }

    async def note_wrong(self, account: AccountId, *, now: datetime) -> None:
        self.wrong.append((account, now))

    async def wrong_since(self, account: AccountId, since: datetime) -> int:
        return sum(1 for who, at in self.wrong if who == account and at > since)


@dataclass
class MemoryAudit:
    """The log, and the trail that the tick chains."""

    noted: list[AuditRow] = field(default_factory=list)
    chained: list[AuditLink] = field(default_factory=list)

    @property
    def verbs(self) -> list[str]:
        return [row.verb for row in self.noted]

    async def note(self, entry: AuditEntry, *, now: datetime) -> None:
        row = AuditRow(
            id=len(self.noted) + 1,
            community=entry.community,
            at=now,
            actor=entry.actor,
            verb=entry.verb,
            subject=entry.subject,
            details=entry.details,
        )
        self.noted.append(row)

    async def entries(self, community: CommunityId, *, limit: int) -> list[AuditEntry]:
        return [
            AuditEntry(
                community=row.community,
                actor=row.actor,
                verb=row.verb,
                subject=row.subject,
                details=row.details,
            )
            for row in reversed(self.noted)
            if row.community == community
        ][:limit]

    async def unchained(self, community: CommunityId, *, limit: int) -> list[AuditRow]:
        done = {link.row.id for link in self.chained}
        waiting = [row for row in self.noted if row.community == community and row.id not in done]
        return waiting[:limit]

    async def chain(self, community: CommunityId, links: Sequence[AuditLink]) -> None:
        self.chained.extend(links)

    async def head(self, community: CommunityId) -> AuditHead | None:
        mine = [link for link in self.chained if link.row.community == community]
        return AuditHead(seq=mine[-1].seq, hash=mine[-1].hash) if mine else None

    async def links(self, community: CommunityId, *, after: int, limit: int) -> list[AuditLink]:
        mine = [link for link in self.chained if link.row.community == community]
        return [link for link in mine if link.seq > after][:limit]

    async def with_unchained(self, *, limit: int) -> list[CommunityId]:
        done = {link.row.id for link in self.chained}
        return list({row.community for row in self.noted if row.id not in done})[:limit]

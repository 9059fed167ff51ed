"""What a town needs kept: itself, its officials, the codes that let them in, what they did."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from civic.communities.model import (
    Agency,
    AuditHead,
    AuditLink,
    AuditRow,
    Community,
    Official,
    OfficialInvitation,
    OwnerCode,
)
from civic.kernel.ids import AccountId, AgencyId, CommunityId


class Communities(Protocol):
    async def community(self, community: CommunityId) -> Community:
        """Raise NotFound when there is no such town."""

    async def by_slug(self, slug: str) -> Community | None: ...

    async def all(self, *, limit: int = 1000) -> list[Community]:
        """For the operator and for matching by name; a person never sees the list."""

    async def sole(self) -> Community | None:
        """The town where there is exactly one."""

    async def put(self, community: Community) -> None: ...


class Officials(Protocol):
    async def find(self, community: CommunityId, account: AccountId) -> Official | None: ...

    async def official(self, community: CommunityId, account: AccountId) -> Official:
        """Raise NotFound when they do not serve this town."""

    async def all(self, community: CommunityId) -> list[Official]:
        """Administrators first, then by name."""

    async def administrators(self, community: CommunityId) -> list[Official]:
        """Held still until the unit ends, so that two cannot remove each other at once."""

    async def serving(self, account: AccountId) -> list[Official]:
        """All their posts, in whichever town."""

    async def put(self, official: Official) -> None: ...

    async def remove(self, community: CommunityId, account: AccountId) -> None: ...

    async def agencies(self, community: CommunityId, *, closed: bool = False) -> list[Agency]:
        """Those that serve; `closed`: also those that do no longer, to call them by name."""

    async def agency(self, community: CommunityId, agency: AgencyId) -> Agency:
        """Raise NotFound when this town has no such agency; a closed one is still told."""

    async def put_agency(self, agency: Agency) -> None: ...


class OfficialInvitations(Protocol):
    async def add(self, invitation: OfficialInvitation) -> None: ...

    async def find(self, community: CommunityId, code_hash: str) -> OfficialInvitation | None:
        """The invitation while it is unused, expired or not."""

    async def use(
        self, community: CommunityId, code_hash: str, account: AccountId, *, now: datetime
    ) -> OfficialInvitation | None:
        """Mark it used and return it; None when unknown, used or expired. One caller wins."""


class OwnerCodes(Protocol):
    async def add(self, code: OwnerCode) -> None: ...

    async def use(self, code_hash: str, account: AccountId, *, now: datetime) -> OwnerCode | None:
        """Mark it used and return it; None when unknown, used or expired. One caller wins."""

    async def unfinished(self, account: AccountId, *, now: datetime) -> OwnerCode | None:
        """The code they opened to make a town, while it holds and the town is not made."""

    async def finish(self, code_hash: str, community: CommunityId) -> None:
        """The town it allowed is made."""

    async def note_wrong(self, account: AccountId, *, now: datetime) -> None: ...

    async def wrong_since(self, account: AccountId, since: datetime) -> int:
        """How many wrong codes the account tried since then."""


class AuditTrail(Protocol):
    """The audit log as the tick sees it."""

    async def unchained(self, community: CommunityId, *, limit: int) -> list[AuditRow]:
        """Rows without a place in the chain, the oldest first."""

    async def chain(self, community: CommunityId, links: Sequence[AuditLink]) -> None: ...

    async def head(self, community: CommunityId) -> AuditHead | None: ...

    async def links(self, community: CommunityId, *, after: int, limit: int) -> list[AuditLink]:
        """The chain in order, from behind this number on."""

    async def with_unchained(self, *, limit: int) -> list[CommunityId]:
        """Towns that have rows to chain."""

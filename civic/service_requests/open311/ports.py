"""What other programs need kept, beside the requests themselves."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from civic.kernel.ids import ApiKeyId, CommunityId, ServiceRequestId
from civic.service_requests.model import ServiceRequest
from civic.service_requests.open311.model import ApiKey, Update
from civic.service_requests.ports import RequestDesk


class OutsideBook(Protocol):
    async def put_key(self, key: ApiKey) -> None: ...

    async def keys(self, community: CommunityId) -> list[ApiKey]:
        """Revoked ones too, in the order in which they were made."""

    async def key(self, community: CommunityId, key_hash: str) -> ApiKey | None:
        """One that holds; whoever brings something with it meanwhile waits for this unit to end."""

    async def note_brought(
        self, community: CommunityId, request: ServiceRequestId, key: ApiKeyId, *, now: datetime
    ) -> None: ...

    async def brought_since(
        self, community: CommunityId, key: ApiKeyId, since: datetime
    ) -> list[datetime]:
        """When something was brought with it, the earliest first."""

    async def numbers_brought(
        self, community: CommunityId, key_hash: str, numbers: Collection[int]
    ) -> frozenset[int]:
        """Those of these that were brought with this key."""

    async def by_draft(self, community: CommunityId, draft: int) -> ServiceRequest | None: ...

    async def numbered(
        self, community: CommunityId, numbers: Collection[int]
    ) -> dict[int, ServiceRequest]:
        """By their numbers, at most a thousand at a time."""

    async def updates(
        self, community: CommunityId, since: datetime, until: datetime, *, limit: int
    ) -> list[Update]:
        """What the office or the tick did to what the public sees, the latest first."""


class OutsideDesk(RequestDesk, Protocol):
    """What an action reads and writes in one transaction; a unit of work is one."""

    @property
    def open311(self) -> OutsideBook: ...

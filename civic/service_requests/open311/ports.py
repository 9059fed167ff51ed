"""What other programs need kept, beside the requests themselves."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from civic.kernel.ids import CommunityId
from civic.service_requests.model import ServiceRequest
from civic.service_requests.open311.model import Update
from civic.service_requests.ports import RequestDesk


class OutsideBook(Protocol):
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

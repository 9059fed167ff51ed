"""What relays need kept, and the other servers themselves."""

from datetime import datetime
from typing import Protocol

from civic.kernel.ids import CommunityId, RelayServerId, ServiceRequestId
from civic.service_requests.ports import RequestDesk
from civic.service_requests.relays.model import Outgoing, Relay, RelayServer, Remote, Served


class Relays(Protocol):
    async def put_server(self, server: RelayServer) -> None: ...

    async def servers(self, community: CommunityId) -> list[RelayServer]: ...

    async def put_served(self, served: Served) -> None: ...

    async def served(self, community: CommunityId) -> list[Served]: ...

    async def find(self, community: CommunityId, request: ServiceRequestId) -> Relay | None: ...

    async def put(self, relay: Relay) -> None: ...

    async def is_taken(self, community: CommunityId, server: RelayServerId, remote_id: str) -> bool:
        """Whether that number of theirs stands for a request of ours already."""

    async def dead(self, community: CommunityId, *, limit: int) -> list[Relay]:
        """Those given up, the latest first."""

    async def not_begun(self, *, limit: int) -> list[tuple[CommunityId, ServiceRequestId, Served]]:
        """In every town, open requests of categories that another server serves."""

    async def due(self, now: datetime, *, limit: int) -> list[Relay]:
        """In every town, the longest due first; held."""


class RelayDesk(RequestDesk, Protocol):
    @property
    def relays(self) -> Relays: ...


class OtherServers(Protocol):
    """Each raises RelayFailed, saying whether what was sent may have arrived."""

    async def post(self, server: RelayServer, outgoing: Outgoing) -> Remote: ...

    async def by_token(self, server: RelayServer, token: str) -> Remote | None: ...

    async def sought(
        self, server: RelayServer, outgoing: Outgoing, since: datetime
    ) -> Remote | None:
        """By its token in what is listed there; None where it is certainly not there."""

    async def status(self, server: RelayServer, remote_id: str) -> Remote: ...

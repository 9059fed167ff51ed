"""What service requests need kept, and what one transaction gives them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from civic.audiences.ports import Audiences
from civic.communities.ports import Communities, Officials
from civic.kernel.audit import AuditLog
from civic.kernel.ids import (
    AccountId,
    AssetId,
    CategoryId,
    CommunityId,
    FileId,
    ResidentId,
    ServiceRequestId,
)
from civic.kernel.outbox import Outbox
from civic.places.model import Box, Point
from civic.places.ports import PlaceBook
from civic.residents.ports import Accounts
from civic.service_requests.draft import Draft
from civic.service_requests.duties.ports import RequestDuties
from civic.service_requests.model import (
    Category,
    Confirmation,
    Event,
    Order,
    Photo,
    ServiceRequest,
    Status,
    Supporter,
    Verdicts,
    Wanted,
)
from civic.service_requests.settings import RoutingRule


class ServiceRequests(Protocol):
    async def file(self, request: ServiceRequest) -> tuple[ServiceRequest, bool]:
        """Keep it under the next number of its town; False with what their draft was filed as."""

    async def request(
        self, community: CommunityId, request: ServiceRequestId, *, hold: bool = False
    ) -> ServiceRequest:
        """Raise NotFound when the town has none such; held: nobody else changes it meanwhile."""

    async def by_number(self, community: CommunityId, number: int) -> ServiceRequest | None: ...

    async def some(
        self, community: CommunityId, requests: Collection[ServiceRequestId]
    ) -> dict[ServiceRequestId, ServiceRequest]:
        """At most a thousand at a time."""

    async def put(self, request: ServiceRequest) -> None: ...

    async def page(
        self,
        community: CommunityId,
        wanted: Wanted,
        *,
        order: Order = Order.DUE,
        near: Point | None = None,
        offset: int = 0,
        limit: int,
    ) -> list[ServiceRequest]:
        """By due date those without one come last; near goes to 5 km, the nearest first."""

    async def count(self, community: CommunityId, wanted: Wanted) -> int: ...

    async def inside(
        self,
        community: CommunityId,
        box: Box,
        categories: Collection[CategoryId],
        statuses: Collection[Status],
        *,
        limit: int,
    ) -> list[ServiceRequest]: ...

    async def of_asset(
        self, community: CommunityId, asset: AssetId, statuses: Collection[Status], *, limit: int
    ) -> list[ServiceRequest]:
        """The newest first."""

    async def of_resident(
        self, community: CommunityId, resident: ResidentId, *, offset: int = 0, limit: int
    ) -> list[ServiceRequest]:
        """What they filed or joined, the newest first."""

    async def filed_since(
        self, community: CommunityId, resident: ResidentId, since: datetime
    ) -> list[ServiceRequest]:
        """The newest first."""

    async def add_event(self, community: CommunityId, event: Event) -> None: ...

    async def events(
        self, community: CommunityId, request: ServiceRequestId, *, offset: int = 0, limit: int
    ) -> list[Event]:
        """The latest first."""

    async def add_photo(self, community: CommunityId, photo: Photo) -> bool:
        """False when it is there already."""

    async def put_photo(self, community: CommunityId, photo: Photo) -> None: ...

    async def photos(self, community: CommunityId, request: ServiceRequestId) -> list[Photo]:
        """As they came."""

    async def shown_photos(
        self, community: CommunityId, requests: Collection[ServiceRequestId]
    ) -> dict[ServiceRequestId, FileId]:
        """The first of each that is fit to be shown; at most a thousand at a time."""

    async def secret(
        self, community: CommunityId, requests: Collection[ServiceRequestId]
    ) -> frozenset[ServiceRequestId]:
        """Of which nothing is told but to whoever stands behind them; at most a thousand.

        Their category, what it lies in, the things it is about, or the very thing that they are
        about is of those that the public may not know.
        """

    async def unlooked_photos(self, community: CommunityId, *, limit: int) -> list[Photo]:
        """Those nobody has looked at, the longest waiting first."""

    async def add_supporter(self, community: CommunityId, supporter: Supporter) -> bool:
        """False when they stand behind it already."""

    async def remove_supporter(
        self, community: CommunityId, request: ServiceRequestId, resident: ResidentId
    ) -> bool: ...

    async def supporters(
        self, community: CommunityId, request: ServiceRequestId, *, limit: int = 1_000
    ) -> list[Supporter]:
        """The first who joined first."""

    async def is_supporter(
        self, community: CommunityId, request: ServiceRequestId, resident: ResidentId
    ) -> bool: ...

    async def shown_as(self, account: AccountId, message: int) -> ServiceRequestId | None:
        """What a message in this person's chat tells of: it is its card, or news of it."""

    async def move_supporters(
        self, community: CommunityId, request: ServiceRequestId, into: ServiceRequestId
    ) -> int:
        """Whoever stands behind one stands behind the other; return how many that has then."""

    async def put_confirmation(self, community: CommunityId, said: Confirmation) -> None:
        """Their latest word of a round counts."""

    async def verdicts(
        self,
        community: CommunityId,
        request: ServiceRequestId,
        round_: int,
        asker: ResidentId | None,
    ) -> Verdicts: ...

    async def due_looks(self, now: datetime, *, limit: int) -> list[ServiceRequest]:
        """In every town, what the tick has to look at, the longest due first; held."""


class RequestCategories(Protocol):
    async def category(self, community: CommunityId, category: CategoryId) -> Category:
        """Raise NotFound when the town has none such; a retired one is still told."""

    async def all(self, community: CommunityId) -> list[Category]:
        """In their order, each followed by what is within; retired ones too."""

    async def public(self, community: CommunityId) -> frozenset[CategoryId]:
        """Of which the public may know: they, what they lie in, and the things they are about."""

    async def put(self, categories: Sequence[Category]) -> None:
        """Add or replace; all of one town."""


class RequestDrafts(Protocol):
    async def of(
        self, community: CommunityId, resident: ResidentId, *, hold: bool = False
    ) -> Draft | None:
        """What they are writing, if anything; held: a photo that comes in meanwhile waits."""

    async def put(self, draft: Draft) -> None:
        """It is the only one of its resident."""

    async def drop(self, community: CommunityId, resident: ResidentId, *, with_files: bool) -> None:
        """It was filed, and its files are the request's; or nobody wants them any more."""


class RequestRoutes(Protocol):
    async def rules(self, community: CommunityId) -> list[RoutingRule]:
        """In the order in which they are tried."""

    async def replace(self, community: CommunityId, rules: Sequence[RoutingRule]) -> None:
        """These are all, in this order."""


class RequestDesk(Protocol):
    """What an action reads and writes in one transaction; a unit of work is one."""

    @property
    def service_requests(self) -> ServiceRequests: ...
    @property
    def request_categories(self) -> RequestCategories: ...
    @property
    def request_routes(self) -> RequestRoutes: ...
    @property
    def accounts(self) -> Accounts: ...
    @property
    def request_duties(self) -> RequestDuties: ...
    @property
    def communities(self) -> Communities: ...
    @property
    def officials(self) -> Officials: ...
    @property
    def places(self) -> PlaceBook: ...
    @property
    def audiences(self) -> Audiences: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def audit(self) -> AuditLog: ...

"""What other programs see of requests, and what they ask for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from civic.communities.model import Agency
from civic.kernel.ids import ApiKeyId, CommunityId, FileId, PlaceId
from civic.places.model import Point
from civic.service_requests.model import Category, Event, ServiceRequest, Status

LONGEST_SPAN = timedelta(days=90)
MOST = 1_000
"""Requests in one answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """Lets a program bring requests to one town; only who was given it knows it."""

    id: ApiKeyId
    community: CommunityId
    key_hash: str
    name: str
    """Whose it is, in the town's words."""
    hourly: int
    """So many requests may be brought with it within an hour."""
    made_at: datetime
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A request as a program brings it."""

    code: str
    text: str = ""
    point: Point | None = None
    place: PlaceId | None = None
    address: str = ""
    attributes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    contact: str = ""
    """How to reach whoever asks; for the office only."""
    token: str
    """Names what is brought: twice the same is one request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A category under which something can be filed."""

    category: Category
    group: Category | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which requests a program asks for; what is not named does not matter."""

    statuses: frozenset[Status] = frozenset(Status)
    codes: frozenset[str] | None = None
    filed_from: datetime | None = None
    filed_until: datetime | None = None
    changed_from: datetime | None = None
    changed_until: datetime | None = None
    page: int = 1
    page_size: int = MOST


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRequest:
    """A request with what stands beside it, as far as the public may know."""

    request: ServiceRequest
    category: Category
    agency: Agency | None = None
    photo: FileId | None = None
    merged_into: int | None = None
    """The number of what it became part of."""
    is_whole: bool = True
    """Otherwise no official has read it yet: only what it is about and where it stands is told."""
    happened: tuple[Event, ...] = ()
    """The earliest first, where they were asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """Something the office told the public about a request."""

    event: Event
    number: int
    status: Status
    """What the request became by it, else what it is."""

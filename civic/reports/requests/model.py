"""What became of requests in a week: the figures that each agency, the town and the public get."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from civic.kernel.ids import (
    AccountId,
    AgencyId,
    CategoryId,
    CommunityId,
    PlaceId,
    ResidentId,
    ServiceRequestId,
)
from civic.kernel.language import Translated
from civic.service_requests.model import EventKind, Status

WATCHED_FOR = timedelta(days=91)
"""How long requests are followed for the times people wait: thirteen weeks."""
OLDEST = 10


class Scope(StrEnum):
    """Whose requests a report is about."""

    TOWN = "town"
    AGENCY = "agency"
    PUBLIC = "public"
    """What anybody may know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that happened to a request, as far as a report asks."""

    at: datetime
    by: AccountId | None
    kind: EventKind
    from_office: bool = False
    is_public: bool = True
    from_status: Status | None = None
    to_status: Status | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRequest:
    """A request and all that happened to it; nothing of what it says or who asked by name."""

    request: ServiceRequestId
    number: int
    category: CategoryId
    place: PlaceId | None
    """Its courtyard or district; a building stands for the courtyard it is in."""
    agency: AgencyId | None
    asker: ResidentId | None
    status: Status
    filed_at: datetime
    due_at: datetime | None
    is_clock_stopped: bool
    is_public: bool
    """Its category is public, and nobody hid it."""
    is_shown: bool
    """And an official has read it."""
    happenings: tuple[Happening, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How a request went up to the end of the week, by what happened to it."""

    kept: KeptRequest
    answered_at: datetime | None
    """The office's first step or word that residents see."""
    settled_at: datetime | None
    """Neighbours confirmed it, or nobody objected and it was closed: never what doers say."""
    over_at: datetime | None
    """From then on nothing was to be done any more, whatever the reason."""
    is_new: bool
    is_closed: bool
    """Its end came in this week."""
    is_open: bool
    is_overdue: bool
    is_reopened: bool
    sent_back_by: tuple[AccountId | None, ...] = ()
    """Who found in this week that it came to a wrong address."""


class Reach(StrEnum):
    KNOWN = "known"
    NOT_YET = "not_yet"
    """So many have not got there that nobody can say."""
    TOO_FEW = "too_few"
    """Of so few people that it would say how long one of them waited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantile:
    reach: Reach
    minutes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lasting:
    """How long it takes, with those who still wait counted as such (Kaplan and Meier)."""

    requests: int
    median: Quantile
    p90: Quantile


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFigures:
    new: int
    closed: int
    reopened: int
    wrong_addresses: int
    open: int
    overdue: int
    to_answer: Lasting
    to_settled: Lasting


class RowKind(StrEnum):
    WHOLE = "whole"
    GROUP = "group"
    REST = "rest"
    """Within the parent, but in none of its parts."""
    OTHERS = "others"
    """The hidden groups of one parent together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRow:
    kind: RowKind
    id: int | None
    depth: int
    name: Translated
    figures: RequestFigures | None
    """None: hidden, whatever the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OldRequest:
    number: int
    category: Translated
    place: Translated | None
    agency: Translated | None
    status: Status
    filed_at: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestReport:
    """What was published, whole; it never changes."""

    number: int
    community: CommunityId
    community_name: Translated
    scope: Scope
    agency: AgencyId | None = None
    agency_name: Translated | None = None
    time_zone: str
    since: datetime
    until: datetime
    """The week ends before this moment."""
    made_at: datetime
    software: str
    threshold: int
    contact: str = ""
    whole: RequestFigures
    categories: tuple[RequestRow, ...]
    places: tuple[RequestRow, ...]
    agencies: tuple[RequestRow, ...] = ()
    """Only in the whole town's."""
    oldest: tuple[OldRequest, ...] = ()
    audit_head: str | None = None

    @property
    def is_quiet(self) -> bool:
        """Nothing happened in this week, and nothing waits."""
        told = self.whole
        return not any(
            (told.new, told.closed, told.reopened, told.wrong_addresses, told.open, told.overdue)
        )

    @property
    def hidden(self) -> int:
        return sum(row.figures is None for row in (*self.categories, *self.places))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """What rows are put into: categories, places or agencies; None is the whole."""

    whole: Translated
    names: Mapping[int, Translated]
    children: Mapping[int | None, tuple[int, ...]] = field(default_factory=dict)

    def name(self, key: int | None) -> Translated:
        return self.whole if key is None else self.names[key]

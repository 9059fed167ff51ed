"""A service request: what is wrong where, who mends it by when, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum

from civic.kernel.ids import (
    AccountId,
    AgencyId,
    AssetId,
    AssetKindId,
    CategoryId,
    CommunityId,
    FileId,
    PlaceId,
    ResidentId,
    ServiceRequestId,
)
from civic.kernel.json_value import JsonObject
from civic.kernel.language import Language, Translated
from civic.places.model import Point
from civic.surveys.answering.model import Answer
from civic.surveys.model import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    id: CategoryId
    community: CommunityId
    parent: CategoryId | None
    """None: of the first level. There are two."""
    code: str
    name: Translated
    icon: str = ""
    words: tuple[str, ...] = ()
    """By which it is guessed from what people write; whole words or their beginnings."""
    agency: AgencyId | None = None
    days: int = 10
    """Working days until it should be done."""
    is_public: bool = True
    """Otherwise no page, export or map for the public tells of it."""
    needs_photo_after: bool = False
    is_emergency: bool = False
    asset_kind: AssetKindId | None = None
    questions: tuple[Question, ...] = ()
    position: int = 0
    retired: bool = False

    def title_in(self, language: Language) -> str:
        return f"{self.icon} {self.name.in_(language)}".strip()


class Status(StrEnum):
    RECEIVED = "received"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    PASSED_ON = "passed_on"
    PLANNED = "planned"
    IN_WORK = "in_work"
    WAITING = "waiting"
    """For the resident, who was asked something."""
    DONE = "done"
    CONFIRMED = "confirmed"
    REOPENED = "reopened"
    CLOSED = "closed"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


OPEN = frozenset(
    {
        Status.RECEIVED,
        Status.ACCEPTED,
        Status.PASSED_ON,
        Status.PLANNED,
        Status.IN_WORK,
        Status.WAITING,
        Status.REOPENED,
    }
)
"""Something is still to be done about it."""
AWAITING_RESIDENTS = frozenset({Status.DONE, Status.CONFIRMED})
"""Neighbours may still say whether it is really done."""


class Escalation(IntEnum):
    NONE = 0
    WARNED = 1
    """Whoever has it was told that most of the time is gone."""
    OVERDUE = 2
    """The head was told that it is late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A question as it was asked: its category may ask something else by now."""

    question: Question
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRequest:
    """`status` is changed by rules/transitions.py alone."""

    id: ServiceRequestId
    community: CommunityId
    number: int
    """What people call it by: 1, 2, 3 … in its town, without gaps."""
    draft: int
    """What it was filed from; filed twice, it is one request."""
    category: CategoryId
    asker: ResidentId | None
    """None once they had themselves erased, or where another program brought it."""
    account: AccountId | None
    is_anonymous: bool = True
    """To the public and the neighbours; the office knows who asks."""
    contact: str = ""
    """How else to reach them; for the office only."""
    text: str
    point: Point | None = None
    place: PlaceId | None = None
    address: str = ""
    asset: AssetId | None = None
    asset_owner: str = ""
    answers: tuple[Answered, ...] = ()
    """To what its category asked then."""
    status: Status = Status.RECEIVED
    resumes_as: Status | None = None
    """What it was when the resident was asked something."""
    agency: AgencyId | None = None
    """None: the dispatcher's."""
    assignee: AccountId | None = None
    days: int
    """Working days that were promised when it was filed."""
    due_at: datetime | None = None
    clock_stopped_at: datetime | None = None
    planned_for: date | None = None
    filed_at: datetime
    changed_at: datetime
    done_at: datetime | None = None
    done_by: AccountId | None = None
    merged_into: ServiceRequestId | None = None
    reopened: int = 0
    """How often neighbours had it reopened: once at most, then an official decides."""
    is_disputed: bool = False
    """Done, say its doers; not done, say neighbours: somebody above decides."""
    escalation: Escalation = Escalation.NONE
    look_at: datetime | None = None
    """When the tick has to look: most of the time gone, overdue, nobody objected."""
    joined: int = 0
    """How many neighbours stand behind it beside its asker."""
    events: int = 0
    """How many things have happened to it."""
    is_hidden: bool = False
    """An official found that the public must not see it."""
    is_shown_publicly: bool = False
    """An official has read it, its category is public, and nobody hid it."""

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def card(self) -> str:
        """Names the message that residents have of it."""
        return f"request:{self.id}"


class PhotoKind(StrEnum):
    BEFORE = "before"
    AFTER = "after"
    COMMENT = "comment"
    VOICE = "voice"
    """What was said instead of written; kept as it came."""


class Look(StrEnum):
    """What an official found when they looked at a photo."""

    WAITING = "waiting"
    PUBLIC = "public"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    request: ServiceRequestId
    file: FileId
    by: AccountId | None
    kind: PhotoKind
    look: Look = Look.WAITING
    taken_at: datetime


class EventKind(StrEnum):
    FILED = "filed"
    ROUTED = "routed"
    MOVED = "moved"
    ASSIGNED = "assigned"
    COMMENTED = "commented"
    PHOTO_ADDED = "photo_added"
    JOINED = "joined"
    LEFT = "left"
    SAID_DONE = "said_done"
    SAID_NOT_DONE = "said_not_done"
    DISPUTED = "disputed"
    WARNED = "warned"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to a request, in order; `n` counts them from 1."""

    request: ServiceRequestId
    n: int
    at: datetime
    by: AccountId | None
    """None: the tick, or somebody who had themselves erased."""
    from_office: bool = False
    kind: EventKind
    from_status: Status | None = None
    to_status: Status | None = None
    text: str = ""
    details: JsonObject = field(default_factory=dict)
    """Such as the agency it went to, the date it is planned for, why it went there."""
    is_public: bool = True
    """Residents see it; otherwise the office alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supporter:
    """A neighbour who joined instead of asking again."""

    request: ServiceRequestId
    resident: ResidentId
    account: AccountId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """Whether somebody who asked, joined or lives there finds it done; one a person and round."""

    request: ServiceRequestId
    round: int
    """How often it was reopened before."""
    resident: ResidentId
    is_done: bool
    text: str = ""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """What neighbours said in this round, each by their latest word."""

    yes: int = 0
    no: int = 0
    asker_says_yes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPhoto:
    file: FileId
    kind: PhotoKind = PhotoKind.BEFORE


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRequest:
    """What a resident is about to file."""

    draft: int
    """Names the draft: what is pressed twice is filed once."""
    category: CategoryId
    text: str
    point: Point | None = None
    place: PlaceId | None = None
    address: str = ""
    asset: AssetId | None = None
    asset_owner: str = ""
    photos: tuple[NewPhoto, ...] = ()
    answers: Mapping[int, Answer] = field(default_factory=dict)
    """To the category's questions, by their number from 1."""
    is_anonymous: bool = True
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearby:
    """A request like the one about to be filed, and how far away it is."""

    request: ServiceRequest
    metres: int | None
    """None: about the same asset, wherever that stands."""
    photo: FileId | None = None
    """One that an official found fit to be shown, if any."""


class Order(StrEnum):
    DUE = "due"
    NEWEST = "newest"
    NEAR = "near"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which requests somebody asks for; what is not named does not matter."""

    statuses: frozenset[Status] = OPEN
    agencies: frozenset[AgencyId | None] | None = None
    """With None among them: what nobody was found for."""
    assignee: AccountId | None = None
    asker: ResidentId | None = None
    categories: frozenset[CategoryId] | None = None
    place: PlaceId | None = None
    within: PlaceId | None = None
    """This place or what lies in it: a courtyard with its buildings."""
    asset: AssetId | None = None
    filed_from: datetime | None = None
    filed_until: datetime | None = None
    changed_from: datetime | None = None
    changed_until: datetime | None = None
    due_until: datetime | None = None
    is_disputed: bool | None = None
    public_only: bool = False
    """Of a public category, and shown publicly."""

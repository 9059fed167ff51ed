"""A dialogue: what a resident and an office say to each other, and who has it in hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from civic.communities.model import Official
from civic.kernel.ids import (
    AccountId,
    AgencyId,
    BroadcastId,
    CommunityId,
    DialogueId,
    ResidentId,
)
from civic.kernel.language import Language


class DialogueState(StrEnum):
    WAITING_FOR_OFFICE = "office"
    WAITING_FOR_RESIDENT = "resident"
    CLOSED = "closed"


class LineKind(StrEnum):
    TEXT = "text"
    PHOTO = "photo"
    DOCUMENT = "document"
    VOICE = "voice"
    LOCATION = "location"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What somebody sent, before it is a line of anything."""

    kind: LineKind
    text: str = ""
    telegram_file: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One message of it; a file is kept as Telegram's id for this bot."""

    id: int
    dialogue: DialogueId
    from_office: bool
    author: AccountId
    """Never shown to the resident unless the town names its officials."""
    kind: LineKind
    text: str
    telegram_file: str = ""
    latitude: float | None = None
    longitude: float | None = None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    id: DialogueId
    community: CommunityId
    number: int
    """What people call it by: 1, 2, 3 … in each town."""
    resident: ResidentId
    account: AccountId
    agency: AgencyId | None
    """Which office; None: the town's."""
    about: BroadcastId | None
    """The broadcast that was replied to."""
    state: DialogueState
    assignee: AccountId | None
    opened_at: datetime
    updated_at: datetime
    """Since when it stands so: whoever writes again while waiting keeps their place."""
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """What the resident wrote since the office last did."""

    count: int
    first: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who sent a broadcast, and what people call it by."""

    agency: AgencyId | None
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The office's side of a dialogue: under which name it answers, who is told, who may read."""

    agency: AgencyId | None
    name: Mapping[Language, str] | None
    """None: the town's office."""
    told: tuple[Official, ...]
    readers: tuple[Official, ...]
    is_night: bool
    """By the town's clock: news come without a sound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which dialogues an official asks for."""

    states: tuple[DialogueState, ...]
    agencies: frozenset[AgencyId] | None = None
    """These and the town's office; None: all."""
    assignee: AccountId | None = None
    newest_first: bool = False

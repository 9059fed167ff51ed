"""A dialogue: what a resident and an office say to each other, and who has it in hand."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from civic.kernel.ids import (
    AccountId,
    AgencyId,
    BroadcastId,
    CommunityId,
    DialogueId,
    ResidentId,
)


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
    closed_at: datetime | None = None

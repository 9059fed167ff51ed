"""A broadcast: what is told, to whom, when, and who stands behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from civic.audiences.model import AudienceRule
from civic.kernel.ids import (
    AccountId,
    AgencyId,
    BroadcastId,
    BulkId,
    ChatId,
    CommunityId,
    ResidentId,
    SurveyId,
)
from civic.kernel.language import Language, Translated
from civic.residents.model import Topic


class BroadcastState(StrEnum):
    """Where it stands; `rules/moves.py` holds the ways between."""

    DRAFT = "draft"
    REQUESTED = "requested"
    """Waits for somebody else's approval."""
    SCHEDULED = "scheduled"
    GOING = "going"
    PAUSED = "paused"
    DONE = "done"
    STOPPED = "stopped"


class MediaKind(StrEnum):
    PHOTO = "photo"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file as Telegram keeps it for this bot: sent again by its id, never fetched or uploaded."""

    kind: MediaKind
    telegram_file: str
    name: str = ""
    size: int = 0
    """Bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkButton:
    label: Translated
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyButton:
    """Opens the survey; its title is the label unless one is given."""

    label: Translated
    survey: SurveyId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadButton:
    """«I have read it»: pressed once by each; labelled by locales."""


BroadcastButton = LinkButton | SurveyButton | ReadButton
"""A later feature adds its own kind: here, in document.py, and in handlers/screens/broadcasts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What people see. `texts` is Telegram's HTML by language, with placeholders as typed."""

    texts: Mapping[Language, str]
    attachments: tuple[Attachment, ...] = ()
    buttons: tuple[BroadcastButton, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """When it goes. None: at once. The window is the town's wall clock, each day."""

    starts_at: datetime | None = None
    window: tuple[time, time] | None = None
    expires_at: datetime | None = None
    """What is not delivered by then is pointless and is not delivered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgency:
    """Danger to life or a cut-off: goes at night too, needs a reason and two approvals."""

    reason: str


class Verdict(StrEnum):
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    """Taken back by whoever had asked: a correction that nobody is to approve any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """What somebody other than its authors said of one version."""

    by: AccountId
    version: int
    verdict: Verdict
    reason: str = ""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Broadcast:
    id: BroadcastId
    community: CommunityId
    number: int
    """What people call it by: 1, 2, 3 … in each town."""
    author: AccountId
    editors: frozenset[AccountId]
    """Whoever changed it, its author among them: none of them may approve it."""
    agency: AgencyId | None
    """In whose name it speaks, and who answers replies; None: the town's office."""
    topic: Topic
    content: Content
    audience: AudienceRule
    channels: tuple[ChatId, ...] = ()
    """Where it is published besides; counted apart."""
    timing: Timing = Timing()
    urgency: Urgency | None = None
    state: BroadcastState = BroadcastState.DRAFT
    version: int = 0
    """Of the content; 0 while nothing was frozen: each request and each correction freezes one."""
    requested_by: AccountId | None = None
    requested_at: datetime | None = None
    recipients: int = 0
    """How many it was going to reach when it was requested or sent."""
    is_single_handed: bool = False
    """Sent by one person alone, after a delay with a stop button."""
    created_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    recalled_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastVersion:
    """Frozen when it was asked for or sent; a correction names what it replaces."""

    community: CommunityId
    broadcast: BroadcastId
    number: int
    replaces: int | None
    content: Content
    content_hash: str
    frozen_at: datetime
    frozen_by: AccountId


class DispatchKind(StrEnum):
    """What is being written out to the recipients."""

    ALBUM = "album"
    """Pictures that cannot carry the text or the buttons go ahead of it."""
    MAIN = "main"
    CHANNELS = "channels"
    CORRECTION = "correction"
    CHANNEL_CORRECTION = "channel-fix"
    RECALL = "recall"
    AGAIN = "again"
    """Once more to those whose message may or may not have arrived, where the author says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """How far one walk through the recipients has come; a step goes on after `after`."""

    community: CommunityId
    broadcast: BroadcastId
    kind: DispatchKind
    version: int
    bulk: BulkId
    after: int = 0
    """The last resident, account or message written to, as the kind goes."""
    written: int = 0
    """How many people or channels so far; of an album and its text one."""
    rounds: int = 0
    """How many walks have ended: what was in flight when a recall began is found by a second."""
    started_at: datetime
    due_at: datetime
    """When the next step may be."""
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How many messages stand where. `refused` by reason: blocked, topic-off, weekly-limit, …"""

    waiting: int = 0
    sent: int = 0
    unknown: int = 0
    refused: Mapping[str, int]
    cancelled: int = 0
    expired: int = 0
    read: int = 0
    channels_waiting: int = 0
    channels_sent: int = 0
    channels_refused: int = 0
    """Also those where nobody knows."""
    written_all: bool = False
    """Whether every recipient has been written out by now."""

    @property
    def total(self) -> int:
        ended = self.sent + self.unknown + self.cancelled + self.expired
        return self.waiting + ended + sum(self.refused.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """How far a recall or a correction of what was sent has come, in messages to people."""

    waiting: int = 0
    done: int = 0
    failed: int = 0
    too_old: int = 0
    """Telegram lets messages be deleted for 48 hours only."""
    written_all: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    broadcast: BroadcastId
    resident: ResidentId
    at: datetime

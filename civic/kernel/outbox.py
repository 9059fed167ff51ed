"""What the domain owes people: messages, kept with the change that caused them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Protocol

from civic.kernel.ids import AccountId, CommunityId
from civic.kernel.json_value import Json


class Lane(IntEnum):
    """Who goes first: the answer to a press, then news, then what goes to many.

    What goes to many was asked for by nobody: it alone waits for its reader's waking hours.
    """

    INTERACTIVE = 0
    NOTICE = 1
    BULK = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A message in the reader's own language, rendered when it leaves.

    `key` names a screen of handlers/screens/notices.py (or a plain sentence in locales), `params`
    what it shows. `due` is the first moment it may leave (the reader's quiet hours are asked
    once more when it does), `expires` the moment after which it is pointless. `topic` lets a
    reader who turned it off meanwhile be spared. `once` names what must never be said twice.
    """

    to: AccountId
    community: CommunityId
    key: str
    params: Mapping[str, Json] = field(default_factory=dict)
    lane: Lane = Lane.NOTICE
    due: datetime | None = None
    expires: datetime | None = None
    topic: str | None = None
    once: str | None = None
    card: str | None = None
    """Names a message that is edited in place when the notice is said again (a live card)."""
    silent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One of many who get the same notice, each at their own waking hour."""

    to: AccountId
    due: datetime | None = None
    once: str | None = None
    message: int | None = None
    """Telegram's id of the message that an edit or a deletion is about."""
    album: tuple[int, ...] = ()
    """The other messages of its album, to be deleted with it."""


class MessageState(IntEnum):
    """Where a message out stands: docs/delivery.md draws the ways between."""

    QUEUED = 0
    LEASED = 1
    SENT = 2
    REFUSED = 3
    UNKNOWN = 4
    SUPERSEDED = 5
    CANCELLED = 6
    EXPIRED = 7
    HELD = 8
    """Out of the sender's way while its bulk is held; queued again when that is let go."""


class Reason(StrEnum):
    """Why a message ended as it did, in a word that can be counted."""

    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"
    """The account is no more."""
    TOPIC_OFF = "topic-off"
    WEEKLY_LIMIT = "weekly-limit"
    NOT_ACCEPTED = "not-accepted"
    """Telegram refused this very message."""
    NO_RIGHT = "no-right"
    """A channel or a group where the bot may not post."""
    FAULT = "fault"
    """Ours: the screen or its file."""


class Outbox(Protocol):
    async def owe(self, notice: Notice, *, now: datetime) -> None:
        """Queue the notice; a second one with the same `once` for the same person is dropped."""

    async def owe_many(
        self, notice: Notice, recipients: Iterable[Recipient], *, now: datetime
    ) -> int:
        """Queue one notice for many (`notice.to` is ignored); return how many were new."""

    async def ask_again(self, community: CommunityId, account: AccountId, *, now: datetime) -> None:
        """What waits for this reader's waking hour is weighed now, by the hours they have now."""

    async def cancel(self, community: CommunityId, once_prefix: str, *, now: datetime) -> int:
        """Cancel what is queued under `once` keys that begin so; return how many."""

    async def take_back(self, community: CommunityId, once_prefix: str, *, now: datetime) -> int:
        """Cancel what is queued under `once` keys that begin so, as if it had never been owed.

        The same may be owed again, and then reaches whoever has not had it.
        """

"""One text for many: kept once, held back, let go, changed, counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from civic.kernel.ids import AccountId, BulkId, ChatId, CommunityId
from civic.kernel.json_value import Json, JsonObject
from civic.kernel.outbox import MessageState, Notice, Recipient


class Act(StrEnum):
    """What its messages do to their readers' chats."""

    SEND = "send"
    EDIT = "edit"
    DELETE = "delete"


class Held(StrEnum):
    """Why none of its messages may leave at present."""

    PAUSED = "paused"
    WINDOW = "window"
    """Outside the hours of the day in which it goes."""
    FAILING = "failing"
    """Refused for one reader after another: something is wrong with itself."""
    STOPPED = "stopped"
    """For good: what waits is cancelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """So many of its messages stand so."""

    state: MessageState
    reason: str
    """One of the words of civic/kernel/outbox.py `Reason`, or empty."""
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkMessage:
    """One of its messages; `message` is Telegram's id in that chat, None while unknown."""

    id: int
    to: AccountId | ChatId
    message: int | None
    album: tuple[int, ...]
    at: datetime | None
    """When its state became final."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What a message in somebody's chat was part of."""

    community: CommunityId
    bulk: BulkId
    key: str
    params: JsonObject


class Bulks(Protocol):
    async def begin(self, notice: Notice, *, act: Act = Act.SEND, now: datetime) -> BulkId:
        """Keep the text; `notice.to`, `due`, `once` and `card` are ignored."""

    async def add(
        self,
        community: CommunityId,
        bulk: BulkId,
        recipients: Sequence[Recipient],
        *,
        now: datetime,
    ) -> int:
        """Queue it for so many more (at most 1,000 at once); return how many were new.

        Raise NotFound when the town has no such bulk.
        """

    async def change(
        self, community: CommunityId, bulk: BulkId, params: Mapping[str, Json]
    ) -> None:
        """Whoever has not had it yet gets this instead."""

    async def hold(self, community: CommunityId, bulk: BulkId, why: Held) -> None:
        """No message of it is leased after this commits; `stopped` is never undone."""

    async def release(self, community: CommunityId, bulk: BulkId) -> None: ...

    async def held(self, community: CommunityId, bulk: BulkId) -> Held | None: ...

    async def sweep(self, *, limit: int, now: datetime) -> int:
        """Take the next waiting messages of held bulks out of the sender's way, give those of
        released ones back, cancel those of stopped ones; in every town. 0 when nothing is left.
        """

    async def standing(self, community: CommunityId, bulk: BulkId) -> list[Standing]: ...

    async def sent(
        self, community: CommunityId, bulk: BulkId, *, after: int, limit: int
    ) -> list[BulkMessage]:
        """By id."""

    async def in_doubt(
        self, community: CommunityId, bulk: BulkId, *, after: int, limit: int
    ) -> list[BulkMessage]:
        """Those that may or may not have arrived, by id."""

    async def origin(self, account: AccountId, message: int) -> Origin | None:
        """What this message in the person's chat was part of, as long as the ledger knows."""

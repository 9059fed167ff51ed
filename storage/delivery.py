"""The sender's side of the ledger: lease what may leave now, write down how it ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, TextClause, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import BotId
from civic.kernel.outbox import Lane, MessageState, Reason
from storage.bulk_results import note_failures, note_unasked
from storage.conversation import SqlConversation
from storage.delivery_statements import (
    LANES,
    claim,
    lanes_in_use,
    leased,
    nearest_pace,
    oldest_in_lanes,
    settled,
)
from storage.holding_back import AT_A_LOOK, ROUNDS, counted_week, held_back, hold_back
from storage.outbox import ANSWERS, NOTICE_DELETE, NOTICE_EDIT
from storage.pace import Limits, Real, SqlPace
from storage.tables.outbox import outbox

LEASE_SECONDS = 60.0
"""Twice as long as a call may take."""
HARMLESS = frozenset(
    {"answerCallbackQuery", "sendChatAction", "deleteMessage", "editMessageText",
     "editMessageCaption", "editMessageMedia", "editMessageReplyMarkup", "setMyCommands",
     "deleteMyCommands", "fetchFile", NOTICE_EDIT, NOTICE_DELETE}
)  # fmt: skip
"""Methods whose repeat does no harm: in doubt they are simply called again."""
KEEP_WORDS = timedelta(days=7)
PATIENCE = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leased:
    """A message in flight: it has left, or it has not, and this row is the whole of the doubt."""

    id: int
    chat: int
    community: int | None
    lane: int
    method: str
    payload: Mapping[str, Any]
    card: str | None
    replaces: bool
    topic: str | None
    attempts: int
    card_message: int | None
    main_message: int | None
    """Where the walk through menus stands: a card that was walked away from shows no more news."""
    language: str
    bulk: int | None
    """Which text for many it is part of, and how many of those were refused one after another."""
    failures: int
    week: int | None
    """The reader's week in which it counts as unasked; None: it does not count."""

    @property
    def is_walked_away_from(self) -> bool:
        """The card's message shows something else by now."""
        is_named = self.card not in {None, "main"}
        return is_named and self.card_message is not None and self.card_message == self.main_message


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """How a leased message ended.

    `retry_method` and `retry_payload` queue it again in another form (an edit of a message that is
    gone becomes a new one); QUEUED alone queues it again as it was, after a pause where `waits`.
    """

    row: Leased
    state: MessageState
    message: int | None = None
    album: Sequence[int] = ()
    """Of an album: the ids of its other messages."""
    error: str | None = None
    reason: Reason | None = None
    waits: bool = False
    retry_method: str | None = None
    retry_payload: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """What may leave now, and after how many real seconds to look again (None: nothing waits)."""

    rows: Sequence[Leased]
    look_again: float | None
    is_cut_short: bool = False
    """So much was held back that the look ended before its end."""


class SqlDelivery:
    def __init__(
        self,
        connection: AsyncConnection,
        *,
        bot: BotId,
        boot: str,
        limits: Limits,
        real: Real = None,
    ) -> None:
        self._connection = connection
        self._bot = bot
        self._boot = boot
        self._conversation = SqlConversation(connection, bot=bot)
        self.pace = SqlPace(connection, bot=bot, limits=limits, real=real)
        self._is_sqlite = connection.dialect.name == "sqlite"
        self._is_cut_short = False

    async def lease(self, *, free: int, now: datetime) -> Lease:
        """Lease no more than is sent at once: callback answers, then edits, then new messages."""
        allowance = await self.pace.allowance()
        if allowance.blocked:
            return Lease(rows=(), look_again=allowance.wait)
        self._is_cut_short = False
        waiting = await self._waiting(now)
        claimed = await self._claimed(ANSWERS, free, now, allowance.real, paced=False)
        # Of a chat one message at a time, also when its rows stand in several lanes.
        busy = set[int]()
        for lane in Lane:
            if (lane, False) in waiting:
                room = free - len(claimed)
                claimed += await self._claimed(
                    lane, room, now, allowance.real, paced=False, busy=busy
                )
        unpaced, wait = len(claimed), allowance.wait
        for lane in Lane:
            if (lane, True) in waiting:
                room = min(free - len(claimed), allowance.tokens - (len(claimed) - unpaced))
                claimed += await self._claimed(
                    lane, room, now, allowance.real, paced=True, busy=busy
                )
        if claimed:
            await self._mark(claimed, allowance.real)
            wait = await self.pace.spend(allowance, len(claimed) - unpaced)
            counted = [row.chat for row in claimed if row.method not in _uncounted]
            await self.pace.spend_in_chats(counted, real=allowance.real)
        out_of_tokens = not self.pace_is_off and len(claimed) - unpaced >= allowance.tokens
        if out_of_tokens:
            wait = max(wait, 0.001)
            return Lease(rows=claimed, look_again=wait, is_cut_short=self._is_cut_short)
        # Whoever got something asks again when it has left, so only who got nothing needs to know.
        waits = None if claimed else await self._next_wait(now, allowance.real)
        return Lease(rows=claimed, look_again=waits, is_cut_short=self._is_cut_short)

    @property
    def pace_is_off(self) -> bool:
        return self.pace.limits.off

    async def settle(self, outcomes: Sequence[Settled], *, now: datetime) -> None:
        """Write down results; follow up: the card's message, the message that was replaced."""
        if outcomes:
            await settled.run(
                self._connection,
                [
                    {
                        "row": outcome.row.id,
                        "to_state": int(outcome.state),
                        "to_method": outcome.retry_method or outcome.row.method,
                        "to_message": outcome.message,
                        "to_album": list(outcome.album) or None,
                        "why": outcome.error,
                        "because": outcome.reason,
                        "at": None if outcome.state is MessageState.QUEUED else now,
                        "later": now + PATIENCE if _has_to_wait(outcome) else None,
                    }
                    for outcome in outcomes
                ],
            )
        for outcome in outcomes:
            if outcome.retry_payload is not None:
                await self._connection.execute(
                    update(outbox)
                    .where(outbox.c.id == outcome.row.id)
                    .values(payload=outcome.retry_payload, paced=True)
                )
        sent = [one for one in outcomes if one.state is MessageState.SENT]
        await self._keep_cards(sent, now)
        await note_unasked(self._connection, [one.row for one in sent])
        await note_failures(self._connection, outcomes)

    async def settle_doubt(self, *, now: datetime) -> int:
        """After a death: a lease of another boot (SQLite) or past its time is sent or it is not.

        What may be repeated without harm is queued again; the rest is listed as unknown.
        """
        whose = (
            outbox.c.lease_boot != self._boot
            if self._is_sqlite
            else outbox.c.lease_until < (await self.pace.allowance()).real
        )
        mine: list[ColumnElement[bool] | TextClause] = [
            text("state = 1"),
            outbox.c.bot_id == self._bot,
            whose,
        ]
        await self._connection.execute(
            update(outbox)
            .where(*mine, outbox.c.method.in_(HARMLESS))
            .values(state=int(MessageState.QUEUED), lease_boot=None)
        )
        doubtful = await self._connection.execute(
            update(outbox)
            .where(*mine)
            .values(
                state=int(MessageState.UNKNOWN),
                final_at=now,
                error="the process died while sending",
            )
        )
        return doubtful.rowcount

    async def blank_old(self, *, now: datetime, limit: int) -> int:
        """Blank texts seven days after the final state; the ledger's other columns stay."""
        old = (
            select(outbox.c.id)
            .where(text("payload IS NOT NULL"), outbox.c.final_at < now - KEEP_WORDS)
            .limit(limit)
        )
        result = await self._connection.execute(
            update(outbox).where(outbox.c.id.in_(old)).values(payload=None)
        )
        return result.rowcount

    async def backlog(self) -> Mapping[MessageState, int]:
        """How many messages stand queued, leased, unknown and held."""
        rows = await self._connection.execute(
            text(
                "SELECT state, count(*) FROM outbox WHERE bot_id = :bot AND state IN (0, 1, 4, 8) "
                "GROUP BY state"
            ),
            {"bot": self._bot},
        )
        return {MessageState(state): count for state, count in rows}

    async def oldest_due(self, now: datetime) -> datetime | None:
        """Since when the message that waits longest could have left."""
        found = await self._connection.execute(oldest_in_lanes, {"bot": self._bot, "now": now})
        return min((due for due in found.one() if due is not None), default=None)

    async def unknown(self, *, limit: int) -> list[Mapping[str, Any]]:
        """Messages that may or may not have arrived, the latest first."""
        rows = await self._connection.execute(
            select(
                outbox.c.id, outbox.c.chat_id, outbox.c.method, outbox.c.final_at, outbox.c.error
            )
            .where(text("state = 4"), outbox.c.bot_id == self._bot)
            .order_by(outbox.c.id.desc())
            .limit(limit)
        )
        return [dict(row) for row in rows.mappings()]

    async def _waiting(self, now: datetime) -> set[tuple[int, bool]]:
        """In which lanes something is due, by one look instead of a claim each."""
        (row,) = await lanes_in_use.rows(self._connection, {"bot": self._bot, "now": now})
        return {kind for kind, due in zip(LANES, row, strict=True) if due}

    async def _claimed(
        self,
        lane: int,
        limit: int,
        now: datetime,
        real: float,
        *,
        paced: bool,
        busy: set[int] | None = None,
    ) -> list[Leased]:
        if limit <= 0:
            return []
        given = {
            "bot": self._bot, "lane": int(lane), "paced": paced, "now": now, "real": real,
            "limit": limit,
        }  # fmt: skip
        found = []
        for row in await self._ready(given):
            if busy is not None:
                if row.chat_id in busy:
                    continue
                busy.add(row.chat_id)
            found.append(
                Leased(
                    id=row.id,
                    chat=row.chat_id,
                    community=row.community_id,
                    lane=row.lane,
                    method=row.method,
                    payload=_payload_of(row),
                    card=row.card,
                    replaces=bool(row.replaces),
                    topic=row.topic,
                    attempts=row.attempts,
                    card_message=row.card_message or None,
                    main_message=row.main_message or None,
                    language=row.language or "uk",
                    bulk=row.content_id,
                    failures=row.failures_in_row or 0,
                    week=counted_week(row, now),
                )
            )
        return found

    async def _ready(self, given: dict[str, Any]) -> Sequence[Row[Any]]:
        """What is due and may leave; what is held back makes room for what stands behind it."""
        limit, now = given["limit"], given["now"]
        ready: list[Row[Any]] = []
        for _ in range(ROUNDS):
            rows = await claim.rows(self._connection, given)
            held = [one for row in rows if (one := held_back(row, now)) is not None]
            if not held:
                return rows[:limit]
            await hold_back(self._connection, held, now=now)
            kept = {one.id for one in held}
            ready = [row for row in rows if row.id not in kept]
            given = given | {"limit": max(limit, AT_A_LOOK)}
        self._is_cut_short = True
        return ready[:limit]

    async def _mark(self, rows: Sequence[Leased], real: float) -> None:
        await leased.run(
            self._connection,
            {"ids": [row.id for row in rows], "boot": self._boot, "until": real + LEASE_SECONDS},
        )

    async def _next_wait(self, now: datetime, real: float) -> float | None:
        """Seconds until the first chat that was held back by its pace may speak again."""
        given = {"bot": self._bot, "now": now, "real": real}
        nearest = await self._connection.scalar(nearest_pace, given)
        return None if nearest is None else max(0.001, nearest - real)

    async def _keep_cards(self, sent: Sequence[Settled], now: datetime) -> None:
        shown: dict[tuple[int, str], int] = {}
        for outcome in sent:
            row = outcome.row
            if row.card is None or outcome.message is None:
                continue
            if row.replaces and row.card_message not in {None, outcome.message}:
                await self._connection.execute(
                    outbox.insert().values(
                        bot_id=self._bot, chat_id=row.chat, lane=int(Lane.INTERACTIVE),
                        state=int(MessageState.QUEUED), method="deleteMessage", paced=False,
                        payload={"message_id": row.card_message}, due_at=now, created_at=now,
                    )
                )  # fmt: skip
            if row.card_message != outcome.message:
                shown[row.chat, row.card] = outcome.message
        await self._conversation.keep_cards(shown)


_uncounted = frozenset({"answerCallbackQuery", "sendChatAction", "fetchFile"})


def _has_to_wait(outcome: Settled) -> bool:
    """A chat's pace does not hold answers back: a failed one would be tried without a pause."""
    is_answer = outcome.row.lane < 0
    return outcome.state is MessageState.QUEUED and (outcome.waits or is_answer)


def _payload_of(row: Row[Any]) -> Mapping[str, Any]:
    """What many share, and besides it what is this one's own."""
    if row.content is None:
        return row.payload or {}
    return {**row.content, **(row.payload or {})}

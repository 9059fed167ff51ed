"""The sender's side of the ledger: lease what may leave now, write down how it ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Boolean, ColumnElement, bindparam, case, literal_column, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import BotId
from civic.kernel.outbox import Lane, MessageState
from storage.outbox import ANSWERS
from storage.pace import Limits, Real, SqlPace
from storage.tables.conversation import cards
from storage.tables.outbox import contents, outbox
from storage.tables.residents import accounts, residents
from storage.upsert import insert_for

LEASE_SECONDS = 60.0
"""Twice as long as a call may take."""
HARMLESS = frozenset(
    {"answerCallbackQuery", "sendChatAction", "deleteMessage", "editMessageText",
     "editMessageCaption", "editMessageReplyMarkup", "setMyCommands", "deleteMyCommands",
     "fetchFile"}
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
    reachable: bool
    muted: str
    expires: datetime | None

    @property
    def is_walked_away_from(self) -> bool:
        """The card's message shows something else by now."""
        is_named = self.card not in {None, "main"}
        return is_named and self.card_message is not None and self.card_message == self.main_message

    @property
    def is_unwanted(self) -> bool:
        """The reader turned this topic, or everything, off since it was queued."""
        return self.topic is not None and (f" {self.topic} " in self.muted or " * " in self.muted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """How a leased message ended.

    `retry_method` and `retry_payload` queue it again in another form (an edit of a message that is
    gone becomes a new one); QUEUED alone queues it again as it was.
    """

    row: Leased
    state: MessageState
    message: int | None = None
    error: str | None = None
    retry_method: str | None = None
    retry_payload: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """What may leave now, and after how many real seconds to look again (None: nothing waits)."""

    rows: Sequence[Leased]
    look_again: float | None


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
        self.pace = SqlPace(connection, bot=bot, limits=limits, real=real)
        self._is_sqlite = connection.dialect.name == "sqlite"
        self._claim = _claim_sqlite if self._is_sqlite else _claim_postgres

    async def lease(self, *, free: int, now: datetime) -> Lease:
        """Lease no more than is sent at once: callback answers, then edits, then new messages."""
        allowance = await self.pace.allowance()
        if allowance.blocked:
            return Lease(rows=(), look_again=allowance.wait)
        claimed = await self._claimed(ANSWERS, free, now, allowance.real, paced=False)
        # Of a chat one message at a time, also when its rows stand in several lanes.
        busy = set[int]()
        for lane in Lane:
            room = free - len(claimed)
            claimed += await self._claimed(lane, room, now, allowance.real, paced=False, busy=busy)
        unpaced = len(claimed)
        for lane in Lane:
            room = min(free - len(claimed), allowance.tokens - (len(claimed) - unpaced))
            claimed += await self._claimed(lane, room, now, allowance.real, paced=True, busy=busy)
        if claimed:
            await self._mark(claimed, allowance.real)
            await self.pace.spend(allowance, len(claimed) - unpaced)
            counted = [row.chat for row in claimed if row.method not in _uncounted]
            await self.pace.spend_in_chats(counted, real=allowance.real)
        out_of_tokens = not self.pace_is_off and len(claimed) - unpaced >= allowance.tokens
        return Lease(
            rows=claimed,
            look_again=max(allowance.wait, 0.001)
            if out_of_tokens
            else await self._next_wait(now, allowance.real),
        )

    @property
    def pace_is_off(self) -> bool:
        return self.pace.limits.off

    async def settle(self, outcomes: Sequence[Settled], *, now: datetime) -> None:
        """Write down results; follow up: the card's message, the message that was replaced."""
        if outcomes:
            await self._connection.execute(
                _settled,
                [
                    {
                        "row": outcome.row.id,
                        "to_state": int(outcome.state),
                        "to_method": outcome.retry_method or outcome.row.method,
                        "to_message": outcome.message,
                        "why": outcome.error,
                        "at": None if outcome.state is MessageState.QUEUED else now,
                        "later": now + PATIENCE,
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
        await self._keep_cards([one for one in outcomes if one.state is MessageState.SENT], now)

    async def settle_doubt(self, *, now: datetime) -> int:
        """After a death: a lease of another boot (SQLite) or past its time is sent or it is not.

        What may be repeated without harm is queued again; the rest is listed as unknown.
        """
        whose = (
            outbox.c.lease_boot != self._boot
            if self._is_sqlite
            else outbox.c.lease_until < (await self.pace.allowance()).real
        )
        mine: list[ColumnElement[bool]] = [
            literal_column("state = 1", Boolean),
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
        """How many messages stand queued, leased and unknown."""
        rows = await self._connection.execute(
            text(
                "SELECT state, count(*) FROM outbox WHERE bot_id = :bot AND state IN (0, 1, 4) "
                "GROUP BY state"
            ),
            {"bot": self._bot},
        )
        return {MessageState(state): count for state, count in rows}

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
        rows = await self._connection.execute(
            self._claim,
            {
                "bot": self._bot,
                "lane": int(lane),
                "paced": paced,
                "now": now,
                "real": real,
                "limit": limit,
            },
        )
        found = []
        for row in rows:
            if busy is not None:
                if row.chat_id in busy:
                    continue
                busy.add(row.chat_id)
            found.append(
                Leased(
                    id=row.id,
                    chat=row.chat_id,
                    community=row.community_id,
                    method=row.method,
                    payload=row.payload if row.payload is not None else row.content,
                    card=row.card,
                    replaces=bool(row.replaces),
                    topic=row.topic,
                    attempts=row.attempts,
                    card_message=row.card_message or None,
                    main_message=row.main_message or None,
                    language=row.language or "uk",
                    reachable=row.reachable is not False,
                    muted=row.muted or "",
                    expires=row.expires_at,
                )
            )
        return found

    async def _mark(self, rows: Sequence[Leased], real: float) -> None:
        await self._connection.execute(
            _leased,
            {"ids": [row.id for row in rows], "boot": self._boot, "until": real + LEASE_SECONDS},
        )

    async def _next_wait(self, now: datetime, real: float) -> float | None:
        """Seconds until the first chat that was held back by its pace may speak again."""
        given = {"bot": self._bot, "now": now, "real": real}
        nearest = await self._connection.scalar(_nearest_pace, given)
        return None if nearest is None else max(0.001, nearest - real)

    async def _keep_cards(self, sent: Sequence[Settled], now: datetime) -> None:
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
            insert = insert_for(self._connection, cards).values(
                bot_id=self._bot, chat_id=row.chat, name=row.card, message_id=outcome.message
            )
            await self._connection.execute(
                insert.on_conflict_do_update(
                    index_elements=["bot_id", "chat_id", "name"],
                    set_={"message_id": outcome.message},
                )
            )


_uncounted = frozenset({"answerCallbackQuery", "sendChatAction", "fetchFile"})
_moment = outbox.c.due_at.type
_columns = {
    "id": outbox.c.id.type,
    "chat_id": outbox.c.chat_id.type,
    "community_id": outbox.c.community_id.type,
    "method": outbox.c.method.type,
    "payload": outbox.c.payload.type,
    "content": contents.c.payload.type,
    "card": outbox.c.card.type,
    "replaces": outbox.c.replaces.type,
    "topic": outbox.c.topic.type,
    "attempts": outbox.c.attempts.type,
    "card_message": cards.c.message_id.type,
    "main_message": cards.c.message_id.type,
    "language": accounts.c.language.type,
    "reachable": accounts.c.reachable.type,
    "muted": residents.c.muted.type,
    "expires_at": outbox.c.expires_at.type,
}
# In a chat one message is in flight at a time; one that waits for its hour holds back nobody.
_CLAIM = """
SELECT o.id, o.chat_id, o.community_id, o.method, o.payload, k.payload AS content, o.card,
       o.replaces, o.topic, o.attempts, o.expires_at, c.message_id AS card_message,
       m.message_id AS main_message,
       a.language, a.reachable, r.muted
FROM outbox AS o
LEFT JOIN chat_pace AS p ON p.bot_id = o.bot_id AND p.chat_id = o.chat_id
LEFT JOIN cards AS c ON c.bot_id = o.bot_id AND c.chat_id = o.chat_id AND c.name = o.card
LEFT JOIN cards AS m ON m.bot_id = o.bot_id AND m.chat_id = o.chat_id AND m.name = 'main'
LEFT JOIN outbox_contents AS k ON k.id = o.content_id
LEFT JOIN accounts AS a ON a.bot_id = o.bot_id AND a.id = o.chat_id
LEFT JOIN residents AS r ON r.community_id = o.community_id AND r.account_id = o.chat_id
WHERE o.state = 0 AND o.bot_id = :bot AND o.lane = :lane AND o.paced = :paced AND o.due_at <= :now
  AND (o.lane < 0 OR p.next_at IS NULL OR p.next_at <= :real)
  AND (o.lane < 0 OR NOT EXISTS (
    SELECT 1 FROM outbox AS e
    WHERE e.state < 2 AND e.bot_id = o.bot_id AND e.chat_id = o.chat_id AND e.id <> o.id
      AND e.lane >= 0
      AND (e.state = 1 OR (e.due_at <= :now AND e.lane <= o.lane AND e.id < o.id))))
ORDER BY o.due_at, o.id LIMIT :limit
"""
_typed_claim = [bindparam("now", type_=outbox.c.due_at.type)]
_claim_sqlite = text(_CLAIM).bindparams(*_typed_claim).columns(**_columns)
_claim_postgres = (
    text(_CLAIM + "FOR UPDATE OF o SKIP LOCKED").bindparams(*_typed_claim).columns(**_columns)
)
_leased = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)))
    .values(
        state=int(MessageState.LEASED),
        lease_boot=bindparam("boot"),
        lease_until=bindparam("until"),
        attempts=outbox.c.attempts + 1,
    )
)
_settled = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"), text("state = 1"))
    .values(
        state=bindparam("to_state"),
        method=bindparam("to_method"),
        message_id=bindparam("to_message"),
        error=bindparam("why"),
        final_at=bindparam("at", type_=outbox.c.final_at.type),
        # A chat's pace does not hold answers back, so a failed one would be tried without a pause.
        due_at=case(
            ((outbox.c.lane < 0) & (bindparam("to_state") == 0), bindparam("later", type_=_moment)),
            else_=outbox.c.due_at,
        ),
        lease_boot=None,
    )
)
_nearest_pace = text(
    "SELECT min(p.next_at) FROM outbox AS o JOIN chat_pace AS p "
    "ON p.bot_id = o.bot_id AND p.chat_id = o.chat_id "
    "WHERE o.state = 0 AND o.bot_id = :bot AND o.due_at <= :now AND p.next_at > :real"
).bindparams(*_typed_claim)

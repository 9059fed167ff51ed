"""One limit for all processes of a bot: the generic cell rate algorithm in a row each."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import floor
from time import time
from typing import Any

from sqlalchemy import Float, Row, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import BotId
from storage.prepared import Prepared
from storage.tables.pace import chat_pace, pace
from storage.upsert import insert_for

SLOWED_BY = 0.7
"""What a refusal for all leaves of the pace …"""
SLOWEST_SHARE = 0.25
RECOVERY_SECONDS = 120.0
"""… and how long it takes from nothing back to the full one: additive increase, multiplicative
decrease, as of Chiu and Jain (1989)."""
Real = Callable[[], float] | None
"""Seconds of real time, never the demo's; None: the machine's, on PostgreSQL the database's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What Telegram allows, kept a little under; `scale` 0 turns limits off (benches only).

    Source: core.telegram.org/bots/faq, "My bot is hitting limits": 30 messages a second overall,
    one a second in a chat (short bursts pass), 20 a minute in a group. At 29/s, with
    `ahead` made full use of, the 31st leaves a second and 24 ms after the first: it does not fall
    into the same second though a message takes a little longer to arrive than the next. Nor are
    3.1 s and no burst more than 20 in a group's minute.
    """

    scale: float = 1.0
    overall: float = 29.0
    ahead: float = 0.01
    """Seconds by which a message may leave before its turn: so what was late is made up for."""
    chat_interval: float = 1.0
    chat_burst: int = 3
    group_interval: float = 3.1

    @property
    def off(self) -> bool:
        return self.scale <= 0

    @property
    def rate(self) -> float:
        return self.overall * self.scale

    @property
    def recovery(self) -> float:
        """Seconds from nothing back to the full pace; scaled, every second is worth as many."""
        return RECOVERY_SECONDS / (self.scale or 1.0)

    @property
    def worth_a_look(self) -> int:
        """How many new messages to wait for: each look is a transaction. One, as it really is."""
        return 1 + int(self.ahead * self.rate / 2)

    def interval_of(self, chat: int) -> tuple[float, int]:
        """Seconds between messages of this chat, and how many may come at once."""
        if chat < 0:
            return self.group_interval / self.scale, 1
        return self.chat_interval / self.scale, self.chat_burst


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """How many new messages may leave at this real moment, and how long to wait for one more."""

    real: float
    tat: float
    tokens: int
    wait: float
    blocked: bool
    rate: float
    """New messages a second at present: less than the full pace after a refusal for all."""


class SqlPace:
    def __init__(
        self, connection: AsyncConnection, *, bot: BotId, limits: Limits, real: Real = None
    ) -> None:
        self._connection = connection
        self._bot = bot
        self._real = real
        self.limits = limits
        self._is_sqlite = connection.dialect.name == "sqlite"

    async def allowance(self) -> Allowance:
        """Lock the bot's row for this unit and read it."""
        rows = await _LOCKED.rows(self._connection, {"bot": self._bot})
        if not rows:
            await self._connection.execute(
                insert_for(self._connection, pace)
                .values(bot_id=self._bot, tat=0.0, blocked_until=0.0)
                .on_conflict_do_nothing()
            )
            rows = await _LOCKED.rows(self._connection, {"bot": self._bot})
        (row,) = rows
        real = self._instant(row)
        rate = self.limits.rate * self._share_at(row, real)
        if row.blocked_until > real:
            wait = row.blocked_until - real
            return Allowance(real=real, tat=row.tat, tokens=0, wait=wait, blocked=True, rate=rate)
        if self.limits.off:
            return Allowance(real=real, tat=real, tokens=1000, wait=0.0, blocked=False, rate=rate)
        tat = max(row.tat, real)
        # A hair is forgiven: a wait of exactly one interval must end with a token.
        tokens = max(0, 1 + floor((real + self.limits.ahead - tat) * rate + 1e-6))
        wait = self._wait(tat - real, rate)
        return Allowance(real=real, tat=tat, tokens=tokens, wait=wait, blocked=False, rate=rate)

    def _wait(self, owed: float, rate: float) -> float:
        worth = (self.limits.worth_a_look - 1) / rate
        return max(0.0, owed - self.limits.ahead + worth)

    async def spend(self, allowance: Allowance, messages: int) -> float:
        """Count new messages against the bot's limit; return how long to wait for more."""
        if self.limits.off or not messages:
            return allowance.wait
        tat = allowance.tat + messages / allowance.rate
        await self._connection.execute(_spent, {"bot": self._bot, "to": tat})
        return self._wait(tat - allowance.real, allowance.rate)

    async def spend_in_chats(self, chats: Iterable[int], *, real: float) -> None:
        """Count a message or an edit in each of these chats."""
        if self.limits.off:
            return
        rows = []
        known = await self._tats(set(chats))
        for chat, tat in known.items():
            interval, burst = self.limits.interval_of(chat)
            later = max(tat, real) + interval
            rows.append(
                {
                    "bot_id": self._bot,
                    "chat_id": chat,
                    "tat": later,
                    "next_at": later - interval * (burst - 1),
                }
            )
        await self._put(rows)

    async def block_chat(self, chat: int, until: float) -> None:
        """Telegram said 429 for this chat."""
        await self._put([{"bot_id": self._bot, "chat_id": chat, "tat": until, "next_at": until}])

    async def block_all(self, until: float) -> None:
        """Telegram said 429 for the bot: nothing until then, and slower from then on.

        Several refusals of one flood slow it down once: those that come while it is blocked.
        """
        row = next(iter(await _LOCKED.rows(self._connection, {"bot": self._bot})), None)
        if row is None or row.blocked_until >= until:
            return
        real = self._instant(row)
        changed: dict[str, float] = {"blocked_until": until}
        if row.blocked_until <= real:
            slower = max(SLOWEST_SHARE, self._share_at(row, real) * SLOWED_BY)
            changed |= {"share": slower, "share_at": until}
        await self._connection.execute(
            update(pace).where(pace.c.bot_id == self._bot).values(**changed)
        )

    def _share_at(self, row: Row[Any], real: float) -> float:
        """The share of the full pace that is taken up at this real moment."""
        recovered = max(0.0, real - row.share_at) / self.limits.recovery
        return float(min(1.0, row.share + recovered))

    def _instant(self, row: Row[Any]) -> float:
        if self._real is not None:
            return self._real()
        return time() if self._is_sqlite else float(row.real)

    async def _tats(self, chats: set[int]) -> Mapping[int, float]:
        if not chats:
            return {}
        rows = await self._connection.execute(_known, {"bot": self._bot, "chats": list(chats)})
        return dict.fromkeys(chats, 0.0) | {row.chat_id: row.tat for row in rows}

    async def _put(self, rows: list[dict[str, float]]) -> None:
        if not rows:
            return
        insert = insert_for(self._connection, chat_pace)
        await self._connection.execute(
            insert.on_conflict_do_update(
                index_elements=["bot_id", "chat_id"],
                set_={"tat": insert.excluded.tat, "next_at": insert.excluded.next_at},
            ),
            rows,
        )


_row = select(pace.c.tat, pace.c.blocked_until, pace.c.share, pace.c.share_at).where(
    pace.c.bot_id == bindparam("bot")
)
# The database's clock, not the process's: replicas may stand on different machines.
_locked = {
    "sqlite": _row,
    "postgresql": _row.add_columns(
        func.date_part("epoch", func.clock_timestamp(), type_=Float).label("real")
    ).with_for_update(),
}
_LOCKED = Prepared(_locked.__getitem__)
_spent = update(pace).where(pace.c.bot_id == bindparam("bot")).values(tat=bindparam("to"))
_known = select(chat_pace.c.chat_id, chat_pace.c.tat).where(
    chat_pace.c.bot_id == bindparam("bot"),
    chat_pace.c.chat_id.in_(bindparam("chats", expanding=True)),
)

"""A plain model of the ledger of messages out, driven beside it while everything breaks."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import text

from civic.kernel.outbox import Lane, MessageState
from storage.delivery import HARMLESS, LEASE_SECONDS, Leased, Settled
from storage.outbox import ANSWERS, Call
from storage.pace import Limits
from storage.unit_of_work import SqlWork
from tests.calendar import MONDAY
from tests.databases import fresh_database
from tests.stores import RealTime, stores

S = MessageState
CHATS = (1, 2, -3)


class _TornError(Exception):
    """The process dies, or the disk fills, just before the commit."""


@dataclass
class Row:
    """What the model knows of a message."""

    chat: int
    lane: int
    method: str
    target: str | None
    bulk: int | None = None
    state: MessageState = S.QUEUED
    held_until: float = 0.0

    @property
    def waits_in_line(self) -> bool:
        return self.lane != ANSWERS and self.state in {S.QUEUED, S.LEASED}


class Ledger(RuleBasedStateMachine):
    kind = "sqlite"

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        self.real = RealTime()
        self.start = self.real.seconds
        self.boots = 0
        self.rows: dict[int, Row] = {}
        self.leased: dict[int, Leased] = {}
        self.chat_held: dict[int, float] = {}
        self.all_held = 0.0
        self.departures: list[tuple[float, int]] = []
        self.runner.run(self._open())

    async def _open(self) -> None:
        self.database = await self.stack.enter_async_context(fresh_database(self.kind, self.folder))
        self._boot()

    def _boot(self) -> None:
        self.boots += 1
        self.storage = stores(
            self.database, self.folder, boot=f"boot-{self.boots}", limits=Limits(), real=self.real
        )

    @property
    def now(self) -> Any:
        return MONDAY + timedelta(seconds=self.real.seconds - self.start)

    @asynccontextmanager
    async def unit(self, torn: bool) -> AsyncIterator[SqlWork]:
        """A transaction, that breaks just before its commit when torn."""
        with suppress(_TornError):
            async with self.storage.writing() as work:
                yield work
                if torn:
                    raise _TornError

    # What happens

    @rule(
        chat=st.sampled_from(CHATS),
        kind=st.sampled_from(["message", "message", "edit", "answer", "news", "bulk"]),
        message=st.integers(1, 2),
        torn=st.booleans(),
    )
    def owe(self, chat: int, kind: str, message: int, torn: bool) -> None:
        self.runner.run(self._owe(self._call(chat, kind, message), torn))

    def _call(self, chat: int, kind: str, message: int) -> Call:
        if kind == "edit":
            payload: dict[str, Any] = {"message_id": message, "text": "x"}
            return Call(chat=chat, method="editMessageText", payload=payload, paced=False,
                        target=f"{chat}:{message}")  # fmt: skip
        if kind == "answer":
            return Call(chat=chat, method="answerCallbackQuery", payload={"id": "1"},
                        lane=ANSWERS, paced=False)  # fmt: skip
        lane = {"message": Lane.INTERACTIVE, "news": Lane.NOTICE, "bulk": Lane.BULK}[kind]
        return Call(chat=chat, method="sendMessage", payload={"text": "x"}, lane=lane)

    async def _owe(self, call: Call, torn: bool) -> None:
        async with self.unit(torn) as work:
            await work.outbox.put([call], now=self.now)
            number = await work.connection.scalar(text("SELECT max(id) FROM outbox"))
        if torn:
            return
        for row in self.rows.values():
            if call.target is not None and (row.target, row.state) == (call.target, S.QUEUED):
                row.state = S.SUPERSEDED
        self.rows[number] = Row(call.chat, call.lane, call.method, call.target)

    @rule(free=st.integers(1, 8), torn=st.booleans())
    def lease(self, free: int, torn: bool) -> None:
        self.runner.run(self._lease(free, torn))

    async def _lease(self, free: int, torn: bool) -> int:
        async with self.unit(torn) as work:
            lease = await work.delivery.lease(free=free, now=self.now)
        self._check_lease(lease.rows, free)
        if torn:
            return 0
        for row in lease.rows:
            self.rows[row.id].state = S.LEASED
            self.leased[row.id] = row
            if row.method in {"sendMessage", "notice"}:
                self.departures.append((self.real.seconds, row.chat))
        return len(lease.rows)

    def _check_lease(self, rows: Sequence[Leased], free: int) -> None:
        assert len(rows) <= free
        assert not rows or self.real.seconds >= self.all_held
        for row in rows:
            known = self.rows[row.id]
            assert known.state is S.QUEUED
            self.check_departure(row)
            assert self.real.seconds >= known.held_until
            if row.method == "answerCallbackQuery":
                continue
            assert self.real.seconds >= self.chat_held.get(row.chat, 0.0)
            beside = [one for one in rows if one.chat == row.chat and one is not row]
            assert all(one.method == "answerCallbackQuery" for one in beside)
            for number, other in self.rows.items():
                if other.chat != row.chat or not other.waits_in_line or number == row.id:
                    continue
                assert other.state is not S.LEASED, "one in flight a chat"
                assert not (other.lane <= known.lane and number < row.id), "in order"

    def check_departure(self, row: Leased) -> None:
        """What else must hold of a message that is about to leave."""

    @precondition(lambda self: self.leased)
    @rule(
        pick=st.integers(0, 99),
        ending=st.sampled_from(["sent", "refused", "unsure", "not left", "flood", "flood for all"]),
        torn=st.booleans(),
    )
    def land(self, pick: int, ending: str, torn: bool) -> None:
        number = sorted(self.leased)[pick % len(self.leased)]
        self.runner.run(self._land(self.leased[number], ending, torn))

    async def _land(self, row: Leased, ending: str, torn: bool) -> None:
        again = ending in {"not left", "flood", "flood for all"}
        if ending == "unsure" and row.method in HARMLESS:
            again = True
        state = S.QUEUED if again else {"sent": S.SENT, "refused": S.REFUSED}.get(ending, S.UNKNOWN)
        until = self.real.seconds + (1.0 if ending in {"not left", "unsure"} else 5.0)
        async with self.unit(torn) as work:
            settled = Settled(row=row, state=state, message=7 if state is S.SENT else None)
            await work.delivery.settle([settled], now=self.now)
            if again:
                await work.delivery.pace.block_chat(row.chat, until)
            if ending == "flood for all":
                await work.delivery.pace.block_all(until)
        if torn:
            return
        del self.leased[row.id]
        known = self.rows[row.id]
        known.state = state
        if again:
            self.chat_held[row.chat] = until
            if known.lane == ANSWERS:
                known.held_until = self.real.seconds + 1.0
        if ending == "flood for all":
            self.all_held = max(self.all_held, until)

    @rule()
    def crash(self) -> None:
        """What was in flight has left or not: nobody knows."""
        self._boot()
        if self.kind == "postgresql":
            self.real.seconds += LEASE_SECONDS + 1
        self.runner.run(self._settle_doubt())

    async def _settle_doubt(self) -> None:
        async with self.storage.writing() as work:
            doubtful = await work.delivery.settle_doubt(now=self.now)
        assert doubtful == sum(row.method not in HARMLESS for row in self.leased.values())
        for number, row in self.leased.items():
            self.rows[number].state = S.QUEUED if row.method in HARMLESS else S.UNKNOWN
        self.leased.clear()

    @rule(seconds=st.sampled_from([0.01, 0.04, 0.3, 1.0, 4.0]))
    def time_passes(self, seconds: float) -> None:
        self.real.seconds += seconds

    # What must hold

    @invariant()
    def the_ledger_holds_what_the_model_holds(self) -> None:
        assert self.runner.run(self._kept()) == {n: row.state for n, row in self.rows.items()}

    async def _kept(self) -> dict[int, MessageState]:
        async with self.storage.reading() as work:
            found = await work.connection.execute(text("SELECT id, state FROM outbox"))
            return {row.id: S(row.state) for row in found}

    @invariant()
    def nobody_is_overrun(self) -> None:
        recent = [at for at, _ in self.departures if at > self.real.seconds - 1.0]
        assert len(recent) <= 30
        for chat in CHATS:
            in_chat = [at for at, of in self.departures if of == chat]
            assert sum(at > self.real.seconds - 1.0 for at in in_chat) <= 4
            if chat < 0:
                assert sum(at > self.real.seconds - 60.0 for at in in_chat) <= 20

    def teardown(self) -> None:
        """In the end, when nothing breaks any more, everything reaches a final state."""
        try:
            self.runner.run(self.calm_down())
        finally:
            self.runner.run(self.stack.aclose())
            self.runner.close()

    async def calm_down(self) -> None:
        for row in list(self.leased.values()):
            await self._land(row, "sent", torn=False)
        quiet = 0
        while quiet < 2:
            self.real.seconds += 6.0
            quiet = 0 if await self._lease(32, torn=False) else quiet + 1
            for row in list(self.leased.values()):
                await self._land(row, "sent", torn=False)
        assert all(row.state not in {S.QUEUED, S.LEASED} for row in self.rows.values())

"""Sends what is owed: leases no more than it sends at once, writes down how each ended."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from time import monotonic

import structlog

from bot.carrier import Carrier
from bot.parcels import Parcel
from bot.results import Carried, in_doubt
from bot.wake import Bell
from civic.kernel.ids import AccountId, ChatId
from civic.kernel.outbox import MessageState, Reason
from storage.delivery import Lease, Settled
from storage.failures import StorageFailure
from storage.unit_of_work import SqlWork, Storage

AT_ONCE = 32
NET_SECONDS = 1.0
TOGETHER_SECONDS = 0.005
"""What lands within so short a time is written down together: each time costs a transaction …"""
TOGETHER = 8
"""… or as soon as it is so many."""
DOUBT_SECONDS = 15.0
LANDING_SECONDS = 7.0
"""Of the ten in which a process that is told to stop has to finish."""
FLOOD_WINDOW = 1.0
"""Two chats refused with 429 within so many seconds: Telegram means the bot, not the chat."""
_log = structlog.get_logger("sender")


class Sender:
    def __init__(
        self,
        storage: Storage,
        carrier: Carrier,
        *,
        now: Callable[[], datetime],
        bell: Bell,
        inbox_bell: Bell,
    ) -> None:
        self._storage = storage
        self._carrier = carrier
        self._now = now
        self._bell = bell
        self._inbox_bell = inbox_bell
        self._flying: set[asyncio.Task[None]] = set()
        self._landed: deque[Carried] = deque()
        self._rings_soon = False
        self._floods: deque[tuple[float, int]] = deque(maxlen=8)

    async def run(self, stopping: asyncio.Event) -> None:
        next_doubt = monotonic()
        while not stopping.is_set():
            try:
                if monotonic() >= next_doubt:
                    await self._settle_doubt()
                    next_doubt = monotonic() + DOUBT_SECONDS
                lease = await self._exchange(free=AT_ONCE - len(self._flying))
            except (StorageFailure, OSError) as failure:
                _log.warning("outbox-waits", why=type(failure).__name__)
                await self._bell.wait(seconds=NET_SECONDS)
                continue
            if lease.is_cut_short:
                await asyncio.sleep(0)
            else:
                # What could not leave now leaves when something lands, is owed, or may by its pace.
                wait = NET_SECONDS if lease.look_again is None else lease.look_again
                await self._bell.wait(seconds=min(wait, NET_SECONDS))
        await self.finish()

    async def finish(self) -> None:
        """What is in flight lands and is written down; nothing new leaves."""
        if self._flying:
            await asyncio.wait(self._flying, timeout=LANDING_SECONDS)
        try:
            await self._exchange(free=0)
        except (StorageFailure, OSError) as failure:
            # Leased they stay, and are settled as in doubt by whoever comes next.
            _log.warning("results-not-written", why=type(failure).__name__)

    async def _settle_doubt(self) -> None:
        async with self._storage.writing() as work:
            doubtful = await work.delivery.settle_doubt(now=self._now())
        if doubtful:
            _log.warning("messages-in-doubt", count=doubtful)

    async def drain(self) -> None:
        """Send until nothing is due; for tests and benches that drive the sender by hand."""
        while True:
            lease = await self._exchange(free=AT_ONCE)
            idle = not lease.rows and not self._flying and not self._landed
            if idle and not lease.is_cut_short:
                return
            if self._flying:
                await asyncio.wait(self._flying)

    async def _exchange(self, *, free: int) -> Lease:
        """Results in, the next lease out, in one transaction."""
        now = self._now()
        landed = [self._landed.popleft() for _ in range(len(self._landed))]
        if not landed and free <= 0:
            return Lease(rows=(), look_again=None)
        try:
            async with self._storage.writing() as work:
                await self._write_down(work, landed, now)
                lease = (
                    await work.delivery.lease(free=free, now=now)
                    if free > 0
                    else Lease(rows=(), look_again=None)
                )
                parcels = await self._carrier.pack(work, lease.rows)
        except BaseException:
            self._landed.extendleft(reversed(landed))
            raise
        for parcel in parcels:
            if isinstance(parcel, Carried):
                self._landed.append(parcel)
                self._bell.ring()
                continue
            task = asyncio.create_task(self._fly(parcel))
            self._flying.add(task)
        if any(one.brought is not None for one in landed):
            self._inbox_bell.ring()
        return lease

    async def _fly(self, parcel: Parcel) -> None:
        try:
            carried = await self._carrier.carry(parcel)
        except Exception as failure:  # noqa: BLE001 - a row left leased would hold its chat for ever
            _log.error("carrying-failed", message=parcel.row.id, exc_info=failure)
            carried = in_doubt(parcel, type(failure).__name__)
        try:
            self._landed.append(carried)
        finally:
            task = asyncio.current_task()
            if task is not None:
                self._flying.discard(task)
            self._ring_soon()

    def _ring_soon(self) -> None:
        """Whatever landed alone is written down at once."""
        if not self._flying or len(self._landed) >= TOGETHER:
            self._bell.ring()
        elif not self._rings_soon:
            self._rings_soon = True
            asyncio.get_running_loop().call_later(TOGETHER_SECONDS, self._ring)

    def _ring(self) -> None:
        self._rings_soon = False
        self._bell.ring()

    async def _write_down(self, work: SqlWork, landed: list[Carried], now: datetime) -> None:
        if not landed:
            return
        await work.delivery.settle([one.settled for one in landed], now=now)
        for one in landed:
            if one.retry_after is not None:
                await self._slow_down(work, one.settled, one.retry_after)
            if one.blocked:
                await _note_blocked(work, AccountId(one.settled.row.chat), now)
            if one.uploaded is not None:
                await work.files.keep_telegram_id(*one.uploaded)
            if one.not_uploaded is not None:
                await work.files.give_up_upload(*one.not_uploaded)
            if one.brought is not None:
                await work.inbox.put([one.brought], now=now)
            if one.moved_to is not None:
                await work.outbox.follow(one.settled.row.chat, one.moved_to)
                chat, moved_to = ChatId(one.settled.row.chat), ChatId(one.moved_to)
                await work.known_chats.move(chat, moved_to)
            if one.settled.row.chat < 0:
                await _note_right(work, one.settled)

    async def _slow_down(self, work: SqlWork, settled: Settled, seconds: float) -> None:
        """Obey retry_after for the chat; for all when several chats were refused at once."""
        instant, chat = monotonic(), settled.row.chat
        self._floods.append((instant, chat))
        recent = {one for at, one in self._floods if instant - at <= FLOOD_WINDOW}
        real = (await work.delivery.pace.allowance()).real
        await work.delivery.pace.block_chat(chat, real + seconds)
        if len(recent) > 1:
            await work.delivery.pace.block_all(real + seconds)
        _log.warning("slowed-down", seconds=seconds, everywhere=len(recent) > 1)


async def _note_blocked(work: SqlWork, account: AccountId, now: datetime) -> None:
    """Unreachable until they write again."""
    known = await work.accounts.find(account)
    if known is not None and known.reachable:
        await work.accounts.put(replace(known, reachable=False), now=now)
        await work.residents.set_reachable(account, False)


async def _note_right(work: SqlWork, settled: Settled) -> None:
    """A channel or a group shows by each post whether the bot may post there."""
    if settled.reason is Reason.NO_RIGHT:
        await work.known_chats.note_right(ChatId(settled.row.chat), can_post=False)
    elif settled.state is MessageState.SENT and settled.row.bulk is not None:
        await work.known_chats.note_right(ChatId(settled.row.chat), can_post=True)

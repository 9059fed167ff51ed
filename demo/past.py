"""Living through the past: the product's own jobs at an earlier hour, and a wire that only nods."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bot.scheduler import Job
from bot.tick_jobs import jobs_of
from bot.wiring import Wiring
from civic.kernel.ids import AccountId
from civic.kernel.outbox import MessageState
from demo.cast import BOT_NAME
from storage.delivery import Leased, Settled
from storage.unit_of_work import SqlWork

AT_ONCE = 500
ROUNDS = 100
OF_TODAY_ONLY = frozenset({"command-menus", "posters", "retention"})
"""What must truly reach Telegram, what nobody asks for any more, what forgets."""
NOBODY: Collection[AccountId] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    wiring: Wiring
    jobs: tuple[Job, ...]

    async def pass_by(self, now: datetime, *, waiting: Collection[AccountId] = NOBODY) -> None:
        """All that is due at this moment happens, and its messages have arrived.

        Those `waiting` get nothing: what is owed to them stays owed until the demo starts.
        """
        for _ in range(ROUNDS):
            if not sum([await job(now) for job in self.jobs]):
                break
        else:
            raise RuntimeError("the past does not come to rest")
        await self._deliver(now, waiting)

    async def _deliver(self, now: datetime, waiting: Collection[AccountId]) -> None:
        kept: list[Leased] = []
        while True:
            async with self.wiring.storage.writing() as work:
                lease = await work.delivery.lease(free=AT_ONCE, now=now)
                if not lease.rows and not lease.is_cut_short:
                    await _queue_again(work, kept, now)
                    return
                kept += [row for row in lease.rows if row.chat in waiting]
                arrived = [
                    Settled(row=row, state=MessageState.SENT)
                    for row in lease.rows
                    if row.chat not in waiting
                ]
                await work.delivery.settle(arrived, now=now)


def live_through(wiring: Wiring) -> Past:
    named = jobs_of(wiring, bot_username=BOT_NAME)
    return Past(wiring=wiring, jobs=tuple(job for name, job in named if name not in OF_TODAY_ONLY))


async def _queue_again(work: SqlWork, kept: list[Leased], now: datetime) -> None:
    await work.delivery.settle(
        [Settled(row=row, state=MessageState.QUEUED) for row in kept], now=now
    )

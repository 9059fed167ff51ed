"""The tick: looks every few seconds for what is due; holds nothing in memory that matters."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from bot.wake import Bell
from storage.failures import StorageFailure
from storage.unit_of_work import Storage

TICK_SECONDS = 5
LANDING_SECONDS = 6.0
"""Of the ten in which a process that is told to stop has to finish; a report takes less."""
Job = Callable[[datetime], Awaitable[int]]
"""Does what is due at this moment, so much at a time; returns how much, safe to run twice."""
_log = structlog.get_logger("tick")


class Tick:
    """Runs the jobs one after another. APScheduler stays on real time; the jobs are told `now`."""

    def __init__(
        self, jobs: Sequence[tuple[str, Job]], *, clock: Clock, storage: Storage, outbox_bell: Bell
    ) -> None:
        self._jobs = jobs
        self._clock = clock
        self._storage = storage
        self._outbox_bell = outbox_bell
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._looking: asyncio.Task[int] | None = None
        self._is_stopping = False
        self._is_hurried = False
        self.last_at: datetime | None = None

    async def run(self, stopping: asyncio.Event) -> None:
        self._scheduler.add_job(
            self._look_in_peace,
            "interval",
            seconds=TICK_SECONDS,
            id="tick",
            coalesce=True,
            misfire_grace_time=None,
            max_instances=1,
            next_run_time=datetime.now(UTC),
        )
        self._scheduler.start()
        await stopping.wait()
        self._is_stopping = True
        self._scheduler.shutdown(wait=False)
        await self._land()

    def hurry(self) -> None:
        """The clock was moved: look at once, and again when a look is just under way."""
        self._is_hurried = True
        if self._scheduler.running:
            self._scheduler.modify_job("tick", next_run_time=datetime.now(UTC))

    async def once(self) -> int:
        """One look at everything; a job that fails does not keep the others from running."""
        try:
            async with self._storage.reading() as work:
                self._clock.set_ahead(await work.clock.offset())
        except (StorageFailure, OSError) as failure:
            # What is due stays a row; the next look finds it.
            _log.warning("tick-waits", why=type(failure).__name__)
            return 0
        done = 0
        for name, job in self._jobs:
            if self._is_stopping:
                break
            try:
                done += await job(self._clock.now())
            except Exception:  # noqa: BLE001 - the other jobs must run
                _log.exception("job-failed", job=name)
            # After each: a job that takes its time is no tick that stands still.
            self.last_at = datetime.now(UTC)
        if done:
            self._outbox_bell.ring()
        return done

    async def _look_in_peace(self) -> None:
        """The scheduler cancels what runs when it is shut down; a job in hand may finish."""
        self._is_hurried = True
        while self._is_hurried and not self._is_stopping:
            self._is_hurried = False
            self._looking = asyncio.create_task(self.once())
            try:
                await asyncio.shield(self._looking)
            except asyncio.CancelledError:
                if not self._is_stopping:
                    raise

    async def _land(self) -> None:
        """The job in hand finishes, or is told to stop and puts back what it claimed."""
        if self._looking is None or self._looking.done():
            return
        _, late = await asyncio.wait({self._looking}, timeout=LANDING_SECONDS)
        for look in late:
            look.cancel()
            await asyncio.wait({look})

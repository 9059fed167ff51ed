"""What the pages see of the process: readiness, figures, the way in for updates."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from bot.inbox import Intake
from bot.scheduler import Tick
from bot.wiring import Wiring
from civic.kernel.outbox import MessageState
from storage.failures import StorageFailure
from web.ports import Readiness

TICK_LATE = timedelta(seconds=60)


class ProcessBackstage:
    def __init__(self, wiring: Wiring, *, intake: Intake | None, tick: Tick | None) -> None:
        self._wiring = wiring
        self._intake = intake
        self._tick = tick

    async def readiness(self) -> Readiness:
        """Not ready when nothing can be written: updates then stay unconfirmed at Telegram."""
        problems: list[str] = []
        figures: dict[str, float] = {}
        try:
            async with self._wiring.storage.writing() as work:
                await work.clock.put_mark("last_ready", datetime.now(UTC).isoformat())
                waiting = await work.inbox.backlog()
                ledger = await work.delivery.backlog()
                oldest = await work.delivery.oldest_due(self._wiring.clock.now())
                pace = await work.delivery.pace.allowance()
        except (StorageFailure, OSError) as failure:
            problems.append(f"the database cannot be written: {type(failure).__name__}")
            return Readiness(ready=False, problems=problems)
        if self._intake is not None and self._intake.trouble is not None:
            problems.append(f"updates cannot be stored: {self._intake.trouble}")
        now = self._wiring.clock.now()
        figures["updates_waiting"] = waiting.waiting
        figures["oldest_update_seconds"] = (
            (now - waiting.oldest_at).total_seconds() if waiting.oldest_at else 0.0
        )
        figures["dead_letters"] = waiting.dead
        figures["messages_queued"] = ledger.get(MessageState.QUEUED, 0)
        figures["messages_in_flight"] = ledger.get(MessageState.LEASED, 0)
        figures["messages_held"] = ledger.get(MessageState.HELD, 0)
        figures["oldest_message_seconds"] = (now - oldest).total_seconds() if oldest else 0.0
        figures["messages_a_second_allowed"] = pace.rate
        figures["messages_unknown"] = ledger.get(MessageState.UNKNOWN, 0)
        if self._tick and self._is_late(self._tick.last_at):
            problems.append("the tick does not run")
        return Readiness(ready=not problems, problems=problems, figures=figures)

    async def metrics(self) -> bytes:
        state = await self.readiness()
        registry = CollectorRegistry()
        Gauge("viche_ready", "1 when the process can do its work", registry=registry).set(
            1 if state.ready else 0
        )
        for name, value in state.figures.items():
            Gauge(f"viche_{name}", name.replace("_", " "), registry=registry).set(value)
        return generate_latest(registry)

    async def take_update(self, update: Mapping[str, Any]) -> None:
        if self._intake is None:
            raise OSError("this process takes no updates")
        try:
            await self._intake.take([dict(update)])
        except StorageFailure as failure:
            raise OSError(type(failure).__name__) from failure

    def _is_late(self, last: datetime | None) -> bool:
        return last is not None and datetime.now(UTC) - last > TICK_LATE

"""Which jobs the tick runs, each with what it needs."""

from datetime import datetime

from bot.scheduler import Job, Tick
from bot.wiring import Wiring
from jobs.retention import forget_the_old


def build_tick(wiring: Wiring, *, bot_username: str) -> Tick:
    return Tick(
        _jobs(wiring, bot_username),
        clock=wiring.clock,
        storage=wiring.storage,
        outbox_bell=wiring.outbox_bell,
    )


def _jobs(wiring: Wiring, _bot_username: str) -> list[tuple[str, Job]]:
    storage = wiring.storage

    async def retention(now: datetime) -> int:
        return await forget_the_old(begin=storage.writing, now=now)

    return [("retention", retention)]

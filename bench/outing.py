"""One broadcast from start to end: a town, a sandbox, processes of the product, what breaks."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import text

from bench.databases import bench_folder, fresh, storage_on
from bench.processes import Running, viche
from bench.sandbox import Call, Sandbox, sandbox
from bench.telling import approved, town_of
from storage.unit_of_work import Storage

PATIENCE = 600.0
TICK = 6.0
"""A little more than a tick: what its jobs import is in memory by then."""
LAST_REPLIES = 2.0
FIRST_GUEST = 9_000_000
"""People who write while others are written to; they are no residents."""
Trouble = Callable[["Outing"], Coroutine[Any, Any, None]]


@dataclass(slots=True, kw_only=True)
class Outing:
    people: int
    scale: float
    storage: Storage
    telegram: Sandbox
    start: Callable[[], Coroutine[Any, Any, Running]]
    running: list[Running] = field(default_factory=list)
    asked: dict[int, float] = field(default_factory=dict)
    """When each guest wrote."""
    idle: float = 0.0
    peak: float = 0.0
    restarts: int = 0

    async def reached(self, share: float) -> None:
        """Wait until so much of the whole has been called."""
        while await self.telegram.count() < share * self.people:
            await asyncio.sleep(0.1)

    async def kill(self) -> None:
        """As power failing: then the same process again."""
        running = self.running.pop()
        running.process.kill()
        await running.process.wait()
        self.restarts += 1
        self.running.append(await self.start())

    async def is_over(self) -> bool:
        async with self.storage.reading() as work:
            found = await work.connection.execute(_OPEN)
            return not any(found.one())


_OPEN = text(
    "SELECT EXISTS (SELECT 1 FROM broadcasts WHERE state IN ('scheduled', 'going')), "
    "EXISTS (SELECT 1 FROM outbox WHERE state < 2)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """What came of it: the ledger's rows and the calls that the sandbox saw."""

    people: int
    rows: Sequence[tuple[int, int, int | None]]
    """Chat, state, message; of the broadcast alone."""
    calls: Sequence[Call]
    asked: dict[int, float]
    idle: float
    peak: float
    cpu: float
    """Seconds, of the processes that were there at the end."""
    restarts: int


@asynccontextmanager
async def outing(
    kind: str,
    *,
    people: int,
    scale: float,
    processes: int = 1,
    blocked_each: int = 0,
) -> AsyncIterator[Outing]:
    with bench_folder() as folder:
        async with AsyncExitStack() as stack:
            telegram = await stack.enter_async_context(sandbox(scale=scale))
            url = await stack.enter_async_context(fresh(kind, folder))
            storage = await stack.enter_async_context(storage_on(url, folder))
            await town_of(storage, people)
            await telegram.settle(people, blocked_each=blocked_each)
            start = _starter(stack, telegram, url, folder, scale)
            made = Outing(
                people=people, scale=scale, storage=storage, telegram=telegram, start=start
            )
            for _ in range(processes):
                made.running.append(await start())
            yield made


def _starter(
    stack: AsyncExitStack, telegram: Sandbox, url: str, folder: Path, scale: float
) -> Callable[[], Coroutine[Any, Any, Running]]:
    async def start() -> Running:
        environment = {"VICHE_PACE_SCALE": str(scale)}
        return await stack.enter_async_context(
            viche("run", api=telegram.url, database=url, data=folder, environment=environment)
        )

    return start


async def play(
    out: Outing, *, guests: float = 0.0, troubles: Sequence[Trouble] = (), upto: float | None = None
) -> Gone:
    """Let it go; meanwhile guests write so many times a second, and things break."""
    await asyncio.sleep(TICK)
    out.idle = _memory(out)
    async with out.storage.writing() as work:
        await approved(work, people=out.people)
    beside = [asyncio.create_task(_watch(out))]
    if guests:
        beside.append(asyncio.create_task(_write(out, guests)))
    breaking = [asyncio.create_task(trouble(out)) for trouble in troubles]
    try:
        if upto is None:
            await _over(out, breaking)
        else:
            await _for(out, upto)
    finally:
        for task in [*beside, *breaking]:
            task.cancel()
        await asyncio.gather(*beside, *breaking, return_exceptions=True)
    # Who wrote last is still to get a reply.
    await out.telegram.get("/control/idle", wait="10")
    await asyncio.sleep(LAST_REPLIES)
    return await _gone(out)


async def _over(out: Outing, breaking: Sequence[asyncio.Task[None]]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for task in breaking:
            if task.done():
                task.result()
        if all(task.done() for task in breaking) and await out.is_over():
            return
        await asyncio.sleep(0.5)
    raise RuntimeError(f"it was not over within {PATIENCE:.0f} s")


async def _for(out: Outing, seconds: float) -> None:
    while not any(call.is_send for call in await out.telegram.calls()):
        await asyncio.sleep(0.2)
    await asyncio.sleep(seconds)


async def _gone(out: Outing) -> Gone:
    async with out.storage.reading() as work:
        rows = await work.connection.execute(
            text("SELECT chat_id, state, message_id FROM outbox WHERE content_id IS NOT NULL")
        )
        kept = [(row.chat_id, row.state, row.message_id) for row in rows]
    return Gone(
        people=out.people,
        rows=kept,
        calls=await out.telegram.calls(),
        asked=dict(out.asked),
        idle=out.idle,
        peak=out.peak,
        cpu=sum(running.cpu_seconds() for running in out.running),
        restarts=out.restarts,
    )


async def _watch(out: Outing) -> None:
    while True:
        out.peak = max(out.peak, _memory(out))
        await asyncio.sleep(0.5)


def _memory(out: Outing) -> float:
    """Of the largest of its processes."""
    largest = 0.0
    for running in list(out.running):
        try:
            largest = max(largest, running.memory())
        except psutil.NoSuchProcess:
            continue
    return largest


async def _write(out: Outing, rate: float) -> None:
    dice = random.Random(4)
    await out.reached(0.02)
    number = FIRST_GUEST
    while True:
        await asyncio.sleep(dice.expovariate(rate))
        number += 1
        await out.telegram.post("/control/people", id=number, first_name="Іван", language_code="uk")
        out.asked[number] = time.time()
        await out.telegram.post(f"/control/people/{number}/messages", text="/start")

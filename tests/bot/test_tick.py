"""The tick: every job in turn, whatever another one does; the clock as all processes see it."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog

from bot.clock import Clock
from bot.scheduler import Job, Tick
from bot.wake import Bell
from storage.engines import Database
from storage.unit_of_work import Storage
from tests.databases import fresh_database
from tests.stores import stores


def _tick(storage: Storage, *jobs: tuple[str, Job], bell: Bell | None = None) -> Tick:
    return Tick(jobs, clock=Clock(), storage=storage, outbox_bell=bell or Bell())


async def test_a_job_that_fails_is_logged_and_the_others_run(
    database: Database, tmp_path: Path
) -> None:
    ran: list[str] = []

    async def fails(_now: datetime) -> int:
        raise ZeroDivisionError

    async def works(_now: datetime) -> int:
        ran.append("works")
        return 2

    with structlog.testing.capture_logs() as log:
        tick = _tick(stores(database, tmp_path), ("fails", fails), ("works", works))
        assert await tick.once() == 2

    assert ran == ["works"]
    assert [entry["job"] for entry in log if entry["event"] == "job-failed"] == ["fails"]
    assert tick.last_at is not None


async def test_jobs_are_told_the_time_of_the_towns_clock(
    database: Database, tmp_path: Path
) -> None:
    told: list[datetime] = []

    async def job(now: datetime) -> int:
        told.append(now)
        return 0

    storage = stores(database, tmp_path)
    tick = _tick(storage, ("job", job))
    await tick.once()
    async with storage.writing() as work:
        await work.clock.move_ahead(3 * 86_400)
    await tick.once()

    assert (told[0] - datetime.now(UTC)).total_seconds() < 1
    assert 3 * 86_400 <= (told[1] - told[0]).total_seconds() < 3 * 86_400 + 60


async def test_what_a_job_owes_leaves_at_once(tmp_path: Path) -> None:
    bell = Bell()

    async def job(_now: datetime) -> int:
        return 1

    async with fresh_database("sqlite", tmp_path) as database:
        waiting = asyncio.create_task(bell.wait(seconds=60))
        await _tick(stores(database, tmp_path), ("job", job), bell=bell).once()
        rung, _ = await asyncio.wait({waiting}, timeout=20)
        assert rung == {waiting}, "the sender was not woken"


async def test_the_tick_looks_when_it_starts_and_at_once_when_the_clock_is_moved_meanwhile(
    tmp_path: Path,
) -> None:
    looked: asyncio.Queue[datetime] = asyncio.Queue()
    stopping = asyncio.Event()

    async def job(now: datetime) -> int:
        looked.put_nowait(now)
        return 0

    async with fresh_database("sqlite", tmp_path) as database:
        tick = _tick(stores(database, tmp_path), ("job", job))
        tick.hurry()
        running = asyncio.create_task(tick.run(stopping))
        async with asyncio.timeout(20):
            first = await looked.get()
            tick.hurry()
            second = await looked.get()
            stopping.set()
            await running
        assert first <= second
        assert looked.empty(), "once for each time it was asked to"


async def test_a_database_out_of_reach_costs_a_look_and_no_more(tmp_path: Path) -> None:
    async def job(_now: datetime) -> int:
        return 1

    async with fresh_database("sqlite", tmp_path) as database:
        tick = _tick(stores(database, tmp_path), ("job", job))
        async with database.writing() as connection:
            await connection.exec_driver_sql("ALTER TABLE clock RENAME TO hidden")
        assert await tick.once() == 0
        assert tick.last_at is None
        async with database.writing() as connection:
            await connection.exec_driver_sql("ALTER TABLE hidden RENAME TO clock")
        assert await tick.once() == 1


async def test_a_process_that_is_told_to_stop_finishes_the_job_in_hand_and_begins_no_other(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    begun, may_end, stopping = asyncio.Event(), asyncio.Event(), asyncio.Event()
    did: list[str] = []

    async def draws(_now: datetime) -> int:
        begun.set()
        await may_end.wait()
        did.append("drew")
        return 1

    async def next_job(_now: datetime) -> int:
        did.append("began another")
        return 0

    async with fresh_database("sqlite", tmp_path) as database:
        tick = _tick(stores(database, tmp_path), ("draws", draws), ("next", next_job))
        running = asyncio.create_task(tick.run(stopping))
        await begun.wait()
        stopping.set()
        asyncio.get_running_loop().call_soon(may_end.set)
        async with asyncio.timeout(20):
            await running
    assert did == ["drew"]
    assert caplog.records == [], "stopping is no failure"


async def test_a_job_that_takes_too_long_puts_back_what_it_claimed_before_the_process_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.scheduler.LANDING_SECONDS", 0.01)
    begun, stopping = asyncio.Event(), asyncio.Event()
    did: list[str] = []

    async with fresh_database("sqlite", tmp_path) as database:
        storage = stores(database, tmp_path)

        async def draws(_now: datetime) -> int:
            begun.set()
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                async with storage.writing() as work:
                    await work.clock.put_mark("put", "back")
                did.append("put back")
                raise
            return 0

        running = asyncio.create_task(_tick(storage, ("draws", draws)).run(stopping))
        await begun.wait()
        stopping.set()
        async with asyncio.timeout(20):
            await running
    assert did == ["put back"]

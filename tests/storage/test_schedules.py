"""What only one process may do, and what is done once for each due time."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.engines import Database
from storage.schedules import FIRE_LEASE_SECONDS, PAUSE_SECONDS, TRIES
from storage.unit_of_work import Storage
from tests.calendar import MONDAY
from tests.stores import OTHER_TOWN, TOWN, RealTime, stores

DUE = (TOWN, "report-7", "2026-03-02T08:00")


class Processes:
    """Two processes on one database, each with connections of its own."""

    def __init__(self, database: Database, other: Database, folder: Path) -> None:
        self.real = RealTime()
        self.one = stores(database, folder, boot="boot-1", real=self.real)
        self.two = stores(other, folder, boot="boot-2", real=self.real)


@pytest.fixture
async def processes(database: Database, tmp_path: Path) -> AsyncIterator[Processes]:
    other = Database(database.url.render_as_string(hide_password=False))
    yield Processes(database, other, tmp_path)
    await other.close()


async def _take(storage: Storage) -> bool:
    async with storage.writing() as work:
        return await work.leases.take("poller", seconds=30)


async def _claim(storage: Storage) -> bool:
    async with storage.writing() as work:
        return await work.fires.claim(*DUE)


async def test_one_process_holds_a_lease_until_it_expires_or_is_given_back(
    processes: Processes,
) -> None:
    one, two = processes.one, processes.two
    assert [await _take(one), await _take(two), await _take(one)] == [True, False, True]
    processes.real.seconds += 29
    assert [await _take(two), await _take(one)] == [False, True]
    processes.real.seconds += 31
    assert [await _take(two), await _take(one)] == [True, False]
    async with one.writing() as work:
        await work.leases.give_back("poller")
    assert await _take(one) is False, "only the holder gives back"
    async with two.writing() as work:
        await work.leases.give_back("poller")
    processes.real.seconds += 1
    assert await _take(one) is True


async def test_a_lease_can_be_taken_over_from_a_holder_that_is_gone(processes: Processes) -> None:
    await _take(processes.one)
    async with processes.two.writing() as work:
        await work.leases.take_over("poller", seconds=30)
    assert [await _take(processes.one), await _take(processes.two)] == [False, True]


async def test_of_many_who_look_at_once_one_works_a_due_time_off(processes: Processes) -> None:
    looking = [processes.one, processes.two] * 8
    claims = await asyncio.gather(*(_claim(storage) for storage in looking))
    assert sum(claims) == 1


async def test_a_due_time_is_taken_up_again_when_its_worker_died(processes: Processes) -> None:
    assert await _claim(processes.one)
    processes.real.seconds += FIRE_LEASE_SECONDS - 1
    assert not await _claim(processes.two)
    processes.real.seconds += 2
    claims = await asyncio.gather(*(_claim(processes.two) for _ in range(5)))
    assert sum(claims) == 1


async def test_what_is_done_is_never_done_again(processes: Processes) -> None:
    assert await _claim(processes.one)
    async with processes.one.writing() as work:
        await work.fires.done(*DUE, now=MONDAY)
    processes.real.seconds += 10 * FIRE_LEASE_SECONDS
    assert not await _claim(processes.two)
    async with processes.one.writing() as work:
        await work.fires.release(*DUE)
    assert not await _claim(processes.two)


async def test_a_claim_that_was_rolled_back_was_none(processes: Processes) -> None:
    with pytest.raises(ZeroDivisionError):
        async with processes.one.writing() as work:
            assert await work.fires.claim(*DUE)
            raise ZeroDivisionError
    assert await _claim(processes.two)


async def test_work_that_was_stopped_is_taken_up_at_once_however_often(
    processes: Processes,
) -> None:
    for _ in range(2 * TRIES):
        assert await _claim(processes.one)
        async with processes.one.writing() as work:
            await work.fires.release(*DUE)


async def test_work_that_fails_is_tried_again_after_a_growing_while_and_given_up_in_the_end(
    processes: Processes,
) -> None:
    waits: list[float] = []
    for _ in range(TRIES):
        assert await _claim(processes.one)
        async with processes.one.writing() as work:
            await work.fires.fail(*DUE)
            assert await work.fires.given_up(limit=5) == []
        failed_at = processes.real.seconds
        while len(waits) < TRIES - 1 and not await _may_claim(processes):
            processes.real.seconds += PAUSE_SECONDS / 2
        waits.append(processes.real.seconds - failed_at)
    assert waits[:-1] == sorted(set(waits[:-1]))
    assert sum(waits) > 3600

    processes.real.seconds += 100 * FIRE_LEASE_SECONDS
    assert not await _claim(processes.two)
    async with processes.two.reading() as work:
        (given_up,) = await work.fires.given_up(limit=5)
    assert tuple(given_up.values()) == DUE


async def _may_claim(processes: Processes) -> bool:
    """Looked at in a unit that is rolled back."""
    with pytest.raises(ZeroDivisionError):
        async with processes.two.writing() as work:
            free = await work.fires.claim(*DUE)
            raise ZeroDivisionError
    return free


async def test_another_towns_due_time_is_its_own(processes: Processes) -> None:
    assert await _claim(processes.one)
    async with processes.two.writing() as work:
        assert await work.fires.claim(OTHER_TOWN, *DUE[1:])
        await work.fires.done(OTHER_TOWN, *DUE[1:], now=MONDAY)
    async with processes.one.writing() as work:
        await work.fires.release(*DUE)
    assert await _claim(processes.two)


async def test_work_that_goes_on_is_nobody_elses_however_long_it_takes(
    processes: Processes,
) -> None:
    assert await _claim(processes.one)
    for _ in range(5):
        processes.real.seconds += FIRE_LEASE_SECONDS - 1
        async with processes.one.writing() as work:
            await work.fires.renew(*DUE)
        async with processes.two.writing() as work:
            await work.fires.renew(*DUE)
        assert not await _claim(processes.two)


async def test_a_process_that_starts_on_sqlite_takes_up_at_once_what_a_dead_one_was_at(
    processes: Processes,
) -> None:
    assert await _claim(processes.one)
    async with processes.two.writing() as work:
        freed = await work.fires.settle()
    assert freed == int(processes.two.is_sqlite)
    assert await _claim(processes.two) is processes.two.is_sqlite
    async with processes.two.writing() as work:
        assert await work.fires.settle() == 0, "its own claims stay its own"


async def test_a_start_does_not_shorten_the_pause_after_a_failure(processes: Processes) -> None:
    assert await _claim(processes.one)
    async with processes.one.writing() as work:
        await work.fires.fail(*DUE)
    async with processes.two.writing() as work:
        await work.fires.settle()
    assert not await _claim(processes.two)
    processes.real.seconds += PAUSE_SECONDS + 1
    assert await _claim(processes.two)


async def test_whoever_lost_its_claim_does_not_free_anothers(processes: Processes) -> None:
    assert await _claim(processes.one)
    processes.real.seconds += FIRE_LEASE_SECONDS + 1
    assert await _claim(processes.two)
    async with processes.one.writing() as work:
        await work.fires.release(*DUE)
        await work.fires.fail(*DUE)
    assert not await _claim(processes.one)

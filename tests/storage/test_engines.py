"""Units of work: whole or not at all, on the right thread, one writer at a time on SQLite."""

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engines import Database
from storage.failures import is_passing
from tests.databases import fresh_database

_PUT = text("INSERT INTO marks (name, value) VALUES (:name, :value)")


async def _put(connection: AsyncConnection, name: str, value: str = "") -> None:
    await connection.execute(_PUT, {"name": name, "value": value})


async def _names(database: Database) -> set[str]:
    async with database.reading() as connection:
        return set(await connection.scalars(text("SELECT name FROM marks")))


@pytest.fixture
async def sqlite_only(tmp_path: Path) -> AsyncIterator[Database]:
    async with fresh_database("sqlite", tmp_path) as made:
        yield made


@pytest.fixture
async def postgres_only(tmp_path: Path) -> AsyncIterator[Database]:
    async with fresh_database("postgresql", tmp_path) as made:
        yield made


async def test_all_but_the_commit_stays_in_the_loops_thread_while_nobody_else_writes(
    sqlite_only: Database,
) -> None:
    seen: list[tuple[str, bool]] = []
    here = threading.get_ident()

    def trace(statement: str) -> None:
        seen.append((statement.split("(", maxsplit=1)[0][:15], threading.get_ident() == here))

    async with sqlite_only.writing() as connection:
        (await _driver(connection)).set_trace_callback(trace)
    seen.clear()
    async with sqlite_only.writing() as connection:
        await _put(connection, "a")
        async with connection.begin_nested():
            await connection.execute(text("SELECT name FROM marks"))
        (await _driver(connection)).set_trace_callback(trace)

    in_loop = dict(seen)
    assert in_loop["BEGIN IMMEDIATE"] is True
    assert in_loop["COMMIT"] is False
    assert in_loop["INSERT INTO mar"] is True
    assert in_loop["SELECT name FRO"] is True
    assert all(stays for statement, stays in seen if statement != "COMMIT")


async def _driver(connection: AsyncConnection) -> Any:
    raw = await connection.get_raw_connection()
    assert raw.driver_connection is not None
    return raw.driver_connection._conn


async def test_writer_and_reader_are_set_to_lose_nothing(sqlite_only: Database) -> None:
    for unit in (sqlite_only.writing, sqlite_only.reading):
        async with unit() as connection:
            found = [
                await connection.scalar(text(f"PRAGMA {name}"))
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            ]
        assert found == ["wal", 2, 1, 5000]


async def test_a_second_process_learns_before_its_first_statement_that_it_must_wait(
    sqlite_only: Database,
) -> None:
    other = Database(sqlite_only.url.render_as_string(), busy_ms=1)
    async with sqlite_only.writing() as connection:
        await _put(connection, "a")
        with pytest.raises(OperationalError, match="locked") as refused:
            async with other.writing():
                pytest.fail("both write")
    assert is_passing(refused.value)
    async with other.writing() as connection:
        await _put(connection, "b")
    await other.close()
    assert await _names(sqlite_only) == {"a", "b"}


async def test_who_waits_for_another_process_keeps_nobody_from_working(
    sqlite_only: Database,
) -> None:
    other = Database(sqlite_only.url.render_as_string())
    async with other.writing() as connection:
        await _put(connection, "before")

    async def wait_and_put() -> None:
        async with other.writing() as connection:
            await _put(connection, "b")

    async with sqlite_only.writing() as connection:
        waiting = asyncio.create_task(wait_and_put())
        for _ in range(20):
            # Were the loop held, this unit would never end, nor the other begin.
            await asyncio.sleep(0)
        await _put(connection, "a")
    await waiting
    await other.close()
    assert await _names(sqlite_only) == {"before", "a", "b"}


async def test_on_sqlite_units_of_one_process_wait_their_turn(sqlite_only: Database) -> None:
    order: list[str] = []

    async def unit(name: str) -> None:
        async with sqlite_only.writing() as connection:
            order.append(f"{name} begins")
            await _put(connection, name)
            await asyncio.sleep(0)
            order.append(f"{name} ends")

    await asyncio.gather(*(unit(name) for name in "abc"))

    assert order == [f"{name} {what}" for name in "abc" for what in ("begins", "ends")]


async def test_on_postgresql_units_run_side_by_side(postgres_only: Database) -> None:
    both = asyncio.Barrier(2)

    async def unit(name: str) -> None:
        async with postgres_only.writing() as connection:
            await _put(connection, name)
            await both.wait()

    async with asyncio.timeout(20):
        await asyncio.gather(unit("a"), unit("b"))
    assert await _names(postgres_only) == {"a", "b"}


async def test_a_unit_is_seen_by_others_only_once_it_is_whole(database: Database) -> None:
    async with database.writing() as connection:
        await _put(connection, "a")
        async with connection.begin_nested():
            await _put(connection, "b")
        assert await _names(database) == set()
    assert await _names(database) == {"a", "b"}


async def test_a_savepoint_that_fails_takes_only_its_own_back(database: Database) -> None:
    async with database.writing() as connection:
        await _put(connection, "before")
        with pytest.raises(ZeroDivisionError):
            async with connection.begin_nested():
                await _put(connection, "inside")
                raise ZeroDivisionError
        await _put(connection, "after")
    assert await _names(database) == {"before", "after"}


async def test_a_statement_that_fails_in_a_savepoint_leaves_the_unit_alive(
    database: Database,
) -> None:
    async with database.writing() as connection:
        await _put(connection, "a")
        with pytest.raises(IntegrityError):
            async with connection.begin_nested():
                await _put(connection, "a")
        await _put(connection, "b")
    assert await _names(database) == {"a", "b"}


async def test_a_failing_unit_takes_back_also_its_released_savepoints(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        async with database.writing() as connection:
            async with connection.begin_nested():
                await _put(connection, "a")
            raise ZeroDivisionError
    assert await _names(database) == set()


async def test_a_refused_statement_does_not_quote_what_it_was_given(database: Database) -> None:
    with pytest.raises(IntegrityError) as refused:
        async with database.writing() as connection:
            await _put(connection, "a", "Олена, +380501234567")
            await _put(connection, "a", "Олена, +380501234567")
    assert "Олена" not in str(refused.value)
    assert not is_passing(refused.value)


async def test_a_wrong_statement_will_not_pass_by_waiting(database: Database) -> None:
    with pytest.raises(DBAPIError) as refused:
        async with database.writing() as connection:
            await connection.execute(text("SELECT * FROM no_such_table"))
    assert not is_passing(refused.value)


async def test_a_full_disk_passes_and_takes_the_whole_unit_back(sqlite_only: Database) -> None:
    async with sqlite_only.writing() as connection:
        pages = await connection.scalar(text("PRAGMA page_count"))
        await connection.execute(text(f"PRAGMA max_page_count={pages}"))
    with pytest.raises(OperationalError, match="full") as refused:
        async with sqlite_only.writing() as connection:
            await _put(connection, "small")
            await _put(connection, "large", "x" * 1_000_000)
    assert is_passing(refused.value)
    assert await _names(sqlite_only) == set()
    async with sqlite_only.writing() as connection:
        await connection.execute(text("PRAGMA max_page_count=1000000"))
        await _put(connection, "large", "x" * 1_000_000)
    assert await _names(sqlite_only) == {"large"}


async def test_a_lost_connection_passes_and_the_next_unit_has_another(
    postgres_only: Database,
) -> None:
    with pytest.raises(DBAPIError) as lost:
        async with postgres_only.writing() as connection:
            await _put(connection, "a")
            backend = await connection.scalar(text("SELECT pg_backend_pid()"))
            async with postgres_only.writing() as other:
                await other.execute(text(f"SELECT pg_terminate_backend({backend})"))
            await _put(connection, "b")
    assert is_passing(lost.value)
    async with postgres_only.writing() as connection:
        await _put(connection, "c")
    assert await _names(postgres_only) == {"c"}


async def test_a_deadlock_passes(postgres_only: Database) -> None:
    async with postgres_only.writing() as connection:
        await _put(connection, "a")
        await _put(connection, "b")
    both = asyncio.Barrier(2)

    async def unit(first: str, second: str) -> None:
        async with postgres_only.writing() as connection:
            await connection.execute(text("SET LOCAL deadlock_timeout = '50ms'"))
            lock = text("UPDATE marks SET value = 'x' WHERE name = :name")
            await connection.execute(lock, {"name": first})
            await both.wait()
            await connection.execute(lock, {"name": second})

    ended = await asyncio.gather(unit("a", "b"), unit("b", "a"), return_exceptions=True)
    (failure,) = [one for one in ended if one is not None]
    assert is_passing(failure)


async def test_a_database_that_cannot_be_reached_passes(tmp_path: Path) -> None:
    gone = Database(f"postgresql+asyncpg://postgres:@/none?host={tmp_path}")
    with pytest.raises((DBAPIError, OSError)) as unreachable:
        async with gone.writing():
            pytest.fail("nobody listens there")
    await gone.close()
    assert isinstance(unreachable.value, OSError) or is_passing(unreachable.value)


async def test_what_is_made_in_haste_waits_for_the_disk_only_at_its_end(
    sqlite_only: Database,
) -> None:
    async def waits() -> int:
        async with sqlite_only.writing() as connection:
            return int(await connection.scalar(text("PRAGMA synchronous")) or 0)

    every_time, at_checkpoints = 2, 1
    assert await waits() == every_time
    async with sqlite_only.in_haste():
        assert await waits() == at_checkpoints
    assert await waits() == every_time


async def test_haste_changes_nothing_on_a_server_of_its_own(postgres_only: Database) -> None:
    async with postgres_only.in_haste(), postgres_only.writing() as connection:
        await _put(connection, "kept")
    assert await _names(postgres_only) == {"kept"}

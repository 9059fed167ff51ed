"""Forward only: bring a database to this code's tables, or refuse one that is ahead of it."""

import asyncio
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from storage.engines import Database

_HERE = Path(__file__).parent.parent / "migrations"


class SchemaError(SystemExit):
    """The database and the code do not fit; the sentence says what to do."""


async def migrate(url: str) -> str:
    """Apply what is missing; return the revision reached."""
    await check_schema(url, may_be_behind=True)
    database = Database(url)
    try:
        async with database.writing() as connection:
            await connection.run_sync(_upgrade)
            return str(await connection.run_sync(_present))
    finally:
        await database.close()


async def check_schema(url: str, *, may_be_behind: bool = False) -> None:
    """Raise SchemaError when the database is newer than the code, or older (unless it may be)."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and not await asyncio.to_thread(
        Path(address.database or "").exists
    ):
        present = None
    else:
        engine = create_async_engine(url)
        try:
            async with engine.connect() as connection:
                present = await connection.run_sync(_present)
        finally:
            await engine.dispose()
    scripts = ScriptDirectory.from_config(_config())
    known = {script.revision for script in scripts.walk_revisions()}
    if present is not None and present not in known:
        raise SchemaError(
            f"The database is at revision {present}, which this version of Viche does not know: "
            "it was used by a newer one. Start that version, or restore a backup."
        )
    if present != scripts.get_current_head() and not may_be_behind:
        raise SchemaError("The database is behind this version of Viche: run `viche migrate`.")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_HERE))
    return config


def _present(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _upgrade(connection: Connection) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")

"""A bot in processes of its own, on the database asked for."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage.migrating import migrate
from tests.bot.engine import Engine, nursery
from tests.databases import empty_database
from tests.sandbox_client import a_sandbox


@pytest.fixture(scope="session")
def engine_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with nursery(tmp_path_factory.mktemp("engine")) as address:
        yield address


@pytest.fixture
def database_kind() -> str:
    return "sqlite"


@pytest.fixture
async def engine(engine_address: str, database_kind: str, tmp_path: Path) -> AsyncIterator[Engine]:
    """Its database is migrated, its sandbox runs; the test starts the bot."""
    async with (
        empty_database(database_kind, tmp_path) as url,
        a_sandbox(token="4242424242:engine-token-for-the-tests") as sandbox,
    ):
        await migrate(url)
        made = Engine(engine_address, sandbox, url, tmp_path)
        try:
            yield made
        finally:
            await made.close()

"""A town for each journey, on the database asked for, at a sandbox of its own."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.migrating import migrate
from tests.databases import fresh_database
from tests.journeys.running_town import RunningTown, new_token, running_town
from tests.sandbox_client import Sandbox
from tests.sandbox_within import sandbox_within
from tests.soaking import SOAK

DATABASES = ["sqlite", "postgresql"] if SOAK else ["sqlite"]
LANGUAGES = ["uk", "en", "ru"] if SOAK else ["uk"]


@pytest.fixture(params=DATABASES)
def database_kind(request: pytest.FixtureRequest) -> str:
    """Every journey on SQLite; under make soak on PostgreSQL too."""
    return str(request.param)


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    """The language that the journey's people speak; all three under make soak."""
    return str(request.param)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrated once, copied for each journey."""
    return tmp_path_factory.mktemp("migrated") / "viche.db"


@pytest.fixture
async def database_url(
    database_kind: str, tmp_path: Path, migrated_sqlite: Path
) -> AsyncIterator[str]:
    if database_kind == "postgresql":
        async with fresh_database(database_kind, tmp_path) as database:
            yield database.url.render_as_string(hide_password=False)
        return
    if not migrated_sqlite.exists():
        await migrate(f"sqlite+aiosqlite:///{migrated_sqlite}")
    kept = tmp_path / "viche.db"
    shutil.copy(migrated_sqlite, kept)
    yield f"sqlite+aiosqlite:///{kept}"


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with sandbox_within(token=new_token()) as started:
        yield started


@pytest.fixture
async def town(sandbox: Sandbox, database_url: str, tmp_path: Path) -> AsyncIterator[RunningTown]:
    async with running_town(sandbox, database_url, tmp_path) as made:
        yield made

"""Fixtures that every part of the tests stands on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.journal import configure
from storage.engines import Database
from tests.databases import fresh_database


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """The same test on both databases."""
    async with fresh_database(request.param, tmp_path) as made:
        yield made


configure()

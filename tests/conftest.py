"""Fixtures that every part of the tests stands on."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadGroupScheduling

from bot.journal import configure
from storage.engines import Database
from tests.databases import fresh_database
from tests.soaking import SOAK
from tests.togetherness import group_of

# What an example takes says how busy the machine is, and nothing of us.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """The same test on both databases."""
    async with fresh_database(request.param, tmp_path) as made:
        yield made


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is marked for the soak alone runs there alone."""
    if SOAK:
        return
    larger = [item for item in items if item.get_closest_marker("soak")]
    config.hook.pytest_deselected(items=larger)
    items[:] = [item for item in items if item not in larger]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Hand tests out by our groups, the largest first, and all others one by one.

    The mark of pytest-xdist itself does nothing under pytest 9.2: its issue 1386.
    """
    if config.getvalue("dist") != "loadgroup":
        return None
    scheduler = LoadGroupScheduling(config, log)
    scheduler._split_scope = group_of
    return scheduler


configure()

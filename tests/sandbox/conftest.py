"""A fresh sandbox for each test, and somebody in it."""

from collections.abc import AsyncIterator

import pytest

from sandbox.engine import Engine
from sandbox.shelf import Shelf
from sandbox.world import World
from tests.sandbox_client import PersonChat, Sandbox
from tests.sandbox_within import sandbox_within


@pytest.fixture
def engine() -> Engine:
    return Engine(World(Shelf()))


@pytest.fixture
async def sandbox(engine: Engine) -> AsyncIterator[Sandbox]:
    async with sandbox_within(engine, username="viche_test_bot") as started:
        yield started


@pytest.fixture
async def olena(sandbox: Sandbox) -> PersonChat:
    """A person who has started the bot."""
    person = await sandbox.person("Олена", id=1001, last_name="Коваль")
    await person.send("/start")
    return person

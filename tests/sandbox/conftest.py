"""A sandbox in the test's own process, so that each test has a fresh one at once."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from sandbox.engine import Engine
from sandbox.server import make_app
from sandbox.shelf import Shelf
from sandbox.world import World
from tests.sandbox_client import TOKEN, PersonChat, Sandbox


@pytest.fixture
def engine() -> Engine:
    return Engine(World(Shelf()))


@pytest.fixture
async def sandbox(engine: Engine) -> AsyncIterator[Sandbox]:
    runner = web.AppRunner(make_app(engine), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    client = Sandbox(f"http://127.0.0.1:{runner.addresses[0][1]}")
    await client.post("/control/bots", {"token": TOKEN, "username": "viche_test_bot"})
    yield client
    await client.stop()
    await runner.cleanup()


@pytest.fixture
async def olena(sandbox: Sandbox) -> PersonChat:
    """A person who has started the bot."""
    person = await sandbox.person("Олена", id=1001, last_name="Коваль")
    await person.send("/start")
    return person

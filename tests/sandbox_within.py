"""A sandbox in the test's own process, so that each test has a fresh one at once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from sandbox.engine import Engine
from sandbox.server import make_app
from sandbox.shelf import Shelf
from sandbox.world import World
from tests.sandbox_client import TOKEN, Sandbox


@asynccontextmanager
async def sandbox_within(
    engine: Engine | None = None, *, token: str = TOKEN, username: str | None = None
) -> AsyncIterator[Sandbox]:
    """It is spoken to by HTTP like any other, at an address of its own."""
    app = make_app(engine or Engine(World(Shelf())))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sandbox = Sandbox(f"http://127.0.0.1:{runner.addresses[0][1]}", token)
    try:
        named = {} if username is None else {"username": username}
        await sandbox.post("/control/bots", {"token": token, **named})
        yield sandbox
    finally:
        await sandbox.stop()
        await runner.cleanup()

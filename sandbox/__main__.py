"""Starts the sandbox: python -m sandbox --port 8081."""

import argparse
import asyncio
import contextlib
import gc
import os
import signal
import sys
import threading
from pathlib import Path

from aiohttp import web

from sandbox.engine import Demo, Engine
from sandbox.keeping import Keeper
from sandbox.ledger import Ledger
from sandbox.limits import Limits
from sandbox.server import make_app
from sandbox.shelf import Shelf
from sandbox.world import World

GRACE = 0.1
SELDOM = (50_000, 20, 1_000)
"""A sweep through hundreds of thousands of messages would stop all calls for as long as a twentieth
of a second: clients would seem to come in bursts."""


def read_options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="sandbox", description="A local Bot API server with people behind it."
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8081, help="0 takes a free one")
    parser.add_argument("--data", type=Path, help="keep everything in this folder")
    parser.add_argument("--leashed", action="store_true", help="stop when standard input ends")
    parser.add_argument("--limits", action="store_true", help="play Telegram's limits of pace")
    parser.add_argument("--scale", type=float, default=1.0, help="multiply the limits")
    parser.add_argument("--ledger", type=int, default=200_000, help="calls to remember")
    return parser.parse_args(arguments)


def _demo() -> Demo | None:
    url = os.environ.get("SANDBOX_DEMO_URL", "").rstrip("/")
    return Demo(url, os.environ.get("SANDBOX_DEMO_TOKEN", "")) if url else None


async def serve(options: argparse.Namespace) -> None:
    gc.set_threshold(*SELDOM)
    folder: Path | None = options.data
    world = World(Shelf(folder / "files" if folder else None))
    keeper = Keeper(world, folder / "sandbox.db") if folder else None
    if keeper is not None:
        keeper.load()
    engine = Engine(
        world,
        limits=Limits(enabled=options.limits, scale=options.scale),
        ledger=Ledger(options.ledger),
        demo=_demo(),
    )
    runner = web.AppRunner(make_app(engine), access_log=None, shutdown_timeout=GRACE)
    await runner.setup()
    site = web.TCPSite(runner, options.host, options.port)
    await site.start()
    keeping = asyncio.create_task(keeper.run()) if keeper else None
    host = f"[{options.host}]" if ":" in options.host else options.host
    port = runner.addresses[0][1]
    sys.stdout.write(f"sandbox: http://{host}:{port}\n")
    sys.stdout.flush()
    await _stopped(leashed=options.leashed)
    await runner.cleanup()
    if keeper is not None and keeping is not None:
        keeping.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await keeping
        keeper.close()


async def _stopped(*, leashed: bool) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    if leashed:
        threading.Thread(target=_hold_leash, args=(loop, stop), daemon=True).start()
    await stop.wait()


def _hold_leash(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """Whoever started us holds the other end of the pipe: it also ends when they are killed."""
    # Not through sys.stdin: its lock, held by this thread, would abort the interpreter's end.
    while os.read(sys.stdin.fileno(), 1024):
        continue
    with contextlib.suppress(RuntimeError):  # the loop is closed: stopped already
        loop.call_soon_threadsafe(stop.set)


def main() -> None:
    asyncio.run(serve(read_options(sys.argv[1:])))


if __name__ == "__main__":
    main()

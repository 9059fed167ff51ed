"""Processes that are measured: started, pinned to a core, watched, stopped by their own id."""

import asyncio
import os
import socket
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import psutil

ROOT = Path(__file__).parent.parent
PATIENCE = 600.0
MB = 1024 * 1024


@dataclass(slots=True, kw_only=True)
class Running:
    process: asyncio.subprocess.Process
    url: str = ""

    @property
    def pid(self) -> int:
        return self.process.pid

    def memory(self) -> float:
        """Resident, in MB, of this process alone."""
        return float(psutil.Process(self.pid).memory_info().rss / MB)

    def cpu_seconds(self) -> float:
        times = psutil.Process(self.pid).cpu_times()
        return float(times.user + times.system)


def cores() -> tuple[int, int]:
    """One for what is measured, another for Telegram; the same where there is but one."""
    allowed = sorted(os.sched_getaffinity(0))
    return allowed[0], allowed[-1]


@asynccontextmanager
async def started(
    arguments: Sequence[str],
    *,
    environment: Mapping[str, str] | None = None,
    core: int | None = None,
    log: Path | None = None,
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A Python of ours, ended (SIGTERM) on the way out."""
    with log.open("ab") if log else nullcontext() as heard:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *arguments,
            cwd=ROOT,
            env={**os.environ, **(environment or {})},
            stdout=heard or asyncio.subprocess.PIPE,
            stderr=heard,
        )
    if core is not None:
        psutil.Process(process.pid).cpu_affinity([core])
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
            try:
                await asyncio.wait_for(process.wait(), 15)
            except TimeoutError:
                process.kill()
                await process.wait()


@asynccontextmanager
async def telegram(core: int | None = None) -> AsyncIterator[Running]:
    async with started(["-m", "bench.telegram"], core=core) as process:
        if process.stdout is None:
            raise RuntimeError("the server says nothing")
        url = (await process.stdout.readline()).decode().strip()
        yield Running(process=process, url=url)


@asynccontextmanager
async def viche(
    role: str,
    *,
    api: str,
    database: str,
    data: Path,
    core: int | None = None,
    environment: Mapping[str, str] | None = None,
) -> AsyncIterator[Running]:
    """The product as an operator starts it, ready."""
    port = free_port()
    settings = {
        "VICHE_BOT_TOKEN": "700:a-token-for-the-bench-alone-0001",
        "VICHE_TELEGRAM_API": api,
        "VICHE_DATABASE_URL": database,
        "VICHE_DATA_DIR": str(data),
        "VICHE_WEB_PORT": str(port),
        "VICHE_PACE_SCALE": "0",
        "VICHE_LOG_FORMAT": "json",
        **(environment or {}),
    }
    log = data / "process.log"
    launched = ["-m", "bot.cli", role]
    if profile := os.environ.get("BENCH_PROFILE"):
        launched = ["-m", "cProfile", "-o", profile, *launched]
    async with started(launched, environment=settings, core=core, log=log) as process:
        running = Running(process=process, url=f"http://127.0.0.1:{port}")
        await until_ready(running, log)
        yield running


async def until_ready(running: Running, log: Path) -> None:
    deadline = time.monotonic() + 60
    async with aiohttp.ClientSession() as session:
        while time.monotonic() < deadline:
            if running.process.returncode is not None:
                break
            try:
                async with session.get(f"{running.url}/readyz") as response:
                    if response.status == 200:
                        return
            except aiohttp.ClientConnectorError:
                pass
            await asyncio.sleep(0.02)
    raise RuntimeError(f"Viche did not get ready:\n{log.read_text()[-3000:]}")


async def ask(url: str, body: Any = None) -> Any:
    """A question to the server's control side, with all the patience a play takes."""
    timeout = aiohttp.ClientTimeout(total=PATIENCE)
    async with (
        aiohttp.ClientSession(timeout=timeout) as session,
        session.post(url, json=body or {}) as response,
    ):
        return await response.json(content_type=None)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class TreeMemory:
    """The most memory that a process and all its children held together, in MB."""

    def __init__(self, pid: int) -> None:
        self._root = psutil.Process(pid)
        self._over = threading.Event()
        self.peak = self.now()

    def now(self) -> float:
        total = 0
        with suppress(psutil.NoSuchProcess):
            for one in [self._root, *self._root.children(recursive=True)]:
                with suppress(psutil.NoSuchProcess):
                    total += one.memory_info().rss
        return total / MB

    def _watch(self) -> None:
        while not self._over.wait(0.02):
            self.peak = max(self.peak, self.now())

    @contextmanager
    def watched(self) -> Iterator[None]:
        watcher = threading.Thread(target=self._watch, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            self._over.set()
            watcher.join()

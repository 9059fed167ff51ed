"""Real processes, one role each, on one PostgreSQL: by webhook and by polling, until told to stop."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import create_async_engine

from civic.kernel.outbox import MessageState
from demo.stage import free_port
from storage.migrating import migrate
from storage.tables.outbox import outbox
from tests.databases import postgres_database
from tests.journeys.running_town import running_town
from tests.sandbox_client import ROOT, PersonChat, Sandbox

SECRET = "a-webhook-secret-of-the-tests"
PATIENCE = 120
STOPS_WITHIN = 10


class Processes:
    """`viche …` as an operator starts it; whatever still runs at the end is ended."""

    def __init__(self, environment: dict[str, str]) -> None:
        ours = {name: value for name, value in os.environ.items() if not name.startswith("VICHE_")}
        self._environment = {**ours, **environment}
        self.running: list[asyncio.subprocess.Process] = []

    async def start(self, *arguments: str) -> asyncio.subprocess.Process:
        """Return when it says that it is ready."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.cli", *arguments, cwd=ROOT, env=self._environment,
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        self.running.append(process)
        assert process.stdout is not None
        said = ""
        async with asyncio.timeout(PATIENCE):
            while "ready" not in said:
                line = (await process.stdout.readline()).decode()
                assert line, said
                said += line
        return process

    async def stop(self, process: asyncio.subprocess.Process, *, hard: bool = False) -> str:
        """What it still said."""
        self.running.remove(process)
        process.send_signal(signal.SIGKILL if hard else signal.SIGTERM)
        said, _ = await asyncio.wait_for(process.communicate(), STOPS_WITHIN)
        assert hard or process.returncode == 0, said.decode()
        return said.decode()


@asynccontextmanager
async def processes(environment: dict[str, str]) -> AsyncIterator[Processes]:
    started = Processes(environment)
    try:
        yield started
    finally:
        for process in started.running:
            process.kill()
            await process.communicate()


@pytest.fixture
async def environment(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[dict[str, str]]:
    """A migrated PostgreSQL with a town in it."""
    async with postgres_database() as url:
        await migrate(url)
        async with running_town(sandbox, url, tmp_path):
            pass
        yield {
            "VICHE_BOT_TOKEN": sandbox.token,
            "VICHE_TELEGRAM_API": f"{sandbox.url}/",
            "VICHE_DATABASE_URL": url,
            "VICHE_DATA_DIR": str(tmp_path),
            "VICHE_LOG_FORMAT": "json",
        }


async def test_by_webhook_each_role_in_a_process_of_its_own_serves_the_town(
    sandbox: Sandbox, environment: dict[str, str]
) -> None:
    port = free_port(0)
    address = f"http://127.0.0.1:{port}"
    environment |= {
        "VICHE_UPDATES": "webhook",
        "VICHE_WEBHOOK_SECRET": SECRET,
        "VICHE_PUBLIC_URL": address,
        "VICHE_WEB_PORT": str(port),
    }
    async with processes(environment) as viche:
        web, bot, jobs = await asyncio.gather(*[viche.start(one) for one in ("web", "bot", "jobs")])
        another = await viche.start("bot")
        olena = await sandbox.person("Олена")

        assert "Немішаєве" in (await _joined(olena)).last.text
        assert len([text for text in olena.texts if "Немішаєве" in text]) == 1

        await _refused_without_the_secret(f"{address}/telegram/{sandbox.bot}")
        # One of two that work the inbox dies; the other goes on. At once, as the dead one had
        # written down what it sent: of what it had not, its lease would have to run out.
        await _written_down(sandbox, environment["VICHE_DATABASE_URL"])
        await viche.stop(bot, hard=True)
        before = (await olena.ask("/help", patience=PATIENCE)).id - 1
        olena = await olena.look()
        assert len([seen for seen in olena.received if seen.id > before]) == 1

        for process in (web, another, jobs):
            said = await viche.stop(process)
            assert "Traceback" not in said
            assert SECRET not in said


@pytest.mark.soak
async def test_of_two_bots_one_polls_and_the_other_takes_over_at_once_when_it_is_told_to_stop(
    sandbox: Sandbox, environment: dict[str, str]
) -> None:
    async with processes(environment) as viche:
        first = await viche.start("bot")
        second = await viche.start("bot")
        olena = await sandbox.person("Олена")
        await _joined(olena)

        said = await viche.stop(first)
        await olena.ask("/help")
        said += await viche.stop(second)
        assert "polling-refused" not in said


async def _written_down(sandbox: Sandbox, url: str) -> None:
    engine = create_async_engine(url)
    in_flight = select(func.count()).where(outbox.c.state == MessageState.LEASED)
    async with asyncio.timeout(PATIENCE), engine.connect() as connection:
        while await connection.scalar(in_flight):
            await connection.rollback()
            last = (await sandbox.get("/control/calls", limit=1))["last"]
            await sandbox.get("/control/calls", after=last, timeout=0.5)
    await engine.dispose()


async def _joined(person: PersonChat) -> PersonChat:
    await person.send("/start")
    await person.until_button("Українська", patience=PATIENCE)
    await person.press("Українська")
    await person.until_text("Немішаєве", patience=PATIENCE)
    return person


async def _refused_without_the_secret(address: str) -> None:
    update = {"update_id": 10**9, "message": {}}
    async with aiohttp.ClientSession() as session:
        for headers in ({}, {"X-Telegram-Bot-Api-Secret-Token": f"{SECRET}x"}):
            async with session.post(address, json=update, headers=headers) as answer:
                assert answer.status == 401

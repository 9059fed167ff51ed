"""`make run` without a token: it starts, is played, stops, and goes on where it was."""

import asyncio
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from civic.communities.model import Community
from civic.kernel.ids import CommunityId
from civic.kernel.language import Translated
from demo.cast import BOT, IHOR, OKSANA, OLENA
from demo.house import MARKER
from demo.outlets import CHANNEL
from demo.seeding import DONE, MARK
from storage.communities import SqlCommunities
from storage.engines import Database
from storage.migrating import migrate
from storage.tables.pace import marks
from tests.calendar import MONDAY
from tests.demo_environment import environment
from tests.sandbox_client import ROOT, Body, PersonChat, Sandbox

PATIENCE = 300


@dataclass
class Run:
    process: asyncio.subprocess.Process
    sandbox: Sandbox
    pages: str
    said: list[str]

    async def chat_of(self, account: int) -> PersonChat:
        users: list[Body] = (await self.sandbox.state())["people"]
        user = next(one for one in users if one["id"] == account)
        return await PersonChat(self.sandbox, user, int(BOT)).look()

    async def kill(self) -> None:
        """Whatever a failed test left running."""
        await self.sandbox.stop()
        if self.process.returncode is None:
            self.process.kill()
            await self.process.communicate()

    async def end(self, number: signal.Signals) -> int:
        """Let go of the sandbox first: an open long poll is nobody's business."""
        await self.sandbox.stop()
        self.process.send_signal(number)
        await asyncio.wait_for(self.process.communicate(), PATIENCE)
        return int(self.process.returncode or 0)


@pytest.fixture
async def start(tmp_path: Path) -> AsyncIterator[Callable[[], Awaitable[Run]]]:
    """`make run`, again and again in the same folder."""
    async with AsyncExitStack() as running:

        async def started() -> Run:
            run = await begin(tmp_path)
            running.push_async_callback(run.kill)
            return run

        yield started


async def begin(folder: Path) -> Run:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "demo", cwd=ROOT, env=environment(folder),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    said: list[str] = []
    async with asyncio.timeout(PATIENCE):
        page = await _told(process, said, r"Open in a browser:\s+(http\S+)")
        pages = await _told(process, said, r"(http\S+)/readyz")
    return Run(process, Sandbox(page, (folder / "demo" / "bot-token").read_text()), pages, said)


async def _told(process: asyncio.subprocess.Process, said: list[str], wanted: str) -> str:
    assert process.stdout is not None
    while line := (await process.stdout.readline()).decode():
        said.append(line)
        if found := re.search(wanted, line):
            return found[1]
    raise AssertionError("the demo ended early:\n" + "".join(said))


@pytest.mark.soak
async def test_the_demo_is_played_stopped_killed_and_goes_on(
    start: Callable[[], Awaitable[Run]],
) -> None:
    first = await start()
    assert any("рік життя міста" in line for line in first.said)
    assert await _status(f"{first.pages}/readyz") == 200
    public = next(line.split()[-1] for line in first.said if line.rstrip().endswith("/requests"))
    assert await _status(public) == 200
    assert await _status(f"{first.pages}/demo/people") == 401
    told = await first.sandbox.get("/control/demo")
    assert told["town"]["name"]["uk"] == "Немішаєве"
    assert [moment["label"]["en"] for moment in told["moments"]][-1] == "When the survey closes"

    olena = await first.chat_of(OLENA.account)
    for waiting in ("Двори: що робимо далі", "Завтра не буде води", "День двору"):
        await olena.until_any(waiting, patience=PATIENCE)
    await olena.send("/menu")
    menu = await olena.until_text("Немішаєве")
    assert menu.buttons
    assert await first.end(signal.SIGTERM) == 0
    assert await _is_silent(first.sandbox.url)

    second = await start()
    assert not any("рік життя міста" in line for line in second.said)
    again = await second.chat_of(OLENA.account)
    assert [message.raw["text"] for message in again.messages] == [
        message.raw["text"] for message in olena.messages
    ]
    await again.send("/menu")
    await again.until(lambda chat: len(chat.received) > len(olena.received))
    assert "День двору" in await _posted(second, CHANNEL.chat, "День двору")
    ihor = await second.chat_of(IHOR.account)
    await ihor.until_any("просить схвалити оголошення")
    await ihor.press("Переглянути")
    await ihor.until_any("чекає на схвалення")
    await ihor.press("Схвалити")
    assert await second.end(signal.SIGKILL) == -signal.SIGKILL

    third = await start()
    assert "Толока в парку" in await _posted(third, CHANNEL.chat, "Толока в парку")
    told_of = await third.chat_of(OLENA.account)
    await told_of.until_any("Толока в парку", patience=PATIENCE)
    official = await third.chat_of(OKSANA.account)
    await official.send("/office")
    await official.until_text("Благоустрій")
    now = datetime.fromisoformat((await third.sandbox.get("/control/clock"))["now"])
    closing = datetime.fromisoformat(
        (await third.sandbox.get("/control/demo"))["moments"][-1]["to"]
    )
    assert closing > now > datetime(2020, 1, 1, tzinfo=UTC)
    await third.sandbox.move_clock(closing.isoformat())
    report = await official.until_any("опитування закрито", patience=PATIENCE)
    assert report.kind == "photo"
    assert await third.end(signal.SIGTERM) == 0


async def test_a_demos_database_never_serves_telegram_itself(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'viche.db'}"
    await migrate(url)
    database = Database(url)
    async with database.writing() as connection:
        await connection.execute(marks.insert().values(name=MARK, value=DONE))
    await database.close()
    for address in ("https://api.telegram.org", "http://example.org/127.0.0.1"):
        refused = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-m", "bot.cli", "run"],
            cwd=ROOT,
            env=environment(
                tmp_path, VICHE_BOT_TOKEN="700:a-token-of-nobody", VICHE_TELEGRAM_API=address
            ),
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        assert refused.returncode == 1
        assert "marked as a demo" in refused.stderr


async def test_a_real_towns_database_is_never_taken_for_the_demos(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / MARKER).touch()
    url = f"sqlite+aiosqlite:///{tmp_path / 'demo' / 'viche.db'}"
    await migrate(url)
    database = Database(url)
    async with database.writing() as connection:
        town = Community(
            id=CommunityId(1), slug="bucha", name=Translated({"uk": "Буча"}),
            timezone="Europe/Kyiv", languages=("uk",), created_at=MONDAY,
        )  # fmt: skip
        await SqlCommunities(connection).put(town)
    await database.close()
    refused = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "demo"],
        cwd=ROOT,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert refused.returncode == 1
    assert "no demo" in refused.stderr
    reopened = Database(url)
    async with reopened.reading() as connection:
        assert await SqlCommunities(connection).by_slug("bucha") is not None
    await reopened.close()


async def _posted(run: Run, chat: int, wanted: str) -> str:
    """What the chat shows once it shows this."""
    shown, texts = 0, ""
    async with asyncio.timeout(PATIENCE):
        while wanted not in texts:
            view = await run.sandbox.get(f"/control/groups/{chat}/chat", after=shown, timeout=20)
            shown = view["seq"]
            texts += "".join(message["text"] for message in view["messages"])
    return texts


async def _status(url: str) -> int:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status


async def _is_silent(url: str) -> bool:
    try:
        await _status(url)
    except aiohttp.ClientConnectionError:
        return True
    return False

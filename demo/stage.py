"""The sandbox as a child process: started, told whom the bot may write to, stopped."""

import asyncio
import contextlib
import os
import re
import socket
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from civic.channels.model import ChatKind
from demo.cast import BOT_NAME, IHOR
from demo.house import House
from demo.outlets import OUTLETS

HOST = "127.0.0.1"
START_SECONDS = 20
STOP_SECONDS = 4
_HOUSE_OF_CODE = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody to whom the bot may write."""

    id: int
    first_name: str
    last_name: str = ""
    language: str = "uk"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoDoor:
    """Where the sandbox asks for the demo's people and moves its clock."""

    url: str
    token: str


class Stage:
    def __init__(self, process: asyncio.subprocess.Process, url: str) -> None:
        self.process = process
        self.url = url

    async def introduce(
        self,
        token: str,
        people: Iterable[Person],
        *,
        always: set[int],
        members: Mapping[str, Sequence[int]],
    ) -> None:
        """Make the bot and whom it knows; those met `always` are told again at each start."""
        async with aiohttp.ClientSession(raise_for_status=True) as session:
            bot = {"token": token, "username": BOT_NAME, "first_name": "Віче"}
            made = await _post(session, f"{self.url}/control/bots", bot)
            async with session.get(f"{self.url}/control/people") as known:
                there = {int(one["id"]) for one in await known.json()}
            for one in people:
                if one.id not in there or one.id in always:
                    await _post(session, f"{self.url}/control/people", _wish(one, made["id"]))
            await self._open_outlets(session, made["id"], members)

    async def _open_outlets(
        self, session: aiohttp.ClientSession, bot: int, members: Mapping[str, Sequence[int]]
    ) -> None:
        """The channel and the groups that the town has spoken through for a long time."""
        async with session.get(f"{self.url}/control/groups") as known:
            there = {int(one["id"]) for one in await known.json()}
        for outlet in OUTLETS:
            if outlet.chat in there or outlet.key not in members:
                continue
            is_channel = outlet.kind is ChatKind.CHANNEL
            wish = {
                "id": outlet.chat,
                "title": outlet.title,
                "type": "channel" if is_channel else "supergroup",
                "owner": IHOR.account,
                "members": list(members[outlet.key]),
                "bot": bot,
                "bot_is_admin": is_channel,
                "long_ago": True,
            }
            await _post(session, f"{self.url}/control/groups", wish)

    async def stop(self) -> None:
        if self.process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            self.process.terminate()
        try:
            await asyncio.wait_for(self.process.wait(), STOP_SECONDS)
        except TimeoutError:
            self.process.kill()
            await self.process.wait()


async def build_stage(house: House, *, port: int, door: DemoDoor) -> Stage:
    """On the port where it is free, else on another."""
    return await _start(house, free_port(port), door) or await _must_start(house, door)


async def _must_start(house: House, door: DemoDoor) -> Stage:
    started = await _start(house, 0, door)
    if started is None:
        raise SystemExit("The sandbox did not start.")
    return started


async def _start(house: House, port: int, door: DemoDoor) -> Stage | None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--host", HOST, "--port", str(port),
        "--data", str(house.sandbox.resolve()), "--leashed",
        cwd=_HOUSE_OF_CODE,
        # The other end of its leash: it ends with us, also when we are killed.
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        # The house stays locked until the sandbox too has let go of its folder.
        pass_fds=(house.lock,),
        # Ctrl-C is ours: the sandbox stays until the last message has left.
        start_new_session=True,
        env={**os.environ, "SANDBOX_DEMO_URL": door.url, "SANDBOX_DEMO_TOKEN": door.token},
    )  # fmt: skip
    assert process.stdout is not None  # a pipe was asked for
    line = b""
    with contextlib.suppress(TimeoutError):
        line = await asyncio.wait_for(process.stdout.readline(), START_SECONDS)
    found = re.search(r"http://\S+", line.decode(errors="replace"))
    stage = Stage(process, found[0] if found else "")
    if found is None:
        await stage.stop()
        return None
    return stage


def free_port(preferred: int) -> int:
    """The preferred one where nobody listens, else any that is free."""
    for port in (preferred, 0):
        with socket.socket() as trying:
            trying.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                trying.bind((HOST, port))
                return int(trying.getsockname()[1])
    raise SystemExit("There is no free port.")


async def _post(session: aiohttp.ClientSession, url: str, body: dict[str, Any]) -> dict[str, Any]:
    async with session.post(url, json=body) as answer:
        told: dict[str, Any] = await answer.json()
        return told


def _wish(one: Person, bot: int) -> dict[str, Any]:
    named = {"last_name": one.last_name} if one.last_name else {}
    return {
        "id": one.id,
        "first_name": one.first_name,
        "language_code": one.language,
        "started": bot,
        **named,
    }

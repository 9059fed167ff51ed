"""People in the sandbox for tests: they write, press, look, and wait without sleeping."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp

from tests.sandbox_chat import PATIENCE, Body, PersonChat, Seen

__all__ = [
    "PATIENCE",
    "TOKEN",
    "Body",
    "PersonChat",
    "Sandbox",
    "SandboxRefused",
    "Seen",
    "a_sandbox",
]

ROOT = Path(__file__).parent.parent
TOKEN = "4242424242:sandbox-token-for-the-tests-0001"
PAGE = 5000
"""As many calls as the sandbox tells at once."""


class SandboxRefused(AssertionError):  # noqa: N818 -- a refusal is an answer, not an error
    """The control API said no; the sentence says why."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(f"{status}: {sentence}")
        self.status = status
        self.sentence = sentence


class Sandbox:
    """A sandbox in a process of its own, and everything that its control API can do."""

    def __init__(self, url: str, token: str = TOKEN, process: Any = None) -> None:
        self.url = url
        self.token = token
        self.process = process
        self._session: aiohttp.ClientSession | None = None

    @classmethod
    async def start(
        cls,
        *,
        token: str = TOKEN,
        data: Path | None = None,
        arguments: Iterable[str] = (),
        environment: dict[str, str] | None = None,
    ) -> Self:
        """Start `python -m sandbox` on a free port and make the token's bot.

        It ends with us, also when we are killed.
        """
        options = ["--leashed", "--port", "0", *arguments]
        if data is not None:
            options += ["--data", str(data)]
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "sandbox",
            *options,
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, **(environment or {})},
        )
        assert process.stdout is not None
        line = (await process.stdout.readline()).decode()
        found = re.search(r"http://\S+", line)
        if found is None:
            raise AssertionError(f"the sandbox did not start: {line!r}")
        sandbox = cls(found[0], token, process)
        await sandbox.post("/control/bots", {"token": token})
        return sandbox

    async def stop(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None
        if self.process is not None and self.process.returncode is None:
            self.process.terminate()
            await self.process.wait()

    async def kill(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()
        await self.stop()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        await self.stop()

    @property
    def bot(self) -> int:
        return int(self.token.split(":")[0])

    # HTTP

    @property
    def session(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                # Everybody's long poll holds a connection: a hundred people would stop each other.
                connector=aiohttp.TCPConnector(limit=0),
                timeout=aiohttp.ClientTimeout(total=120),
            )
        return self._session

    async def _answer(self, response: aiohttp.ClientResponse) -> Any:
        body = await response.json()
        if response.status >= 400:
            raise SandboxRefused(response.status, body.get("error", ""))
        return body

    async def get(self, path: str, **query: Any) -> Any:
        params = {name: str(value) for name, value in query.items() if value is not None}
        async with self.session.get(self.url + path, params=params) as response:
            return await self._answer(response)

    async def post(self, path: str, body: Body | None = None) -> Any:
        async with self.session.post(self.url + path, json=body or {}) as response:
            return await self._answer(response)

    async def delete(self, path: str) -> Any:
        async with self.session.delete(self.url + path) as response:
            return await self._answer(response)

    async def fetch(self, path: str) -> bytes:
        async with self.session.get(self.url + path) as response:
            assert response.status == 200, response.status
            return await response.read()

    async def call(self, method: str, params: Body | None = None, **more: Any) -> Body:
        """A raw Bot API call; the whole answer, also of a refusal."""
        url = f"{self.url}/bot{self.token}/{method}"
        async with self.session.post(url, json={**(params or {}), **more}) as response:
            return dict(await response.json())

    # People

    async def person(
        self,
        first_name: str,
        *,
        id: int | None = None,  # noqa: A002 -- the word of the control API
        language_code: str = "uk",
        last_name: str | None = None,
        username: str | None = None,
    ) -> PersonChat:
        wish: Body = {
            "id": id,
            "first_name": first_name,
            "last_name": last_name,
            "username": username,
            "language_code": language_code,
        }
        given = {name: value for name, value in wish.items() if value is not None}
        user = await self.post("/control/people", given)
        return PersonChat(self, user, self.bot)

    # Instruments

    async def state(self) -> Body:
        return dict(await self.get("/control/state"))

    async def fault(self, kind: str, **details: Any) -> Body:
        return dict(await self.post("/control/faults", {"kind": kind, **details}))

    async def heal(self) -> None:
        await self.delete("/control/faults")

    async def limits(self, *, enabled: bool = True, scale: float = 1.0) -> None:
        await self.post("/control/limits", {"enabled": enabled, "scale": scale})

    async def forward(self, seconds: float) -> Body:
        return dict(await self.post("/control/clock", {"forward_seconds": seconds}))

    async def move_clock(self, to: str) -> Body:
        return dict(await self.post("/control/clock", {"to": to}))

    async def inject(self, update: Body, *, repeat: int = 1) -> None:
        await self.post("/control/updates", {"bot": self.bot, "update": update, "repeat": repeat})

    async def calls(self, method: str | None = None, **query: Any) -> list[Body]:
        """The whole ledger, oldest first, however many pages that takes."""
        found: list[Body] = []
        while True:
            after = found[-1]["n"] if found else 0
            wish = {"method": method, "after": after, "limit": PAGE, **query}
            page = (await self.get("/control/calls", **wish))["calls"]
            found += page
            if len(page) < PAGE:
                return found

    async def idle(self, *, patience: float = PATIENCE) -> None:
        """Wait until the bot has confirmed every update."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + patience
        while True:
            left = deadline - loop.time()
            wait = max(0.0, min(left, 10.0))
            if (await self.get("/control/idle", bot=self.bot, wait=wait))["idle"]:
                return
            if left <= 0:
                raise AssertionError(f"updates still wait after {patience:.0f} s")


@asynccontextmanager
async def a_sandbox(**options: Any) -> AsyncIterator[Sandbox]:
    sandbox = await Sandbox.start(**options)
    try:
        yield sandbox
    finally:
        await sandbox.stop()

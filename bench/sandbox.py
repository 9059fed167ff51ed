"""The sandbox in a process of its own, with Telegram's limits and with people by the thousand."""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp

from bench.people import FIRST_PERSON
from bench.processes import started
from bench.town import ADMINISTRATOR

TOKEN = "700:a-token-for-the-bench-alone-0001"
BOT = 700
PAGE = 5000
_RETRY = re.compile(r"retry after (\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call as the sandbox saw it; `at` by the machine's clock, when it arrived."""

    at: float
    method: str
    chat: int
    message: int | None
    code: int | None
    fault: str | None
    retry_after: float | None

    @property
    def is_send(self) -> bool:
        return self.method.startswith("send") and self.method != "sendChatAction"


@dataclass(slots=True, kw_only=True)
class Sandbox:
    url: str
    session: aiohttp.ClientSession

    async def post(self, path: str, **wish: Any) -> Any:
        async with self.session.post(self.url + path, json=wish) as response:
            return await self._read(response)

    async def get(self, path: str, **query: Any) -> Any:
        async with self.session.get(self.url + path, params=query) as response:
            return await self._read(response)

    async def _read(self, response: aiohttp.ClientResponse) -> Any:
        body = await response.json()
        if response.status >= 400:
            raise RuntimeError(f"the sandbox refused: {body}")
        return body

    async def settle(self, people: int, *, blocked_each: int = 0) -> None:
        """The town's people, and its administrator."""
        await self.post("/control/bots", token=TOKEN)
        for first, count, each in ((ADMINISTRATOR, 1, 0), (FIRST_PERSON, people, blocked_each)):
            await self.post(
                "/control/crowds",
                first=first,
                count=count,
                first_name="Олена",
                language_code="uk",
                bot=BOT,
                blocked_each=each,
            )

    async def fault(self, kind: str, **details: Any) -> None:
        await self.post("/control/faults", kind=kind, method="sendMessage", **details)

    async def heal(self) -> None:
        async with self.session.delete(f"{self.url}/control/faults") as response:
            await self._read(response)

    async def count(self) -> int:
        return int((await self.get("/control/calls", limit=1))["last"])

    async def calls(self) -> Sequence[Call]:
        found: list[Call] = []
        after = 0
        while True:
            page = (await self.get("/control/calls", after=after, limit=PAGE))["calls"]
            found += [_call(one) for one in page]
            if len(page) < PAGE:
                return found
            after = page[-1]["n"]


def _call(told: dict[str, Any]) -> Call:
    wait = _RETRY.search(told.get("error") or "")
    chat = told["chat"]
    return Call(
        at=datetime.fromisoformat(told["time"]).timestamp(),
        method=told["method"],
        chat=chat if isinstance(chat, int) else 0,
        message=told.get("message_id"),
        code=told.get("code"),
        fault=told.get("fault"),
        retry_after=float(wait[1]) if wait else None,
    )


@asynccontextmanager
async def sandbox(*, scale: float) -> AsyncIterator[Sandbox]:
    arguments = ["-m", "sandbox", "--port", "0", "--ledger", "600000"]
    arguments += ["--limits", "--scale", str(scale)]
    async with started(arguments) as process:
        if process.stdout is None:
            raise RuntimeError("the sandbox says nothing")
        url = (await process.stdout.readline()).decode().split()[-1]
        patience = aiohttp.ClientTimeout(total=120)
        async with aiohttp.ClientSession(timeout=patience) as session:
            yield Sandbox(url=url, session=session)

"""Visitors of the pages: from this machine, from elsewhere, through a proxy."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx

from web.app import Doors, create_app
from web.ports import Readiness

SECRET = "webhook-secret-of-the-tests"
METRICS_TOKEN = "metrics-token-of-the-tests"
DEMO_TOKEN = "demo-token-of-the-tests"
DOORS = Doors(bot_id=700, webhook_secret=SECRET, metrics_token=METRICS_TOKEN, demo_token=DEMO_TOKEN)


@dataclass
class MemoryBackstage:
    state: Readiness = field(
        default_factory=lambda: Readiness(ready=True, figures={"updates_waiting": 3})
    )
    taken: list[Mapping[str, Any]] = field(default_factory=list)
    full: bool = False

    async def readiness(self) -> Readiness:
        return self.state

    async def metrics(self) -> bytes:
        return b"viche_ready 1\n"

    async def take_update(self, update: Mapping[str, Any]) -> None:
        if self.full:
            raise OSError(28, "disk full")
        self.taken.append(update)


@dataclass
class MemoryDemo:
    now: datetime = datetime(2026, 11, 24, 8, tzinfo=UTC)

    async def move_clock(self, to: datetime) -> datetime:
        if to < self.now:
            raise ValueError("backwards")
        self.now = to
        return to

    async def people(self) -> Mapping[str, Any]:
        return {"town": {"name": "Немішаєве"}, "people": []}


@asynccontextmanager
async def visitor(
    backstage: MemoryBackstage | None = None,
    *,
    doors: Doors = DOORS,
    demo: MemoryDemo | None = None,
    address: str = "127.0.0.1",
) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(backstage or MemoryBackstage(), doors, demo)
    transport = httpx.ASGITransport(app, client=(address, 40_000))
    async with httpx.AsyncClient(transport=transport, base_url="http://viche") as client:
        yield client

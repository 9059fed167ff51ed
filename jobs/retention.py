"""What is not kept: done updates, old dead letters, texts long delivered, what is left over."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

AT_A_TIME = 500
AN_HOURS = 5_000
_MARK = "leftovers_swept"


class Inbox(Protocol):
    async def sweep(self, *, now: datetime, limit: int) -> int: ...


class Ledger(Protocol):
    async def blank_old(self, *, now: datetime, limit: int) -> int: ...


class Leftovers(Protocol):
    async def sweep(self, *, now: datetime, limit: int) -> int: ...


class Marks(Protocol):
    async def mark(self, name: str) -> str | None: ...
    async def put_mark(self, name: str, value: str) -> None: ...


class Kept(Protocol):
    @property
    def inbox(self) -> Inbox: ...
    @property
    def delivery(self) -> Ledger: ...
    @property
    def leftovers(self) -> Leftovers: ...
    @property
    def clock(self) -> Marks: ...


async def forget_the_old(
    *, begin: Callable[[], AbstractAsyncContextManager[Kept]], now: datetime
) -> int:
    """Blank and delete a bounded number; the next tick goes on. Causes no message, so returns 0."""
    async with begin() as work:
        await work.inbox.sweep(now=now, limit=AT_A_TIME)
        hour = f"{now:%Y-%m-%dT%H}"
        if await work.clock.mark(_MARK) != hour:
            await work.leftovers.sweep(now=now, limit=AN_HOURS)
            await work.clock.put_mark(_MARK, hour)
        await work.delivery.blank_old(now=now, limit=AT_A_TIME)
    return 0

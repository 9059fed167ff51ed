"""What is not kept: done updates, old dead letters, texts of messages long delivered."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

AT_A_TIME = 500


class Inbox(Protocol):
    async def sweep(self, *, now: datetime, limit: int) -> int: ...


class Ledger(Protocol):
    async def blank_old(self, *, now: datetime, limit: int) -> int: ...


class Kept(Protocol):
    @property
    def inbox(self) -> Inbox: ...
    @property
    def delivery(self) -> Ledger: ...


async def forget_the_old(
    *, begin: Callable[[], AbstractAsyncContextManager[Kept]], now: datetime
) -> int:
    """Blank and delete a bounded number; the next tick goes on. Causes no message, so returns 0."""
    async with begin() as work:
        await work.inbox.sweep(now=now, limit=AT_A_TIME)
        await work.delivery.blank_old(now=now, limit=AT_A_TIME)
    return 0

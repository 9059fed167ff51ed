"""Letters by e-mail: queued with the change that caused them, tried again, at last given up."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from civic.kernel.ids import CommunityId, FileId, LetterId

ATTEMPTS = 10
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
LEASED = timedelta(minutes=10)
"""So long nobody else tries one that is being sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    id: LetterId
    community: CommunityId
    to: str
    subject: str
    body: str
    file: FileId | None = None
    attempts: int = 0
    error: str = ""


class Undeliverable(Exception):  # noqa: N818 - reads as what happened
    """No further attempt will help: the address or the letter itself is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    name: str
    media_type: str
    content: bytes


Post = Callable[[Letter, Enclosure | None], Awaitable[None]]
"""Hands a letter over to the mail server. Raise Undeliverable, or anything else to try again."""


class Letters(Protocol):
    async def queue(self, letter: Letter, *, now: datetime) -> None: ...

    async def take(self, now: datetime, *, limit: int) -> list[Letter]:
        """In every town, those that are due; nobody else gets them while they are being sent."""

    async def sent(self, community: CommunityId, letter: LetterId, *, now: datetime) -> None: ...

    async def put_off(
        self, community: CommunityId, letter: LetterId, error: str, *, until: datetime
    ) -> None: ...

    async def give_up(
        self, community: CommunityId, letter: LetterId, error: str, *, now: datetime
    ) -> None: ...

    async def given_up(self, *, limit: int) -> list[Letter]:
        """In every town, for whoever runs the installation; the latest first."""

    async def forget_before(self, moment: datetime, *, limit: int) -> int:
        """In every town, those that ended before; return how many."""


def wait_after(attempts: int, chance: float) -> timedelta:
    """Twice as long each time up to a limit, between half of it and the whole by chance."""
    doubled: int = 1 << max(0, min(attempts - 1, 20))
    whole = min(LONGEST_WAIT, FIRST_WAIT * doubled)
    return whole * (0.5 + chance / 2)

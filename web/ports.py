"""What the pages need of the process behind them; bot/wiring.py fills it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """Whether the process can do its work, and what stands in the way."""

    ready: bool
    problems: Sequence[str] = ()
    figures: Mapping[str, float] = field(default_factory=dict)


class Backstage(Protocol):
    async def readiness(self) -> Readiness: ...

    async def metrics(self) -> bytes:
        """In the text format of Prometheus."""

    async def take_update(self, update: Mapping[str, Any]) -> None:
        """Store it; raise OSError when it cannot be stored, so that Telegram sends it again."""


class Demo(Protocol):
    """Only on a database that is marked as a demo."""

    async def move_clock(self, to: datetime) -> datetime:
        """Forward only: raise ValueError for the past; return what time it now is."""

    async def people(self) -> Mapping[str, Any]: ...

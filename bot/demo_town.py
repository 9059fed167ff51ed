"""The demo's side door: its clock, and who plays in it."""

from collections.abc import Mapping
from datetime import datetime
from json import loads
from typing import Any

from bot.scheduler import Tick
from bot.wiring import Wiring

PEOPLE_MARK = "demo.json"


class DemoTown:
    """Moves the clock forward for all processes of the database; the tick looks at once."""

    def __init__(self, wiring: Wiring, *, tick: Tick | None) -> None:
        self._wiring = wiring
        self._tick = tick

    async def move_clock(self, to: datetime) -> datetime:
        ahead = (to - self._wiring.clock.now()).total_seconds()
        if ahead < 0:
            raise ValueError("backwards")
        async with self._wiring.storage.writing() as work:
            self._wiring.clock.set_ahead(await work.clock.move_ahead(ahead))
        if self._tick is not None:
            self._tick.hurry()
        self._wiring.outbox_bell.ring()
        return self._wiring.clock.now()

    async def people(self) -> Mapping[str, Any]:
        """What the sandbox's page shows beside the chats; written when the demo was seeded."""
        described = self._wiring.settings.data_dir / PEOPLE_MARK
        found: Mapping[str, Any] = loads(described.read_text(encoding="utf-8"))
        return found

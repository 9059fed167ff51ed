"""The demo's side door: its clock, and who plays in it."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from json import loads
from typing import Any
from zoneinfo import ZoneInfo

from bot.scheduler import Tick
from bot.wiring import Wiring
from civic.communities.model import Community
from civic.kernel.language import LANGUAGES
from civic.reports.schedule import moment_of
from civic.surveys.model import SurveyState
from locales.catalog import say
from storage.unit_of_work import SqlWork

PEOPLE_MARK = "demo.json"
_TONIGHT = time(22, 30)
_MORNING = time(8)
_AT_MOST = 100


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
        """What the sandbox's page shows beside the chats, and where its clock may jump to."""
        described = self._wiring.settings.data_dir / PEOPLE_MARK
        found: dict[str, Any] = loads(described.read_text(encoding="utf-8"))
        now = self._wiring.clock.now()
        async with self._wiring.storage.reading() as work:
            towns = [town for town in await work.communities.all() if town.is_demo]
            moments = [
                moment for town in towns[:1] for moment in await _moments(work, town, now=now)
            ]
        return {**found, "moments": moments}


async def _moments(work: SqlWork, town: Community, *, now: datetime) -> list[dict[str, Any]]:
    zone = ZoneInfo(town.timezone)
    today = now.astimezone(zone).date()
    week = [today + timedelta(days=day) for day in range(8)]
    tonight = next(at for day in week if (at := moment_of(day, _TONIGHT, zone)) > now)
    monday = next(
        at for day in week if day.weekday() == 0 and (at := moment_of(day, _MORNING, zone)) > now
    )
    running = await work.surveys.in_states(
        town.id, {SurveyState.OPEN, SurveyState.PAUSED}, limit=_AT_MOST
    )
    closings = [one.closes_at for one in running if one.closes_at and one.closes_at > now]
    found = [_moment("demo-evening", tonight), _moment("demo-monday", monday)]
    return [*found, *(_moment("demo-closing", at) for at in sorted(closings)[:1])]


def _moment(key: str, to: datetime) -> dict[str, Any]:
    return {
        "label": {language: say(language)(key) for language in LANGUAGES},
        "to": to.isoformat(),
    }

"""When reports are due: by the town's own clock, once a date, over both changes of the clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


class ScheduleKind(StrEnum):
    ON_CLOSING = "on_closing"
    DAILY = "daily"
    WEEKLY = "weekly"
    REQUESTS = "requests"
    """Weekly too: what became of service requests, to each agency and the administrators."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """`weekday` counts from Monday = 0 and matters only weekly; `at` is local time."""

    kind: ScheduleKind
    zone: str
    at: time = time(8)
    weekday: int = 0

    def is_on(self, day: date) -> bool:
        match self.kind:
            case ScheduleKind.ON_CLOSING:
                return False
            case ScheduleKind.DAILY:
                return True
            case ScheduleKind.WEEKLY | ScheduleKind.REQUESTS:
                return day.weekday() == self.weekday


@dataclass(frozen=True, slots=True, kw_only=True)
class Firing:
    """The key is the local date: the same however often, late or by whom it is asked for."""

    fire_key: str
    due: datetime


def fire_keys_between(schedule: Schedule, *, after: datetime, until: datetime) -> Iterator[Firing]:
    """What falls due later than `after` and no later than `until`, in order.

    A schedule on closing has nothing here: the closing itself fires it, once a survey.
    """
    zone = ZoneInfo(schedule.zone)
    day = after.astimezone(zone).date() - _DAY
    last = until.astimezone(zone).date() + _DAY
    while day <= last:
        if schedule.is_on(day):
            due = moment_of(day, schedule.at, zone)
            if after < due <= until:
                yield Firing(fire_key=day.isoformat(), due=due)
        day += _DAY


def moment_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant of a local time: the first of two, or where there is none the first after it."""
    wanted = datetime.combine(day, at, tzinfo=zone)
    instant = wanted.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == wanted.replace(tzinfo=None):
        return instant
    return _end_of_gap(wanted.replace(fold=1).astimezone(UTC), instant, zone)


def _end_of_gap(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The instant between the two at which the clock jumps."""
    old = before.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = before + ((after - before) / 2 // _SECOND) * _SECOND
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after

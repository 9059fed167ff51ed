"""Until when a request should be done: working days of the country, by the town's own clock.

Counted in the town's days, so that a changed clock neither gives nor takes anything: what is due
by Friday is due until Friday's midnight, however many hours that day has.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import count
from zoneinfo import ZoneInfo

from holidays import HolidayBase, country_holidays

from civic.communities.model import Community

LONGEST = 366
"""Days that nobody may promise beyond."""
WARN_LEFT = 0.2
"""So much of the time is left when whoever has it is warned."""
SILENCE = timedelta(days=7)
"""How long neighbours may say that it is not done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TownCalendar:
    """A town's clock, and its country's days off."""

    zone: str
    country: str

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def end_of(self, day: date) -> datetime:
        """The first moment that is no longer this day."""
        midnight = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(self.zone))
        return midnight.astimezone(UTC)

    def last_day_before(self, moment: datetime) -> date:
        """The day that ends at this moment, or is going on just before."""
        return self.day_of(moment - timedelta(microseconds=1))

    def is_working(self, day: date) -> bool:
        return _days_off(self.country).is_working_day(day)

    def working_days_after(self, day: date) -> Iterator[date]:
        return (one for n in count(1) if self.is_working(one := day + timedelta(days=n)))


def calendar_of(town: Community) -> TownCalendar:
    return TownCalendar(zone=town.timezone, country=town.country)


def day_due(calendar: TownCalendar, begun: datetime, days: int) -> date:
    """The last of so many working days behind the one on which it begins."""
    after = calendar.working_days_after(calendar.day_of(begun))
    last = calendar.day_of(begun)
    for _ in range(max(1, days)):
        last = next(after)
    return last


def due_after(calendar: TownCalendar, begun: datetime, days: int) -> datetime:
    return calendar.end_of(day_due(calendar, begun, days))


def due_when_resumed(
    calendar: TownCalendar, *, due: datetime, stopped: datetime, resumed: datetime
) -> datetime:
    """As many working days are left as were when the clock stopped; of late ones none is."""
    if stopped >= due:
        return due
    first, again = calendar.day_of(stopped), calendar.day_of(resumed)
    if again <= first:
        return due
    last = calendar.last_day_before(due)
    left = _working_between(calendar, first, last)
    if left:
        return due_after(calendar, resumed, left)
    # It stopped on its last day: what is left is the day on which it goes on.
    day = again if calendar.is_working(again) else next(calendar.working_days_after(again))
    return calendar.end_of(day)


def warn_at(calendar: TownCalendar, due: datetime, days: int) -> datetime:
    """When a fifth of its working days is left, in hours where that is less than a day."""
    left = max(1, days) * WARN_LEFT
    last = calendar.last_day_before(due)
    whole = int(left)
    for _ in range(whole):
        last = _working_before(calendar, last)
    # By the clock on the wall, which the town's day goes by.
    wall = datetime.combine(last + timedelta(days=1), time()) - timedelta(days=left - whole)
    return wall.replace(tzinfo=ZoneInfo(calendar.zone)).astimezone(UTC)


def days_left(calendar: TownCalendar, due: datetime, now: datetime) -> int:
    """Working days behind today until it is due; below zero: since it was."""
    today, last = calendar.day_of(now), calendar.last_day_before(due)
    if today <= last:
        return _working_between(calendar, today, last)
    return -_working_between(calendar, last, today)


def _working_between(calendar: TownCalendar, first: date, last: date) -> int:
    """Working days behind the first, up to the last."""
    days = (last - first).days
    return sum(calendar.is_working(first + timedelta(days=n)) for n in range(1, days + 1))


def _working_before(calendar: TownCalendar, day: date) -> date:
    before = day - timedelta(days=1)
    while not calendar.is_working(before):
        before -= timedelta(days=1)
    return before


@cache
def _days_off(country: str) -> HolidayBase:
    return country_holidays(country)

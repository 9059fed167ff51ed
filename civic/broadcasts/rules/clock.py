"""A moment, or hours of the day, as people type them by the town's own clock."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from civic.broadcasts.rules.timing import FARTHEST
from civic.kernel.refusal import Refusal

EVENING, MORNING = time(18), time(9)
"""The usual hours for «this evening» and «tomorrow morning»."""
_DAYS_FROM_NOW = {
    "сьогодні": 0, "сегодня": 0, "today": 0, "завтра": 1, "tomorrow": 1, "післязавтра": 2,
    "послезавтра": 2,
}  # fmt: skip
_HOUR = r"(\d{1,2})(?:[:.](\d{2}))?"
_CLOCK = re.compile(r"(?:о|об|at|в|у|до)?\s*(\d{1,2})(?::(\d{2}))?")
_ON_DAY = re.compile(
    r"(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2}))?[\s,]+(?:о|об|at|в|у|до)?\s*" + _HOUR
)
_NAMED = re.compile(rf"({'|'.join(_DAYS_FROM_NOW)})[\s,]+(?:о|об|at|в|у|до)?\s*" + _HOUR)
_WINDOW = re.compile(rf"(?:з|із|від|from|с|от)?\s*{_HOUR}\s*(?:[-–—]|до|to|по)\s*{_HOUR}")


def moment_typed(typed: str, zone: ZoneInfo, *, now: datetime) -> datetime:
    """`18:30`, `завтра 9:00`, `25.12 18:00`, `25.12.2027 18:00`; in UTC.

    An hour alone is the next such hour; a day without a year is not further than may be planned.
    """
    said = " ".join(typed.lower().split()).rstrip(".")
    try:
        return _moment(said, zone, now)
    except (ValueError, OverflowError) as unclear:
        raise Refusal("broadcast-moment-unclear") from unclear


def _moment(said: str, zone: ZoneInfo, now: datetime) -> datetime:
    today = now.astimezone(zone).date()
    if found := _CLOCK.fullmatch(said):
        at = _at(found[1], found[2])
        moment = local_moment(today, at, zone)
        return moment if moment > now else local_moment(today + timedelta(days=1), at, zone)
    if found := _NAMED.fullmatch(said):
        named = today + timedelta(days=_DAYS_FROM_NOW[found[1]])
        return local_moment(named, _at(found[2], found[3]), zone)
    found = _ON_DAY.fullmatch(said)
    if found is None:
        raise ValueError(said)
    day, month, year, hour, minute = found.groups()
    at = _at(hour, minute)
    if year is not None:
        full = int(year) + (2000 if len(year) == 2 else 0)
        return local_moment(date(full, int(month), int(day)), at, zone)
    moment = local_moment(date(today.year, int(month), int(day)), at, zone)
    if moment <= now - FARTHEST:
        # In December people write of January.
        return local_moment(date(today.year + 1, int(month), int(day)), at, zone)
    return moment


def window_typed(typed: str) -> tuple[time, time]:
    """`10-18`, `10:30–18:00`, `з 10 до 18`."""
    found = _WINDOW.fullmatch(" ".join(typed.lower().split()).rstrip("."))
    if found is None:
        raise Refusal("broadcast-hours-unclear")
    try:
        ends = time(0) if int(found[3]) == 24 else _at(found[3], found[4])
        return _at(found[1], found[2]), ends
    except ValueError as unclear:
        raise Refusal("broadcast-hours-unclear") from unclear


def on_day(days: int, at: time, zone: ZoneInfo, *, now: datetime) -> datetime:
    """So many days from today."""
    return local_moment(now.astimezone(zone).date() + timedelta(days=days), at, zone)


def local_moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """In UTC; an hour that the change of clocks skips is the same distance behind it."""
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def _at(hour: str, minute: str | None) -> time:
    return time(int(hour), int(minute or 0))

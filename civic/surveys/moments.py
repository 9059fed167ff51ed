"""A day and an hour as an official types them, by the town's own clock."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from civic.kernel.refusal import Refusal

FARTHEST = timedelta(days=2 * 365)
"""How far ahead anything is planned."""
_TYPED = re.compile(
    r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})(?:[./](?P<year>\d{4}|\d{2}))?"
    r"(?:[\s,]+(?:о|об|at|в|до)?\s*(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?)?"
)


def moment_typed(typed: str, zone: str, *, now: datetime, hour: int) -> datetime:
    """`25.12 18:00`, `25.12.2026 18:00`, or `25.12` at the usual hour; without a year the next."""
    found = _TYPED.fullmatch(typed.strip().rstrip("."))
    if found is None:
        raise Refusal("survey-moment-unclear")
    town = ZoneInfo(zone)
    today = now.astimezone(town).date()
    try:
        at = time(int(found["hour"] or hour), int(found["minute"] or 0))
        day = _day(found, today)
        moment = local_moment(day, at, town)
        if found["year"] is None and moment <= now:
            moment = local_moment(_day(found, today, years=1), at, town)
    except (ValueError, OverflowError) as wrong:
        raise Refusal("survey-moment-unclear") from wrong
    check_planned(moment, now=now)
    return moment


def moment_on(day: int, hour: int, zone: str, *, now: datetime) -> datetime:
    """On the day of that ordinal, as a button carries it, at that hour of the town."""
    if abs(day - now.toordinal()) > 2 * FARTHEST.days:
        raise Refusal("survey-button-old")
    moment = local_moment(date.fromordinal(day), time(hour), ZoneInfo(zone))
    check_planned(moment, now=now)
    return moment


def check_planned(moment: datetime, *, now: datetime) -> None:
    if moment <= now:
        raise Refusal("survey-moment-past")
    if moment > now + FARTHEST:
        raise Refusal("survey-moment-far")


def in_days(days: int, hour: int, zone: str, *, now: datetime) -> datetime:
    """That many days from today, at that hour of the town."""
    town = ZoneInfo(zone)
    day = now.astimezone(town).date() + timedelta(days=days)
    return local_moment(day, time(hour), town)


def local_moment(day: date, at: time, town: ZoneInfo) -> datetime:
    """In UTC; an hour that the change of clocks skips is the same distance behind it."""
    return datetime.combine(day, at, tzinfo=town).astimezone(UTC)


def _day(found: re.Match[str], today: date, *, years: int = 0) -> date:
    given = found["year"]
    year = today.year + years if given is None else int(given) + (2000 if len(given) == 2 else 0)
    return date(year, int(found["month"]), int(found["day"]))

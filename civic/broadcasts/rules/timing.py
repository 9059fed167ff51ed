"""When a broadcast may go: from a moment on, in hours of the day, until it is pointless."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from civic.broadcasts.model import Broadcast, Timing
from civic.kernel.refusal import Refusal

FARTHEST = timedelta(days=90)
SHORTEST = timedelta(minutes=15)
"""Between its beginning and its expiry."""


def check_timing(timing: Timing, *, is_urgent: bool, zone: ZoneInfo, now: datetime) -> None:
    starts = timing.starts_at
    if starts is not None and starts <= now:
        raise Refusal("broadcast-time-past")
    if starts is not None and starts > now + FARTHEST:
        raise Refusal("broadcast-time-far", days=FARTHEST.days)
    check_fits(timing, is_urgent=is_urgent, zone=zone, now=now)


def check_fits(timing: Timing, *, is_urgent: bool, zone: ZoneInfo, now: datetime) -> None:
    """The same, where a beginning that has passed means at once."""
    begins = max(now, timing.starts_at or now)
    if timing.expires_at is not None:
        if timing.expires_at <= now:
            raise Refusal("broadcast-expired")
        if timing.expires_at < begins + SHORTEST:
            raise Refusal("broadcast-expires-soon")
    if timing.window is None:
        return
    if is_urgent:
        raise Refusal("broadcast-window-urgent")
    if timing.window[0] == timing.window[1]:
        raise Refusal("broadcast-window-empty")
    expires = timing.expires_at
    if expires is not None and first_moment(timing.window, zone, begins) >= expires:
        raise Refusal("broadcast-window-never")


def is_in_window(window: tuple[time, time] | None, zone: ZoneInfo, now: datetime) -> bool:
    if window is None:
        return True
    clock = now.astimezone(zone).time()
    starts, ends = window
    if starts < ends:
        return starts <= clock < ends
    return clock >= starts or clock < ends


def first_moment(window: tuple[time, time], zone: ZoneInfo, since: datetime) -> datetime:
    """When it is open, from this moment on; to the minute, clocks being changed or not."""
    if is_in_window(window, zone, since):
        return since
    return next(moment for moment in _minutes(since, days=2) if is_in_window(window, zone, moment))


def _minutes(since: datetime, *, days: int) -> Iterator[datetime]:
    whole = since.replace(second=0, microsecond=0)
    for minute in range(1, days * 24 * 60 + 1):
        yield whole + timedelta(minutes=minute)


def is_due(broadcast: Broadcast, now: datetime) -> bool:
    return broadcast.timing.starts_at is None or broadcast.timing.starts_at <= now


def is_expired(broadcast: Broadcast, now: datetime) -> bool:
    return broadcast.timing.expires_at is not None and broadcast.timing.expires_at <= now

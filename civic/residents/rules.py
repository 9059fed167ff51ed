"""When a person may be spoken to, and what of their settings holds."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from civic.kernel.refusal import Refusal
from civic.residents.model import EVERYTHING, QuietHours, Resident, Topic

PRIVACY_VERSION = 2
"""Which sentence of privacy is shown; grows when its words promise something else."""
FOLLOWED_LIMIT = 3
_FIRST_MONDAY = date(1969, 12, 29)
QUIET_PRESETS = (
    QuietHours(start=time(22), end=time(8)),
    QuietHours(start=time(21), end=time(9)),
    QuietHours(start=time(23), end=time(7)),
)
WEEKLY_LIMITS = (2, 5, 10)
NO_QUIET = QuietHours(start=time(0), end=time(0))


def is_quiet(quiet: QuietHours, zone: ZoneInfo, moment: datetime) -> bool:
    clock = moment.astimezone(zone).time()
    if quiet.start <= quiet.end:
        return quiet.start <= clock < quiet.end
    return clock >= quiet.start or clock < quiet.end


def waking_moment(quiet: QuietHours, zone: ZoneInfo, now: datetime) -> datetime:
    """The first moment from now on that is not quiet, by the wall clock of the zone, in UTC."""
    if not is_quiet(quiet, zone, now):
        return now
    today = now.astimezone(zone).date()
    ends = [
        _as_clocks_show(
            datetime.combine(today + timedelta(days=day), quiet.end, zone).replace(fold=fold)
        )
        for day in (0, 1)
        for fold in (0, 1)
    ]
    # Clocks that are set back may show a moment before the quiet began.
    candidates = (*ends, *_when_clocks_are_set(zone, now, now + timedelta(days=1)))
    return min(
        moment for moment in candidates if moment >= now and not is_quiet(quiet, zone, moment)
    )


def _as_clocks_show(local: datetime) -> datetime:
    """In UTC. An hour that the clocks leap over begins when they leap."""
    moment = local.astimezone(UTC)
    if moment.astimezone(local.tzinfo).replace(tzinfo=None) == local.replace(tzinfo=None):
        return moment
    around = timedelta(hours=3)
    return next(iter(_when_clocks_are_set(local.tzinfo, moment - around, moment + around)))


def _when_clocks_are_set(zone: tzinfo | None, since: datetime, until: datetime) -> list[datetime]:
    """The moment between the two at which the zone's clocks are set, if there is one, in UTC."""
    before, after = since.astimezone(UTC), until.astimezone(UTC)
    offset = before.astimezone(zone).utcoffset()
    if after.astimezone(zone).utcoffset() == offset:
        return []
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return [after.replace(microsecond=0)]


_HOURS = re.compile(
    r"\D*?(\d{1,2})(?:[:.,](\d{2}))?\s*(?:-|–|—|−|до|to|till|until|по|\s)\s*(\d{1,2})(?:[:.,](\d{2}))?\D*"
)


def read_quiet_hours(typed: str) -> QuietHours:
    """From `22:00-08:00`, `22–8`, `з 22 до 8`."""
    found = _HOURS.fullmatch(typed.strip().lower())
    if found is None:
        raise Refusal("quiet-unclear")
    start = _clock(found[1], found[2])
    end = _clock(found[3], found[4])
    return QuietHours(start=start, end=end)


def _clock(hour: str, minute: str | None) -> time:
    if int(hour) > 24 or int(minute or 0) > 59:
        raise Refusal("quiet-unclear")
    return time(int(hour) % 24, int(minute or 0))


def week_of(moment: datetime, zone: ZoneInfo) -> int:
    """Weeks from Monday to Sunday by the wall clock of the zone, counted since 1970."""
    return (moment.astimezone(zone).date() - _FIRST_MONDAY).days // 7


def hears(resident: Resident, topic: str) -> bool:
    """Whether they left this topic on."""
    return topic not in resident.muted and EVERYTHING not in resident.muted


def with_topic(muted: frozenset[str], topic: Topic, *, on: bool) -> frozenset[str]:
    """The topics turned off after this one was turned on or off."""
    if EVERYTHING in muted:
        muted = frozenset(known.value for known in Topic)
    return muted - {topic.value} if on else muted | {topic.value}

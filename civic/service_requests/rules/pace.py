"""How many requests a person may file in an hour and in a day, and when the next is welcome."""

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from civic.kernel.refusal import Refusal

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    limit: int
    within: timedelta


FILED = (Pace(limit=8, within=_HOUR), Pace(limit=15, within=timedelta(days=1)))
"""Whoever walks through their yard with open eyes stays below it."""


def check_pace(filed: Collection[datetime], *, now: datetime) -> None:
    """`filed`: when this person filed something within a day. Raise Refusal, saying how long."""
    waits = list(_waits(filed, now))
    if not waits:
        return
    wait, limit = max(waits)
    if wait > _HOUR:
        raise Refusal("request-pace-hours", limit=limit, hours=math.ceil(wait / _HOUR))
    minutes = math.ceil(wait / timedelta(minutes=1))
    raise Refusal("request-pace-minutes", limit=limit, minutes=minutes)


def _waits(filed: Collection[datetime], now: datetime) -> Iterator[tuple[timedelta, int]]:
    """For each pace that is reached: until enough of them are long enough ago."""
    for pace in FILED:
        recent = sorted(at for at in filed if now - at < pace.within)
        if len(recent) >= pace.limit:
            yield recent[-pace.limit] + pace.within - now, pace.limit

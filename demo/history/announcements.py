"""All that was told during the demo's year, what is still coming, and what waits."""

from demo.history.outages import NO_WATER, OUTAGES
from demo.history.roads import ROADS, TOMORROW
from demo.history.telling import PastBroadcast
from demo.history.town_life import TOLOKA, TOWN_LIFE, UNFINISHED, YARD_DAY

__all__ = ["ARRIVING", "TOLD", "TOLOKA", "TOMORROW", "UNFINISHED"]


def _by_time(one: PastBroadcast) -> tuple[int, tuple[int, int]]:
    return -one.days, one.at


ARRIVING: tuple[PastBroadcast, ...] = (NO_WATER, YARD_DAY)
"""Told already, but those who are played get them when the demo starts."""
TOLD: tuple[PastBroadcast, ...] = tuple(
    sorted((*OUTAGES, *ROADS, *TOWN_LIFE, *ARRIVING), key=_by_time)
)

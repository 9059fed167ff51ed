"""How much the neighbours want to hear: topics off, weekly limits, and who blocks the bot."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from civic.residents.model import EVERYTHING, Topic
from demo.crowd import LATEST, Neighbour

_MUTED = {
    Topic.NEWS: 0.05,
    Topic.EVENTS: 0.06,
    Topic.TRANSPORT: 0.04,
    Topic.REPAIRS: 0.02,
    Topic.OUTAGES: 0.01,
}
_LIMITS = {2: 0.04, 5: 0.05, 10: 0.02}
_HUSH = 0.01
"""Which part turned everything off."""
_LONG_ENOUGH = timedelta(days=30)


def with_habits(
    neighbours: Sequence[Neighbour], *, random: Random, now: datetime
) -> list[Neighbour]:
    """By a chance of their own, so that nobody answers otherwise for it."""
    return [_with_habits(one, random, now) for one in neighbours]


def _with_habits(one: Neighbour, random: Random, now: datetime) -> Neighbour:
    muted = {topic.value for topic, chance in _MUTED.items() if random.random() < chance}
    if random.random() < _HUSH:
        muted.add(EVERYTHING)
    (limit,) = random.choices((None, *_LIMITS), (1 - sum(_LIMITS.values()), *_LIMITS.values()))
    moment = random.random()
    return replace(
        one,
        muted=one.muted | muted,
        weekly_limit=limit,
        blocks_at=None if one.stays else _some_day(one, moment, now),
    )


def _some_day(one: Neighbour, moment: float, now: datetime) -> datetime:
    """After a while, and before what is told today."""
    last = now - timedelta(days=LATEST + 2)
    first = min(one.joined_at + _LONG_ENOUGH, last)
    return first + (last - first) * moment

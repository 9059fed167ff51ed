"""What need not leave after all, or not yet: asked of how its reader lives at this moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, bindparam, func, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.outbox import Lane, MessageState, Reason
from civic.residents.rules import waking_moment, week_of
from storage.outbox import NOTICE
from storage.residents import quiet_from
from storage.tables.outbox import outbox

ROUNDS = 3
GOES_AHEAD = "album"
"""Of a message in parts, the one that is but pictures."""
AT_A_LOOK = 100
"""Bound one look: thousands of sleepers must not keep the writer from who presses a button."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    id: int
    state: MessageState
    why: str
    reason: Reason | None = None
    due: datetime | None = None


def held_back(row: Row[Any], now: datetime) -> HeldBack | None:
    """Why a queued message does not leave now; None: it does.

    Asked before it is leased, so what is held back costs none of the pace.
    """
    if row.expires_at is not None and row.expires_at <= now:
        return HeldBack(id=row.id, state=MessageState.EXPIRED, why="too late")
    muted = row.muted or ""
    if row.topic is not None and (f" {row.topic} " in muted or " * " in muted):
        return _cancelled(row, Reason.TOPIC_OFF, "turned off by the reader")
    if row.method == NOTICE and row.reachable is False:
        why = "403: known to be unreachable"
        return HeldBack(id=row.id, state=MessageState.REFUSED, why=why, reason=Reason.BLOCKED)
    return _kept_for_later(row, now) if _is_unasked(row) else None


def _kept_for_later(row: Row[Any], now: datetime) -> HeldBack | None:
    week = _limited_week(row, now)
    if week is not None and week == row.unasked_week and row.unasked >= row.weekly_limit:
        return _cancelled(row, Reason.WEEKLY_LIMIT, "the reader had enough this week")
    if row.quiet_start is None:
        return None
    wakes = _wakes(row.quiet_start, row.quiet_end, row.timezone, now)
    if wakes <= now:
        return None
    why = "the reader's quiet hours"
    return HeldBack(id=row.id, state=MessageState.QUEUED, why=why, due=wakes)


def _cancelled(row: Row[Any], reason: Reason, why: str) -> HeldBack:
    return HeldBack(id=row.id, state=MessageState.CANCELLED, why=why, reason=reason)


def counted_week(row: Row[Any], now: datetime) -> int | None:
    """The week in which it counts against its reader's limit; None where it does not.

    What goes ahead of a message is one with it, and does not count by itself.
    """
    params = (row.content or {}).get("params") or {}
    return None if params.get("part") == GOES_AHEAD else _limited_week(row, now)


def _limited_week(row: Row[Any], now: datetime) -> int | None:
    if row.weekly_limit is None or row.topic is None or not _is_unasked(row):
        return None
    return week_of(now, ZoneInfo(row.timezone))


def _is_unasked(row: Row[Any]) -> bool:
    """New to its reader, and meant for many."""
    return bool(row.lane == Lane.BULK and row.method == NOTICE)


@lru_cache(maxsize=64)
def _wakes(start: int, end: int, zone: str, now: datetime) -> datetime:
    """Most keep the same hours: reckoned once for all of a look."""
    return waking_moment(quiet_from(start, end), ZoneInfo(zone), now)


async def hold_back(
    connection: AsyncConnection, held: Sequence[HeldBack], *, now: datetime
) -> None:
    await connection.execute(
        _kept_back,
        [
            {
                "row": one.id,
                "to_state": int(one.state),
                "why": one.why,
                "because": one.reason,
                "due": one.due,
                "at": None if one.state is MessageState.QUEUED else now,
            }
            for one in held
        ],
    )


_kept_back = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"), text("state = 0"))
    .values(
        state=bindparam("to_state"),
        error=bindparam("why"),
        reason=bindparam("because"),
        due_at=func.coalesce(bindparam("due", type_=outbox.c.due_at.type), outbox.c.due_at),
        final_at=bindparam("at", type_=outbox.c.final_at.type),
    )
)

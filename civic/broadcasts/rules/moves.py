"""Where a broadcast may go from where it stands."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from civic.broadcasts.model import Broadcast, BroadcastState
from civic.kernel.ids import AccountId
from civic.kernel.refusal import Refusal

_S = BroadcastState
WAYS: Mapping[BroadcastState, frozenset[BroadcastState]] = MappingProxyType(
    {
        _S.DRAFT: frozenset({_S.REQUESTED, _S.SCHEDULED}),
        _S.REQUESTED: frozenset({_S.DRAFT, _S.SCHEDULED}),
        _S.SCHEDULED: frozenset({_S.DRAFT, _S.GOING, _S.STOPPED}),
        _S.GOING: frozenset({_S.PAUSED, _S.STOPPED, _S.DONE}),
        _S.PAUSED: frozenset({_S.GOING, _S.STOPPED}),
        _S.DONE: frozenset({_S.GOING}),
        _S.STOPPED: frozenset(),
    }
)
EDITABLE = frozenset({_S.DRAFT, _S.REQUESTED, _S.SCHEDULED})
BEGUN = frozenset({_S.GOING, _S.PAUSED, _S.DONE, _S.STOPPED})
"""Somebody may have it. A stopped one may not have begun: `started_at` tells."""
ALONE_MINUTES = 15
ALONE_AFTER = timedelta(minutes=ALONE_MINUTES)
"""How long one person's own broadcast waits, beside a button that stops it."""
RECALLABLE_FOR = timedelta(hours=48)
"""How long Telegram lets a message be deleted."""


def check_can_become(broadcast: Broadcast, state: BroadcastState) -> None:
    if state not in WAYS[broadcast.state]:
        raise Refusal(f"broadcast-is-{broadcast.state.value}", number=broadcast.number)


def drafted_again(broadcast: Broadcast) -> Broadcast:
    """Whatever was asked or decided of it is void: the next request freezes a new version."""
    if broadcast.state is _S.DRAFT:
        return broadcast
    timing, asked = broadcast.timing, broadcast.requested_at
    if broadcast.is_single_handed and asked and timing.starts_at == asked + ALONE_AFTER:
        # Nobody chose that hour: it was the delay.
        timing = replace(timing, starts_at=None)
    return _moved(
        broadcast, _S.DRAFT, timing=timing, requested_by=None, requested_at=None, recipients=0,
        is_single_handed=False,
    )  # fmt: skip


def requested(
    broadcast: Broadcast, *, version: int, by: AccountId, recipients: int, now: datetime
) -> Broadcast:
    return _moved(
        broadcast, _S.REQUESTED, version=version, requested_by=by, requested_at=now,
        recipients=recipients,
    )  # fmt: skip


def scheduled(broadcast: Broadcast, *, recipients: int) -> Broadcast:
    """What a second person approved; at once where its hour has passed."""
    if broadcast.state is not _S.REQUESTED:
        raise Refusal(f"broadcast-is-{broadcast.state.value}", number=broadcast.number)
    return _moved(broadcast, _S.SCHEDULED, recipients=recipients)


def sent(
    broadcast: Broadcast,
    *,
    version: int,
    by: AccountId,
    recipients: int,
    is_alone: bool,
    now: datetime,
) -> Broadcast:
    """What needs nobody's approval, or cannot have it: then it waits before it goes."""
    if broadcast.state is not _S.DRAFT:
        raise Refusal(f"broadcast-is-{broadcast.state.value}", number=broadcast.number)
    timing = broadcast.timing
    if is_alone:
        earliest = now + ALONE_AFTER
        timing = replace(timing, starts_at=max(earliest, timing.starts_at or earliest))
    return _moved(
        broadcast, _S.SCHEDULED, version=version, requested_by=by, requested_at=now,
        recipients=recipients, timing=timing, is_single_handed=is_alone,
    )  # fmt: skip


def started(broadcast: Broadcast, *, now: datetime) -> Broadcast:
    if broadcast.timing.starts_at is not None and now < broadcast.timing.starts_at:
        raise Refusal("broadcast-not-yet")
    return _moved(broadcast, _S.GOING, started_at=now)


def paused(broadcast: Broadcast) -> Broadcast:
    return _moved(broadcast, _S.PAUSED)


def resumed(broadcast: Broadcast) -> Broadcast:
    if broadcast.state is not _S.PAUSED:
        raise Refusal(f"broadcast-is-{broadcast.state.value}", number=broadcast.number)
    return _moved(broadcast, _S.GOING)


def stopped(broadcast: Broadcast, *, now: datetime) -> Broadcast:
    return _moved(broadcast, _S.STOPPED, ended_at=now)


def finished(broadcast: Broadcast, *, now: datetime) -> Broadcast:
    """By the tick, when nothing waits any more."""
    return _moved(broadcast, _S.DONE, ended_at=now)


def going_again(broadcast: Broadcast) -> Broadcast:
    """For those whose message may not have arrived."""
    if broadcast.state is not _S.DONE:
        raise Refusal("broadcast-again-not-yet")
    if broadcast.recalled_at is not None:
        raise Refusal("broadcast-recalled-already")
    return _moved(broadcast, _S.GOING, ended_at=None)


def recalled(broadcast: Broadcast, *, now: datetime) -> Broadcast:
    """Stopped first, where it still goes: nobody gets it while others lose it."""
    check_begun(broadcast)
    if broadcast.recalled_at is not None:
        raise Refusal("broadcast-recalled-already")
    ended = broadcast.ended_at
    if ended is not None and now - ended >= RECALLABLE_FOR:
        raise Refusal("broadcast-recall-late", hours=int(RECALLABLE_FOR.total_seconds() // 3600))
    halted = broadcast
    if broadcast.state in {_S.GOING, _S.PAUSED}:
        halted = stopped(broadcast, now=now)
    return replace(halted, recalled_at=now)


def check_correctable(broadcast: Broadcast) -> None:
    check_begun(broadcast)
    if broadcast.recalled_at is not None:
        raise Refusal("broadcast-recalled-already")


def check_begun(broadcast: Broadcast) -> None:
    if broadcast.state not in BEGUN or broadcast.started_at is None:
        raise Refusal("broadcast-not-begun")


def check_editable(broadcast: Broadcast) -> None:
    if broadcast.state not in EDITABLE:
        raise Refusal(f"broadcast-is-{broadcast.state.value}", number=broadcast.number)


def _moved(broadcast: Broadcast, state: BroadcastState, **changes: Any) -> Broadcast:
    check_can_become(broadcast, state)
    return replace(broadcast, state=state, **changes)

"""How many messages of a broadcast stand where."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from civic.broadcasts.model import Delivery
from civic.kernel.bulk import Standing
from civic.kernel.outbox import MessageState

_M = MessageState
_WAITING = frozenset({_M.QUEUED, _M.LEASED, _M.HELD})
_ENDED = {_M.SENT: "sent", _M.UNKNOWN: "unknown", _M.EXPIRED: "expired"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One bulk's messages."""

    waiting: int = 0
    sent: int = 0
    unknown: int = 0
    cancelled: int = 0
    expired: int = 0
    refused: Counter[str]

    @property
    def total(self) -> int:
        ended = self.sent + self.unknown + self.cancelled + self.expired
        return self.waiting + ended + self.refused.total()


def count_of(standing: Iterable[Standing]) -> Count:
    """Whoever had turned the topic off or had enough for the week is counted by that reason."""
    states: Counter[MessageState] = Counter()
    refused: Counter[str] = Counter()
    for one in standing:
        if one.state is _M.REFUSED or (one.state is _M.CANCELLED and one.reason):
            refused[one.reason or "not-accepted"] += one.count
        else:
            states[one.state] += one.count
    return Count(
        waiting=sum(states[state] for state in _WAITING),
        sent=states[_M.SENT],
        unknown=states[_M.UNKNOWN],
        cancelled=states[_M.CANCELLED] + states[_M.SUPERSEDED],
        expired=states[_M.EXPIRED],
        refused=refused,
    )


def outcome_of(state: MessageState, reason: str) -> str:
    """In one word, as `count_of` counts it."""
    if state in _WAITING:
        return "waiting"
    if state is _M.REFUSED or (state is _M.CANCELLED and reason):
        return "refused"
    return _ENDED.get(state, "cancelled")


def delivery_of(
    main: Count, again: Count, channels: Count, *, read: int, written_all: bool
) -> Delivery:
    """People once each: who was written to again is counted by the second message."""
    return Delivery(
        waiting=main.waiting + again.waiting,
        sent=main.sent + again.sent,
        unknown=max(0, main.unknown - again.total) + again.unknown,
        refused=dict(main.refused + again.refused),
        cancelled=main.cancelled + again.cancelled,
        expired=main.expired + again.expired,
        read=read,
        channels_waiting=channels.waiting,
        channels_sent=channels.sent,
        channels_refused=channels.total - channels.sent - channels.waiting,
        written_all=written_all,
    )


NOTHING = Count(refused=Counter())

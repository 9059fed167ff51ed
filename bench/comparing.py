"""The ledger beside what the sandbox saw, message by message; and at what pace it went."""

from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.outing import FIRST_GUEST, Gone
from bench.people import FIRST_PERSON
from bench.sandbox import Call
from civic.kernel.outbox import MessageState

S = MessageState
_ENDS = frozenset({S.SENT, S.UNKNOWN, S.REFUSED, S.CANCELLED, S.EXPIRED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    lost: int
    """Owed and neither sent nor listed: without a row, or left behind in the ledger."""
    doubled: int
    """Had it twice, and nothing in the ledger says that it may be so."""
    untold: int
    """Rows of which the ledger and the sandbox do not say the same."""
    unknown: int
    of_them_arrived: int
    refused: int
    sent: int


def compare(gone: Gone) -> Comparison:
    crowd = _crowd(gone)
    states = {chat: S(state) for chat, state, _ in gone.rows}
    arrived = Counter(
        (call.chat, call.message)
        for call in gone.calls
        if call.is_send and call.code is None and call.chat in crowd
    )
    per_chat = Counter(chat for chat, _ in arrived.elements())
    written = Counter((chat, message) for chat, state, message in gone.rows if state == S.SENT)
    forbidden = {call.chat for call in gone.calls if call.code == 403}
    listed = {chat for chat, state in states.items() if state is S.UNKNOWN}
    untold = sum((written - arrived).values())
    untold += sum(1 for chat, _ in (arrived - written).elements() if chat not in listed)
    untold += sum(
        1 for chat, state in states.items() if state is S.REFUSED and chat not in forbidden
    )
    return Comparison(
        lost=sum(1 for chat in crowd if states.get(chat) not in _ENDS),
        doubled=sum(1 for count in per_chat.values() if count > 1) + len(gone.rows) - len(states),
        untold=untold,
        unknown=len(listed),
        of_them_arrived=sum(1 for chat in listed if per_chat[chat]),
        refused=sum(1 for state in states.values() if state is S.REFUSED),
        sent=sum(written.values()),
    )


def _crowd(gone: Gone) -> range:
    """The chats of those it was for."""
    return range(FIRST_PERSON, FIRST_PERSON + gone.people)


def sends_of(calls: Iterable[Call]) -> list[float]:
    """When messages arrived that counted: those that were taken, in order."""
    return sorted(call.at for call in calls if call.is_send and call.code in {None, 403})


def first_to_last(gone: Gone) -> tuple[float, int]:
    """Seconds from the first message of the broadcast to its last; all that counted meanwhile."""
    crowd = _crowd(gone)
    its_own = sends_of(call for call in gone.calls if call.chat in crowd)
    first, last = its_own[0], its_own[-1]
    return last - first, sum(first <= at <= last for at in sends_of(gone.calls))


def most_in_a_second(moments: Sequence[float]) -> int:
    window: deque[float] = deque()
    most = 0
    for moment in moments:
        window.append(moment)
        while window[0] <= moment - 1.0:
            window.popleft()
        most = max(most, len(window))
    return most


def silences(calls: Iterable[Call]) -> list[tuple[float, float]]:
    """From when to when Telegram wanted nothing; what overlaps is one."""
    found: list[tuple[float, float]] = []
    for call in sorted(calls, key=lambda one: one.at):
        if call.retry_after is None:
            continue
        begin, end = call.at, call.at + call.retry_after
        if found and begin <= found[-1][1]:
            begin, end = found[-1][0], max(found.pop()[1], end)
        found.append((begin, end))
    return found


def waits_imposed(calls: Iterable[Call]) -> float:
    """Seconds in which Telegram wanted nothing."""
    return sum(end - begin for begin, end in silences(calls))


def replies(gone: Gone) -> list[float]:
    """How long each guest waited for the first call that shows them something, or would have.

    Not counted is what Telegram imposed: while it wants nothing, nobody is answered. A call that
    was dropped counts: it is listed as unknown, and the person writes again.
    """
    first: dict[int, float] = {}
    for call in gone.calls:
        if call.chat >= FIRST_GUEST and call.is_send and call.code != 429:
            first.setdefault(call.chat, call.at)
    imposed = silences(gone.calls)
    return [
        first[guest] - at - sum(_overlap(at, first[guest], begin, end) for begin, end in imposed)
        for guest, at in gone.asked.items()
        if guest in first
    ]


def _overlap(begin: float, end: float, other_begin: float, other_end: float) -> float:
    return max(0.0, min(end, other_end) - max(begin, other_begin))

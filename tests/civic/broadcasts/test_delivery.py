"""Figures of a broadcast: everybody is counted once, and each refusal by its reason."""

from civic.broadcasts.rules.delivery import NOTHING, count_of, delivery_of
from civic.kernel.bulk import Standing
from civic.kernel.outbox import MessageState as M


def standing(state: M, count: int, reason: str = "") -> Standing:
    return Standing(state=state, reason=reason, count=count)


MAIN = [
    standing(M.QUEUED, 5), standing(M.LEASED, 2), standing(M.HELD, 3), standing(M.SENT, 80),
    standing(M.UNKNOWN, 4), standing(M.REFUSED, 6, "blocked"), standing(M.EXPIRED, 1),
    standing(M.CANCELLED, 2, "topic-off"), standing(M.CANCELLED, 7),
]  # fmt: skip


def test_every_message_is_counted_once() -> None:
    told = delivery_of(count_of(MAIN), NOTHING, NOTHING, read=3, written_all=True)
    assert told.total == sum(one.count for one in MAIN)
    assert (told.waiting, told.sent, told.unknown, told.cancelled) == (10, 80, 4, 7)
    assert told.refused == {"blocked": 6, "topic-off": 2}
    assert told.expired == 1


def test_who_was_written_to_again_is_counted_by_the_second_message() -> None:
    again = count_of([standing(M.SENT, 3), standing(M.REFUSED, 1, "blocked")])
    told = delivery_of(count_of(MAIN), again, NOTHING, read=0, written_all=True)
    assert (told.unknown, told.sent) == (0, 83)
    assert told.refused["blocked"] == 7
    assert told.total == sum(one.count for one in MAIN)


def test_channels_are_counted_apart() -> None:
    channels = count_of(
        [standing(M.SENT, 2), standing(M.REFUSED, 1, "no-right"), standing(M.QUEUED, 1)]
    )
    told = delivery_of(count_of(MAIN), NOTHING, channels, read=0, written_all=False)
    assert (told.channels_sent, told.channels_refused, told.channels_waiting) == (2, 1, 1)
    assert told.sent == 80

"""What was sent is corrected or deleted, a part at a time, in the order in which it was queued."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from civic.broadcasts.message import once_key
from civic.broadcasts.model import Broadcast, Dispatch, DispatchKind
from civic.broadcasts.rules.moves import RECALLABLE_FOR
from civic.kernel.bulk import BulkMessage
from civic.kernel.ids import AccountId
from civic.kernel.outbox import Recipient
from civic.unit_of_work import Work

CHUNK = 1_000
IN_FLIGHT = timedelta(minutes=2)
"""A message that was leaving when it began has arrived by then, or never will."""
_K = DispatchKind
_WORDS = frozenset({_K.MAIN, _K.AGAIN, _K.CHANNELS})
_SOURCES = {
    _K.CORRECTION: frozenset({_K.MAIN, _K.AGAIN}),
    _K.CHANNEL_CORRECTION: frozenset({_K.CHANNELS}),
    _K.RECALL: _WORDS | {_K.ALBUM},
}


async def correct_some(
    work: Work, broadcast: Broadcast, dispatch: Dispatch, *, now: datetime
) -> Dispatch:
    """Edit what had left by then; whatever left later has the new words already."""
    page = await _page(work, broadcast, dispatch)
    last = dispatch.started_at + IN_FLIGHT
    recipients = [
        Recipient(
            to=AccountId(one.to),
            once=once_key(broadcast, f"fix:{dispatch.version}:{one.id}"),
            message=one.message,
        )
        for one, _ in page
        if one.message is not None and (one.at is None or one.at <= last)
    ]
    new = await work.bulks.add(broadcast.community, dispatch.bulk, recipients, now=now)
    return _gone_on(dispatch, page, written=new, now=now)


async def recall_some(
    work: Work, broadcast: Broadcast, dispatch: Dispatch, *, now: datetime
) -> Dispatch:
    """Delete what Telegram lets be deleted; what is older is counted by what is missing."""
    page = await _page(work, broadcast, dispatch)
    oldest = now - RECALLABLE_FOR
    young = [
        (one, kind) for one, kind in page if one.message and one.at is not None and one.at > oldest
    ]
    words = [_deletion(broadcast, one, one.message) for one, kind in young if kind in _WORDS]
    files = [
        _deletion(broadcast, one, message)
        for one, kind in young
        for message in _all_of(one, with_first=kind not in _WORDS)
    ]
    new = 0
    for few in _chunks(words):
        new += await work.bulks.add(broadcast.community, dispatch.bulk, few, now=now)
    for few in _chunks(files):
        await work.bulks.add(broadcast.community, dispatch.bulk, few, now=now)
    return _gone_on(dispatch, page, written=new, now=now)


def _all_of(message: BulkMessage, *, with_first: bool) -> list[int]:
    first = [message.message] if with_first and message.message is not None else []
    return [*first, *(one for one in message.album if one != message.message)]


def _deletion(broadcast: Broadcast, message: BulkMessage, deleted: int | None) -> Recipient:
    once = once_key(broadcast, f"recall:{deleted}")
    return Recipient(to=AccountId(message.to), once=once, message=deleted)


def _gone_on(
    dispatch: Dispatch,
    page: Sequence[tuple[BulkMessage, DispatchKind]],
    *,
    written: int,
    now: datetime,
) -> Dispatch:
    after = page[-1][0].id if page else dispatch.after
    further = replace(dispatch, after=after, written=dispatch.written + written)
    if len(page) == _limit(dispatch):
        return further
    if dispatch.rounds:
        return replace(further, done_at=now)
    # What was in flight may stand before what has been walked through.
    due = max(now, dispatch.started_at + IN_FLIGHT)
    return replace(further, after=0, rounds=1, due_at=due)


async def _page(
    work: Work, broadcast: Broadcast, dispatch: Dispatch
) -> list[tuple[BulkMessage, DispatchKind]]:
    """The next of all its parts by id, which grows through them all."""
    limit = _limit(dispatch)
    wanted: Collection[DispatchKind] = _SOURCES[dispatch.kind]
    found: list[tuple[BulkMessage, DispatchKind]] = []
    for one in await work.broadcasts.dispatches(broadcast.community, broadcast.id):
        if one.kind in wanted:
            sent = await work.bulks.sent(
                broadcast.community, one.bulk, after=dispatch.after, limit=limit
            )
            found += [(message, one.kind) for message in sent]
    return sorted(found, key=_by_id)[:limit]


def _by_id(found: tuple[BulkMessage, DispatchKind]) -> int:
    return found[0].id


def _limit(dispatch: Dispatch) -> int:
    """An album is deleted picture by picture."""
    return CHUNK // 4 if dispatch.kind is DispatchKind.RECALL else CHUNK


def _chunks(recipients: list[Recipient]) -> list[list[Recipient]]:
    return [recipients[at : at + CHUNK] for at in range(0, len(recipients), CHUNK)]

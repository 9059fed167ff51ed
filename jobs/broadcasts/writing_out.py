"""Each broadcast is written out to its recipients, a part at a time, from where it had come."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from civic.audiences.model import Member
from civic.broadcasts import notices
from civic.broadcasts.message import once_key
from civic.broadcasts.model import Broadcast, BroadcastState, Dispatch, DispatchKind
from civic.kernel.bulk import BulkMessage
from civic.kernel.ids import AccountId, BulkId
from civic.kernel.outbox import Recipient
from civic.kernel.refusal import Refusal
from civic.residents.rules import waking_moment, week_of
from civic.unit_of_work import Begin, Read, Work
from jobs.broadcasts.mending import correct_some, recall_some
from jobs.broadcasts.starting import give_up

CHUNK = 600
"""Messages a transaction: a press of a button gets in between."""
DOUBTFUL_AT_ONCE = 100
STEPS = 250
"""Of all broadcasts in one look."""
AT_ONCE = 20


async def write_out(*, begin: Begin, read: Read, now: datetime) -> int:
    """Steps of whatever is open; each marks how far it came in its own transaction."""
    async with read() as work:
        waiting = await work.broadcasts.open_dispatches(now, limit=AT_ONCE)
    taken = 0
    failure: Exception | None = None
    for one in waiting:
        try:
            while taken < STEPS:
                taken += 1
                if not await _step(begin, one, now=now):
                    break
        except Refusal as refusal:
            # What it goes by is gone: nobody can say to whom it was to go.
            await _break_off(begin, one, refusal, now=now)
        except Exception as failed:  # noqa: BLE001 - raised when the others have had their turn
            failure = failed
    if failure is not None:
        raise failure
    return taken


async def _break_off(begin: Begin, dispatch: Dispatch, why: Refusal, *, now: datetime) -> None:
    async with begin() as work:
        broadcast = await work.broadcasts.broadcast(
            dispatch.community, dispatch.broadcast, hold="changing"
        )
        if broadcast.state in {BroadcastState.GOING, BroadcastState.PAUSED}:
            await give_up(work, broadcast, notices.BROKEN, now=now, reason=why.key)


async def _step(begin: Begin, dispatch: Dispatch, *, now: datetime) -> bool:
    """Whether there may be another one to take at once."""
    async with begin() as work:
        # The broadcast before its dispatch, as whoever stops it does.
        broadcast = await work.broadcasts.broadcast(
            dispatch.community, dispatch.broadcast, hold="reading"
        )
        held = await work.broadcasts.held_dispatch(
            dispatch.community, dispatch.broadcast, dispatch.kind, dispatch.version
        )
        if held is None or held.due_at > now:
            return False
        gone_on = await _gone_on(work, broadcast, held, now=now)
        if gone_on is None:
            return False
        await work.broadcasts.put_dispatch(gone_on)
        return gone_on.done_at is None and gone_on.due_at <= now


async def _gone_on(
    work: Work, broadcast: Broadcast, dispatch: Dispatch, *, now: datetime
) -> Dispatch | None:
    """How far it has come with this step; None where it has to wait."""
    if dispatch.kind is DispatchKind.RECALL:
        return await recall_some(work, broadcast, dispatch, now=now)
    if dispatch.kind in {DispatchKind.CORRECTION, DispatchKind.CHANNEL_CORRECTION}:
        return await correct_some(work, broadcast, dispatch, now=now)
    if broadcast.state is not BroadcastState.GOING:
        return None
    if dispatch.kind is DispatchKind.CHANNELS:
        return await _publish(work, broadcast, dispatch, now=now)
    if dispatch.kind is DispatchKind.AGAIN:
        return await _repeat(work, broadcast, dispatch, now=now)
    return await _tell_some(work, broadcast, dispatch, now=now)


async def _tell_some(
    work: Work, broadcast: Broadcast, dispatch: Dispatch, *, now: datetime
) -> Dispatch:
    album = await _album(work, broadcast)
    limit = CHUNK if album is None else CHUNK // 2
    zone = ZoneInfo((await work.communities.community(broadcast.community)).timezone)
    members = await work.audiences.recipients(
        broadcast.community,
        broadcast.audience,
        topic=None if broadcast.audience.is_of_officials else broadcast.topic.value,
        week=None if broadcast.urgency is not None else week_of(now, zone),
        after=dispatch.after,
        limit=limit,
    )
    due = [_due(broadcast, member, zone, now) for member in members]
    if album is not None:
        # First in each chat: a chat's messages leave in the order in which they were queued.
        await _add(work, broadcast, album.bulk, members, due, "album", now=now)
    new = await _add(work, broadcast, dispatch.bulk, members, due, "main", now=now)
    is_over = len(members) < limit
    if album is not None and is_over:
        await work.broadcasts.put_dispatch(replace(album, done_at=now))
    return replace(
        dispatch,
        after=members[-1].key if members else dispatch.after,
        written=dispatch.written + new,
        done_at=now if is_over else None,
    )


def _due(broadcast: Broadcast, member: Member, zone: ZoneInfo, now: datetime) -> datetime:
    return now if broadcast.urgency is not None else waking_moment(member.quiet, zone, now)


async def _add(
    work: Work,
    broadcast: Broadcast,
    bulk: BulkId,
    members: Sequence[Member],
    due: Sequence[datetime],
    what: str,
    *,
    now: datetime,
) -> int:
    once = once_key(broadcast, what)
    recipients = [
        Recipient(to=member.account, due=moment, once=once)
        for member, moment in zip(members, due, strict=True)
    ]
    return await work.bulks.add(broadcast.community, bulk, recipients, now=now)


async def _album(work: Work, broadcast: Broadcast) -> Dispatch | None:
    for one in await work.broadcasts.dispatches(broadcast.community, broadcast.id):
        if one.kind is DispatchKind.ALBUM:
            return one
    return None


async def _publish(
    work: Work, broadcast: Broadcast, dispatch: Dispatch, *, now: datetime
) -> Dispatch:
    """To the channels that are still the town's, all at once: there are few."""
    bound = await work.channels.some(broadcast.community, broadcast.channels)
    album = await _album(work, broadcast)
    parts = [("main", dispatch.bulk)]
    if album is not None:
        parts.insert(0, ("album", album.bulk))
    new = 0
    for what, bulk in parts:
        recipients = [
            Recipient(to=AccountId(chat), once=once_key(broadcast, what))
            for chat in broadcast.channels
            if chat in bound
        ]
        new = await work.bulks.add(broadcast.community, bulk, recipients, now=now)
    return replace(dispatch, written=dispatch.written + new, done_at=now)


async def _repeat(
    work: Work, broadcast: Broadcast, dispatch: Dispatch, *, now: datetime
) -> Dispatch:
    """The words only: files that went ahead are not sent a second time."""
    main = next(
        one
        for one in await work.broadcasts.dispatches(broadcast.community, broadcast.id)
        if one.kind is DispatchKind.MAIN
    )
    doubtful = await work.bulks.in_doubt(
        broadcast.community, main.bulk, after=dispatch.after, limit=DOUBTFUL_AT_ONCE
    )
    zone = ZoneInfo((await work.communities.community(broadcast.community)).timezone)
    once = once_key(broadcast, "again")
    recipients = [
        Recipient(
            to=AccountId(one.to), due=await _awake(work, broadcast, one, zone, now), once=once
        )
        for one in doubtful
    ]
    new = await work.bulks.add(broadcast.community, dispatch.bulk, recipients, now=now)
    return replace(
        dispatch,
        after=doubtful[-1].id if doubtful else dispatch.after,
        written=dispatch.written + new,
        done_at=now if len(doubtful) < DOUBTFUL_AT_ONCE else None,
    )


async def _awake(
    work: Work, broadcast: Broadcast, message: BulkMessage, zone: ZoneInfo, now: datetime
) -> datetime:
    resident = await work.residents.of_account(broadcast.community, AccountId(message.to))
    if resident is None or broadcast.urgency is not None:
        return now
    return waking_moment(resident.quiet, zone, now)

"""Broadcasts begin at their hour, or at the first chance after it."""

from datetime import datetime

from civic.broadcasts import notices
from civic.broadcasts.actions.correcting import apply_correction
from civic.broadcasts.actions.dispatching import halt, start_broadcast
from civic.broadcasts.actions.noting import note
from civic.broadcasts.model import Broadcast
from civic.broadcasts.rules.moves import ALONE_AFTER, stopped
from civic.broadcasts.rules.timing import is_expired
from civic.kernel.refusal import Refusal
from civic.unit_of_work import Begin, Work

AT_ONCE = 20


async def start_due(*, begin: Begin, now: datetime) -> int:
    """One a transaction: what is wrong with one of them keeps no other from its hour."""
    for started in range(AT_ONCE):
        async with begin() as work:
            due = await work.broadcasts.due_to_start(now, limit=1)
            for one in due:
                await _start(work, one, now=now)
        if not due:
            return started
    return AT_ONCE


async def _start(work: Work, broadcast: Broadcast, *, now: datetime) -> None:
    if is_expired(broadcast, now):
        await give_up(work, broadcast, notices.TOO_LATE, now=now)
        return
    if await work.audiences.gone(broadcast.community, broadcast.audience):
        await give_up(work, broadcast, notices.BROKEN, now=now, reason="broadcast-audience-gone")
        return
    try:
        await start_broadcast(
            broadcast,
            broadcasts=work.broadcasts,
            bulks=work.bulks,
            communities=work.communities,
            officials=work.officials,
            now=now,
        )
    except Refusal as refusal:
        await give_up(work, broadcast, notices.BROKEN, now=now, reason=refusal.key)


async def give_up(
    work: Work, broadcast: Broadcast, key: str, *, now: datetime, reason: str = ""
) -> None:
    """Stop it for good, and tell who stands behind it."""
    over = stopped(broadcast, now=now)
    await work.broadcasts.put(over)
    await halt(over, broadcasts=work.broadcasts, bulks=work.bulks, now=now)
    await note(over, "stopped", None, audit=work.audit, now=now, why=reason or key)
    said = {"reason_key": reason} if reason else {}
    await notices.tell(over, key, notices.owners(over), outbox=work.outbox, now=now, **said)


async def correct_due(*, begin: Begin, now: datetime) -> int:
    """Corrections of one person alone, after their quarter of an hour."""
    async with begin() as work:
        due = await work.broadcasts.corrections_due(now - ALONE_AFTER, limit=AT_ONCE)
        for broadcast, version in due:
            await apply_correction(
                broadcast,
                version,
                None,
                broadcasts=work.broadcasts,
                communities=work.communities,
                officials=work.officials,
                bulks=work.bulks,
                outbox=work.outbox,
                audit=work.audit,
                now=now,
            )
    return len(due)

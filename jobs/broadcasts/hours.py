"""Broadcasts keep to their hours of the day, and what is held gets out of the sender's way."""

from datetime import datetime
from zoneinfo import ZoneInfo

from civic.broadcasts.actions.dispatching import SENDING
from civic.broadcasts.model import Broadcast, BroadcastState
from civic.broadcasts.rules.timing import is_in_window
from civic.kernel.bulk import Held
from civic.unit_of_work import Begin, Read, Work

AT_ONCE = 200
SWEPT_AT_ONCE = 1_000
SWEEPS = 150


async def keep_hours(*, begin: Begin, read: Read, now: datetime) -> int:
    async with read() as work:
        going = await work.broadcasts.under_way(limit=AT_ONCE)
        turned = [one for one in going if await _turns(work, one, now)]
    for one in turned:
        async with begin() as work:
            await _turn(work, one, now=now)
    return len(turned)


async def _turns(work: Work, broadcast: Broadcast, now: datetime) -> bool:
    """Whether its hours began or ended since the last look."""
    if broadcast.timing.window is None:
        return False
    is_open = await _is_open(work, broadcast, now)
    for one in await work.broadcasts.dispatches(broadcast.community, broadcast.id):
        if one.kind not in SENDING:
            continue
        held = await work.bulks.held(broadcast.community, one.bulk)
        if held is (Held.WINDOW if is_open else None):
            return True
    return False


async def _turn(work: Work, broadcast: Broadcast, *, now: datetime) -> None:
    found = await work.broadcasts.broadcast(broadcast.community, broadcast.id, hold="reading")
    if found.state is not BroadcastState.GOING:
        return
    is_open = await _is_open(work, found, now)
    for one in await work.broadcasts.dispatches(found.community, found.id):
        if one.kind not in SENDING:
            continue
        held = await work.bulks.held(found.community, one.bulk)
        if is_open and held is Held.WINDOW:
            await work.bulks.release(found.community, one.bulk)
        elif not is_open and held is None:
            await work.bulks.hold(found.community, one.bulk, Held.WINDOW)


async def _is_open(work: Work, broadcast: Broadcast, now: datetime) -> bool:
    zone = ZoneInfo((await work.communities.community(broadcast.community)).timezone)
    return is_in_window(broadcast.timing.window, zone, now)


async def sweep_bulks(*, begin: Begin, now: datetime) -> int:
    """In short transactions: a broadcast to a city has as many messages as the city people."""
    swept = 0
    for _ in range(SWEEPS):
        async with begin() as work:
            moved = await work.bulks.sweep(limit=SWEPT_AT_ONCE, now=now)
        if moved == 0:
            break
        swept += moved
    return swept

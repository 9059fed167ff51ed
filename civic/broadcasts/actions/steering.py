"""While it goes and after: pause, resume, stop, recall, send again where nobody knows."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from civic.broadcasts.actions.dispatching import (
    MENDING,
    halt,
    hold_sending,
    open_dispatch,
    params_for,
    release_sending,
    voice_of,
)
from civic.broadcasts.actions.noting import note
from civic.broadcasts.message import bulk_notice
from civic.broadcasts.model import Broadcast, BroadcastState, DispatchKind
from civic.broadcasts.ports import Broadcasts
from civic.broadcasts.rules import moves
from civic.communities.model import Official
from civic.communities.ports import Communities, Officials
from civic.communities.rules import Action, check_may
from civic.kernel.audit import AuditLog
from civic.kernel.bulk import Act, Bulks, Held
from civic.kernel.ids import BroadcastId
from civic.kernel.refusal import Refusal


async def pause_broadcast(
    broadcast: BroadcastId,
    by: Official | None,
    *,
    broadcasts: Broadcasts,
    bulks: Bulks,
    audit: AuditLog,
    now: datetime,
) -> Broadcast:
    """Nothing more begins to leave once this is committed."""
    official = check_may(by, Action.STEER_BROADCAST)
    found = await broadcasts.broadcast(official.community, broadcast, hold="changing")
    held = moves.paused(found)
    await broadcasts.put(held)
    await hold_sending(held, Held.PAUSED, broadcasts=broadcasts, bulks=bulks)
    await note(held, "paused", official.account, audit=audit, now=now)
    return held


async def resume_broadcast(
    broadcast: BroadcastId,
    by: Official | None,
    *,
    broadcasts: Broadcasts,
    communities: Communities,
    bulks: Bulks,
    audit: AuditLog,
    now: datetime,
) -> Broadcast:
    """Also after it was held for failing; a correction or a recall that failed is tried again."""
    official = check_may(by, Action.STEER_BROADCAST)
    found = await broadcasts.broadcast(official.community, broadcast, hold="changing")
    freed = await _free_the_failing(found, broadcasts=broadcasts, bulks=bulks)
    if found.state is not BroadcastState.PAUSED and freed:
        await note(found, "resumed", official.account, audit=audit, now=now)
        return found
    going = moves.resumed(found)
    zone = ZoneInfo((await communities.community(found.community)).timezone)
    await broadcasts.put(going)
    await release_sending(going, zone, broadcasts=broadcasts, bulks=bulks, now=now)
    await note(going, "resumed", official.account, audit=audit, now=now)
    return going


async def _free_the_failing(broadcast: Broadcast, *, broadcasts: Broadcasts, bulks: Bulks) -> int:
    freed = 0
    for one in await broadcasts.dispatches(broadcast.community, broadcast.id):
        is_mending = one.kind in MENDING or one.kind is DispatchKind.RECALL
        if is_mending and await bulks.held(broadcast.community, one.bulk) is Held.FAILING:
            await bulks.release(broadcast.community, one.bulk)
            freed += 1
    return freed


async def stop_broadcast(
    broadcast: BroadcastId,
    by: Official | None,
    *,
    broadcasts: Broadcasts,
    bulks: Bulks,
    audit: AuditLog,
    now: datetime,
) -> Broadcast:
    """For good; what was sent stays, unless it is recalled."""
    official = check_may(by, Action.STEER_BROADCAST)
    found = await broadcasts.broadcast(official.community, broadcast, hold="changing")
    over = moves.stopped(found, now=now)
    await broadcasts.put(over)
    await halt(over, broadcasts=broadcasts, bulks=bulks, now=now)
    await note(over, "stopped", official.account, audit=audit, now=now)
    return over


async def recall_broadcast(
    broadcast: BroadcastId,
    by: Official | None,
    *,
    broadcasts: Broadcasts,
    communities: Communities,
    officials: Officials,
    bulks: Bulks,
    audit: AuditLog,
    now: datetime,
) -> Broadcast:
    """Stop it where it still goes, and delete what can be deleted, step by step, by the tick."""
    official = check_may(by, Action.STEER_BROADCAST)
    found = await broadcasts.broadcast(official.community, broadcast, hold="changing")
    gone = moves.recalled(found, now=now)
    await broadcasts.put(gone)
    await halt(gone, broadcasts=broadcasts, bulks=bulks, now=now)
    town = await communities.community(gone.community)
    voice = await voice_of(gone, town, officials=officials)
    params = params_for(gone, DispatchKind.RECALL, voice, is_corrected=False)
    # Deleting is no message: nobody is spared it for having turned the topic off.
    notice = bulk_notice(gone, {**params, "texts": {}, "personal": []}, is_public=True)
    notice = replace(notice, expires=None)
    bulk = await bulks.begin(notice, act=Act.DELETE, now=now)
    await open_dispatch(gone, DispatchKind.RECALL, bulk, broadcasts=broadcasts, now=now)
    await note(gone, "recalled", official.account, audit=audit, now=now, version=gone.version)
    return gone


async def send_again(
    broadcast: BroadcastId,
    by: Official | None,
    *,
    broadcasts: Broadcasts,
    communities: Communities,
    officials: Officials,
    bulks: Bulks,
    audit: AuditLog,
    now: datetime,
) -> Broadcast:
    """Once more, and once only, to those whose message may or may not have arrived."""
    official = check_may(by, Action.SEND_BROADCAST)
    found = await broadcasts.broadcast(official.community, broadcast, hold="changing")
    going = moves.going_again(found)
    doubtful = False
    for one in await broadcasts.dispatches(found.community, found.id):
        if one.kind is DispatchKind.AGAIN:
            raise Refusal("broadcast-again-already")
        if one.kind is DispatchKind.MAIN:
            doubtful = bool(await bulks.in_doubt(found.community, one.bulk, after=0, limit=1))
    if not doubtful:
        raise Refusal("broadcast-nothing-in-doubt")
    town = await communities.community(going.community)
    voice = await voice_of(going, town, officials=officials)
    frozen = await broadcasts.version(going.community, going.id, going.version)
    params = params_for(going, DispatchKind.AGAIN, voice, is_corrected=frozen.replaces is not None)
    await broadcasts.put(going)
    bulk = await bulks.begin(bulk_notice(going, params), now=now)
    await open_dispatch(going, DispatchKind.AGAIN, bulk, broadcasts=broadcasts, now=now)
    await note(going, "sent-again", official.account, audit=audit, now=now, version=going.version)
    return going

"""Broadcasts under way are watched: their authors see the figures, and hear when one fails."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from civic.broadcasts import notices
from civic.broadcasts.actions.dispatching import SENDING
from civic.broadcasts.actions.following import delivery, repair
from civic.broadcasts.actions.noting import note
from civic.broadcasts.model import (
    Broadcast,
    BroadcastState,
    Delivery,
    Dispatch,
    DispatchKind,
)
from civic.broadcasts.rules.moves import finished, paused
from civic.kernel.bulk import Held
from civic.kernel.json_value import JsonObject
from civic.unit_of_work import Begin, Read, Work

AT_ONCE = 50
WATCHED_FOR = timedelta(hours=1)
"""After it ended: people go on reading."""
_OFTEN = timedelta(seconds=3)
_SELDOM = timedelta(seconds=15)
_MANY = 20_000
"""More recipients than this take a while to count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    broadcast: Broadcast
    told: Delivery
    params: JsonObject
    failing: tuple[Dispatch, ...]
    is_new: bool

    @property
    def is_over(self) -> bool:
        told = self.told
        waits = told.waiting or told.channels_waiting or not told.written_all
        return self.broadcast.state is BroadcastState.GOING and not waits

    @property
    def fails(self) -> bool:
        return self.broadcast.state is BroadcastState.GOING and any(
            one.kind in SENDING for one in self.failing
        )


async def show_progress(*, begin: Begin, read: Read, now: datetime) -> int:
    """Change each author's card whose figures moved; end what is over, pause what fails."""
    async with read() as work:
        shown = await work.broadcasts.shown(since=now - WATCHED_FOR, limit=AT_ONCE)
        looks = [
            await _look(work, broadcast, last)
            for broadcast, last in shown
            if not _waits(broadcast, last, now)
        ]
    moved = [look for look in looks if look.is_new or look.is_over or look.fails]
    for look in moved:
        async with begin() as work:
            await _act(work, look, now=now)
    return len(moved)


def _waits(broadcast: Broadcast, last: JsonObject, now: datetime) -> bool:
    at = last.get("at")
    if not isinstance(at, str):
        return False
    pause = _SELDOM if broadcast.recipients > _MANY else _OFTEN
    return now - datetime.fromisoformat(at) < pause


async def _look(work: Work, broadcast: Broadcast, last: JsonObject) -> Look:
    dispatches = await work.broadcasts.dispatches(broadcast.community, broadcast.id)
    told = await delivery(broadcast, dispatches, broadcasts=work.broadcasts, bulks=work.bulks)
    failing = tuple(
        [
            one
            for one in dispatches
            if await work.bulks.held(broadcast.community, one.bulk) is Held.FAILING
        ]
    )
    params = notices.live_params(
        broadcast,
        told,
        recall=await repair(broadcast, dispatches, DispatchKind.RECALL, told, bulks=work.bulks),
        correction=await repair(
            broadcast, dispatches, DispatchKind.CORRECTION, told, bulks=work.bulks
        ),
        failing=bool(failing),
        zone=(await work.communities.community(broadcast.community)).timezone,
    )
    is_new = {name: value for name, value in last.items() if name != "at"} != params
    return Look(broadcast=broadcast, told=told, params=params, failing=failing, is_new=is_new)


async def _act(work: Work, look: Look, *, now: datetime) -> None:
    seen = look.broadcast
    found = await work.broadcasts.broadcast(seen.community, seen.id, hold="changing")
    if (found.state, found.version) != (seen.state, seen.version):
        # Somebody was quicker: the next look sees what it has become.
        return
    if look.fails:
        found = paused(found)
        await work.broadcasts.put(found)
        await _hold_the_rest(work, found)
        await note(found, "paused", None, audit=work.audit, now=now, why="failing")
    elif look.is_over:
        found = finished(found, now=now)
        await work.broadcasts.put(found)
    author = await work.officials.find(found.community, found.author)
    if author is not None:
        await _tell_of_failures(work, look, now=now)
    params = {**look.params, "state": found.state.value}
    await work.broadcasts.put_shown(found.community, found.id, {**params, "at": now.isoformat()})
    if author is not None:
        await notices.owe_live_card(found, params, outbox=work.outbox, now=now)


async def _hold_the_rest(work: Work, broadcast: Broadcast) -> None:
    """What failed stays marked so; resuming lets go of all."""
    for one in await work.broadcasts.dispatches(broadcast.community, broadcast.id):
        held = await work.bulks.held(broadcast.community, one.bulk)
        if one.kind in SENDING and held is not Held.FAILING:
            await work.bulks.hold(broadcast.community, one.bulk, Held.PAUSED)


async def _tell_of_failures(work: Work, look: Look, *, now: datetime) -> None:
    told = notices.owners(look.broadcast)
    if look.fails:
        await notices.tell(
            look.broadcast, notices.FAILING, told, outbox=work.outbox, now=now, what="sending"
        )
    for one in look.failing:
        if one.kind in SENDING:
            continue
        what = "recall" if one.kind is DispatchKind.RECALL else "correction"
        await notices.tell(
            look.broadcast, notices.FAILING, told, outbox=work.outbox, now=now,
            once=f"failing:{one.bulk}", what=what,
        )  # fmt: skip

"""Letting a broadcast go: what is written out for whom, kept so that each step goes on from it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from civic.broadcasts.message import bulk_notice, message_params
from civic.broadcasts.model import Broadcast, Dispatch, DispatchKind
from civic.broadcasts.ports import Broadcasts
from civic.broadcasts.rules import moves
from civic.broadcasts.rules.parts import parts_of
from civic.broadcasts.rules.timing import is_in_window
from civic.communities.model import Community
from civic.communities.ports import Communities, Officials
from civic.kernel.bulk import Bulks, Held
from civic.kernel.ids import BulkId
from civic.kernel.json_value import JsonObject
from civic.kernel.language import Language, Translated

SENDING = (DispatchKind.ALBUM, DispatchKind.MAIN, DispatchKind.CHANNELS, DispatchKind.AGAIN)
"""What a pause holds; corrections and recalls go on meanwhile."""
MENDING = (DispatchKind.CORRECTION, DispatchKind.CHANNEL_CORRECTION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Who speaks, and in which language where there is no other."""

    speaker: Translated
    own: Language
    zone: ZoneInfo


async def voice_of(broadcast: Broadcast, town: Community, *, officials: Officials) -> Voice:
    speaker = town.name
    if broadcast.agency is not None:
        speaker = (await officials.agency(broadcast.community, broadcast.agency)).name
    return Voice(speaker=speaker, own=town.languages[0], zone=ZoneInfo(town.timezone))


async def start_broadcast(
    broadcast: Broadcast,
    *,
    broadcasts: Broadcasts,
    bulks: Bulks,
    communities: Communities,
    officials: Officials,
    now: datetime,
) -> Broadcast:
    """By the tick; then each step writes it out to the next recipients."""
    going = moves.started(broadcast, now=now)
    town = await communities.community(going.community)
    voice = await voice_of(going, town, officials=officials)
    await broadcasts.put(going)
    # A channel is a few posts that many read: they need not wait for a whole town's messages.
    kinds = {
        DispatchKind.CHANNELS: bool(going.channels),
        DispatchKind.ALBUM: parts_of(going.content).ahead,
        DispatchKind.MAIN: True,
    }
    for kind in (kind for kind, is_wanted in kinds.items() if is_wanted):
        bulk = await _begin(going, kind, voice, bulks=bulks, now=now)
        await open_dispatch(going, kind, bulk, broadcasts=broadcasts, now=now)
        if not is_in_window(going.timing.window, voice.zone, now):
            await bulks.hold(going.community, bulk, Held.WINDOW)
    return going


async def _begin(
    broadcast: Broadcast, kind: DispatchKind, voice: Voice, *, bulks: Bulks, now: datetime
) -> BulkId:
    params = params_for(broadcast, kind, voice, is_corrected=False)
    is_public = kind is DispatchKind.CHANNELS
    return await bulks.begin(bulk_notice(broadcast, params, is_public=is_public), now=now)


def params_for(
    broadcast: Broadcast, kind: DispatchKind, voice: Voice, *, is_corrected: bool
) -> JsonObject:
    """What the bulk of this kind says."""
    return message_params(
        broadcast,
        "album" if kind is DispatchKind.ALBUM else "main",
        speaker=voice.speaker,
        own=voice.own,
        is_corrected=is_corrected,
        is_public=kind in {DispatchKind.CHANNELS, DispatchKind.CHANNEL_CORRECTION},
    )


async def open_dispatch(
    broadcast: Broadcast,
    kind: DispatchKind,
    bulk: BulkId,
    *,
    broadcasts: Broadcasts,
    now: datetime,
) -> bool:
    return await broadcasts.start_dispatch(
        Dispatch(
            community=broadcast.community,
            broadcast=broadcast.id,
            kind=kind,
            version=broadcast.version,
            bulk=bulk,
            started_at=now,
            due_at=now,
        )
    )


async def hold_sending(
    broadcast: Broadcast, why: Held, *, broadcasts: Broadcasts, bulks: Bulks
) -> None:
    for one in _sending(await broadcasts.dispatches(broadcast.community, broadcast.id)):
        await bulks.hold(broadcast.community, one.bulk, why)


async def release_sending(
    broadcast: Broadcast, zone: ZoneInfo, *, broadcasts: Broadcasts, bulks: Bulks, now: datetime
) -> None:
    """Outside its hours of the day it goes on waiting for them."""
    is_open = is_in_window(broadcast.timing.window, zone, now)
    for one in _sending(await broadcasts.dispatches(broadcast.community, broadcast.id)):
        if is_open:
            await bulks.release(broadcast.community, one.bulk)
        else:
            await bulks.hold(broadcast.community, one.bulk, Held.WINDOW)


async def halt(
    broadcast: Broadcast,
    *,
    broadcasts: Broadcasts,
    bulks: Bulks,
    now: datetime,
) -> None:
    """For good: nothing of it leaves any more, and nothing more is written out."""
    for one in await broadcasts.dispatches(broadcast.community, broadcast.id):
        if one.kind is DispatchKind.RECALL:
            continue
        await bulks.hold(broadcast.community, one.bulk, Held.STOPPED)
        if one.done_at is None:
            await broadcasts.put_dispatch(replace(one, done_at=now))


def _sending(dispatches: Iterable[Dispatch]) -> list[Dispatch]:
    return [one for one in dispatches if one.kind in SENDING]

"""How a broadcast stands: who has it, who was refused it and why, how far a recall has come."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from civic.broadcasts.actions.dispatching import SENDING
from civic.broadcasts.model import Broadcast, Delivery, Dispatch, DispatchKind, Repair
from civic.broadcasts.ports import Broadcasts
from civic.broadcasts.rules.delivery import NOTHING, Count, count_of, delivery_of
from civic.kernel.bulk import Bulks

_READ_FROM = (DispatchKind.MAIN, DispatchKind.AGAIN, DispatchKind.CHANNELS)


async def delivery(
    broadcast: Broadcast,
    dispatches: Sequence[Dispatch],
    *,
    broadcasts: Broadcasts,
    bulks: Bulks,
) -> Delivery:
    """Counted anew. With very many recipients this takes long: not for a press."""
    counts = {kind: await _count(broadcast, dispatches, kind, bulks=bulks) for kind in _READ_FROM}
    sending = [one for one in dispatches if one.kind in SENDING]
    told = delivery_of(
        counts[DispatchKind.MAIN],
        counts[DispatchKind.AGAIN],
        counts[DispatchKind.CHANNELS],
        read=await broadcasts.count_read(broadcast.community, broadcast.id),
        written_all=bool(sending) and all(one.done_at is not None for one in sending),
    )
    if not told.written_all:
        return told
    # A channel that the town gave up meanwhile was not published to either.
    refused = len(broadcast.channels) - told.channels_sent - told.channels_waiting
    return replace(told, channels_refused=refused)


async def _count(
    broadcast: Broadcast, dispatches: Iterable[Dispatch], kind: DispatchKind, *, bulks: Bulks
) -> Count:
    for one in dispatches:
        if one.kind is kind:
            return count_of(await bulks.standing(broadcast.community, one.bulk))
    return NOTHING


async def repair(
    broadcast: Broadcast,
    dispatches: Sequence[Dispatch],
    kind: DispatchKind,
    told: Delivery,
    *,
    bulks: Bulks,
) -> Repair | None:
    """Of the latest recall or correction; None when there is none."""
    latest = max((one for one in dispatches if one.kind is kind), key=_by_version, default=None)
    if latest is None:
        return None
    count = count_of(await bulks.standing(broadcast.community, latest.bulk))
    is_over = latest.done_at is not None
    too_old = 0
    if kind is DispatchKind.RECALL and is_over:
        too_old = max(0, told.sent + told.channels_sent - latest.written)
    return Repair(
        waiting=count.waiting,
        done=count.sent,
        failed=count.unknown + count.refused.total() + count.cancelled + count.expired,
        too_old=too_old,
        written_all=is_over,
    )


def _by_version(dispatch: Dispatch) -> tuple[int, datetime]:
    return dispatch.version, dispatch.started_at

"""Before a broadcast is sent: what is missing, or what it takes."""

from datetime import datetime
from zoneinfo import ZoneInfo

from civic.broadcasts.actions.requesting import (
    check_reached,
    check_ready,
    headcount_of,
    what_it_takes,
)
from civic.broadcasts.model import Broadcast, BroadcastState
from civic.broadcasts.ports import Askable, Broadcasts, Headcounts, Outlets
from civic.broadcasts.rules.approvals import Requirement, is_author
from civic.broadcasts.rules.content import check_complete
from civic.broadcasts.rules.timing import check_timing
from civic.communities.model import Community, Official
from civic.communities.ports import Communities, Officials
from civic.communities.rules import may_approve
from civic.kernel.refusal import Refusal

MOST_COUNTED = 50


async def what_is_missing(
    broadcast: Broadcast, town: Community, *, audiences: Headcounts, now: datetime
) -> Refusal | None:
    """First in what it says, then in whom it reaches."""
    zone, is_urgent = ZoneInfo(town.timezone), broadcast.urgency is not None
    try:
        check_complete(broadcast, town.languages[0])
        check_timing(broadcast.timing, is_urgent=is_urgent, zone=zone, now=now)
    except Refusal as refusal:
        return refusal
    if await audiences.gone(town.id, broadcast.audience):
        return Refusal("broadcast-audience-gone")
    counted = await headcount_of(broadcast, town, audiences=audiences, now=now)
    try:
        check_reached(counted, town)
    except Refusal as refusal:
        return refusal
    return None


async def outlook_of(
    broadcast: Broadcast,
    by: Official,
    town: Community,
    *,
    broadcasts: Broadcasts,
    audiences: Headcounts,
    communities: Communities,
    officials: Officials,
    surveys: Askable,
    outlets: Outlets,
    now: datetime,
) -> Requirement | Refusal:
    """What it takes to let it go; or why it may not."""
    try:
        await check_ready(
            broadcast, town, broadcasts=broadcasts, surveys=surveys, outlets=outlets, now=now
        )
        return await what_it_takes(
            broadcast,
            by,
            audiences=audiences,
            communities=communities,
            officials=officials,
            now=now,
        )
    except Refusal as refusal:
        return refusal


async def count_to_decide(
    by: Official, town: Community, *, broadcasts: Broadcasts, now: datetime
) -> int:
    """How many requests wait for this official's word."""
    if not may_approve(by, town, now=now):
        return 0
    asked = await broadcasts.in_states(town.id, {BroadcastState.REQUESTED}, limit=MOST_COUNTED)
    waiting = 0
    for one in asked:
        if is_author(one, by.account):
            continue
        said = await broadcasts.approvals(town.id, one.id)
        waiting += not any(it.by == by.account and it.version == one.version for it in said)
    return waiting

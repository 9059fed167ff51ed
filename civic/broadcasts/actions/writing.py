"""Writing a broadcast: a draft begun, changed, thrown away, or taken from an earlier one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from civic.audiences.model import WHOLE_TOWN, AudienceRule
from civic.broadcasts import notices
from civic.broadcasts.actions.noting import note
from civic.broadcasts.document import hash_of
from civic.broadcasts.model import Broadcast, BroadcastState, Content, Timing, Urgency
from civic.broadcasts.ports import Broadcasts
from civic.broadcasts.rules.approvals import is_author
from civic.broadcasts.rules.content import CHANNELS_LIMIT, check_draft, checked_reason
from civic.broadcasts.rules.moves import check_editable, drafted_again
from civic.broadcasts.rules.timing import check_timing
from civic.communities.model import Official
from civic.communities.ports import Communities, Officials
from civic.communities.rules import Action, approvers_of, check_may
from civic.kernel.audit import AuditLog
from civic.kernel.ids import BroadcastId
from civic.kernel.outbox import Outbox
from civic.kernel.refusal import Refusal
from civic.residents.model import Topic

Change = Callable[[Broadcast], Broadcast]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    broadcast: Broadcast
    took_back: bool
    """It had been asked for or scheduled: that is void, and must be asked for again."""


async def draft_broadcast(
    broadcast: BroadcastId,
    content: Content,
    by: Official | None,
    *,
    topic: Topic,
    audience: AudienceRule = WHOLE_TOWN,
    broadcasts: Broadcasts,
    audit: AuditLog,
    now: datetime,
) -> Broadcast:
    official = check_may(by, Action.COMPOSE_BROADCAST)
    check_draft(content, audience)
    fresh = Broadcast(
        id=broadcast,
        community=official.community,
        number=0,
        author=official.account,
        editors=frozenset({official.account}),
        agency=official.agency,
        topic=topic,
        content=content,
        audience=audience,
        created_at=now,
    )
    kept = await broadcasts.add(fresh)
    await note(
        kept, "written", official.account, audit=audit, now=now, number=kept.number,
        hash=hash_of(content),
    )  # fmt: skip
    return kept


async def edit_broadcast(
    broadcast: BroadcastId,
    change: Change,
    by: Official | None,
    *,
    broadcasts: Broadcasts,
    communities: Communities,
    officials: Officials,
    outbox: Outbox,
    audit: AuditLog,
    now: datetime,
) -> Edited:
    """`change` may touch content, audience, channels, topic, agency, timing and urgency.

    Whoever changed it may not approve it. A request is taken back by it, and those who were
    asked hear so.
    """
    official = check_may(by, Action.COMPOSE_BROADCAST)
    found = await broadcasts.broadcast(official.community, broadcast, hold="changing")
    check_editable(found)
    wanted = _changed(found, change(found))
    if wanted == found:
        return Edited(broadcast=found, took_back=False)
    check_draft(wanted.content, wanted.audience)
    if len(wanted.channels) > CHANNELS_LIMIT:
        raise Refusal("broadcast-channels-many", limit=CHANNELS_LIMIT)
    town = await communities.community(official.community)
    if (wanted.timing, wanted.urgency) != (found.timing, found.urgency):
        zone, is_urgent = ZoneInfo(town.timezone), wanted.urgency is not None
        check_timing(wanted.timing, is_urgent=is_urgent, zone=zone, now=now)
    if wanted.agency is not None:
        await officials.agency(official.community, wanted.agency)
    again = drafted_again(wanted)
    again = replace(again, editors=again.editors | {official.account})
    await broadcasts.put(again)
    await note(again, "edited", official.account, audit=audit, now=now, hash=hash_of(again.content))
    if found.state is BroadcastState.REQUESTED:
        asked = approvers_of(await officials.all(town.id), town, now=now)
        told = {one.account for one in asked if not is_author(found, one.account)}
        told |= notices.owners(found)
        await notices.tell(
            again, notices.TAKEN_BACK, told - {official.account}, outbox=outbox, now=now
        )
    return Edited(broadcast=again, took_back=found.state is not BroadcastState.DRAFT)


def _changed(found: Broadcast, wanted: Broadcast) -> Broadcast:
    """Nothing but what people write and choose: the rest has its own actions."""
    urgency = wanted.urgency
    if urgency is not None and urgency != found.urgency:
        urgency = Urgency(reason=checked_reason(urgency.reason))
    return replace(
        found,
        content=wanted.content,
        audience=wanted.audience,
        channels=tuple(dict.fromkeys(wanted.channels)),
        topic=wanted.topic,
        agency=wanted.agency,
        timing=wanted.timing,
        urgency=urgency,
    )


async def discard_broadcast(
    broadcast: BroadcastId,
    by: Official | None,
    *,
    broadcasts: Broadcasts,
    audit: AuditLog,
    now: datetime,
) -> Broadcast:
    """A draft only."""
    official = check_may(by, Action.COMPOSE_BROADCAST)
    found = await broadcasts.broadcast(official.community, broadcast, hold="changing")
    if found.state is not BroadcastState.DRAFT:
        raise Refusal(f"broadcast-is-{found.state.value}", number=found.number)
    await broadcasts.discard(found.community, found.id)
    await note(found, "discarded", official.account, audit=audit, now=now, number=found.number)
    return found


async def copy_broadcast(
    source: BroadcastId,
    copy: BroadcastId,
    by: Official | None,
    *,
    broadcasts: Broadcasts,
    audit: AuditLog,
    now: datetime,
) -> Broadcast:
    """A draft of the copier's own: what it says and to whom; when and how urgent is asked anew."""
    official = check_may(by, Action.COMPOSE_BROADCAST)
    found = await broadcasts.broadcast(official.community, source)
    fresh = Broadcast(
        id=copy,
        community=found.community,
        number=0,
        author=official.account,
        editors=frozenset({official.account}),
        agency=found.agency,
        topic=found.topic,
        content=found.content,
        audience=found.audience,
        channels=found.channels,
        timing=Timing(),
        created_at=now,
    )
    kept = await broadcasts.add(fresh)
    await note(
        kept, "written", official.account, audit=audit, now=now, number=kept.number,
        hash=hash_of(kept.content), copy_of=found.id,
    )  # fmt: skip
    return kept

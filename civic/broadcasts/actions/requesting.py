"""Sending a broadcast, or asking for the approval that it needs."""

from datetime import datetime
from zoneinfo import ZoneInfo

from civic.audiences.model import Headcount
from civic.broadcasts import notices
from civic.broadcasts.actions.noting import note
from civic.broadcasts.document import fingerprint_of, hash_of
from civic.broadcasts.model import (
    Broadcast,
    BroadcastState,
    BroadcastVersion,
    SurveyButton,
)
from civic.broadcasts.ports import Askable, Broadcasts, Headcounts, Outlets
from civic.broadcasts.rules import moves
from civic.broadcasts.rules.approvals import (
    URGENT_WITHIN,
    Requirement,
    check_urgent_left,
    is_author,
    requirement,
)
from civic.broadcasts.rules.content import check_complete
from civic.broadcasts.rules.timing import check_timing
from civic.communities.model import Community, Official
from civic.communities.ports import Communities, Officials
from civic.communities.rules import Action, approvers_of, check_may
from civic.kernel.audit import AuditLog
from civic.kernel.ids import BroadcastId
from civic.kernel.outbox import Outbox
from civic.kernel.refusal import Refusal
from civic.residents.rules import week_of

_OPEN_SURVEYS = frozenset({"scheduled", "open"})


async def headcount_of(
    broadcast: Broadcast, town: Community, *, audiences: Headcounts, now: datetime
) -> Headcount:
    """How many it would reach at this moment. Nobody has had enough of what is urgent."""
    week = None if broadcast.urgency else week_of(now, ZoneInfo(town.timezone))
    topic = None if broadcast.audience.is_of_officials else broadcast.topic.value
    return await audiences.headcount(
        broadcast.community, broadcast.audience, topic=topic, week=week
    )


def check_reached(counted: Headcount, town: Community) -> None:
    """Few who are known by their answers are refused as nobody is: the two must look alike."""
    if counted.asks_of_answers and counted.belong < town.threshold:
        raise Refusal("broadcast-too-few", limit=town.threshold)
    if counted.recipients == 0:
        raise Refusal("broadcast-nobody-left" if counted.belong else "broadcast-nobody")


async def what_it_takes(
    broadcast: Broadcast,
    by: Official,
    *,
    audiences: Headcounts,
    communities: Communities,
    officials: Officials,
    now: datetime,
) -> Requirement:
    """Before it is confirmed: to how many, and whose approval. Raise Refusal where it may not."""
    town = await communities.community(broadcast.community)
    if await audiences.gone(broadcast.community, broadcast.audience):
        raise Refusal("broadcast-audience-gone")
    counted = await headcount_of(broadcast, town, audiences=audiences, now=now)
    check_reached(counted, town)
    return requirement(
        broadcast,
        town,
        await officials.all(town.id),
        recipients=counted.recipients,
        by=by.account,
        now=now,
    )


async def submit_broadcast(
    broadcast: BroadcastId,
    by: Official | None,
    *,
    seen: str,
    broadcasts: Broadcasts,
    audiences: Headcounts,
    communities: Communities,
    officials: Officials,
    surveys: Askable,
    outlets: Outlets,
    outbox: Outbox,
    audit: AuditLog,
    now: datetime,
) -> Broadcast:
    """Freeze it and send it, or ask for its approval: the state that comes back tells which.

    `seen` is the fingerprint of what was confirmed. Scheduled: the tick lets it go at its hour,
    or at once. Requested: those who may approve are told.
    """
    official = check_may(by, Action.SEND_BROADCAST)
    found = await broadcasts.broadcast(official.community, broadcast, hold="changing")
    if found.state is not BroadcastState.DRAFT:
        raise Refusal(f"broadcast-is-{found.state.value}", number=found.number)
    if fingerprint_of(found) != seen:
        raise Refusal("broadcast-changed-meanwhile")
    town = await communities.community(found.community)
    await check_ready(found, town, broadcasts=broadcasts, surveys=surveys, outlets=outlets, now=now)
    takes = await what_it_takes(
        found, official, audiences=audiences, communities=communities, officials=officials, now=now
    )
    frozen = await freeze(found, official, replaces=None, broadcasts=broadcasts, now=now)
    if takes.needed:
        going = moves.requested(
            found,
            version=frozen.number,
            by=official.account,
            recipients=takes.recipients,
            now=now,
        )
    else:
        going = moves.sent(
            found,
            version=frozen.number,
            by=official.account,
            recipients=takes.recipients,
            is_alone=takes.is_alone,
            now=now,
        )
    await broadcasts.put(going)
    await _note_and_tell(going, frozen, official, takes, outbox=outbox, audit=audit, now=now)
    return going


async def check_ready(
    broadcast: Broadcast,
    town: Community,
    *,
    broadcasts: Broadcasts,
    surveys: Askable,
    outlets: Outlets,
    now: datetime,
) -> None:
    """Whether it may leave as it is, whoever sends it."""
    check_complete(broadcast, town.languages[0])
    zone, is_urgent = ZoneInfo(town.timezone), broadcast.urgency is not None
    check_timing(broadcast.timing, is_urgent=is_urgent, zone=zone, now=now)
    await _check_around(broadcast, surveys=surveys, outlets=outlets)
    if is_urgent:
        since = now - URGENT_WITHIN
        used = await broadcasts.urgent_since(broadcast.community, since, but=broadcast.id)
        check_urgent_left(town, used)


async def _check_around(broadcast: Broadcast, *, surveys: Askable, outlets: Outlets) -> None:
    """What it leads to must be there, and where it is published the bot must have a say."""
    for button in broadcast.content.buttons:
        if isinstance(button, SurveyButton):
            asked = await surveys.survey(broadcast.community, button.survey)
            if asked.state not in _OPEN_SURVEYS:
                raise Refusal("broadcast-survey-over")
    for chat in broadcast.channels:
        outlet = await outlets.channel(broadcast.community, chat)
        if not outlet.can_post:
            raise Refusal("broadcast-no-right", title=outlet.title)


async def freeze(
    broadcast: Broadcast,
    by: Official,
    *,
    replaces: int | None,
    broadcasts: Broadcasts,
    now: datetime,
) -> BroadcastVersion:
    """Keep the content as it stands as the next version; numbers are never given twice."""
    latest = await broadcasts.latest_version(broadcast.community, broadcast.id)
    frozen = BroadcastVersion(
        community=broadcast.community,
        broadcast=broadcast.id,
        number=1 if latest is None else latest.number + 1,
        replaces=replaces,
        content=broadcast.content,
        content_hash=hash_of(broadcast.content),
        frozen_at=now,
        frozen_by=by.account,
    )
    await broadcasts.add_version(frozen)
    return frozen


async def _note_and_tell(
    going: Broadcast,
    frozen: BroadcastVersion,
    by: Official,
    takes: Requirement,
    *,
    outbox: Outbox,
    audit: AuditLog,
    now: datetime,
) -> None:
    verb = "sent"
    if takes.needed:
        verb = "requested"
    elif takes.is_alone:
        verb = "sent-single-handed"
    await note(
        going, verb, by.account, audit=audit, now=now, version=frozen.number,
        hash=frozen.content_hash, recipients=takes.recipients, channels=len(going.channels),
        urgent=going.urgency is not None,
    )  # fmt: skip
    if takes.needed:
        told = {one.account for one in takes.approvers}
        await notices.tell(
            going, notices.ASKED, told, outbox=outbox, now=now, once=f"asked:{frozen.number}",
            version=frozen.number, by=by.name, recipients=takes.recipients,
            urgent=going.urgency is not None, correction=False,
        )  # fmt: skip
    elif takes.is_alone and going.timing.starts_at is not None:
        await notices.tell(
            going, notices.ALONE, notices.owners(going), outbox=outbox, now=now,
            at=going.timing.starts_at.isoformat(), minutes=moves.ALONE_MINUTES,
        )  # fmt: skip


async def take_back(
    broadcast: BroadcastId,
    by: Official | None,
    *,
    broadcasts: Broadcasts,
    communities: Communities,
    officials: Officials,
    outbox: Outbox,
    audit: AuditLog,
    now: datetime,
) -> Broadcast:
    """A draft again: what was asked for, approved or scheduled is void."""
    official = check_may(by, Action.SEND_BROADCAST)
    found = await broadcasts.broadcast(official.community, broadcast, hold="changing")
    if found.state not in {BroadcastState.REQUESTED, BroadcastState.SCHEDULED}:
        raise Refusal(f"broadcast-is-{found.state.value}", number=found.number)
    again = moves.drafted_again(found)
    await broadcasts.put(again)
    await note(again, "taken-back", official.account, audit=audit, now=now, version=found.version)
    told = notices.owners(found)
    if found.state is BroadcastState.REQUESTED:
        town = await communities.community(found.community)
        able = approvers_of(await officials.all(town.id), town, now=now)
        told |= {one.account for one in able if not is_author(found, one.account)}
    await notices.tell(again, notices.TAKEN_BACK, told - {official.account}, outbox=outbox, now=now)
    return again

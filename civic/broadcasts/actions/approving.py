"""Approving a broadcast or its correction, or refusing it with a reason."""

from dataclasses import dataclass
from datetime import datetime

from civic.broadcasts import notices
from civic.broadcasts.actions.correcting import apply_correction
from civic.broadcasts.actions.noting import note
from civic.broadcasts.actions.requesting import headcount_of
from civic.broadcasts.model import (
    Approval,
    Broadcast,
    BroadcastState,
    BroadcastVersion,
    Verdict,
)
from civic.broadcasts.ports import Broadcasts, Headcounts
from civic.broadcasts.rules import moves
from civic.broadcasts.rules.approvals import (
    approvers,
    check_may_approve,
    needed_for,
    pending_correction,
)
from civic.broadcasts.rules.content import checked_reason
from civic.broadcasts.rules.timing import is_expired
from civic.communities.model import Community, Official
from civic.communities.ports import Communities, Officials
from civic.communities.rules import Action, check_may
from civic.kernel.audit import AuditLog
from civic.kernel.bulk import Bulks
from civic.kernel.ids import BroadcastId
from civic.kernel.outbox import Outbox
from civic.kernel.refusal import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    broadcast: Broadcast
    left: int
    """How many more must approve it; 0: it goes."""
    is_correction: bool


async def approve_broadcast(
    broadcast: BroadcastId,
    version: int,
    by: Official | None,
    *,
    broadcasts: Broadcasts,
    audiences: Headcounts,
    communities: Communities,
    officials: Officials,
    bulks: Bulks,
    outbox: Outbox,
    audit: AuditLog,
    now: datetime,
) -> Decided:
    """Of this very version; when it was the last approval needed, it goes, or is corrected."""
    official = check_may(by, Action.APPROVE_BROADCAST)
    found = await broadcasts.broadcast(official.community, broadcast, hold="changing")
    town = await communities.community(found.community)
    frozen, is_correction = await _asked_for(found, version, broadcasts=broadcasts)
    said = await _say(
        found, frozen, official, town, Verdict.APPROVED, "", broadcasts=broadcasts, now=now
    )
    if not is_correction and is_expired(found, now):
        raise Refusal("broadcast-expired")
    # A town that grew since may need nobody less: what was asked for is asked for.
    needed = max(1, needed_for(found, town, found.recipients))
    left = needed - len(approvers(said, version))
    await note(
        found, "approved", official.account, audit=audit, now=now, version=version,
        hash=frozen.content_hash, left=max(0, left), correction=is_correction,
    )  # fmt: skip
    if left > 0:
        await notices.tell(
            found, notices.APPROVED_PARTLY, notices.owners(found), outbox=outbox, now=now,
            left=left, by=official.name,
        )  # fmt: skip
        return Decided(broadcast=found, left=left, is_correction=is_correction)
    if is_correction:
        going = await apply_correction(
            found, frozen, official.account, broadcasts=broadcasts, communities=communities,
            officials=officials, bulks=bulks, outbox=outbox, audit=audit, now=now,
        )  # fmt: skip
        return Decided(broadcast=going, left=0, is_correction=True)
    counted = await headcount_of(found, town, audiences=audiences, now=now)
    going = moves.scheduled(found, recipients=counted.recipients)
    await broadcasts.put(going)
    await note(
        going, "sent", official.account, audit=audit, now=now, version=version,
        hash=frozen.content_hash, recipients=going.recipients,
    )  # fmt: skip
    await notices.tell(
        going, notices.APPROVED, notices.owners(found), outbox=outbox, now=now, by=official.name
    )
    return Decided(broadcast=going, left=0, is_correction=False)


async def refuse_broadcast(
    broadcast: BroadcastId,
    version: int,
    reason: str,
    by: Official | None,
    *,
    broadcasts: Broadcasts,
    communities: Communities,
    outbox: Outbox,
    audit: AuditLog,
    now: datetime,
) -> Decided:
    """One no is enough: a draft again, and its authors read why. A correction is dropped."""
    official = check_may(by, Action.APPROVE_BROADCAST)
    why = checked_reason(reason)
    found = await broadcasts.broadcast(official.community, broadcast, hold="changing")
    town = await communities.community(found.community)
    frozen, is_correction = await _asked_for(found, version, broadcasts=broadcasts)
    await _say(found, frozen, official, town, Verdict.REFUSED, why, broadcasts=broadcasts, now=now)
    left = found
    if not is_correction:
        left = moves.drafted_again(found)
        await broadcasts.put(left)
    await note(
        found, "refused", official.account, audit=audit, now=now, version=version,
        hash=frozen.content_hash, correction=is_correction,
    )  # fmt: skip
    key = notices.CORRECTION_REFUSED if is_correction else notices.REFUSED
    told = notices.owners(found) | {frozen.frozen_by}
    await notices.tell(found, key, told, outbox=outbox, now=now, reason=why, by=official.name)
    return Decided(broadcast=left, left=0, is_correction=is_correction)


async def _asked_for(
    broadcast: Broadcast, version: int, *, broadcasts: Broadcasts
) -> tuple[BroadcastVersion, bool]:
    """The version that waits for approval, if it is this one; and whether it is a correction."""
    if broadcast.state is BroadcastState.REQUESTED and broadcast.version == version:
        return await broadcasts.version(broadcast.community, broadcast.id, version), False
    latest = await broadcasts.latest_version(broadcast.community, broadcast.id)
    said = await broadcasts.approvals(broadcast.community, broadcast.id)
    pending = pending_correction(broadcast, latest, said)
    if pending is not None and pending.number == version:
        return pending, True
    if pending is not None or broadcast.state is BroadcastState.REQUESTED:
        raise Refusal("broadcast-changed-meanwhile")
    raise Refusal(f"broadcast-is-{broadcast.state.value}", number=broadcast.number)


async def _say(
    broadcast: Broadcast,
    frozen: BroadcastVersion,
    by: Official,
    town: Community,
    verdict: Verdict,
    reason: str,
    *,
    broadcasts: Broadcasts,
    now: datetime,
) -> list[Approval]:
    said = await broadcasts.approvals(broadcast.community, broadcast.id)
    check_may_approve(broadcast, by, town, frozen=frozen, approvals=said, now=now)
    approval = Approval(
        by=by.account, version=frozen.number, verdict=verdict, reason=reason, at=now
    )
    if not await broadcasts.add_approval(broadcast.community, broadcast.id, approval):
        raise Refusal("broadcast-approved-already")
    return [*said, approval]

"""Correcting what was sent: a new version, approved like the first, in place of the old."""

from dataclasses import replace
from datetime import datetime

from civic.broadcasts import notices
from civic.broadcasts.actions.dispatching import (
    MENDING,
    SENDING,
    Voice,
    open_dispatch,
    params_for,
    voice_of,
)
from civic.broadcasts.actions.noting import note
from civic.broadcasts.actions.requesting import freeze
from civic.broadcasts.message import bulk_notice
from civic.broadcasts.model import (
    Approval,
    Broadcast,
    BroadcastVersion,
    Content,
    Dispatch,
    DispatchKind,
    Verdict,
)
from civic.broadcasts.ports import Broadcasts
from civic.broadcasts.rules import moves
from civic.broadcasts.rules.approvals import pending_correction, requirement
from civic.broadcasts.rules.content import check_correction
from civic.communities.model import Official
from civic.communities.ports import Communities, Officials
from civic.communities.rules import Action, check_may
from civic.kernel.audit import AuditLog
from civic.kernel.bulk import Act, Bulks, Held
from civic.kernel.ids import AccountId, BroadcastId, BulkId
from civic.kernel.outbox import Outbox
from civic.kernel.refusal import Refusal


async def correct_broadcast(
    broadcast: BroadcastId,
    content: Content,
    by: Official | None,
    *,
    broadcasts: Broadcasts,
    communities: Communities,
    officials: Officials,
    bulks: Bulks,
    outbox: Outbox,
    audit: AuditLog,
    now: datetime,
) -> BroadcastVersion | None:
    """Correct it, or ask for the approval that it needs: None when it is corrected already.

    A later correction takes the place of one that still waits.
    """
    official = check_may(by, Action.STEER_BROADCAST)
    found = await broadcasts.broadcast(official.community, broadcast, hold="changing")
    moves.check_correctable(found)
    town = await communities.community(found.community)
    check_correction(found.content, content, town.languages[0])
    takes = requirement(
        found,
        town,
        await officials.all(town.id),
        recipients=found.recipients,
        by=official.account,
        now=now,
    )
    better = replace(found, content=content)
    frozen = await freeze(better, official, replaces=found.version, broadcasts=broadcasts, now=now)
    # Its corrector is an author from now on; and only what was asked for alone goes alone.
    found = replace(
        found,
        editors=found.editors | {official.account},
        is_single_handed=takes.is_alone,
    )
    await broadcasts.put(found)
    if not takes.needed and not takes.is_alone:
        await apply_correction(
            found, frozen, official.account, broadcasts=broadcasts, communities=communities,
            officials=officials, bulks=bulks, outbox=outbox, audit=audit, now=now,
        )  # fmt: skip
        return None
    await note(
        found, "requested", official.account, audit=audit, now=now, version=frozen.number,
        replaces=found.version, hash=frozen.content_hash, single_handed=takes.is_alone,
    )  # fmt: skip
    if takes.is_alone:
        await notices.tell(
            found, notices.ALONE, {official.account}, outbox=outbox, now=now,
            at=(now + moves.ALONE_AFTER).isoformat(),
            minutes=moves.ALONE_MINUTES, correction=frozen.number,
        )  # fmt: skip
    else:
        await notices.tell(
            found, notices.ASKED, {one.account for one in takes.approvers}, outbox=outbox,
            now=now, once=f"asked:{frozen.number}", version=frozen.number, by=official.name,
            recipients=found.recipients, urgent=found.urgency is not None, correction=True,
        )  # fmt: skip
    return frozen


async def drop_correction(
    broadcast: BroadcastId,
    by: Official | None,
    *,
    broadcasts: Broadcasts,
    audit: AuditLog,
    now: datetime,
) -> BroadcastVersion:
    """Take back the correction that waits to be approved, or for its quarter of an hour."""
    official = check_may(by, Action.STEER_BROADCAST)
    found = await broadcasts.broadcast(official.community, broadcast, hold="changing")
    pending = await waiting_correction(found, broadcasts=broadcasts)
    if pending is None:
        raise Refusal("broadcast-no-correction")
    dropped = Approval(
        by=official.account, version=pending.number, verdict=Verdict.WITHDRAWN, at=now
    )
    if not await broadcasts.add_approval(found.community, found.id, dropped):
        # Whoever approved it is none of its authors and has nothing to take back.
        raise Refusal("broadcast-approved-already")
    await note(
        found, "taken-back", official.account, audit=audit, now=now, version=pending.number,
        correction=True,
    )  # fmt: skip
    return pending


async def waiting_correction(
    broadcast: Broadcast, *, broadcasts: Broadcasts
) -> BroadcastVersion | None:
    latest = await broadcasts.latest_version(broadcast.community, broadcast.id)
    said = await broadcasts.approvals(broadcast.community, broadcast.id)
    return pending_correction(broadcast, latest, said)


async def apply_correction(
    broadcast: Broadcast,
    frozen: BroadcastVersion,
    by: AccountId | None,
    *,
    broadcasts: Broadcasts,
    communities: Communities,
    officials: Officials,
    bulks: Bulks,
    outbox: Outbox,
    audit: AuditLog,
    now: datetime,
) -> Broadcast:
    """Whoever waits gets the new text; whose message is there already gets an edit, by the tick.

    `by` None: one person's own, after its quarter of an hour.
    """
    moves.check_correctable(broadcast)
    mended = replace(broadcast, content=frozen.content, version=frozen.number)
    town = await communities.community(broadcast.community)
    voice = await voice_of(mended, town, officials=officials)
    await broadcasts.put(mended)
    dispatches = await broadcasts.dispatches(mended.community, mended.id)
    await _change_what_waits(mended, dispatches, voice, bulks=bulks)
    await _give_up_earlier(dispatches, broadcasts=broadcasts, bulks=bulks, now=now)
    kinds = [DispatchKind.CORRECTION]
    if any(one.kind is DispatchKind.CHANNELS for one in dispatches):
        kinds.append(DispatchKind.CHANNEL_CORRECTION)
    for kind in kinds:
        bulk = await _begin_edit(mended, kind, voice, bulks=bulks, now=now)
        await open_dispatch(mended, kind, bulk, broadcasts=broadcasts, now=now)
    await note(
        mended, "corrected", by, audit=audit, now=now, version=frozen.number,
        replaces=frozen.replaces, hash=frozen.content_hash,
        single_handed=mended.is_single_handed,
    )  # fmt: skip
    told = notices.owners(mended) | {frozen.frozen_by}
    await notices.tell(mended, notices.CORRECTED, told, outbox=outbox, now=now)
    return mended


async def _change_what_waits(
    broadcast: Broadcast, dispatches: list[Dispatch], voice: Voice, *, bulks: Bulks
) -> None:
    for one in dispatches:
        if one.kind in SENDING and one.kind is not DispatchKind.ALBUM:
            params = params_for(broadcast, one.kind, voice, is_corrected=True)
            await bulks.change(broadcast.community, one.bulk, params)


async def _give_up_earlier(
    dispatches: list[Dispatch], *, broadcasts: Broadcasts, bulks: Bulks, now: datetime
) -> None:
    """An earlier correction that still walks would come after this one and undo it."""
    for one in dispatches:
        if one.kind in MENDING:
            await bulks.hold(one.community, one.bulk, Held.STOPPED)
            await broadcasts.put_dispatch(replace(one, done_at=one.done_at or now))


async def _begin_edit(
    broadcast: Broadcast, kind: DispatchKind, voice: Voice, *, bulks: Bulks, now: datetime
) -> BulkId:
    params = params_for(broadcast, kind, voice, is_corrected=True)
    # An edit rings nobody: whoever turned the topic off meanwhile reads the truth all the same.
    notice = replace(bulk_notice(broadcast, params, is_public=True), expires=None)
    return await bulks.begin(notice, act=Act.EDIT, now=now)

"""A broadcast as it stands at present, before whoever serves the town."""

from dataclasses import dataclass
from datetime import datetime

from civic.broadcasts.actions.correcting import waiting_correction
from civic.broadcasts.model import (
    Broadcast,
    BroadcastState,
    BroadcastVersion,
    Delivery,
    DispatchKind,
)
from civic.broadcasts.notices import live_params
from civic.broadcasts.rules.approvals import approvers, is_author, needed_for, why_may_not_approve
from civic.broadcasts.rules.moves import ALONE_AFTER, RECALLABLE_FOR
from civic.communities.model import Community, Official
from civic.communities.rules import Action, check_may
from civic.kernel.ids import AccountId, BroadcastId
from civic.kernel.json_value import JsonObject
from civic.kernel.refusal import NotFound, Refusal
from civic.unit_of_work import Work
from handlers.audiences.words import headcount_in_words, rule_in_words
from handlers.effects import Show
from handlers.person import Person
from handlers.presses.broadcasts import BroadcastsPress, DraftPress
from handlers.screens.broadcasts.approving import (
    Decision,
    Setting,
    decision_screen,
    draft_screen,
    never_begun_screen,
    scheduled_screen,
)
from handlers.screens.broadcasts.steering import begun_screen, waiting_correction_words
from handlers.screens.screen import Rows, Screen
from locales.catalog import Say

_S = BroadcastState
BACK = BroadcastsPress()


@dataclass(frozen=True, slots=True, kw_only=True)
class AtWork:
    """An official who may do it, the town whose office they look at, and the broadcast."""

    official: Official
    town: Community
    broadcast: Broadcast


async def at_work(
    person: Person,
    broadcast: BroadcastId,
    work: Work,
    action: Action = Action.STEER_BROADCAST,
) -> AtWork:
    official = check_may(person.official, action)
    if person.office is None:
        raise Refusal("not-allowed")
    found = await work.broadcasts.broadcast(person.office.id, broadcast)
    return AtWork(official=official, town=person.office, broadcast=found)


async def present(
    broadcast: BroadcastId, person: Person, work: Work, say: Say, now: datetime
) -> Show:
    """Before its author the card goes on living: the tick changes it in place."""
    at = await at_work(person, broadcast, work)
    screen = await present_screen(at, work, say, now)
    is_live = at.broadcast.started_at is not None and at.broadcast.author == at.official.account
    return Show(screen=screen, card=f"broadcast:{broadcast}") if is_live else Show(screen=screen)


async def present_screen(at: AtWork, work: Work, say: Say, now: datetime) -> Screen:
    found = at.broadcast
    match found.state:
        case _S.DRAFT:
            return draft_screen(found, edit=DraftPress(found.id), back=BACK, say=say)
        case _S.REQUESTED:
            return await _requested(at, work, say, now)
        case _S.SCHEDULED:
            setting = await _setting(at, found.requested_by, work, say, now)
            return scheduled_screen(found, setting, back=BACK, now=now, say=say)
    if found.started_at is None:
        return never_begun_screen(found, back=BACK, say=say)
    return await _begun(at, work, say, now)


async def _requested(at: AtWork, work: Work, say: Say, now: datetime) -> Screen:
    found = at.broadcast
    frozen = await work.broadcasts.version(at.town.id, found.id, found.version)
    setting = await _setting(at, found.requested_by, work, say, now)
    decision = await decision_of(at, frozen, work, now, is_correction=False)
    return decision_screen(found, setting, decision, back=BACK, say=say)


async def correction_screen(
    at: AtWork, frozen: BroadcastVersion, work: Work, say: Say, now: datetime
) -> Screen:
    setting = await _setting(at, frozen.frozen_by, work, say, now)
    decision = await decision_of(at, frozen, work, now, is_correction=True)
    return decision_screen(at.broadcast, setting, decision, back=BACK, say=say)


async def decision_of(
    at: AtWork, frozen: BroadcastVersion, work: Work, now: datetime, *, is_correction: bool
) -> Decision:
    found, me = at.broadcast, at.official
    said = await work.broadcasts.approvals(at.town.id, found.id)
    names = await _names(at, work)
    given = sorted(approvers(said, frozen.number))
    return Decision(
        version=frozen.number,
        is_correction=is_correction,
        needed=0
        if found.is_single_handed and is_correction
        else max(1, needed_for(found, at.town, found.recipients)),
        approved_by=[names[one] for one in given if one in names],
        refusal=why_may_not_approve(found, me, at.town, frozen=frozen, approvals=said, now=now),
        may_take_back=is_author(found, me.account) or frozen.frozen_by == me.account,
        goes_at=frozen.frozen_at + ALONE_AFTER
        if found.is_single_handed and is_correction
        else None,
    )


async def _begun(at: AtWork, work: Work, say: Say, now: datetime) -> Screen:
    found = at.broadcast
    params = await figures_of(at, work)
    ended = found.ended_at
    correction: tuple[str, Rows] = ("", ())
    waiting = await waiting_correction(found, broadcasts=work.broadcasts)
    if waiting is not None:
        is_own = is_author(found, at.official.account) or waiting.frozen_by == at.official.account
        correction = waiting_correction_words(
            found.id,
            waiting.number,
            goes_at=waiting.frozen_at + ALONE_AFTER if found.is_single_handed else None,
            may_drop=is_own,
            zone=at.town.timezone,
            say=say,
        )
    return begun_screen(
        found,
        params,
        may_recall=ended is None or now - ended < RECALLABLE_FOR,
        may_again=await _may_again(at, params, work),
        correction=correction,
        back=BACK,
        say=say,
    )


async def figures_of(at: AtWork, work: Work) -> JsonObject:
    """What its author saw last; how it stands is as of now."""
    found = at.broadcast
    shown = await work.broadcasts.figures(at.town.id, found.id)
    if not shown:
        nothing = Delivery(refused={})
        shown = live_params(
            found, nothing, recall=None, correction=None, failing=False, zone=at.town.timezone
        )
    return {**shown, "state": found.state.value}


async def _may_again(at: AtWork, params: JsonObject, work: Work) -> bool:
    found, told = at.broadcast, params["delivery"]
    if found.state is not _S.DONE or found.recalled_at is not None:
        return False
    if not isinstance(told, dict) or not told["unknown"]:
        return False
    dispatches = await work.broadcasts.dispatches(at.town.id, found.id)
    return all(one.kind is not DispatchKind.AGAIN for one in dispatches)


async def _setting(
    at: AtWork, by: AccountId | None, work: Work, say: Say, now: datetime
) -> Setting:
    found, town = at.broadcast, at.town
    names = await _names(at, work)
    return Setting(
        by=names.get(by or found.author, "") or say("told-somebody"),
        rule=await rule_in_words(found.audience, town, work, say),
        headcount=await headcount_in_words(
            found.audience,
            town,
            work,
            say,
            topic=None if found.audience.is_of_officials else found.topic.value,
            is_urgent=found.urgency is not None,
            now=now,
        ),
        channels=await _channels(at, work),
        zone=town.timezone,
    )


async def _names(at: AtWork, work: Work) -> dict[AccountId, str]:
    return {one.account: one.name for one in await work.officials.all(at.town.id)}


async def _channels(at: AtWork, work: Work) -> list[str]:
    titles = []
    for chat in at.broadcast.channels:
        try:
            titles.append((await work.channels.channel(at.town.id, chat)).title)
        except NotFound:
            # Unbound meanwhile: it will not go there, and whoever sends it is told.
            continue
    return titles

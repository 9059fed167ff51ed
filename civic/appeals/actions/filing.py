"""A resident turns a request into an official appeal; it is registered at once."""

from dataclasses import replace
from datetime import datetime

from civic.appeals.actions.telling import REGISTERED, tell_officials
from civic.appeals.model import Appeal, NewAppeal, Term
from civic.appeals.ports import AppealDesk
from civic.appeals.rules import (
    DAY,
    PER_DAY,
    check_reply,
    due_by,
    full_name_of,
    next_look,
    residence_of,
)
from civic.kernel.ids import AppealId, CommunityId, IdMaker, ServiceRequestId
from civic.kernel.refusal import NotFound, Refusal
from civic.residents.model import Resident
from civic.service_requests.actions.stepping import Stage, stage_of


async def may_appeal(
    community: CommunityId, request: ServiceRequestId, *, by: Resident, desk: AppealDesk
) -> Stage:
    """Its asker or a neighbour behind it, while it has no appeal; raise Refusal."""
    stage = await stage_of(community, request, desk=desk)
    behind = stage.request.asker == by.id or await desk.service_requests.is_supporter(
        community, request, by.id
    )
    if not behind:
        raise NotFound("request-gone")
    if not stage.request.text:
        raise Refusal("appeal-needs-words", number=stage.request.number)
    return stage


async def file_appeal(
    community: CommunityId,
    new: NewAppeal,
    *,
    by: Resident,
    desk: AppealDesk,
    new_id: IdMaker,
    now: datetime,
) -> Appeal:
    """Once a request and author: pressed twice, it is one appeal. The tick puts it on paper."""
    stage = await may_appeal(community, new.request, by=by, desk=desk)
    check_reply(new.reply_by, new.email)
    known = await desk.appeals.of_author(community, by.id, limit=50)
    before = next((one for one in known if one.request == new.request), None)
    if before is not None:
        return before
    if sum(now - one.registered_at < DAY for one in known) >= PER_DAY:
        raise Refusal("appeal-pace", limit=PER_DAY)
    due = due_by(Term.USUAL, now, stage.calendar)
    begun = Appeal(
        id=AppealId(new_id(now)),
        community=community,
        request=new.request,
        author=by.id,
        account=by.account,
        full_name=full_name_of(new.full_name),
        residence=residence_of(new.residence),
        reply_by=new.reply_by,
        email=new.email,
        text=stage.request.text,
        registered_at=now,
        due_at=due,
        look_at=None,
    )
    begun = replace(begun, look_at=next_look(begun))
    kept, is_new = await desk.appeals.register(begun)
    if is_new:
        to = stage.office.in_hand(stage.request) or stage.office.staff
        await tell_officials(kept, REGISTERED, to, zone=stage.town.timezone, desk=desk, now=now)
    return kept

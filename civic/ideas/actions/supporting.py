"""A neighbour supports an idea, or takes that back; with support enough it becomes a request."""

from dataclasses import replace
from datetime import datetime

from civic.ideas.actions.becoming import become_request
from civic.ideas.actions.wishing import yard_of
from civic.ideas.model import Idea, IdeaSupporter
from civic.ideas.ports import IdeaDesk
from civic.ideas.rules import check_open, check_sees, has_reached
from civic.kernel.ids import CommunityId, IdeaId, IdMaker
from civic.kernel.refusal import Refusal
from civic.residents.model import Resident


async def seen_idea(
    community: CommunityId,
    idea: IdeaId,
    *,
    by: Resident,
    desk: IdeaDesk,
    hold: bool = False,
) -> Idea:
    """Raise NotFound for what is not theirs to see: one's own and supported, and the yard's."""
    found = await desk.ideas.idea(community, idea, hold=hold)
    if found.author == by.id or await desk.ideas.is_supporter(community, idea, by.id):
        return found
    check_sees(found, await yard_of(by, desk=desk), by.community)
    return found


async def support_idea(
    community: CommunityId,
    idea: IdeaId,
    *,
    by: Resident,
    desk: IdeaDesk,
    new_id: IdMaker,
    now: datetime,
) -> Idea:
    """One voice a person, however often they press."""
    found = await seen_idea(community, idea, by=by, desk=desk, hold=True)
    check_open(found)
    if found.author == by.id:
        raise Refusal("idea-own", number=found.number or 0)
    check_sees(found, await yard_of(by, desk=desk), by.community)
    supporter = IdeaSupporter(idea=found.id, resident=by.id, account=by.account, at=now)
    if not await desk.ideas.add_supporter(community, supporter):
        return found
    found = replace(found, supporters=found.supporters + 1)
    await desk.ideas.put(found)
    if not has_reached(found, await desk.ideas.rules(community)):
        return found
    return await become_request(found, desk=desk, new_id=new_id, now=now)


async def take_support_back(
    community: CommunityId, idea: IdeaId, *, by: Resident, desk: IdeaDesk
) -> Idea:
    found = await seen_idea(community, idea, by=by, desk=desk, hold=True)
    check_open(found)
    if not await desk.ideas.remove_supporter(community, idea, by.id):
        raise Refusal("idea-not-supported", number=found.number or 0)
    found = replace(found, supporters=max(0, found.supporters - 1))
    await desk.ideas.put(found)
    return found

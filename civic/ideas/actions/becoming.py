"""An idea with support enough becomes a service request, with all who stand behind it."""

from dataclasses import replace
from datetime import datetime

from civic.ideas.actions.telling import BECAME, tell_office, tell_standing_behind
from civic.ideas.model import Idea, IdeaStatus, PhotoLook
from civic.ideas.ports import IdeaDesk
from civic.ideas.rules import category_for
from civic.kernel.ids import CategoryId, IdMaker
from civic.kernel.refusal import Refusal
from civic.residents.model import Resident
from civic.service_requests.actions.filing import file_request
from civic.service_requests.actions.stepping import stage_for
from civic.service_requests.actions.telling import tell_residents
from civic.service_requests.model import (
    Look,
    NewPhoto,
    NewRequest,
    Photo,
    PhotoKind,
    ServiceRequest,
    Supporter,
)

NO_CATEGORY = "no_category"
_EVERYBODY = 100_000


async def become_request(idea: Idea, *, desk: IdeaDesk, new_id: IdMaker, now: datetime) -> Idea:
    """Once; where its town cannot take it as a request yet, it goes on and the tick tries again."""
    rules = await desk.ideas.rules(idea.community)
    every = await desk.request_categories.all(idea.community)
    category = category_for(idea, rules, every)
    if category is None:
        await tell_office(idea, NO_CATEGORY, desk=desk, now=now)
        return idea
    try:
        request = await _filed(idea, category.id, desk=desk, new_id=new_id, now=now)
    except Refusal:
        # Its author has just asked for as much as one may in a day; whatever else is in the way
        # is the office's to mend. Nothing was written: filing looks first.
        return idea
    request = await _with_all_behind(idea, request, desk=desk, now=now)
    became = replace(idea, status=IdeaStatus.BECAME, request=request.id, changed_at=now)
    await desk.ideas.put(became)
    await tell_standing_behind(became, BECAME, request=request.number, desk=desk, now=now)
    return became


async def _filed(
    idea: Idea, category: CategoryId, *, desk: IdeaDesk, new_id: IdMaker, now: datetime
) -> ServiceRequest:
    photos = (NewPhoto(file=idea.photo),) if idea.photo is not None else ()
    if idea.photo_look is PhotoLook.HIDDEN:
        photos = ()
    new = NewRequest(
        draft=idea.id,
        category=category,
        text=idea.text,
        point=idea.point,
        place=idea.courtyard,
        address=await _address(idea, desk=desk),
        photos=photos,
    )
    by = await _asker(idea, desk=desk)
    filed = await file_request(idea.community, new, by=by, desk=desk, new_id=new_id, now=now)
    if photos and idea.photo_look is PhotoLook.PUBLIC:
        looked = Photo(
            request=filed.request.id, file=photos[0].file, by=idea.account,
            kind=PhotoKind.BEFORE, look=Look.PUBLIC, taken_at=now,
        )  # fmt: skip
        await desk.service_requests.put_photo(idea.community, looked)
    return filed.request


async def _with_all_behind(
    idea: Idea, request: ServiceRequest, *, desk: IdeaDesk, now: datetime
) -> ServiceRequest:
    """Each supporter gets the request's card from now on, as if they had joined it."""
    joined = 0
    for one in await desk.ideas.supporters(idea.community, idea.id, limit=_EVERYBODY):
        if one.resident != request.asker:
            behind = Supporter(
                request=request.id, resident=one.resident, account=one.account, at=one.at
            )
            joined += await desk.service_requests.add_supporter(idea.community, behind)
    request = replace(request, joined=request.joined + joined)
    await desk.service_requests.put(request)
    stage = await stage_for(request, desk=desk)
    await tell_residents(request, category=stage.category, town=stage.town, desk=desk, now=now)
    return request


async def _address(idea: Idea, *, desk: IdeaDesk) -> str:
    """As the office reads it: the courtyard, and where in it."""
    town = await desk.communities.community(idea.community)
    yard = await desk.places.place(idea.community, idea.courtyard)
    return " · ".join(part for part in (yard.title_in(town.languages[0]), idea.where) if part)


async def _asker(idea: Idea, *, desk: IdeaDesk) -> Resident | None:
    """None once the author had themselves erased: then it is the neighbours' alone."""
    if idea.author is None:
        return None
    return await desk.residents.resident(idea.community, idea.author)

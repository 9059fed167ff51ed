"""A resident writes an idea for their courtyard, publishes it, takes it back."""

from dataclasses import replace
from datetime import datetime

from civic.ideas.actions.telling import WITHDRAWN, tell_office, tell_standing_behind
from civic.ideas.model import Idea, IdeaStatus
from civic.ideas.ports import IdeaDesk
from civic.ideas.rules import LASTS, check_new, check_open, courtyard_of, text_needed, where_of
from civic.kernel.ids import CommunityId, FileId, IdeaId, IdMaker
from civic.kernel.refusal import NotFound, Refusal
from civic.places.model import Place, Point
from civic.residents.model import Resident
from civic.service_requests.actions.filing import check_not_far

_LATELY = 100
NEW = "new"


async def yard_of(resident: Resident, *, desk: IdeaDesk) -> Place | None:
    """The courtyard whose ideas they see; None while they named no home."""
    if resident.home is None:
        return None
    return courtyard_of(await desk.places.path(resident.community, resident.home))


async def draft_for(resident: Resident, *, desk: IdeaDesk, new_id: IdMaker, now: datetime) -> Idea:
    """What they are writing, else something new; for the courtyard where they live now."""
    yard = await yard_of(resident, desk=desk)
    if yard is None:
        raise Refusal("idea-no-home")
    kept = await desk.ideas.draft_of(resident.community, resident.id)
    if kept is not None:
        return replace(kept, courtyard=yard.id)
    return Idea(
        id=IdeaId(new_id(now)),
        community=resident.community,
        author=resident.id,
        account=resident.account,
        courtyard=yard.id,
        changed_at=now,
    )


async def write_text(draft: Idea, typed: str, *, desk: IdeaDesk, now: datetime) -> Idea:
    return await _kept(replace(draft, text=text_needed(typed)), desk=desk, now=now)


async def write_where(draft: Idea, typed: str, *, desk: IdeaDesk, now: datetime) -> Idea:
    return await _kept(replace(draft, where=where_of(typed), point=None), desk=desk, now=now)


async def point_at(draft: Idea, point: Point, *, desk: IdeaDesk, now: datetime) -> Idea:
    await check_not_far(draft.community, point, desk=desk)
    return await _kept(replace(draft, where="", point=point), desk=desk, now=now)


async def add_photo(
    community: CommunityId,
    idea: IdeaId,
    photo: FileId,
    *,
    by: Resident,
    desk: IdeaDesk,
    now: datetime,
) -> Idea | None:
    """In place of the one there was; None when it came too late, and is not kept.

    Neighbours see it once an official has looked at it.
    """
    try:
        found = await desk.ideas.idea(community, idea, hold=True)
    except NotFound:
        found = None
    is_theirs = found is not None and found.author == by.id
    if found is None or not is_theirs or found.status not in _MAY_BE_PICTURED:
        await desk.files.erase(community, [photo])
        return None
    await drop_photo(found, desk=desk)
    changed = replace(found, photo=photo, photo_look=type(found.photo_look).WAITING)
    return await _kept(changed, desk=desk, now=now)


async def drop_photo(idea: Idea, *, desk: IdeaDesk) -> None:
    if idea.photo is not None:
        await desk.files.erase(idea.community, [idea.photo])


async def without_photo(draft: Idea, *, desk: IdeaDesk, now: datetime) -> Idea:
    await drop_photo(draft, desk=desk)
    return await _kept(replace(draft, photo=None), desk=desk, now=now)


async def publish_idea(draft: Idea, *, by: Resident, desk: IdeaDesk, now: datetime) -> Idea:
    """Neighbours see it from now on; they are told of it a little later."""
    text_needed(draft.text)
    theirs = await desk.ideas.of_author(draft.community, by.id, limit=_LATELY)
    check_new(theirs, draft, now=now)
    published = replace(
        draft,
        status=IdeaStatus.GATHERING,
        published_at=now,
        expires_at=now + LASTS,
        changed_at=now,
    )
    await desk.ideas.put(published)
    kept = await desk.ideas.idea(draft.community, draft.id)
    await tell_office(kept, NEW, desk=desk, now=now)
    return kept


async def withdraw_idea(
    community: CommunityId, idea: IdeaId, *, by: Resident, desk: IdeaDesk, now: datetime
) -> Idea:
    """By its author; whoever stood behind it hears so."""
    found = await desk.ideas.idea(community, idea, hold=True)
    if found.author != by.id:
        raise NotFound("idea-gone")
    check_open(found)
    gone = replace(found, status=IdeaStatus.WITHDRAWN, changed_at=now)
    await desk.ideas.put(gone)
    await tell_standing_behind(gone, WITHDRAWN, but=by.account, desk=desk, now=now)
    return gone


async def _kept(idea: Idea, *, desk: IdeaDesk, now: datetime) -> Idea:
    kept = replace(idea, changed_at=now)
    await desk.ideas.put(kept)
    return kept


_MAY_BE_PICTURED = frozenset({IdeaStatus.DRAFT, IdeaStatus.GATHERING})

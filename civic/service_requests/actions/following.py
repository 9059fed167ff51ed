"""A resident follows a request: joins it, writes to it, sends a photo, takes it back."""

from dataclasses import replace
from datetime import datetime

from civic.kernel.abuse import check_words
from civic.kernel.ids import CommunityId, ServiceRequestId
from civic.kernel.refusal import NotFound, Refusal
from civic.residents.model import Resident
from civic.service_requests.actions.stepping import Stage, add_event, stage_of, take_step
from civic.service_requests.actions.telling import (
    COMMENTED,
    PHOTO_ADDED,
    tell_office,
    tell_residents,
)
from civic.service_requests.draft import Draft
from civic.service_requests.model import (
    OPEN,
    EventKind,
    NewPhoto,
    Photo,
    PhotoKind,
    ServiceRequest,
    Status,
    Supporter,
)
from civic.service_requests.ports import RequestDesk
from civic.service_requests.rules.filing import (
    ALL_PHOTOS_LIMIT,
    DAY,
    NOTE_LIMIT,
    check_notes,
    check_room_for_photo,
    note_needed,
)
from civic.service_requests.rules.transitions import Given, Party, Step


async def join_request(
    community: CommunityId,
    request: ServiceRequestId,
    *,
    by: Resident,
    desk: RequestDesk,
    now: datetime,
) -> ServiceRequest:
    """They get its card from now on. Joining what was merged joins what it became."""
    stage = await stage_of(community, request, desk=desk)
    found = stage.request
    if found.status is Status.MERGED and found.merged_into is not None:
        return await join_request(community, found.merged_into, by=by, desk=desk, now=now)
    if await desk.service_requests.secret(community, (found.id,)):
        raise NotFound("request-gone")
    if found.asker == by.id:
        raise Refusal("request-own", number=found.number)
    if found.status not in OPEN:
        raise Refusal(f"request-is-{found.status.value}", number=found.number)
    supporter = Supporter(request=found.id, resident=by.id, account=by.account, at=now)
    if not await desk.service_requests.add_supporter(community, supporter):
        return found
    found = replace(found, joined=found.joined + 1)
    return await _keep(stage, found, EventKind.JOINED, by=by, desk=desk, now=now, is_public=False)


async def join_with_draft(
    community: CommunityId,
    request: ServiceRequestId,
    draft: Draft,
    *,
    by: Resident,
    desk: RequestDesk,
    now: datetime,
) -> ServiceRequest:
    """What they were writing about the same goes with them, photos as far as there is room."""
    joined = await join_request(community, request, by=by, desk=desk, now=now)
    for start in range(0, len(draft.text), NOTE_LIMIT):
        words = draft.text[start : start + NOTE_LIMIT]
        joined = await comment_request(community, joined.id, words, by=by, desk=desk, now=now)
    kept = len(await desk.service_requests.photos(community, joined.id))
    for one in draft.photos[: max(0, ALL_PHOTOS_LIMIT - kept)]:
        kind = one.kind if one.kind is PhotoKind.VOICE else PhotoKind.COMMENT
        photo = NewPhoto(file=one.file, kind=kind)
        joined = await add_photo(community, joined.id, photo, by=by, desk=desk, now=now)
    return joined


async def leave_request(
    community: CommunityId,
    request: ServiceRequestId,
    *,
    by: Resident,
    desk: RequestDesk,
    now: datetime,
) -> ServiceRequest:
    """A neighbour stands behind it no more, and hears of it no more."""
    stage = await stage_of(community, request, desk=desk)
    found = stage.request
    if not await desk.service_requests.remove_supporter(community, request, by.id):
        raise Refusal("request-not-joined", number=found.number)
    found = replace(found, joined=max(0, found.joined - 1))
    return await _keep(stage, found, EventKind.LEFT, by=by, desk=desk, now=now, is_public=False)


async def comment_request(
    community: CommunityId,
    request: ServiceRequestId,
    text: str,
    *,
    by: Resident,
    desk: RequestDesk,
    now: datetime,
) -> ServiceRequest:
    """By its asker while they were asked something, this is the answer, and the clock goes on."""
    stage = await stage_of(community, request, desk=desk)
    await _check_follows(stage, by, desk=desk)
    words = note_needed(text)
    check_words(words)
    await _check_pace(stage, by, desk=desk, now=now)
    if stage.request.status is Status.WAITING and stage.request.asker == by.id:
        given = Given(reason=words)
        return await take_step(
            stage, Step.ANSWER, given, parties={Party.ASKER}, by=by.account, desk=desk, now=now
        )
    kept = await _keep(
        stage, stage.request, EventKind.COMMENTED, by=by, desk=desk, now=now, text=words
    )
    await tell_office(
        kept, COMMENTED, stage.office.in_hand(kept), category=stage.category, town=stage.town,
        by=by.account, desk=desk, now=now, text=words,
    )  # fmt: skip
    return kept


async def add_photo(
    community: CommunityId,
    request: ServiceRequestId,
    photo: NewPhoto,
    *,
    by: Resident,
    desk: RequestDesk,
    now: datetime,
) -> ServiceRequest:
    """Nobody but its sender and the office sees it before an official has looked at it."""
    stage = await stage_of(community, request, desk=desk)
    await _check_follows(stage, by, desk=desk)
    check_room_for_photo(len(await desk.service_requests.photos(community, request)))
    added = await desk.service_requests.add_photo(
        community,
        Photo(
            request=request, file=photo.file, by=by.account,
            kind=photo.kind, taken_at=now,
        ),
    )  # fmt: skip
    if not added:
        return stage.request
    kept = await _keep(stage, stage.request, EventKind.PHOTO_ADDED, by=by, desk=desk, now=now)
    await tell_office(
        kept, PHOTO_ADDED, stage.office.in_hand(kept), category=stage.category, town=stage.town,
        by=by.account, desk=desk, now=now,
    )  # fmt: skip
    return kept


async def withdraw_request(
    community: CommunityId,
    request: ServiceRequestId,
    *,
    by: Resident,
    desk: RequestDesk,
    now: datetime,
) -> ServiceRequest:
    """By its asker, and only while no neighbour stands behind it."""
    stage = await stage_of(community, request, desk=desk)
    parties = {Party.ASKER} if stage.request.asker == by.id else set()
    return await take_step(
        stage, Step.WITHDRAW, Given(), parties=parties, by=by.account, desk=desk, now=now
    )


async def _check_follows(stage: Stage, by: Resident, *, desk: RequestDesk) -> None:
    """Its asker and those who joined; to anybody else it is as if it were not there."""
    found = stage.request
    if found.asker != by.id and not await desk.service_requests.is_supporter(
        found.community, found.id, by.id
    ):
        raise NotFound("request-gone")
    if found.status in {Status.CLOSED, Status.MERGED, Status.WITHDRAWN}:
        raise Refusal(f"request-is-{found.status.value}", number=found.number)


async def _check_pace(stage: Stage, by: Resident, *, desk: RequestDesk, now: datetime) -> None:
    found = stage.request
    of_late = await desk.service_requests.events(found.community, found.id, limit=500)
    check_notes(sum(one.by == by.account and one.at > now - DAY for one in of_late))


async def _keep(
    stage: Stage,
    request: ServiceRequest,
    kind: EventKind,
    *,
    by: Resident,
    desk: RequestDesk,
    now: datetime,
    text: str = "",
    is_public: bool = True,
) -> ServiceRequest:
    kept = await add_event(
        request, kind, by.account, text=text, is_public=is_public, desk=desk, now=now
    )
    await tell_residents(kept, category=stage.category, town=stage.town, desk=desk, now=now)
    return kept

"""An official looks before the public may: at photos, and at what a request says."""

from dataclasses import replace
from datetime import datetime

from civic.communities.model import Official
from civic.communities.rules import Action, check_may
from civic.kernel.ids import CommunityId, FileId, ServiceRequestId
from civic.kernel.refusal import NotFound
from civic.service_requests.actions.stepping import note_in_audit, stage_of
from civic.service_requests.actions.telling import tell_residents
from civic.service_requests.model import Look, Photo, ServiceRequest
from civic.service_requests.ports import RequestDesk


async def look_at_photo(
    community: CommunityId,
    request: ServiceRequestId,
    file: FileId,
    look: Look,
    *,
    by: Official,
    desk: RequestDesk,
    now: datetime,
) -> Photo:
    """Fit for the public, or showing what must not be shown."""
    check_may(by, Action.HANDLE_REQUESTS, town=community)
    stage = await stage_of(community, request, desk=desk)
    photos = await desk.service_requests.photos(community, request)
    found = next((one for one in photos if one.file == file), None)
    if found is None:
        raise NotFound("request-photo-gone")
    seen = replace(found, look=look)
    await desk.service_requests.put_photo(community, seen)
    await note_in_audit(
        stage.request, "photo-looked-at", by.account, desk=desk, now=now, file=file,
        look=look.value,
    )  # fmt: skip
    await tell_residents(
        stage.request, category=stage.category, town=stage.town, desk=desk, now=now
    )
    return seen


async def set_hidden(
    community: CommunityId,
    request: ServiceRequestId,
    *,
    is_hidden: bool,
    by: Official,
    desk: RequestDesk,
    now: datetime,
) -> ServiceRequest:
    """Whether the public may see what it says; of a category that is not, never."""
    check_may(by, Action.HANDLE_REQUESTS, town=community)
    stage = await stage_of(community, request, desk=desk)
    shown = not is_hidden and stage.category.is_public
    kept = replace(stage.request, is_hidden=is_hidden, is_shown_publicly=shown, changed_at=now)
    await desk.service_requests.put(kept)
    await note_in_audit(kept, "hidden" if is_hidden else "shown", by.account, desk=desk, now=now)
    return kept

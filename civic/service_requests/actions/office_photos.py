"""One photo of what was done is seldom all: more come with it, or a little later."""

from datetime import datetime

from civic.communities.model import Official
from civic.kernel.ids import CommunityId, ServiceRequestId
from civic.kernel.refusal import Refusal
from civic.service_requests.actions.stepping import note_in_audit, stage_of
from civic.service_requests.actions.telling import tell_residents
from civic.service_requests.model import (
    AWAITING_RESIDENTS,
    Look,
    NewPhoto,
    Photo,
    PhotoKind,
    ServiceRequest,
)
from civic.service_requests.ports import RequestDesk
from civic.service_requests.rules.filing import check_room_for_photo
from civic.service_requests.rules.parties import parties_of


async def add_photo_after(
    community: CommunityId,
    request: ServiceRequestId,
    photo: NewPhoto,
    *,
    by: Official,
    desk: RequestDesk,
    now: datetime,
) -> ServiceRequest:
    """Of what is done already, while residents may still say whether it is."""
    stage = await stage_of(community, request, desk=desk)
    found = stage.request
    if not parties_of(by, found, stage.office):
        raise Refusal("request-not-yours", number=found.number)
    if found.status not in AWAITING_RESIDENTS:
        raise Refusal(f"request-is-{found.status.value}", number=found.number)
    check_room_for_photo(len(await desk.service_requests.photos(community, request)))
    # The office took it itself and means it to be seen.
    after = Photo(
        request=request, file=photo.file, by=by.account,
        kind=PhotoKind.AFTER, look=Look.PUBLIC, taken_at=now,
    )  # fmt: skip
    if await desk.service_requests.add_photo(community, after):
        await note_in_audit(found, "photo-added", by.account, desk=desk, now=now, file=photo.file)
        await tell_residents(found, category=stage.category, town=stage.town, desk=desk, now=now)
    return found

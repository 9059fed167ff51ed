"""Another program brings a request for somebody who is not known here."""

from collections.abc import Sequence
from datetime import datetime

from civic.communities.rules import hash_of_code
from civic.kernel.ids import CommunityId, IdMaker, PlaceId
from civic.kernel.photos import DevelopedPhoto, Photos
from civic.kernel.refusal import NotFound
from civic.places.actions import locate_home
from civic.service_requests.actions.filing import Filed, file_request
from civic.service_requests.model import NewPhoto, NewRequest, ServiceRequest
from civic.service_requests.open311.actions.reading import public_service
from civic.service_requests.open311.model import ApiKey, Brought
from civic.service_requests.open311.ports import OutsideDesk
from civic.service_requests.open311.rules.keys import WITHIN, check_pace, draft_of
from civic.service_requests.open311.rules.questions import answers_of


async def key_that_holds(community: CommunityId, code: str, *, desk: OutsideDesk) -> ApiKey | None:
    """None for one that nobody was given, that was taken back, or is another town's."""
    return await desk.open311.key(community, hash_of_code(code))


async def brought_before(
    community: CommunityId, token: str, *, desk: OutsideDesk
) -> ServiceRequest | None:
    """What became of this; None where nothing arrived under its name."""
    return await desk.open311.by_draft(community, draft_of(token))


async def request_of_token(
    community: CommunityId, token: str, *, desk: OutsideDesk
) -> ServiceRequest:
    found = await brought_before(community, token, desk=desk)
    if found is None or await desk.service_requests.secret(community, (found.id,)):
        raise NotFound("open311-token-gone")
    return found


async def bring_request(
    community: CommunityId,
    brought: Brought,
    photos: Sequence[DevelopedPhoto],
    *,
    key: ApiKey,
    desk: OutsideDesk,
    shelf: Photos,
    new_id: IdMaker,
    now: datetime,
) -> Filed:
    """Of a public category alone; brought again under the same name it is the same request."""
    known = await brought_before(community, brought.token, desk=desk)
    if known is not None:
        return Filed(request=known, is_new=False, route=None)
    service = await public_service(community, brought.code, desk=desk)
    check_pace(
        await desk.open311.brought_since(community, key.id, now - WITHIN), key.hourly, now=now
    )
    place, address = await _where(community, brought, desk=desk)
    files = tuple([NewPhoto(file=await shelf.keep(community, photo, now=now)) for photo in photos])
    new = NewRequest(
        draft=draft_of(brought.token),
        category=service.category.id,
        text=brought.text,
        point=brought.point,
        place=place,
        address=address,
        photos=files,
        answers=answers_of(service.category.questions, brought.attributes),
        contact=brought.contact,
    )
    filed = await file_request(community, new, by=None, desk=desk, new_id=new_id, now=now)
    if filed.is_new:
        await desk.open311.note_brought(community, filed.request.id, key.id, now=now)
    return filed


async def _where(
    community: CommunityId, brought: Brought, *, desk: OutsideDesk
) -> tuple[PlaceId | None, str]:
    """The courtyard that a location falls into, and what to call it where nobody said."""
    if brought.point is None or brought.place is not None:
        return brought.place, brought.address
    located = await locate_home(brought.point, community=community, places=desk.places)
    if brought.address or located.inside is None:
        return located.inside.id if located.inside else None, brought.address
    town = await desk.communities.community(community)
    return located.inside.id, located.inside.title_in(town.languages[0])

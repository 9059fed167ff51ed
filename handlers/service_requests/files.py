"""Photos and voice messages of a request: brought, looked at, kept with it."""

from collections.abc import Mapping
from dataclasses import replace

from aiogram.types import Message

from civic.kernel.ids import FileId, ServiceRequestId
from civic.kernel.json_value import Json
from civic.kernel.photos import check_photo
from civic.service_requests.actions.following import add_photo
from civic.service_requests.draft import Draft
from civic.service_requests.model import NewPhoto, PhotoKind, ServiceRequest
from civic.service_requests.rules.filing import PHOTOS_LIMIT
from civic.service_requests.rules.photos import why_no_photo
from handlers.effects import FetchFile, Reply, Send
from handlers.fetched import Fetched, fetched
from handlers.photos import bring_photo
from handlers.screens.fallback import refused_screen
from handlers.screens.service_requests.card import outcome_screen
from handlers.screens.why import why_not
from handlers.service_requests.sitting import asker_of

VOICE_TYPE = "audio/ogg"
_LATELY = 5
"""So many of their latest requests are looked at for one that was filed meanwhile."""


def bring_file(message: Message, *, then: str, params: Mapping[str, Json]) -> FetchFile:
    """Raise Refusal for what is neither a photo nor a voice message."""
    voice = message.voice
    if voice is None:
        return bring_photo(message, then=then, params={**params, "kind": PhotoKind.BEFORE.value})
    return FetchFile(
        file_id=voice.file_id,
        name=f"{voice.file_unique_id}.ogg",
        size=voice.file_size or 0,
        then=then,
        params={**params, "kind": PhotoKind.VOICE.value},
    )


@fetched("request-draft-file")
async def keep_with_draft(given: Fetched) -> Reply:
    """It may have been filed meanwhile: then it is kept with what it was filed as."""
    resident, town = asker_of(given.person)
    kind = PhotoKind(str(given.params["kind"]))
    draft = await given.work.request_drafts.of(town.id, resident.id, hold=True)
    if draft is None or draft.id != given.params["draft"]:
        await _keep_with_filed(given, kind)
        return None
    pictures = sum(one.kind is not PhotoKind.VOICE for one in draft.photos)
    if kind is not PhotoKind.VOICE and pictures >= PHOTOS_LIMIT:
        return None
    why = None if kind is PhotoKind.VOICE else why_no_photo(given.content)
    if why is not None:
        draft = replace(draft, coming=max(0, draft.coming - 1))
        await given.work.request_drafts.put(draft)
        return Send(screen=refused_screen(why_not(why, given.say), say=given.say))
    await given.work.request_drafts.put(await _with(draft, given, kind))
    return None


@fetched("request-photo")
async def keep_with_request(given: Fetched) -> Reply:
    """Sent to a request that was filed before."""
    request = ServiceRequestId(int(str(given.params["request"])))
    kept = await _keep_with(request, given, PhotoKind.COMMENT)
    if given.params["is_silent"]:
        return None
    text = given.say("my-request-photo-kept", number=given.say.number(kept.number))
    return Send(screen=outcome_screen(text, say=given.say))


async def _keep_with_filed(given: Fetched, kind: PhotoKind) -> None:
    resident, town = asker_of(given.person)
    lately = await given.work.service_requests.of_resident(town.id, resident.id, limit=_LATELY)
    filed = next((one for one in lately if one.draft == given.params["draft"]), None)
    if filed is not None:
        await _keep_with(filed.id, given, kind)


async def _keep_with(request: ServiceRequestId, given: Fetched, kind: PhotoKind) -> ServiceRequest:
    """Raise Refusal for what is no photo."""
    resident, town = asker_of(given.person)
    if given.params["kind"] == PhotoKind.VOICE.value:
        kind = PhotoKind.VOICE
    else:
        check_photo(given.content)
    photo = NewPhoto(file=await _kept(given, kind), kind=kind)
    return await add_photo(town.id, request, photo, by=resident, desk=given.work, now=given.now)


async def _with(draft: Draft, given: Fetched, kind: PhotoKind) -> Draft:
    photo = NewPhoto(file=await _kept(given, kind), kind=kind)
    coming = draft.coming if kind is PhotoKind.VOICE else max(0, draft.coming - 1)
    return replace(draft, photos=(*draft.photos, photo), coming=coming, changed_at=given.now)


async def _kept(given: Fetched, kind: PhotoKind) -> FileId:
    _resident, town = asker_of(given.person)
    account = given.person.account.id
    if kind is PhotoKind.VOICE:
        return await given.work.files.put(
            town.id, account, "voice.ogg", VOICE_TYPE, given.content, stays=True, now=given.now
        )
    return await given.work.photos.take(town.id, account, given.content, now=given.now)

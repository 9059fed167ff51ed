"""A request as its asker and the neighbours see it: one message, edited as things happen."""

from collections.abc import Mapping, Sequence

from civic.communities.model import Agency
from civic.kernel.ids import AgencyId, FileId
from civic.kernel.json_value import Json, JsonObject
from civic.kernel.language import Translated
from civic.service_requests.model import (
    Category,
    Event,
    Look,
    Photo,
    PhotoKind,
    ServiceRequest,
    Status,
)

HAPPENED = 6
"""So many of the latest things stand on the card."""
SHOWN_TEXT = 600


def card_params(
    request: ServiceRequest,
    *,
    category: Category,
    agencies: Mapping[AgencyId, Agency],
    events: Sequence[Event],
    photos: Sequence[Photo],
    merged_number: int | None,
    zone: str,
    is_own: bool,
    asker: str = "",
) -> JsonObject:
    """What the screen of `request-card` shows. `events`: the latest first.

    `is_own`: for its asker, who sees their own photos before anybody looked at them.
    `asker`: what to call whoever filed it and wants neighbours to know.
    """
    return {
        "request": request.id,
        "number": request.number,
        "category": _texts(category.name),
        "icon": category.icon,
        "emergency": category.is_emergency,
        "status": request.status.value,
        "disputed": request.is_disputed,
        "reopened": request.reopened,
        "agency": _agency(request.agency, agencies),
        "due_at": request.due_at.isoformat() if request.due_at and request.is_open else None,
        "clock_stands": request.clock_stopped_at is not None,
        "planned_for": request.planned_for.isoformat() if request.planned_for else None,
        "text": request.text[:SHOWN_TEXT],
        "address": request.address,
        "mapped": request.point is not None or request.place is not None,
        "joined": request.joined,
        "merged_into": merged_number if request.status is Status.MERGED else None,
        "photo": photo_shown(photos, PhotoKind.BEFORE, is_own=is_own),
        "photo_after": photo_shown(photos, PhotoKind.AFTER, is_own=False),
        "happened": [
            _happened(event, agencies, is_mine=is_own and event.by == request.account)
            for event in events
            if event.is_public
        ][:HAPPENED],
        "own": is_own,
        "asker": asker,
        "zone": zone,
    }


def photo_shown(photos: Sequence[Photo], kind: PhotoKind, *, is_own: bool) -> FileId | None:
    """The first of the kind that may be shown; what the office itself sent is fit to be."""
    for photo in photos:
        fits = photo.look is Look.PUBLIC or (is_own and photo.look is Look.WAITING)
        if photo.kind is kind and fits:
            return photo.file
    return None


def _happened(event: Event, agencies: Mapping[AgencyId, Agency], *, is_mine: bool) -> JsonObject:
    """`is_mine`: it was done by whoever the card is for."""
    agency = event.details.get("agency")
    told: dict[str, Json] = {
        "n": event.n,
        "at": event.at.isoformat(),
        "kind": event.kind.value,
        "mine": is_mine,
        "step": event.details.get("step"),
        "from": event.from_status.value if event.from_status else None,
        "to": event.to_status.value if event.to_status else None,
        "text": event.text[:SHOWN_TEXT],
        "office": event.from_office,
        "day": event.details.get("day"),
        "agency": _agency(AgencyId(agency), agencies) if isinstance(agency, int) else None,
    }
    return told


def _agency(agency: AgencyId | None, agencies: Mapping[AgencyId, Agency]) -> JsonObject | None:
    known = agencies.get(agency) if agency is not None else None
    return _texts(known.name) if known else None


def _texts(text: Translated) -> dict[str, Json]:
    return {str(language): words for language, words in text.texts.items()}

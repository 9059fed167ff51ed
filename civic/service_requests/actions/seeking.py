"""An address that the town's own list does not know is looked up on the map, if they wish so."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from civic.kernel.ids import CommunityId, GeocodingId, IdMaker
from civic.kernel.json_value import JsonObject
from civic.kernel.language import Language
from civic.kernel.outbox import Notice
from civic.kernel.refusal import NotFound, Refusal
from civic.places.model import Box, PlaceKind
from civic.residents.ports import Residents
from civic.service_requests.actions.filing import check_not_far
from civic.service_requests.actions.placing import at_point
from civic.service_requests.draft import Draft
from civic.service_requests.ports import RequestDesk
from civic.service_requests.spots import OFFERED, Geocodings, Seeker, Spot, WantedSpots

FOUND = "request-spots"
_WORLD = Box(west=-180, south=-90, east=180, north=90)


class SeekingDesk(RequestDesk, Protocol):
    @property
    def geocodings(self) -> Geocodings: ...
    @property
    def residents(self) -> Residents: ...


async def can_seek(community: CommunityId, *, desk: RequestDesk) -> bool:
    """Without anything drawn nobody could tell which town's street is meant."""
    return bool(await desk.places.touching(community, _WORLD, tuple(PlaceKind), limit=1))


async def seek_spots(
    draft: Draft, typed: str, *, language: Language, desk: SeekingDesk, new_id: IdMaker,
    now: datetime,
) -> tuple[Draft, tuple[Spot, ...] | None]:  # fmt: skip
    """What is known of these words already; with None they will be told, unless they go on."""
    geocoding = GeocodingId(new_id(now))
    known = await desk.geocodings.seek(draft.community, typed, language, geocoding, now=now)
    return replace(draft, sought=known.id), known.found


async def at_spot(
    draft: Draft, geocoding: GeocodingId, number: int, *, language: Language, desk: SeekingDesk
) -> Draft:
    """Raise NotFound when what was found is forgotten, or never had so many."""
    known = await desk.geocodings.geocoding(draft.community, geocoding)
    found = known.found if known is not None else None
    if found is None or not 0 <= number < len(found):
        raise NotFound("ask-map-gone")
    spot = found[number]
    return await at_point(draft, spot.point, title=spot.title, language=language, desk=desk)


async def tell_spots(
    wanted: WantedSpots, spots: Sequence[Spot], *, desk: SeekingDesk, now: datetime
) -> int:
    """Keep what lies in the town or not far from it, and tell those who still wait."""
    near = [spot for spot in spots if await _is_near(wanted.community, spot, desk)][:OFFERED]
    seekers = await desk.geocodings.answer(wanted.community, wanted.id, near)
    titles = [spot.title for spot in near]
    return await _tell(wanted, seekers, {"titles": [*titles]}, desk=desk, now=now)


async def tell_silence(wanted: WantedSpots, *, desk: SeekingDesk, now: datetime) -> int:
    """Nothing is kept of it: asked again, the map may answer."""
    seekers = await desk.geocodings.drop(wanted.community, wanted.id)
    return await _tell(wanted, seekers, {"silent": True}, desk=desk, now=now)


async def _tell(
    wanted: WantedSpots, seekers: Sequence[Seeker], told: JsonObject, *, desk: SeekingDesk,
    now: datetime,
) -> int:  # fmt: skip
    for seeker in seekers:
        who = await desk.residents.resident(wanted.community, seeker.resident)
        params = {"draft": seeker.draft, "geocoding": wanted.id, "typed": wanted.typed, **told}
        notice = Notice(to=who.account, community=wanted.community, key=FOUND, params=params)
        await desk.outbox.owe(notice, now=now)
    return len(seekers)


async def _is_near(community: CommunityId, spot: Spot, desk: SeekingDesk) -> bool:
    try:
        await check_not_far(community, spot.point, desk=desk)
    except Refusal:
        return False
    return True

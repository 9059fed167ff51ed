"""Places on a map: the picture at once where it was drawn before, else as soon as it is."""

from datetime import datetime

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from civic.assets.actions.finding import nearest_assets, visible_kinds
from civic.kernel.drawings import DrawingKind
from civic.kernel.ids import IdMaker
from civic.kernel.language import language_of
from civic.kernel.refusal import Refusal
from civic.places.maps import Mark, PlaceMap, place_map
from civic.service_requests.model import ServiceRequest
from civic.unit_of_work import Work
from handlers.drawings import drawing_reply
from handlers.effects import Reply
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.places import ShowMapPress
from handlers.presses.service_requests import RequestMapPress
from handlers.screens.place_maps import caption_of, request_caption
from handlers.service_requests.following import seen_card
from handlers.service_requests.sitting import desk_of
from handlers.settings import lives_somewhere
from locales.catalog import Say

_NEAR_METRES = 200


def build_router() -> Router:
    router = Router(name="place-maps")
    router.callback_query.register(show_map, Pressed(ShowMapPress))
    router.callback_query.register(show_request, Pressed(RequestMapPress))
    return router


async def show_map(
    _query: CallbackQuery, press: ShowMapPress, person: Person, work: Work, say: Say, now: datetime
) -> Reply:
    _resident, town = lives_somewhere(person)
    place = await work.places.place(town.id, press.place)
    shown = await place_map(
        town.id, chosen=place.id, language=language_of(say.language), places=work.places
    )
    return await _reply(shown, caption_of(place, say=say), person, work, say, now)


async def show_request(
    _query: CallbackQuery, press: RequestMapPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    """With its pin, and the things of the town's around it that residents may see."""
    desk = desk_of(person, work, say, state, now, new_id)
    request = (await seen_card(press.request, desk)).request
    # A town that switched its public maps off shows no list of its things in pictures either.
    marks = await _nearby(request, work) if desk.town.has_public_pages else ()
    shown = await place_map(
        desk.town.id, chosen=request.place, pin=request.point, marks=marks,
        language=language_of(say.language), places=work.places,
    )  # fmt: skip
    drawn = shown.marks if shown is not None else ()
    caption = request_caption(request, [mark.label for mark in drawn], say=say)
    return await _reply(shown, caption, person, work, say, now)


async def _nearby(request: ServiceRequest, work: Work) -> tuple[Mark, ...]:
    if request.point is None:
        return ()
    kinds = await visible_kinds(request.community, for_office=False, assets=work.assets)
    near = await nearest_assets(
        request.point, community=request.community, kinds=list(kinds), assets=work.assets
    )
    return tuple(
        Mark(
            point=one.asset.point,
            label=one.asset.label,
            is_chosen=one.asset.id == request.asset,
        )
        for one in near
        if one.metres <= _NEAR_METRES
    )


async def _reply(
    shown: PlaceMap | None, caption: str, person: Person, work: Work, say: Say, now: datetime
) -> Reply:
    """Raise Refusal where nothing was ever drawn."""
    _resident, town = lives_somewhere(person)
    if shown is None:
        raise Refusal("map-nothing-drawn")
    return await drawing_reply(
        DrawingKind.MAP, shown.written(), caption, town=town.id, person=person, work=work, say=say,
        now=now,
    )  # fmt: skip

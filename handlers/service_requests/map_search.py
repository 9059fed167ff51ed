"""An address that the town's list does not know is looked for on a map, if they wish so."""

from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from civic.kernel.ids import IdMaker
from civic.kernel.language import language_of
from civic.service_requests.actions.seeking import at_spot, can_seek, seek_spots
from civic.service_requests.draft import Draft
from civic.unit_of_work import Work
from handlers.effects import Reply
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.service_requests import ChooseSpotPress, SearchMapPress
from handlers.screens.screen import Screen
from handlers.screens.service_requests.map_search import (
    looking_screen,
    spots_screen,
    with_map_offered,
)
from handlers.service_requests.filing import filed_before
from handlers.service_requests.sitting import Desk, RequestForm, desk_of, next_screen
from locales.catalog import Say


def build_map_search_router() -> Router:
    router = Router(name="service-requests-map-search")
    router.callback_query.register(search_map, Pressed(SearchMapPress))
    router.callback_query.register(choose_spot, Pressed(ChooseSpotPress))
    return router


async def offer_map(screen: Screen, typed: str, draft: Draft, desk: Desk) -> Screen:
    """Beside what the town's own list offers; what was typed before is sought no more."""
    if draft.sought is not None:
        await desk.keep(replace(draft, sought=None))
    # The number on a thing stands on no map.
    is_address = any(letter.isalpha() for letter in typed)
    if (
        not desk.has_map_search
        or not is_address
        or not await can_seek(desk.town.id, desk=desk.work)
    ):
        return screen
    return with_map_offered(screen, say=desk.say)


async def search_map(
    _query: CallbackQuery, person: Person, work: Work, say: Say, state: FSMContext, now: datetime,
    new_id: IdMaker, *, has_map_search: bool,
) -> Reply:  # fmt: skip
    desk = desk_of(person, work, say, state, now, new_id)
    typed = (await state.get_data()).get("typed")
    draft = await desk.draft()
    # Of a message from before: there is nothing to look for, or nobody to ask.
    if not isinstance(typed, str) or not typed or not has_map_search:
        return await next_screen(draft, desk)
    await state.set_state(RequestForm.place)
    sought, found = await seek_spots(
        draft, typed, language=language_of(say.language), desk=work, new_id=new_id, now=now
    )
    if found is None or sought.sought is None:
        await desk.keep(sought)
        return looking_screen(typed, say=say)
    titles = [spot.title for spot in found]
    return spots_screen(draft.id, sought.sought, typed, titles, say=say)


async def choose_spot(
    _query: CallbackQuery, press: ChooseSpotPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    desk = desk_of(person, work, say, state, now, new_id)
    draft = await desk.draft()
    if draft.id != press.draft:
        return await filed_before(press.draft, desk)
    placed = await at_spot(
        draft, press.geocoding, press.number, language=language_of(say.language), desk=work
    )
    return await next_screen(await desk.keep(placed), desk)

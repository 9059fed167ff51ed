"""The last steps of asking: what is filed nearby, the summary, and the filing itself."""

from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from civic.kernel.ids import IdMaker
from civic.service_requests.actions.filing import file_request
from civic.service_requests.actions.following import join_request, join_with_draft
from civic.service_requests.draft import Ask, next_ask
from civic.service_requests.model import ServiceRequest
from civic.unit_of_work import Work
from handlers.effects import Reply, Show, Toast
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.service_requests import (
    AnonymousPress,
    ContactPress,
    DraftId,
    FilePress,
    JoinPress,
    NearbyRequestPress,
    NoneNearbyPress,
)
from handlers.screens.screen import Screen
from handlers.screens.service_requests.asking import contact_screen
from handlers.screens.service_requests.card import card_screen, nearby_card_screen
from handlers.service_requests.following import seen_card
from handlers.service_requests.mine import my_requests
from handlers.service_requests.sitting import (
    Desk,
    RequestForm,
    asked_screen,
    desk_of,
    next_screen,
)
from locales.catalog import Say


def build_filing_router() -> Router:
    router = Router(name="service-requests-filing")
    router.callback_query.register(show_nearby, Pressed(NearbyRequestPress))
    router.callback_query.register(none_nearby, Pressed(NoneNearbyPress))
    router.callback_query.register(join, Pressed(JoinPress))
    router.callback_query.register(set_anonymous, Pressed(AnonymousPress))
    router.callback_query.register(ask_contact, Pressed(ContactPress))
    router.callback_query.register(file, Pressed(FilePress))
    return router


async def show_nearby(
    _query: CallbackQuery, press: NearbyRequestPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    desk = desk_of(person, work, say, state, now, new_id)
    seen = await seen_card(press.request, desk)
    return nearby_card_screen(seen.params, is_own=seen.stands_behind, say=say)


async def none_nearby(
    _query: CallbackQuery, person: Person, work: Work, say: Say, state: FSMContext, now: datetime,
    new_id: IdMaker,
) -> Reply:  # fmt: skip
    desk = desk_of(person, work, say, state, now, new_id)
    draft = await desk.keep(replace(await desk.draft(), looked_around=True))
    return await next_screen(draft, desk)


async def join(
    _query: CallbackQuery, press: JoinPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    """One more stands behind it; what they were writing about the same goes with them."""
    desk = desk_of(person, work, say, state, now, new_id)
    town, resident = desk.town.id, desk.resident
    if await state.get_state() == RequestForm.nearby.state:
        draft = await desk.draft()
        joined = await join_with_draft(town, press.request, draft, by=resident, desk=work, now=now)
        await work.request_drafts.drop(town, resident.id, with_files=False)
        await state.clear()
    else:
        joined = await join_request(town, press.request, by=resident, desk=work, now=now)
    toast = Toast(text=say("my-request-joined-toast", number=say.number(joined.number)))
    return [toast, await shown_as_card(joined, desk)]


async def set_anonymous(
    _query: CallbackQuery, press: AnonymousPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    desk = desk_of(person, work, say, state, now, new_id)
    draft = await desk.keep(replace(await desk.draft(), is_anonymous=press.on))
    return await next_screen(draft, desk)


async def ask_contact(
    _query: CallbackQuery, press: ContactPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    desk = desk_of(person, work, say, state, now, new_id)
    if press.is_gone:
        return await next_screen(await desk.keep(replace(await desk.draft(), contact="")), desk)
    await state.set_state(RequestForm.contact)
    return contact_screen(say=say)


async def file(
    _query: CallbackQuery, press: FilePress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    """Once, however often it is pressed; the message with the summary becomes the card."""
    desk = desk_of(person, work, say, state, now, new_id)
    draft = await desk.draft()
    if draft.id != press.draft:
        return await filed_before(press.draft, desk)
    category = await desk.category_of(draft)
    if next_ask(draft, category) is not Ask.SUMMARY:
        return await next_screen(draft, desk)
    filed = await file_request(
        desk.town.id, draft.request(), by=desk.resident, desk=work, new_id=new_id, now=now
    )
    await work.request_drafts.drop(draft.community, draft.resident, with_files=False)
    await state.clear()
    toast = Toast(text=say("ask-filed", number=say.number(filed.request.number)))
    return [toast, await shown_as_card(filed.request, desk)]


async def filed_before(was: DraftId, desk: Desk) -> Reply:
    """The button of a summary that is over: what became of it."""
    lately = await desk.work.service_requests.of_resident(desk.town.id, desk.resident.id, limit=20)
    known = next((one for one in lately if one.draft == was), None)
    if known is None:
        draft = await desk.draft()
        if not draft.is_begun:
            return await my_requests(0, desk)
        screen: Screen = await asked_screen(
            next_ask(draft, await desk.category_of(draft)), draft, desk
        )
        return [Toast(text=desk.say("press-outdated")), Show(screen=screen)]
    toast = Toast(text=desk.say("ask-filed-before", number=desk.say.number(known.number)))
    return [toast, await shown_as_card(known, desk)]


async def shown_as_card(request: ServiceRequest, desk: Desk) -> Show:
    """From now on news of it edit this message.

    The picture comes with the first news: a message of text can be edited in place.
    """
    seen = await seen_card(request.id, desk)
    screen = card_screen(seen.params, stands_behind=seen.stands_behind, say=desk.say)
    return Show(screen=replace(screen, picture=None), card=request.card)

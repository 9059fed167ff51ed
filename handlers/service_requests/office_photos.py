"""An official looks at photos, and at words, before the public may."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from civic.communities.rules import Action, is_allowed
from civic.service_requests.actions.looking import look_at_photo, set_hidden
from civic.service_requests.model import Look
from civic.unit_of_work import Work
from handlers.effects import Effect, Reply, Send, Show, Toast, Unbutton
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.service_request_office import (
    HideRequestPress,
    LookPress,
    RequestPhotosPress,
    UnlookedPhotosPress,
)
from handlers.screens.service_requests.office_photos import more_photos_screen, photo_screen
from handlers.service_requests.office_card import request_card
from handlers.service_requests.office_desk import (
    at_request,
    leaving_request_forms,
    request_office,
)
from handlers.service_requests.office_steps import at_own_request
from locales.catalog import Say

AT_ONCE = 5
UNLOOKED_LIMIT = 100


def build_photos_router() -> Router:
    router = leaving_request_forms(Router(name="request-office-photos"))
    router.callback_query.register(show_photos, Pressed(RequestPhotosPress))
    router.callback_query.register(show_unlooked, Pressed(UnlookedPhotosPress))
    router.callback_query.register(look, Pressed(LookPress))
    router.callback_query.register(hide, Pressed(HideRequestPress))
    return router


async def show_photos(
    _query: CallbackQuery,
    press: RequestPhotosPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    at = await at_request(person, press.request, work)
    may_look = is_allowed(at.desk.official, Action.HANDLE_REQUESTS)
    photos = await work.service_requests.photos(at.desk.town.id, at.request.id)
    shown: list[Effect] = []
    for one in photos:
        is_ready = await work.photos.is_developed(at.desk.town.id, one.file)
        screen = photo_screen(
            at.request, at.category, one, is_ready=is_ready, may_look=may_look, say=say
        )
        shown.append(Send(screen=screen))
    return [Unbutton(), *shown, Send(screen=await request_card(at, work, say, now))]


async def show_unlooked(_query: CallbackQuery, person: Person, work: Work, say: Say) -> Reply:
    """A few at a time, those that wait longest first."""
    desk = await request_office(person, work, action=Action.HANDLE_REQUESTS)
    waiting = await work.service_requests.unlooked_photos(desk.town.id, limit=UNLOOKED_LIMIT)
    shown = waiting[:AT_ONCE]
    requests = await work.service_requests.some(desk.town.id, {one.request for one in shown})
    categories = {one.id: one for one in await work.request_categories.all(desk.town.id)}
    sent: list[Effect] = []
    for photo in shown:
        request = requests[photo.request]
        is_ready = await work.photos.is_developed(desk.town.id, photo.file)
        screen = photo_screen(
            request, categories[request.category], photo, is_ready=is_ready, may_look=True, say=say
        )
        sent.append(Send(screen=screen))
    more = more_photos_screen(len(waiting) - len(shown), list(requests.values()), say=say)
    return [Unbutton(), *sent, Send(screen=more)] if sent else more


async def look(
    _query: CallbackQuery,
    press: LookPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    at = await at_own_request(person, press.request, work)
    seen = await look_at_photo(
        at.desk.town.id, at.request.id, press.file, Look.PUBLIC if press.fit else Look.HIDDEN,
        by=at.desk.official, desk=work, now=now,
    )  # fmt: skip
    return [Toast(text=say(f"office-photo-is-{seen.look.value}")), Unbutton()]


async def hide(
    _query: CallbackQuery,
    press: HideRequestPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    at = await at_own_request(person, press.request, work)
    if at.request.is_hidden != press.hidden:
        kept = await set_hidden(
            at.desk.town.id, at.request.id, is_hidden=press.hidden, by=at.desk.official,
            desk=work, now=now,
        )  # fmt: skip
        at = at.with_request(kept)
    said = say("office-did-hide" if press.hidden else "office-did-show")
    return [Toast(text=said), Show(screen=await request_card(at, work, say, now))]

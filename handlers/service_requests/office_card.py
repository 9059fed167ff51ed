"""A request's card before the office, its history, its photos, who joined, why it came here."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from civic.kernel.ids import AccountId
from civic.kernel.language import language_of
from civic.service_requests.actions.routing import why_routed
from civic.service_requests.model import Look, PhotoKind
from civic.unit_of_work import Work
from handlers.effects import Reply, Send, Unbutton
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.service_request_office import (
    MoreStepsPress,
    OfficeRequestPress,
    RequestDetailsPress,
    RequestHistoryPress,
    RequestJoinedPress,
    RequestPlacePress,
    WhyTherePress,
)
from handlers.screens.screen import Screen, Spot
from handlers.screens.service_requests.office_card import (
    HISTORY_PAGE,
    JOINED_SHOWN,
    OfficeCard,
    card_screen,
    details_screen,
    history_screen,
    joined_screen,
    more_screen,
    why_screen,
)
from handlers.service_requests.office_desk import (
    AtRequest,
    at_request,
    leaving_request_forms,
)
from locales.catalog import Say

LATEST = 10
"""Among so many events the last words are looked for."""


def build_card_router() -> Router:
    router = leaving_request_forms(Router(name="request-office-card"))
    router.callback_query.register(show, Pressed(OfficeRequestPress))
    router.callback_query.register(show_more, Pressed(MoreStepsPress))
    router.callback_query.register(show_details, Pressed(RequestDetailsPress))
    router.callback_query.register(show_history, Pressed(RequestHistoryPress))
    router.callback_query.register(show_why, Pressed(WhyTherePress))
    router.callback_query.register(show_joined, Pressed(RequestJoinedPress))
    router.callback_query.register(show_place, Pressed(RequestPlacePress))
    return router


async def request_card(at: AtRequest, work: Work, say: Say, now: datetime) -> Screen:
    return card_screen(await card_of(at, work, say, now), say=say)


async def card_of(at: AtRequest, work: Work, say: Say, now: datetime) -> OfficeCard:
    request, town = at.request, at.desk.town.id
    photos = await work.service_requests.photos(town, request.id)
    merged = None
    if request.merged_into is not None:
        merged = (await work.service_requests.request(town, request.merged_into)).number
    latest = await work.service_requests.events(town, request.id, limit=LATEST)
    return OfficeCard(
        request=request,
        category=at.category,
        parties=at.parties,
        agencies=at.desk.known,
        calendar=at.desk.calendar,
        place=await _place(at, work, say),
        asset=await _asset(at, work, say),
        asker=await _name(request.account, work) if at.parties else "",
        holder=_holder(at),
        is_own=request.assignee == at.desk.official.account,
        photos=sum(one.kind is not PhotoKind.VOICE for one in photos),
        unlooked=sum(one.look is Look.WAITING for one in photos),
        merged_number=merged,
        said=next((one for one in latest if one.text), None),
        names={one.account: one.name for one in at.desk.office.staff},
        now=now,
    )


async def _place(at: AtRequest, work: Work, say: Say) -> str:
    if at.request.place is None:
        return ""
    place = await work.places.place(at.desk.town.id, at.request.place)
    return place.name.in_(language_of(say.language))


async def _asset(at: AtRequest, work: Work, say: Say) -> str:
    if at.request.asset is None:
        return ""
    asset = await work.assets.asset(at.desk.town.id, at.request.asset)
    kind = await work.assets.kind(at.desk.town.id, asset.kind)
    parts = [kind.title_in(language_of(say.language)), asset.label, asset.owner]
    return ", ".join(part for part in parts if part)


async def _name(account: AccountId | None, work: Work) -> str:
    found = await work.accounts.find(account) if account is not None else None
    return found.first_name if found else ""


def _holder(at: AtRequest) -> str:
    """With whoever stands in for them."""
    names = {one.account: one.name for one in at.desk.office.staff}
    holder = at.request.assignee
    if holder is None or holder not in names:
        return ""
    substitute = at.desk.office.away.get(holder)
    return f"{names[holder]} → {names[substitute]}" if substitute else names[holder]


async def show(
    _query: CallbackQuery,
    press: OfficeRequestPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    at = await at_request(person, press.request, work)
    return await request_card(at, work, say, now)


async def show_more(
    _query: CallbackQuery,
    press: MoreStepsPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    at = await at_request(person, press.request, work)
    return more_screen(await card_of(at, work, say, now), say=say)


async def show_details(
    _query: CallbackQuery,
    press: RequestDetailsPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    at = await at_request(person, press.request, work)
    return details_screen(await card_of(at, work, say, now), say=say)


async def show_history(
    _query: CallbackQuery,
    press: RequestHistoryPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    at = await at_request(person, press.request, work)
    page = max(press.page, 0)
    events = await work.service_requests.events(
        at.desk.town.id, at.request.id, offset=page * HISTORY_PAGE, limit=HISTORY_PAGE
    )
    names = {one.account: one.name for one in await work.officials.all(at.desk.town.id)}
    card = await card_of(at, work, say, now)
    return history_screen(card, events, names, page=page, say=say)


async def show_why(
    _query: CallbackQuery,
    press: WhyTherePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    at = await at_request(person, press.request, work)
    routed = await why_routed(at.desk.town.id, at.request.id, desk=work)
    return why_screen(await card_of(at, work, say, now), routed, say=say)


async def show_joined(
    _query: CallbackQuery,
    press: RequestJoinedPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    """Their names, for whoever handles it; to others they are a count."""
    at = await at_request(person, press.request, work)
    names: list[str] = []
    if at.parties:
        joined = await work.service_requests.supporters(
            at.desk.town.id, at.request.id, limit=JOINED_SHOWN
        )
        names = [await _name(one.account, work) for one in joined]
    return joined_screen(await card_of(at, work, say, now), [n for n in names if n], say=say)


async def show_place(
    _query: CallbackQuery,
    press: RequestPlacePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    """The card goes on below the map, where the eyes are."""
    at = await at_request(person, press.request, work)
    card = await request_card(at, work, say, now)
    if at.request.point is None:
        return card
    spot = Spot(latitude=at.request.point.latitude, longitude=at.request.point.longitude)
    return [Unbutton(), Send(screen=Screen(text="", spot=spot)), Send(screen=card)]

"""Where those live who are meant, or are left out: ticked in lists, or found by typing."""

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from civic.audiences.edits import with_place
from civic.audiences.rules import check_rule
from civic.kernel.ids import CommunityId, PlaceId
from civic.kernel.refusal import NotFound, Refusal
from civic.places.actions import search_places
from civic.places.model import Place, PlaceKind
from civic.unit_of_work import Work
from handlers.audiences.holding import Holders, holder_of, picking, town_of
from handlers.audiences.words import picked_count
from handlers.effects import Reply, Show
from handlers.message_filters import Typed
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.audiences import AudiencePlacesPress, SubjectId, TogglePlacePress
from handlers.screens.audiences.places import (
    FOUND,
    PAGE,
    PlacesListed,
    found_screen,
    places_screen,
)
from handlers.screens.screen import Screen
from locales.catalog import Say

_INSIDE = {PlaceKind.DISTRICT: PlaceKind.COURTYARD, PlaceKind.COURTYARD: PlaceKind.BUILDING}


class PlaceSearchForm(StatesGroup):
    name = State()


def build_places_router() -> Router:
    router = Router(name="audiences-places")
    router.message.register(search, StateFilter(PlaceSearchForm.name), Typed())
    router.callback_query.register(show_places, Pressed(AudiencePlacesPress))
    router.callback_query.register(turn_place, Pressed(TogglePlacePress))
    return router


async def show_places(
    _query: CallbackQuery,
    press: AudiencePlacesPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
    holders: Holders,
) -> Reply:
    return await _places(press, person, work, say, now, state, holders)


async def turn_place(
    _query: CallbackQuery,
    press: TogglePlacePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
    holders: Holders,
) -> Reply:
    picked = await picking(press.of, press.subject, holders, person, work, say)
    town = town_of(person)
    path = await work.places.path(town.id, press.place)
    chosen = picked.rule.without_places if press.out else picked.rule.places
    if press.on and path[0].retired:
        raise NotFound("place-not-found")
    if press.on and any(place.id in chosen for place in path[1:]):
        raise Refusal("audience-covered")
    rule = with_place(
        picked.rule,
        press.place,
        on=press.on,
        left_out=press.out,
        inside=await _lying_in(path[0], chosen, work),
    )
    if press.on:
        check_rule(rule, gone=await work.audiences.gone(town.id, rule))
    await holder_of(press.of, holders).keep(press.subject, rule, person, work, now)
    if press.page == FOUND:
        await _expect_name(press.of, press.subject, press.out, state)
        return await _found([path[0]], "", press, person, work, say, now, holders)
    among = AudiencePlacesPress(
        of=press.of,
        subject=press.subject,
        out=press.out,
        parent=path[0].parent or PlaceId(0),
        loose=path[0].parent is None and path[0].kind is PlaceKind.COURTYARD,
        page=press.page,
    )
    return await _places(among, person, work, say, now, state, holders)


async def search(
    _message: Message,
    typed: str,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
    holders: Holders,
) -> Reply:
    press = _asked(await state.get_data())
    town = town_of(person)
    found = await search_places(typed, community=town.id, places=work.places, limit=PAGE + 1)
    screen = await _found(found, typed, press, person, work, say, now, holders)
    return Show(screen=screen, replaces=True)


async def _places(
    press: AudiencePlacesPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
    holders: Holders,
) -> Screen:
    picked = await picking(press.of, press.subject, holders, person, work, say)
    town = town_of(person)
    page = max(0, press.page)
    listed = await places_listed(press.parent, press.loose, page, town.id, work)
    counted = await picked_count(picked, town, work, say, now)
    await _expect_name(press.of, press.subject, press.out, state)
    return places_screen(picked, listed, out=press.out, counted=counted, say=say)


async def _found(
    found: list[Place],
    typed: str,
    press: AudiencePlacesPress | TogglePlacePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    holders: Holders,
) -> Screen:
    picked = await picking(press.of, press.subject, holders, person, work, say)
    counted = await picked_count(picked, town_of(person), work, say, now)
    return found_screen(picked, found, typed, out=press.out, counted=counted, say=say)


async def places_listed(
    parent: PlaceId, loose: bool, page: int, community: CommunityId, work: Work
) -> PlacesListed:
    """A page of the town's places, to choose one or look into it."""
    path = await work.places.path(community, parent) if parent else ()
    within = path[0] if path else None
    inside = within.id if within else None
    districts = await work.places.count_inside(community, None, PlaceKind.DISTRICT)
    has_loose = False
    if within is not None:
        kind = _INSIDE.get(within.kind, PlaceKind.BUILDING)
    elif loose or not districts:
        kind = PlaceKind.COURTYARD
    else:
        kind = PlaceKind.DISTRICT
        has_loose = bool(await work.places.count_inside(community, None, PlaceKind.COURTYARD))
    places = await work.places.inside(community, inside, kind, offset=page * PAGE, limit=PAGE)
    return PlacesListed(
        places=places,
        count=await work.places.count_inside(community, inside, kind),
        page=page,
        within=within,
        loose=loose,
        has_loose=has_loose,
        holding=[place.id for place in places if await _holds(place, work)],
        path=[place.id for place in path],
    )


async def _holds(place: Place, work: Work) -> bool:
    kind = _INSIDE.get(place.kind)
    return kind is not None and bool(
        await work.places.count_inside(place.community, place.id, kind)
    )


async def _lying_in(place: Place, chosen: tuple[PlaceId, ...], work: Work) -> list[PlaceId]:
    """Of the chosen ones those that this place holds, also through another."""
    known = await work.places.some(place.community, chosen)
    holders = {one.parent for one in known.values() if one.parent is not None}
    above = await work.places.some(place.community, holders)
    return [
        one.id
        for one in known.values()
        if one.parent is not None
        and place.id in {one.parent, above[one.parent].parent if one.parent in above else None}
    ]


async def _expect_name(of: str, subject: SubjectId, out: bool, state: FSMContext) -> None:
    await state.set_state(PlaceSearchForm.name)
    await state.set_data({"of": of, "subject": subject, "out": out})


def _asked(noted: dict[str, Any]) -> AudiencePlacesPress:
    """What `_expect_name` noted."""
    return AudiencePlacesPress(
        of=noted["of"], subject=SubjectId(noted["subject"]), out=noted["out"]
    )

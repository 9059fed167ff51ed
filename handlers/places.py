"""Choosing a courtyard to live in or to follow."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from civic.communities.model import Community
from civic.kernel.ids import PlaceId, SurveyId
from civic.places.actions import finest_kind, locate_home, place_to_live, search_address
from civic.places.model import Place, PlaceKind, Point
from civic.residents.actions.settings import choose_home, follow
from civic.residents.model import Resident
from civic.unit_of_work import Work
from handlers.effects import Effect, Reply, Send, Show
from handlers.menu import home_of
from handlers.message_filters import Located, Said, Typed
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.places import (
    FOLLOW,
    HOME,
    NO_SURVEY,
    ChoosePlacePress,
    CourtyardsPress,
    DistrictsPress,
    FollowPress,
    HomePress,
    LaterPress,
    TypeAddressPress,
)
from handlers.presses.service_requests import DEGREE, ReportHerePress
from handlers.screens.places import (
    PAGE,
    ask_courtyard_screen,
    chosen_screen,
    chosen_text,
    courtyards_screen,
    districts_screen,
    near_screen,
    no_places_screen,
    nowhere_screen,
    offer_screen,
    suggestions_screen,
)
from handlers.screens.screen import Screen
from handlers.service_requests.offering import takes_requests
from handlers.settings import followed_of, lives_somewhere
from handlers.surveys.answer import opened_screen
from locales.catalog import LANGUAGES, Say
from locales.catalog import say as speak


class CourtyardForm(StatesGroup):
    address = State()


def build_router() -> Router:
    router = Router(name="places")
    router.message.register(locate, StateFilter(CourtyardForm.address), Located())
    router.message.register(search, StateFilter(CourtyardForm.address), Typed())
    router.message.register(offer, StateFilter(None), Located())
    # The keys stay on the screen of who went another way.
    router.message.register(later_by_key, StateFilter(None), Said(_labels("courtyard-later")))
    router.message.register(list_by_key, StateFilter(None), Said(_labels("courtyard-from-list")))
    router.callback_query.register(ask_home, Pressed(HomePress))
    router.callback_query.register(ask_followed, Pressed(FollowPress))
    router.callback_query.register(type_address, Pressed(TypeAddressPress))
    router.callback_query.register(browse_districts, Pressed(DistrictsPress))
    router.callback_query.register(browse_courtyards, Pressed(CourtyardsPress))
    router.callback_query.register(choose, Pressed(ChoosePlacePress))
    router.callback_query.register(later, Pressed(LaterPress))
    return router


async def ask_home(
    _query: CallbackQuery,
    press: HomePress,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
) -> Reply:
    return await begin_choice(HOME, person, work, say, state, then=press.then)


async def ask_followed(
    _query: CallbackQuery, person: Person, work: Work, say: Say, state: FSMContext
) -> Reply:
    return await begin_choice(FOLLOW, person, work, say, state)


async def type_address(
    _query: CallbackQuery,
    press: TypeAddressPress,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
) -> Reply:
    return await begin_choice(
        _aim(press.aim), person, work, say, state, then=await _then(state) or NO_SURVEY
    )


async def begin_choice(
    aim: str,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
    *,
    then: SurveyId = NO_SURVEY,
) -> Screen:
    """The question where one lives, or what to follow, with keys to send a location.

    When a home is chosen, the survey `then` opens that asked for it.
    """
    _resident, town = lives_somewhere(person)
    if not await work.places.page(town.id, after=None, limit=1):
        return no_places_screen(say=say)
    await wait_for_place(aim, state, then=then)
    return ask_courtyard_screen(aim, say=say)


async def wait_for_place(aim: str, state: FSMContext, *, then: SurveyId = NO_SURVEY) -> None:
    """What is typed or sent next is where one lives, or what to follow."""
    await state.set_state(CourtyardForm.address)
    await state.set_data({"aim": aim, "then": then})


async def locate(
    message: Message, person: Person, work: Work, say: Say, now: datetime, state: FSMContext
) -> Reply:
    _resident, town = lives_somewhere(person)
    aim = _aim((await state.get_data()).get("aim"))
    located = await locate_home(_point(message), community=town.id, places=work.places)
    if located.inside is not None:
        return await _chosen(aim, located.inside, person, work, say, now, state)
    if located.near:
        return near_screen(aim, located.near, say=say)
    return nowhere_screen(aim, town, say=say)


async def search(
    _message: Message, typed: str, person: Person, work: Work, say: Say, state: FSMContext
) -> Reply:
    _resident, town = lives_somewhere(person)
    aim = _aim((await state.get_data()).get("aim"))
    if _is_key(typed, "courtyard-later"):
        return await _put_off(person, say, state)
    if _is_key(typed, "courtyard-from-list"):
        return await _districts(aim, 0, town, work, say)
    found = await search_address(typed, community=town.id, places=work.places)
    return suggestions_screen(aim, typed, found, say=say)


async def offer(message: Message, person: Person, work: Work, say: Say) -> Reply:
    """A location that nobody asked for."""
    resident, town = lives_somewhere(person)
    point = _point(message)
    located = await locate_home(point, community=town.id, places=work.places)
    report = await _report(point, town, work)
    if located.inside is not None:
        is_home = await _lives_in(resident, located.inside, work)
        return offer_screen(located.inside, is_home=is_home, report=report, say=say)
    if located.near:
        return near_screen(HOME, located.near, report=report, say=say)
    return nowhere_screen(HOME, town, say=say)


async def later_by_key(_message: Message, person: Person, say: Say, state: FSMContext) -> Reply:
    return await _put_off(person, say, state)


async def list_by_key(_message: Message, person: Person, work: Work, say: Say) -> Reply:
    _resident, town = lives_somewhere(person)
    return await _districts(HOME, 0, town, work, say)


async def browse_districts(
    _query: CallbackQuery, press: DistrictsPress, person: Person, work: Work, say: Say
) -> Reply:
    _resident, town = lives_somewhere(person)
    return await _districts(_aim(press.aim), press.page, town, work, say)


async def browse_courtyards(
    _query: CallbackQuery, press: CourtyardsPress, person: Person, work: Work, say: Say
) -> Reply:
    _resident, town = lives_somewhere(person)
    district = await work.places.place(town.id, press.district) if press.district else None
    return await _courtyards(_aim(press.aim), district, press.page, town, work, say)


async def choose(
    _query: CallbackQuery,
    press: ChoosePlacePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    _resident, town = lives_somewhere(person)
    place = await place_to_live(press.place, community=town.id, places=work.places)
    return await _chosen(_aim(press.aim), place, person, work, say, now, state)


async def later(_query: CallbackQuery, person: Person, say: Say, state: FSMContext) -> Reply:
    return await _put_off(person, say, state)


async def _chosen(
    aim: str,
    place: Place,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> list[Effect]:
    resident, town = lives_somewhere(person)
    take = follow if aim == FOLLOW else choose_home
    changed = await take(resident, place.id, places=work.places, residents=work.residents)
    path = await work.places.path(town.id, place.id)
    has_keys = await state.get_state() == CourtyardForm.address.state
    if not has_keys:
        return [Show(screen=chosen_screen(aim, path, say=say))]
    then = await _then(state)
    await state.clear()
    # The keys go away with a message of their own: Telegram allows one markup a message.
    said = Screen(text=chosen_text(aim, path, say=say), keys=())
    if aim == FOLLOW:
        return [Show(screen=said), Send(screen=await followed_of(changed, work, say))]
    if then is None:
        return [Show(screen=said), Send(screen=home_of(person, say))]
    settled = await work.people.find(person.account.id) or person
    return [Show(screen=said), Send(screen=await opened_screen(then, settled, work, say, now))]


async def _then(state: FSMContext) -> SurveyId | None:
    """The survey that asked for a home."""
    kept = (await state.get_data()).get("then")
    return SurveyId(kept) if isinstance(kept, int) and kept != NO_SURVEY else None


async def _put_off(person: Person, say: Say, state: FSMContext) -> list[Effect]:
    await state.clear()
    has_home = person.resident is not None and person.resident.home is not None
    text = say("courtyard-stays" if has_home else "courtyard-put-off")
    return [Show(screen=Screen(text=text, keys=())), Send(screen=home_of(person, say))]


async def _districts(aim: str, page: int, town: Community, work: Work, say: Say) -> Screen:
    """Straight to the courtyards where districts would be one more step for nothing."""
    count = await work.places.count_inside(town.id, None, PlaceKind.DISTRICT)
    finest = await finest_kind(town.id, places=work.places)
    if finest is PlaceKind.DISTRICT or not count:
        return await _courtyards(aim, None, page, town, work, say)
    page = max(0, page)
    districts = await work.places.inside(
        town.id, None, PlaceKind.DISTRICT, offset=page * PAGE, limit=PAGE
    )
    others = bool(await work.places.count_inside(town.id, None, PlaceKind.COURTYARD))
    return districts_screen(aim, districts, page=page, count=count, others=others, say=say)


async def _courtyards(
    aim: str, district: Place | None, page: int, town: Community, work: Work, say: Say
) -> Screen:
    kind = await finest_kind(town.id, places=work.places)
    parent = district.id if district else None
    page = max(0, page)
    listed = await work.places.inside(town.id, parent, kind, offset=page * PAGE, limit=PAGE)
    count = await work.places.count_inside(town.id, parent, kind)
    return courtyards_screen(aim, listed, district=district, page=page, count=count, say=say)


async def _report(point: Point, town: Community, work: Work) -> ReportHerePress | None:
    """Perhaps something is wrong there; None in a town that takes no requests."""
    if not await takes_requests(town, work):
        return None
    return ReportHerePress(round(point.latitude * DEGREE), round(point.longitude * DEGREE))


async def _lives_in(resident: Resident, place: Place, work: Work) -> bool:
    if resident.home is None:
        return False
    home: PlaceId = resident.home
    path = await work.places.path(resident.community, home)
    return any(one.id == place.id for one in path)


def _point(message: Message) -> Point:
    if message.location is None:
        raise ValueError("a message without a location passed the filter")
    return Point(latitude=message.location.latitude, longitude=message.location.longitude)


def _is_key(typed: str, key: str) -> bool:
    """Whether the text is the label of that key, in whichever language it was shown."""
    return typed.strip().lower() in _labels(key)


def _labels(key: str) -> frozenset[str]:
    return frozenset(speak(language)(key).lower() for language in LANGUAGES)


def _aim(kept: object) -> str:
    return FOLLOW if kept == FOLLOW else HOME

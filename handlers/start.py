"""Coming to the bot: with a code, an invitation, a town's link, or just so."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, CommandStart, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Location, Message

from civic.communities.actions.codes import Paused, WrongCode, open_owner_code
from civic.communities.actions.founding import install_administrator
from civic.communities.actions.officials import accept_invitation
from civic.communities.model import Community
from civic.communities.rules import is_code_shaped, matching_towns
from civic.kernel.ids import CommunityId, IdMaker, SurveyId
from civic.kernel.language import LANGUAGES, language_of
from civic.kernel.refusal import NotFound
from civic.places.model import Box, PlaceKind
from civic.residents.actions.joining import choose_language, join_town, serve_town
from civic.residents.model import Resident
from civic.unit_of_work import Work
from handlers.communities.founding import begin_founding
from handlers.deep_links import Opened
from handlers.effects import Effect, Reply, Send, Show
from handlers.links import id_in, start_payload
from handlers.menu import cancel_by_command, home_of
from handlers.message_filters import Located, Said, Typed
from handlers.person import Person
from handlers.places import wait_for_place
from handlers.press_filter import Pressed
from handlers.presses.places import HOME
from handlers.presses.settings import LanguagesPress, SettingsPress
from handlers.presses.start import ChooseLanguagePress, JoinTownPress, OtherTownPress
from handlers.screens.menu import town_name
from handlers.screens.screen import Screen
from handlers.screens.settings import settings_screen
from handlers.screens.start import (
    MATCHES,
    administrator_screen,
    ask_town_screen,
    joined_screen,
    language_screen,
    matching_towns_screen,
    move_screen,
    official_screen,
    paused_screen,
    privacy_sentence,
    wrong_code_screen,
)
from handlers.settings import places_of
from handlers.surveys.answer import opened_screen
from locales.catalog import Say
from locales.catalog import say as speak

_AROUND = 0.03
"""Degrees: two or three kilometres at our latitudes."""
_TOWNS_LOOKED_AT = 300


class TownForm(StatesGroup):
    name = State()


def build_router() -> Router:
    router = Router(name="start")
    router.message.register(by_town_link, CommandStart(), Opened("c"))
    router.message.register(by_invitation, CommandStart(), Opened("i"))
    router.message.register(start, CommandStart())
    router.message.register(language_by_command, Command("language"))
    router.message.register(cancel_by_key, StateFilter(TownForm.name), Said(_cancel_labels()))
    router.message.register(find_town_by_place, StateFilter(TownForm.name), Located())
    router.message.register(find_town_by_name, StateFilter(TownForm.name), Typed())
    router.callback_query.register(languages, Pressed(LanguagesPress))
    router.callback_query.register(set_language, Pressed(ChooseLanguagePress))
    router.callback_query.register(join, Pressed(JoinTownPress))
    router.callback_query.register(look_for_another_town, Pressed(OtherTownPress))
    return router


async def start(
    message: Message,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    new_id: IdMaker,
    state: FSMContext,
) -> Reply:
    payload = start_payload(message.text)
    await state.clear()
    if payload is None:
        return await _first_steps(person, work, say, now, new_id, state)
    if is_code_shaped(payload):
        return await _by_owner_code(message, payload, person, work, say, now, state)
    steps = await _first_steps(person, work, say, now, new_id, state)
    return [Send(screen=Screen(text=say("start-link-outdated"))), *steps]


async def by_town_link(
    _message: Message,
    link_parts: tuple[str, ...],
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    new_id: IdMaker,
    state: FSMContext,
) -> Reply:
    await state.clear()
    town = await work.communities.community(CommunityId(_number(link_parts[0])))
    if person.resident is not None and person.community is not None:
        if person.community.id == town.id:
            return home_of(person, say)
        return move_screen(person.community, town, say=say)
    if not person.account.language_chosen:
        # Kept until the language is chosen: then the link goes on by itself.
        await state.update_data(town=town.id)
        return _ask_language(person, say)
    return await _joined(town, person, work, say, now, new_id, state)


async def by_invitation(
    message: Message,
    link_parts: tuple[str, ...],
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    if len(link_parts) != 2:
        raise NotFound("invitation-gone")
    await state.clear()
    community = CommunityId(_number(link_parts[0]))
    official = await accept_invitation(
        community, link_parts[1], person.account.id, _full_name(message),
        officials=work.officials, invitations=work.invitations, audit=work.audit,
        outbox=work.outbox, now=now,
    )  # fmt: skip
    await serve_town(person.account, community, accounts=work.accounts, now=now)
    agency = ""
    if official.agency is not None:
        named = await work.officials.agency(community, official.agency)
        agency = named.name.in_(language_of(say.language))
    town = await work.communities.community(community)
    return official_screen(town, official.role.value, agency, say=say)


async def language_by_command(_message: Message, person: Person, say: Say) -> Reply:
    return language_screen(
        then="settings", chosen=person.account.language, back=SettingsPress(), say=say
    )


async def languages(_query: CallbackQuery, person: Person, say: Say) -> Reply:
    return language_screen(
        then="settings", chosen=person.account.language, back=SettingsPress(), say=say
    )


async def set_language(
    _query: CallbackQuery,
    press: ChooseLanguagePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    new_id: IdMaker,
    state: FSMContext,
) -> Reply:
    language = next((known for known in LANGUAGES if known == press.language), None)
    if language is None:
        raise NotFound("not-found")
    await choose_language(
        person.account, language, accounts=work.accounts, residents=work.residents, now=now
    )
    changed = await work.people.find(person.account.id) or person
    say = speak(language)
    if press.then == "start":
        return await _first_steps(changed, work, say, now, new_id, state)
    if changed.resident is None or changed.community is None:
        return home_of(changed, say)
    places = await places_of(changed.resident, work)
    return settings_screen(changed.resident, changed.community, places, say=say)


async def join(
    _query: CallbackQuery,
    press: JoinTownPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    new_id: IdMaker,
    state: FSMContext,
) -> Reply:
    then = (await state.get_data()).get("then")
    await state.clear()
    town = await work.communities.community(press.community)
    if not isinstance(then, list) or then[0] != town.id:
        return await _joined(town, person, work, say, now, new_id, state)
    await _join(town, person, work, now, new_id)
    met = await work.people.find(person.account.id) or person
    return [
        Send(screen=Screen(text=privacy_sentence(say))),
        Show(screen=await opened_screen(SurveyId(then[1]), met, work, say, now)),
    ]


async def look_for_another_town(_query: CallbackQuery, say: Say, state: FSMContext) -> Reply:
    return await _ask_town(say, state)


async def cancel_by_key(message: Message, person: Person, say: Say, state: FSMContext) -> Reply:
    """Its label is a key beside the text field, where no button can stand."""
    return await cancel_by_command(message, person, say, state)


def _cancel_labels() -> frozenset[str]:
    return frozenset(speak(language)("cancel").lower() for language in LANGUAGES)


async def find_town_by_name(
    _message: Message,
    typed: str,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    new_id: IdMaker,
    state: FSMContext,
) -> Reply:
    found = matching_towns(typed, await work.communities.all())
    return await _found(found, person, work, say, now, new_id, state)


async def find_town_by_place(
    message: Message,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    new_id: IdMaker,
    state: FSMContext,
) -> Reply:
    found = await _towns_around(message.location, work) if message.location else []
    return await _found(found, person, work, say, now, new_id, state)


async def _first_steps(
    person: Person, work: Work, say: Say, now: datetime, new_id: IdMaker, state: FSMContext
) -> list[Effect]:
    """The next thing that is missing; the menu when nothing is."""
    if not person.account.language_chosen:
        return [Show(screen=_ask_language(person, say))]
    if person.resident is not None:
        return [Show(screen=home_of(person, say))]
    kept = (await state.get_data()).get("town")
    town = (
        await work.communities.community(CommunityId(kept))
        if isinstance(kept, int)
        else await work.communities.sole()
    )
    if town is not None:
        await state.clear()
        return [Show(screen=await _joined(town, person, work, say, now, new_id, state))]
    return await _ask_town(say, state)


async def _ask_town(say: Say, state: FSMContext) -> list[Effect]:
    await state.set_state(TownForm.name)
    return [Show(screen=ask_town_screen(say=say))]


async def _found(
    found: list[Community],
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    new_id: IdMaker,
    state: FSMContext,
) -> list[Effect]:
    if len(found) != 1:
        return [Show(screen=matching_towns_screen(found, say=say))]
    await state.clear()
    town = found[0]
    if person.resident is not None and person.community is not None and person.community != town:
        return [Show(screen=move_screen(person.community, town, say=say))]
    found_it = Screen(text=say("start-town-found", town=town_name(town, say)), keys=())
    joined = await _joined(town, person, work, say, now, new_id, state)
    return [Send(screen=found_it), Show(screen=joined)]


async def _towns_around(location: Location, work: Work) -> list[Community]:
    """Those that have a place within some kilometres."""
    here = Box(
        west=location.longitude - _AROUND,
        east=location.longitude + _AROUND,
        south=location.latitude - _AROUND,
        north=location.latitude + _AROUND,
    )
    towns = await work.communities.all(limit=_TOWNS_LOOKED_AT)
    return [
        town
        for town in towns
        if await work.places.touching(town.id, here, frozenset(PlaceKind), limit=1)
    ][:MATCHES]


async def _joined(
    town: Community,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    new_id: IdMaker,
    state: FSMContext,
) -> Screen:
    resident = await _join(town, person, work, now, new_id)
    asks_home = resident.home is None and bool(await work.places.page(town.id, after=None, limit=1))
    if asks_home:
        await wait_for_place(HOME, state)
    return joined_screen(town, asks_home=asks_home, say=say)


async def _join(
    town: Community, person: Person, work: Work, now: datetime, new_id: IdMaker
) -> Resident:
    return await join_town(
        person.account,
        town.id,
        accounts=work.accounts,
        residents=work.residents,
        now=now,
        new_id=new_id,
    )


async def _by_owner_code(
    message: Message,
    code: str,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    opened = await open_owner_code(code, person.account.id, codes=work.owner_codes, now=now)
    if isinstance(opened, Paused):
        return paused_screen(say=say)
    if isinstance(opened, WrongCode):
        return wrong_code_screen(opened.left, say=say)
    if opened.community is None:
        return await begin_founding(say, state)
    return await _installed(message, opened.community, person, work, say, now)


async def _installed(
    message: Message,
    community: CommunityId,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Screen:
    await install_administrator(
        community, person.account.id, _full_name(message),
        officials=work.officials, audit=work.audit, outbox=work.outbox, now=now,
    )  # fmt: skip
    await serve_town(person.account, community, accounts=work.accounts, now=now)
    return administrator_screen(await work.communities.community(community), say=say)


def _ask_language(person: Person, say: Say) -> Screen:
    return language_screen(then="start", chosen=person.account.language, back=None, say=say)


def _full_name(message: Message) -> str:
    return message.from_user.full_name if message.from_user else ""


def _number(part: str) -> int:
    found = id_in(part)
    if found is None:
        raise NotFound("start-link-outdated")
    return found

"""An administrator changes what is said of the town."""

from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from civic.communities.actions.founding import (
    rename_community,
    set_contacts,
    set_country,
    set_languages,
    set_public_pages,
    set_timezone,
)
from civic.communities.model import Community, Official
from civic.communities.rules import Action, check_may
from civic.kernel.language import LANGUAGES, Translated
from civic.kernel.refusal import NotFound, Refusal
from civic.unit_of_work import Work
from handlers.effects import Reply, Show
from handlers.leaving import leaving_forms
from handlers.links import deep_link, requests_page
from handlers.message_filters import Typed
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.communities import (
    ClearTownPress,
    EditTownPress,
    PublicPagesPress,
    TownLanguagePress,
    TownLanguagesPress,
    TownNamesPress,
    TownPress,
)
from handlers.screens.communities.town import (
    CONTACTS,
    EDITABLE,
    NAMES,
    ask_words_screen,
    languages_screen,
    names_screen,
    town_screen,
)
from handlers.screens.screen import Screen
from locales.catalog import Say


class TownWordsForm(StatesGroup):
    words = State()


def build_router() -> Router:
    router = leaving_forms(Router(name="town"))
    router.callback_query.register(town, Pressed(TownPress))
    router.callback_query.register(names, Pressed(TownNamesPress))
    router.callback_query.register(languages, Pressed(TownLanguagesPress))
    router.callback_query.register(edit, Pressed(EditTownPress))
    router.callback_query.register(clear, Pressed(ClearTownPress))
    router.callback_query.register(public_pages, Pressed(PublicPagesPress))
    router.callback_query.register(turn_language, Pressed(TownLanguagePress))
    router.message.register(take_words, StateFilter(TownWordsForm.words), Typed())
    return router


async def town(
    _query: CallbackQuery,
    person: Person,
    say: Say,
    state: FSMContext,
    bot_username: str,
    public_url: str | None,
) -> Reply:
    await state.clear()
    _official, office = _edits(person)
    return _screen(office, bot_username, public_url, say)


async def public_pages(
    _query: CallbackQuery,
    press: PublicPagesPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    bot_username: str,
    public_url: str | None,
) -> Reply:
    official, office = _edits(person)
    changed = await set_public_pages(
        office, on=press.on, by=official, communities=work.communities, audit=work.audit, now=now
    )
    return _screen(changed, bot_username, public_url, say)


async def names(_query: CallbackQuery, person: Person, say: Say) -> Reply:
    _official, office = _edits(person)
    return names_screen(office, say=say)


async def languages(_query: CallbackQuery, person: Person, say: Say) -> Reply:
    _official, office = _edits(person)
    return languages_screen(office, say=say)


async def edit(
    _query: CallbackQuery, press: EditTownPress, person: Person, say: Say, state: FSMContext
) -> Reply:
    _official, office = _edits(person)
    if press.what not in EDITABLE:
        raise NotFound("not-found")
    await state.set_state(TownWordsForm.words)
    await state.set_data({"what": press.what})
    return ask_words_screen(office, press.what, say=say)


async def take_words(
    _message: Message,
    typed: str,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
    bot_username: str,
    public_url: str | None,
) -> Reply:
    what = str((await state.get_data()).get("what"))
    changed = await _changed(what, typed, person, work, now)
    await state.clear()
    return Show(screen=_screen(changed, bot_username, public_url, say), replaces=True)


async def clear(
    _query: CallbackQuery,
    press: ClearTownPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
    bot_username: str,
    public_url: str | None,
) -> Reply:
    if press.what not in CONTACTS:
        raise NotFound("not-found")
    await state.clear()
    changed = await _changed(press.what, "", person, work, now)
    return _screen(changed, bot_username, public_url, say)


async def turn_language(
    _query: CallbackQuery,
    press: TownLanguagePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    official, office = _edits(person)
    kept = [language for language in office.languages if language != press.language]
    if press.on:
        kept += [language for language in LANGUAGES if language == press.language]
    changed = await set_languages(
        office, tuple(kept), by=official, communities=work.communities, audit=work.audit, now=now
    )
    return languages_screen(changed, say=say)


async def _changed(what: str, typed: str, person: Person, work: Work, now: datetime) -> Community:
    official, office = _edits(person)
    if what in NAMES:
        language = next(known for known in LANGUAGES if what == f"name-{known}")
        name = Translated({**office.name.texts, language: typed})
        return await rename_community(
            office, name, by=official, communities=work.communities, audit=work.audit, now=now
        )
    if what == "timezone":
        return await set_timezone(
            office, typed, by=official, communities=work.communities, audit=work.audit, now=now
        )
    if what == "country":
        return await set_country(
            office, typed, by=official, communities=work.communities, audit=work.audit, now=now
        )
    if what not in CONTACTS:
        raise NotFound("not-found")
    contacts = replace(office.contacts, **{what: typed})
    return await set_contacts(
        office, contacts, by=official, communities=work.communities, audit=work.audit, now=now
    )


def _screen(office: Community, bot_username: str, public_url: str | None, say: Say) -> Screen:
    link = deep_link(bot_username, "c", str(office.id))
    return town_screen(office, link, pages=requests_page(public_url, office.slug), say=say)


def _edits(person: Person) -> tuple[Official, Community]:
    official = check_may(person.official, Action.EDIT_COMMUNITY)
    if person.office is None:
        raise Refusal("not-allowed")
    return official, person.office

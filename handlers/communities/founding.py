"""An owner code of no town leads through making one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message, User

from civic.communities.actions.founding import Founding, found_community
from civic.communities.rules import NAME_LIMIT, check_timezone
from civic.kernel.ids import IdMaker
from civic.kernel.language import LANGUAGES, Language, Translated
from civic.kernel.plain_text import clean_line
from civic.kernel.refusal import Refusal
from civic.residents.actions.joining import serve_town
from civic.unit_of_work import Work
from handlers.effects import Reply, Show
from handlers.links import deep_link
from handlers.message_filters import Typed
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.communities import (
    FoundBackPress,
    FoundKyivPress,
    FoundLanguagePress,
    FoundNextPress,
    FoundPress,
)
from handlers.screens.communities.founding import (
    ask_languages_screen,
    ask_name_screen,
    ask_timezone_screen,
    ask_translation_screen,
    founded_screen,
)
from handlers.screens.screen import Screen
from locales.catalog import Say

KYIV = "Europe/Kyiv"


class FoundingForm(StatesGroup):
    name = State()
    languages = State()
    translation = State()
    timezone = State()


def build_router() -> Router:
    router = Router(name="founding")
    router.callback_query.register(go_on, Pressed(FoundPress))
    router.message.register(name_it, StateFilter(FoundingForm.name), Typed())
    router.callback_query.register(
        choose_language, StateFilter(FoundingForm.languages), Pressed(FoundLanguagePress)
    )
    router.callback_query.register(
        take_next_step,
        StateFilter(FoundingForm.languages, FoundingForm.translation),
        Pressed(FoundNextPress),
    )
    router.callback_query.register(
        go_back,
        StateFilter(FoundingForm.languages, FoundingForm.translation, FoundingForm.timezone),
        Pressed(FoundBackPress),
    )
    router.message.register(translate_name, StateFilter(FoundingForm.translation), Typed())
    router.callback_query.register(
        found_in_kyiv, StateFilter(FoundingForm.timezone), Pressed(FoundKyivPress)
    )
    router.message.register(found_elsewhere, StateFilter(FoundingForm.timezone), Typed())
    return router


async def begin_founding(say: Say, state: FSMContext) -> Screen:
    await state.clear()
    await state.set_state(FoundingForm.name)
    return ask_name_screen(say=say)


async def go_on(
    _query: CallbackQuery, person: Person, work: Work, say: Say, now: datetime, state: FSMContext
) -> Reply:
    """As long as the opened code holds, whoever left half way may begin again."""
    if await work.owner_codes.unfinished(person.account.id, now=now) is None:
        raise Refusal("founding-not-allowed")
    return await begin_founding(say, state)


async def name_it(_message: Message, typed: str, say: Say, state: FSMContext) -> Reply:
    name = clean_line(typed, NAME_LIMIT + 1)
    if not name:
        raise Refusal("name-empty")
    if len(name) > NAME_LIMIT:
        raise Refusal("name-too-long", limit=NAME_LIMIT)
    chosen = (await state.get_data()).get("languages", ["uk"])
    await state.update_data(names={"uk": name}, languages=chosen, asked=[])
    await state.set_state(FoundingForm.languages)
    return Show(screen=ask_languages_screen(name, chosen, say=say), replaces=True)


async def choose_language(
    _query: CallbackQuery, press: FoundLanguagePress, say: Say, state: FSMContext
) -> Reply:
    data = await state.get_data()
    wanted = (
        {*data["languages"], press.language}
        if press.on
        else {*data["languages"]} - {press.language}
    )
    chosen = _known({"uk", *wanted})
    await state.update_data(languages=chosen, asked=[])
    return ask_languages_screen(data["names"]["uk"], chosen, say=say)


async def take_next_step(_query: CallbackQuery, say: Say, state: FSMContext) -> Reply:
    """Languages are chosen; or a name is the same in this language, whatever was typed before."""
    data = await state.get_data()
    same = data["asked"][-1:]
    kept = {language: name for language, name in data["names"].items() if language not in same}
    await state.update_data(names=kept)
    return await _next_step(say, state)


async def go_back(_query: CallbackQuery, say: Say, state: FSMContext) -> Reply:
    data = await state.get_data()
    asked: list[Language] = data["asked"]
    step = await state.get_state()
    if step == FoundingForm.languages.state:
        await state.set_state(FoundingForm.name)
        return ask_name_screen(say=say)
    if step == FoundingForm.translation.state:
        asked = asked[:-1]
    await state.update_data(asked=asked)
    if asked:
        await state.set_state(FoundingForm.translation)
        return ask_translation_screen(data["names"]["uk"], asked[-1], say=say)
    await state.set_state(FoundingForm.languages)
    return ask_languages_screen(data["names"]["uk"], data["languages"], say=say)


async def translate_name(_message: Message, typed: str, say: Say, state: FSMContext) -> Reply:
    name = clean_line(typed, NAME_LIMIT + 1)
    if len(name) > NAME_LIMIT:
        raise Refusal("name-too-long", limit=NAME_LIMIT)
    data = await state.get_data()
    if name and data["asked"]:
        await state.update_data(names={**data["names"], data["asked"][-1]: name})
    return Show(screen=await _next_step(say, state), replaces=True)


async def found_in_kyiv(
    query: CallbackQuery,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    new_id: IdMaker,
    state: FSMContext,
    bot_username: str,
) -> Reply:
    return await _founded(
        KYIV, query.from_user, person, work, say, now, new_id, state, bot_username
    )


async def found_elsewhere(
    message: Message,
    typed: str,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    new_id: IdMaker,
    state: FSMContext,
    bot_username: str,
) -> Reply:
    zone = check_timezone(typed)
    return await _founded(
        zone, message.from_user, person, work, say, now, new_id, state, bot_username
    )


async def _next_step(say: Say, state: FSMContext) -> Screen:
    """A name in each further language, then the time zone."""
    data = await state.get_data()
    waiting = [
        language
        for language in _known(data["languages"])
        if language != "uk" and language not in data["asked"]
    ]
    if waiting:
        await state.update_data(asked=[*data["asked"], waiting[0]])
        await state.set_state(FoundingForm.translation)
        return ask_translation_screen(data["names"]["uk"], waiting[0], say=say)
    await state.set_state(FoundingForm.timezone)
    return ask_timezone_screen(say=say)


async def _founded(
    zone: str,
    user: User | None,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    new_id: IdMaker,
    state: FSMContext,
    bot_username: str,
) -> Screen:
    data: Mapping[str, Any] = await state.get_data()
    languages = tuple(_known(data["languages"]))
    names = {language: text for language, text in data["names"].items() if language in languages}
    made = await found_community(
        Founding(name=Translated(names), timezone=zone, languages=languages),
        person.account.id,
        user.full_name if user else person.account.first_name,
        codes=work.owner_codes,
        communities=work.communities,
        officials=work.officials,
        audit=work.audit,
        outbox=work.outbox,
        now=now,
        new_id=new_id,
    )
    await serve_town(person.account, made.id, accounts=work.accounts, now=now)
    await state.clear()
    return founded_screen(made, deep_link(bot_username, "c", str(made.id)), say=say)


def _known(languages: "set[str] | list[str]") -> list[Language]:
    """In their fixed order, Ukrainian first."""
    return [language for language in LANGUAGES if language in languages]

"""A person's settings, changed by pressing; quiet hours also by typing."""

from datetime import datetime, time

from aiogram import Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from civic.communities.model import Community
from civic.kernel.refusal import NotFound, Refusal
from civic.places.model import Place
from civic.residents.actions.settings import (
    set_quiet_hours,
    set_weekly_limit,
    turn_everything,
    turn_topic,
    unfollow,
)
from civic.residents.model import QuietHours, Resident, Topic
from civic.residents.rules import read_quiet_hours
from civic.unit_of_work import Work
from handlers.effects import Reply, Show
from handlers.leaving import leaving_forms
from handlers.message_filters import Said, Typed
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.settings import (
    AskStopPress,
    FollowedPress,
    MoreTopicsPress,
    QuietPress,
    SetQuietPress,
    SettingsPress,
    SetWeeklyLimitPress,
    TopicsPress,
    TurnEverythingPress,
    TurnTopicPress,
    UnfollowPress,
    WeeklyLimitPress,
)
from handlers.screens.screen import Screen
from handlers.screens.settings import (
    ask_stop_screen,
    followed_screen,
    no_town_screen,
    quiet_screen,
    settings_screen,
    stopped_screen,
    topics_screen,
    weekly_limit_screen,
)
from locales.catalog import Say

STOP_WORDS = (
    "стоп", "/стоп", "stop", "unsubscribe", "/unsubscribe", "відписатися", "відписатись",
    "отписаться", "/відписатися", "/отписаться",
)  # fmt: skip


class QuietForm(StatesGroup):
    hours = State()


def build_router() -> Router:
    router = leaving_forms(Router(name="settings"))
    router.message.register(settings_by_command, Command("settings"))
    router.message.register(stop_by_command, Command("stop"))
    router.message.register(stop_by_word, Said(STOP_WORDS))
    router.message.register(type_quiet_hours, StateFilter(QuietForm.hours), Typed())
    router.callback_query.register(settings, Pressed(SettingsPress))
    router.callback_query.register(followed, Pressed(FollowedPress))
    router.callback_query.register(follow_no_more, Pressed(UnfollowPress))
    router.callback_query.register(quiet, Pressed(QuietPress))
    router.callback_query.register(choose_quiet_hours, Pressed(SetQuietPress))
    router.callback_query.register(topics, Pressed(TopicsPress))
    router.callback_query.register(more_topics, Pressed(MoreTopicsPress))
    router.callback_query.register(turn_one, Pressed(TurnTopicPress))
    router.callback_query.register(weekly_limit, Pressed(WeeklyLimitPress))
    router.callback_query.register(choose_weekly_limit, Pressed(SetWeeklyLimitPress))
    router.callback_query.register(ask_stop, Pressed(AskStopPress))
    router.callback_query.register(turn_all, Pressed(TurnEverythingPress))
    return router


async def places_of(resident: Resident, work: Work) -> list[Place]:
    """Their home and the places they follow; one that is gone is left out."""
    wanted = [resident.home] if resident.home else []
    found = await work.places.some(resident.community, {*wanted, *resident.followed})
    return list(found.values())


async def settings_by_command(
    _message: Message, person: Person, work: Work, say: Say, state: FSMContext
) -> Reply:
    await state.clear()
    return await _settings(person, work, say)


async def settings(
    _query: CallbackQuery, person: Person, work: Work, say: Say, state: FSMContext
) -> Reply:
    await state.clear()
    return await _settings(person, work, say)


async def _settings(person: Person, work: Work, say: Say) -> Screen:
    if person.resident is None or person.community is None:
        return no_town_screen(say=say)
    places = await places_of(person.resident, work)
    return settings_screen(person.resident, person.community, places, say=say)


async def followed(_query: CallbackQuery, person: Person, work: Work, say: Say) -> Reply:
    resident, _town = lives_somewhere(person)
    return await followed_of(resident, work, say)


async def follow_no_more(
    _query: CallbackQuery, press: UnfollowPress, person: Person, work: Work, say: Say
) -> Reply:
    resident, _town = lives_somewhere(person)
    changed = await unfollow(resident, press.place, residents=work.residents)
    return await followed_of(changed, work, say)


async def followed_of(resident: Resident, work: Work, say: Say) -> Screen:
    """The list of followed places, to return to after one was added."""
    found = await work.places.some(resident.community, set(resident.followed))
    return followed_screen([found[place] for place in resident.followed if place in found], say=say)


async def quiet(_query: CallbackQuery, person: Person, say: Say, state: FSMContext) -> Reply:
    resident, _town = lives_somewhere(person)
    await state.set_state(QuietForm.hours)
    return quiet_screen(resident, say=say)


async def choose_quiet_hours(
    _query: CallbackQuery,
    press: SetQuietPress,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
    now: datetime,
) -> Reply:
    await state.set_state(QuietForm.hours)
    hours = QuietHours(start=_clock(press.start), end=_clock(press.end))
    return await _with_quiet_hours(hours, person, work, say, now)


async def type_quiet_hours(
    _message: Message, typed: str, person: Person, work: Work, say: Say, now: datetime
) -> Reply:
    screen = await _with_quiet_hours(read_quiet_hours(typed), person, work, say, now)
    return Show(screen=screen, replaces=True)


async def _with_quiet_hours(
    hours: QuietHours, person: Person, work: Work, say: Say, now: datetime
) -> Screen:
    resident, _town = lives_somewhere(person)
    changed = await set_quiet_hours(
        resident, hours, residents=work.residents, outbox=work.outbox, now=now
    )
    return quiet_screen(changed, say=say)


async def topics(_query: CallbackQuery, person: Person, say: Say) -> Reply:
    resident, _town = lives_somewhere(person)
    return topics_screen(resident, say=say)


async def more_topics(_query: CallbackQuery, person: Person, say: Say) -> Reply:
    resident, _town = lives_somewhere(person)
    return topics_screen(resident, of=tuple(Topic)[-1], say=say)


async def turn_one(
    _query: CallbackQuery, press: TurnTopicPress, person: Person, work: Work, say: Say
) -> Reply:
    resident, _town = lives_somewhere(person)
    topic = next((known for known in Topic if known.value == press.topic), None)
    if topic is None:
        raise NotFound("not-found")
    changed = await turn_topic(resident, topic, on=press.on, residents=work.residents)
    return topics_screen(changed, of=topic, say=say)


async def stop_by_command(_message: Message, person: Person, say: Say, state: FSMContext) -> Reply:
    await state.clear()
    return ask_stop_of(person, say)


async def stop_by_word(_message: Message, person: Person, say: Say, state: FSMContext) -> Reply:
    """Also amid a form, which goes on waiting: the word may have been meant for it."""
    return ask_stop_of(person, say, is_amid_form=await state.get_state() is not None)


async def weekly_limit(_query: CallbackQuery, person: Person, say: Say) -> Reply:
    resident, _town = lives_somewhere(person)
    return weekly_limit_screen(resident, say=say)


async def choose_weekly_limit(
    _query: CallbackQuery, press: SetWeeklyLimitPress, person: Person, work: Work, say: Say
) -> Reply:
    resident, _town = lives_somewhere(person)
    changed = await set_weekly_limit(resident, press.limit or None, residents=work.residents)
    return weekly_limit_screen(changed, say=say)


async def ask_stop(_query: CallbackQuery, person: Person, say: Say) -> Reply:
    return ask_stop_of(person, say)


def ask_stop_of(person: Person, say: Say, *, is_amid_form: bool = False) -> Screen:
    if person.resident is None:
        return no_town_screen(say=say)
    return ask_stop_screen(is_amid_form=is_amid_form, say=say)


async def turn_all(
    _query: CallbackQuery, press: TurnEverythingPress, person: Person, work: Work, say: Say
) -> Reply:
    resident, _town = lives_somewhere(person)
    changed = await turn_everything(resident, on=press.on, residents=work.residents)
    return topics_screen(changed, say=say) if press.on else stopped_screen(say=say)


def lives_somewhere(person: Person) -> tuple[Resident, Community]:
    """Who lives in no town has no settings of theirs yet."""
    if person.resident is None or person.community is None:
        raise Refusal("town-needed")
    return person.resident, person.community


def _clock(minutes: int) -> time:
    if not 0 <= minutes < 24 * 60:
        raise NotFound("not-found")
    return time(minutes // 60, minutes % 60)

"""Under what people got: «I have read it», the survey, no more of this topic."""

from datetime import datetime

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from civic.broadcasts.actions.reading import read_broadcast
from civic.kernel.refusal import NotFound
from civic.residents.actions.settings import turn_topic
from civic.residents.model import Topic
from civic.unit_of_work import Work
from handlers.effects import Reply, Send, Toast
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.broadcast_steering import TopicPress
from handlers.presses.broadcasts import (
    AskedSurveyPress,
    MuteTopicPress,
    ReadPress,
    TrialPress,
)
from handlers.screens.broadcasts.steering import topic_screen
from handlers.settings import lives_somewhere
from handlers.surveys.answer import opened_screen
from locales.catalog import Say


def build_reading_router() -> Router:
    """No form is left by these: whoever answers something else goes on with it."""
    router = Router(name="broadcasts-reading")
    router.callback_query.register(read, Pressed(ReadPress))
    router.callback_query.register(open_survey, Pressed(AskedSurveyPress))
    router.callback_query.register(mute, Pressed(MuteTopicPress))
    router.callback_query.register(turn, Pressed(TopicPress))
    router.callback_query.register(only_a_test, Pressed(TrialPress))
    return router


async def read(
    _query: CallbackQuery,
    press: ReadPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    """The message stays as it is: only a few words over the chat."""
    resident, _town = lives_somewhere(person)
    is_new = await read_broadcast(
        resident.community, press.broadcast, resident.id, broadcasts=work.broadcasts, now=now
    )
    return Toast(text=say("told-read-thanks" if is_new else "told-read-already"))


async def open_survey(
    _query: CallbackQuery,
    press: AskedSurveyPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    lives_somewhere(person)
    await state.clear()
    return Send(screen=await opened_screen(press.survey, person, work, say, now))


async def mute(
    _query: CallbackQuery, press: MuteTopicPress, person: Person, work: Work, say: Say
) -> Reply:
    """At once, also for what waits; what was said stays, and a message below can undo it."""
    topic = await _turned(press.topic, person, work, on=not press.off)
    return Send(screen=topic_screen(press.broadcast, topic, is_on=not press.off, say=say))


async def turn(
    _query: CallbackQuery, press: TopicPress, person: Person, work: Work, say: Say
) -> Reply:
    topic = await _turned(press.topic, person, work, on=press.on)
    return topic_screen(press.broadcast, topic, is_on=press.on, say=say)


async def _turned(named: str, person: Person, work: Work, *, on: bool) -> str:
    resident, _town = lives_somewhere(person)
    try:
        topic = Topic(named)
    except ValueError:
        raise NotFound("not-found") from None
    await turn_topic(resident, topic, on=on, residents=work.residents)
    return topic.value


async def only_a_test(_query: CallbackQuery, say: Say) -> Reply:
    return Toast(text=say("told-only-a-test"))

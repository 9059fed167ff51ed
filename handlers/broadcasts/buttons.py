"""Buttons under a broadcast: a link, a survey, «I have read it»."""

from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from civic.broadcasts.model import (
    Broadcast,
    BroadcastButton,
    LinkButton,
    ReadButton,
    SurveyButton,
)
from civic.broadcasts.rules.buttons import LABEL_LIMIT, check_label, checked_link
from civic.broadcasts.rules.text import units
from civic.kernel.ids import BroadcastId
from civic.kernel.language import Language, Translated
from civic.kernel.plain_text import clean_line
from civic.kernel.refusal import Refusal
from civic.surveys.model import SurveyState
from civic.unit_of_work import Work
from handlers.broadcasts.desk import AtDraft, Desk, at_desk, draft_at, edited
from handlers.effects import Reply, Show
from handlers.message_filters import Typed
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.broadcasts import (
    AddLinkPress,
    AddReadPress,
    AddSurveyPress,
    ButtonsPress,
    DropButtonPress,
    SurveysToOpenPress,
)
from handlers.screens.broadcasts.buttons import (
    ask_address_screen,
    ask_label_screen,
    button_mark,
    buttons_screen,
    surveys_screen,
)
from handlers.screens.broadcasts.wording import PAGE
from handlers.screens.screen import Screen
from locales.catalog import Say

OPEN = (SurveyState.SCHEDULED, SurveyState.OPEN)


class ButtonForm(StatesGroup):
    label = State()
    address = State()


def build_buttons_router() -> Router:
    router = Router(name="broadcasts-buttons")
    router.callback_query.middleware(AtDraft())
    router.callback_query.register(show_buttons, Pressed(ButtonsPress))
    router.callback_query.register(ask_label, Pressed(AddLinkPress))
    router.callback_query.register(show_surveys, Pressed(SurveysToOpenPress))
    router.callback_query.register(add_survey, Pressed(AddSurveyPress))
    router.callback_query.register(add_read, Pressed(AddReadPress))
    router.callback_query.register(drop, Pressed(DropButtonPress))
    router.message.register(take_label, StateFilter(ButtonForm.label), Typed())
    router.message.register(take_address, StateFilter(ButtonForm.address), Typed())
    return router


async def show_buttons(_query: CallbackQuery, draft: Broadcast, say: Say) -> Reply:
    return buttons_screen(draft, say=say)


async def ask_label(
    _query: CallbackQuery, draft: Broadcast, desk: Desk, say: Say, state: FSMContext
) -> Reply:
    await state.set_state(ButtonForm.label)
    await state.set_data({"broadcast": draft.id})
    return ask_label_screen(draft, desk.town.languages, say=say)


async def take_label(
    _message: Message, typed: str, person: Person, work: Work, say: Say, state: FSMContext
) -> Reply:
    desk = at_desk(person)
    draft = await draft_at(desk, BroadcastId((await state.get_data())["broadcast"]), work)
    label = label_typed(typed, desk)
    await state.set_state(ButtonForm.address)
    await state.set_data({"broadcast": draft.id, "label": dict(label.texts)})
    first = next(iter(label.texts.values()))
    return Show(screen=ask_address_screen(draft, first, say=say), replaces=True)


def label_typed(typed: str, desk: Desk) -> Translated:
    """A line for each of the town's languages, its own first."""
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    if len(lines) > len(desk.town.languages):
        raise Refusal("broadcast-label-long", limit=LABEL_LIMIT)
    texts: dict[Language, str] = dict(zip(desk.town.languages, lines, strict=False))
    label = Translated(texts)
    check_label(label)
    return label


async def take_address(
    _message: Message,
    typed: str,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    desk, kept = at_desk(person), await state.get_data()
    texts: dict[Language, str] = kept["label"]
    button = LinkButton(label=Translated(texts), url=checked_link(typed))
    shown = await _added(BroadcastId(kept["broadcast"]), button, desk, work, say, now)
    await state.clear()
    return Show(screen=shown, replaces=True)


async def show_surveys(
    _query: CallbackQuery,
    press: SurveysToOpenPress,
    draft: Broadcast,
    desk: Desk,
    work: Work,
    say: Say,
) -> Reply:
    page = max(press.page, 0)
    listed = await work.surveys.in_states(desk.town.id, OPEN, offset=page * PAGE, limit=PAGE)
    count = await work.surveys.count(desk.town.id, OPEN)
    return surveys_screen(draft, listed, page=page, count=count, say=say)


async def add_survey(
    _query: CallbackQuery,
    press: AddSurveyPress,
    draft: Broadcast,
    desk: Desk,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    """Labelled by the survey's title. Pressed twice: it is there already."""
    survey = await work.surveys.survey(desk.town.id, press.survey)
    if survey.state not in OPEN:
        raise Refusal("broadcast-survey-over")
    if any(_opens(one, press) for one in draft.content.buttons):
        return buttons_screen(draft, say=say)
    title = survey.questionnaire.title.texts
    texts = {language: _fitting(text) for language, text in title.items() if text.strip()}
    button = SurveyButton(label=Translated(texts), survey=survey.id)
    return await _added(draft.id, button, desk, work, say, now)


def _opens(button: BroadcastButton, press: AddSurveyPress) -> bool:
    return isinstance(button, SurveyButton) and button.survey == press.survey


def _fitting(title: str) -> str:
    """Emoji count for two."""
    label = clean_line(title, LABEL_LIMIT)
    while units(label) > LABEL_LIMIT:
        label = clean_line(label, len(label) - 1)
    return label


async def add_read(
    _query: CallbackQuery,
    draft: Broadcast,
    desk: Desk,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    has_it = any(isinstance(one, ReadButton) for one in draft.content.buttons)
    if not has_it:
        return await _added(draft.id, ReadButton(), desk, work, say, now)
    return buttons_screen(draft, say=say)


async def drop(
    _query: CallbackQuery,
    press: DropButtonPress,
    draft: Broadcast,
    desk: Desk,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    def without(one: Broadcast) -> Broadcast:
        kept = tuple(each for each in one.content.buttons if button_mark(each) != press.button)
        return replace(one, content=replace(one.content, buttons=kept))

    edit = await edited(draft.id, without, desk, work, now)
    return buttons_screen(edit.broadcast, say=say)


async def _added(
    broadcast: BroadcastId,
    button: BroadcastButton,
    desk: Desk,
    work: Work,
    say: Say,
    now: datetime,
) -> Screen:
    def with_it(one: Broadcast) -> Broadcast:
        return replace(one, content=replace(one.content, buttons=(*one.content.buttons, button)))

    edit = await edited(broadcast, with_it, desk, work, now)
    return buttons_screen(edit.broadcast, say=say)

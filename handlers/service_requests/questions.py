"""What a category asks besides: pressed, skipped, gone back to."""

from datetime import datetime

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from civic.kernel.ids import IdMaker
from civic.kernel.refusal import NotFound
from civic.service_requests.draft import Draft
from civic.service_requests.model import Category
from civic.surveys.answering.rules import (
    check_hard_to_say,
    check_skip,
    chosen,
    toggled,
    waits_for_words,
)
from civic.surveys.model import Question
from civic.unit_of_work import Work
from handlers.effects import Reply
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.service_requests import (
    ChooseOptionPress,
    GoToQuestionPress,
    LeaveQuestionPress,
    ToggleOptionPress,
)
from handlers.screens.screen import Screen
from handlers.screens.surveys.wording import PAGE
from handlers.service_requests.sitting import Desk, desk_of, next_screen, show_question
from locales.catalog import Say


def build_questions_router() -> Router:
    router = Router(name="service-requests-questions")
    router.callback_query.register(choose, Pressed(ChooseOptionPress))
    router.callback_query.register(toggle, Pressed(ToggleOptionPress))
    router.callback_query.register(go_to, Pressed(GoToQuestionPress))
    router.callback_query.register(leave, Pressed(LeaveQuestionPress))
    return router


async def choose(
    _query: CallbackQuery, press: ChooseOptionPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    desk = desk_of(person, work, say, state, now, new_id)
    draft, category, question = await _asked(press.question, desk)
    answer = chosen(question, press.option, draft.answers.get(press.question))
    draft = await desk.keep(draft.with_answer(press.question, answer))
    if waits_for_words(question, answer):
        return await show_question(press.question, draft, category, desk)
    return await _onward(press.question, draft, category, desk)


async def toggle(
    _query: CallbackQuery, press: ToggleOptionPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    desk = desk_of(person, work, say, state, now, new_id)
    draft, category, question = await _asked(press.question, desk)
    before = draft.answers.get(press.question)
    answer = toggled(question, press.option, before, on=press.on)
    draft = await desk.keep(draft.with_answer(press.question, answer))
    return await show_question(press.question, draft, category, desk, page=press.option // PAGE)


async def go_to(
    _query: CallbackQuery, press: GoToQuestionPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    desk = desk_of(person, work, say, state, now, new_id)
    draft, category, _question = await _asked(press.question, desk)
    return await show_question(press.question, draft, category, desk, page=press.page)


async def leave(
    _query: CallbackQuery, press: LeaveQuestionPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    desk = desk_of(person, work, say, state, now, new_id)
    draft, category, question = await _asked(press.question, desk)
    if press.how != "next":
        is_skipped = press.how == "skip"
        answer = check_skip(question) if is_skipped else check_hard_to_say(question)
        draft = await desk.keep(draft.with_answer(press.question, answer))
    return await _onward(press.question, draft, category, desk)


async def _asked(number: int, desk: Desk) -> tuple[Draft, Category, Question]:
    """Raise NotFound when the category asks no such thing any more."""
    draft = await desk.draft()
    category = await desk.category_of(draft)
    if category is None or not 1 <= number <= len(category.questions):
        raise NotFound("survey-question-gone")
    return draft, category, category.questions[number - 1]


async def _onward(number: int, draft: Draft, category: Category, desk: Desk) -> Screen:
    """The next in order, though it may be answered: who goes back goes on the same way."""
    if number < len(category.questions) and not draft.looked_around:
        return await show_question(number + 1, draft, category, desk)
    return await next_screen(draft, desk)

"""An administrator says which things of the town's a category is about, and what it asks."""

from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from civic.service_requests.actions.categories import put_category
from civic.service_requests.model import Category
from civic.surveys.model import Question, SurveyState
from civic.surveys.rules import check_questions
from civic.unit_of_work import Work
from handlers.effects import Reply
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.service_request_rules import (
    CategoryKindsPress,
    CategoryQuestionsPress,
    SetCategoryKindPress,
    TakeQuestionsPress,
)
from handlers.screens.screen import Screen
from handlers.screens.service_requests.office_category_links import (
    PAGE,
    kinds_screen,
    questions_screen,
)
from handlers.service_requests.office_categories import rule_desk, shown
from handlers.service_requests.office_desk import RequestOffice, leaving_request_forms
from locales.catalog import Say

_ANY = frozenset(SurveyState) - {SurveyState.WITHDRAWN}


def build_category_links_router() -> Router:
    router = leaving_request_forms(Router(name="request-office-category-links"))
    router.callback_query.register(ask_kind, Pressed(CategoryKindsPress))
    router.callback_query.register(set_kind, Pressed(SetCategoryKindPress))
    router.callback_query.register(ask_questions, Pressed(CategoryQuestionsPress))
    router.callback_query.register(take_questions, Pressed(TakeQuestionsPress))
    return router


async def ask_kind(
    _query: CallbackQuery, press: CategoryKindsPress, person: Person, work: Work, say: Say
) -> Reply:
    desk = await rule_desk(person, work)
    category = await work.request_categories.category(desk.town.id, press.category)
    kinds = [one for one in await work.assets.kinds(desk.town.id) if not one.retired]
    return kinds_screen(category, kinds, page=max(press.page, 0), say=say)


async def set_kind(
    _query: CallbackQuery,
    press: SetCategoryKindPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    desk = await rule_desk(person, work)
    category = await work.request_categories.category(desk.town.id, press.category)
    kind = (await work.assets.kind(desk.town.id, press.kind)).id if press.kind else None
    kept = await put_category(
        replace(category, asset_kind=kind), by=desk.official, desk=work, now=now
    )
    return await shown(kept, desk, work, say)


async def ask_questions(
    _query: CallbackQuery, press: CategoryQuestionsPress, person: Person, work: Work, say: Say
) -> Reply:
    desk = await rule_desk(person, work)
    category = await work.request_categories.category(desk.town.id, press.category)
    return await _questions(category, max(press.page, 0), desk, work, say)


async def take_questions(
    _query: CallbackQuery,
    press: TakeQuestionsPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    """What was asked and answered before stays with the requests as it was."""
    desk = await rule_desk(person, work)
    category = await work.request_categories.category(desk.town.id, press.category)
    asked: tuple[Question, ...] = ()
    if press.survey:
        survey = await work.surveys.survey(desk.town.id, press.survey)
        asked = survey.questionnaire.questions
        check_questions(asked)
    kept = await put_category(
        replace(category, questions=asked), by=desk.official, desk=work, now=now
    )
    return await _questions(kept, 0, desk, work, say)


async def _questions(
    category: Category, page: int, desk: RequestOffice, work: Work, say: Say
) -> Screen:
    town = desk.town.id
    surveys = await work.surveys.in_states(town, _ANY, offset=page * PAGE, limit=PAGE)
    count = await work.surveys.count(town, _ANY)
    return questions_screen(category, surveys, count, page=page, say=say)

"""An administrator sets how much support an idea needs, and what it becomes."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from civic.communities.model import Community, Official
from civic.communities.rules import Action, check_may
from civic.ideas.actions.office import set_category, set_threshold
from civic.ideas.model import IdeaRules
from civic.ideas.rules import fitting_categories
from civic.kernel.refusal import NotFound, Refusal
from civic.unit_of_work import Work
from handlers.effects import Reply, Show
from handlers.leaving import leaving_forms
from handlers.message_filters import Typed
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.ideas import (
    IdeaCategoriesPress,
    IdeaCategoryPress,
    IdeaRulesPress,
    IdeaThresholdPress,
)
from handlers.screens.ideas.office import (
    GUESSED,
    ask_threshold_screen,
    categories_screen,
    rules_screen,
)
from handlers.screens.screen import Screen
from locales.catalog import Say


class IdeaRulesForm(StatesGroup):
    threshold = State()


def build_rules_router() -> Router:
    router = leaving_forms(Router(name="ideas-rules"))
    router.message.register(type_threshold, StateFilter(IdeaRulesForm.threshold), Typed())
    router.callback_query.register(show, Pressed(IdeaRulesPress))
    router.callback_query.register(threshold, Pressed(IdeaThresholdPress))
    router.callback_query.register(categories, Pressed(IdeaCategoriesPress))
    router.callback_query.register(category, Pressed(IdeaCategoryPress))
    return router


async def show(_query: CallbackQuery, person: Person, work: Work, say: Say) -> Reply:
    _official, office = _sets(person)
    return await _shown(await work.ideas.rules(office.id), work, say)


async def threshold(
    _query: CallbackQuery, press: IdeaThresholdPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime,
) -> Reply:  # fmt: skip
    official, office = _sets(person)
    if press.count == 0:
        await state.set_state(IdeaRulesForm.threshold)
        return ask_threshold_screen(await work.ideas.rules(office.id), say=say)
    kept = await set_threshold(press.count, by=official, desk=work, now=now)
    return await _shown(kept, work, say)


async def type_threshold(
    _message: Message, typed: str, person: Person, work: Work, say: Say, state: FSMContext,
    now: datetime,
) -> Reply:  # fmt: skip
    official, _office = _sets(person)
    kept = await set_threshold(_number(typed), by=official, desk=work, now=now)
    await state.clear()
    return Show(screen=await _shown(kept, work, say), replaces=True)


async def categories(
    _query: CallbackQuery, press: IdeaCategoriesPress, person: Person, work: Work, say: Say
) -> Reply:
    _official, office = _sets(person)
    fitting = fitting_categories(await work.request_categories.all(office.id))
    rules = await work.ideas.rules(office.id)
    return categories_screen(fitting, rules, page=max(0, press.page), say=say)


async def category(
    _query: CallbackQuery, press: IdeaCategoryPress, person: Person, work: Work, say: Say,
    now: datetime,
) -> Reply:  # fmt: skip
    official, office = _sets(person)
    fitting = fitting_categories(await work.request_categories.all(office.id))
    if press.category != GUESSED and all(one.id != press.category for one in fitting):
        raise NotFound("request-category-gone")
    chosen = None if press.category == GUESSED else press.category
    return await _shown(await set_category(chosen, by=official, desk=work, now=now), work, say)


async def _shown(rules: IdeaRules, work: Work, say: Say) -> Screen:
    chosen = None
    if rules.category is not None:
        chosen = await work.request_categories.category(rules.community, rules.category)
    return rules_screen(rules, chosen, say=say)


def _number(typed: str) -> int:
    """-1 for what is no number: the rule then says what it may be."""
    said = typed.strip()
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 else -1


def _sets(person: Person) -> tuple[Official, Community]:
    official = check_may(person.official, Action.SET_REQUEST_RULES)
    if person.office is None:
        raise Refusal("not-allowed")
    return official, person.office

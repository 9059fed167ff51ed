"""An administrator keeps what may be asked about: one by one, or as a table."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from civic.communities.rules import Action, slug_of
from civic.kernel.ids import AgencyId, CategoryId, IdMaker
from civic.kernel.language import LANGUAGES, Language, Translated, language_of
from civic.kernel.refusal import NotFound, Refusal
from civic.service_requests.actions.categories import put_category, retire_category
from civic.service_requests.model import Category
from civic.unit_of_work import Work
from handlers.effects import Reply, Show, Toast
from handlers.message_filters import Typed
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.service_request_rules import (
    TOP,
    AskCategoryPress,
    CategoriesPress,
    CategoryAgenciesPress,
    CategoryPress,
    CategoryWordingPress,
    FlagCategoryPress,
    GiveCategoryPress,
    NewCategoryPress,
    RetireCategoryPress,
)
from handlers.screens.screen import Screen
from handlers.screens.service_requests.office_categories import (
    FLAGS,
    agencies_screen,
    asking_screen,
    categories_screen,
    category_screen,
    wording_screen,
)
from handlers.service_requests.office_desk import (
    RequestOffice,
    leave_form,
    leaving_request_forms,
    request_office,
)
from handlers.service_requests.office_tables import expect_category_table
from locales.catalog import Say

TYPED = (*LANGUAGES, "days", "words", "icon")
ICON_LIMIT = 8
Change = Callable[[Category], Category]


class CategoryForm(StatesGroup):
    value = State()


def build_categories_router() -> Router:
    router = leaving_request_forms(Router(name="request-office-categories"))
    router.callback_query.register(show_all, Pressed(CategoriesPress))
    router.callback_query.register(show_one, Pressed(CategoryPress))
    router.callback_query.register(show_wording, Pressed(CategoryWordingPress))
    router.callback_query.register(ask_new, Pressed(NewCategoryPress))
    router.callback_query.register(ask_value, Pressed(AskCategoryPress))
    router.callback_query.register(set_flag, Pressed(FlagCategoryPress))
    router.callback_query.register(ask_agency, Pressed(CategoryAgenciesPress))
    router.callback_query.register(give, Pressed(GiveCategoryPress))
    router.callback_query.register(retire, Pressed(RetireCategoryPress))
    router.message.register(take_value, StateFilter(CategoryForm.value), Typed())
    return router


async def rule_desk(person: Person, work: Work) -> RequestOffice:
    return await request_office(person, work, action=Action.SET_REQUEST_RULES)


async def show_all(
    _query: CallbackQuery,
    press: CategoriesPress,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
) -> Reply:
    desk = await rule_desk(person, work)
    parent = None
    if press.parent != TOP:
        parent = await work.request_categories.category(desk.town.id, press.parent)
    else:
        await expect_category_table(state)
    every = await work.request_categories.all(desk.town.id)
    within = [one for one in every if one.parent == (parent.id if parent else None)]
    return categories_screen(within, parent, page=max(press.page, 0), say=say)


async def show_one(
    _query: CallbackQuery, press: CategoryPress, person: Person, work: Work, say: Say
) -> Reply:
    desk = await rule_desk(person, work)
    category = await work.request_categories.category(desk.town.id, press.category)
    return await shown(category, desk, work, say)


async def show_wording(
    _query: CallbackQuery, press: CategoryWordingPress, person: Person, work: Work, say: Say
) -> Reply:
    desk = await rule_desk(person, work)
    category = await work.request_categories.category(desk.town.id, press.category)
    every = await work.request_categories.all(desk.town.id)
    holds = sum(one.parent == category.id for one in every)
    return wording_screen(category, holds=holds, say=say)


async def shown(category: Category, desk: RequestOffice, work: Work, say: Say) -> Screen:
    every = await work.request_categories.all(desk.town.id)
    holds = sum(one.parent == category.id for one in every)
    about = None
    if category.asset_kind is not None:
        about = await work.assets.kind(desk.town.id, category.asset_kind)
    return category_screen(category, desk.agencies, about=about, holds=holds, say=say)


async def ask_new(
    _query: CallbackQuery,
    press: NewCategoryPress,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
) -> Reply:
    desk = await rule_desk(person, work)
    if press.parent != TOP:
        await work.request_categories.category(desk.town.id, press.parent)
    what = desk.town.languages[0]
    await state.set_state(CategoryForm.value)
    await state.update_data(category=None, parent=press.parent, what=what)
    return asking_screen(None, what, press.parent, say=say)


async def ask_value(
    _query: CallbackQuery,
    press: AskCategoryPress,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
) -> Reply:
    desk = await rule_desk(person, work)
    category = await work.request_categories.category(desk.town.id, press.category)
    if press.what not in TYPED:
        raise NotFound("not-found")
    await state.set_state(CategoryForm.value)
    await state.update_data(category=category.id, what=press.what)
    return asking_screen(category, press.what, category.id, say=say)


async def take_value(
    _message: Message,
    typed: str,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    new_id: IdMaker,
    state: FSMContext,
) -> Reply:
    desk = await rule_desk(person, work)
    data = await state.get_data()
    if data["category"] is None:
        category = await _new(typed, CategoryId(data["parent"]), desk, work, now, new_id)
    else:
        found = await work.request_categories.category(desk.town.id, CategoryId(data["category"]))
        category = _changed(found, data["what"], typed)
    kept = await put_category(category, by=desk.official, desk=work, now=now)
    await leave_form(state)
    return Show(screen=await shown(kept, desk, work, say), replaces=True)


async def _new(
    typed: str, parent: CategoryId, desk: RequestOffice, work: Work, now: datetime, new_id: IdMaker
) -> Category:
    """Behind the others; of the agency of what it lies in."""
    every = await work.request_categories.all(desk.town.id)
    above = next((one for one in every if one.id == parent), None)
    taken = {one.code for one in every}
    code = base = slug_of(typed)
    number = 2
    while code in taken:
        code, number = f"{base}-{number}", number + 1
    return Category(
        id=CategoryId(new_id(now)),
        community=desk.town.id,
        parent=above.id if above else None,
        code=code,
        name=Translated({desk.town.languages[0]: typed}),
        agency=above.agency if above else None,
        is_public=above.is_public if above else True,
        position=max((one.position for one in every), default=0) + 1,
    )


def _changed(category: Category, what: str, typed: str) -> Category:
    if what in LANGUAGES:
        language: Language = language_of(what)
        return replace(category, name=Translated({**category.name.texts, language: typed}))
    if what == "words":
        words = (part.strip() for part in typed.replace("\n", ",").replace(";", ",").split(","))
        return replace(category, words=tuple(dict.fromkeys(word for word in words if word)))
    if what == "icon":
        return replace(category, icon=typed.strip()[:ICON_LIMIT])
    days = typed.strip()
    if not days.isascii() or not days.isdecimal() or len(days) > 3:
        raise Refusal("request-category-days")
    return replace(category, days=int(days))


async def set_flag(
    _query: CallbackQuery,
    press: FlagCategoryPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    desk = await rule_desk(person, work)
    category = await work.request_categories.category(desk.town.id, press.category)
    if press.flag not in FLAGS:
        raise NotFound("not-found")
    changes: dict[str, Change] = {
        "public": lambda one: replace(one, is_public=press.on),
        "photo": lambda one: replace(one, needs_photo_after=press.on),
        "danger": lambda one: replace(one, is_emergency=press.on),
    }
    kept = await put_category(changes[press.flag](category), by=desk.official, desk=work, now=now)
    return await shown(kept, desk, work, say)


async def ask_agency(
    _query: CallbackQuery, press: CategoryAgenciesPress, person: Person, work: Work, say: Say
) -> Reply:
    desk = await rule_desk(person, work)
    category = await work.request_categories.category(desk.town.id, press.category)
    return agencies_screen(category, desk.agencies, page=max(press.page, 0), say=say)


async def give(
    _query: CallbackQuery,
    press: GiveCategoryPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    desk = await rule_desk(person, work)
    category = await work.request_categories.category(desk.town.id, press.category)
    agency: AgencyId | None = press.agency or None
    kept = await put_category(
        replace(category, agency=agency), by=desk.official, desk=work, now=now
    )
    return await shown(kept, desk, work, say)


async def retire(
    _query: CallbackQuery,
    press: RetireCategoryPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    desk = await rule_desk(person, work)
    kept = await retire_category(
        desk.town.id, press.category, retired=press.retired, by=desk.official, desk=work, now=now
    )
    key = "office-category-did-retire" if press.retired else "office-category-did-back"
    return [Toast(text=say(key)), Show(screen=await shown(kept, desk, work, say))]

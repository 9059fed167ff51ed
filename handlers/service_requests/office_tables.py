"""Categories and rules as tables: sent out, taken back, tried before they are kept."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from civic.communities.rules import Action
from civic.kernel.ids import FileId, IdMaker
from civic.kernel.refusal import Refusal
from civic.service_requests.actions.categories import (
    export_categories,
    import_categories,
    plan_categories,
)
from civic.service_requests.actions.routing import (
    export_rules,
    plan_rules,
    replace_rules,
    try_rules,
)
from civic.service_requests.rules.table_text import table_text
from civic.unit_of_work import Work
from handlers.effects import FetchFile, Reply, Send, Show, Toast
from handlers.fetched import Fetched, fetched
from handlers.message_filters import Documented
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.service_request_rules import (
    CategoryTablePress,
    ImportCategoriesPress,
    ImportRulesPress,
    RoutingTablePress,
)
from handlers.screens.screen import Screen
from handlers.screens.service_requests.office_categories import categories_screen, plan_screen
from handlers.screens.service_requests.office_rules import rules_plan_screen, rules_screen
from handlers.service_requests.office_desk import RequestOffice, request_office
from handlers.service_requests.office_named import naming_of
from locales.catalog import Say

LARGEST = 2_000_000
"""Bytes: thousands of rows."""
CSV = "text/csv"


class RequestTableForm(StatesGroup):
    categories = State()
    rules = State()


def build_tables_router() -> Router:
    router = Router(name="request-office-tables")
    router.message.register(take_categories, StateFilter(RequestTableForm.categories), Documented())
    router.message.register(take_rules, StateFilter(RequestTableForm.rules), Documented())
    router.callback_query.register(send_categories, Pressed(CategoryTablePress))
    router.callback_query.register(keep_categories, Pressed(ImportCategoriesPress))
    router.callback_query.register(send_rules, Pressed(RoutingTablePress))
    router.callback_query.register(keep_rules, Pressed(ImportRulesPress))
    return router


async def expect_category_table(state: FSMContext) -> None:
    await state.set_state(RequestTableForm.categories)


async def expect_rule_table(state: FSMContext) -> None:
    await state.set_state(RequestTableForm.rules)


async def _desk(person: Person, work: Work) -> RequestOffice:
    return await request_office(person, work, action=Action.SET_REQUEST_RULES)


def _brought(message: Message, then: str) -> FetchFile:
    document = message.document
    if document is None:
        raise ValueError("a message without a document passed the filter")
    size = document.file_size or 0
    if size > LARGEST:
        raise Refusal("office-table-large", megabytes=LARGEST // 1_000_000)
    return FetchFile(file_id=document.file_id, name=document.file_name or "", size=size, then=then)


async def _sent(name: str, text: str, desk: RequestOffice, work: Work, now: datetime) -> Send:
    # With a mark that spreadsheets know the letters by.
    content = text.encode("utf-8-sig")
    file = await work.files.put(desk.town.id, desk.official.account, name, CSV, content, now=now)
    return Send(screen=Screen(text="", document=file))


async def _laid_aside(given: Fetched, text: str, desk: RequestOffice) -> FileId:
    """Until the administrator says yes."""
    return await given.work.files.put(
        desk.town.id, desk.official.account, given.name or "table.csv", CSV, text.encode(),
        now=given.now,
    )  # fmt: skip


# --- Categories.


async def send_categories(
    _query: CallbackQuery, person: Person, work: Work, now: datetime
) -> Reply:
    desk = await _desk(person, work)
    text = await export_categories(desk.town.id, desk=work)
    return await _sent("categories.csv", text, desk, work, now)


async def take_categories(message: Message, person: Person, work: Work) -> Reply:
    await _desk(person, work)
    return _brought(message, "request-categories-file")


@fetched("request-categories-file")
async def look_at_categories(given: Fetched) -> Reply:
    desk = await _desk(given.person, given.work)
    text = table_text(given.content)
    plan = await plan_categories(
        desk.town.id, text, complete=True, desk=given.work, new_id=given.new_id, now=given.now
    )
    file = await _laid_aside(given, text, desk)
    return Send(screen=plan_screen(given.name, plan, file, say=given.say))


async def keep_categories(
    _query: CallbackQuery,
    press: ImportCategoriesPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    new_id: IdMaker,
    state: FSMContext,
) -> Reply:
    """Pressed twice it changes nothing more: the table says then what there is."""
    desk = await _desk(person, work)
    held = await work.files.read(desk.town.id, press.file)
    plan = await import_categories(
        desk.town.id, table_text(held.content), complete=press.complete, by=desk.official,
        desk=work, new_id=new_id, now=now,
    )  # fmt: skip
    await expect_category_table(state)
    every = await work.request_categories.all(desk.town.id)
    top = [one for one in every if one.parent is None]
    said = say.n("office-table-kept", len(plan.added) + len(plan.changed) + len(plan.retired))
    return [Toast(text=said), Show(screen=categories_screen(top, None, page=0, say=say))]


# --- Rules.


async def send_rules(_query: CallbackQuery, person: Person, work: Work, now: datetime) -> Reply:
    desk = await _desk(person, work)
    text = await export_rules(desk.town.id, desk=work)
    return await _sent("rules.csv", text, desk, work, now)


async def take_rules(message: Message, person: Person, work: Work) -> Reply:
    await _desk(person, work)
    return _brought(message, "request-rules-file")


@fetched("request-rules-file")
async def look_at_rules(given: Fetched) -> Reply:
    """What the table would have done with last month's requests."""
    desk = await _desk(given.person, given.work)
    text = table_text(given.content)
    plan = await plan_rules(desk.town.id, text, desk=given.work, new_id=given.new_id, now=given.now)
    tried = await try_rules(desk.town.id, plan.rules, desk=given.work, now=given.now)
    file = await _laid_aside(given, text, desk)
    naming = await naming_of(plan.rules, desk, given.work, given.say)
    return Send(screen=rules_plan_screen(given.name, plan, tried, file, naming, say=given.say))


async def keep_rules(
    _query: CallbackQuery,
    press: ImportRulesPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    new_id: IdMaker,
    state: FSMContext,
) -> Reply:
    desk = await _desk(person, work)
    held = await work.files.read(desk.town.id, press.file)
    plan = await plan_rules(
        desk.town.id, table_text(held.content), desk=work, new_id=new_id, now=now
    )
    if plan.findings:
        raise Refusal("office-rules-findings", count=len(plan.findings))
    kept = await replace_rules(desk.town.id, plan.rules, by=desk.official, desk=work, now=now)
    await expect_rule_table(state)
    naming = await naming_of(kept, desk, work, say)
    said = Toast(text=say.n("office-rules-kept", len(kept)))
    return [said, Show(screen=rules_screen(kept, naming, page=0, say=say))]

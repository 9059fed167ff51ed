"""An official says which request repeats which, and gathers a wave of them in one incident."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from civic.kernel.ids import ServiceRequestId
from civic.kernel.refusal import Refusal
from civic.places.rules.locating import box_around, metres_between
from civic.service_requests.actions.merging import AT_ONCE, merge_requests
from civic.service_requests.model import OPEN, ServiceRequest, Wanted
from civic.service_requests.rules.transitions import Step
from civic.unit_of_work import Work
from handlers.effects import Reply, Send, Show, Toast
from handlers.message_filters import Typed
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.service_request_office import (
    AskDuplicatePress,
    DuplicatePress,
    GatherAllPress,
    GatherChosenPress,
    GatherPress,
    ToggleGatheredPress,
)
from handlers.screens.screen import Screen
from handlers.screens.service_requests.office_merging import (
    Alike,
    duplicate_screen,
    gather_screen,
)
from handlers.service_requests.office_card import card_of, request_card
from handlers.service_requests.office_desk import (
    AtRequest,
    leave_form,
    leaving_request_forms,
)
from handlers.service_requests.office_steps import (
    at_own_request,
    is_open_to,
    stands_otherwise,
)
from locales.catalog import Say

AROUND = 1_000
"""Metres within which requests of one group of categories may be about one thing."""
FOUND = 200
MERGE = Step.MERGE.value


class DuplicateForm(StatesGroup):
    number = State()


def build_merging_router() -> Router:
    router = leaving_request_forms(Router(name="request-office-merging"))
    router.callback_query.register(ask_duplicate, Pressed(AskDuplicatePress))
    router.callback_query.register(merge_into, Pressed(DuplicatePress))
    router.callback_query.register(gather, Pressed(GatherPress))
    router.callback_query.register(toggle, Pressed(ToggleGatheredPress))
    router.callback_query.register(choose_all, Pressed(GatherAllPress))
    router.callback_query.register(gather_chosen, Pressed(GatherChosenPress))
    router.message.register(merge_by_number, StateFilter(DuplicateForm.number), Typed())
    return router


async def _alike(at: AtRequest, work: Work) -> list[Alike]:
    """Open ones of the same group of categories nearby or in the same courtyard, nearest first."""
    town, request = at.desk.town.id, at.request
    kin = {
        one.id
        for one in await work.request_categories.all(town)
        if one.id == at.category.id or (one.parent and one.parent == at.category.parent)
    }
    found: dict[ServiceRequestId, ServiceRequest] = {}
    if request.point is not None:
        box = box_around(request.point, AROUND)
        inside = await work.service_requests.inside(town, box, kin, OPEN, limit=FOUND)
        found |= {one.id: one for one in inside}
    if request.place is not None:
        wanted = Wanted(statuses=OPEN, place=request.place, categories=frozenset(kin))
        here = await work.service_requests.page(town, wanted, limit=FOUND)
        found |= {one.id: one for one in here}
    found.pop(request.id, None)
    alike = [Alike(request=one, metres=_metres(one, request)) for one in found.values()]
    return sorted(alike, key=lambda one: (one.metres is None, one.metres, one.request.number))


def _metres(one: ServiceRequest, other: ServiceRequest) -> int | None:
    if one.point is None or other.point is None:
        return None
    return round(metres_between(one.point, other.point))


# --- It repeats another.


async def ask_duplicate(
    _query: CallbackQuery,
    press: AskDuplicatePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    at = await at_own_request(person, press.request, work)
    if not is_open_to(at, MERGE):
        return await stands_otherwise(at, work, say, now)
    await state.set_state(DuplicateForm.number)
    await state.update_data(request=at.request.id)
    card = await card_of(at, work, say, now)
    return duplicate_screen(card, await _alike(at, work), page=max(press.page, 0), say=say)


async def merge_into(
    _query: CallbackQuery,
    press: DuplicatePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    at = await at_own_request(person, press.request, work)
    if not is_open_to(at, MERGE):
        return await stands_otherwise(at, work, say, now)
    goal = await merge_requests(
        at.desk.town.id, [at.request.id], press.into, by=at.desk.official, desk=work, now=now
    )
    said = say(
        "office-did-merge", number=say.number(at.request.number), into=say.number(goal.number)
    )
    return [Toast(text=said), Show(screen=await _card_of(goal, person, work, say, now))]


async def merge_by_number(
    _message: Message,
    typed: str,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    request = ServiceRequestId((await state.get_data())["request"])
    at = await at_own_request(person, request, work)
    digits = typed.strip().lstrip("№# ")
    into = None
    if digits.isascii() and digits.isdecimal() and len(digits) <= 9:
        into = await work.service_requests.by_number(at.desk.town.id, int(digits))
    if into is None:
        raise Refusal("office-request-no-number")
    goal = await merge_requests(
        at.desk.town.id, [request], into.id, by=at.desk.official, desk=work, now=now
    )
    await leave_form(state)
    said = say(
        "office-did-merge", number=say.number(at.request.number), into=say.number(goal.number)
    )
    card = await _card_of(goal, person, work, say, now)
    return [Send(screen=Screen(text=said)), Show(screen=card, replaces=True)]


async def _card_of(
    goal: ServiceRequest, person: Person, work: Work, say: Say, now: datetime
) -> Screen:
    """The one that goes on."""
    return await request_card(await at_own_request(person, goal.id, work), work, say, now)


# --- Others are gathered in it.


async def gather(
    _query: CallbackQuery,
    press: GatherPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    at = await at_own_request(person, press.request, work)
    return await _gathering(at, max(press.page, 0), work, say, now, state)


async def toggle(
    _query: CallbackQuery,
    press: ToggleGatheredPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    at = await at_own_request(person, press.request, work)
    chosen = await _chosen(at, state)
    chosen ^= {press.other}
    await _choose(at, chosen, state)
    return await _gathering(at, max(press.page, 0), work, say, now, state)


async def choose_all(
    _query: CallbackQuery,
    press: GatherAllPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    at = await at_own_request(person, press.request, work)
    alike = await _gatherable(at, work) if press.wants else []
    await _choose(at, {one.request.id for one in alike[:AT_ONCE]}, state)
    return await _gathering(at, 0, work, say, now, state)


async def gather_chosen(
    _query: CallbackQuery,
    press: GatherChosenPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    """What was closed or merged since it was chosen is left as it is."""
    at = await at_own_request(person, press.request, work)
    alike = {one.request.id for one in await _gatherable(at, work)}
    chosen = await _chosen(at, state) & alike
    if not at.request.is_open or not chosen:
        return await _gathering(at, 0, work, say, now, state)
    goal = await merge_requests(
        at.desk.town.id, chosen, at.request.id, by=at.desk.official, desk=work, now=now
    )
    await _choose(at, set(), state)
    said = say.n("office-did-gather", len(chosen), number=say.number(goal.number))
    return [Toast(text=said), Show(screen=await _card_of(goal, person, work, say, now))]


async def _gathering(
    at: AtRequest, page: int, work: Work, say: Say, now: datetime, state: FSMContext
) -> Reply:
    if not at.parties or not at.request.is_open:
        return await stands_otherwise(at, work, say, now)
    alike = await _gatherable(at, work)
    chosen = await _chosen(at, state) & {one.request.id for one in alike}
    card = await card_of(at, work, say, now)
    return gather_screen(card, alike, chosen, page=page, say=say)


async def _gatherable(at: AtRequest, work: Work) -> list[Alike]:
    """Of those alike, what this official may close for another."""
    return [
        one for one in await _alike(at, work) if is_open_to(at.with_request(one.request), MERGE)
    ]


async def _chosen(at: AtRequest, state: FSMContext) -> set[ServiceRequestId]:
    data = await state.get_data()
    if data.get("gather_in") != at.request.id:
        return set()
    return {ServiceRequestId(one) for one in data.get("gathered", ())}


async def _choose(at: AtRequest, chosen: set[ServiceRequestId], state: FSMContext) -> None:
    await state.update_data(gather_in=at.request.id, gathered=sorted(chosen))

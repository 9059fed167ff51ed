"""An administrator sets what holds for announcements and answers in the town."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from civic.communities.actions.telling import (
    set_approval_from,
    set_names_officials,
    set_single_handed,
    set_urgent_a_week,
)
from civic.communities.model import Community, Official
from civic.communities.rules import Action, check_may
from civic.kernel.refusal import Refusal
from civic.unit_of_work import Work
from handlers.effects import Reply, Show
from handlers.leaving import leaving_forms
from handlers.message_filters import Typed
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.communities import (
    ApprovalFromPress,
    NamesOfficialsPress,
    SingleHandedPress,
    TellingRulesPress,
    UrgentAWeekPress,
)
from handlers.screens.communities.telling import (
    ask_approval_screen,
    ask_urgent_screen,
    telling_screen,
)
from locales.catalog import Say

ASK = -1


class TellingForm(StatesGroup):
    approval_from = State()
    urgent_a_week = State()


def build_router() -> Router:
    router = leaving_forms(Router(name="town-telling"))
    router.callback_query.register(show, Pressed(TellingRulesPress))
    router.callback_query.register(approval_from, Pressed(ApprovalFromPress))
    router.callback_query.register(urgent_a_week, Pressed(UrgentAWeekPress))
    router.callback_query.register(single_handed, Pressed(SingleHandedPress))
    router.callback_query.register(names_officials, Pressed(NamesOfficialsPress))
    router.message.register(type_approval, StateFilter(TellingForm.approval_from), Typed())
    router.message.register(type_urgent, StateFilter(TellingForm.urgent_a_week), Typed())
    return router


async def show(_query: CallbackQuery, person: Person, say: Say) -> Reply:
    _official, office = _sets(person)
    return telling_screen(office, say=say)


async def approval_from(
    _query: CallbackQuery,
    press: ApprovalFromPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    _official, office = _sets(person)
    if press.recipients == 0:
        await state.set_state(TellingForm.approval_from)
        return ask_approval_screen(office, say=say)
    return telling_screen(await _approved_from(press.recipients, person, work, now), say=say)


async def type_approval(
    _message: Message,
    typed: str,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    changed = await _approved_from(_number(typed), person, work, now)
    await state.clear()
    return Show(screen=telling_screen(changed, say=say), replaces=True)


async def _approved_from(recipients: int, person: Person, work: Work, now: datetime) -> Community:
    official, office = _sets(person)
    return await set_approval_from(
        office, recipients, by=official, communities=work.communities, audit=work.audit, now=now
    )


async def urgent_a_week(
    _query: CallbackQuery,
    press: UrgentAWeekPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    _official, office = _sets(person)
    if press.times == ASK:
        await state.set_state(TellingForm.urgent_a_week)
        return ask_urgent_screen(office, say=say)
    return telling_screen(await _urgent(press.times, person, work, now), say=say)


async def type_urgent(
    _message: Message,
    typed: str,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    changed = await _urgent(_number(typed), person, work, now)
    await state.clear()
    return Show(screen=telling_screen(changed, say=say), replaces=True)


async def _urgent(times: int, person: Person, work: Work, now: datetime) -> Community:
    official, office = _sets(person)
    return await set_urgent_a_week(
        office, times, by=official, communities=work.communities, audit=work.audit, now=now
    )


async def single_handed(
    _query: CallbackQuery,
    press: SingleHandedPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    official, office = _sets(person)
    changed = await set_single_handed(
        office,
        on=press.on,
        by=official,
        communities=work.communities,
        officials=work.officials,
        audit=work.audit,
        now=now,
    )
    return telling_screen(changed, say=say)


async def names_officials(
    _query: CallbackQuery,
    press: NamesOfficialsPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    official, office = _sets(person)
    changed = await set_names_officials(
        office, on=press.on, by=official, communities=work.communities, audit=work.audit, now=now
    )
    return telling_screen(changed, say=say)


def _number(typed: str) -> int:
    """-1 for what is no number: the rule then says what it may be."""
    said = typed.strip()
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 else -1


def _sets(person: Person) -> tuple[Official, Community]:
    official = check_may(person.official, Action.SET_BROADCAST_RULES)
    if person.office is None:
        raise Refusal("not-allowed")
    return official, person.office

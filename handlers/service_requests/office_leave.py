"""An official goes on leave, and somebody stands in for them."""

from datetime import date, datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from civic.communities.model import Official
from civic.communities.rules import Action, check_may
from civic.kernel.ids import AccountId
from civic.service_requests.duties.actions import come_back, go_on_leave, substitutes_of
from civic.service_requests.duties.model import Absence
from civic.service_requests.rules.days import day_of_number, day_typed
from civic.unit_of_work import Work
from handlers.effects import Reply, Show, Toast
from handlers.message_filters import Typed
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.registry import Press
from handlers.presses.service_request_office import RequestAsidePress
from handlers.presses.service_request_rules import (
    AskLeavePress,
    ComeBackPress,
    DutiesOfPress,
    LeaveUntilPress,
    LeaveWithPress,
)
from handlers.screens.screen import Screen
from handlers.screens.service_requests.office_duties import leave_screen, until_screen
from handlers.service_requests.office_desk import (
    RequestOffice,
    leave_form,
    leaving_request_forms,
    request_office,
)
from locales.catalog import Say


class LeaveForm(StatesGroup):
    day = State()


def build_leave_router() -> Router:
    router = leaving_request_forms(Router(name="request-office-leave"))
    router.callback_query.register(show, Pressed(AskLeavePress))
    router.callback_query.register(ask_day, Pressed(LeaveWithPress))
    router.callback_query.register(until_day, Pressed(LeaveUntilPress))
    router.callback_query.register(end, Pressed(ComeBackPress))
    router.message.register(take_day, StateFilter(LeaveForm.day), Typed())
    return router


async def absence_of(desk: RequestOffice, account: AccountId, work: Work) -> Absence | None:
    every = await work.request_duties.absences(desk.town.id)
    return next((one for one in every if one.account == account), None)


async def _leaving(
    account: AccountId, person: Person, work: Work
) -> tuple[RequestOffice, Official]:
    """Themselves, or whom an administrator means."""
    desk = await request_office(person, work, action=Action.HANDLE_REQUESTS)
    if account in {0, desk.official.account}:
        return desk, desk.official
    check_may(desk.official, Action.SET_REQUEST_RULES)
    return desk, await work.officials.official(desk.town.id, account)


async def show(
    _query: CallbackQuery, press: AskLeavePress, person: Person, work: Work, say: Say
) -> Reply:
    desk, leaving = await _leaving(press.account, person, work)
    return await _shown(leaving, desk, work, say, page=max(press.page, 0))


async def _shown(
    leaving: Official, desk: RequestOffice, work: Work, say: Say, *, page: int = 0
) -> Screen:
    is_self = leaving.account == desk.official.account
    back: Press = RequestAsidePress() if is_self else DutiesOfPress(leaving.account)
    absence = await absence_of(desk, leaving.account, work)
    known = substitutes_of(leaving, desk.office.staff)
    away = {} if absence else desk.office.away
    return leave_screen(
        leaving, absence, [one for one in known if one.account not in away], back,
        is_self=is_self, page=page, say=say,
    )  # fmt: skip


async def ask_day(
    _query: CallbackQuery,
    press: LeaveWithPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    desk, leaving = await _leaving(press.account, person, work)
    substitute = await work.officials.official(desk.town.id, press.substitute)
    await state.set_state(LeaveForm.day)
    await state.update_data(account=leaving.account, substitute=substitute.account)
    return until_screen(leaving, substitute, today=desk.calendar.day_of(now), say=say)


async def until_day(
    _query: CallbackQuery,
    press: LeaveUntilPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    desk, leaving = await _leaving(press.account, person, work)
    absence = await _go(leaving, press.substitute, day_of_number(press.day), desk, work, now)
    said = say("office-leave-begun", day=say.day(absence.last))
    return [Toast(text=said), Show(screen=await _shown(leaving, desk, work, say))]


async def take_day(
    _message: Message,
    typed: str,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    data = await state.get_data()
    desk, leaving = await _leaving(AccountId(data["account"]), person, work)
    last = day_typed(typed, today=desk.calendar.day_of(now))
    await _go(leaving, AccountId(data["substitute"]), last, desk, work, now)
    await leave_form(state)
    return Show(screen=await _shown(leaving, desk, work, say), replaces=True)


async def _go(
    leaving: Official,
    substitute: AccountId,
    last: date,
    desk: RequestOffice,
    work: Work,
    now: datetime,
) -> Absence:
    return await go_on_leave(
        desk.town.id, leaving.account, substitute, last=last, today=desk.calendar.day_of(now),
        by=desk.official, officials=work.officials, duties=work.request_duties,
        outbox=work.outbox, audit=work.audit, now=now,
    )  # fmt: skip


async def end(
    _query: CallbackQuery,
    press: ComeBackPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    desk, leaving = await _leaving(press.account, person, work)
    await come_back(
        desk.town.id, leaving.account, by=desk.official, officials=work.officials,
        duties=work.request_duties, audit=work.audit, now=now,
    )  # fmt: skip
    present = await request_office(person, work, action=Action.HANDLE_REQUESTS)
    said = Toast(text=say("office-leave-ended"))
    return [said, Show(screen=await _shown(leaving, present, work, say))]

"""An administrator says who heads an agency and who passes requests on."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from civic.communities.actions.duties import set_duties
from civic.communities.rules import Action
from civic.kernel.refusal import NotFound
from civic.unit_of_work import Work
from handlers.effects import Reply
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.service_request_rules import (
    DutiesOfPress,
    RequestDutiesPress,
    SetDutyPress,
)
from handlers.screens.service_requests.office_duties import (
    DUTIES,
    duties_of_screen,
    duties_screen,
)
from handlers.service_requests.office_desk import leaving_request_forms, request_office
from locales.catalog import Say


def build_duties_router() -> Router:
    router = leaving_request_forms(Router(name="request-office-duties"))
    router.callback_query.register(show_all, Pressed(RequestDutiesPress))
    router.callback_query.register(show_one, Pressed(DutiesOfPress))
    router.callback_query.register(set_duty, Pressed(SetDutyPress))
    return router


async def show_all(
    _query: CallbackQuery, press: RequestDutiesPress, person: Person, work: Work, say: Say
) -> Reply:
    desk = await request_office(person, work, action=Action.SET_REQUEST_RULES)
    return duties_screen(desk.office.staff, page=max(press.page, 0), say=say)


async def show_one(
    _query: CallbackQuery, press: DutiesOfPress, person: Person, work: Work, say: Say
) -> Reply:
    desk = await request_office(person, work, action=Action.SET_REQUEST_RULES)
    official = await work.officials.official(desk.town.id, press.account)
    return duties_of_screen(official, desk.agencies, say=say)


async def set_duty(
    _query: CallbackQuery,
    press: SetDutyPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    desk = await request_office(person, work, action=Action.SET_REQUEST_RULES)
    before = await work.officials.official(desk.town.id, press.account)
    if press.duty not in DUTIES:
        raise NotFound("not-found")
    kept = await set_duties(
        desk.town.id,
        press.account,
        is_head=press.on if press.duty == "head" else before.is_head,
        is_dispatcher=press.on if press.duty == "dispatcher" else before.is_dispatcher,
        by=desk.official,
        officials=work.officials,
        audit=work.audit,
        now=now,
    )
    return duties_of_screen(kept, desk.agencies, say=say)

"""An administrator says who heads an agency and who passes requests on."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from civic.communities.actions.duties import set_duties
from civic.communities.model import Official
from civic.communities.rules import Action
from civic.kernel.refusal import NotFound
from civic.service_requests.duties.actions import set_night_duty
from civic.unit_of_work import Work
from handlers.effects import Reply
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.service_request_rules import (
    DutiesOfPress,
    NightDutyPress,
    RequestDutiesPress,
    SetDutyPress,
)
from handlers.screens.screen import Screen
from handlers.screens.service_requests.office_duties import (
    DUTIES,
    duties_of_screen,
    duties_screen,
)
from handlers.service_requests.office_desk import (
    RequestOffice,
    leaving_request_forms,
    request_office,
)
from handlers.service_requests.office_leave import absence_of
from locales.catalog import Say


def build_duties_router() -> Router:
    router = leaving_request_forms(Router(name="request-office-duties"))
    router.callback_query.register(show_all, Pressed(RequestDutiesPress))
    router.callback_query.register(show_one, Pressed(DutiesOfPress))
    router.callback_query.register(set_duty, Pressed(SetDutyPress))
    router.callback_query.register(set_night, Pressed(NightDutyPress))
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
    return await _duties_of(official, desk, work, say)


async def _duties_of(official: Official, desk: RequestOffice, work: Work, say: Say) -> Screen:
    absence = await absence_of(desk, official.account, work)
    at_night = official.account in await work.request_duties.at_night(desk.town.id)
    return duties_of_screen(official, desk.agencies, absence, at_night=at_night, say=say)


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
    return await _duties_of(kept, desk, work, say)


async def set_night(
    _query: CallbackQuery,
    press: NightDutyPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    desk = await request_office(person, work, action=Action.SET_REQUEST_RULES)
    await set_night_duty(
        desk.town.id, press.account, wants=press.on, by=desk.official, officials=work.officials,
        duties=work.request_duties, audit=work.audit, now=now,
    )  # fmt: skip
    official = await work.officials.official(desk.town.id, press.account)
    return await _duties_of(official, desk, work, say)

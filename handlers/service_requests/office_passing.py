"""An official passes a request on to another agency, or gives it to a colleague."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from civic.communities.model import Official
from civic.service_requests.actions.handling import assign_request, pass_request_on
from civic.service_requests.rules.transitions import Step
from civic.unit_of_work import Work
from handlers.effects import Reply, Show, Toast
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.service_request_office import (
    AskAssignPress,
    AskPassOnPress,
    AssignPress,
    PassOnPress,
)
from handlers.screens.service_requests.office_steps import assigning_screen, passing_screen
from handlers.screens.service_requests.office_wording import agency_words
from handlers.service_requests.office_card import card_of, request_card
from handlers.service_requests.office_desk import AtRequest, leaving_request_forms
from handlers.service_requests.office_steps import (
    at_own_request,
    is_open_to,
    stands_otherwise,
)
from locales.catalog import Say


def build_passing_router() -> Router:
    router = leaving_request_forms(Router(name="request-office-passing"))
    router.callback_query.register(ask_where, Pressed(AskPassOnPress))
    router.callback_query.register(pass_on, Pressed(PassOnPress))
    router.callback_query.register(ask_whom, Pressed(AskAssignPress))
    router.callback_query.register(assign, Pressed(AssignPress))
    return router


async def ask_where(
    _query: CallbackQuery,
    press: AskPassOnPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    at = await at_own_request(person, press.request, work)
    if not is_open_to(at, Step.PASS_ON.value):
        return await stands_otherwise(at, work, say, now)
    others = [one for one in at.desk.agencies if one.id != at.request.agency]
    card = await card_of(at, work, say, now)
    return passing_screen(card, others, page=max(press.page, 0), say=say)


async def pass_on(
    _query: CallbackQuery,
    press: PassOnPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    at = await at_own_request(person, press.request, work)
    if not is_open_to(at, Step.PASS_ON.value) or at.request.agency == press.agency:
        return await stands_otherwise(at, work, say, now)
    moved = await pass_request_on(
        at.desk.town.id, at.request.id, press.agency, by=at.desk.official, desk=work, now=now
    )
    to = agency_words(moved.agency, at.desk.agencies, say)
    said = say("office-did-pass_on", number=say.number(moved.number), agency=to)
    card = await request_card(at.with_request(moved), work, say, now)
    return [Toast(text=said), Show(screen=card)]


async def ask_whom(
    _query: CallbackQuery,
    press: AskAssignPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    at = await at_own_request(person, press.request, work)
    if not at.parties or not at.request.is_open:
        return await stands_otherwise(at, work, say, now)
    card = await card_of(at, work, say, now)
    me = at.desk.official.account
    return assigning_screen(card, _team(at), me, page=max(press.page, 0), say=say)


async def assign(
    _query: CallbackQuery,
    press: AssignPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    at = await at_own_request(person, press.request, work)
    if not at.parties or not at.request.is_open:
        return await stands_otherwise(at, work, say, now)
    if at.request.assignee != press.account:
        kept = await assign_request(
            at.desk.town.id, at.request.id, press.account, by=at.desk.official, desk=work, now=now
        )
        at = at.with_request(kept)
    name = next((one.name for one in at.desk.office.staff if one.account == press.account), "")
    said = say("office-did-assign", number=say.number(at.request.number), name=name)
    return [Toast(text=said), Show(screen=await request_card(at, work, say, now))]


def _team(at: AtRequest) -> list[Official]:
    """Of the agency that has it, then administrators; whoever has it now is not asked for."""
    office = at.desk.office
    team = {
        one.account: one for one in (*office.agency(at.request.agency), *office.administrators())
    }
    return [one for one in team.values() if one.account != at.request.assignee]

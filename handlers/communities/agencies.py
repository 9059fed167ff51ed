"""An administrator looks at an agency and closes it; another takes over what it leaves."""

from collections import Counter
from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from civic.communities.model import Community, Official
from civic.communities.rules import Action, check_may
from civic.kernel.ids import AgencyId
from civic.kernel.refusal import Refusal
from civic.service_requests.actions.closing import Estate, close_agency, estate_of
from civic.unit_of_work import Work
from handlers.effects import Reply, Show, Toast
from handlers.leaving import leaving_forms
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.communities import (
    AgenciesPress,
    AgencyPress,
    AskCloseAgencyPress,
    CloseAgencyPress,
)
from handlers.screens.communities.agencies import (
    NOBODY,
    agencies_screen,
    agency_screen,
    ask_heir_screen,
    name_of,
)
from handlers.screens.screen import Screen
from locales.catalog import Say


def build_router() -> Router:
    router = leaving_forms(Router(name="agencies"))
    router.callback_query.register(agencies, Pressed(AgenciesPress))
    router.callback_query.register(one_agency, Pressed(AgencyPress))
    router.callback_query.register(ask_heir, Pressed(AskCloseAgencyPress))
    router.callback_query.register(close, Pressed(CloseAgencyPress))
    return router


def administers(person: Person) -> tuple[Official, Community]:
    """The administrator, and the town whose office they look at."""
    official = check_may(person.official, Action.MANAGE_OFFICIALS)
    if person.office is None:
        raise Refusal("not-allowed")
    return official, person.office


async def agencies(
    _query: CallbackQuery, press: AgenciesPress, person: Person, work: Work, say: Say
) -> Reply:
    return await list_agencies(person, work, say, page=press.page)


async def list_agencies(person: Person, work: Work, say: Say, *, page: int) -> Screen:
    _official, office = administers(person)
    serving = await work.officials.all(office.id)
    members = Counter(one.agency for one in serving if one.agency is not None)
    listed = await work.officials.agencies(office.id)
    return agencies_screen(listed, members, office=office, page=max(page, 0), say=say)


async def one_agency(
    _query: CallbackQuery, press: AgencyPress, person: Person, work: Work, say: Say
) -> Reply:
    estate, office = await _estate(press.agency, person, work)
    return agency_screen(estate, office=office, say=say)


async def ask_heir(
    _query: CallbackQuery, press: AskCloseAgencyPress, person: Person, work: Work, say: Say
) -> Reply:
    estate, office = await _estate(press.agency, person, work)
    others = await work.officials.agencies(office.id)
    return ask_heir_screen(estate, others, office=office, page=max(press.page, 0), say=say)


async def close(
    _query: CallbackQuery,
    press: CloseAgencyPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    administrator, office = administers(person)
    heir = None if press.successor == NOBODY else press.successor
    closed = await close_agency(
        office.id, press.agency, heir, by=administrator, desk=work,
        templates=work.answer_templates, now=now,
    )  # fmt: skip
    listed = await list_agencies(person, work, say, page=0)
    said = say("agency-did-close", name=name_of(closed.agency, say))
    return [Toast(text=said), Show(screen=listed)]


async def _estate(agency: AgencyId, person: Person, work: Work) -> tuple[Estate, Community]:
    administrator, office = administers(person)
    return await estate_of(office.id, agency, by=administrator, desk=work), office

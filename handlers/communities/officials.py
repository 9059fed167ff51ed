"""Administrators see who serves, invite, change roles, take them away."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from civic.communities.actions.officials import (
    add_agency,
    change_role,
    invite_official,
    move_official,
    revoke_official,
)
from civic.communities.model import Community, Role
from civic.kernel.ids import AccountId, AgencyId, IdMaker
from civic.kernel.language import Translated, language_of
from civic.kernel.refusal import NotFound
from civic.unit_of_work import Work
from handlers.communities.agencies import administers, list_agencies
from handlers.effects import Reply, Show, Toast
from handlers.leaving import leaving_forms
from handlers.links import deep_link
from handlers.menu import home_of
from handlers.message_filters import Typed
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.communities import (
    AskRevokePress,
    ChangeRolePress,
    InvitePress,
    InviteRolePress,
    InviteToPress,
    MoveOfficialPress,
    NewAgencyPress,
    OfficialAgencyPress,
    OfficialPress,
    OfficialsPress,
    RevokePress,
)
from handlers.screens.communities.officials import (
    ask_agency_name_screen,
    ask_revoke_screen,
    invitation_screen,
    invite_agency_screen,
    invite_role_screen,
    official_agency_screen,
    official_card,
    officials_screen,
)
from handlers.screens.screen import Screen
from locales.catalog import Say


class AgencyForm(StatesGroup):
    name = State()


def build_router() -> Router:
    router = leaving_forms(Router(name="officials"))
    router.callback_query.register(officials, Pressed(OfficialsPress))
    router.callback_query.register(one_official, Pressed(OfficialPress))
    router.callback_query.register(give_role, Pressed(ChangeRolePress))
    router.callback_query.register(ask_agency, Pressed(OfficialAgencyPress))
    router.callback_query.register(move, Pressed(MoveOfficialPress))
    router.callback_query.register(ask_revoke, Pressed(AskRevokePress))
    router.callback_query.register(revoke, Pressed(RevokePress))
    router.callback_query.register(invite, Pressed(InvitePress))
    router.callback_query.register(invite_as, Pressed(InviteRolePress))
    router.callback_query.register(invite_to, Pressed(InviteToPress))
    router.callback_query.register(new_agency, Pressed(NewAgencyPress))
    router.message.register(name_agency, StateFilter(AgencyForm.name), Typed())
    return router


async def officials(
    _query: CallbackQuery, press: OfficialsPress, person: Person, work: Work, say: Say
) -> Reply:
    return await _officials(person, work, say, page=press.page)


async def _officials(person: Person, work: Work, say: Say, *, page: int) -> Screen:
    _official, office = administers(person)
    listed = await work.officials.all(office.id)
    return officials_screen(listed, office=office, page=max(page, 0), say=say)


async def one_official(
    _query: CallbackQuery, press: OfficialPress, person: Person, work: Work, say: Say
) -> Reply:
    return await _card(press.account, person, work, say)


async def _card(account: AccountId, person: Person, work: Work, say: Say) -> Screen:
    administrator, office = administers(person)
    shown = await work.officials.official(office.id, account)
    agency = await agency_name(office, shown.agency, work, say)
    is_self = account == administrator.account
    return official_card(shown, office=office, agency=agency, is_self=is_self, say=say)


async def give_role(
    _query: CallbackQuery,
    press: ChangeRolePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    administrator, office = administers(person)
    changed = await change_role(
        office.id, press.account, role_of(press.role), by=administrator,
        officials=work.officials, audit=work.audit, outbox=work.outbox, now=now,
    )  # fmt: skip
    if changed.account == administrator.account and changed.role is not Role.ADMINISTRATOR:
        return home_of(person, say)
    return await _card(press.account, person, work, say)


async def ask_agency(
    _query: CallbackQuery, press: OfficialAgencyPress, person: Person, work: Work, say: Say
) -> Reply:
    _official, office = administers(person)
    shown = await work.officials.official(office.id, press.account)
    agencies = await work.officials.agencies(office.id)
    return official_agency_screen(shown, agencies, office=office, page=max(press.page, 0), say=say)


async def move(
    _query: CallbackQuery,
    press: MoveOfficialPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    administrator, office = administers(person)
    await move_official(
        office.id, press.account, press.agency or None, by=administrator,
        officials=work.officials, audit=work.audit, now=now,
    )  # fmt: skip
    return await _card(press.account, person, work, say)


async def ask_revoke(
    _query: CallbackQuery, press: AskRevokePress, person: Person, work: Work, say: Say
) -> Reply:
    administrator, office = administers(person)
    leaving = await work.officials.official(office.id, press.account)
    is_self = leaving.account == administrator.account
    return ask_revoke_screen(leaving, office=office, is_self=is_self, say=say)


async def revoke(
    _query: CallbackQuery,
    press: RevokePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    administrator, office = administers(person)
    gone = await revoke_official(
        office.id, press.account, by=administrator, officials=work.officials,
        audit=work.audit, outbox=work.outbox, now=now,
    )  # fmt: skip
    said = Toast(text=say("official-gone-toast", name=gone.name))
    if gone.account == administrator.account:
        present = await work.people.find(person.account.id) or person
        return [said, Show(screen=home_of(present, say))]
    return [said, Show(screen=await _officials(person, work, say, page=0))]


async def invite(_query: CallbackQuery, person: Person, say: Say) -> Reply:
    _official, office = administers(person)
    return invite_role_screen(office=office, say=say)


async def invite_as(
    _query: CallbackQuery, press: InviteRolePress, person: Person, work: Work, say: Say
) -> Reply:
    _official, office = administers(person)
    return invite_agency_screen(
        role_of(press.role),
        await work.officials.agencies(office.id),
        office=office,
        page=max(press.page, 0),
        say=say,
    )


async def invite_to(
    _query: CallbackQuery,
    press: InviteToPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    new_id: IdMaker,
    bot_username: str,
) -> Reply:
    agency = press.agency or None
    return await _invitation(
        role_of(press.role), agency, person, work, say, now, new_id, bot_username
    )


async def new_agency(
    _query: CallbackQuery, press: NewAgencyPress, person: Person, say: Say, state: FSMContext
) -> Reply:
    administers(person)
    await state.set_state(AgencyForm.name)
    await state.set_data({"role": press.role})
    return ask_agency_name_screen(say=say)


async def name_agency(
    _message: Message,
    typed: str,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    new_id: IdMaker,
    state: FSMContext,
    bot_username: str,
) -> Reply:
    administrator, office = administers(person)
    made = await add_agency(
        office.id, Translated({office.languages[0]: typed}), by=administrator,
        officials=work.officials, audit=work.audit, now=now, new_id=new_id,
    )  # fmt: skip
    role = (await state.get_data()).get("role")
    await state.clear()
    if role:
        screen = await _invitation(
            role_of(role), made.id, person, work, say, now, new_id, bot_username
        )
    else:
        screen = await list_agencies(person, work, say, page=0)
    return Show(screen=screen, replaces=True)


async def _invitation(
    role: Role,
    agency: AgencyId | None,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    new_id: IdMaker,
    bot_username: str,
) -> Screen:
    administrator, office = administers(person)
    invited = await invite_official(
        office.id, role, agency, by=administrator, officials=work.officials,
        invitations=work.invitations, audit=work.audit, now=now, new_id=new_id,
    )  # fmt: skip
    return invitation_screen(
        role,
        await agency_name(office, agency, work, say),
        deep_link(bot_username, "i", str(office.id), invited.code),
        invited.invitation.expires_at,
        office=office,
        say=say,
    )


async def agency_name(office: Community, agency: AgencyId | None, work: Work, say: Say) -> str:
    if agency is None:
        return ""
    named = await work.officials.agency(office.id, agency)
    return named.name.in_(language_of(say.language))


def role_of(name: str) -> Role:
    found = next((role for role in Role if role.value == name), None)
    if found is None:
        raise NotFound("not-found")
    return found

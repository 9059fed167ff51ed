"""Home, help, the office, and leaving whatever question is at hand."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from civic.broadcasts.actions.looking_ahead import count_to_decide
from civic.communities.rules import Action, check_may
from civic.kernel.language import language_of
from civic.kernel.refusal import Refusal
from civic.residents.actions.joining import serve_town
from civic.unit_of_work import Work
from handlers.dialogues.desks import waiting_before
from handlers.effects import Reply, Send, Show, Toast
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.communities import OfficesPress, SwitchOfficePress
from handlers.presses.menu import CancelPress, HelpPress, MenuPress, OfficePress, OfficeSetupPress
from handlers.screens.menu import (
    help_screen,
    menu_screen,
    no_office_screen,
    office_screen,
    office_setup_screen,
    offices_screen,
)
from handlers.screens.screen import Screen
from handlers.service_requests.office_desk import untouched_before
from locales.catalog import Say


def build_router() -> Router:
    router = Router(name="menu")
    router.message.register(menu_by_command, Command("menu"))
    router.message.register(help_by_command, Command("help"))
    router.message.register(office_by_command, Command("office"))
    router.message.register(cancel_by_command, Command("cancel"))
    router.callback_query.register(menu, Pressed(MenuPress))
    router.callback_query.register(help_, Pressed(HelpPress))
    router.callback_query.register(office, Pressed(OfficePress))
    router.callback_query.register(office_setup, Pressed(OfficeSetupPress))
    router.callback_query.register(cancel, Pressed(CancelPress))
    router.callback_query.register(offices, Pressed(OfficesPress))
    router.callback_query.register(switch_office, Pressed(SwitchOfficePress))
    return router


def home_of(person: Person, say: Say) -> Screen:
    """The menu as this person sees it; every feature's way home."""
    return menu_screen(
        person.community,
        is_resident=person.resident is not None,
        is_official=person.official is not None,
        say=say,
    )


async def menu_by_command(_message: Message, person: Person, say: Say, state: FSMContext) -> Reply:
    await state.clear()
    return home_of(person, say)


async def menu(_query: CallbackQuery, person: Person, say: Say, state: FSMContext) -> Reply:
    await state.clear()
    return home_of(person, say)


async def help_by_command(_message: Message, person: Person, say: Say) -> Reply:
    return help_screen(person.community, say=say)


async def help_(_query: CallbackQuery, person: Person, say: Say) -> Reply:
    return help_screen(person.community, say=say)


async def cancel_by_command(
    _message: Message, person: Person, say: Say, state: FSMContext
) -> Reply:
    kept = await _what_is_kept(state, say)
    return [Send(screen=Screen(text=kept, keys=())), Show(screen=home_of(person, say))]


async def cancel(_query: CallbackQuery, person: Person, say: Say, state: FSMContext) -> Reply:
    kept = await _what_is_kept(state, say)
    return [Toast(text=kept), Show(screen=home_of(person, say))]


async def _what_is_kept(state: FSMContext, say: Say) -> str:
    """Leaves the form at hand; what it had kept already stays kept, and the person hears so."""
    left = await state.get_state()
    is_trial = bool((await state.get_data()).get("is_trial"))
    await state.clear()
    if left and is_trial:
        return say("cancel-trial")
    form = (left or "").partition(":")[0]
    return say(_KEPT.get(form, "cancel-form") if form else "cancel-nothing")


_KEPT = {
    "BroadcastForm": "cancel-draft-kept",
    "ButtonForm": "cancel-draft-kept",
    "TimingForm": "cancel-draft-kept",
    "AnswerForm": "cancel-answers-kept",
    "DraftForm": "cancel-draft-kept",
    "QuestionForm": "cancel-draft-kept",
    "FoundingForm": "cancel-founding",
    "TalkForm": "cancel-lines-kept",
    "RequestForm": "cancel-request-kept",
    "FollowForm": "cancel-follow",
    "AppealForm": "cancel-appeal-kept",
    "IdeaForm": "cancel-idea-kept",
}
"""What /cancel says of forms that keep each step as it is taken."""


async def office_by_command(
    _message: Message, person: Person, work: Work, say: Say, now: datetime, state: FSMContext
) -> Reply:
    await state.clear()
    return await office_of(person, work, say, now)


async def office(
    _query: CallbackQuery, person: Person, work: Work, say: Say, now: datetime, state: FSMContext
) -> Reply:
    await state.clear()
    return await office_of(person, work, say, now)


async def office_setup(_query: CallbackQuery, person: Person, say: Say, state: FSMContext) -> Reply:
    official = check_may(person.official, Action.VISIT_OFFICE)
    if person.office is None:
        raise Refusal("not-allowed")
    await state.clear()
    return office_setup_screen(person.office, official, say=say)


async def office_of(person: Person, work: Work, say: Say, now: datetime) -> Screen:
    """The office this person looks at; the way to make a town for who holds a code."""
    if person.official is None or person.office is None:
        begun = await work.owner_codes.unfinished(person.account.id, now=now)
        return no_office_screen(may_found=begun is not None, say=say)
    official = check_may(person.official, Action.VISIT_OFFICE)
    agency = ""
    if official.agency is not None:
        named = await work.officials.agency(official.community, official.agency)
        agency = named.name.in_(language_of(say.language))
    serving = await work.officials.serving(person.account.id)
    waiting = await waiting_before(official, person.office, work)
    untouched = await untouched_before(official, person.office, work)
    to_decide = await count_to_decide(official, person.office, broadcasts=work.broadcasts, now=now)
    return office_screen(
        person.office,
        official,
        agency=agency,
        serves_more=len(serving) > 1,
        counts={
            "office-dialogues": waiting,
            "office-requests": untouched,
            "office-broadcasts": to_decide,
        },
        say=say,
    )


async def offices(_query: CallbackQuery, person: Person, work: Work, say: Say) -> Reply:
    serving = await work.officials.serving(person.account.id)
    towns = [await work.communities.community(post.community) for post in serving]
    return offices_screen(towns, say=say)


async def switch_office(
    _query: CallbackQuery,
    press: SwitchOfficePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    if await work.officials.find(press.community, person.account.id) is None:
        raise Refusal("not-allowed")
    await state.clear()
    await serve_town(person.account, press.community, accounts=work.accounts, now=now)
    looking = await work.people.find(person.account.id)
    return await office_of(looking or person, work, say, now)

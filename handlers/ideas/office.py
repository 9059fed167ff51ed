"""The office answers ideas, hides them with a reason, looks at photos, sets the rules."""

from collections.abc import Sequence
from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from civic.communities.model import Community, Official
from civic.communities.rules import Action, check_may, is_allowed
from civic.ideas.actions.office import (
    answer_idea,
    hide_idea,
    look_at_photo,
    office_idea,
    show_again,
)
from civic.ideas.model import Idea, IdeaStatus
from civic.kernel.ids import IdeaId
from civic.kernel.refusal import Refusal
from civic.unit_of_work import Work
from handlers.effects import Reply, Show, Toast
from handlers.ideas.sitting import request_number
from handlers.leaving import leaving_forms
from handlers.message_filters import Typed
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.ideas import (
    AnswerIdeaPress,
    HiddenIdeasPress,
    HideIdeaPress,
    IdeaDeskPress,
    LookIdeaPhotoPress,
    OfficeIdeaPress,
    ShowIdeaPress,
)
from handlers.screens.ideas.office import (
    PAGE,
    Yards,
    ask_answer_screen,
    ask_reason_screen,
    desk_screen,
    office_idea_screen,
)
from handlers.screens.screen import Screen
from locales.catalog import Say

OPEN = (IdeaStatus.GATHERING,)
HIDDEN = (IdeaStatus.HIDDEN,)


class IdeaOfficeForm(StatesGroup):
    answer = State()
    reason = State()


def build_office_router() -> Router:
    router = leaving_forms(Router(name="ideas-office"))
    router.message.register(take_answer, StateFilter(IdeaOfficeForm.answer), Typed())
    router.message.register(take_reason, StateFilter(IdeaOfficeForm.reason), Typed())
    presses = router.callback_query
    presses.register(desk, Pressed(IdeaDeskPress))
    presses.register(hidden, Pressed(HiddenIdeasPress))
    presses.register(show, Pressed(OfficeIdeaPress))
    presses.register(ask_answer, Pressed(AnswerIdeaPress))
    presses.register(ask_reason, Pressed(HideIdeaPress))
    presses.register(unhide, Pressed(ShowIdeaPress))
    presses.register(look, Pressed(LookIdeaPhotoPress))
    return router


async def desk(
    _query: CallbackQuery, press: IdeaDeskPress, person: Person, work: Work, say: Say
) -> Reply:
    return await _listed(OPEN, press.page, person, work, say)


async def hidden(
    _query: CallbackQuery, press: HiddenIdeasPress, person: Person, work: Work, say: Say
) -> Reply:
    return await _listed(HIDDEN, press.page, person, work, say)


async def _listed(
    statuses: Sequence[IdeaStatus], page: int, person: Person, work: Work, say: Say
) -> Screen:
    official, office = clerk_of(person)
    page = max(0, page)
    found = await work.ideas.page(office.id, statuses, offset=page * PAGE, limit=PAGE)
    yards = await work.places.some(office.id, {one.courtyard for one in found})
    return desk_screen(
        Yards(found, {int(place): yard for place, yard in yards.items()}),
        page=page,
        count=await work.ideas.count(office.id, statuses),
        hidden=statuses is HIDDEN,
        sets_rules=is_allowed(official, Action.SET_REQUEST_RULES),
        say=say,
    )


async def show(
    _query: CallbackQuery, press: OfficeIdeaPress, person: Person, work: Work, say: Say
) -> Reply:
    official, _office = clerk_of(person)
    return await _shown(await office_idea(press.idea, by=official, desk=work), person, work, say)


async def _shown(idea: Idea, person: Person, work: Work, say: Say) -> Screen:
    _official, office = clerk_of(person)
    is_ready = idea.photo is not None and await work.photos.is_developed(office.id, idea.photo)
    return office_idea_screen(
        idea,
        await work.places.place(office.id, idea.courtyard),
        await work.ideas.rules(office.id),
        request_number=await request_number(idea, work),
        picture=is_ready,
        zone=office.timezone,
        say=say,
    )


async def ask_answer(
    _query: CallbackQuery, press: AnswerIdeaPress, person: Person, work: Work, say: Say,
    state: FSMContext,
) -> Reply:  # fmt: skip
    official, _office = clerk_of(person)
    found = await office_idea(press.idea, by=official, desk=work)
    await state.set_state(IdeaOfficeForm.answer)
    await state.set_data({"idea": found.id})
    return ask_answer_screen(found, say=say)


async def ask_reason(
    _query: CallbackQuery, press: HideIdeaPress, person: Person, work: Work, say: Say,
    state: FSMContext,
) -> Reply:  # fmt: skip
    official, _office = clerk_of(person)
    found = await office_idea(press.idea, by=official, desk=work)
    await state.set_state(IdeaOfficeForm.reason)
    await state.set_data({"idea": found.id})
    return ask_reason_screen(found, say=say)


async def take_answer(
    _message: Message, typed: str, person: Person, work: Work, say: Say, state: FSMContext,
    now: datetime,
) -> Reply:  # fmt: skip
    official, _office = clerk_of(person)
    kept = await answer_idea(await _at_hand(state), typed, by=official, desk=work, now=now)
    await state.clear()
    return Show(screen=await _shown(kept, person, work, say), replaces=True)


async def take_reason(
    _message: Message, typed: str, person: Person, work: Work, say: Say, state: FSMContext,
    now: datetime,
) -> Reply:  # fmt: skip
    official, _office = clerk_of(person)
    kept = await hide_idea(await _at_hand(state), typed, by=official, desk=work, now=now)
    await state.clear()
    return Show(screen=await _shown(kept, person, work, say), replaces=True)


async def unhide(
    _query: CallbackQuery, press: ShowIdeaPress, person: Person, work: Work, say: Say,
    now: datetime,
) -> Reply:  # fmt: skip
    official, _office = clerk_of(person)
    kept = await show_again(press.idea, by=official, desk=work, now=now)
    return [Toast(text=say("idea-shown")), Show(screen=await _shown(kept, person, work, say))]


async def look(
    _query: CallbackQuery, press: LookIdeaPhotoPress, person: Person, work: Work, say: Say,
    now: datetime,
) -> Reply:  # fmt: skip
    official, _office = clerk_of(person)
    kept = await look_at_photo(press.idea, is_fit=press.is_fit, by=official, desk=work, now=now)
    return await _shown(kept, person, work, say)


async def _at_hand(state: FSMContext) -> IdeaId:
    return IdeaId((await state.get_data())["idea"])


def clerk_of(person: Person) -> tuple[Official, Community]:
    official = check_may(person.official, Action.HANDLE_REQUESTS)
    if person.office is None:
        raise Refusal("not-allowed")
    return official, person.office

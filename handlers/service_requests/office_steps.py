"""An official takes a request through its steps: at once, with words, with a day."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from civic.communities.rules import Action, check_may
from civic.kernel.ids import ServiceRequestId
from civic.kernel.refusal import NotFound
from civic.service_requests.actions import handling
from civic.service_requests.actions.confirming import decide_dispute
from civic.service_requests.model import ServiceRequest
from civic.service_requests.rules.days import day_of_number, day_typed
from civic.service_requests.rules.transitions import Step, ways_open_to
from civic.service_requests.templates.actions import usable
from civic.service_requests.templates.model import AnswerTemplate, TemplateUse
from civic.unit_of_work import Work
from handlers.effects import Reply, Send, Show, Toast
from handlers.message_filters import Typed
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.service_request_office import AskStepPress, PlanDayPress, StepPress
from handlers.screens.screen import Screen
from handlers.screens.service_requests.office_steps import days_screen, finish_screen, words_screen
from handlers.screens.service_requests.office_templates import offered_rows
from handlers.service_requests.office_card import card_of, request_card
from handlers.service_requests.office_desk import (
    AtRequest,
    at_request,
    leave_form,
    leaving_request_forms,
)
from locales.catalog import Say

WordsTaken = Callable[[AtRequest, str, Work, datetime], Awaitable[ServiceRequest]]
TALKS = ("reply", "note")
"""Words that change no status."""


class RequestStepForm(StatesGroup):
    words = State()
    day = State()
    photo = State()


def build_steps_router() -> Router:
    router = leaving_request_forms(Router(name="request-office-steps"))
    router.callback_query.register(step_at_once, Pressed(StepPress))
    router.callback_query.register(ask_for_step, Pressed(AskStepPress))
    router.callback_query.register(plan_day, Pressed(PlanDayPress))
    router.message.register(take_words, StateFilter(RequestStepForm.words), Typed())
    router.message.register(take_day, StateFilter(RequestStepForm.day), Typed())
    return router


async def at_own_request(person: Person, request: ServiceRequestId, work: Work) -> AtRequest:
    """For whoever is about to change it."""
    check_may(person.official, Action.HANDLE_REQUESTS)
    return await at_request(person, request, work)


def is_open_to(at: AtRequest, step: str) -> bool:
    if step in TALKS:
        return bool(at.parties)
    return any(way.step.value == step for way in ways_open_to(at.request, at.parties))


async def stands_otherwise(at: AtRequest, work: Work, say: Say, now: datetime) -> Reply:
    """A button of an older card: why not, and how it stands now."""
    return [Toast(text=_why_not(at, say)), Show(screen=await request_card(at, work, say, now))]


def _why_not(at: AtRequest, say: Say) -> str:
    number = say.number(at.request.number)
    if not at.parties:
        return say("request-not-yours", number=number)
    return say(f"request-is-{at.request.status.value}", number=number)


async def step_at_once(
    _query: CallbackQuery,
    press: StepPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    at = await at_own_request(person, press.request, work)
    if not is_open_to(at, press.step):
        return await stands_otherwise(at, work, say, now)
    if press.step not in AT_ONCE:
        raise NotFound("not-found")
    moved = await AT_ONCE[press.step](
        at.desk.town.id, at.request.id, by=at.desk.official, desk=work, now=now
    )
    return await after_step(press.step, at.with_request(moved), work, say, now)


async def after_step(step: str, at: AtRequest, work: Work, say: Say, now: datetime) -> Reply:
    done = _did(step, at, say)
    return [Toast(text=done), Show(screen=await request_card(at, work, say, now))]


def _did(step: str, at: AtRequest, say: Say) -> str:
    done = say(f"office-did-{step}", number=say.number(at.request.number))
    day = at.request.planned_for
    if step == Step.PLAN.value and day is not None and not at.desk.calendar.is_working(day):
        # Some do work then; whoever mistyped a date sees it at once.
        return f"{done}. {say('office-planned-day-off', day=say.day(day))}"
    return done


async def after_form(
    step: str, at: AtRequest, work: Work, say: Say, now: datetime, state: FSMContext
) -> Reply:
    """One line stays of the form, and the card goes on below."""
    await leave_form(state)
    done = _did(step, at, say)
    card = await request_card(at, work, say, now)
    return [Send(screen=Screen(text=done)), Show(screen=card, replaces=True)]


async def ask_for_step(
    _query: CallbackQuery,
    press: AskStepPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    at = await at_own_request(person, press.request, work)
    if not is_open_to(at, press.step):
        return await stands_otherwise(at, work, say, now)
    card = await card_of(at, work, say, now)
    if press.step == Step.PLAN.value:
        await _expect(RequestStepForm.day, at, press.step, state)
        return days_screen(card, today=at.desk.calendar.day_of(now), say=say)
    await expect_words(at, press.step, state)
    ready = offered_rows(at.request.id, press.step, await ready_for(at, press.step, work), say)
    if press.step == Step.FINISH.value:
        return finish_screen(card, rows=ready, say=say)
    return words_screen(card, press.step, rows=ready, say=say)


async def expect_words(at: AtRequest, step: str, state: FSMContext) -> None:
    """Or a photo, where it is about what was done."""
    if step != Step.FINISH.value and step not in WORDS:
        raise NotFound("not-found")
    form = RequestStepForm.photo if step == Step.FINISH.value else RequestStepForm.words
    await _expect(form, at, step, state)


async def ready_for(at: AtRequest, step: str, work: Work) -> list[AnswerTemplate]:
    """Answers that are kept for this; none where a photo has to come with it."""
    needs_photo = step == Step.FINISH.value and at.category.needs_photo_after
    if needs_photo or step not in set(TemplateUse):
        return []
    kept = await work.answer_templates.all(at.desk.town.id)
    return usable(kept, TemplateUse(step), at.request.agency)


async def _expect(form: State, at: AtRequest, step: str, state: FSMContext) -> None:
    await state.set_state(form)
    await state.update_data(request=at.request.id, step=step)


async def take_words(
    _message: Message,
    typed: str,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    data = await state.get_data()
    step = str(data["step"])
    at = await at_own_request(person, ServiceRequestId(data["request"]), work)
    if not is_open_to(at, step):
        await leave_form(state)
        return await stands_otherwise_in_words(at, work, say, now)
    moved = await WORDS[step](at, typed, work, now)
    return await after_form(step, at.with_request(moved), work, say, now, state)


async def stands_otherwise_in_words(at: AtRequest, work: Work, say: Say, now: datetime) -> Reply:
    """Somebody was faster while the words were being typed."""
    card = await request_card(at, work, say, now)
    return [Send(screen=Screen(text=_why_not(at, say))), Show(screen=card, replaces=True)]


async def plan_day(
    _query: CallbackQuery,
    press: PlanDayPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    at = await at_own_request(person, press.request, work)
    if not is_open_to(at, Step.PLAN.value):
        return await stands_otherwise(at, work, say, now)
    moved = await _plan(at, day_of_number(press.day), work, now)
    return await after_step(Step.PLAN.value, at.with_request(moved), work, say, now)


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
    at = await at_own_request(person, ServiceRequestId(data["request"]), work)
    if not is_open_to(at, Step.PLAN.value):
        await leave_form(state)
        return await stands_otherwise_in_words(at, work, say, now)
    day = day_typed(typed, today=at.desk.calendar.day_of(now))
    moved = await _plan(at, day, work, now)
    return await after_form(Step.PLAN.value, at.with_request(moved), work, say, now, state)


async def _plan(at: AtRequest, day: date, work: Work, now: datetime) -> ServiceRequest:
    return await handling.plan_request(
        at.desk.town.id, at.request.id, day, by=at.desk.official, desk=work, now=now
    )


# --- What becomes of words, by the step they were asked for.


async def _refuse(at: AtRequest, words: str, work: Work, now: datetime) -> ServiceRequest:
    return await handling.refuse_request(
        at.desk.town.id, at.request.id, words, by=at.desk.official, desk=work, now=now
    )


async def _send_back(at: AtRequest, words: str, work: Work, now: datetime) -> ServiceRequest:
    return await handling.send_back_request(
        at.desk.town.id, at.request.id, words, by=at.desk.official, desk=work, now=now
    )


async def _ask_back(at: AtRequest, words: str, work: Work, now: datetime) -> ServiceRequest:
    return await handling.ask_back(
        at.desk.town.id, at.request.id, words, by=at.desk.official, desk=work, now=now
    )


async def _resume(at: AtRequest, words: str, work: Work, now: datetime) -> ServiceRequest:
    return await handling.resume_request(
        at.desk.town.id, at.request.id, words, by=at.desk.official, desk=work, now=now
    )


async def _reconsider(at: AtRequest, words: str, work: Work, now: datetime) -> ServiceRequest:
    return await handling.take_refusal_back(
        at.desk.town.id, at.request.id, words, by=at.desk.official, desk=work, now=now
    )


async def _uphold(at: AtRequest, words: str, work: Work, now: datetime) -> ServiceRequest:
    return await decide_dispute(
        at.desk.town.id, at.request.id, is_done=True, reason=words, by=at.desk.official,
        desk=work, now=now,
    )  # fmt: skip


async def _overturn(at: AtRequest, words: str, work: Work, now: datetime) -> ServiceRequest:
    return await decide_dispute(
        at.desk.town.id, at.request.id, is_done=False, reason=words, by=at.desk.official,
        desk=work, now=now,
    )  # fmt: skip


async def _reply(at: AtRequest, words: str, work: Work, now: datetime) -> ServiceRequest:
    return await handling.comment_as_office(
        at.desk.town.id, at.request.id, words, is_public=True, by=at.desk.official, desk=work,
        now=now,
    )  # fmt: skip


async def _note(at: AtRequest, words: str, work: Work, now: datetime) -> ServiceRequest:
    return await handling.comment_as_office(
        at.desk.town.id, at.request.id, words, is_public=False, by=at.desk.official, desk=work,
        now=now,
    )  # fmt: skip


AT_ONCE = {Step.ACCEPT.value: handling.accept_request, Step.START.value: handling.start_request}
WORDS: dict[str, WordsTaken] = {
    "refuse": _refuse,
    "send_back": _send_back,
    "ask": _ask_back,
    "answer": _resume,
    "reconsider": _reconsider,
    "uphold": _uphold,
    "overturn": _overturn,
    "reply": _reply,
    "note": _note,
}
"""By the step; what is pressed or typed is looked up here and nowhere else."""

"""Take a launched survey back: what becomes of the answers, why, and read once more."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from civic.communities.rules import Action
from civic.kernel.ids import SurveyId
from civic.surveys import actions
from civic.surveys.composing.rules import checked_text
from civic.surveys.rules import REASON_LIMIT, checked_reason
from civic.unit_of_work import Work
from handlers.effects import Reply, Show
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.surveys import WithdrawPress, WithdrawSurePress
from handlers.screens.surveys.composing import asking_screen
from handlers.screens.surveys.steering import withdraw_screen, withdraw_sure_screen
from handlers.surveys.answer import NotACommand
from handlers.surveys.drafts import composer
from handlers.surveys.steer import launched, steering_screen
from locales.catalog import Say


class WithdrawForm(StatesGroup):
    reason = State()


def build_withdraw_router() -> Router:
    """Its presses do not leave the form: the last of them needs the reason that was typed."""
    router = Router(name="surveys-withdraw")
    router.callback_query.register(withdraw, Pressed(WithdrawPress))
    router.callback_query.register(withdraw_surely, Pressed(WithdrawSurePress))
    router.message.register(keep_reason, StateFilter(WithdrawForm.reason), NotACommand())
    return router


async def withdraw(
    _query: CallbackQuery,
    press: WithdrawPress,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
) -> Reply:
    """First what becomes of the answers, then why."""
    await state.clear()
    composer(person, Action.STEER_SURVEY)
    survey = await launched(press.survey, person, work)
    if press.answers not in {"keep", "erase"}:
        return withdraw_screen(survey, say=say)
    await state.set_state(WithdrawForm.reason)
    await state.set_data({"survey": survey.id, "keeps": press.answers == "keep"})
    back = WithdrawPress(survey=survey.id, answers="")
    return asking_screen(say(f"survey-ask-reason-{press.answers}"), back=back, say=say)


async def keep_reason(
    message: Message, person: Person, work: Work, say: Say, state: FSMContext
) -> Reply:
    """It can still be typed anew; nothing is withdrawn before it was read once more."""
    composer(person, Action.STEER_SURVEY)
    kept = await state.get_data()
    survey = await launched(SurveyId(kept["survey"]), person, work)
    typed = message.text or ""
    reason = checked_reason(checked_text(typed, REASON_LIMIT) if typed else "")
    await state.update_data({"reason": reason})
    screen = withdraw_sure_screen(survey, reason, keeps_answers=bool(kept["keeps"]), say=say)
    return Show(screen=screen, replaces=True)


async def withdraw_surely(
    _query: CallbackQuery,
    press: WithdrawSurePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    _, officer = composer(person, Action.STEER_SURVEY)
    survey = await launched(press.survey, person, work)
    kept = await state.get_data()
    if survey.is_over or kept.get("survey") != survey.id or "reason" not in kept:
        # Pressed twice, or long after: nothing is done, and where it stands is shown.
        return await steering_screen(survey, person, work, say, now)
    gone = await actions.withdraw_survey(
        survey.id,
        str(kept["reason"]),
        officer,
        keeps_answers=bool(kept["keeps"]),
        surveys=work.surveys,
        outbox=work.outbox,
        audit=work.audit,
        now=now,
    )
    await state.clear()
    return await steering_screen(gone, person, work, say, now)

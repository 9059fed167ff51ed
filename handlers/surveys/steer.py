"""A launched survey: pause, resume, close early, extend, copy, hand out the link."""

from datetime import datetime, timedelta

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from civic.communities.rules import Action, is_allowed
from civic.kernel.ids import IdMaker, SurveyId
from civic.kernel.refusal import Refusal
from civic.surveys import actions
from civic.surveys.exporting.actions import want_answers
from civic.surveys.model import Survey, SurveyState
from civic.surveys.moments import moment_typed
from civic.unit_of_work import Work
from handlers.effects import Reply, Send, Show, Toast
from handlers.leaving import leaving_forms
from handlers.links import survey_link
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.surveys import (
    AnswersFilePress,
    CloseEarlyPress,
    CopySurveyPress,
    ExtendPress,
    LinkPress,
    PausePress,
    SteerPress,
)
from handlers.screens.screen import Screen
from handlers.screens.surveys.composing import asking_screen
from handlers.screens.surveys.steering import (
    EXTEND_BY,
    close_early_screen,
    extend_screen,
    link_screen,
    steer_screen,
)
from handlers.surveys.answer import NotACommand
from handlers.surveys.drafts import CLOSES_AT, audience_in_words, card, composer
from locales.catalog import Say


class SteerForm(StatesGroup):
    closing = State()


def build_steer_router() -> Router:
    router = leaving_forms(Router(name="surveys-steer"))
    router.callback_query.register(show, Pressed(SteerPress))
    router.callback_query.register(pause, Pressed(PausePress))
    router.callback_query.register(close, Pressed(CloseEarlyPress))
    router.callback_query.register(extend, Pressed(ExtendPress))
    router.callback_query.register(ask_for_answers, Pressed(AnswersFilePress))
    router.callback_query.register(show_link, Pressed(LinkPress))
    router.callback_query.register(copy, Pressed(CopySurveyPress))
    router.message.register(keep_closing, StateFilter(SteerForm.closing), NotACommand())
    return router


async def steering_screen(
    survey: Survey, person: Person, work: Work, say: Say, now: datetime
) -> Screen:
    office, _ = composer(person, Action.SEE_PARTICIPATION)
    return steer_screen(
        survey,
        survey.state_at(now),
        await work.survey_invitations.progress(survey.community, survey.id, now=now),
        places=await audience_in_words(survey, work, say),
        may_steer=is_allowed(person.official, Action.STEER_SURVEY),
        zone=office.timezone,
        say=say,
    )


async def show(
    _query: CallbackQuery,
    press: SteerPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    await state.clear()
    survey = await launched(press.survey, person, work)
    return await steering_screen(survey, person, work, say, now)


async def launched(survey: SurveyId, person: Person, work: Work) -> Survey:
    office, _ = composer(person, Action.SEE_PARTICIPATION)
    found = await work.surveys.survey(office.id, survey)
    if not found.is_launched:
        raise Refusal("survey-is-draft")
    return found


async def pause(
    _query: CallbackQuery,
    press: PausePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    """Only shows where it stands so already: the button may be an old one, or pressed twice."""
    _, officer = composer(person, Action.STEER_SURVEY)
    found = await launched(press.survey, person, work)
    if found.state_at(now) is (SurveyState.PAUSED if press.on else SurveyState.OPEN):
        return await steering_screen(found, person, work, say, now)
    if press.on:
        survey = await actions.pause_survey(
            press.survey,
            officer,
            surveys=work.surveys,
            outbox=work.outbox,
            audit=work.audit,
            now=now,
        )
    else:
        survey = await actions.resume_survey(
            press.survey, officer, surveys=work.surveys, audit=work.audit, now=now
        )
    return await steering_screen(survey, person, work, say, now)


async def close(
    _query: CallbackQuery,
    press: CloseEarlyPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    _, officer = composer(person, Action.STEER_SURVEY)
    survey = await launched(press.survey, person, work)
    if survey.is_over:
        return await steering_screen(survey, person, work, say, now)
    if not press.is_sure:
        return close_early_screen(survey, say=say)
    closed = await actions.close_early(
        press.survey,
        officer,
        surveys=work.surveys,
        outbox=work.outbox,
        audit=work.audit,
        now=now,
    )
    return await steering_screen(closed, person, work, say, now)


async def extend(
    _query: CallbackQuery,
    press: ExtendPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    office, _ = composer(person, Action.STEER_SURVEY)
    survey = await launched(press.survey, person, work)
    if survey.is_extended:
        raise Refusal("survey-extended-already")
    if press.days in EXTEND_BY and survey.closes_at is not None:
        until = survey.closes_at + timedelta(days=press.days)
        return await _extended(press.survey, until, person, work, say, now)
    if press.days == -1:
        await state.set_state(SteerForm.closing)
        await state.set_data({"survey": survey.id})
        back = ExtendPress(survey=survey.id, days=0)
        return asking_screen(say("survey-ask-closing"), back=back, say=say)
    return extend_screen(survey, zone=office.timezone, say=say)


async def keep_closing(
    message: Message,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    office, _ = composer(person, Action.STEER_SURVEY)
    survey = SurveyId((await state.get_data())["survey"])
    until = moment_typed(message.text or "", office.timezone, now=now, hour=CLOSES_AT)
    screen = await _extended(survey, until, person, work, say, now)
    await state.clear()
    return Show(screen=screen, replaces=True)


async def _extended(
    survey: SurveyId, until: datetime, person: Person, work: Work, say: Say, now: datetime
) -> Screen:
    _, officer = composer(person, Action.STEER_SURVEY)
    going = await actions.extend_survey(
        survey, until, officer, surveys=work.surveys, audit=work.audit, now=now
    )
    return await steering_screen(going, person, work, say, now)


async def show_link(
    _query: CallbackQuery,
    press: LinkPress,
    person: Person,
    work: Work,
    say: Say,
    bot_username: str,
) -> Reply:
    """The address and its QR picture, to be put up where the invitation does not reach."""
    survey = await launched(press.survey, person, work)
    screen = link_screen(survey, survey_link(bot_username, survey.community, survey.id), say=say)
    return Send(screen=screen)


async def ask_for_answers(
    _query: CallbackQuery,
    press: AnswersFilePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    """As far as was promised to those who answered; the file comes as a message."""
    _, officer = composer(person, Action.STEER_SURVEY)
    await want_answers(
        press.survey,
        officer,
        language=person.account.language,
        surveys=work.surveys,
        answer_files=work.answer_files,
        audit=work.audit,
        now=now,
    )
    return Toast(text=say("survey-answers-coming"), alert=True)


async def copy(
    _query: CallbackQuery,
    press: CopySurveyPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    new_id: IdMaker,
) -> Reply:
    """Pressed twice it shows the same draft."""
    office, officer = composer(person)
    draft = await actions.copy_survey(
        press.survey,
        SurveyId(new_id(now)),
        officer,
        surveys=work.surveys,
        audit=work.audit,
        now=now,
    )
    return await card(draft, office, work, say)

"""Check, try out, launch: what goes out, and what cannot be changed afterwards."""

from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from civic.communities.model import Community
from civic.communities.rules import Action
from civic.surveys import actions
from civic.surveys.answering.actions import Step
from civic.surveys.live import owe_live_card
from civic.surveys.model import Progress, Survey
from civic.surveys.rules import check_launch, what_is_missing
from civic.unit_of_work import Work
from handlers.effects import Reply, Show
from handlers.leaving import leaving_forms
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.surveys import LaunchPress, LaunchScreenPress, TrialPress
from handlers.screens.screen import Screen
from handlers.screens.surveys.answering import step_screen
from handlers.screens.surveys.composing import launch_screen
from handlers.screens.why import why_not
from handlers.surveys.drafts import audience_in_words, composer
from handlers.surveys.sheets import AnswerForm, TrialSheet, draft_for
from handlers.surveys.steer import steering_screen
from locales.catalog import Say


def build_launch_router() -> Router:
    router = leaving_forms(Router(name="surveys-launch"))
    router.callback_query.register(check, Pressed(LaunchScreenPress))
    router.callback_query.register(try_out, Pressed(TrialPress))
    router.callback_query.register(launch, Pressed(LaunchPress))
    return router


async def check(
    _query: CallbackQuery,
    press: LaunchScreenPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    office, _ = composer(person)
    await state.clear()
    draft = await actions.draft_of(office.id, press.survey, surveys=work.surveys)
    return await _checked(draft, office, work, say, now)


async def _checked(draft: Survey, office: Community, work: Work, say: Say, now: datetime) -> Screen:
    missing = what_is_missing(draft, now=now)
    return launch_screen(
        draft,
        office.languages,
        people=await work.audiences.count(office.id, draft.questionnaire.audience),
        places=await audience_in_words(draft, work, say),
        zone=office.timezone,
        problem=why_not(missing, say) if missing else "",
        say=say,
    )


async def try_out(
    _query: CallbackQuery,
    press: TrialPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    """Answer it oneself; nothing is kept."""
    office, _ = composer(person)
    survey = await draft_for(press.survey, person, work)
    await state.set_state(AnswerForm.answering)
    await state.set_data({"survey": survey.id, "is_trial": True})
    _, blank = await TrialSheet(survey, state, now=now).read()
    step = Step(survey=survey, response=replace(blank, at=1))
    return step_screen(step, zone=office.timezone, say=say, is_trial=True)


async def launch(
    _query: CallbackQuery,
    press: LaunchPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    office, officer = composer(person, Action.LAUNCH_SURVEY)
    await state.clear()
    draft = await work.surveys.survey(office.id, press.survey)
    if draft.is_launched:
        # Pressed twice: the second press shows where it stands.
        return await steering_screen(draft, person, work, say, now)
    check_launch(draft, now=now)
    going = await actions.launch_survey(
        press.survey, officer, surveys=work.surveys, audit=work.audit, now=now
    )
    await owe_live_card(going, Progress(), outbox=work.outbox, now=now)
    return Show(screen=await steering_screen(going, person, work, say, now))

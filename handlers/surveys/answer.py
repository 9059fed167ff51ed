"""A resident looks, begins, answers, goes back, changes and finishes."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, Filter, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from civic.kernel.ids import IdMaker, ResponseId, SurveyId
from civic.kernel.language import Translated
from civic.kernel.refusal import Refusal
from civic.surveys.answering import actions
from civic.surveys.answering.actions import Fit, Look, Sheet, Step
from civic.surveys.answering.rules import matching_options, why_unfit
from civic.surveys.model import Survey, SurveyState
from civic.unit_of_work import Work
from handlers.effects import Reply, Show
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.surveys import (
    BeginPress,
    ChoosePress,
    FinishPress,
    HardToSayPress,
    NextPress,
    OpenSurveyPress,
    QuestionPress,
    SurveysPress,
    TogglePress,
)
from handlers.screens.screen import Screen
from handlers.screens.surveys.answering import introduction_screen, step_screen
from handlers.screens.surveys.standing import (
    for_others_screen,
    home_needed_screen,
    not_open_screen,
    surveys_screen,
)
from handlers.screens.why import why_not
from handlers.surveys.sheets import AnswerForm, answering, sheet_of, zone_of
from locales.catalog import Say


class NotACommand(Filter):
    """Whatever is written or sent, but for commands: those lead elsewhere."""

    async def __call__(self, message: Message) -> bool:
        return not (message.text or "").startswith("/")


def build_answer_router() -> Router:
    router = Router(name="surveys-answer")
    router.message.register(list_by_command, Command("surveys"))
    router.callback_query.register(list_surveys, Pressed(SurveysPress))
    router.callback_query.register(open_survey, Pressed(OpenSurveyPress))
    router.callback_query.register(begin, Pressed(BeginPress))
    router.callback_query.register(go_to_question, Pressed(QuestionPress))
    router.callback_query.register(choose, Pressed(ChoosePress))
    router.callback_query.register(toggle, Pressed(TogglePress))
    router.callback_query.register(say_hard, Pressed(HardToSayPress))
    router.callback_query.register(go_on, Pressed(NextPress))
    router.callback_query.register(finish, Pressed(FinishPress))
    router.message.register(write, StateFilter(AnswerForm.answering), NotACommand())
    return router


async def list_by_command(
    _message: Message, person: Person, work: Work, say: Say, now: datetime, state: FSMContext
) -> Reply:
    await state.clear()
    return await _list(person, work, say, now, page=0)


async def list_surveys(
    _query: CallbackQuery,
    press: SurveysPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    await state.clear()
    return await _list(person, work, say, now, page=press.page)


async def _list(person: Person, work: Work, say: Say, now: datetime, *, page: int) -> Screen:
    if person.community is None:
        raise Refusal("survey-start-first")
    listed = await actions.surveys_for(
        person.community.id,
        resident=person.resident.id if person.resident else None,
        home=person.resident.home if person.resident else None,
        surveys=work.surveys,
        responses=work.responses,
        homes=work.places,
        now=now,
    )
    return surveys_screen(listed, page=max(page, 0), zone=person.community.timezone, say=say)


async def open_survey(
    _query: CallbackQuery,
    press: OpenSurveyPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    await state.clear()
    return await opened_screen(press.survey, person, work, say, now)


async def opened_screen(
    survey: SurveyId, person: Person, work: Work, say: Say, now: datetime
) -> Screen:
    """What a resident meets first, however they came: by a button, an invitation, a poster."""
    looked = await _look(survey, person, work, say, now)
    if isinstance(looked, Screen):
        return looked
    return introduction_screen(
        looked.survey,
        asked_by=await asked_by(looked.survey, person, work),
        zone=zone_of(person),
        is_begun=looked.response is not None,
        say=say,
    )


async def begin(
    _query: CallbackQuery,
    press: BeginPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
    new_id: IdMaker,
) -> Reply:
    looked = await _look(press.survey, person, work, say, now)
    if isinstance(looked, Screen):
        return looked
    step = await actions.begin_survey(
        ResponseId(new_id(now)), looked, answering(person), responses=work.responses, now=now
    )
    return await _show(step, person, say, state)


async def _look(
    survey: SurveyId, person: Person, work: Work, say: Say, now: datetime
) -> Look | Screen:
    who = answering(person)
    found, standing = await actions.held_survey(
        who.community, survey, surveys=work.surveys, now=now
    )
    if standing is not SurveyState.OPEN:
        response = await work.responses.of_resident(who.community, survey, who.resident)
        return not_open_screen(found, standing, response, zone=zone_of(person), say=say)
    looked = await actions.look_at_survey(
        found,
        who,
        responses=work.responses,
        invitations=work.survey_invitations,
        homes=work.places,
        now=now,
    )
    if looked.fit is Fit.HOME_NEEDED:
        return home_needed_screen(found, say=say)
    if looked.fit is Fit.FOR_OTHERS:
        return await _for_others(found, person, work, say)
    return looked


async def _for_others(survey: Survey, person: Person, work: Work, say: Say) -> Screen:
    places = [
        (await work.places.place(survey.community, place)).name
        for place in survey.questionnaire.audience[:20]
    ]
    home = person.resident.home if person.resident else None
    yours = (await work.places.place(survey.community, home)).name if home is not None else None
    return for_others_screen(survey, places, yours, say=say)


async def asked_by(survey: Survey, person: Person, work: Work) -> Translated:
    """The agency that asks, else the town itself."""
    if survey.agency is not None:
        return (await work.officials.agency(survey.community, survey.agency)).name
    community = person.community
    if community is None or community.id != survey.community:
        community = await work.communities.community(survey.community)
    return community.name


async def go_to_question(
    _query: CallbackQuery,
    press: QuestionPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    sheet = await _sheet(press, person, work, say, now, state)
    if isinstance(sheet, Screen):
        return sheet
    step = await actions.go_to(sheet, press.question)
    return await _show(step, person, say, state, is_trial=press.is_trial, page=press.page)


async def choose(
    _query: CallbackQuery,
    press: ChoosePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    sheet = await _sheet(press, person, work, say, now, state)
    if isinstance(sheet, Screen):
        return sheet
    step = await actions.choose(sheet, press.question, press.option)
    return await _show(step, person, say, state, is_trial=press.is_trial)


async def toggle(
    _query: CallbackQuery,
    press: TogglePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    sheet = await _sheet(press, person, work, say, now, state)
    if isinstance(sheet, Screen):
        return sheet
    step = await actions.toggle(sheet, press.question, press.option, on=press.on)
    page = press.option // 8
    return await _show(step, person, say, state, is_trial=press.is_trial, page=page)


async def say_hard(
    _query: CallbackQuery,
    press: HardToSayPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    sheet = await _sheet(press, person, work, say, now, state)
    if isinstance(sheet, Screen):
        return sheet
    step = await actions.say_hard(sheet, press.question)
    return await _show(step, person, say, state, is_trial=press.is_trial)


async def go_on(
    _query: CallbackQuery,
    press: NextPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    sheet = await _sheet(press, person, work, say, now, state)
    if isinstance(sheet, Screen):
        return sheet
    step = await actions.go_on(sheet, press.question)
    return await _show(step, person, say, state, is_trial=press.is_trial)


async def finish(
    _query: CallbackQuery,
    press: FinishPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    sheet = await _sheet(press, person, work, say, now, state)
    if isinstance(sheet, Screen):
        return sheet
    step = await actions.finish(sheet, now=now)
    return await _show(step, person, say, state, is_trial=press.is_trial)


async def write(
    message: Message, person: Person, work: Work, say: Say, now: datetime, state: FSMContext
) -> Reply:
    """Typed words answer the question at hand, or search its options."""
    kept = await state.get_data()
    is_trial = bool(kept.get("is_trial"))
    sheet = await sheet_of(
        SurveyId(kept["survey"]),
        is_trial=is_trial,
        person=person,
        work=work,
        say=say,
        now=now,
        state=state,
    )
    if isinstance(sheet, Screen):
        await state.clear()
        return sheet
    screen = await _unfitting(sheet, message.text, person, say, is_trial=is_trial)
    if screen is not None:
        return Show(screen=screen, replaces=True)
    step = await actions.write(sheet, message.text or "")
    screen = await _show(step, person, say, state, is_trial=is_trial)
    return Show(screen=screen, replaces=True)


async def _unfitting(
    sheet: Sheet, typed: str | None, person: Person, say: Say, *, is_trial: bool
) -> Screen | None:
    """The question again, where what came is no answer to it; None where it may be one."""
    survey, response = await sheet.read()
    step = Step(survey=survey, response=response)
    note, only = "", None
    if step.is_at_summary or typed is None:
        note = say("survey-press-a-button" if step.is_at_summary else "survey-words-only")
    else:
        question = survey.questionnaire.questions[response.at - 1]
        why = why_unfit(question, typed, response.answers.get(response.at))
        if why is None:
            return None
        note = why_not(why, say)
        found = matching_options(question, typed) if why.key == "survey-press-a-button" else []
        if found:
            note, only = say("survey-several-match"), found[:8]
    if not note:
        return None
    return step_screen(
        step, zone=_zone(person, is_trial), say=say, is_trial=is_trial, only=only, note=note
    )


async def _sheet(
    press: QuestionPress | ChoosePress | TogglePress | HardToSayPress | NextPress | FinishPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Sheet | Screen:
    return await sheet_of(
        press.survey,
        is_trial=press.is_trial,
        person=person,
        work=work,
        say=say,
        now=now,
        state=state,
    )


async def _show(
    step: Step,
    person: Person,
    say: Say,
    state: FSMContext,
    *,
    is_trial: bool = False,
    page: int = 0,
) -> Screen:
    """The next screen; what is typed from now on belongs to its question."""
    if step.is_done:
        await state.clear()
    else:
        await state.set_state(AnswerForm.answering)
        await state.update_data(survey=step.survey.id, is_trial=is_trial)
    return step_screen(step, zone=_zone(person, is_trial), say=say, is_trial=is_trial, page=page)


def _zone(person: Person, is_trial: bool) -> str:
    if is_trial and person.office is not None:
        return person.office.timezone
    return zone_of(person)

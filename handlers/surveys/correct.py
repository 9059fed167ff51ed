"""Mend a wording: of a launched survey as a new version, of a draft's translation at once."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from civic.communities.model import Community
from civic.communities.rules import Action
from civic.kernel.ids import SurveyId
from civic.kernel.language import LANGUAGES, Language
from civic.kernel.refusal import Refusal
from civic.surveys import actions
from civic.surveys.actions import Officer
from civic.surveys.composing import edits, rules
from civic.surveys.composing.rules import Part, Slot
from civic.surveys.model import Survey, SurveyState
from civic.unit_of_work import Work
from handlers.effects import Reply, Show
from handlers.leaving import leaving_forms
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.surveys import CorrectLanguagesPress, CorrectPress, CorrectTextPress
from handlers.screens.screen import Screen
from handlers.screens.surveys.correcting import (
    correct_asked_screen,
    correct_languages_screen,
    correct_screen,
)
from handlers.surveys.answer import NotACommand
from handlers.surveys.drafts import composer
from handlers.surveys.steer import steering_screen
from locales.catalog import Say


class WordingForm(StatesGroup):
    text = State()


def build_correct_router() -> Router:
    router = leaving_forms(Router(name="surveys-correct"))
    router.callback_query.register(show_wordings, Pressed(CorrectPress))
    router.callback_query.register(show_languages, Pressed(CorrectLanguagesPress))
    router.callback_query.register(ask_wording, Pressed(CorrectTextPress))
    router.message.register(keep_wording, StateFilter(WordingForm.text), NotACommand())
    return router


async def show_wordings(
    _query: CallbackQuery,
    press: CorrectPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    await state.clear()
    survey, office, _ = await _to_mend(press.survey, person, work, now)
    language = _language(press.language, survey)
    return _list(survey, office, language, say, page=max(press.page, 0))


async def show_languages(
    _query: CallbackQuery,
    press: CorrectLanguagesPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    survey, office, _ = await _to_mend(press.survey, person, work, now)
    return correct_languages_screen(survey, _others(survey, office), say=say)


async def ask_wording(
    _query: CallbackQuery,
    press: CorrectTextPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    survey, _, _ = await _to_mend(press.survey, person, work, now)
    language = _language(press.language, survey)
    slot = next(
        (
            slot
            for slot in rules.written_slots(survey.questionnaire)
            if slot.part.value == press.part and slot.question == press.question
        ),
        None,
    )
    if slot is None:
        raise Refusal("survey-button-old")
    await state.set_state(WordingForm.text)
    await state.set_data(
        {
            "survey": survey.id,
            "language": language,
            "part": slot.part.value,
            "question": slot.question,
            "prompt": edits.prompt_at(survey.questionnaire, slot.question),
        }
    )
    return correct_asked_screen(survey, slot, language, say=say)


async def keep_wording(
    message: Message,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    kept = await state.get_data()
    survey, office, officer = await _to_mend(SurveyId(kept["survey"]), person, work, now)
    language = _language(str(kept["language"]), survey)
    slot = Slot(part=Part(kept["part"]), question=int(kept["question"]))
    change = edits.with_texts_in(slot, language, message.text or "")
    if survey.is_launched:
        going = await actions.correct_survey(
            survey.id, officer, change, surveys=work.surveys, audit=work.audit, now=now
        )
        screen = await steering_screen(going, person, work, say, now)
    else:
        change = edits.of_the_same(slot.question, str(kept["prompt"]), change)
        draft = await actions.change_draft(office.id, survey.id, change, surveys=work.surveys)
        screen = _list(draft, office, language, say)
    await state.clear()
    return Show(screen=screen, replaces=True)


async def _to_mend(
    survey: SurveyId, person: Person, work: Work, now: datetime
) -> tuple[Survey, Community, Officer]:
    """Raise Refusal where its words are no more to be changed, or not by this official."""
    office, officer = composer(person, Action.SEE_PARTICIPATION)
    found = await work.surveys.survey(office.id, survey)
    composer(person, Action.STEER_SURVEY if found.is_launched else Action.COMPOSE_SURVEY)
    standing = found.state_at(now)
    if standing in {SurveyState.CLOSED, SurveyState.WITHDRAWN}:
        raise Refusal(f"survey-is-{standing.value}")
    return found, office, officer


def _list(
    survey: Survey, office: Community, language: Language, say: Say, *, page: int = 0
) -> Screen:
    more = bool(_others(survey, office))
    return correct_screen(survey, language, page=page, has_more_languages=more, say=say)


def _others(survey: Survey, office: Community) -> list[Language]:
    return [name for name in office.languages if name != survey.questionnaire.language]


def _language(named: str, survey: Survey) -> Language:
    found = next((name for name in LANGUAGES if name == named), None)
    if named and found is None:
        raise Refusal("survey-button-old")
    return found or survey.questionnaire.language

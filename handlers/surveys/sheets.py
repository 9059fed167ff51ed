"""What is being filled in: a resident's response, or an official's trial that nobody keeps."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup

from civic.communities.rules import Action, check_may
from civic.kernel.ids import CommunityId, ResponseId, SurveyId
from civic.kernel.refusal import NotFound, Refusal
from civic.surveys.answering.actions import Answering, ResidentSheet, Sheet, held_survey
from civic.surveys.answering.model import Answer, AnswerStatus, Response
from civic.surveys.model import Survey, SurveyState
from civic.unit_of_work import Work
from handlers.person import Person
from handlers.screens.screen import Screen
from handlers.screens.surveys.standing import not_open_screen
from locales.catalog import Say


class AnswerForm(StatesGroup):
    answering = State()


def answering(person: Person) -> Answering:
    """Who answers. Raise Refusal when they live in no town of ours yet."""
    if person.resident is None or person.community is None:
        raise Refusal("survey-start-first")
    return Answering(
        community=person.community.id,
        resident=person.resident.id,
        home=person.resident.home,
        language=person.account.language,
    )


def zone_of(person: Person) -> str:
    if person.community is None:
        raise Refusal("survey-start-first")
    return person.community.timezone


class TrialSheet:
    """Answers live in the conversation alone and go with it."""

    def __init__(self, survey: Survey, state: FSMContext, *, now: datetime) -> None:
        self._survey = survey
        self._state = state
        self._now = now

    async def read(self) -> tuple[Survey, Response]:
        kept = (await self._state.get_data()).get("trial") or {}
        response = Response(
            id=ResponseId(0),
            community=self._survey.community,
            survey=self._survey.id,
            version=self._survey.version,
            resident=None,
            language=self._survey.questionnaire.language,
            at=kept.get("at", 1),
            begun_at=self._now,
            answers={
                int(number): _answer_of(given) for number, given in kept.get("answers", {}).items()
            },
        )
        # The draft may have lost questions since.
        last = len(self._survey.questionnaire.questions) + 1
        answers = {number: a for number, a in response.answers.items() if number < last}
        return self._survey, replace(response, at=min(response.at, last), answers=answers)

    async def put_answer(
        self, response: Response, number: int, answer: Answer | None, *, at: int
    ) -> None:
        answers = {n: given for n, given in response.answers.items() if n != number}
        if answer is not None:
            answers[number] = answer
        written = {str(n): _written(given) for n, given in answers.items()}
        await self._state.update_data(trial={"at": at, "answers": written})

    async def move(self, response: Response, *, at: int) -> None:
        written = {str(n): _written(given) for n, given in response.answers.items()}
        await self._state.update_data(trial={"at": at, "answers": written})

    async def finish(self, response: Response, *, now: datetime) -> None:  # noqa: ARG002 - a sheet's
        await self._state.update_data(trial=None)


async def sheet_of(
    survey: SurveyId,
    *,
    is_trial: bool,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Sheet | Screen:
    """The sheet; or why the survey takes no answers now, and what became of those given."""
    if is_trial:
        return TrialSheet(await draft_for(survey, person, work), state, now=now)
    who = answering(person)
    held, standing = await held_survey(who.community, survey, surveys=work.surveys, now=now)
    if standing is not SurveyState.OPEN:
        response = await work.responses.of_resident(who.community, survey, who.resident)
        return not_open_screen(held, standing, response, zone=zone_of(person), say=say)
    return ResidentSheet(held, who, responses=work.responses, homes=work.places)


async def draft_for(survey: SurveyId, person: Person, work: Work) -> Survey:
    check_may(person.official, Action.COMPOSE_SURVEY)
    found = await work.surveys.survey(office_of(person), survey)
    if found.is_launched:
        raise Refusal("survey-launched-already")
    if not found.questionnaire.questions:
        raise NotFound("survey-needs-questions")
    return found


def office_of(person: Person) -> CommunityId:
    """The town whose office the official works in."""
    if person.office is None:
        raise Refusal("not-allowed")
    return person.office.id


def _written(answer: Answer) -> dict[str, Any]:
    return {
        "status": answer.status.value,
        "chosen": list(answer.chosen),
        "number": answer.number,
        "text": answer.text,
    }


def _answer_of(written: dict[str, Any]) -> Answer:
    return Answer(
        status=AnswerStatus(written["status"]),
        chosen=tuple(written["chosen"]),
        number=written["number"],
        text=written["text"],
    )

"""Answering: look, begin, choose, write, skip, go back, finish, change one's mind."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from civic.kernel.ids import CommunityId, PlaceId, ResidentId, ResponseId, SurveyId
from civic.kernel.language import Language
from civic.kernel.refusal import NotFound, Refusal
from civic.surveys.answering import rules
from civic.surveys.answering.model import Answer, Arrival, Response
from civic.surveys.answering.ports import Responses
from civic.surveys.model import QuestionKind, Survey, SurveyState
from civic.surveys.ports import Homes, Invitations, Surveys
from civic.surveys.rules import check_open

COURTYARD = "courtyard"
RUNNING = (SurveyState.OPEN, SurveyState.SCHEDULED)
LATELY = timedelta(days=30)
LISTED = 50
CLOSED_SHOWN = 3


class Fit(StrEnum):
    """Whether a survey is for this resident."""

    FITS = "fits"
    HOME_NEEDED = "home_needed"
    """It is for some places only, and we do not know theirs."""
    FOR_OTHERS = "for_others"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """Who answers, and from where."""

    community: CommunityId
    resident: ResidentId
    home: PlaceId | None
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    survey: Survey
    response: Response | None
    fit: Fit
    was_invited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ForResident:
    open: list[Survey]
    closed: list[Survey]
    begun: dict[SurveyId, bool]
    """Whether those that the resident began are finished."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Where the resident stands after what they did."""

    survey: Survey
    response: Response
    is_done: bool = False

    @property
    def is_at_summary(self) -> bool:
        return self.response.at > len(self.survey.questionnaire.questions)


class Sheet(Protocol):
    """A response being filled in: a resident's, or an official's trial that nobody keeps."""

    async def read(self) -> tuple[Survey, Response]:
        """Raise Refusal when it cannot be filled in (any more)."""

    async def put_answer(
        self, response: Response, number: int, answer: Answer | None, *, at: int
    ) -> None: ...

    async def move(self, response: Response, *, at: int) -> None: ...

    async def finish(self, response: Response, *, now: datetime) -> None: ...


class ResidentSheet:
    """What the town keeps. The survey comes held and checked: see `held_survey`."""

    def __init__(
        self, survey: Survey, who: Answering, *, responses: Responses, homes: Homes
    ) -> None:
        self._survey = survey
        self._who = who
        self._responses = responses
        self._homes = homes

    async def read(self) -> tuple[Survey, Response]:
        response = await self._responses.of_resident(
            self._who.community, self._survey.id, self._who.resident
        )
        if response is None:
            raise Refusal("survey-begin-first")
        return self._survey, response

    async def put_answer(
        self, response: Response, number: int, answer: Answer | None, *, at: int
    ) -> None:
        await self._responses.put_answer(response, number, answer, at=at)

    async def move(self, response: Response, *, at: int) -> None:
        await self._responses.move(response, at=at)

    async def finish(self, response: Response, *, now: datetime) -> None:
        place = await courtyard_of(self._who, homes=self._homes)
        await self._responses.finish(response, place=place, now=now)


async def held_survey(
    community: CommunityId, survey: SurveyId, *, surveys: Surveys, now: datetime
) -> tuple[Survey, SurveyState]:
    """The survey, kept from closing until the unit ends, and where it stands this moment."""
    found = await surveys.to_answer(community, survey, now=now)
    standing = found.state_at(now)
    if standing is SurveyState.DRAFT:
        raise NotFound("survey-gone")
    return found, standing


async def courtyard_of(who: Answering, *, homes: Homes) -> PlaceId | None:
    if who.home is None:
        return None
    path = await homes.path(who.community, who.home)
    return next((spot.id for spot in path if spot.kind == COURTYARD), None)


async def fit_of(survey: Survey, who: Answering, *, homes: Homes) -> Fit:
    if survey.questionnaire.is_for_whole_town:
        return Fit.FITS
    if who.home is None:
        return Fit.HOME_NEEDED
    lies_in = {spot.id for spot in await homes.path(who.community, who.home)}
    return Fit.FITS if lies_in & set(survey.questionnaire.audience) else Fit.FOR_OTHERS


async def look_at_survey(
    survey: Survey,
    who: Answering,
    *,
    responses: Responses,
    invitations: Invitations,
    homes: Homes,
    now: datetime,
) -> Look:
    """What stands before the first question, or where the resident left off."""
    check_open(survey, now=now)
    was_invited = await invitations.note_opened(who.community, survey.id, who.resident, now=now)
    response = await responses.of_resident(who.community, survey.id, who.resident)
    # Who began may go on, also after moving house.
    fit = Fit.FITS if response is not None else await fit_of(survey, who, homes=homes)
    return Look(survey=survey, response=response, fit=fit, was_invited=was_invited)


async def begin_survey(
    response: ResponseId, look: Look, who: Answering, *, responses: Responses, now: datetime
) -> Step:
    """The first question; who began before goes on where they were."""
    if look.response is not None:
        return Step(survey=look.survey, response=look.response)
    fresh = Response(
        id=response,
        community=who.community,
        survey=look.survey.id,
        version=look.survey.version,
        resident=who.resident,
        arrival=Arrival.INVITED if look.was_invited else Arrival.LINK,
        language=who.language,
        begun_at=now,
    )
    if look.fit is Fit.HOME_NEEDED:
        raise Refusal("survey-home-first")
    if look.fit is Fit.FOR_OTHERS:
        raise Refusal("survey-for-others")
    if not await responses.begin(fresh):
        kept = await responses.of_resident(who.community, look.survey.id, who.resident)
        return Step(survey=look.survey, response=kept or fresh)
    return Step(survey=look.survey, response=fresh)


async def surveys_for(
    community: CommunityId,
    *,
    resident: ResidentId | None,
    home: PlaceId | None,
    surveys: Surveys,
    responses: Responses,
    homes: Homes,
    now: datetime,
) -> ForResident:
    """Open ones for this home, those begun elsewhere, and what closed lately."""
    running = await surveys.in_states(community, RUNNING, limit=LISTED)
    over = await surveys.over_since(community, now - LATELY, limit=LISTED)
    begun: dict[SurveyId, bool] = {}
    if resident is not None and (running or over):
        ids = [survey.id for survey in (*running, *over)]
        begun = await responses.begun_among(community, resident, ids)
    is_narrow = any(not survey.questionnaire.is_for_whole_town for survey in (*running, *over))
    spots = await homes.path(community, home) if home is not None and is_narrow else ()
    lies_in = {spot.id for spot in spots}

    def concerns(survey: Survey) -> bool:
        asked = survey.questionnaire
        return survey.id in begun or asked.is_for_whole_town or bool(lies_in & {*asked.audience})

    concerning = [survey for survey in running if concerns(survey)]
    return ForResident(
        open=[survey for survey in concerning if survey.state_at(now) is SurveyState.OPEN],
        closed=[survey for survey in over if concerns(survey)][:CLOSED_SHOWN],
        begun=begun,
    )


async def choose(sheet: Sheet, number: int, option: int) -> Step:
    survey, response = await sheet.read()
    question = rules.question_of(survey.questionnaire, number)
    answer = rules.chosen(question, option, response.answers.get(number))
    stays = rules.waits_for_words(question, answer)
    return await _keep(sheet, survey, response, number, answer, stays=stays)


async def toggle(sheet: Sheet, number: int, option: int, *, on: bool) -> Step:
    """Put one of several on or off; the same press twice does it once."""
    survey, response = await sheet.read()
    question = rules.question_of(survey.questionnaire, number)
    answer = rules.toggled(question, option, response.answers.get(number), on=on)
    if answer is None and response.is_finished:
        # What was complete stays complete while it is being changed.
        if question.required:
            raise Refusal("survey-keep-one")
        answer = rules.SKIPPED
    return await _keep(sheet, survey, response, number, answer, stays=True)


async def write(sheet: Sheet, typed: str) -> Step:
    """Words typed into the chat belong to the question at hand."""
    survey, response = await sheet.read()
    if response.at > len(survey.questionnaire.questions):
        raise Refusal("survey-press-a-button")
    question = rules.question_of(survey.questionnaire, response.at)
    answer = rules.written(question, typed, response.answers.get(response.at))
    stays = question.kind is QuestionKind.SEVERAL_CHOICES or rules.waits_for_words(question, answer)
    return await _keep(sheet, survey, response, response.at, answer, stays=stays)


async def say_hard(sheet: Sheet, number: int) -> Step:
    survey, response = await sheet.read()
    answer = rules.check_hard_to_say(rules.question_of(survey.questionnaire, number))
    return await _keep(sheet, survey, response, number, answer, stays=False)


async def go_on(sheet: Sheet, number: int) -> Step:
    """To the next question; one that was not answered counts as skipped, if it may be."""
    survey, response = await sheet.read()
    question = rules.question_of(survey.questionnaire, number)
    answer = response.answers.get(number) or rules.check_skip(question)
    return await _keep(sheet, survey, response, number, answer, stays=False)


async def go_to(sheet: Sheet, number: int) -> Step:
    """Back, or to an answer that is to be changed."""
    survey, response = await sheet.read()
    last = rules.summary_of(survey.questionnaire)
    at = min(max(number, 1), last)
    await sheet.move(response, at=at)
    return Step(survey=survey, response=replace(response, at=at))


async def finish(sheet: Sheet, *, now: datetime) -> Step:
    """Done, however often it is pressed; or the first question that still wants an answer."""
    survey, response = await sheet.read()
    gap = rules.first_gap(survey.questionnaire, response)
    if gap is not None:
        await sheet.move(response, at=gap)
        return Step(survey=survey, response=replace(response, at=gap))
    if not response.is_finished:
        await sheet.finish(response, now=now)
        response = replace(response, finished_at=now)
    # Also a second press of the same button: it must not take the thanks away again.
    return Step(survey=survey, response=response, is_done=True)


async def _keep(
    sheet: Sheet,
    survey: Survey,
    response: Response,
    number: int,
    answer: Answer | None,
    *,
    stays: bool,
) -> Step:
    answers = {n: given for n, given in response.answers.items() if n != number}
    if answer is not None:
        answers[number] = answer
    at = number if stays else rules.next_after(survey.questionnaire, answers, number)
    await sheet.put_answer(response, number, answer, at=at)
    return Step(survey=survey, response=replace(response, answers=answers, at=at))

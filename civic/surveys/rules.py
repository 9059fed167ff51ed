"""Where a survey may go from where it stands, and what a launch asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

from civic.kernel.ids import AccountId, SurveyId
from civic.kernel.refusal import Refusal
from civic.surveys.document import hash_of
from civic.surveys.model import (
    CHOICES,
    OptionRole,
    Question,
    QuestionKind,
    Questionnaire,
    Survey,
    SurveyState,
    SurveyVersion,
)

_S = SurveyState
WAYS: Mapping[SurveyState, frozenset[SurveyState]] = MappingProxyType(
    {
        _S.DRAFT: frozenset({_S.SCHEDULED, _S.OPEN}),
        _S.SCHEDULED: frozenset({_S.OPEN, _S.WITHDRAWN}),
        _S.OPEN: frozenset({_S.PAUSED, _S.CLOSED, _S.WITHDRAWN}),
        _S.PAUSED: frozenset({_S.OPEN, _S.CLOSED, _S.WITHDRAWN}),
        _S.CLOSED: frozenset(),
        _S.WITHDRAWN: frozenset(),
    }
)

SHORTEST = timedelta(minutes=10)
LONGEST = timedelta(days=366)
REASON_LIMIT = 300
REASON_LETTERS = 3


def once_key(survey: SurveyId) -> str:
    """Under which an invitation stands in the ledger of messages: once a person."""
    return f"survey:{survey}:invite"


def extension_key(survey: SurveyId) -> str:
    return f"survey:{survey}:extension"


def check_can_become(survey: Survey, state: SurveyState, *, now: datetime) -> None:
    standing = survey.state_at(now)
    if state not in WAYS[standing]:
        raise Refusal(f"survey-is-{standing.value}")


def opened(survey: Survey, *, now: datetime) -> Survey:
    """What the tick does when its hour has come."""
    if survey.state is not _S.SCHEDULED or survey.opens_at is None or now < survey.opens_at:
        raise Refusal("survey-not-yet")
    return replace(survey, state=_S.OPEN)


def paused(survey: Survey, *, now: datetime) -> Survey:
    check_can_become(survey, _S.PAUSED, now=now)
    return replace(survey, state=_S.PAUSED)


def resumed(survey: Survey, *, now: datetime) -> Survey:
    if survey.state_at(now) is not _S.PAUSED:
        raise Refusal(f"survey-is-{survey.state_at(now).value}")
    return replace(survey, state=_S.OPEN)


def closed(survey: Survey, *, now: datetime) -> Survey:
    """Early by its author, or by the tick; `closed_at` is when answers stopped to count."""
    if survey.state not in {_S.OPEN, _S.PAUSED, _S.SCHEDULED} or not _has_begun(survey, now):
        raise Refusal(f"survey-is-{survey.state.value}")
    at = now if survey.closes_at is None else min(now, survey.closes_at)
    return replace(survey, state=_S.CLOSED, closed_at=at)


def extended(survey: Survey, until: datetime, *, now: datetime) -> Survey:
    """Once only, and only to a later hour."""
    if survey.state_at(now) not in {_S.OPEN, _S.PAUSED, _S.SCHEDULED}:
        raise Refusal(f"survey-is-{survey.state_at(now).value}")
    if survey.is_extended:
        raise Refusal("survey-extended-already")
    if survey.closes_at is not None and until <= survey.closes_at:
        raise Refusal("survey-extend-later")
    _check_length(survey.opens_at or now, until)
    return replace(survey, closes_at=until, is_extended=True)


def withdrawn(survey: Survey, reason: str, *, keeps_answers: bool, now: datetime) -> Survey:
    check_can_become(survey, _S.WITHDRAWN, now=now)
    return replace(
        survey,
        state=_S.WITHDRAWN,
        reason=checked_reason(reason),
        keeps_answers=keeps_answers,
        closed_at=now,
    )


def checked_reason(reason: str) -> str:
    """Residents read it: a thumb or a dot tells them nothing."""
    if sum(letter.isalpha() for letter in reason) < REASON_LETTERS:
        raise Refusal("survey-reason-needed")
    return reason


def check_open(survey: Survey, *, now: datetime) -> None:
    """Whether answers are taken this very moment."""
    standing = survey.state_at(now)
    if standing is _S.OPEN:
        return
    if standing is _S.DRAFT:
        raise Refusal("survey-gone")
    own = survey.questionnaire.language
    if standing is _S.WITHDRAWN:
        raise Refusal("survey-withdrawn", title=survey.title.in_(own), reason=survey.reason)
    raise Refusal(f"survey-{_TOLD[standing]}", title=survey.title.in_(own))


_TOLD = {_S.SCHEDULED: "not-yet", _S.PAUSED: "paused", _S.CLOSED: "closed"}


def launched(survey: Survey, *, by: AccountId, now: datetime) -> tuple[Survey, SurveyVersion]:
    """The survey as it goes out, and its frozen first version."""
    if survey.state is not _S.DRAFT:
        raise Refusal("survey-launched-already")
    check_launch(survey, now=now)
    opens_at = survey.opens_at if survey.opens_at and survey.opens_at > now else now
    going = replace(
        survey,
        state=_S.OPEN if opens_at <= now else _S.SCHEDULED,
        version=1,
        opens_at=opens_at,
        launched_at=now,
    )
    return going, _frozen(going, replaces=None, by=by, now=now)


def corrected(
    survey: Survey, better: Questionnaire, *, by: AccountId, now: datetime
) -> tuple[Survey, SurveyVersion]:
    """A slip of the pen mended: a new version that names the old and asks the same things."""
    if survey.state_at(now) not in {_S.SCHEDULED, _S.OPEN, _S.PAUSED}:
        raise Refusal(f"survey-is-{survey.state_at(now).value}")
    if _bones(better) != _bones(survey.questionnaire):
        raise Refusal("survey-frozen")
    going = replace(survey, version=survey.version + 1, questionnaire=better)
    return going, _frozen(going, replaces=survey.version, by=by, now=now)


def what_is_missing(survey: Survey, *, now: datetime) -> Refusal | None:
    """Why it could not be launched as it stands."""
    try:
        check_launch(survey, now=now)
    except Refusal as refusal:
        return refusal
    return None


def check_launch(survey: Survey, *, now: datetime) -> None:
    asked = survey.questionnaire
    if not asked.title.texts:
        raise Refusal("survey-needs-title")
    if not asked.questions:
        raise Refusal("survey-needs-questions")
    check_questions(asked.questions)
    if survey.closes_at is None:
        raise Refusal("survey-needs-close")
    _check_length(max(survey.opens_at or now, now), survey.closes_at)


def check_questions(questions: Sequence[Question]) -> None:
    """Raise Refusal for one that nobody could answer."""
    for number, question in enumerate(questions, start=1):
        _check_question(number, question)


def _check_question(number: int, question: Question) -> None:
    plain = [option for option in question.options if option.role is not OptionRole.EXCLUSIVE]
    if question.kind in CHOICES and (len(question.options) < 2 or not plain):
        raise Refusal("survey-needs-options", number=number)
    if question.kind is QuestionKind.WHOLE_NUMBER and question.least > question.most:
        raise Refusal("survey-limits-crossed", number=number)


def _check_length(opens_at: datetime, closes_at: datetime) -> None:
    if closes_at < opens_at + SHORTEST:
        raise Refusal("survey-closes-too-soon")
    if closes_at > opens_at + LONGEST:
        raise Refusal("survey-closes-too-late")


def _has_begun(survey: Survey, now: datetime) -> bool:
    return survey.opens_at is not None and survey.opens_at <= now


def _frozen(survey: Survey, *, replaces: int | None, by: AccountId, now: datetime) -> SurveyVersion:
    return SurveyVersion(
        community=survey.community,
        survey=survey.id,
        number=survey.version,
        replaces=replaces,
        questionnaire=survey.questionnaire,
        content_hash=hash_of(survey.questionnaire),
        frozen_at=now,
        frozen_by=by,
    )


def _bones(questionnaire: Questionnaire) -> tuple[object, ...]:
    """All that a correction may not touch: everything but the words."""
    return (
        questionnaire.language,
        questionnaire.who_will_see,
        questionnaire.audience,
        questionnaire.results_to_respondents,
        questionnaire.tables_while_open,
        tuple(
            (
                question.kind,
                question.required,
                question.may_be_hard,
                question.is_sensitive,
                question.least,
                question.most,
                question.code,
                tuple((option.code, option.role) for option in question.options),
            )
            for question in questionnaire.questions
        ),
    )

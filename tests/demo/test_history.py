"""What was asked in the demo's year is fit to be asked, in three languages."""

from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest

from civic.kernel.ids import PlaceId
from civic.kernel.language import LANGUAGES
from civic.surveys.composing.rules import (
    INTRODUCTION_LIMIT,
    LABEL_LIMIT,
    PROMPT_LIMIT,
    TITLE_LIMIT,
)
from civic.surveys.model import SCALE_POINTS, OptionRole, Question, QuestionKind, Questionnaire
from demo.crowd import FIRST_WEEKS, SIZES, WITHOUT_HOME, Courtyard, make_neighbours
from demo.history import cycling
from demo.history.asking import Asked, PastSurvey
from demo.history.year import CLOSED, OPEN
from demo.responding import Voice, answers_of
from tests.calendar import MONDAY

YEAR = (*CLOSED, OPEN)
DRAFT = Questionnaire(
    title=cycling.TITLE, introduction=cycling.INTRODUCTION, questions=cycling.QUESTIONS
)
ASKED = [
    pytest.param(one, id=f"{s.title.in_('en')}-{n}") for s in YEAR for n, one in enumerate(s.asked)
]


@pytest.mark.parametrize("asked", [*(s.questionnaire() for s in YEAR), DRAFT])
def test_everything_is_written_in_three_languages_and_fits_a_screen(asked: Questionnaire) -> None:
    assert asked.languages() == LANGUAGES
    for language in LANGUAGES:
        assert len(asked.title.in_(language)) <= TITLE_LIMIT
        assert len(asked.introduction.in_(language)) <= INTRODUCTION_LIMIT
        for question in asked.questions:
            assert len(question.prompt.in_(language)) <= PROMPT_LIMIT
            labels = [option.label.in_(language) for option in question.options]
            assert all(len(label) <= LABEL_LIMIT for label in labels)
            assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("asked", ASKED)
def test_people_lean_towards_what_can_be_answered(asked: Asked) -> None:
    question, leaning = asked.question, asked.leaning
    for weights in (leaning.weights, *leaning.by_district.values()):
        assert len(weights) == (_pressed(question) if weights else 0)
    is_number = question.kind is QuestionKind.WHOLE_NUMBER
    assert bool(leaning.numbers) is is_number
    assert all(question.least <= number <= question.most for number in leaning.numbers)
    needs_words = question.kind is QuestionKind.TEXT or _has_other(question)
    assert bool(leaning.words) is needs_words
    assert not (question.required and leaning.skipped)


def test_the_year_asks_every_kind_of_question_of_the_town_and_of_a_district() -> None:
    kinds = {one.question.kind for survey in YEAR for one in survey.asked}
    assert kinds == set(QuestionKind)
    assert {one.question.kind for one in OPEN.asked} == set(QuestionKind)
    assert any(survey.districts for survey in YEAR)
    assert any(not survey.districts for survey in YEAR)
    assert all(later.opened < earlier.closed for earlier, later in pairwise(YEAR))


@pytest.mark.parametrize("survey", YEAR, ids=lambda survey: survey.title.in_("en"))
def test_an_answer_is_one_that_the_question_allows(survey: PastSurvey) -> None:
    random = Random(7)
    for _ in range(200):
        voice = Voice(district=random.choice([None, 0, 1, 2]), mood=random.gauss(0, 1))
        for number, answer in answers_of(survey, voice, random=random).items():
            question = survey.asked[number - 1].question
            chosen = [question.option_of(code) for code in answer.chosen]
            assert None not in chosen
            assert len(chosen) <= 1 or question.kind is QuestionKind.SEVERAL_CHOICES
            roles = [option.role for option in chosen if option is not None]
            assert OptionRole.EXCLUSIVE not in roles or len(roles) == 1
            has_words = OptionRole.OTHER in roles or (
                question.kind is QuestionKind.TEXT and answer.status == "answered"
            )
            assert bool(answer.text) is has_words


def test_the_same_neighbours_come_each_time_most_of_them_early() -> None:
    courtyards = [Courtyard(place=PlaceId(n), district=n // 4) for n in range(len(SIZES))]
    one, other = (
        make_neighbours(courtyards, random=Random(3), now=now)
        for now in (MONDAY, MONDAY + timedelta(days=40))
    )
    assert [neighbour.first_name for neighbour in one] == [n.first_name for n in other]
    assert len(one) == sum(SIZES) + WITHOUT_HOME
    assert [n.joined_at for n in one] == sorted(n.joined_at for n in one)
    early = MONDAY - timedelta(days=364 - FIRST_WEEKS)
    assert sum(n.joined_at <= early for n in one) > len(one) / 2


def _has_other(question: Question) -> bool:
    return any(option.role is OptionRole.OTHER for option in question.options)


def _pressed(question: Question) -> int:
    """How many things there are to press, a scale's points among them."""
    return SCALE_POINTS if question.kind is QuestionKind.SCALE else len(question.options)

"""What is kept of a draft's answers when its category asks something else meanwhile."""

import pytest

from civic.service_requests.rules.answers import answered, fits
from civic.surveys.answering.model import Answer, AnswerStatus
from civic.surveys.model import Question
from tests.asked import CLEAN, LACKS, LIGHT, WORDS, YEARS


@pytest.mark.parametrize(
    ("question", "answer", "does"),
    [
        (LACKS, Answer(chosen=("1", "2")), True),
        (LACKS, Answer(chosen=("1", "gone")), False),
        (CLEAN, Answer(text="слова"), False),
        (WORDS, Answer(text="слова"), True),
        (WORDS, Answer(number=3), False),
        (YEARS, Answer(number=120), True),
        (YEARS, Answer(number=121), False),
        (LIGHT, Answer(text="світло"), False),
        (LIGHT, Answer(number=5), True),
        (YEARS, Answer(status=AnswerStatus.SKIPPED), True),
    ],
)
def test_an_answer_fits_a_question_of_its_kind(
    question: Question, answer: Answer, does: bool
) -> None:
    assert fits(question, answer) is does


def test_a_request_keeps_each_answer_with_its_question_and_none_to_what_is_not_asked() -> None:
    given = {1: Answer(chosen=("1",)), 2: Answer(number=3), 3: Answer(text="поза анкетою")}
    (kept,) = answered((CLEAN, WORDS), given)
    assert (kept.question, kept.answer) == (CLEAN, given[1])

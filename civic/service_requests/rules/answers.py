"""Which answers belong to what a category asks: an administrator may have changed it meanwhile."""

from collections.abc import Mapping, Sequence

from civic.service_requests.model import Answered
from civic.surveys.answering.model import Answer, AnswerStatus
from civic.surveys.model import CHOICES, Question, QuestionKind


def fits(question: Question, answer: Answer) -> bool:
    if answer.status is not AnswerStatus.ANSWERED:
        return True
    if question.kind in CHOICES:
        return bool(answer.chosen) and all(question.option_of(code) for code in answer.chosen)
    if question.kind is QuestionKind.TEXT:
        return bool(answer.text)
    return answer.number is not None and question.least <= answer.number <= question.most


def fitting(questions: Sequence[Question], answers: Mapping[int, Answer]) -> dict[int, Answer]:
    """`answers`: by the number of the question, from 1."""
    return {
        number: answers[number]
        for number, question in enumerate(questions, start=1)
        if number in answers and fits(question, answers[number])
    }


def answered(questions: Sequence[Question], answers: Mapping[int, Answer]) -> tuple[Answered, ...]:
    """What is kept with a request, for good."""
    return tuple(
        Answered(question=questions[number - 1], answer=answer)
        for number, answer in sorted(fitting(questions, answers).items())
    )

"""A category's questions as other programs answer them: by codes, and several values for one."""

from collections.abc import Mapping, Sequence

from civic.kernel.plain_text import clean_text
from civic.kernel.refusal import Refusal
from civic.surveys.answering.model import Answer, AnswerStatus
from civic.surveys.model import SCALE_POINTS, OptionRole, Question, QuestionKind

HARD_TO_SAY = "hard_to_say"
TEXT_LIMIT = 4_000
_DIGITS = 18


def code_of(question: Question, order: int) -> str:
    return question.code or f"Q{order}"


def answers_of(
    questions: Sequence[Question], given: Mapping[str, Sequence[str]]
) -> dict[int, Answer]:
    """By the number of the question; raise Refusal for a value that is no answer to it."""
    answers: dict[int, Answer] = {}
    for order, question in enumerate(questions, start=1):
        code = code_of(question, order)
        said = [one.strip() for one in given.get(code, ()) if one.strip()]
        if said:
            answers[order] = _answer(question, code, said)
        elif question.required:
            raise Refusal("open311-attribute-missing", code=code)
    return answers


def _answer(question: Question, code: str, said: Sequence[str]) -> Answer:
    if said == [HARD_TO_SAY] and question.may_be_hard and question.kind is not QuestionKind.TEXT:
        return Answer(status=AnswerStatus.HARD_TO_SAY)
    match question.kind:
        case QuestionKind.TEXT:
            if len("\n".join(said)) > TEXT_LIMIT:
                raise Refusal("open311-attribute-unfit", code=code)
            return Answer(text=clean_text("\n".join(said), TEXT_LIMIT))
        case QuestionKind.WHOLE_NUMBER:
            return Answer(number=_number(said, code, question.least, question.most))
        case QuestionKind.SCALE:
            return Answer(number=_number(said, code, 1, SCALE_POINTS))
        case _:
            return _chosen(question, code, said)


def _number(said: Sequence[str], code: str, least: int, most: int) -> int:
    digits = said[0].lstrip("+-")
    if len(said) != 1 or not (digits.isascii() and digits.isdecimal()) or len(digits) > _DIGITS:
        raise Refusal("open311-attribute-unfit", code=code)
    try:
        number = int(said[0])
    except ValueError:
        raise Refusal("open311-attribute-unfit", code=code) from None
    if not least <= number <= most:
        raise Refusal("open311-attribute-unfit", code=code)
    return number


def _chosen(question: Question, code: str, said: Sequence[str]) -> Answer:
    known = [option for option in question.options if option.code in said]
    alone = any(option.role is OptionRole.EXCLUSIVE for option in known)
    several = question.kind is QuestionKind.SEVERAL_CHOICES and not alone
    if len(known) != len(set(said)) or (len(known) > 1 and not several):
        raise Refusal("open311-attribute-unfit", code=code)
    return Answer(chosen=tuple(option.code for option in known))

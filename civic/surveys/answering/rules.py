"""What counts as an answer, and which question comes next."""

import re
from collections.abc import Collection

from civic.kernel.plain_text import clean_text
from civic.kernel.refusal import NotFound, Refusal
from civic.surveys.answering.model import Answer, AnswerStatus, Response
from civic.surveys.model import (
    SCALE_POINTS,
    Option,
    OptionRole,
    Question,
    QuestionKind,
    Questionnaire,
)

TEXT_LIMIT = 4_000
OTHER_LIMIT = 500
HARD = Answer(status=AnswerStatus.HARD_TO_SAY)
SKIPPED = Answer(status=AnswerStatus.SKIPPED)
_NUMBER = re.compile(r"[+-]?\d{1,18}")


def question_of(asked: Questionnaire, number: int) -> Question:
    if not 1 <= number <= len(asked.questions):
        raise NotFound("survey-question-gone")
    return asked.questions[number - 1]


def chosen(question: Question, option: int, before: Answer | None) -> Answer:
    """One thing pressed where one may be: an option, or a point of the scale."""
    if question.kind is QuestionKind.SCALE:
        if not 0 <= option < SCALE_POINTS:
            raise NotFound("survey-option-gone")
        return Answer(number=option + 1)
    taken = _option(question, option)
    if question.kind is not QuestionKind.ONE_CHOICE:
        raise NotFound("survey-option-gone")
    keeps = taken.role is OptionRole.OTHER and before is not None and taken.code in before.chosen
    return Answer(chosen=(taken.code,), text=before.text if keeps and before else "")


def toggled(question: Question, option: int, before: Answer | None, *, on: bool) -> Answer | None:
    """One of several put on or off; None when nothing is left."""
    taken = _option(question, option)
    if question.kind is not QuestionKind.SEVERAL_CHOICES:
        raise NotFound("survey-option-gone")
    held = set(before.chosen) if before else set()
    if on:
        held = {code for code in held if _may_stand_beside(question, taken, code)} | {taken.code}
    else:
        held -= {taken.code}
    text = before.text if before and _has_other(question, held) else ""
    return Answer(chosen=_in_order(question, held), text=text) if held else None


def written(question: Question, typed: str, before: Answer | None) -> Answer:
    """What the typed words mean as an answer to this question."""
    match question.kind:
        case QuestionKind.TEXT:
            return Answer(text=check_text(typed, limit=TEXT_LIMIT))
        case QuestionKind.WHOLE_NUMBER:
            return Answer(number=_number(question, typed))
        case QuestionKind.SCALE:
            return _scale_point(typed)
        case _:
            return _in_own_words(question, typed, before)


def why_unfit(question: Question, typed: str, before: Answer | None) -> Refusal | None:
    """Why the typed words are no answer to this question; None when they are one."""
    try:
        written(question, typed, before)
    except Refusal as refusal:
        return refusal
    return None


def check_text(typed: str, *, limit: int) -> str:
    if len(typed) > limit:
        raise Refusal("survey-text-too-long", length=len(typed), limit=limit)
    text = clean_text(typed, limit)
    if not text:
        raise Refusal("survey-text-empty")
    return text


def waits_for_words(question: Question, answer: Answer | None) -> bool:
    """Whether "other" is chosen and its words are still to come."""
    if answer is None or answer.text:
        return False
    return _has_other(question, answer.chosen)


def check_hard_to_say(question: Question) -> Answer:
    if not question.may_be_hard:
        raise Refusal("survey-must-answer")
    return HARD


def check_skip(question: Question) -> Answer:
    if question.required:
        raise Refusal("survey-must-answer")
    return SKIPPED


def summary_of(asked: Questionnaire) -> int:
    """Where the summary stands: behind the last question."""
    return len(asked.questions) + 1


def next_after(asked: Questionnaire, answered: Collection[int], number: int) -> int:
    """The next question in order; when all are answered, or none is left, the summary or a gap."""
    numbers = range(1, len(asked.questions) + 1)
    open_ones = [candidate for candidate in numbers if candidate not in answered]
    if not open_ones:
        return summary_of(asked)
    if number < len(asked.questions):
        return number + 1
    return open_ones[0]


def first_gap(asked: Questionnaire, response: Response) -> int | None:
    """The first question without an answer, or skipped though it may not be."""
    for number, question in enumerate(asked.questions, start=1):
        answer = response.answers.get(number)
        if answer is None or (question.required and answer.status is AnswerStatus.SKIPPED):
            return number
    return None


def matching_options(question: Question, typed: str) -> list[int]:
    """What the typed words may mean, in any language: exact ones alone, else beginnings."""
    wanted = _folded(typed)
    if not wanted:
        return []
    labels = [
        {_folded(text) for text in option.label.texts.values()} for option in question.options
    ]
    exact = [n for n, names in enumerate(labels) if wanted in names]
    starts = [n for n, names in enumerate(labels) if any(x.startswith(wanted) for x in names)]
    within = [n for n, names in enumerate(labels) if any(wanted in x for x in names)]
    return exact or starts or within


def _in_own_words(question: Question, typed: str, before: Answer | None) -> Answer:
    if before and _has_other(question, before.chosen):
        return Answer(chosen=before.chosen, text=check_text(typed, limit=OTHER_LIMIT))
    found = matching_options(question, typed)
    if len(found) != 1:
        raise Refusal("survey-press-a-button")
    if question.kind is QuestionKind.ONE_CHOICE:
        return chosen(question, found[0], before)
    answer = toggled(question, found[0], before, on=True)
    if answer is None:
        raise Refusal("survey-press-a-button")
    return answer


def _number(question: Question, typed: str) -> int:
    squeezed = re.sub(r"[\s\u00a0\u202f']", "", typed)
    if not _NUMBER.fullmatch(squeezed):
        raise Refusal("survey-number-unclear")
    number = int(squeezed)
    if not question.least <= number <= question.most:
        raise Refusal("survey-number-outside", least=question.least, most=question.most)
    return number


def _scale_point(typed: str) -> Answer:
    squeezed = typed.strip()
    if squeezed not in {str(point) for point in range(1, SCALE_POINTS + 1)}:
        raise Refusal("survey-press-a-button")
    return Answer(number=int(squeezed))


def _option(question: Question, option: int) -> Option:
    if not 0 <= option < len(question.options):
        raise NotFound("survey-option-gone")
    return question.options[option]


def _may_stand_beside(question: Question, taken: Option, code: str) -> bool:
    if taken.role is OptionRole.EXCLUSIVE:
        return False
    held = question.option_of(code)
    return held is not None and held.role is not OptionRole.EXCLUSIVE


def _has_other(question: Question, codes: Collection[str]) -> bool:
    return any(
        option.role is OptionRole.OTHER for option in question.options if option.code in codes
    )


def _in_order(question: Question, codes: Collection[str]) -> tuple[str, ...]:
    return tuple(option.code for option in question.options if option.code in codes)


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("ʼ", "'").replace("’", "'").split())

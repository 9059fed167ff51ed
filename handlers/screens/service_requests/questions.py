"""What a category asks besides: the kinds of question that surveys know."""

from collections.abc import Sequence

from civic.service_requests.draft import Ask, Draft
from civic.service_requests.model import Category
from civic.surveys.answering.model import Answer
from civic.surveys.answering.rules import waits_for_words
from civic.surveys.model import CHOICES, SCALE_POINTS, Question, QuestionKind
from handlers.presses.service_requests import (
    AskPress,
    ChooseOptionPress,
    GoToQuestionPress,
    LeaveQuestionPress,
    ToggleOptionPress,
)
from handlers.screens.navigation import cancel_button
from handlers.screens.screen import Button, Rows, Screen, escape
from handlers.screens.service_requests.resident_wording import to
from handlers.screens.surveys.answering import answer_in_words
from handlers.screens.surveys.wording import PAGE, label, packed, shortened, ticked, turns, words
from locales.catalog import Say


def question_screen(
    draft: Draft,
    category: Category,
    number: int,
    *,
    danger: str,
    page: int = 0,
    only: Sequence[int] | None = None,
    note: str = "",
    say: Say,
) -> Screen:
    question, answer = category.questions[number - 1], draft.answers.get(number)
    count = len(category.questions)
    text = "\n".join(
        part
        for part in (
            danger,
            _heading(number, count, say),
            f"<b>{words(question.prompt, say)}</b>",
            *(f"<i>{hint}</i>" for hint in _hints(question, answer, say)),
            note,
        )
        if part
    )
    rows = _choices(question, answer, number, page, only, say)
    return Screen(text=text, rows=(*rows, *_walk(question, answer, number, say)))


def answers_in_words(draft: Draft, category: Category, say: Say) -> list[str]:
    """Those that were given, each on a line of the summary."""
    return [
        say(
            "ask-summary-answer",
            prompt=escape(shortened(label(question.prompt, say), 60)),
            answer=escape(shortened(answer_in_words(question, draft.answers[number], say), 80)),
        )
        for number, question in enumerate(category.questions, start=1)
        if number in draft.answers
    ]


def _heading(number: int, count: int, say: Say) -> str:
    if count == 1:
        return say("ask-question-only")
    return say("ask-question-heading", number=say.number(number), count=say.number(count))


def _hints(question: Question, answer: Answer | None, say: Say) -> list[str]:
    hints = []
    if question.kind is QuestionKind.SEVERAL_CHOICES:
        hints.append(say("survey-hint-several"))
    elif question.kind is QuestionKind.TEXT:
        hints.append(say("survey-hint-text"))
    elif question.kind is QuestionKind.WHOLE_NUMBER:
        least, most = say.number(question.least), say.number(question.most)
        hints.append(say("survey-hint-number", least=least, most=most))
    elif question.kind is QuestionKind.SCALE and question.low_label.texts:
        low, high = words(question.low_label, say), words(question.high_label, say)
        hints.append(say("survey-hint-scale", low=low, high=high))
    if waits_for_words(question, answer):
        hints.append(say("survey-hint-other"))
    return hints


def _choices(
    question: Question,
    answer: Answer | None,
    number: int,
    page: int,
    only: Sequence[int] | None,
    say: Say,
) -> Rows:
    if question.kind is QuestionKind.SCALE:
        return (
            tuple(
                Button(
                    label=ticked(str(point), answer is not None and answer.number == point),
                    press=ChooseOptionPress(number, point - 1).pack(),
                )
                for point in range(1, SCALE_POINTS + 1)
            ),
        )
    if question.kind not in CHOICES:
        return ()
    shown = range(len(question.options))[page * PAGE : (page + 1) * PAGE] if only is None else only
    buttons = [_option(question, answer, number, option, say) for option in shown]
    if only is not None:
        return tuple(packed(buttons))

    def turn(other: int) -> GoToQuestionPress:
        return GoToQuestionPress(number, other)

    return (*packed(buttons), *turns(page, len(question.options), turn, say=say))


def _option(
    question: Question, answer: Answer | None, number: int, option: int, say: Say
) -> Button:
    offered = question.options[option]
    is_on = answer is not None and offered.code in answer.chosen
    name = ticked(label(offered.label, say), is_on)
    if question.kind is QuestionKind.SEVERAL_CHOICES:
        return Button(label=name, press=ToggleOptionPress(number, option, on=not is_on).pack())
    return Button(label=name, press=ChooseOptionPress(number, option).pack())


def _walk(question: Question, answer: Answer | None, number: int, say: Say) -> Rows:
    onward = []
    if question.may_be_hard:
        onward.append(to("survey-answer-hard", LeaveQuestionPress(number, "hard"), say))
    if answer is not None:
        onward.append(to("survey-button-next", LeaveQuestionPress(number, "next"), say))
    elif not question.required:
        onward.append(to("survey-button-skip", LeaveQuestionPress(number, "skip"), say))
    back = AskPress(Ask.PLACE.value) if number == 1 else GoToQuestionPress(number - 1)
    out = (to("back", back, say), cancel_button(say))
    return (tuple(onward), out) if onward else (out,)

"""One question at a time, edited in place; a summary; one short message left behind."""

from collections.abc import Sequence

from civic.kernel.language import Translated
from civic.surveys.answering.actions import Step
from civic.surveys.answering.model import Answer, AnswerStatus
from civic.surveys.answering.rules import waits_for_words
from civic.surveys.model import CHOICES, SCALE_POINTS, Option, Question, QuestionKind, Survey
from handlers.presses.registry import Press
from handlers.presses.surveys import (
    BeginPress,
    ChoosePress,
    FinishPress,
    HardToSayPress,
    LaunchScreenPress,
    NextPress,
    OpenSurveyPress,
    QuestionPress,
    SurveysPress,
    TogglePress,
)
from handlers.screens.navigation import home_button
from handlers.screens.screen import Button, Rows, Screen, escape
from handlers.screens.surveys.wording import (
    PAGE,
    Row,
    label,
    lines,
    mark_of_language,
    packed,
    pages_by_length,
    paragraphs,
    resident_ways,
    shortened,
    turns,
    words,
)
from locales.catalog import Say

_SHOWN_ANSWER = 300
_SHOWN_IN_SUMMARY = 40
_SUMMARY_ROOM = 400
"""Letters: with its heading and its hint the summary stays a short message."""


def introduction_screen(
    survey: Survey, *, asked_by: Translated, zone: str, is_begun: bool, say: Say
) -> Screen:
    """Before the first answer: who asks, who will see, whether by name, until when to change."""
    asked = survey.questionnaire
    promise = say(
        f"survey-promise-{asked.who_will_see.value}",
        asked_by=words(asked_by, say),
        until=_until(survey, zone, say),
    )
    begin = say("survey-button-continue" if is_begun else "survey-button-begin")
    return Screen(
        text=paragraphs(
            f"<b>{words(asked.title, say)}</b>",
            words(asked.introduction, say),
            promise,
            lines(
                say.n("survey-questions", len(asked.questions)),
                mark_of_language(asked.texts(), say),
            ),
        ),
        rows=(
            (Button(label=begin, press=BeginPress(survey=survey.id).pack()),),
            *resident_ways(say),
        ),
    )


def step_screen(
    step: Step,
    *,
    zone: str,
    say: Say,
    is_trial: bool = False,
    page: int = 0,
    only: Sequence[int] | None = None,
    note: str = "",
) -> Screen:
    """The question at hand, or the summary; a note stands above the buttons."""
    if step.is_done:
        return done_screen(step, zone=zone, say=say, is_trial=is_trial)
    if step.is_at_summary:
        return summary_screen(step, zone=zone, say=say, is_trial=is_trial, page=page)
    return question_screen(step, say=say, is_trial=is_trial, page=page, only=only, note=note)


def question_screen(
    step: Step,
    *,
    say: Say,
    is_trial: bool = False,
    page: int = 0,
    only: Sequence[int] | None = None,
    note: str = "",
) -> Screen:
    asked = step.survey.questionnaire
    number = step.response.at
    question = asked.questions[number - 1]
    answer = step.response.answers.get(number)
    heading = say(
        "survey-question-heading",
        title=words(asked.title, say),
        number=say.number(number),
        count=say.number(len(asked.questions)),
    )
    text = lines(
        say("survey-trial-mark") if is_trial else "",
        heading,
        words(question.prompt, say),
        *(f"<i>{hint}</i>" for hint in _hints(question, answer, say)),
        _said(question, answer, say),
        note,
    )
    rows = [*_choices(step, question, answer, is_trial, page, only, say)]
    return Screen(text=text, rows=(*rows, _walk(step, question, answer, is_trial, say)))


def summary_screen(
    step: Step, *, zone: str, say: Say, is_trial: bool = False, page: int = 0
) -> Screen:
    asked, response = step.survey.questionnaire, step.response
    told = [
        say(
            "survey-summary-line",
            number=say.number(number),
            prompt=escape(shortened(label(question.prompt, say), _SHOWN_IN_SUMMARY)),
            answer=escape(
                shortened(
                    answer_in_words(question, response.answers.get(number), say),
                    _SHOWN_IN_SUMMARY,
                )
            ),
        )
        for number, question in enumerate(asked.questions, start=1)
    ]
    pages = pages_by_length(told, _SUMMARY_ROOM)
    page = min(page, len(pages) - 1)
    title = escape(shortened(label(asked.title, say), 60))
    key = "survey-summary-finished" if response.is_finished else "survey-summary-heading"
    text = paragraphs(
        lines(
            say("survey-trial-mark") if is_trial else "",
            say(key, title=title, until=_until(step.survey, zone, say)),
        ),
        "\n".join(told[pages[page]]),
        say("survey-summary-hint"),
    )
    changes = [
        Button(
            label=say("survey-button-change", number=say.number(number)),
            press=_question(step, number, is_trial),
        )
        for number in range(1, len(told) + 1)[pages[page]]
    ]
    return Screen(
        text=text,
        rows=(
            *packed(changes),
            *turns(
                page,
                len(pages),
                lambda to: QuestionPress(
                    survey=step.survey.id,
                    question=len(asked.questions) + 1,
                    page=to,
                    is_trial=is_trial,
                ),
                size=1,
                say=say,
            ),
            *_summary_ways(step, is_trial, say),
        ),
    )


def done_screen(step: Step, *, zone: str, say: Say, is_trial: bool = False) -> Screen:
    """The one short message that a finished form leaves behind."""
    survey = step.survey
    if is_trial:
        back = Button(
            label=say("survey-button-back-to-draft"),
            press=LaunchScreenPress(survey=survey.id).pack(),
        )
        return Screen(text=say("survey-trial-done"), rows=((back, home_button(say)),))
    answers = step.response.answers.values()
    given = sum(answer.status is AnswerStatus.ANSWERED for answer in answers)
    results = "survey-results-will-come" if survey.questionnaire.results_to_respondents else ""
    text = paragraphs(
        say(
            "survey-done",
            title=words(survey.title, say),
            given=say.number(given),
            count=say.number(len(survey.questionnaire.questions)),
        ),
        lines(
            say("survey-done-until", until=_until(survey, zone, say)),
            say(results) if results else "",
        ),
    )
    change = Button(
        label=say("survey-button-change-answers"),
        press=_question(step, len(survey.questionnaire.questions) + 1, is_trial),
    )
    others = Button(label=say("survey-button-others"), press=SurveysPress().pack())
    return Screen(text=text, rows=((change,), (others, home_button(say))))


def answer_in_words(question: Question, answer: Answer | None, say: Say) -> str:
    if answer is None:
        return say("survey-answer-none")
    if answer.status is AnswerStatus.HARD_TO_SAY:
        return say("survey-answer-hard")
    if answer.status is AnswerStatus.SKIPPED:
        return say("survey-answer-skipped")
    if question.kind in CHOICES:
        chosen = [option for code in answer.chosen if (option := question.option_of(code))]
        told = ", ".join(label(option.label, say).rstrip("…") for option in chosen)
        return f"{told}: {answer.text}" if answer.text else told
    if answer.number is not None:
        return say.number(answer.number)
    return answer.text


def _until(survey: Survey, zone: str, say: Say) -> str:
    return say.moment(survey.closes_at, zone) if survey.closes_at else ""


def _hints(question: Question, answer: Answer | None, say: Say) -> list[str]:
    hints: list[str] = []
    match question.kind:
        case QuestionKind.SEVERAL_CHOICES:
            hints.append(say("survey-hint-several"))
        case QuestionKind.TEXT:
            hints.append(say("survey-hint-text"))
        case QuestionKind.WHOLE_NUMBER:
            hints.append(
                say(
                    "survey-hint-number",
                    least=say.number(question.least),
                    most=say.number(question.most),
                )
            )
        case QuestionKind.SCALE if question.low_label.texts and question.high_label.texts:
            hints.append(
                say(
                    "survey-hint-scale",
                    low=words(question.low_label, say),
                    high=words(question.high_label, say),
                )
            )
        case _:
            pass
    if waits_for_words(question, answer):
        hints.append(say("survey-hint-other"))
    if len(question.options) > 20:
        hints.append(say("survey-hint-search"))
    if question.required:
        hints.append(say("survey-hint-required"))
    mark = mark_of_language((question.prompt, *(o.label for o in question.options)), say)
    return [*hints, mark] if mark else hints


def _said(question: Question, answer: Answer | None, say: Say) -> str:
    """What the buttons cannot show: words, numbers, "hard to say"."""
    if answer is None:
        return ""
    is_in_buttons = question.kind in CHOICES or question.kind is QuestionKind.SCALE
    if is_in_buttons and answer.status is AnswerStatus.ANSWERED and not answer.text:
        return ""
    told = answer_in_words(question, answer, say)
    return say("survey-your-answer", answer=escape(shortened(told, _SHOWN_ANSWER)))


def _choices(
    step: Step,
    question: Question,
    answer: Answer | None,
    is_trial: bool,
    page: int,
    only: Sequence[int] | None,
    say: Say,
) -> Rows:
    if question.kind is QuestionKind.SCALE:
        return (_scale(step, answer, is_trial),)
    shown = range(len(question.options)) if only is None else only
    first = page * PAGE if only is None else 0
    buttons = [
        _option_button(step, question, number, answer, is_trial, say)
        for number in shown[first : first + PAGE]
    ]
    if only is not None:
        return tuple(packed(buttons))
    paging = turns(
        page,
        len(question.options),
        lambda to: QuestionPress(
            survey=step.survey.id, question=step.response.at, page=to, is_trial=is_trial
        ),
        say=say,
    )
    return (*packed(buttons), *paging)


def _scale(step: Step, answer: Answer | None, is_trial: bool) -> Row:
    given = answer.number if answer else None
    return tuple(
        Button(
            label=f"✓ {point}" if point == given else str(point),
            press=ChoosePress(
                survey=step.survey.id,
                question=step.response.at,
                option=point - 1,
                is_trial=is_trial,
            ).pack(),
        )
        for point in range(1, SCALE_POINTS + 1)
    )


def _option_button(
    step: Step,
    question: Question,
    number: int,
    answer: Answer | None,
    is_trial: bool,
    say: Say,
) -> Button:
    option: Option = question.options[number]
    is_on = answer is not None and option.code in answer.chosen
    press: Press
    if question.kind is QuestionKind.SEVERAL_CHOICES:
        press = TogglePress(
            survey=step.survey.id,
            question=step.response.at,
            option=number,
            on=not is_on,
            is_trial=is_trial,
        )
    else:
        press = ChoosePress(
            survey=step.survey.id, question=step.response.at, option=number, is_trial=is_trial
        )
    name = label(option.label, say)
    return Button(label=f"✓ {name}" if is_on else name, press=press.pack())


def _walk(step: Step, question: Question, answer: Answer | None, is_trial: bool, say: Say) -> Row:
    number = step.response.at
    buttons = [Button(label=say("survey-button-back"), press=_back(step, is_trial))]
    if question.may_be_hard:
        is_on = answer is not None and answer.status is AnswerStatus.HARD_TO_SAY
        hard = say("survey-answer-hard")
        press = HardToSayPress(survey=step.survey.id, question=number, is_trial=is_trial)
        buttons.append(Button(label=f"✓ {hard}" if is_on else hard, press=press.pack()))
    if answer is not None or not question.required:
        key = "survey-button-skip" if answer is None else "survey-button-next"
        onward = NextPress(survey=step.survey.id, question=number, is_trial=is_trial)
        buttons.append(Button(label=say(key), press=onward.pack()))
    return tuple(buttons)


def _back(step: Step, is_trial: bool) -> str:
    if step.response.at > 1:
        return _question(step, step.response.at - 1, is_trial)
    if is_trial:
        return LaunchScreenPress(survey=step.survey.id).pack()
    return OpenSurveyPress(survey=step.survey.id).pack()


def _question(step: Step, number: int, is_trial: bool) -> str:
    return QuestionPress(survey=step.survey.id, question=number, is_trial=is_trial).pack()


def _summary_ways(step: Step, is_trial: bool, say: Say) -> Rows:
    last = len(step.survey.questionnaire.questions)
    if step.response.is_finished and not is_trial:
        return resident_ways(say)
    back = Button(label=say("survey-button-back"), press=_question(step, last, is_trial))
    finish = FinishPress(survey=step.survey.id, is_trial=is_trial)
    return ((back, Button(label=say("survey-button-finish"), press=finish.pack())),)

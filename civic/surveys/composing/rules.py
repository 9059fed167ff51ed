"""How a draft changes: one text, option or question at a time, all limits kept."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from civic.kernel.ids import PlaceId
from civic.kernel.language import Language, Translated
from civic.kernel.plain_text import clean_line, clean_text
from civic.kernel.refusal import NotFound, Refusal
from civic.surveys.model import (
    CHOICES,
    Option,
    OptionRole,
    Question,
    QuestionKind,
    Questionnaire,
)

TITLE_LIMIT = 120
INTRODUCTION_LIMIT = 600
PROMPT_LIMIT = 400
LABEL_LIMIT = 60
OPTIONS_LIMIT = 30
QUESTIONS_LIMIT = 40
PLACES_LIMIT = 200
NUMBER_LIMIT = 10**12
_BULLET = re.compile(r"^(?:[-–—•*·]|\d{1,2}[.)])\s+")
_NUMBERS = re.compile(r"[+-]?\d+")

Change = Callable[[Questionnaire], Questionnaire]


class Part(StrEnum):
    """A text of a questionnaire that can be written in one more language."""

    TITLE = "title"
    INTRODUCTION = "introduction"
    PROMPT = "prompt"
    OPTIONS = "options"
    LOW = "low"
    HIGH = "high"


LIMITS: Mapping[Part, int] = {
    Part.TITLE: TITLE_LIMIT,
    Part.INTRODUCTION: INTRODUCTION_LIMIT,
    Part.PROMPT: PROMPT_LIMIT,
    Part.OPTIONS: LABEL_LIMIT,
    Part.LOW: LABEL_LIMIT,
    Part.HIGH: LABEL_LIMIT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A text's place: the question's number, or 0 for the survey's own texts."""

    part: Part
    question: int = 0


def checked_text(typed: str, limit: int) -> str:
    if len(typed.strip()) > limit:
        raise Refusal("survey-text-too-long", length=len(typed.strip()), limit=limit)
    text = clean_text(typed, limit)
    if not text:
        raise Refusal("survey-text-empty")
    return text


def options_typed(typed: str) -> list[str]:
    """One option a line; bullets and numbers that people put before them are taken off."""
    lines = [clean_line(_BULLET.sub("", line.strip()), 4000) for line in typed.splitlines()]
    labels = [line for line in lines if line]
    if len(labels) < 2:
        raise Refusal("survey-options-two")
    if len(labels) > OPTIONS_LIMIT:
        raise Refusal("survey-options-many", limit=OPTIONS_LIMIT)
    long = next((label for label in labels if len(label) > LABEL_LIMIT), None)
    if long is not None:
        raise Refusal("survey-option-long", label=long[:40], limit=LABEL_LIMIT)
    seen: set[str] = set()
    for label in labels:
        if label.casefold() in seen:
            raise Refusal("survey-option-twice", label=label)
        seen.add(label.casefold())
    return labels


def limits_typed(typed: str) -> tuple[int, int]:
    """`0 120`, `0-120`, `від 0 до 120`."""
    found = [int(n) for n in _NUMBERS.findall(re.sub(r"(?<=\d)\s*[-–—]\s*(?=\d)", " ", typed))]
    if len(found) != 2:
        raise Refusal("survey-limits-unclear")
    least, most = found
    if least >= most or max(abs(least), abs(most)) > NUMBER_LIMIT:
        raise Refusal("survey-limits-unclear")
    return least, most


def question_at(asked: Questionnaire, number: int) -> Question:
    if not 1 <= number <= len(asked.questions):
        raise NotFound("survey-question-gone")
    return asked.questions[number - 1]


def with_question(asked: Questionnaire, question: Question) -> Questionnaire:
    if len(asked.questions) >= QUESTIONS_LIMIT:
        raise Refusal("survey-questions-many", limit=QUESTIONS_LIMIT)
    return asked.with_questions((*asked.questions, question))


def without_question(asked: Questionnaire, number: int) -> Questionnaire:
    question_at(asked, number)
    return asked.with_questions(asked.questions[: number - 1] + asked.questions[number:])


def moved_question(asked: Questionnaire, number: int, to: int) -> Questionnaire:
    moving = question_at(asked, number)
    others = list(without_question(asked, number).questions)
    others.insert(min(max(to, 1), len(asked.questions)) - 1, moving)
    return asked.with_questions(tuple(others))


def changed_question(
    asked: Questionnaire, number: int, change: Callable[[Question], Question]
) -> Questionnaire:
    changed = change(question_at(asked, number))
    return asked.with_questions(
        (*asked.questions[: number - 1], changed, *asked.questions[number:])
    )


def new_question(kind: QuestionKind, prompt: str, language: Language) -> Question:
    return Question(kind=kind, prompt=Translated({language: prompt}))


def with_options(
    question: Question, labels: list[str], language: Language, other: Translated
) -> Question:
    """New words for the options; an option that says the same stays the same one.

    Whoever types "Other" means the option with words of one's own.
    """
    if question.kind not in CHOICES:
        raise Refusal("survey-options-not-here")
    known = {option.label.in_(language).casefold(): option for option in question.options}
    others = {_bare(text) for text in other.texts.values()}
    used = [int(option.code) for option in question.options if option.code.isdigit()]
    coming = max(used, default=0)
    options: list[Option] = []
    for label in labels:
        is_other = _bare(label) in others
        same = _other_of(question, options) if is_other else known.get(label.casefold())
        if same is None:
            coming += 1
            same = Option(
                code=str(coming),
                label=other if is_other else Translated({language: label}),
                role=OptionRole.OTHER if is_other else OptionRole.PLAIN,
            )
        if same in options:
            raise Refusal("survey-option-twice", label=label)
        options.append(same)
    kept = {option.code for option in options}
    special = [
        option
        for option in question.options
        if option.role is not OptionRole.PLAIN and option.code not in kept
    ]
    return replace(question, options=(*options, *special))


def _bare(label: str) -> str:
    return label.casefold().rstrip(" .…:_")


def _other_of(question: Question, options: list[Option]) -> Option | None:
    """The one that is there, or was typed a line above."""
    held = (*question.options, *options)
    return next((option for option in held if option.role is OptionRole.OTHER), None)


def with_other(question: Question, label: Translated) -> Question:
    """Put "other…" at the end, or take it away."""
    plain = tuple(option for option in question.options if option.role is not OptionRole.OTHER)
    if len(plain) < len(question.options):
        return replace(question, options=plain)
    used = [int(option.code) for option in question.options if option.code.isdigit()]
    other = Option(code=str(max(used, default=0) + 1), label=label, role=OptionRole.OTHER)
    return replace(question, options=(*plain, other))


def with_exclusive(question: Question, option: int) -> Question:
    """Make an option one that is chosen alone, or an ordinary one again."""
    if question.kind is not QuestionKind.SEVERAL_CHOICES:
        raise Refusal("survey-options-not-here")
    if not 0 <= option < len(question.options):
        raise NotFound("survey-option-gone")
    options = list(question.options)
    held = options[option]
    if held.role is OptionRole.OTHER:
        raise Refusal("survey-other-not-alone")
    is_alone = held.role is OptionRole.EXCLUSIVE
    options[option] = replace(held, role=OptionRole.PLAIN if is_alone else OptionRole.EXCLUSIVE)
    return replace(question, options=tuple(options))


def with_place(asked: Questionnaire, place: PlaceId) -> Questionnaire:
    """Put a place into the audience, or take it out."""
    if place in asked.audience:
        return replace(asked, audience=tuple(held for held in asked.audience if held != place))
    if len(asked.audience) >= PLACES_LIMIT:
        raise Refusal("survey-places-many", limit=PLACES_LIMIT)
    return replace(asked, audience=(*asked.audience, place))


def written_slots(asked: Questionnaire) -> list[Slot]:
    """Every text there is, in the order in which a resident meets it."""
    slots = [Slot(part=Part.TITLE)]
    if asked.introduction.texts:
        slots.append(Slot(part=Part.INTRODUCTION))
    for number, question in enumerate(asked.questions, start=1):
        slots.append(Slot(part=Part.PROMPT, question=number))
        if question.options:
            slots.append(Slot(part=Part.OPTIONS, question=number))
        if question.low_label.texts:
            slots.append(Slot(part=Part.LOW, question=number))
        if question.high_label.texts:
            slots.append(Slot(part=Part.HIGH, question=number))
    return slots


def untranslated(asked: Questionnaire, language: Language) -> list[Slot]:
    return [
        slot
        for slot in written_slots(asked)
        if not all(text.has(language) for text in texts_at(asked, slot))
    ]


def texts_at(asked: Questionnaire, slot: Slot) -> list[Translated]:
    """One text; of options, one each."""
    match slot.part:
        case Part.TITLE:
            return [asked.title]
        case Part.INTRODUCTION:
            return [asked.introduction]
        case Part.PROMPT:
            return [question_at(asked, slot.question).prompt]
        case Part.OPTIONS:
            return [option.label for option in question_at(asked, slot.question).options]
        case Part.LOW:
            return [question_at(asked, slot.question).low_label]
        case Part.HIGH:
            return [question_at(asked, slot.question).high_label]


def with_texts(asked: Questionnaire, slot: Slot, language: Language, typed: str) -> Questionnaire:
    """Write this text in this language; options come one a line, as many as there are."""
    if slot.part is Part.OPTIONS:
        labels = options_typed(typed)
        return changed_question(
            asked, slot.question, lambda question: _relabelled(question, labels, language)
        )
    text = checked_text(typed, LIMITS[slot.part])
    match slot.part:
        case Part.TITLE:
            return replace(asked, title=_added(asked.title, language, text))
        case Part.INTRODUCTION:
            return replace(asked, introduction=_added(asked.introduction, language, text))
        case _:
            return changed_question(
                asked,
                slot.question,
                lambda question: _reworded(question, slot.part, text, language),
            )


def _reworded(question: Question, part: Part, text: str, language: Language) -> Question:
    if part is Part.PROMPT:
        return replace(question, prompt=_added(question.prompt, language, text))
    if part is Part.LOW:
        return replace(question, low_label=_added(question.low_label, language, text))
    return replace(question, high_label=_added(question.high_label, language, text))


def _relabelled(question: Question, labels: list[str], language: Language) -> Question:
    if len(labels) != len(question.options):
        raise Refusal("survey-options-as-many", count=len(question.options), given=len(labels))
    return replace(
        question,
        options=tuple(
            replace(option, label=_added(option.label, language, label))
            for option, label in zip(question.options, labels, strict=True)
        ),
    )


def _added(text: Translated, language: Language, words: str) -> Translated:
    return Translated({**text.texts, language: words})

"""Changes to a draft, said as values: each makes one questionnaire of another."""

from dataclasses import replace

from civic.kernel.ids import PlaceId
from civic.kernel.language import Language, Translated
from civic.kernel.refusal import Refusal
from civic.surveys.composing import rules
from civic.surveys.composing.rules import Change, Part, Slot
from civic.surveys.model import OptionRole, Question, Questionnaire, WhoWillSee


def with_own_text(part: Part, text: str) -> Change:
    """The title or the introduction anew, in the community's own language alone.

    What stood in other languages said something else.
    """

    def change(asked: Questionnaire) -> Questionnaire:
        written = Translated({asked.language: text})
        if part is Part.TITLE:
            return replace(asked, title=written)
        return replace(asked, introduction=written)

    return change


def with_introduction(introduction: Translated) -> Change:
    return lambda asked: replace(asked, introduction=introduction)


def with_who_will_see(choice: WhoWillSee) -> Change:
    return lambda asked: replace(asked, who_will_see=choice)


def with_results_to_respondents(on: bool) -> Change:
    return lambda asked: replace(asked, results_to_respondents=on)


def with_tables_while_open(on: bool) -> Change:
    return lambda asked: replace(asked, tables_while_open=on)


def with_audience(place: PlaceId | None, *, on: bool) -> Change:
    """The whole town, or one place more or less."""

    def change(asked: Questionnaire) -> Questionnaire:
        if place is None:
            return replace(asked, audience=())
        return asked if (place in asked.audience) == on else rules.with_place(asked, place)

    return change


def with_question_text(number: int, part: str, typed: str, other: Translated) -> Change:
    """The prompt, the options, the limits or an end of the scale, as typed."""

    def change(asked: Questionnaire) -> Questionnaire:
        own = asked.language
        return rules.changed_question(
            asked, number, lambda question: _retold(question, part, typed, own, other)
        )

    return change


def of_the_same(number: int, prompt: str, change: Change) -> Change:
    """Only while that question asks what it asked when its words were begun.

    Of two officials at one draft, one may have moved or deleted questions meanwhile.
    """

    def checked(asked: Questionnaire) -> Questionnaire:
        if number and prompt_at(asked, number) != prompt:
            raise Refusal("survey-changed-meanwhile")
        return change(asked)

    return checked


def prompt_at(asked: Questionnaire, number: int) -> str:
    """What the question asks; empty for the survey's own texts."""
    return rules.question_at(asked, number).prompt.in_(asked.language) if number else ""


def with_flag(number: int, flag: str, other: Translated, *, on: bool) -> Change:
    """One yes-or-no setting of a question, set to what the button said."""

    def of_question(question: Question) -> Question:
        match flag:
            case "required":
                return replace(question, required=on)
            case "hard":
                return replace(question, may_be_hard=on)
            case "sensitive":
                return replace(question, is_sensitive=on)
            case "other":
                has = any(option.role is OptionRole.OTHER for option in question.options)
                return question if has == on else rules.with_other(question, other)
            case _:
                raise Refusal("survey-button-old")

    return lambda asked: rules.changed_question(asked, number, of_question)


def with_alone(number: int, option: int, *, on: bool) -> Change:
    def of_question(question: Question) -> Question:
        if not 0 <= option < len(question.options):
            raise Refusal("survey-button-old")
        is_alone = question.options[option].role is OptionRole.EXCLUSIVE
        return question if is_alone == on else rules.with_exclusive(question, option)

    return lambda asked: rules.changed_question(asked, number, of_question)


def with_texts_in(slot: Slot, language: Language, typed: str) -> Change:
    return lambda asked: rules.with_texts(asked, slot, language, typed)


def _retold(
    question: Question, part: str, typed: str, own: Language, other: Translated
) -> Question:
    match part:
        case "prompt":
            text = rules.checked_text(typed, rules.PROMPT_LIMIT)
            return replace(question, prompt=Translated({own: text}))
        case "options":
            return rules.with_options(question, rules.options_typed(typed), own, other)
        case "limits":
            least, most = rules.limits_typed(typed)
            return replace(question, least=least, most=most)
        case "low":
            return replace(question, low_label=_end(typed, own))
        case "high":
            return replace(question, high_label=_end(typed, own))
        case _:
            raise Refusal("survey-button-old")


def _end(typed: str, own: Language) -> Translated:
    return Translated({own: rules.checked_text(typed, rules.LABEL_LIMIT)})

"""How a past survey of the demo is written down: what was asked, and how people leaned."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from civic.kernel.language import Translated
from civic.surveys.model import (
    NOTHING,
    Option,
    OptionRole,
    Question,
    QuestionKind,
    Questionnaire,
    WhoWillSee,
)

Weights = tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaning:
    """How a question was answered: `weights` by option or point, `numbers` by the number given.

    Of several choices each weight is the chance of its option by itself.
    """

    weights: Weights = ()
    numbers: Mapping[int, float] = field(default_factory=dict)
    by_district: Mapping[int, Weights] = field(default_factory=dict)
    """Where a district (from 0, in the order of the town's list) leans another way."""
    mood: float = 0.0
    """How far a good mood pulls towards the later options."""
    hard: float = 0.04
    skipped: float = 0.03
    words: tuple[str, ...] = ()
    """What was said in words: as a text, or behind "other"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    question: Question
    leaning: Leaning


@dataclass(frozen=True, slots=True, kw_only=True)
class PastSurvey:
    """Days count back from today; it opened at ten in the morning and closed at eight at night."""

    author: str
    """Who of the cast asked."""
    title: Translated
    introduction: Translated
    asked: tuple[Asked, ...]
    opened: int
    closed: int
    """Negative: so many days are still to come."""
    share: float
    """Which part of those invited answered to the end."""
    districts: tuple[int, ...] = ()
    """None: the whole town."""
    on_paper: int = 0
    tables_while_open: bool = False
    who_will_see: WhoWillSee = WhoWillSee.TOTALS

    def questionnaire(self) -> Questionnaire:
        """Without its audience, which needs the town's places."""
        return Questionnaire(
            title=self.title,
            introduction=self.introduction,
            who_will_see=self.who_will_see,
            questions=tuple(one.question for one in self.asked),
            tables_while_open=self.tables_while_open,
        )


def words(uk: str, en: str, ru: str) -> Translated:
    return Translated({"uk": uk, "en": en, "ru": ru})


def plain(code: str, uk: str, en: str, ru: str) -> Option:
    return Option(code=code, label=words(uk, en, ru))


def other() -> Option:
    return Option(code="other", label=words("Інше", "Other", "Другое"), role=OptionRole.OTHER)


def none_of_these(uk: str, en: str, ru: str) -> Option:
    return Option(code="none", label=words(uk, en, ru), role=OptionRole.EXCLUSIVE)


def one_of(prompt: Translated, *options: Option, required: bool = False) -> Question:
    return Question(kind=QuestionKind.ONE_CHOICE, prompt=prompt, options=options, required=required)


def several_of(prompt: Translated, *options: Option) -> Question:
    return Question(kind=QuestionKind.SEVERAL_CHOICES, prompt=prompt, options=options)


def scale(prompt: Translated, low: Translated = NOTHING, high: Translated = NOTHING) -> Question:
    return Question(kind=QuestionKind.SCALE, prompt=prompt, low_label=low, high_label=high)


def whole_number(prompt: Translated, least: int, most: int) -> Question:
    return Question(kind=QuestionKind.WHOLE_NUMBER, prompt=prompt, least=least, most=most)


def in_words(prompt: Translated) -> Question:
    return Question(kind=QuestionKind.TEXT, prompt=prompt, may_be_hard=False)

"""A survey: what it asks, of whom, until when, and where it stands."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from civic.kernel.ids import AccountId, AgencyId, CommunityId, FileId, PlaceId, SurveyId
from civic.kernel.language import LANGUAGES, Language, Translated

SCALE_POINTS = 5
NOTHING = Translated({})


class SurveyState(StrEnum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    """Launched, and waits for its opening."""
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class QuestionKind(StrEnum):
    ONE_CHOICE = "one_choice"
    SEVERAL_CHOICES = "several_choices"
    TEXT = "text"
    WHOLE_NUMBER = "whole_number"
    SCALE = "scale"


CHOICES = frozenset({QuestionKind.ONE_CHOICE, QuestionKind.SEVERAL_CHOICES})


class OptionRole(StrEnum):
    PLAIN = "plain"
    OTHER = "other"
    """Asks for a few words of one's own."""
    EXCLUSIVE = "exclusive"
    """Such as "none of these": chosen alone."""


class WhoWillSee(StrEnum):
    """Promised before the first answer; each is one sentence."""

    TOTALS = "totals"
    """Nobody reads single responses; words of one's own are read without name and place."""
    UNNAMED = "unnamed"
    """Officials may read single responses, without a name."""
    NAMED = "named"
    """Officials may read single responses with the name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    code: str
    """Stays what it is whatever is moved or reworded; never holds a blank."""
    label: Translated
    role: OptionRole = OptionRole.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    kind: QuestionKind
    prompt: Translated
    options: tuple[Option, ...] = ()
    required: bool = False
    may_be_hard: bool = True
    """Whether "hard to say" is offered, which is not the same as skipping."""
    is_sensitive: bool = False
    least: int = 0
    most: int = 1_000_000
    """The limits of a whole number, both allowed."""
    low_label: Translated = NOTHING
    high_label: Translated = NOTHING
    """What the ends of a scale mean."""
    code: str = ""
    """What an imported file calls it, where it came from one."""

    def option_of(self, code: str) -> Option | None:
        return next((option for option in self.options if option.code == code), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """All that is frozen by a launch."""

    language: Language = "uk"
    """The community's own: everything is written in it before any other."""
    title: Translated
    introduction: Translated = NOTHING
    who_will_see: WhoWillSee = WhoWillSee.TOTALS
    questions: tuple[Question, ...] = ()
    audience: tuple[PlaceId, ...] = ()
    """Districts and courtyards; none means the whole town."""
    results_to_respondents: bool = True
    tables_while_open: bool = False
    """Whether officials get the whole survey's tables before it closes."""

    @property
    def is_for_whole_town(self) -> bool:
        return not self.audience

    def with_questions(self, questions: tuple[Question, ...]) -> "Questionnaire":
        return replace(self, questions=questions)

    def languages(self) -> tuple[Language, ...]:
        """Languages in which everything is written."""
        written = [text for text in self.texts() if text.texts]
        return tuple(name for name in LANGUAGES if written and all(t.has(name) for t in written))

    def texts(self) -> tuple[Translated, ...]:
        of_questions = (
            text
            for question in self.questions
            for text in (
                question.prompt,
                question.low_label,
                question.high_label,
                *(option.label for option in question.options),
            )
        )
        return (self.title, self.introduction, *of_questions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    id: SurveyId
    community: CommunityId
    number: int
    """What people call it by: 1, 2, 3 … in its town, never given twice."""
    author: AccountId
    agency: AgencyId | None = None
    state: SurveyState = SurveyState.DRAFT
    version: int = 0
    """0 until it is launched."""
    questionnaire: Questionnaire
    opens_at: datetime | None = None
    """None in a draft: when it is launched."""
    closes_at: datetime | None = None
    is_extended: bool = False
    reason: str = ""
    """Why it was withdrawn, in its author's words."""
    keeps_answers: bool = True
    """False when it was withdrawn and its answers are erased."""
    poster: FileId | None = None
    """A QR picture of its link."""
    created_at: datetime
    launched_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def is_launched(self) -> bool:
        return self.state is not SurveyState.DRAFT

    @property
    def is_over(self) -> bool:
        return self.state in {SurveyState.CLOSED, SurveyState.WITHDRAWN}

    @property
    def title(self) -> Translated:
        return self.questionnaire.title

    def state_at(self, now: datetime) -> SurveyState:
        """Where it stands by the clock, though the tick may not have come round yet."""
        state = self.state
        waits = state is SurveyState.SCHEDULED
        if waits and self.opens_at is not None and self.opens_at <= now:
            state = SurveyState.OPEN
        may_end = state in {SurveyState.OPEN, SurveyState.PAUSED}
        if may_end and self.closes_at is not None and self.closes_at <= now:
            state = SurveyState.CLOSED
        return state


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyVersion:
    """What people were asked; it never changes. A correction is a new one that names the old."""

    community: CommunityId
    survey: SurveyId
    number: int
    replaces: int | None
    questionnaire: Questionnaire
    content_hash: str
    frozen_at: datetime
    frozen_by: AccountId | None


class MailingKind(StrEnum):
    INVITATION = "invitation"
    EXTENSION = "extension"
    RESULTS = "results"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailing:
    """Something that many are told about a survey, written out step by step."""

    community: CommunityId
    survey: SurveyId
    kind: MailingKind
    after: int = 0
    """The last resident who was written to."""
    written: int = 0
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What an author sees of a survey that runs."""

    invited: int = 0
    reached: int = 0
    waiting: int = 0
    """Invitations that the invited ones' quiet hours hold."""
    opened: int = 0
    begun: int = 0
    finished: int = 0
    erased: int = 0
    imported: int = 0

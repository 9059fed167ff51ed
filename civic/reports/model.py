"""What a report is made of, and what it finally says: figures already rounded and safe to show."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType

from civic.kernel.ids import CommunityId, PlaceId, SurveyId
from civic.kernel.language import Language, Translated

QuestionNumber = NewType("QuestionNumber", int)
"""The place of a question in its survey, from 1: what a reader calls it by."""
OptionCode = NewType("OptionCode", str)

SCALE = range(1, 6)
LATER = {"later": True}
"""Of a field that issued reports lack: unset it is not published, so that their hashes stay."""


class QuestionKind(StrEnum):
    ONE_CHOICE = "one_choice"
    SEVERAL_CHOICES = "several_choices"
    TEXT = "text"
    WHOLE_NUMBER = "whole_number"
    SCALE = "scale"


class OptionRole(StrEnum):
    PLAIN = "plain"
    OTHER = "other"
    EXCLUSIVE = "exclusive"
    """Such as "none of these": chosen alone."""
    HARD_TO_SAY = "hard_to_say"
    """Never an option of the survey: the reports' own row for those who could not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedOption:
    code: OptionCode
    label: Translated
    role: OptionRole = OptionRole.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    number: QuestionNumber
    kind: QuestionKind
    prompt: Translated
    options: tuple[AskedOption, ...] = ()
    low_label: Translated | None = None
    high_label: Translated | None = None
    hard_to_say_in_base: bool = True
    is_sensitive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceNode:
    """A district or a courtyard; `parent` is None under the town itself."""

    place: PlaceId
    parent: PlaceId | None
    name: Translated


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedSurvey:
    """What is known about a survey before anybody is counted."""

    community: CommunityId
    community_name: Translated
    survey: SurveyId
    title: Translated
    version: int
    asked_by: Translated
    audience: Translated
    languages: tuple[Language, ...]
    time_zone: str
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    """When it closed; None while it is open."""
    threshold: int
    contact: str = ""
    number: int = field(default=0, metadata=LATER)
    """What the town calls it by; 0 in reports from before surveys had numbers."""


class Arrival(StrEnum):
    INVITED = "invited"
    LINK = "link"
    """Came by a link or a QR picture, without an invitation."""
    IMPORTED = "imported"


class Stage(StrEnum):
    """Where a person stands with a survey: exactly one of these."""

    NOT_DELIVERED = "not_delivered"
    NOT_OPENED = "not_opened"
    NOT_BEGUN = "not_begun"
    BROKEN_OFF = "broken_off"
    COMPLETE = "complete"
    SET_ASIDE = "set_aside"
    ERASED = "erased"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages:
    """How many stand where; they add up to everybody."""

    not_delivered: int = 0
    not_opened: int = 0
    not_begun: int = 0
    broken_off: int = 0
    complete: int = 0
    set_aside: int = 0
    erased: int = 0

    @property
    def everybody(self) -> int:
        return self.reached + self.not_delivered + self.erased

    @property
    def reached(self) -> int:
        return self.not_opened + self.not_begun + self.begun

    @property
    def begun(self) -> int:
        return self.broken_off + self.complete + self.set_aside


@dataclass(frozen=True, slots=True, kw_only=True)
class Percent:
    """One decimal; a tiny share is more than nothing though it rounds to 0.0."""

    value: Decimal
    is_tiny: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    invited: Stages = field(default_factory=Stages)
    by_link: Stages = field(default_factory=Stages)
    imported: Stages = field(default_factory=Stages)
    response_rate: Percent | None = None
    """Complete of those invited whom the invitation reached."""

    @property
    def begun(self) -> int:
        return self.invited.begun + self.by_link.begun + self.imported.begun

    @property
    def complete(self) -> int:
        return self.invited.complete + self.by_link.complete + self.imported.complete

    @property
    def broken_off(self) -> int:
        return self.invited.broken_off + self.by_link.broken_off + self.imported.broken_off


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFigures:
    """Two decimals; what must not be shown is None. Smallest and largest are never here."""

    n: int
    mean: Decimal
    deviation: Decimal | None
    quartile_1: Decimal | None
    median: Decimal | None
    quartile_3: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    count: int
    percent: Percent | None
    """None in an empty base."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLabel:
    """A line of a table: what was chosen."""

    code: str
    label: Translated | None
    """None for "hard to say" and for the points of a scale: every language has its own words."""
    role: OptionRole


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFigures:
    """One group's figures; cells in the order of the question's labels."""

    base: int
    cells: tuple[Cell, ...]
    numbers: NumberFigures | None


class Status(StrEnum):
    """What became of one question with one respondent: exactly one of these."""

    NOT_ASKED = "not_asked"
    NOT_REACHED = "not_reached"
    SKIPPED = "skipped"
    REFUSED = "refused"
    HARD_TO_SAY = "hard_to_say"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statuses:
    """How many respondents each status has; they add up to the respondents of the table."""

    not_asked: int = 0
    not_reached: int = 0
    skipped: int = 0
    refused: int = 0
    hard_to_say: int = 0
    answered: int = 0

    @property
    def respondents(self) -> int:
        return (
            self.not_asked
            + self.not_reached
            + self.skipped
            + self.refused
            + self.hard_to_say
            + self.answered
        )


class GroupKind(StrEnum):
    TOWN = "town"
    PLACE = "place"
    UNPLACED = "unplaced"
    """Within the parent, but in none of its places that we know of."""
    OTHERS = "others"
    """The hidden groups of one parent together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    kind: GroupKind
    place: PlaceId | None
    """The place itself; of `UNPLACED` and `OTHERS` the parent, None being the town."""
    depth: int
    name: Translated
    """Of the place; of `UNPLACED` and `OTHERS` the parent's."""
    figures: RowFigures | None
    """None: hidden, whatever the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTable:
    rows: tuple[GroupRow, ...]

    @property
    def hidden(self) -> int:
        return sum(row.figures is None for row in self.rows)

    def nearest_shown(self, chain: Sequence[PlaceId]) -> GroupRow:
        """The first of these places, smallest first, whose row is shown; else the town's."""
        shown = {row.place: row for row in self.rows if row.kind is GroupKind.PLACE and row.figures}
        return next((shown[place] for place in chain if place in shown), self.rows[0])


class Withheld(StrEnum):
    """Why a question has no table."""

    TOO_FEW = "too_few"
    WHILE_OPEN = "while_open"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionFigures:
    number: QuestionNumber
    kind: QuestionKind
    prompt: Translated
    labels: tuple[FigureLabel, ...]
    low_label: Translated | None
    high_label: Translated | None
    hard_to_say_in_base: bool
    statuses: Statuses | None
    """None with `figures`: when the whole table is withheld."""
    figures: RowFigures | None
    withheld: Withheld | None
    groups: GroupTable | None

    @property
    def adds_up(self) -> bool:
        return self.kind in {QuestionKind.ONE_CHOICE, QuestionKind.SCALE}


@dataclass(frozen=True, slots=True, kw_only=True)
class TableBasis:
    """Whose answers the tables hold, and since when they say so."""

    responses: int
    as_of: datetime
    left_out: int = 0
    """The latest responses wait, so that no two releases differ by a few people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was published, whole. It never changes; a correction is a new report that names it."""

    number: int
    replaces: int | None
    survey: ReportedSurvey
    made_at: datetime
    software: str
    participation: Participation
    basis: TableBasis | None
    """None when no question has a table."""
    questions: tuple[QuestionFigures, ...]
    is_held_back: bool = False
    """Closed, but tables by place would tell what the few did who changed since a release."""
    audit_head: str | None = field(default=None, metadata=LATER)
    """Where the chain of what officials did stood: who keeps the report can tell a change of it."""

    @property
    def is_final(self) -> bool:
        return self.survey.closed_at is not None

    @property
    def hidden_groups(self) -> int:
        return sum(asked.groups.hidden for asked in self.questions if asked.groups)

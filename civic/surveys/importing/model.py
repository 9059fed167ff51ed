"""A file of responses against a survey: which column answers what, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from civic.surveys.answering.model import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionColumns:
    """Where a question's answers stand: in one column, or several choices in one each."""

    whole: int | None = None
    by_option: Mapping[str, int] = field(default_factory=dict)
    """By the option's code; used only where there is no column for the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnPlan:
    questions: Mapping[int, QuestionColumns]
    """By the number of the question."""
    external_id: int | None
    place: int | None
    unread: tuple[str, ...]
    """Headers that nobody understood, or that repeat what another column says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    row: int
    external_id: str
    place: str
    """The courtyard as the town's list calls it; empty when it is not told."""
    answers: Mapping[int, Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFinding:
    """What is wrong with a row: a sentence's key and parameters. The row is not imported."""

    row: int
    key: str
    params: Mapping[str, str | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedResponses:
    added: int
    known: int
    """Imported before; nothing was done."""
    refused: int
    findings: tuple[RowFinding, ...]
    """The first of them."""
    unread: tuple[str, ...]
    without_column: tuple[int, ...]
    """Questions that the file does not answer."""
    is_dry_run: bool

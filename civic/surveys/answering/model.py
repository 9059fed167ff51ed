"""An answer to one question, and a response: a resident's whole set."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from civic.kernel.ids import CommunityId, PlaceId, ResidentId, ResponseId, SurveyId
from civic.kernel.language import Language


class AnswerStatus(StrEnum):
    ANSWERED = "answered"
    HARD_TO_SAY = "hard_to_say"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: AnswerStatus = AnswerStatus.ANSWERED
    chosen: tuple[str, ...] = ()
    """Codes of options, in the order of the question."""
    number: int | None = None
    """A whole number, or a point of the scale."""
    text: str = ""
    """An answer in words, or what stands behind "other"."""


class Arrival(StrEnum):
    INVITED = "invited"
    LINK = "link"
    IMPORTED = "imported"


class Mode(StrEnum):
    CHAT = "chat"
    IMPORTED = "imported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    id: ResponseId
    community: CommunityId
    survey: SurveyId
    version: int
    resident: ResidentId | None
    mode: Mode = Mode.CHAT
    arrival: Arrival = Arrival.LINK
    language: Language
    at: int = 1
    """The question the resident looks at, from 1; one more than there are means the summary."""
    place: PlaceId | None = None
    """The courtyard of their home when they finished."""
    external_id: str = ""
    """What an imported file calls it."""
    begun_at: datetime
    finished_at: datetime | None = None
    answers: Mapping[int, Answer] = field(default_factory=dict)
    """By the number of the question."""

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

"""An idea for a courtyard: what somebody wishes there, who stands behind it, what came of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from civic.kernel.ids import (
    AccountId,
    BulkId,
    CategoryId,
    CommunityId,
    FileId,
    IdeaId,
    PlaceId,
    ResidentId,
    ServiceRequestId,
)
from civic.places.model import Point

DEFAULT_THRESHOLD = 10


class IdeaStatus(StrEnum):
    DRAFT = "draft"
    """Its author alone knows of it."""
    GATHERING = "gathering"
    BECAME = "became"
    """A service request."""
    WITHDRAWN = "withdrawn"
    HIDDEN = "hidden"
    EXPIRED = "expired"


class PhotoLook(StrEnum):
    """What an official found when they looked at its photo."""

    WAITING = "waiting"
    PUBLIC = "public"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class Idea:
    id: IdeaId
    community: CommunityId
    number: int | None = None
    """What people call it by, 1, 2, 3 … in its town; a draft has none."""
    author: ResidentId | None
    """None once they had themselves erased."""
    account: AccountId | None
    courtyard: PlaceId
    text: str = ""
    where: str = ""
    """Where in the courtyard, in the author's words."""
    point: Point | None = None
    photo: FileId | None = None
    photo_look: PhotoLook = PhotoLook.WAITING
    status: IdeaStatus = IdeaStatus.DRAFT
    supporters: int = 0
    changed_at: datetime
    published_at: datetime | None = None
    expires_at: datetime | None = None
    told_at: datetime | None = None
    """When the neighbours were told of it."""
    news: BulkId | None = None
    """In which message they were."""
    answer: str = ""
    answered_by: AccountId | None = None
    reason: str = ""
    """Why it was hidden."""
    request: ServiceRequestId | None = None
    """What it became."""

    @property
    def is_open(self) -> bool:
        return self.status is IdeaStatus.GATHERING

    @property
    def card(self) -> str:
        """Names the message that its author and supporters have of it."""
        return f"idea:{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class IdeaSupporter:
    idea: IdeaId
    resident: ResidentId
    account: AccountId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IdeaRules:
    """What a town sets for ideas."""

    community: CommunityId
    threshold: int = DEFAULT_THRESHOLD
    """So many neighbours beside its author make an idea a service request."""
    category: CategoryId | None = None
    """Under which; None: whichever its words speak for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CourtyardNews:
    """Ideas of one courtyard that its people have not heard of."""

    community: CommunityId
    courtyard: PlaceId
    ideas: tuple[Idea, ...]

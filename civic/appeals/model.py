"""An official appeal: who asks by law, when it was registered, by when and how it is answered."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from civic.kernel.ids import (
    AccountId,
    AppealId,
    CommunityId,
    FileId,
    ResidentId,
    ServiceRequestId,
)


class ReplyBy(StrEnum):
    """How its author wants the written answer besides the chat."""

    CHAT = "chat"
    EMAIL = "email"
    POST = "post"
    """To the address of residence."""


class Term(StrEnum):
    """How long the law gives."""

    SHORT = "short"
    """It needs no study."""
    USUAL = "usual"
    LONGEST = "longest"
    """Extended, with a reason that its author was told."""


class AppealEscalation(IntEnum):
    NONE = 0
    WARNED = 1
    OVERDUE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    id: AppealId
    community: CommunityId
    number: int = 0
    """Registered under it: 1, 2, 3 … in its town."""
    request: ServiceRequestId
    author: ResidentId | None
    """None once they had themselves erased; what the law keeps stays."""
    account: AccountId | None
    full_name: str
    residence: str
    reply_by: ReplyBy
    email: str = ""
    text: str
    registered_at: datetime
    term: Term = Term.USUAL
    due_at: datetime
    reason: str = ""
    """Why it was extended."""
    look_at: datetime | None
    """When the tick has to look: most of the time gone, overdue."""
    escalation: AppealEscalation = AppealEscalation.NONE
    paper: FileId | None = None
    """As it was registered, on paper."""
    answer: str = ""
    answer_file: FileId | None = None
    answer_number: int | None = None
    answered_at: datetime | None = None
    answered_by: AccountId | None = None

    @property
    def is_open(self) -> bool:
        return self.answered_at is None

    @property
    def card(self) -> str:
        return f"appeal:{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAppeal:
    request: ServiceRequestId
    full_name: str
    residence: str
    reply_by: ReplyBy
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealDraft:
    """What somebody has written of an appeal so far; each has one at a time."""

    community: CommunityId
    resident: ResidentId
    request: ServiceRequestId
    full_name: str = ""
    residence: str = ""
    reply_by: ReplyBy | None = None
    email: str = ""
    changed_at: datetime

    @property
    def new_appeal(self) -> NewAppeal | None:
        """None while something is missing."""
        if not self.full_name or not self.residence or self.reply_by is None:
            return None
        return NewAppeal(
            request=self.request,
            full_name=self.full_name,
            residence=self.residence,
            reply_by=self.reply_by,
            email=self.email,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealRules:
    """What a town sets for appeals."""

    community: CommunityId
    email: str = ""
    """Of the office that registers letters; empty: appeals go to its chats as files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealPaper:
    """What stands on the sheet, in words already."""

    language: str
    town: str
    title: str
    lines: tuple[tuple[str, str], ...]
    """A name and what it says."""
    text_title: str
    text: str
    signed: str
    law: str

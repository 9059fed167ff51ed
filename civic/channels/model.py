"""A channel or a group the bot was let into, and the place it speaks for."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from civic.kernel.ids import AccountId, ChatId, CommunityId, PlaceId


class ChatKind(StrEnum):
    CHANNEL = "channel"
    GROUP = "group"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownChat:
    """What Telegram said when the bot was added: of no town until somebody binds it."""

    id: ChatId
    kind: ChatKind
    title: str
    can_post: bool
    added_by: AccountId | None
    learnt_at: datetime
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A known chat bound to a town; `place` None: to the whole of it."""

    community: CommunityId
    chat: ChatId
    kind: ChatKind
    title: str
    can_post: bool
    place: PlaceId | None
    bound_by: AccountId
    bound_at: datetime

"""A resident, and the account behind: what is kept about a person, and no more."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from civic.kernel.ids import AccountId, CommunityId, PlaceId, ResidentId
from civic.kernel.language import Language


class Topic(StrEnum):
    """What a person may hear unasked; a feature adds its own when it comes."""

    OUTAGES = "outages"
    TRANSPORT = "transport"
    REPAIRS = "repairs"
    EVENTS = "events"
    NEWS = "news"
    SURVEYS = "surveys"
    RESULTS = "results"
    """Of what they answered: whoever wants no more invitations still hears what came of it."""
    REQUESTS = "requests"
    """News of what they asked for themselves, or joined."""
    IDEAS = "ideas"
    """What neighbours wish for their courtyard."""


EVERYTHING = "*"
"""In `muted`: every topic, also those that come later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A Telegram user as the bot knows them, in whichever town."""

    id: AccountId
    first_name: str
    language: Language
    language_chosen: bool
    """False while it is only what Telegram says of the person's phone."""
    community: CommunityId | None
    """The town they live in; None until picked."""
    serving: CommunityId | None
    """The town whose office they look at, of those they serve."""
    reachable: bool
    """False after they blocked the bot, until they write again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """Local wall-clock hours in which nothing unasked comes; start == end means none."""

    start: time = time(22, 0)
    end: time = time(8, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """Which sentence of privacy was shown, in which language, when."""

    version: int
    language: Language
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    id: ResidentId
    community: CommunityId
    account: AccountId
    language: Language
    home: PlaceId | None
    """A courtyard or a building; votes, audiences and results go by it."""
    followed: tuple[PlaceId, ...] = ()
    """Up to three more places: news only."""
    quiet: QuietHours = QuietHours()
    muted: frozenset[str] = frozenset()
    """Topics turned off; all of them after /stop."""
    weekly_limit: int | None = None
    """So many unasked messages a week at most, from Monday to Sunday; None: no limit."""
    reachable: bool = True
    consent: Consent | None = None
    joined_at: datetime
    left_at: datetime | None = None
    """When they moved to another town: asked nothing more here, until they come back."""

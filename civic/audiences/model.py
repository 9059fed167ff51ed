"""Whom something is meant for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from civic.communities.model import Role
from civic.kernel.ids import (
    AccountId,
    AgencyId,
    CommunityId,
    PlaceId,
    ResidentId,
    SavedAudienceId,
    SurveyId,
)
from civic.kernel.language import Language
from civic.residents.model import QuietHours

Audience = Collection[PlaceId]
"""Districts, courtyards or buildings; residents belong by their home. Empty: the whole town."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody in an audience, as far as a message to them needs to know."""

    resident: ResidentId | None
    """None: an official, written to as one."""
    account: AccountId
    language: Language
    quiet: QuietHours

    @property
    def key(self) -> int:
        """What an audience is walked through by: the next page begins after it."""
        return self.account if self.resident is None else self.resident


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredSurvey:
    """Those who finished this survey, or those who were in its audience and did not."""

    survey: SurveyId
    did: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceRule:
    """Who belongs: whoever meets every condition that is set, and none of those left out.

    With `roles` or `agencies` it is those who serve the town; without, its residents.
    A later feature adds its condition here, in rules.py's JSON, and in storage/audiences.py.
    """

    places: tuple[PlaceId, ...] = ()
    """Any of them, by home; empty: the whole town."""
    languages: tuple[Language, ...] = ()
    survey: AnsweredSurvey | None = None
    roles: tuple[Role, ...] = ()
    agencies: tuple[AgencyId, ...] = ()
    saved: SavedAudienceId | None = None
    """Belongs to this saved audience, besides."""
    without_places: tuple[PlaceId, ...] = ()
    without_saved: tuple[SavedAudienceId, ...] = ()

    @property
    def is_of_officials(self) -> bool:
        return bool(self.roles or self.agencies)


WHOLE_TOWN = AudienceRule()


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedAudience:
    """A rule under a name; it names no saved audience itself."""

    id: SavedAudienceId
    community: CommunityId
    name: str
    rule: AudienceRule
    created_by: AccountId
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """What a rule names and the town does not have any more: such a rule reaches nobody."""

    places: tuple[PlaceId, ...] = ()
    """Also those that the town's list of places dropped."""
    saved: tuple[SavedAudienceId, ...] = ()
    agencies: tuple[AgencyId, ...] = ()
    survey: SurveyId | None = None

    def __bool__(self) -> bool:
        return bool(self.places or self.saved or self.agencies or self.survey)


class LeftOut(StrEnum):
    """Why somebody who belongs is not written to; the first that holds counts."""

    UNREACHABLE = "unreachable"
    TOPIC_OFF = "topic-off"
    WEEKLY_LIMIT = "weekly-limit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Headcount:
    """How many belong, and how many of them are left out, each for one reason."""

    belong: int
    left_out: Mapping[LeftOut, int]
    without_home: int = 0
    """Residents who named no courtyard: no rule with places can reach them; not in `belong`."""
    asks_of_answers: bool = False
    """A small number would say who answered a survey and who did not."""

    @property
    def recipients(self) -> int:
        return self.belong - sum(self.left_out.values())

"""What surveys need kept, and whom they may ask."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal, Protocol

from civic.kernel.ids import AccountId, CommunityId, FileId, PlaceId, ResidentId, SurveyId
from civic.kernel.json_value import JsonObject
from civic.surveys.model import Mailing, MailingKind, Progress, Survey, SurveyState, SurveyVersion

Hold = Literal["reading", "changing"]
"""Keep others from changing it, or from touching it at all, until the unit ends."""


class Surveys(Protocol):
    async def survey(
        self, community: CommunityId, survey: SurveyId, *, hold: Hold | None = None
    ) -> Survey:
        """Raise NotFound when the town has no such survey."""

    async def to_answer(self, community: CommunityId, survey: SurveyId, *, now: datetime) -> Survey:
        """Kept from closing until the unit ends, unless its hour has come. Raise NotFound."""

    async def numbered(self, community: CommunityId, number: int) -> Survey:
        """Raise NotFound when the town has no survey of that number."""

    async def next_number(self, community: CommunityId) -> int:
        """Nobody else is given it; of a draft thrown away it is not given again."""

    async def put(self, survey: Survey) -> None:
        """Add or change. Of a launched one the questionnaire stays as its version froze it."""

    async def discard(self, community: CommunityId, survey: SurveyId) -> None:
        """A draft only."""

    async def add_version(self, version: SurveyVersion) -> None: ...

    async def version(self, community: CommunityId, survey: SurveyId, number: int) -> SurveyVersion:
        """Raise NotFound when there is none."""

    async def in_states(
        self,
        community: CommunityId,
        states: Collection[SurveyState],
        *,
        offset: int = 0,
        limit: int,
    ) -> list[Survey]:
        """The newest first."""

    async def count(self, community: CommunityId, states: Collection[SurveyState]) -> int: ...

    async def over_since(
        self, community: CommunityId, since: datetime, *, limit: int
    ) -> list[Survey]:
        """Closed later than this, the latest first."""

    async def due_to_open(self, now: datetime, *, limit: int) -> list[Survey]:
        """In every town."""

    async def due_to_close(self, now: datetime, *, limit: int) -> list[Survey]:
        """In every town."""

    async def without_poster(self, *, limit: int) -> list[Survey]:
        """Launched ones whose QR picture is still to be drawn, in every town."""

    async def put_poster(
        self, community: CommunityId, survey: SurveyId, poster: FileId
    ) -> None: ...

    async def shown(self, *, closed_since: datetime, limit: int) -> list[tuple[Survey, JsonObject]]:
        """Those that run, or ended since, with the figures that their authors saw last."""

    async def put_shown(
        self, community: CommunityId, survey: SurveyId, shown: JsonObject
    ) -> None: ...

    async def start_mailing(self, mailing: Mailing) -> bool:
        """False when there is one already: nothing is told twice."""

    async def mailings_under_way(self, *, limit: int) -> list[Mailing]:
        """In every town; those of paused surveys wait."""

    async def mailing(
        self, community: CommunityId, survey: SurveyId, kind: MailingKind
    ) -> Mailing | None: ...

    async def put_mailing(self, mailing: Mailing) -> None: ...

    async def to_erase(self, *, limit: int) -> list[Survey]:
        """Withdrawn ones whose answers are to go and are still there, in every town."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitee:
    """A resident as far as a mailing needs to know them."""

    resident: ResidentId
    account: AccountId
    quiet_start: time
    quiet_end: time


class Invitations(Protocol):
    async def add(
        self,
        community: CommunityId,
        survey: SurveyId,
        invitees: Sequence[Invitee],
        *,
        now: datetime,
    ) -> int:
        """How many of them had not been invited before."""

    async def note_opened(
        self, community: CommunityId, survey: SurveyId, resident: ResidentId, *, now: datetime
    ) -> bool:
        """Whether they were invited; the first time is kept."""

    async def after(
        self, community: CommunityId, survey: SurveyId, resident: int, *, limit: int
    ) -> list[Invitee]:
        """Those invited who still want to hear of surveys, by id, from behind this one on."""

    async def count_told(
        self, community: CommunityId, survey: SurveyId, *, now: datetime
    ) -> tuple[int, int]:
        """How many invitations arrived, and how many wait for the end of quiet hours.

        In a big town this takes long: not for a press.
        """

    async def note_told(
        self, community: CommunityId, survey: SurveyId, *, reached: int, waiting: int
    ) -> None: ...

    async def progress(
        self, community: CommunityId, survey: SurveyId, *, now: datetime
    ) -> Progress: ...


class Spot(Protocol):
    @property
    def id(self) -> PlaceId: ...
    @property
    def kind(self) -> str: ...


class Homes(Protocol):
    """Where a place lies (kept by civic/places)."""

    async def path(self, community: CommunityId, place: PlaceId) -> Sequence[Spot]:
        """The place, then what it lies in, up to its district. Raise NotFound."""

"""What surveys need kept, and whom they may ask."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from civic.kernel.ids import AccountId, CommunityId, FileId, PlaceId, ResidentId, SurveyId
from civic.surveys.model import Mailing, MailingKind, Progress, Survey, SurveyState, SurveyVersion

Hold = Literal["reading", "changing"]
"""Keep others from changing it, or from touching it at all, until the unit ends."""


class Surveys(Protocol):
    async def survey(
        self, community: CommunityId, survey: SurveyId, *, hold: Hold | None = None
    ) -> Survey:
        """Raise NotFound when the town has no such survey."""

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

    async def start_mailing(self, mailing: Mailing) -> bool:
        """False when there is one already: nothing is told twice."""

    async def mailings_under_way(self, *, limit: int) -> list[Mailing]:
        """In every town."""

    async def mailing(
        self, community: CommunityId, survey: SurveyId, kind: MailingKind
    ) -> Mailing | None: ...

    async def put_mailing(self, mailing: Mailing) -> None: ...

    async def to_erase(self, *, limit: int) -> list[Survey]:
        """Withdrawn ones whose answers are to go and are still there, in every town."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitee:
    resident: ResidentId
    account: AccountId


class Invitations(Protocol):
    async def add(
        self,
        community: CommunityId,
        survey: SurveyId,
        invitees: Sequence[Invitee],
        *,
        now: datetime,
    ) -> None: ...

    async def note_opened(
        self, community: CommunityId, survey: SurveyId, resident: ResidentId, *, now: datetime
    ) -> bool:
        """Whether they were invited; the first time is kept."""

    async def after(
        self, community: CommunityId, survey: SurveyId, resident: int, *, limit: int
    ) -> list[Invitee]:
        """Those invited, in the order of their ids, from behind this one on."""

    async def progress(self, community: CommunityId, survey: SurveyId) -> Progress: ...


class Spot(Protocol):
    @property
    def id(self) -> PlaceId: ...
    @property
    def kind(self) -> str: ...


class Homes(Protocol):
    """Where a place lies (kept by civic/places)."""

    async def path(self, community: CommunityId, place: PlaceId) -> Sequence[Spot]:
        """The place, then what it lies in, up to its district. Raise NotFound."""


class QrPainter(Protocol):
    """Draws a QR picture (filled by rendering)."""

    async def paint(self, text: str) -> bytes:
        """A PNG that a printed poster can carry."""


class Shelf(Protocol):
    """Keeps files that go to people."""

    async def put(
        self,
        community: CommunityId,
        owner: AccountId | None,
        name: str,
        media_type: str,
        content: bytes,
        *,
        now: datetime,
    ) -> FileId: ...

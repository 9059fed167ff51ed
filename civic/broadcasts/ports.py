"""What broadcasts need kept, and what they ask of others."""

from collections.abc import Collection
from datetime import datetime
from typing import Literal, Protocol

from civic.audiences.model import AudienceRule, Gone, Headcount
from civic.broadcasts.model import (
    Approval,
    Broadcast,
    BroadcastState,
    BroadcastVersion,
    Dispatch,
    DispatchKind,
)
from civic.kernel.ids import BroadcastId, ChatId, CommunityId, ResidentId, SurveyId
from civic.kernel.json_value import JsonObject

Hold = Literal["reading", "changing"]
"""Keep others from changing it, or from touching it at all, until the unit ends."""


class Broadcasts(Protocol):
    async def broadcast(
        self, community: CommunityId, broadcast: BroadcastId, *, hold: Hold | None = None
    ) -> Broadcast:
        """Raise NotFound when the town has no such broadcast."""

    async def add(self, broadcast: Broadcast) -> Broadcast:
        """Keep a new one; it comes back with the next number of its town."""

    async def put(self, broadcast: Broadcast) -> None:
        """Change it; editors only join."""

    async def discard(self, community: CommunityId, broadcast: BroadcastId) -> None:
        """A draft only, with whatever was frozen and said of it."""

    async def in_states(
        self,
        community: CommunityId,
        states: Collection[BroadcastState],
        *,
        offset: int = 0,
        limit: int,
    ) -> list[Broadcast]:
        """The newest first."""

    async def count(self, community: CommunityId, states: Collection[BroadcastState]) -> int: ...

    async def add_version(self, version: BroadcastVersion) -> None: ...

    async def version(
        self, community: CommunityId, broadcast: BroadcastId, number: int
    ) -> BroadcastVersion:
        """Raise NotFound when there is none."""

    async def latest_version(
        self, community: CommunityId, broadcast: BroadcastId
    ) -> BroadcastVersion | None:
        """The last that was frozen, sent or not."""

    async def add_approval(
        self, community: CommunityId, broadcast: BroadcastId, approval: Approval
    ) -> bool:
        """False when this person has said so or otherwise of this version."""

    async def approvals(self, community: CommunityId, broadcast: BroadcastId) -> list[Approval]:
        """Of every version, in order."""

    async def urgent_since(
        self, community: CommunityId, since: datetime, *, but: BroadcastId
    ) -> int:
        """How many urgent ones were asked for since then and not given up before they began.

        Nobody else counts them before the unit ends: two at once would each find one left.
        """

    async def start_dispatch(self, dispatch: Dispatch) -> bool:
        """False when there is one of this kind and version: nothing is told twice."""

    async def put_dispatch(self, dispatch: Dispatch) -> None: ...

    async def dispatches(self, community: CommunityId, broadcast: BroadcastId) -> list[Dispatch]:
        """All of it, by the time they began."""

    async def held_dispatch(
        self, community: CommunityId, broadcast: BroadcastId, kind: DispatchKind, version: int
    ) -> Dispatch | None:
        """To take a step of it; None when it is over, or in another process's hands."""

    async def open_dispatches(self, now: datetime, *, limit: int) -> list[Dispatch]:
        """Those with a step to take, in every town; what is paused waits."""

    async def due_to_start(self, now: datetime, *, limit: int) -> list[Broadcast]:
        """Scheduled ones whose hour has come, in every town, held."""

    async def corrections_due(
        self, frozen_by: datetime, *, limit: int
    ) -> list[tuple[Broadcast, BroadcastVersion]]:
        """Those of single-handed broadcasts that nobody took back until now, in every town."""

    async def under_way(self, *, limit: int) -> list[Broadcast]:
        """Those that go, in every town."""

    async def shown(self, *, since: datetime, limit: int) -> list[tuple[Broadcast, JsonObject]]:
        """Those that go, and those about which something was done since, in every town.

        With the figures that their authors saw last.
        """

    async def figures(self, community: CommunityId, broadcast: BroadcastId) -> JsonObject:
        """What its author saw last; empty before it began."""

    async def put_shown(
        self, community: CommunityId, broadcast: BroadcastId, shown: JsonObject
    ) -> None: ...

    async def note_read(
        self,
        community: CommunityId,
        broadcast: BroadcastId,
        resident: ResidentId,
        *,
        now: datetime,
    ) -> bool:
        """False when they had said so before."""

    async def count_read(self, community: CommunityId, broadcast: BroadcastId) -> int: ...


class Headcounts(Protocol):
    """How many an audience is (kept by civic/audiences)."""

    async def headcount(
        self, community: CommunityId, rule: AudienceRule, *, topic: str | None, week: int | None
    ) -> Headcount:
        """Raise NotFound when it names a saved audience that is gone."""

    async def gone(self, community: CommunityId, rule: AudienceRule) -> Gone:
        """What it names that the town has no more."""


class Asked(Protocol):
    @property
    def state(self) -> str: ...


class Askable(Protocol):
    """Surveys that a button may open (kept by civic/surveys)."""

    async def survey(self, community: CommunityId, survey: SurveyId) -> Asked:
        """Raise NotFound when the town has no such survey."""


class Postable(Protocol):
    @property
    def can_post(self) -> bool: ...
    @property
    def title(self) -> str: ...


class Outlets(Protocol):
    """Channels and groups that the town speaks through (kept by civic/channels)."""

    async def channel(self, community: CommunityId, chat: ChatId) -> Postable:
        """Raise NotFound when it is not bound to this town."""

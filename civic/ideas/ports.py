"""What ideas need kept, and what one transaction gives them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from civic.ideas.model import CourtyardNews, Idea, IdeaRules, IdeaStatus, IdeaSupporter
from civic.kernel.bulk import Bulks
from civic.kernel.files import FileShelf
from civic.kernel.ids import CommunityId, IdeaId, PlaceId, ResidentId
from civic.residents.ports import Residents
from civic.service_requests.ports import RequestDesk


class Ideas(Protocol):
    async def idea(self, community: CommunityId, idea: IdeaId, *, hold: bool = False) -> Idea:
        """Raise NotFound when the town has none such; held: nobody else changes it meanwhile."""

    async def draft_of(self, community: CommunityId, resident: ResidentId) -> Idea | None:
        """What they are writing, if anything."""

    async def put(self, idea: Idea) -> None:
        """The first time that it is no draft, it gets the next number of its town."""

    async def discard(self, community: CommunityId, idea: IdeaId) -> None:
        """A draft and its photo."""

    async def of_author(
        self, community: CommunityId, resident: ResidentId, *, limit: int
    ) -> list[Idea]:
        """What they published, the newest first."""

    async def of_courtyard(
        self,
        community: CommunityId,
        courtyard: PlaceId,
        statuses: Sequence[IdeaStatus],
        *,
        offset: int = 0,
        limit: int,
    ) -> list[Idea]:
        """The best supported first, of those the newest."""

    async def page(
        self,
        community: CommunityId,
        statuses: Sequence[IdeaStatus],
        *,
        offset: int = 0,
        limit: int,
    ) -> list[Idea]:
        """Of the whole town, the newest first."""

    async def count(self, community: CommunityId, statuses: Sequence[IdeaStatus]) -> int: ...

    async def count_unlooked(self, community: CommunityId) -> int:
        """Photos that nobody of the office has looked at, of those that gather support."""

    async def add_supporter(self, community: CommunityId, supporter: IdeaSupporter) -> bool:
        """False when they stand behind it already."""

    async def remove_supporter(
        self, community: CommunityId, idea: IdeaId, resident: ResidentId
    ) -> bool: ...

    async def supporters(
        self, community: CommunityId, idea: IdeaId, *, limit: int = 1_000
    ) -> list[IdeaSupporter]:
        """The first who joined first."""

    async def is_supporter(
        self, community: CommunityId, idea: IdeaId, resident: ResidentId
    ) -> bool: ...

    async def rules(self, community: CommunityId) -> IdeaRules: ...

    async def put_rules(self, rules: IdeaRules) -> None: ...

    async def untold(
        self, published_before: datetime, told_before: datetime, *, limit: int
    ) -> list[CourtyardNews]:
        """In every town: ideas that a courtyard has not heard of, where it heard of none since."""

    async def expired(self, now: datetime, *, limit: int) -> list[Idea]:
        """In every town, those whose time to gather support is over; held."""

    async def reached(self, *, limit: int) -> list[Idea]:
        """In every town, those with support enough that are no request yet; held."""

    async def discard_old(self, before: datetime, *, limit: int) -> int:
        """In every town, drafts that nobody went on with since; return how many."""


class IdeaDesk(RequestDesk, Protocol):
    """What an action reads and writes in one transaction; a unit of work is one."""

    @property
    def ideas(self) -> Ideas: ...
    @property
    def bulks(self) -> Bulks: ...
    @property
    def files(self) -> FileShelf: ...
    @property
    def residents(self) -> Residents: ...

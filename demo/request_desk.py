"""The office's desk in the past: what never changed is known by heart, messages are gone."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from civic.audiences.model import Audience, Member
from civic.communities.model import Agency, Community, Official
from civic.kernel.ids import (
    AccountId,
    CategoryId,
    CommunityId,
    PlaceId,
    ResidentId,
    ServiceRequestId,
)
from civic.kernel.outbox import Notice
from civic.places.model import Place
from civic.service_requests.duties.model import Absence
from civic.service_requests.model import Category, Event
from civic.service_requests.settings import RoutingRule
from storage.audiences import SqlAudiences
from storage.communities import SqlCommunities, SqlOfficials
from storage.outbox import SqlOutbox
from storage.places import SqlPlaces
from storage.request_office import SqlRequestDuties
from storage.service_request_settings import SqlRequestCategories, SqlRequestRoutes
from storage.service_requests import SqlServiceRequests
from storage.unit_of_work import SqlWork

Found = TypeVar("Found")


@dataclass(slots=True)
class Memory:
    """Whom the town employs and what it has set: the same on all days of the year.

    Asked for anew at each of some thousand steps, it would take most of a start that people await.
    """

    _known: dict[tuple[object, ...], Any] = field(default_factory=dict)

    async def of(self, key: tuple[object, ...], ask: Callable[[], Awaitable[Found]]) -> Found:
        if key not in self._known:
            self._known[key] = await ask()
        found: Found = self._known[key]
        return found


def past_desk(work: SqlWork, memory: Memory, *, is_said: bool) -> SqlWork:
    """`is_said`: its messages are owed, for whoever of the cast is to find them."""
    desk = SqlWork(work.connection, work.installation)
    desk.communities = _Communities(work, memory)
    desk.officials = _Officials(work, memory)
    desk.request_duties = _Duties(work, memory)
    desk.request_categories = _Categories(work, memory)
    desk.request_routes = _Routes(work, memory)
    desk.places = _Places(work, memory)
    desk.audiences = _Nobody(work.connection, bot=work.bot)
    if not is_said:
        desk.outbox = _ToNobody(work.connection, bot=work.bot)
        desk.service_requests = _Untold(work.connection, bot=work.bot)
    return desk


class _Communities(SqlCommunities):
    def __init__(self, work: SqlWork, memory: Memory) -> None:
        super().__init__(work.connection)
        self._memory = memory

    async def community(self, community: CommunityId) -> Community:
        ask = super().community
        return await self._memory.of(("community",), lambda: ask(community))


class _Officials(SqlOfficials):
    def __init__(self, work: SqlWork, memory: Memory) -> None:
        super().__init__(work.connection)
        self._memory = memory

    async def official(self, community: CommunityId, account: AccountId) -> Official:
        ask = super().official
        return await self._memory.of(("official", account), lambda: ask(community, account))

    async def all(self, community: CommunityId) -> list[Official]:
        ask = super().all
        return await self._memory.of(("officials",), lambda: ask(community))

    async def agencies(self, community: CommunityId, *, closed: bool = False) -> list[Agency]:
        """None was closed in this year."""
        del closed
        ask = super().agencies
        return await self._memory.of(("agencies",), lambda: ask(community))


class _Duties(SqlRequestDuties):
    def __init__(self, work: SqlWork, memory: Memory) -> None:
        super().__init__(work.connection)
        self._memory = memory

    async def absences(self, community: CommunityId) -> list[Absence]:
        ask = super().absences
        return await self._memory.of(("absences",), lambda: ask(community))

    async def at_night(self, community: CommunityId) -> frozenset[AccountId]:
        ask = super().at_night
        return await self._memory.of(("at-night",), lambda: ask(community))


class _Categories(SqlRequestCategories):
    def __init__(self, work: SqlWork, memory: Memory) -> None:
        super().__init__(work.connection)
        self._memory = memory

    async def category(self, community: CommunityId, category: CategoryId) -> Category:
        ask = super().category
        return await self._memory.of(("category", category), lambda: ask(community, category))

    async def all(self, community: CommunityId) -> list[Category]:
        ask = super().all
        return await self._memory.of(("categories",), lambda: ask(community))


class _Routes(SqlRequestRoutes):
    def __init__(self, work: SqlWork, memory: Memory) -> None:
        super().__init__(work.connection)
        self._memory = memory

    async def rules(self, community: CommunityId) -> list[RoutingRule]:
        ask = super().rules
        return await self._memory.of(("rules",), lambda: ask(community))


class _Places(SqlPlaces):
    def __init__(self, work: SqlWork, memory: Memory) -> None:
        super().__init__(work.connection)
        self._memory = memory

    async def place(self, community: CommunityId, place: PlaceId) -> Place:
        ask = super().place
        return await self._memory.of(("place", place), lambda: ask(community, place))


class _Nobody(SqlAudiences):
    """Whoever lives there is not asked whether it is done, but for those who asked or joined."""

    async def members(
        self,
        community: CommunityId,
        audience: Audience,
        *,
        topic: str,
        after: ResidentId | None,
        limit: int,
    ) -> list[Member]:
        del community, audience, topic, after, limit
        return []


class _ToNobody(SqlOutbox):
    async def owe(self, notice: Notice, *, now: datetime) -> None:
        del notice, now


class _Untold(SqlServiceRequests):
    """What happened is read for a message only, and there is none."""

    async def events(
        self, community: CommunityId, request: ServiceRequestId, *, offset: int = 0, limit: int
    ) -> list[Event]:
        del community, request, offset, limit
        return []

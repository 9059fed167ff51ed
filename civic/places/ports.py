"""What places need: the town's list of them, and files to import it from."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from civic.kernel.audit import AuditLog
from civic.kernel.ids import CommunityId, FileId, PlaceId
from civic.places.model import (
    Box,
    Building,
    Finding,
    Place,
    PlaceKind,
    PlaceRow,
    Street,
    WantedList,
)


class PlaceBook(Protocol):
    async def place(self, community: CommunityId, place: PlaceId) -> Place:
        """Raise NotFound when the town has no such place; a retired one is still told."""

    async def path(self, community: CommunityId, place: PlaceId) -> tuple[Place, ...]:
        """The place, then what it lies in, up to its district. Raise NotFound."""

    async def by_external_id(
        self, community: CommunityId, external_ids: Collection[str]
    ) -> dict[str, Place]:
        """At most a thousand at a time; retired ones too."""

    async def some(
        self, community: CommunityId, places: Collection[PlaceId]
    ) -> dict[PlaceId, Place]:
        """At most a thousand at a time; retired ones too."""

    async def put(self, community: CommunityId, places: Sequence[Place]) -> None:
        """Add or replace; what they lie in must be there already."""

    async def page(
        self, community: CommunityId, *, after: PlaceId | None, limit: int
    ) -> list[Place]:
        """All places in use, in the order of their ids."""

    async def count(self, community: CommunityId, kind: PlaceKind) -> int:
        """How many are in use."""

    async def inside(
        self,
        community: CommunityId,
        parent: PlaceId | None,
        kind: PlaceKind,
        *,
        offset: int = 0,
        limit: int,
    ) -> list[Place]:
        """Those in use, by name. Without a parent: those that lie in nothing."""

    async def count_inside(
        self, community: CommunityId, parent: PlaceId | None, kind: PlaceKind
    ) -> int: ...

    async def named(
        self, community: CommunityId, words: Collection[str], *, limit: int
    ) -> list[Place]:
        """Districts and courtyards in use whose folded name holds each of these words."""

    async def touching(
        self, community: CommunityId, box: Box, kinds: Collection[PlaceKind], *, limit: int
    ) -> list[Place]:
        """Those in use whose own box meets this one."""

    async def extent(self, community: CommunityId) -> Box | None:
        """Around all in use that was drawn; None where nothing was."""

    async def streets(self, community: CommunityId, pieces: Collection[str]) -> list[Street]:
        """Those whose folded name holds one of these pieces."""

    async def buildings(
        self, community: CommunityId, streets: Collection[int], *, number: int, limit: int
    ) -> list[Building]:
        """Those in use on these streets, the nearest to this number first."""


class PlaceLists(Protocol):
    """Files that wait to be kept."""

    async def want(self, wanted: WantedList, *, now: datetime) -> None:
        """Asked again before it came, it comes once."""

    async def wanted(self, *, limit: int) -> list[WantedList]:
        """In every town, the longest waiting first."""

    async def done(self, community: CommunityId, file: FileId) -> bool:
        """False when it was done already."""


class PlaceDesk(Protocol):
    """What an import reads and writes in one transaction."""

    @property
    def places(self) -> PlaceBook: ...
    @property
    def audit(self) -> AuditLog: ...


OpenDesk = Callable[[], AbstractAsyncContextManager[PlaceDesk]]


class PlaceSource(Protocol):
    """A file of places; it can be read more than once."""

    def rows(self) -> Iterator[PlaceRow | Finding]:
        """Raise Refusal when the file as a whole makes no sense."""

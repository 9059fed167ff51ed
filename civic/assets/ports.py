"""What assets need: the town's inventory, and files to import it from."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from civic.assets.model import (
    Asset,
    AssetKind,
    AssetRow,
    NearAsset,
    WantedAssets,
    WantedSheet,
)
from civic.kernel.audit import AuditLog
from civic.kernel.ids import AssetId, AssetKindId, CommunityId, FileId, PlaceId
from civic.places.model import Box, Finding, Point
from civic.places.ports import PlaceBook


class Assets(Protocol):
    async def kinds(self, community: CommunityId) -> list[AssetKind]:
        """All that the town has, in the order in which they came; retired ones too."""

    async def kind(self, community: CommunityId, kind: AssetKindId) -> AssetKind:
        """Raise NotFound when the town has no such kind."""

    async def kind_by_code(self, community: CommunityId, code: str) -> AssetKind | None: ...

    async def put_kind(self, community: CommunityId, kind: AssetKind) -> bool:
        """Add or replace; False when another kind has its code."""

    async def asset(self, community: CommunityId, asset: AssetId) -> Asset:
        """Raise NotFound when the town has no such asset; a retired one is still told."""

    async def some_assets(
        self, community: CommunityId, wanted: Collection[AssetId]
    ) -> dict[AssetId, Asset]:
        """At most a thousand at a time; retired ones too."""

    async def by_number(
        self,
        community: CommunityId,
        number: str,
        kinds: Collection[AssetKindId] | None = None,
        *,
        limit: int,
    ) -> list[Asset]:
        """Those in use with this number, however it is spaced or spelled; kinds share numbers.

        Of all kinds where `kinds` is None.
        """

    async def by_ending(
        self, community: CommunityId, ending: str, kinds: Collection[AssetKindId], *, limit: int
    ) -> list[Asset]:
        """Those in use whose number ends in this one behind something else: «Л-022» in 22."""

    async def nearest(
        self,
        community: CommunityId,
        point: Point,
        kinds: Collection[AssetKindId],
        *,
        limit: int,
        within: int = 2_000,
    ) -> list[NearAsset]:
        """Those in use, the nearest first, not further than so many metres."""

    async def in_box(
        self, community: CommunityId, box: Box, kinds: Collection[AssetKindId], *, limit: int
    ) -> list[Asset]:
        """Those in use inside this rectangle."""

    async def of_place(
        self,
        community: CommunityId,
        place: PlaceId,
        kinds: Collection[AssetKindId],
        *,
        offset: int = 0,
        limit: int,
    ) -> list[Asset]:
        """Those in use in this courtyard, by kind and number."""

    async def by_external_id(
        self, community: CommunityId, kind: AssetKindId, external_ids: Collection[str]
    ) -> dict[str, Asset]:
        """At most a thousand at a time; retired ones too."""

    async def put_assets(self, community: CommunityId, assets: Sequence[Asset]) -> None:
        """Add or replace."""

    async def weigh(self, community: CommunityId) -> None:
        """To be said amid and after a long list: searches go by how much there is of what."""

    async def page(
        self,
        community: CommunityId,
        kinds: Collection[AssetKindId],
        *,
        after: AssetId | None,
        limit: int,
    ) -> list[Asset]:
        """Those in use, in the order of their ids."""

    async def numbered(
        self,
        community: CommunityId,
        kinds: Collection[AssetKindId],
        *,
        offset: int = 0,
        limit: int,
    ) -> list[Asset]:
        """Those in use, in the order of the numbers on them: 2 before 10."""

    async def counts(self, community: CommunityId) -> dict[AssetKindId, int]:
        """How many of each kind are in use; kinds without any are left out."""


class AssetLists(Protocol):
    """Files that wait to be kept."""

    async def want(self, wanted: WantedAssets, *, now: datetime) -> None:
        """Asked again before it came, it comes once."""

    async def wanted(self, *, limit: int) -> list[WantedAssets]:
        """In every town, the longest waiting first."""

    async def done(self, community: CommunityId, file: FileId) -> bool:
        """False when it was done already."""


class AssetSheets(Protocol):
    """Who waits for labels or for a file of assets."""

    async def want(self, wanted: WantedSheet, *, now: datetime) -> None:
        """Asked again before it came, it comes once."""

    async def wanted(self, *, limit: int) -> list[WantedSheet]:
        """In every town, the longest waiting first."""

    async def done(self, wanted: WantedSheet) -> bool:
        """False when it was done already."""


class AssetDesk(Protocol):
    """What an import reads and writes in one transaction."""

    @property
    def assets(self) -> Assets: ...
    @property
    def places(self) -> PlaceBook: ...
    @property
    def audit(self) -> AuditLog: ...


OpenAssetDesk = Callable[[], AbstractAsyncContextManager[AssetDesk]]


class AssetSource(Protocol):
    """A file of assets; it can be read more than once."""

    @property
    def prefix(self) -> str:
        """What the ids begin with that a list of its sort speaks for: `osm:`, else nothing.

        A list retires only what it speaks for: an OpenStreetMap extract leaves the town's own.
        """

    @property
    def columns(self) -> Mapping[str, str]:
        """Which column was read as what; known when the rows were read."""

    @property
    def left(self) -> tuple[str, ...]:
        """Columns that were not kept; known when the rows were read."""

    def rows(self) -> Iterator[AssetRow | Finding]:
        """Raise Refusal when the file as a whole makes no sense."""


ReadAssets = Callable[[bytes, str], AssetSource]
"""How a file is read as a list of assets of this kind ("": of those that it names itself)."""

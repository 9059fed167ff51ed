"""Keeps what stands in a town, and finds it by number, by courtyard, by distance."""

import heapq
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Row, Select, false, func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.assets.model import Asset, AssetKind, NearAsset
from civic.assets.rules.numbers import fold_number
from civic.kernel.ids import AssetId, AssetKindId, CommunityId, FileId, PlaceId
from civic.kernel.language import Translated
from civic.kernel.refusal import NotFound
from civic.places.model import Box, Point
from civic.places.rules.locating import box_around, metres_between
from storage.tables.assets import asset_kinds, assets
from storage.upsert import Upsert

_CHUNK = 250
_FIRST_LOOK = 100
"""Metres; where too little stands that near, three times as far."""
_NAMESAKES = 200
# SQLite looks `NOT retired` up in no index.
_IN_USE = assets.c.retired == false()
_PUT = Upsert(
    assets,
    key=("community_id", "id"),
    changed=[column.name for column in assets.c if column.name not in {"community_id", "id"}],
)
_PUT_KIND = Upsert(
    asset_kinds,
    key=("community_id", "id"),
    changed=("code", "name", "icon", "is_public", "retired"),
)


class SqlAssets:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def kinds(self, community: CommunityId) -> list[AssetKind]:
        rows = await self._connection.execute(_kinds_of(community).order_by(asset_kinds.c.id))
        return [_kind(row) for row in rows]

    async def kind(self, community: CommunityId, kind: AssetKindId) -> AssetKind:
        found = await self._connection.execute(_kinds_of(community).where(asset_kinds.c.id == kind))
        row = found.one_or_none()
        if row is None:
            raise NotFound("asset-kind-gone")
        return _kind(row)

    async def kind_by_code(self, community: CommunityId, code: str) -> AssetKind | None:
        found = await self._connection.execute(
            _kinds_of(community).where(asset_kinds.c.code == code)
        )
        row = found.one_or_none()
        return None if row is None else _kind(row)

    async def put_kind(self, community: CommunityId, kind: AssetKind) -> bool:
        values = {
            "community_id": community,
            "id": kind.id,
            "code": kind.code,
            "name": dict(kind.name.texts),
            "icon": kind.icon,
            "is_public": kind.is_public,
            "retired": kind.retired,
        }
        try:
            # The key decides, not a look beforehand: two may add the same at once.
            async with self._connection.begin_nested():
                await self._connection.execute(_PUT_KIND.on(self._connection), values)
        except IntegrityError:
            return False
        return True

    async def asset(self, community: CommunityId, asset: AssetId) -> Asset:
        found = await self.some_assets(community, [asset])
        if not found:
            raise NotFound("asset-gone")
        return found[asset]

    async def some_assets(
        self, community: CommunityId, wanted: Collection[AssetId]
    ) -> dict[AssetId, Asset]:
        if not wanted:
            return {}
        rows = await self._rows(_of(community).where(assets.c.id.in_(list(wanted))))
        return {asset.id: asset for asset in map(_asset, rows)}

    async def by_number(
        self,
        community: CommunityId,
        number: str,
        kinds: Collection[AssetKindId] | None = None,
        *,
        limit: int,
    ) -> list[Asset]:
        folded = fold_number(number)
        if not folded:
            return []
        wanted = _in_use(community).where(assets.c.folded_number == folded)
        if kinds is not None:
            wanted = wanted.where(assets.c.kind_id.in_(list(kinds)))
        # Put in order here: asked to, SQLite without statistics would walk along another index.
        rows = await self._rows(wanted.limit(_NAMESAKES))
        return sorted(map(_asset, rows), key=lambda asset: (asset.kind, asset.id))[:limit]

    async def by_ending(
        self, community: CommunityId, ending: str, kinds: Collection[AssetKindId], *, limit: int
    ) -> list[Asset]:
        folded = fold_number(ending)
        if not folded:
            return []
        wanted = _in_use(community).where(
            assets.c.folded_number.endswith(f" {folded}", autoescape=True),
            assets.c.kind_id.in_(list(kinds)),
        )
        rows = await self._rows(wanted.limit(_NAMESAKES))
        return sorted(map(_asset, rows), key=lambda asset: (asset.kind, asset.id))[:limit]

    async def nearest(
        self,
        community: CommunityId,
        point: Point,
        kinds: Collection[AssetKindId],
        *,
        limit: int,
        within: int = 2_000,
    ) -> list[NearAsset]:
        """In a square around the point, wider until enough stand inside its circle."""
        reach = min(_FIRST_LOOK, within)
        while kinds:
            near = await self._around(community, point, kinds, reach, limit)
            if len(near) >= limit or reach >= within:
                found = await self.some_assets(community, [asset for _, asset in near])
                return [
                    NearAsset(asset=found[asset], metres=round(metres)) for metres, asset in near
                ]
            reach = min(3 * reach, within)
        return []

    async def in_box(
        self, community: CommunityId, box: Box, kinds: Collection[AssetKindId], *, limit: int
    ) -> list[Asset]:
        rows = await self._rows(
            _in_use(community).where(*_inside(box, kinds)).order_by(assets.c.id).limit(limit)
        )
        return [_asset(row) for row in rows]

    async def of_place(
        self,
        community: CommunityId,
        place: PlaceId,
        kinds: Collection[AssetKindId],
        *,
        offset: int = 0,
        limit: int,
    ) -> list[Asset]:
        rows = await self._rows(
            _in_use(community)
            .where(assets.c.place_id == place, assets.c.kind_id.in_(list(kinds)))
            .order_by(
                assets.c.kind_id,
                func.length(assets.c.folded_number),
                assets.c.folded_number,
                assets.c.id,
            )
            .offset(offset)
            .limit(limit)
        )
        return [_asset(row) for row in rows]

    async def by_external_id(
        self, community: CommunityId, kind: AssetKindId, external_ids: Collection[str]
    ) -> dict[str, Asset]:
        if not external_ids:
            return {}
        rows = await self._rows(
            _of(community).where(
                assets.c.kind_id == kind, assets.c.external_id.in_(list(external_ids))
            )
        )
        return {asset.external_id: asset for asset in map(_asset, rows)}

    async def put_assets(self, community: CommunityId, given: Sequence[Asset]) -> None:
        put = _PUT.on(self._connection)
        for chunk in _chunks(given):
            rows = [_columns(asset) | {"community_id": community} for asset in chunk]
            await self._connection.execute(put, rows)

    async def weigh(self, community: CommunityId) -> None:  # noqa: ARG002 - all towns share a table
        await self._connection.execute(text("ANALYZE assets"))

    async def page(
        self,
        community: CommunityId,
        kinds: Collection[AssetKindId],
        *,
        after: AssetId | None,
        limit: int,
    ) -> list[Asset]:
        rows = await self._rows(
            _in_use(community)
            .where(assets.c.kind_id.in_(list(kinds)), assets.c.id > (after or 0))
            .order_by(assets.c.id)
            .limit(limit)
        )
        return [_asset(row) for row in rows]

    async def numbered(
        self,
        community: CommunityId,
        kinds: Collection[AssetKindId],
        *,
        offset: int = 0,
        limit: int,
    ) -> list[Asset]:
        number = assets.c.folded_number
        rows = await self._rows(
            _in_use(community)
            .where(assets.c.kind_id.in_(list(kinds)))
            .order_by(assets.c.kind_id, func.length(number), number, assets.c.id)
            .offset(offset)
            .limit(limit)
        )
        return [_asset(row) for row in rows]

    async def counts(self, community: CommunityId) -> dict[AssetKindId, int]:
        rows = await self._connection.execute(
            select(assets.c.kind_id, func.count())
            .where(assets.c.community_id == community, _IN_USE)
            .group_by(assets.c.kind_id)
        )
        return {AssetKindId(kind): count for kind, count in map(tuple, rows)}

    async def _around(
        self,
        community: CommunityId,
        point: Point,
        kinds: Collection[AssetKindId],
        reach: int,
        limit: int,
    ) -> list[tuple[float, AssetId]]:
        """Ids alone: they and the points lie in the index."""
        spots = await self._connection.execute(
            select(assets.c.id, assets.c.latitude, assets.c.longitude).where(
                assets.c.community_id == community,
                _IN_USE,
                *_inside(box_around(point, reach), kinds),
            )
        )
        measured = (
            (metres_between(point, Point(latitude=latitude, longitude=longitude)), AssetId(asset))
            for asset, latitude, longitude in map(tuple, spots)
        )
        return heapq.nsmallest(limit, (one for one in measured if one[0] <= reach))

    async def _rows(self, statement: Select[Any]) -> Sequence[Row[Any]]:
        rows: Sequence[Row[Any]] = (await self._connection.execute(statement)).all()
        return rows


def _kinds_of(community: CommunityId) -> Select[Any]:
    return select(asset_kinds).where(asset_kinds.c.community_id == community)


def _of(community: CommunityId) -> Select[Any]:
    return select(assets).where(assets.c.community_id == community)


def _in_use(community: CommunityId) -> Select[Any]:
    return _of(community).where(_IN_USE)


def _inside(box: Box, kinds: Collection[AssetKindId]) -> tuple[Any, ...]:
    return (
        assets.c.kind_id.in_(list(kinds)),
        assets.c.latitude.between(box.south, box.north),
        assets.c.longitude.between(box.west, box.east),
    )


def _chunks(items: Sequence[Asset]) -> Iterator[Sequence[Asset]]:
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]


def _columns(asset: Asset) -> dict[str, Any]:
    return {
        "id": asset.id,
        "kind_id": asset.kind,
        "external_id": asset.external_id,
        "number": asset.number,
        "folded_number": fold_number(asset.label),
        "latitude": asset.point.latitude,
        "longitude": asset.point.longitude,
        "place_id": asset.place,
        "owner": asset.owner,
        "attributes": dict(asset.attributes),
        "photo_id": asset.photo,
        "retired": asset.retired,
    }


def _kind(row: Row[Any]) -> AssetKind:
    return AssetKind(
        id=AssetKindId(row.id),
        community=CommunityId(row.community_id),
        code=row.code,
        name=Translated(row.name),
        icon=row.icon,
        is_public=row.is_public,
        retired=row.retired,
    )


def _asset(row: Row[Any]) -> Asset:
    return Asset(
        id=AssetId(row.id),
        community=CommunityId(row.community_id),
        kind=AssetKindId(row.kind_id),
        external_id=row.external_id,
        number=row.number,
        point=Point(latitude=row.latitude, longitude=row.longitude),
        place=PlaceId(row.place_id) if row.place_id is not None else None,
        owner=row.owner,
        attributes=row.attributes,
        photo=FileId(row.photo_id) if row.photo_id is not None else None,
        retired=row.retired,
    )

"""Keeps places, and the streets that their addresses name."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, FromClause, Row, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import CommunityId, PlaceId
from civic.kernel.language import Translated
from civic.kernel.refusal import NotFound
from civic.places.model import (
    Area,
    Box,
    Building,
    FoldedStreet,
    Place,
    PlaceKind,
    Point,
    Street,
    StreetKind,
)
from civic.places.rules.addresses import number_base
from civic.places.rules.folding import fold_text
from civic.places.rules.locating import box_of
from civic.places.rules.streets import fold_street
from storage.tables.places import places, streets
from storage.upsert import insert_for

_CHUNK = 250
T = TypeVar("T")
_STREET_KINDS = {str(kind): kind for kind in StreetKind}
_DEPTH = 3


class SqlPlaces:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def place(self, community: CommunityId, place: PlaceId) -> Place:
        found = await self.some(community, [place])
        if not found:
            raise NotFound("place-not-found")
        return found[place]

    async def path(self, community: CommunityId, place: PlaceId) -> tuple[Place, ...]:
        path = [await self.place(community, place)]
        while path[-1].parent is not None and len(path) < _DEPTH:
            path.append(await self.place(community, path[-1].parent))
        return tuple(path)

    async def some(
        self, community: CommunityId, wanted: Collection[PlaceId]
    ) -> dict[PlaceId, Place]:
        if not wanted:
            return {}
        rows = await self._rows(_of(community).where(places.c.id.in_(list(wanted))))
        return {place.id: place for place in map(_place, rows)}

    async def by_external_id(
        self, community: CommunityId, external_ids: Collection[str]
    ) -> dict[str, Place]:
        if not external_ids:
            return {}
        rows = await self._rows(_of(community).where(places.c.external_id.in_(list(external_ids))))
        return {place.external_id: place for place in map(_place, rows)}

    async def put(self, community: CommunityId, given: Sequence[Place]) -> None:
        await self._put_streets(community, given)
        if not given:
            return
        statement = insert_for(self._connection, places)
        kept = {
            column.name: statement.excluded[column.name]
            for column in places.c
            if column.name not in {"community_id", "id"}
        }
        put = statement.on_conflict_do_update(index_elements=["community_id", "id"], set_=kept)
        for chunk in _chunks(given):
            await self._connection.execute(put, [_columns(place) for place in chunk])

    async def page(
        self, community: CommunityId, *, after: PlaceId | None, limit: int
    ) -> list[Place]:
        rows = await self._rows(
            _in_use(community).where(places.c.id > (after or 0)).order_by(places.c.id).limit(limit)
        )
        return [_place(row) for row in rows]

    async def count(self, community: CommunityId, kind: PlaceKind) -> int:
        return await self._count(_in_use(community).where(places.c.kind == kind))

    async def inside(
        self,
        community: CommunityId,
        parent: PlaceId | None,
        kind: PlaceKind,
        *,
        offset: int = 0,
        limit: int,
    ) -> list[Place]:
        rows = await self._rows(
            _inside(community, parent, kind)
            .order_by(places.c.sort_name, places.c.id)
            .offset(offset)
            .limit(limit)
        )
        return [_place(row) for row in rows]

    async def count_inside(
        self, community: CommunityId, parent: PlaceId | None, kind: PlaceKind
    ) -> int:
        return await self._count(_inside(community, parent, kind))

    async def named(
        self, community: CommunityId, words: Collection[str], *, limit: int
    ) -> list[Place]:
        if not words:
            return []
        rows = await self._rows(
            _in_use(community)
            .where(
                places.c.kind != PlaceKind.BUILDING,
                *(places.c.sort_name.contains(_sorted(word), autoescape=True) for word in words),
            )
            # Districts before courtyards: one of them is chosen sooner than all that lie in it.
            .order_by(places.c.kind.desc(), places.c.sort_name, places.c.id)
            .limit(limit)
        )
        return [_place(row) for row in rows]

    async def touching(
        self, community: CommunityId, box: Box, kinds: Collection[PlaceKind], *, limit: int
    ) -> list[Place]:
        rows = await self._rows(
            _in_use(community)
            .where(
                places.c.south <= box.north,
                places.c.north >= box.south,
                places.c.west <= box.east,
                places.c.east >= box.west,
                places.c.kind.in_(list(kinds)),
            )
            # Courtyards before buildings, should a crowded spot have more than fit.
            .order_by(places.c.kind.desc(), places.c.id)
            .limit(limit)
        )
        return [_place(row) for row in rows]

    async def extent(self, community: CommunityId) -> Box | None:
        asked = select(
            func.min(places.c.west).label("west"),
            func.min(places.c.south).label("south"),
            func.max(places.c.east).label("east"),
            func.max(places.c.north).label("north"),
        ).where(places.c.community_id == community, ~places.c.retired)
        row = (await self._connection.execute(asked)).one()
        if row.west is None:
            return None
        return Box(west=row.west, south=row.south, east=row.east, north=row.north)

    async def streets(self, community: CommunityId, pieces: Collection[str]) -> list[Street]:
        if not pieces:
            return []
        rows = await self._rows(
            select(streets.c.id, streets.c.kind, streets.c.folded).where(
                streets.c.community_id == community,
                or_(*(streets.c.folded.contains(piece, autoescape=True) for piece in pieces)),
            )
        )
        return [
            Street(
                id=street,
                folded=FoldedStreet(kind=_STREET_KINDS.get(kind), words=tuple(folded.split())),
            )
            for street, kind, folded in map(tuple, rows)
        ]

    async def buildings(
        self, community: CommunityId, wanted: Collection[int], *, number: int, limit: int
    ) -> list[Building]:
        nearest = func.abs(func.coalesce(places.c.number_base, 0) - number)
        found = (
            select(places)
            .where(
                places.c.community_id == community,
                places.c.street_id.in_(list(wanted)),
                places.c.kind == PlaceKind.BUILDING,
                ~places.c.retired,
            )
            .order_by(nearest, places.c.id)
            .limit(limit)
            .subquery()
        )
        holder, district = places.alias("holder"), places.alias("district")
        joined = found.outerjoin(holder, _holds(holder, found)).outerjoin(
            district, _holds(district, holder)
        )
        rows = await self._rows(
            select(
                found, holder.c.name.label("holder"), district.c.name.label("district")
            ).select_from(joined)
        )
        return [
            Building(
                place=_place(row),
                street=row.street_id,
                within=tuple(Translated(name) for name in (row.holder, row.district) if name),
            )
            for row in rows
        ]

    async def _rows(self, statement: Select[Any]) -> Sequence[Row[Any]]:
        rows: Sequence[Row[Any]] = (await self._connection.execute(statement)).all()
        return rows

    async def _count(self, statement: Select[Any]) -> int:
        counted = statement.with_only_columns(func.count())
        return int((await self._connection.execute(counted)).scalar_one())

    async def _put_streets(self, community: CommunityId, given: Iterable[Place]) -> None:
        named = {(street.kind, street.words): street for street in map(_street, given) if street}
        rows = [
            {
                "community_id": community,
                "id": _street_id(street),
                "kind": street.kind or "",
                "folded": " ".join(street.words),
            }
            for street in named.values()
        ]
        put = insert_for(self._connection, streets).on_conflict_do_nothing()
        for chunk in _chunks(rows):
            await self._connection.execute(put, chunk)


def _holds(outer: FromClause, inner: FromClause) -> ColumnElement[bool]:
    return and_(outer.c.community_id == inner.c.community_id, outer.c.id == inner.c.parent_id)


def _of(community: CommunityId) -> Select[Any]:
    return select(places).where(places.c.community_id == community)


def _in_use(community: CommunityId) -> Select[Any]:
    return _of(community).where(~places.c.retired)


def _inside(community: CommunityId, parent: PlaceId | None, kind: PlaceKind) -> Select[Any]:
    return _in_use(community).where(places.c.parent_id == parent, places.c.kind == kind)


def _chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]


def _street(place: Place) -> FoldedStreet | None:
    folded = fold_street(place.street)
    return folded if folded.words else None


def _street_id(street: FoldedStreet) -> int:
    """The same for the same name, so that nothing needs to be read before it is written."""
    key = f"{street.kind or ''} {' '.join(street.words)}"
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest()) >> 2


def _columns(place: Place) -> dict[str, Any]:
    street, box = _street(place), box_of(place)
    return {
        "community_id": place.community,
        "id": place.id,
        "external_id": place.external_id,
        "kind": place.kind,
        "parent_id": place.parent,
        "name": dict(place.name.texts),
        "sort_name": _sort_name(place),
        "street": place.street,
        "number": place.number,
        "street_id": _street_id(street) if street else None,
        "number_base": number_base(place.number),
        "latitude": place.point.latitude if place.point else None,
        "longitude": place.point.longitude if place.point else None,
        "area": place.area or None,
        "west": box.west if box else None,
        "south": box.south if box else None,
        "east": box.east if box else None,
        "north": box.north if box else None,
        "retired": place.retired,
    }


def _sort_name(place: Place) -> str:
    """`Двір 2` before `Двір 10`."""
    words = fold_text(place.title_in("uk")).split()
    return " ".join(_sorted(word) for word in words)[:400]


def _sorted(word: str) -> str:
    return word.zfill(6) if word.isdigit() else word


def _place(row: Row[Any]) -> Place:
    point = None
    if row.latitude is not None:
        point = Point(latitude=row.latitude, longitude=row.longitude)
    return Place(
        id=PlaceId(row.id),
        community=CommunityId(row.community_id),
        external_id=row.external_id,
        kind=PlaceKind(row.kind),
        parent=PlaceId(row.parent_id) if row.parent_id is not None else None,
        name=Translated(row.name),
        street=row.street,
        number=row.number,
        point=point,
        area=_area(row.area),
        retired=row.retired,
    )


def _area(document: Any) -> Area:
    return tuple(
        tuple(tuple((x, y) for x, y in ring) for ring in polygon) for polygon in document or ()
    )

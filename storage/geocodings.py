"""Addresses asked of the map: kept by what stands for their words, asked in turn."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from time import time
from typing import Any

from sqlalchemy import ColumnElement, Float, delete, exists, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import CommunityId, GeocodingId, ResidentId
from civic.kernel.language import Language, language_of
from civic.places.model import Point
from civic.service_requests.spots import Geocoding, Seeker, Spot, WantedSpots, asked_words
from storage.pace import Real
from storage.tables.geocodings import geocodings
from storage.tables.pace import leases
from storage.tables.request_drafts import request_drafts
from storage.upsert import insert_for

_TURN = "geocoder"


class SqlGeocodings:
    def __init__(self, connection: AsyncConnection, *, boot: str, real: Real = None) -> None:
        self._connection = connection
        self._boot = boot
        self._real = real

    async def seek(
        self, community: CommunityId, typed: str, language: Language, geocoding: GeocodingId,
        *, now: datetime,
    ) -> Geocoding:  # fmt: skip
        key = _key(typed, language)
        new = insert_for(self._connection, geocodings).values(
            community_id=community, id=geocoding, key=key, typed=typed, language=language,
            asked_at=now,
        )  # fmt: skip
        # Changes nothing, but holds the row: whoever answers it at this moment waits, and then
        # sees who seeks it besides.
        held = new.on_conflict_do_update(index_elements=["community_id", "key"], set_={"key": key})
        told = held.returning(geocodings.c.id, geocodings.c.found)
        row = (await self._connection.execute(told)).one()
        return _geocoding(row.id, row.found)

    async def geocoding(self, community: CommunityId, geocoding: GeocodingId) -> Geocoding | None:
        asked = select(geocodings.c.id, geocodings.c.found).where(_is(community, geocoding))
        row = (await self._connection.execute(asked)).one_or_none()
        return _geocoding(row.id, row.found) if row else None

    async def wanted(self, *, limit: int) -> list[WantedSpots]:
        seekers = exists().where(
            request_drafts.c.community_id == geocodings.c.community_id,
            request_drafts.c.sought_id == geocodings.c.id,
        )
        return await self._open(seekers, limit)

    async def overdue(self, moment: datetime, *, limit: int) -> list[WantedSpots]:
        return await self._open(geocodings.c.asked_at < moment, limit)

    async def answer(
        self, community: CommunityId, geocoding: GeocodingId, found: Sequence[Spot]
    ) -> list[Seeker]:
        written = [[one.title, one.point.latitude, one.point.longitude] for one in found]
        mine = await self._connection.execute(
            update(geocodings)
            .where(_is(community, geocoding), geocodings.c.typed.is_not(None))
            .values(found=written, typed=None)
        )
        return await self._released(community, geocoding) if mine.rowcount else []

    async def drop(self, community: CommunityId, geocoding: GeocodingId) -> list[Seeker]:
        mine = await self._connection.execute(
            delete(geocodings).where(_is(community, geocoding), geocodings.c.typed.is_not(None))
        )
        return await self._released(community, geocoding) if mine.rowcount else []

    async def take_turn(self, *, seconds: float) -> bool:
        real = await self._instant()
        turn = {"holder": self._boot, "until": real + seconds}
        taken = await self._connection.execute(
            insert_for(self._connection, leases)
            .values(name=_TURN, **turn)
            .on_conflict_do_update(index_elements=["name"], set_=turn, where=leases.c.until <= real)
            .returning(leases.c.name)
        )
        return taken.first() is not None

    async def rest(self, *, seconds: float) -> None:
        until = await self._instant() + seconds
        await self._connection.execute(
            update(leases)
            .where(leases.c.name == _TURN, leases.c.holder == self._boot)
            .values(until=until)
        )

    async def forget_before(self, moment: datetime, *, limit: int) -> int:
        key = (geocodings.c.community_id, geocodings.c.id)
        old = select(*key).where(geocodings.c.asked_at < moment).limit(limit)
        gone = await self._connection.execute(delete(geocodings).where(tuple_(*key).in_(old)))
        return gone.rowcount

    async def _open(self, condition: ColumnElement[bool], limit: int) -> list[WantedSpots]:
        rows = await self._connection.execute(
            select(geocodings)
            .where(geocodings.c.typed.is_not(None), condition)
            .order_by(geocodings.c.asked_at, geocodings.c.id)
            .limit(limit)
        )
        return [
            WantedSpots(
                community=CommunityId(row.community_id),
                id=GeocodingId(row.id),
                typed=row.typed,
                language=language_of(row.language),
            )
            for row in rows
        ]

    async def _released(self, community: CommunityId, geocoding: GeocodingId) -> list[Seeker]:
        """Only this column: what they write at this very moment stays theirs."""
        rows = await self._connection.execute(
            update(request_drafts)
            .where(
                request_drafts.c.community_id == community,
                request_drafts.c.sought_id == geocoding,
            )
            .values(sought_id=None)
            .returning(request_drafts.c.resident_id, request_drafts.c.id)
        )
        found = sorted((row.resident_id, row.id) for row in rows)
        return [Seeker(resident=ResidentId(resident), draft=draft) for resident, draft in found]

    async def _instant(self) -> float:
        """Of one clock for all processes, wherever they run."""
        if self._real is not None:
            return self._real()
        if self._connection.dialect.name == "sqlite":
            return time()
        now = func.date_part("epoch", func.clock_timestamp(), type_=Float)
        return float((await self._connection.execute(select(now))).scalar_one())


def _is(community: CommunityId, geocoding: GeocodingId) -> ColumnElement[bool]:
    return (geocodings.c.community_id == community) & (geocodings.c.id == geocoding)


def _key(typed: str, language: Language) -> str:
    return sha256(f"{language}\0{asked_words(typed)}".encode()).hexdigest()


def _geocoding(geocoding: int, found: Any) -> Geocoding:
    if found is None:
        return Geocoding(id=GeocodingId(geocoding))
    spots = tuple(
        Spot(title=title, point=Point(latitude=latitude, longitude=longitude))
        for title, latitude, longitude in found
    )
    return Geocoding(id=GeocodingId(geocoding), found=spots)

"""Service requests as they are kept: filed without gaps, found nearby, queued by due date."""

from collections.abc import Collection
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import (
    AgencyId,
    AssetId,
    BotId,
    CategoryId,
    CommunityId,
    PlaceId,
    ResidentId,
    ServiceRequestId,
)
from civic.kernel.refusal import NotFound
from civic.places.model import Box, Point
from civic.places.rules.locating import box_around, metres_between
from civic.service_requests.model import OPEN, Order, ServiceRequest, Status, Wanted
from storage.prepared import Prepared
from storage.request_followers import FollowersPart
from storage.request_happenings import HappeningsPart
from storage.request_secrecy import SecrecyPart, is_no_secret
from storage.service_request_rows import request_from, values_of
from storage.tables.places import places
from storage.tables.service_requests import (
    request_numbers,
    request_supporters,
    service_requests,
)
from storage.upsert import insert_for

_WIDENING = (300.0, 1_200.0, 5_000.0)
"""Metres of the squares in which the nearest are sought, until enough are found."""
_INSIDE = 5_000
_row = service_requests.c
_OPEN = text("service_requests.is_open")
_FIXED = frozenset({"community_id", "id", "number"})
_PUT = Prepared(
    lambda _: (
        update(service_requests)
        .where(_row.community_id == bindparam("town"), _row.id == bindparam("its"))
        .values(
            {
                column: bindparam(f"new_{column.key}", type_=column.type)
                for column in _row
                if column.key not in _FIXED
            }
        )
    )
)
"""Each step of each request is one: built anew, it takes longer than the database does."""


class SqlServiceRequests(FollowersPart, HappeningsPart, SecrecyPart):
    def __init__(self, connection: AsyncConnection, *, bot: BotId) -> None:
        self._connection = connection
        self._bot = bot

    async def file(self, request: ServiceRequest) -> tuple[ServiceRequest, bool]:
        # The row of numbers is held until the unit ends: whoever files the same draft at the same
        # time waits here, and then finds it filed.
        given = insert_for(self._connection, request_numbers).values(
            community_id=request.community, last=0
        )
        held = given.on_conflict_do_update(
            index_elements=["community_id"], set_={"last": request_numbers.c.last}
        )
        last: int = (
            await self._connection.execute(held.returning(request_numbers.c.last))
        ).scalar_one()
        before = await self._one(
            _row.community_id == request.community, _row.draft == request.draft
        )
        if before is not None:
            return before, False
        values = values_of(request) | {"number": last + 1}
        await self._connection.execute(
            service_requests.insert().values(
                community_id=request.community, id=request.id, **values
            )
        )
        await self._connection.execute(
            update(request_numbers)
            .where(request_numbers.c.community_id == request.community)
            .values(last=last + 1)
        )
        return await self.request(request.community, request.id), True

    async def request(
        self, community: CommunityId, request: ServiceRequestId, *, hold: bool = False
    ) -> ServiceRequest:
        found = await self._one(_row.community_id == community, _row.id == request, hold=hold)
        if found is None:
            raise NotFound("request-gone")
        return found

    async def by_number(self, community: CommunityId, number: int) -> ServiceRequest | None:
        return await self._one(_row.community_id == community, _row.number == number)

    async def some(
        self, community: CommunityId, requests: Collection[ServiceRequestId]
    ) -> dict[ServiceRequestId, ServiceRequest]:
        found = await self._all(
            select(service_requests).where(
                _row.community_id == community, _row.id.in_(list(islice(requests, 1_000)))
            )
        )
        return {one.id: one for one in found}

    async def put(self, request: ServiceRequest) -> None:
        given = {f"new_{name}": value for name, value in values_of(request).items()}
        await _PUT.run(self._connection, {"town": request.community, "its": request.id, **given})

    async def page(
        self,
        community: CommunityId,
        wanted: Wanted,
        *,
        order: Order = Order.DUE,
        near: Point | None = None,
        offset: int = 0,
        limit: int,
    ) -> list[ServiceRequest]:
        if order is Order.NEAR and near is not None:
            return await self._nearest(community, wanted, near, offset=offset, limit=limit)
        found: list[ServiceRequest] = []
        # One walk along the index for each agency: asked for several at once, a database sorts.
        for agencies in _each(wanted.agencies):
            asked = select(service_requests).where(*_those(community, wanted, agencies))
            if order is Order.NEWEST:
                asked = asked.order_by(_row.filed_at.desc(), _row.id.desc())
            else:
                asked = asked.order_by(_row.due_at, _row.id)
            found += await self._all(asked.limit(offset + limit))
        found.sort(key=_newest if order is Order.NEWEST else _soonest)
        return found[offset : offset + limit]

    async def count(self, community: CommunityId, wanted: Wanted) -> int:
        asked = (
            select(func.count())
            .select_from(service_requests)
            .where(*_those(community, wanted, wanted.agencies))
        )
        return int(await self._connection.scalar(asked) or 0)

    async def inside(
        self,
        community: CommunityId,
        box: Box,
        categories: Collection[CategoryId],
        statuses: Collection[Status],
        *,
        limit: int,
    ) -> list[ServiceRequest]:
        return await self._all(
            select(service_requests)
            .where(
                _row.community_id == community,
                _row.category_id.in_(list(categories)),
                *_within(box),
                *_standing(statuses),
            )
            .order_by(_row.id.desc())
            .limit(limit)
        )

    async def of_asset(
        self, community: CommunityId, asset: AssetId, statuses: Collection[Status], *, limit: int
    ) -> list[ServiceRequest]:
        return await self._all(
            select(service_requests)
            .where(_row.community_id == community, _row.asset_id == asset, *_standing(statuses))
            .order_by(_row.id.desc())
            .limit(limit)
        )

    async def of_resident(
        self, community: CommunityId, resident: ResidentId, *, offset: int = 0, limit: int
    ) -> list[ServiceRequest]:
        joined = select(request_supporters.c.request_id).where(
            request_supporters.c.community_id == community,
            request_supporters.c.resident_id == resident,
        )
        return await self._all(
            select(service_requests)
            .where(
                _row.community_id == community,
                or_(_row.asker_id == resident, _row.id.in_(joined)),
            )
            .order_by(_row.filed_at.desc(), _row.id.desc())
            .offset(offset)
            .limit(limit)
        )

    async def filed_since(
        self, community: CommunityId, resident: ResidentId, since: datetime
    ) -> list[ServiceRequest]:
        return await self._all(
            select(service_requests)
            .where(_row.community_id == community, _row.asker_id == resident, _row.filed_at > since)
            .order_by(_row.filed_at.desc())
            .limit(200)
        )

    async def due_looks(self, now: datetime, *, limit: int) -> list[ServiceRequest]:
        return await self._all(
            select(service_requests)
            .where(text("look_at IS NOT NULL"), _row.look_at <= now)
            .order_by(_row.look_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )

    async def _nearest(
        self, community: CommunityId, wanted: Wanted, near: Point, *, offset: int, limit: int
    ) -> list[ServiceRequest]:
        found: list[tuple[float, ServiceRequest]] = []
        for metres in _WIDENING:
            box = box_around(near, metres)
            found = []
            for agencies in _each(wanted.agencies):
                asked = select(service_requests).where(
                    *_those(community, wanted, agencies), *_within(box)
                )
                for one in await self._all(asked.limit(_INSIDE)):
                    away = metres_between(near, one.point) if one.point else metres + 1
                    # The corners of the square are farther than its sides.
                    if away <= metres:
                        found.append((away, one))
            if len(found) >= offset + limit:
                break
        found.sort(key=lambda one: (one[0], one[1].id))
        return [one for _, one in found[offset : offset + limit]]

    async def _one(
        self, *conditions: ColumnElement[bool], hold: bool = False
    ) -> ServiceRequest | None:
        asked = select(service_requests).where(*conditions)
        row = (
            (await self._connection.execute(asked.with_for_update() if hold else asked))
            .mappings()
            .first()
        )
        return request_from(row) if row else None

    async def _all(self, asked: Select[Any]) -> list[ServiceRequest]:
        rows = (await self._connection.execute(asked)).mappings()
        return [request_from(row) for row in rows]


def _each(
    agencies: Collection[AgencyId | None] | None,
) -> list[Collection[AgencyId | None] | None]:
    return [None] if agencies is None else [(agency,) for agency in agencies]


def _those(
    community: CommunityId, wanted: Wanted, agencies: Collection[AgencyId | None] | None
) -> list[Any]:
    asked: list[Any] = [_row.community_id == community, *_standing(wanted.statuses)]
    if agencies is not None:
        named = [agency for agency in agencies if agency is not None]
        of_these: list[ColumnElement[bool]] = []
        if named:
            of_these.append(
                _row.agency_id == named[0] if len(named) == 1 else _row.agency_id.in_(named)
            )
        if None in agencies:
            of_these.append(_row.agency_id.is_(None))
        asked.append(or_(*of_these) if of_these else text("1 = 0"))
    equal = (
        (_row.assignee_id, wanted.assignee),
        (_row.asker_id, wanted.asker),
        (_row.place_id, wanted.place),
        (_row.asset_id, wanted.asset),
    )
    asked += [column == value for column, value in equal if value is not None]
    if wanted.within is not None:
        asked.append(_row.place_id.in_(_in_place(community, wanted.within)))
    if wanted.categories is not None:
        asked.append(_row.category_id.in_(sorted(wanted.categories)))
    if wanted.is_disputed is not None:
        asked.append(text("is_disputed") if wanted.is_disputed else text("NOT is_disputed"))
    return asked + _in_time(wanted) + (_public(community) if wanted.public_only else [])


def _in_place(community: CommunityId, place: PlaceId) -> Select[tuple[int]]:
    return select(places.c.id).where(
        places.c.community_id == community,
        or_(places.c.id == place, places.c.parent_id == place),
    )


def _in_time(wanted: Wanted) -> list[Any]:
    """From a moment on, and before another."""
    asked: list[Any] = []
    for column, since, until in (
        (_row.filed_at, wanted.filed_from, wanted.filed_until),
        (_row.changed_at, wanted.changed_from, wanted.changed_until),
        (_row.due_at, None, wanted.due_until),
    ):
        if since is not None:
            asked.append(column >= since)
        if until is not None:
            asked.append(column < until)
    return asked


def _public(community: CommunityId) -> list[Any]:
    return [_row.is_shown_publicly, is_no_secret(community)]


def _standing(statuses: Collection[Status]) -> list[Any]:
    """Said so that the indexes of what is open are used."""
    wanted = frozenset(statuses)
    if wanted == frozenset(Status):
        return []
    asked: list[Any] = [_OPEN] if wanted <= OPEN else []
    if wanted != OPEN:
        asked.append(_row.status.in_(sorted(status.value for status in wanted)))
    return asked


def _within(box: Box) -> list[ColumnElement[bool]]:
    return [
        _row.latitude.between(box.south, box.north),
        _row.longitude.between(box.west, box.east),
    ]


def _soonest(request: ServiceRequest) -> tuple[bool, float, int]:
    due = request.due_at
    return due is None, due.timestamp() if due else 0.0, request.id


def _newest(request: ServiceRequest) -> tuple[float, int]:
    return -request.filed_at.timestamp(), -request.id

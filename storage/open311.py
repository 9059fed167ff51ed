"""What other programs are told of requests, and what they brought."""

from collections.abc import Collection
from datetime import datetime
from itertools import islice

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import CommunityId
from civic.service_requests.model import EventKind, ServiceRequest, Status
from civic.service_requests.open311.model import Update
from storage.service_request_rows import event_from, request_from
from storage.tables.service_requests import request_categories, request_events, service_requests

_row = service_requests.c
_event = request_events.c


class SqlOpen311:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def numbered(
        self, community: CommunityId, numbers: Collection[int]
    ) -> dict[int, ServiceRequest]:
        asked = select(service_requests).where(
            _row.community_id == community, _row.number.in_(list(islice(numbers, 1_000)))
        )
        rows = (await self._connection.execute(asked)).mappings()
        return {row["number"]: request_from(row) for row in rows}

    async def updates(
        self, community: CommunityId, since: datetime, until: datetime, *, limit: int
    ) -> list[Update]:
        public = select(request_categories.c.id).where(
            request_categories.c.community_id == community, request_categories.c.is_public
        )
        # What changed before then has no event since: the index of changes narrows it down.
        asked = (
            select(request_events, _row.number, _row.status)
            .join(
                service_requests,
                (_row.community_id == _event.community_id) & (_row.id == _event.request_id),
            )
            .where(
                _row.community_id == community,
                _row.changed_at >= since,
                _row.is_shown_publicly,
                _row.category_id.in_(public),
                _event.at >= since,
                _event.at <= until,
                _event.is_public,
                or_(
                    _event.kind == EventKind.MOVED.value,
                    (_event.kind == EventKind.COMMENTED.value) & _event.from_office,
                ),
            )
            .order_by(_event.at.desc(), _event.request_id.desc(), _event.n.desc())
            .limit(limit)
        )
        rows = (await self._connection.execute(asked)).mappings()
        return [
            Update(
                event=(event := event_from(row)),
                number=row["number"],
                status=event.to_status or Status(row["status"]),
            )
            for row in rows
        ]

"""What other programs are told of requests, and what they brought."""

from collections.abc import Collection
from datetime import datetime
from itertools import islice

from sqlalchemy import RowMapping, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import ApiKeyId, CommunityId, ServiceRequestId
from civic.service_requests.model import EventKind, ServiceRequest, Status
from civic.service_requests.open311.model import ApiKey, Update
from civic.service_requests.open311.rules.keys import HOURLY
from storage.request_secrecy import is_no_secret
from storage.service_request_rows import event_from, request_from
from storage.tables.open311 import open311_brought, open311_keys
from storage.tables.service_requests import request_events, service_requests
from storage.upsert import insert_for

_row = service_requests.c
_event = request_events.c
_key = open311_keys.c
_brought = open311_brought.c


class SqlOpen311:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def put_key(self, key: ApiKey) -> None:
        values = {
            "key_hash": key.key_hash, "name": key.name, "hourly": key.hourly,
            "made_at": key.made_at, "revoked_at": key.revoked_at,
        }  # fmt: skip
        await self._connection.execute(
            insert_for(self._connection, open311_keys)
            .values(community_id=key.community, id=key.id, **values)
            .on_conflict_do_update(index_elements=["community_id", "id"], set_=values)
        )

    async def keys(self, community: CommunityId) -> list[ApiKey]:
        asked = select(open311_keys).where(_key.community_id == community).order_by(_key.id)
        return [_key_from(row) for row in (await self._connection.execute(asked)).mappings()]

    async def key(self, community: CommunityId, key_hash: str) -> ApiKey | None:
        asked = select(open311_keys).where(
            _key.community_id == community,
            _key.key_hash == key_hash,
            _key.revoked_at.is_(None),
        )
        row = (await self._connection.execute(asked.with_for_update())).mappings().first()
        return _key_from(row) if row else None

    async def note_brought(
        self, community: CommunityId, request: ServiceRequestId, key: ApiKeyId, *, now: datetime
    ) -> None:
        await self._connection.execute(
            insert_for(self._connection, open311_brought)
            .values(community_id=community, request_id=request, key_id=key, at=now)
            .on_conflict_do_nothing()
        )

    async def brought_since(
        self, community: CommunityId, key: ApiKeyId, since: datetime
    ) -> list[datetime]:
        asked = (
            select(_brought.at)
            .where(_brought.community_id == community, _brought.key_id == key, _brought.at > since)
            .order_by(_brought.at)
            .limit(HOURLY[1])
        )
        return list(await self._connection.scalars(asked))

    async def numbers_brought(
        self, community: CommunityId, key_hash: str, numbers: Collection[int]
    ) -> frozenset[int]:
        asked = (
            select(_row.number)
            .join(
                open311_brought,
                (_brought.community_id == _row.community_id) & (_brought.request_id == _row.id),
            )
            .join(
                open311_keys,
                (_key.community_id == _brought.community_id) & (_key.id == _brought.key_id),
            )
            .where(
                _row.community_id == community,
                _row.number.in_(list(islice(numbers, 1_000))),
                _key.key_hash == key_hash,
                _key.revoked_at.is_(None),
            )
        )
        return frozenset(await self._connection.scalars(asked))

    async def by_draft(self, community: CommunityId, draft: int) -> ServiceRequest | None:
        asked = select(service_requests).where(_row.community_id == community, _row.draft == draft)
        row = (await self._connection.execute(asked)).mappings().first()
        return request_from(row) if row else None

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
                ~_row.is_hidden,
                is_no_secret(community),
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


def _key_from(row: RowMapping) -> ApiKey:
    return ApiKey(
        id=row["id"],
        community=row["community_id"],
        key_hash=row["key_hash"],
        name=row["name"],
        hourly=row["hourly"],
        made_at=row["made_at"],
        revoked_at=row["revoked_at"],
    )

"""What was passed to other servers: a second outbox."""

from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, Select, exists, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import CommunityId, RelayServerId, ServiceRequestId
from civic.service_requests.relays.model import Relay, RelayServer, RelayState, Served
from storage.tables.relays import relay_categories, relay_servers, relays
from storage.tables.service_requests import service_requests
from storage.upsert import insert_for

_relay = relays.c
_row = service_requests.c
_UNDONE = text("relays.state NOT IN ('over', 'dead')")


class SqlRelays:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def put_server(self, server: RelayServer) -> None:
        values = {
            "name": server.name, "url": server.url, "jurisdiction": server.jurisdiction,
            "since": server.since, "stopped": server.stopped,
        }  # fmt: skip
        await self._connection.execute(
            insert_for(self._connection, relay_servers)
            .values(community_id=server.community, id=server.id, **values)
            .on_conflict_do_update(index_elements=["community_id", "id"], set_=values)
        )

    async def servers(self, community: CommunityId) -> list[RelayServer]:
        asked = select(relay_servers).where(relay_servers.c.community_id == community)
        rows = (await self._connection.execute(asked.order_by(relay_servers.c.id))).mappings()
        return [
            RelayServer(
                id=row["id"], community=row["community_id"], name=row["name"], url=row["url"],
                jurisdiction=row["jurisdiction"], since=row["since"], stopped=row["stopped"],
            )
            for row in rows
        ]  # fmt: skip

    async def put_served(self, served: Served) -> None:
        values = {"server_id": served.server, "code": served.code}
        await self._connection.execute(
            insert_for(self._connection, relay_categories)
            .values(community_id=served.community, category_id=served.category, **values)
            .on_conflict_do_update(index_elements=["community_id", "category_id"], set_=values)
        )

    async def served(self, community: CommunityId) -> list[Served]:
        asked = (
            select(relay_categories)
            .where(relay_categories.c.community_id == community)
            .order_by(relay_categories.c.category_id)
        )
        return [_served_from(row) for row in (await self._connection.execute(asked)).mappings()]

    async def find(self, community: CommunityId, request: ServiceRequestId) -> Relay | None:
        asked = select(relays).where(_relay.community_id == community, _relay.request_id == request)
        found = await self._all(asked)
        return found[0] if found else None

    async def put(self, relay: Relay) -> None:
        values = _values_of(relay)
        await self._connection.execute(
            insert_for(self._connection, relays)
            .values(community_id=relay.community, request_id=relay.request, **values)
            .on_conflict_do_update(index_elements=["community_id", "request_id"], set_=values)
        )

    async def is_taken(self, community: CommunityId, server: RelayServerId, remote_id: str) -> bool:
        counted = select(func.count()).where(
            _relay.community_id == community,
            _relay.server_id == server,
            _relay.remote_id == remote_id,
        )
        return bool(await self._connection.scalar(counted))

    async def dead(self, community: CommunityId, *, limit: int) -> list[Relay]:
        asked = select(relays).where(
            _relay.community_id == community, _relay.state == RelayState.DEAD.value
        )
        return await self._all(asked.order_by(_relay.request_id.desc()).limit(limit))

    async def not_begun(self, *, limit: int) -> list[tuple[CommunityId, ServiceRequestId, Served]]:
        # Served categories are few: each is a short walk along what is open there.
        of_servers = select(relay_categories, relay_servers.c.since).join(
            relay_servers,
            (relay_servers.c.community_id == relay_categories.c.community_id)
            & (relay_servers.c.id == relay_categories.c.server_id),
        )
        asked = of_servers.where(relay_servers.c.stopped.is_(False))
        found: list[tuple[CommunityId, ServiceRequestId, Served]] = []
        for row in (await self._connection.execute(asked)).mappings().all():
            served = _served_from(row)
            fresh = await self._connection.scalars(
                _not_passed(served, row["since"]).limit(limit - len(found))
            )
            found += [(served.community, ServiceRequestId(one), served) for one in fresh]
            if len(found) >= limit:
                break
        return found

    async def due(self, now: datetime, *, limit: int) -> list[Relay]:
        asked = (
            select(relays)
            .where(_UNDONE, _relay.due_at <= now)
            .order_by(_relay.due_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return await self._all(asked)

    async def _all(self, asked: Select[Any]) -> list[Relay]:
        rows = (await self._connection.execute(asked)).mappings()
        return [_relay_from(row) for row in rows]


def _not_passed(served: Served, since: datetime) -> Select[Any]:
    begun = exists().where(_relay.community_id == _row.community_id, _relay.request_id == _row.id)
    return select(_row.id).where(
        _row.community_id == served.community,
        _row.category_id == served.category,
        text("service_requests.is_open"),
        _row.filed_at >= since,
        ~begun,
    )


def _values_of(relay: Relay) -> dict[str, Any]:
    return {
        "server_id": relay.server,
        "code": relay.code,
        "token": relay.token,
        "state": relay.state.value,
        "attempts": relay.attempts,
        "due_at": relay.due_at,
        "sent_at": relay.sent_at,
        "remote_id": relay.remote_id,
        "remote_token": relay.remote_token,
        "remote_status": relay.remote_status,
        "remote_notes": relay.remote_notes,
        "error": relay.error,
    }


def _relay_from(row: RowMapping) -> Relay:
    return Relay(
        community=row["community_id"],
        request=row["request_id"],
        server=row["server_id"],
        code=row["code"],
        token=row["token"],
        state=RelayState(row["state"]),
        attempts=row["attempts"],
        due_at=row["due_at"],
        sent_at=row["sent_at"],
        remote_id=row["remote_id"],
        remote_token=row["remote_token"],
        remote_status=row["remote_status"],
        remote_notes=row["remote_notes"],
        error=row["error"],
    )


def _served_from(row: RowMapping) -> Served:
    return Served(
        community=row["community_id"],
        category=row["category_id"],
        server=row["server_id"],
        code=row["code"],
    )

"""Who said that they have read a broadcast."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import BroadcastId, CommunityId, ResidentId
from civic.kernel.json_value import Json, JsonObject
from civic.kernel.personal import Whom
from storage.tables.broadcasts import broadcast_readings as readings
from storage.upsert import insert_for


class SqlReadings:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self,
        community: CommunityId,
        broadcast: BroadcastId,
        resident: ResidentId,
        *,
        now: datetime,
    ) -> bool:
        insert = insert_for(self._connection, readings).values(
            community_id=community, broadcast_id=broadcast, resident_id=resident, at=now
        )
        result = await self._connection.execute(insert.on_conflict_do_nothing())
        return bool(result.rowcount)

    async def count(self, community: CommunityId, broadcast: BroadcastId) -> int:
        counted = await self._connection.scalar(
            select(func.count())
            .select_from(readings)
            .where(readings.c.community_id == community, readings.c.broadcast_id == broadcast)
        )
        return counted or 0

    async def about(self, community: CommunityId, whom: Whom) -> JsonObject:
        rows = await self._connection.execute(
            select(readings.c.broadcast_id, readings.c.at)
            .where(readings.c.community_id == community, readings.c.resident_id == whom.resident)
            .order_by(readings.c.at)
        )
        kept: list[Json] = [
            {"broadcast": row.broadcast_id, "read_at": row.at.isoformat()} for row in rows
        ]
        return {"broadcasts_read": kept} if kept else {}

    async def forget(self, community: CommunityId, whom: Whom, *, now: datetime) -> None:  # noqa: ARG002 - the port's
        await self._connection.execute(
            delete(readings).where(
                readings.c.community_id == community, readings.c.resident_id == whom.resident
            )
        )

"""How far each broadcast is written out, and what its author saw last."""

from datetime import datetime

from sqlalchemy import and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.broadcasts.model import BroadcastState, Dispatch, DispatchKind
from civic.kernel.ids import BroadcastId, CommunityId
from civic.kernel.json_value import JsonObject
from storage.broadcast_rows import dispatch_of, dispatch_row
from storage.tables.broadcasts import broadcast_dispatches as dispatches
from storage.tables.broadcasts import broadcasts
from storage.upsert import insert_for

_WHATEVER_ITS_STATE = tuple(
    kind.value
    for kind in (DispatchKind.CORRECTION, DispatchKind.CHANNEL_CORRECTION, DispatchKind.RECALL)
)


class SqlDispatches:
    """The part of broadcasts' store that the tick goes by."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def start_dispatch(self, dispatch: Dispatch) -> bool:
        insert = insert_for(self._connection, dispatches).values(dispatch_row(dispatch))
        result = await self._connection.execute(insert.on_conflict_do_nothing())
        return bool(result.rowcount)

    async def put_dispatch(self, dispatch: Dispatch) -> None:
        await self._connection.execute(
            update(dispatches)
            .where(
                dispatches.c.community_id == dispatch.community,
                dispatches.c.broadcast_id == dispatch.broadcast,
                dispatches.c.kind == dispatch.kind.value,
                dispatches.c.version == dispatch.version,
            )
            .values(
                after_id=dispatch.after,
                written=dispatch.written,
                rounds=dispatch.rounds,
                due_at=dispatch.due_at,
                done_at=dispatch.done_at,
            )
        )

    async def dispatches(self, community: CommunityId, broadcast: BroadcastId) -> list[Dispatch]:
        rows = await self._connection.execute(
            select(dispatches)
            .where(dispatches.c.community_id == community, dispatches.c.broadcast_id == broadcast)
            .order_by(dispatches.c.started_at, dispatches.c.bulk_id)
        )
        return [dispatch_of(row) for row in rows]

    async def held_dispatch(
        self, community: CommunityId, broadcast: BroadcastId, kind: DispatchKind, version: int
    ) -> Dispatch | None:
        rows = await self._connection.execute(
            select(dispatches)
            .where(
                dispatches.c.community_id == community,
                dispatches.c.broadcast_id == broadcast,
                dispatches.c.kind == kind.value,
                dispatches.c.version == version,
                dispatches.c.done_at.is_(None),
            )
            .with_for_update(skip_locked=True)
        )
        row = rows.one_or_none()
        return None if row is None else dispatch_of(row)

    async def open_dispatches(self, now: datetime, *, limit: int) -> list[Dispatch]:
        of_broadcast = and_(
            broadcasts.c.community_id == dispatches.c.community_id,
            broadcasts.c.id == dispatches.c.broadcast_id,
        )
        rows = await self._connection.execute(
            select(dispatches)
            .join(broadcasts, of_broadcast)
            .where(
                dispatches.c.done_at.is_(None),
                dispatches.c.due_at <= now,
                # Written out in the same steps as the words that follow it.
                dispatches.c.kind != DispatchKind.ALBUM.value,
                or_(
                    broadcasts.c.state == BroadcastState.GOING.value,
                    dispatches.c.kind.in_(_WHATEVER_ITS_STATE),
                ),
            )
            .order_by(dispatches.c.due_at, dispatches.c.bulk_id)
            .limit(limit)
        )
        return [dispatch_of(row) for row in rows]

    async def figures(self, community: CommunityId, broadcast: BroadcastId) -> JsonObject:
        shown = await self._connection.scalar(
            select(broadcasts.c.shown).where(
                broadcasts.c.community_id == community, broadcasts.c.id == broadcast
            )
        )
        return dict(shown or {})

    async def put_shown(
        self, community: CommunityId, broadcast: BroadcastId, shown: JsonObject
    ) -> None:
        await self._connection.execute(
            update(broadcasts)
            .where(broadcasts.c.community_id == community, broadcasts.c.id == broadcast)
            .values(shown=dict(shown))
        )

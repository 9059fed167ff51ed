"""Broadcasts, what was frozen of them, and who approved it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, delete, exists, func, or_, select, update

from civic.broadcasts.model import (
    Approval,
    Broadcast,
    BroadcastState,
    BroadcastVersion,
    Verdict,
)
from civic.broadcasts.ports import Hold
from civic.kernel.ids import BroadcastId, CommunityId, ResidentId
from civic.kernel.json_value import JsonObject
from civic.kernel.refusal import NotFound
from storage.broadcast_dispatches import SqlDispatches
from storage.broadcast_readings import SqlReadings
from storage.broadcast_rows import (
    approval_of,
    broadcast_of,
    row_of,
    version_of,
    version_row,
)
from storage.tables.broadcasts import (
    broadcast_approvals as approvals,
)
from storage.tables.broadcasts import (
    broadcast_dispatches as dispatches,
)
from storage.tables.broadcasts import (
    broadcast_editors as editors,
)
from storage.tables.broadcasts import (
    broadcast_versions as versions,
)
from storage.tables.broadcasts import (
    broadcasts,
)
from storage.tables.communities import communities
from storage.upsert import insert_for

_S = BroadcastState


class SqlBroadcasts(SqlDispatches):
    async def broadcast(
        self, community: CommunityId, broadcast: BroadcastId, *, hold: Hold | None = None
    ) -> Broadcast:
        asked = select(broadcasts).where(*_one(community, broadcast))
        if hold is not None:
            asked = asked.with_for_update(read=hold == "reading")
        found = await self._read(asked)
        if not found:
            raise NotFound("broadcast-gone")
        return found[0]

    async def add(self, broadcast: Broadcast) -> Broadcast:
        await self._hold_town(broadcast.community)
        last = await self._connection.scalar(
            select(func.max(broadcasts.c.number)).where(
                broadcasts.c.community_id == broadcast.community
            )
        )
        row = row_of(broadcast) | {"number": (last or 0) + 1}
        await self._connection.execute(broadcasts.insert().values(row))
        await self._join_editors(broadcast)
        return await self.broadcast(broadcast.community, broadcast.id)

    async def put(self, broadcast: Broadcast) -> None:
        row = row_of(broadcast)
        kept = {"community_id", "id", "number", "author_id", "created_at"}
        await self._connection.execute(
            update(broadcasts)
            .where(*_one(broadcast.community, broadcast.id))
            .values({name: value for name, value in row.items() if name not in kept})
        )
        await self._join_editors(broadcast)

    async def discard(self, community: CommunityId, broadcast: BroadcastId) -> None:
        is_draft = exists().where(*_one(community, broadcast), broadcasts.c.state == _S.DRAFT.value)
        for table in (editors, approvals, versions):
            await self._connection.execute(
                delete(table).where(
                    table.c.community_id == community,
                    table.c.broadcast_id == broadcast,
                    is_draft,
                )
            )
        await self._connection.execute(
            delete(broadcasts).where(
                *_one(community, broadcast), broadcasts.c.state == _S.DRAFT.value
            )
        )

    async def in_states(
        self,
        community: CommunityId,
        states: Collection[BroadcastState],
        *,
        offset: int = 0,
        limit: int,
    ) -> list[Broadcast]:
        return await self._read(
            select(broadcasts)
            .where(broadcasts.c.community_id == community, broadcasts.c.state.in_(states))
            .order_by(broadcasts.c.id.desc())
            .offset(offset)
            .limit(limit)
        )

    async def count(self, community: CommunityId, states: Collection[BroadcastState]) -> int:
        counted = await self._connection.scalar(
            select(func.count())
            .select_from(broadcasts)
            .where(broadcasts.c.community_id == community, broadcasts.c.state.in_(states))
        )
        return counted or 0

    async def add_version(self, version: BroadcastVersion) -> None:
        await self._connection.execute(versions.insert().values(version_row(version)))

    async def version(
        self, community: CommunityId, broadcast: BroadcastId, number: int
    ) -> BroadcastVersion:
        found = await self._connection.execute(
            _versions(community, broadcast).where(versions.c.number == number)
        )
        row = found.one_or_none()
        if row is None:
            raise NotFound("broadcast-gone")
        return version_of(row)

    async def latest_version(
        self, community: CommunityId, broadcast: BroadcastId
    ) -> BroadcastVersion | None:
        found = await self._connection.execute(
            _versions(community, broadcast).order_by(versions.c.number.desc()).limit(1)
        )
        row = found.one_or_none()
        return None if row is None else version_of(row)

    async def add_approval(
        self, community: CommunityId, broadcast: BroadcastId, approval: Approval
    ) -> bool:
        insert = insert_for(self._connection, approvals).values(
            community_id=community,
            broadcast_id=broadcast,
            version=approval.version,
            account_id=approval.by,
            verdict=approval.verdict.value,
            reason=approval.reason,
            at=approval.at,
        )
        result = await self._connection.execute(insert.on_conflict_do_nothing())
        return bool(result.rowcount)

    async def approvals(self, community: CommunityId, broadcast: BroadcastId) -> list[Approval]:
        rows = await self._connection.execute(
            select(approvals)
            .where(approvals.c.community_id == community, approvals.c.broadcast_id == broadcast)
            .order_by(approvals.c.version, approvals.c.at, approvals.c.account_id)
        )
        return [approval_of(row) for row in rows]

    async def urgent_since(
        self, community: CommunityId, since: datetime, *, but: BroadcastId
    ) -> int:
        await self._hold_town(community)
        never_began = and_(
            broadcasts.c.state == _S.STOPPED.value, broadcasts.c.started_at.is_(None)
        )
        counted = await self._connection.scalar(
            select(func.count())
            .select_from(broadcasts)
            .where(
                broadcasts.c.community_id == community,
                broadcasts.c.is_urgent,
                broadcasts.c.id != but,
                broadcasts.c.requested_at > since,
                broadcasts.c.state != _S.DRAFT.value,
                ~never_began,
            )
        )
        return counted or 0

    async def due_to_start(self, now: datetime, *, limit: int) -> list[Broadcast]:
        return await self._read(
            select(broadcasts)
            .where(
                broadcasts.c.state == _S.SCHEDULED.value,
                or_(broadcasts.c.starts_at.is_(None), broadcasts.c.starts_at <= now),
            )
            .order_by(broadcasts.c.requested_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )

    async def corrections_due(
        self, frozen_by: datetime, *, limit: int
    ) -> list[tuple[Broadcast, BroadcastVersion]]:
        is_void = exists().where(
            approvals.c.community_id == versions.c.community_id,
            approvals.c.broadcast_id == versions.c.broadcast_id,
            approvals.c.version == versions.c.number,
            approvals.c.verdict != Verdict.APPROVED.value,
        )
        newer = versions.alias()
        is_superseded = exists().where(
            newer.c.community_id == versions.c.community_id,
            newer.c.broadcast_id == versions.c.broadcast_id,
            newer.c.number > versions.c.number,
        )
        found = await self._connection.execute(
            select(versions)
            .join(
                broadcasts,
                and_(
                    broadcasts.c.community_id == versions.c.community_id,
                    broadcasts.c.id == versions.c.broadcast_id,
                ),
            )
            .where(
                broadcasts.c.is_single_handed,
                broadcasts.c.started_at.is_not(None),
                broadcasts.c.recalled_at.is_(None),
                versions.c.replaces.is_not(None),
                versions.c.number > broadcasts.c.version,
                versions.c.frozen_at <= frozen_by,
                ~is_void,
                ~is_superseded,
            )
            .order_by(versions.c.frozen_at)
            .limit(limit)
            .with_for_update(skip_locked=True, of=broadcasts)
        )
        due = [version_of(row) for row in found]
        return [(await self.broadcast(one.community, one.broadcast), one) for one in due]

    async def under_way(self, *, limit: int) -> list[Broadcast]:
        return await self._read(
            select(broadcasts)
            .where(broadcasts.c.state == _S.GOING.value)
            .order_by(broadcasts.c.id)
            .limit(limit)
        )

    async def shown(self, *, since: datetime, limit: int) -> list[tuple[Broadcast, JsonObject]]:
        goes = broadcasts.c.state.in_((_S.GOING, _S.PAUSED))
        is_mended = exists().where(
            dispatches.c.community_id == broadcasts.c.community_id,
            dispatches.c.broadcast_id == broadcasts.c.id,
            or_(dispatches.c.started_at > since, dispatches.c.done_at.is_(None)),
        )
        query = (
            select(broadcasts)
            .where(or_(goes, broadcasts.c.ended_at > since, is_mended))
            .where(broadcasts.c.started_at.is_not(None))
            .order_by(broadcasts.c.id.desc())
            .limit(limit)
        )
        rows = list(await self._connection.execute(query))
        found = await self._with_editors(rows)
        return [(one, dict(row.shown or {})) for one, row in zip(found, rows, strict=True)]

    async def note_read(
        self,
        community: CommunityId,
        broadcast: BroadcastId,
        resident: ResidentId,
        *,
        now: datetime,
    ) -> bool:
        return await SqlReadings(self._connection).add(community, broadcast, resident, now=now)

    async def count_read(self, community: CommunityId, broadcast: BroadcastId) -> int:
        return await SqlReadings(self._connection).count(community, broadcast)

    async def _read(self, query: Select[Any]) -> list[Broadcast]:
        return await self._with_editors(list(await self._connection.execute(query)))

    async def _with_editors(self, rows: list[Any]) -> list[Broadcast]:
        joined: dict[tuple[int, int], list[int]] = {(row.community_id, row.id): [] for row in rows}
        if joined:
            # A broadcast's id is its own in each town only.
            asked = select(editors).where(
                editors.c.broadcast_id.in_({broadcast for _, broadcast in joined}),
                editors.c.community_id.in_({community for community, _ in joined}),
            )
            for row in await self._connection.execute(asked):
                joined.get((row.community_id, row.broadcast_id), []).append(row.account_id)
        return [broadcast_of(row, joined[row.community_id, row.id]) for row in rows]

    async def _join_editors(self, broadcast: Broadcast) -> None:
        insert = insert_for(self._connection, editors).on_conflict_do_nothing()
        rows = [
            {
                "community_id": broadcast.community,
                "broadcast_id": broadcast.id,
                "account_id": account,
            }
            for account in sorted({broadcast.author, *broadcast.editors})
        ]
        await self._connection.execute(insert, rows)

    async def _hold_town(self, community: CommunityId) -> None:
        """Until the unit ends nobody else numbers or counts in it; whoever only names it may."""
        await self._connection.execute(
            select(communities.c.id)
            .where(communities.c.id == community)
            .with_for_update(key_share=True)
        )


def _one(community: CommunityId, broadcast: BroadcastId) -> tuple[Any, Any]:
    return broadcasts.c.community_id == community, broadcasts.c.id == broadcast


def _versions(community: CommunityId, broadcast: BroadcastId) -> Select[Any]:
    return select(versions).where(
        versions.c.community_id == community, versions.c.broadcast_id == broadcast
    )

"""What officials did, appended plain and later chained."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import RowMapping, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.communities.model import AuditHead, AuditLink, AuditRow
from civic.kernel.audit import AuditEntry
from civic.kernel.ids import CommunityId, IdMaker
from storage.tables.audit import audit


class SqlAudit:
    """The log as actions write it and the trail as the tick chains it."""

    def __init__(self, connection: AsyncConnection, *, new_id: IdMaker) -> None:
        self._connection = connection
        self._new_id = new_id

    async def note(self, entry: AuditEntry, *, now: datetime) -> None:
        await self._connection.execute(
            audit.insert().values(
                community_id=entry.community,
                id=self._new_id(now),
                at=now,
                actor_id=entry.actor,
                verb=entry.verb,
                subject=entry.subject,
                details=dict(entry.details),
            )
        )

    async def entries(self, community: CommunityId, *, limit: int) -> list[AuditEntry]:
        asked = (
            select(audit)
            .where(audit.c.community_id == community)
            .order_by(audit.c.id.desc())
            .limit(limit)
        )
        rows = (await self._connection.execute(asked)).mappings()
        return [
            AuditEntry(
                community=row[audit.c.community_id],
                actor=row[audit.c.actor_id],
                verb=row[audit.c.verb],
                subject=row[audit.c.subject],
                details=row[audit.c.details],
            )
            for row in rows
        ]

    async def unchained(self, community: CommunityId, *, limit: int) -> list[AuditRow]:
        asked = (
            select(audit)
            .where(audit.c.community_id == community, audit.c.seq.is_(None))
            .order_by(audit.c.id)
            .limit(limit)
            # Two ticks at once wait for each other instead of giving one number twice.
            .with_for_update()
        )
        return [_row_from(row) for row in (await self._connection.execute(asked)).mappings()]

    async def chain(self, community: CommunityId, links: Sequence[AuditLink]) -> None:
        if not links:
            return
        placed = (
            update(audit)
            .where(audit.c.community_id == community, audit.c.id == bindparam("row_id"))
            .values(seq=bindparam("place"), hash=bindparam("link"))
        )
        await self._connection.execute(
            placed,
            [{"row_id": each.row.id, "place": each.seq, "link": each.hash} for each in links],
        )

    async def head(self, community: CommunityId) -> AuditHead | None:
        asked = (
            select(audit.c.seq, audit.c.hash)
            .where(audit.c.community_id == community, audit.c.seq.is_not(None))
            .order_by(audit.c.seq.desc())
            .limit(1)
        )
        row = (await self._connection.execute(asked)).first()
        return AuditHead(seq=row.seq, hash=row.hash) if row else None

    async def links(self, community: CommunityId, *, after: int, limit: int) -> list[AuditLink]:
        asked = (
            select(audit)
            .where(audit.c.community_id == community, audit.c.seq > after)
            .order_by(audit.c.seq)
            .limit(limit)
        )
        rows = (await self._connection.execute(asked)).mappings()
        return [
            AuditLink(row=_row_from(row), seq=row[audit.c.seq], hash=row[audit.c.hash])
            for row in rows
        ]

    async def with_unchained(self, *, limit: int) -> list[CommunityId]:
        asked = select(audit.c.community_id).where(audit.c.seq.is_(None)).distinct().limit(limit)
        return list((await self._connection.execute(asked)).scalars())


def _row_from(row: RowMapping) -> AuditRow:
    return AuditRow(
        id=row[audit.c.id],
        community=row[audit.c.community_id],
        at=row[audit.c.at],
        actor=row[audit.c.actor_id],
        verb=row[audit.c.verb],
        subject=row[audit.c.subject],
        details=row[audit.c.details],
    )

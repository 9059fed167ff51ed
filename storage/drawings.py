"""Pictures that were asked for: drawn once by what is to be seen, kept while asked for."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.drawings import KEPT_UNASKED, DrawingKind, Waiting, WantedDrawing
from civic.kernel.ids import AccountId, CommunityId, FileId
from storage.files import SqlFiles
from storage.tables.drawings import drawing_wishes, drawings
from storage.upsert import insert_for

_MOST_TRIES = 1_000


class SqlDrawings:
    def __init__(self, connection: AsyncConnection, files: SqlFiles) -> None:
        self._connection = connection
        self._files = files

    async def drawn(self, community: CommunityId, key: str, *, now: datetime) -> FileId | None:
        found = await self._connection.scalar(
            update(drawings)
            .where(_is(community, key), drawings.c.file_id.is_not(None))
            .values(asked_at=now)
            .returning(drawings.c.file_id)
        )
        return FileId(found) if found is not None else None

    async def want(
        self,
        community: CommunityId,
        key: str,
        kind: DrawingKind,
        written: bytes,
        waiting: Waiting,
        *,
        now: datetime,
    ) -> None:
        await self._connection.execute(
            insert_for(self._connection, drawings)
            .values(community_id=community, key=key, kind=kind.value, written=written, asked_at=now)
            .on_conflict_do_nothing()
        )
        await self._connection.execute(
            insert_for(self._connection, drawing_wishes)
            .values(
                community_id=community, key=key, account_id=waiting.account,
                caption=waiting.caption,
            )
            .on_conflict_do_nothing()
        )  # fmt: skip

    async def wanted(self, *, limit: int) -> list[WantedDrawing]:
        rows = await self._connection.execute(
            select(drawings.c.community_id, drawings.c.kind, drawings.c.key, drawings.c.written)
            .where(drawings.c.file_id.is_(None))
            .order_by(drawings.c.tries, drawings.c.asked_at)
            .limit(limit)
        )
        return [
            WantedDrawing(
                community=CommunityId(row.community_id),
                kind=DrawingKind(row.kind),
                key=row.key,
                written=bytes(row.written),
            )
            for row in rows
        ]

    async def put(self, community: CommunityId, key: str, file: FileId) -> list[Waiting] | None:
        mine = await self._connection.execute(
            update(drawings)
            .where(_is(community, key), drawings.c.file_id.is_(None))
            .values(file_id=file, written=None)
        )
        if not mine.rowcount:
            return None
        waited = await self._connection.execute(
            delete(drawing_wishes)
            .where(drawing_wishes.c.community_id == community, drawing_wishes.c.key == key)
            .returning(drawing_wishes.c.account_id, drawing_wishes.c.caption)
        )
        return [
            Waiting(account=AccountId(row.account_id), caption=row.caption)
            for row in sorted(waited, key=lambda row: row.account_id)
        ]

    async def put_off(self, community: CommunityId, key: str) -> None:
        await self._connection.execute(
            update(drawings)
            .where(_is(community, key), drawings.c.tries < _MOST_TRIES)
            .values(tries=drawings.c.tries + 1)
        )

    async def drop(self, community: CommunityId, key: str) -> None:
        for table in (drawing_wishes, drawings):
            await self._connection.execute(
                delete(table).where(table.c.community_id == community, table.c.key == key)
            )

    async def forget_unasked(self, *, now: datetime, limit: int) -> int:
        key = (drawings.c.community_id, drawings.c.key)
        old = (
            select(*key, drawings.c.file_id)
            .where(drawings.c.asked_at < now - KEPT_UNASKED)
            .order_by(drawings.c.asked_at)
            .limit(limit)
        )
        found = (await self._connection.execute(old)).all()
        for row in found:
            if row.file_id is not None:
                await self._files.erase(CommunityId(row.community_id), [FileId(row.file_id)])
        keys = [(row.community_id, row.key) for row in found]
        for table in (drawing_wishes, drawings):
            if keys:
                named = tuple_(table.c.community_id, table.c.key)
                await self._connection.execute(delete(table).where(named.in_(keys)))
        return len(found)


def _is(community: CommunityId, key: str) -> ColumnElement[bool]:
    return (drawings.c.community_id == community) & (drawings.c.key == key)

"""Maps of places: drawn once by what is to be seen, kept while somebody asks for them."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import AccountId, CommunityId, FileId
from civic.places.drawn_maps import KEPT_UNASKED, Waiting, WantedMap
from storage.files import SqlFiles
from storage.tables.place_maps import place_map_wishes, place_maps
from storage.upsert import insert_for

_MOST_TRIES = 1_000


class SqlPlaceMaps:
    def __init__(self, connection: AsyncConnection, files: SqlFiles) -> None:
        self._connection = connection
        self._files = files

    async def drawn(self, community: CommunityId, key: str, *, now: datetime) -> FileId | None:
        found = await self._connection.scalar(
            update(place_maps)
            .where(_is(community, key), place_maps.c.file_id.is_not(None))
            .values(asked_at=now)
            .returning(place_maps.c.file_id)
        )
        return FileId(found) if found is not None else None

    async def want(
        self,
        community: CommunityId,
        key: str,
        written: bytes,
        waiting: Waiting,
        *,
        now: datetime,
    ) -> None:
        await self._connection.execute(
            insert_for(self._connection, place_maps)
            .values(community_id=community, key=key, written=written, asked_at=now)
            .on_conflict_do_nothing()
        )
        await self._connection.execute(
            insert_for(self._connection, place_map_wishes)
            .values(
                community_id=community, key=key, account_id=waiting.account,
                caption=waiting.caption,
            )
            .on_conflict_do_nothing()
        )  # fmt: skip

    async def wanted(self, *, limit: int) -> list[WantedMap]:
        rows = await self._connection.execute(
            select(place_maps.c.community_id, place_maps.c.key, place_maps.c.written)
            .where(place_maps.c.file_id.is_(None))
            .order_by(place_maps.c.tries, place_maps.c.asked_at)
            .limit(limit)
        )
        return [
            WantedMap(
                community=CommunityId(row.community_id), key=row.key, written=bytes(row.written)
            )
            for row in rows
        ]

    async def put(self, community: CommunityId, key: str, file: FileId) -> list[Waiting] | None:
        mine = await self._connection.execute(
            update(place_maps)
            .where(_is(community, key), place_maps.c.file_id.is_(None))
            .values(file_id=file, written=None)
        )
        if not mine.rowcount:
            return None
        waited = await self._connection.execute(
            delete(place_map_wishes)
            .where(place_map_wishes.c.community_id == community, place_map_wishes.c.key == key)
            .returning(place_map_wishes.c.account_id, place_map_wishes.c.caption)
        )
        return [
            Waiting(account=AccountId(row.account_id), caption=row.caption)
            for row in sorted(waited, key=lambda row: row.account_id)
        ]

    async def put_off(self, community: CommunityId, key: str) -> None:
        await self._connection.execute(
            update(place_maps)
            .where(_is(community, key), place_maps.c.tries < _MOST_TRIES)
            .values(tries=place_maps.c.tries + 1)
        )

    async def forget_unasked(self, *, now: datetime, limit: int) -> int:
        key = (place_maps.c.community_id, place_maps.c.key)
        old = (
            select(*key, place_maps.c.file_id)
            .where(place_maps.c.asked_at < now - KEPT_UNASKED)
            .order_by(place_maps.c.asked_at)
            .limit(limit)
        )
        found = (await self._connection.execute(old)).all()
        for row in found:
            if row.file_id is not None:
                await self._files.erase(CommunityId(row.community_id), [FileId(row.file_id)])
        keys = [(row.community_id, row.key) for row in found]
        for table in (place_map_wishes, place_maps):
            if keys:
                named = tuple_(table.c.community_id, table.c.key)
                await self._connection.execute(delete(table).where(named.in_(keys)))
        return len(found)


def _is(community: CommunityId, key: str) -> ColumnElement[bool]:
    return (place_maps.c.community_id == community) & (place_maps.c.key == key)

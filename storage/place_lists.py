"""Which files of places wait to be kept, and for whom."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import AccountId, CommunityId, FileId
from civic.places.model import WantedList
from storage.tables.places import place_lists
from storage.upsert import insert_for


class SqlPlaceLists:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def want(self, wanted: WantedList, *, now: datetime) -> None:
        wish = {
            "account_id": wanted.account,
            "complete": wanted.complete,
            "wanted_at": now,
            "done": False,
        }
        await self._connection.execute(
            insert_for(self._connection, place_lists)
            .values(community_id=wanted.community, file_id=wanted.file, **wish)
            .on_conflict_do_update(index_elements=["community_id", "file_id"], set_=wish)
        )

    async def wanted(self, *, limit: int) -> list[WantedList]:
        rows = await self._connection.execute(
            select(place_lists)
            .where(place_lists.c.done.is_(False))
            .order_by(place_lists.c.wanted_at)
            .limit(limit)
        )
        return [
            WantedList(
                community=CommunityId(row.community_id),
                account=AccountId(row.account_id),
                file=FileId(row.file_id),
                complete=row.complete,
            )
            for row in rows
        ]

    async def done(self, community: CommunityId, file: FileId) -> bool:
        result = await self._connection.execute(
            update(place_lists)
            .where(
                place_lists.c.community_id == community,
                place_lists.c.file_id == file,
                place_lists.c.done.is_(False),
            )
            .values(done=True)
        )
        return result.rowcount > 0

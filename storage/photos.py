"""Photos that people sent: where each lies, what was made of it, what it was made from."""

from datetime import datetime

from sqlalchemy import ColumnElement, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import AccountId, CommunityId, FileId
from civic.kernel.photos import (
    AS_IT_CAME,
    MEDIA_TYPE,
    ORIGINAL_KEPT,
    DevelopedPhoto,
    SentPhoto,
)
from storage.files import SqlFiles
from storage.tables.files import files
from storage.tables.photos import photos


class SqlPhotos:
    def __init__(self, connection: AsyncConnection, shelf: SqlFiles) -> None:
        self._connection = connection
        self._shelf = shelf

    async def take(
        self, community: CommunityId, sender: AccountId, content: bytes, *, now: datetime
    ) -> FileId:
        file = await self._shelf.put(
            community, sender, "photo.jpg", AS_IT_CAME, content, stays=True, now=now
        )
        await self._connection.execute(
            photos.insert().values(community_id=community, file_id=file, taken_at=now)
        )
        return file

    async def keep(
        self, community: CommunityId, developed: DevelopedPhoto, *, now: datetime
    ) -> FileId:
        made = {
            column: await self._shelf.put(
                community, None, name, MEDIA_TYPE, content, stays=True, now=now
            )
            for column, name, content in (
                ("file_id", "photo.jpg", developed.picture),
                ("preview_id", "preview.jpg", developed.preview),
            )
        }
        await self._connection.execute(
            photos.insert().values(community_id=community, taken_at=now, developed_at=now, **made)
        )
        return made["file_id"]

    async def undeveloped(self, *, limit: int) -> list[SentPhoto]:
        rows = await self._connection.execute(
            select(photos.c.community_id, photos.c.file_id, files.c.owner)
            .join(
                files,
                (files.c.community_id == photos.c.community_id) & (files.c.id == photos.c.file_id),
            )
            .where(photos.c.developed_at.is_(None))
            .order_by(photos.c.tries, photos.c.taken_at)
            .limit(limit)
        )
        return [
            SentPhoto(
                community=CommunityId(row.community_id),
                file=FileId(row.file_id),
                sender=AccountId(row.owner),
            )
            for row in rows
        ]

    async def develop(
        self,
        community: CommunityId,
        file: FileId,
        developed: DevelopedPhoto,
        *,
        keep_original: bool = True,
        now: datetime,
    ) -> bool:
        mine = await self._connection.execute(
            update(photos)
            .where(_is(community, file), photos.c.developed_at.is_(None))
            .values(developed_at=now)
        )
        if not mine.rowcount:
            return False
        came = await self._shelf.read(community, file)
        owner = await self._connection.scalar(
            select(files.c.owner).where(files.c.community_id == community, files.c.id == file)
        )
        made: dict[str, int] = {}
        if keep_original:
            made["original_id"] = await self._shelf.put(
                community, owner, "original", AS_IT_CAME, came.content, stays=True, now=now
            )
        made["preview_id"] = await self._shelf.put(
            community, owner, "preview.jpg", MEDIA_TYPE, developed.preview, stays=True, now=now
        )
        await self._shelf.replace(community, file, MEDIA_TYPE, developed.picture)
        await self._connection.execute(update(photos).where(_is(community, file)).values(made))
        return True

    async def put_off(self, community: CommunityId, file: FileId) -> None:
        await self._connection.execute(
            update(photos)
            .where(_is(community, file), photos.c.tries < _MOST_TRIES)
            .values(tries=photos.c.tries + 1)
        )

    async def is_developed(self, community: CommunityId, file: FileId) -> bool:
        found = await self._connection.scalar(
            select(photos.c.developed_at).where(_is(community, file))
        )
        return found is not None

    async def preview(self, community: CommunityId, file: FileId) -> FileId | None:
        found = await self._connection.scalar(
            select(photos.c.preview_id).where(_is(community, file))
        )
        return FileId(found) if found is not None else None

    async def original(self, community: CommunityId, file: FileId) -> FileId | None:
        found = await self._connection.scalar(
            select(photos.c.original_id).where(_is(community, file))
        )
        return FileId(found) if found is not None else None

    async def forget_originals(self, *, now: datetime, limit: int) -> int:
        key = (photos.c.community_id, photos.c.file_id)
        old = (
            select(*key, photos.c.original_id)
            .where(photos.c.original_id.is_not(None), photos.c.taken_at < now - ORIGINAL_KEPT)
            .order_by(photos.c.taken_at)
            .limit(limit)
        )
        found = (await self._connection.execute(old)).all()
        for row in found:
            await self._shelf.erase(CommunityId(row.community_id), [FileId(row.original_id)])
        if found:
            kept = [(row.community_id, row.file_id) for row in found]
            await self._connection.execute(
                update(photos).where(tuple_(*key).in_(kept)).values(original_id=None)
            )
        return len(found)


_MOST_TRIES = 1_000


def _is(community: CommunityId, file: FileId) -> ColumnElement[bool]:
    return (photos.c.community_id == community) & (photos.c.file_id == file)

"""Files: bytes in a folder under random names, what they are in a table."""

import asyncio
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import time

from sqlalchemy import ColumnElement, delete, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.files import StoredFile
from civic.kernel.ids import AccountId, BotId, CommunityId, FileId, IdMaker
from civic.kernel.refusal import NotFound
from storage.tables.files import files
from storage.tables.photos import photos

NAME_LIMIT = 200
"""Cut from the front: the end of a name says what the file is."""
TYPE_LIMIT = 100
UPLOAD_SECONDS = 60.0
"""Real time, twice as long as a call may take; then whoever died over it is not waited for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOnDisk:
    """A file ready to leave: by Telegram's own id when it was uploaded before, else from disk."""

    community: int
    id: int
    name: str
    media_type: str
    path: Path
    telegram_id: str | None


class SqlFiles:
    def __init__(
        self, connection: AsyncConnection, *, bot: BotId, folder: Path, new_id: IdMaker
    ) -> None:
        self._connection = connection
        self._bot = bot
        self._folder = folder
        self._new_id = new_id

    async def put(
        self,
        community: CommunityId,
        owner: AccountId | None,
        name: str,
        media_type: str,
        content: bytes,
        *,
        stays: bool = False,
        now: datetime,
    ) -> FileId:
        # On disk before the row: a row without its bytes would be a promise that cannot be kept.
        path = f"{secrets.token_hex(16)}"
        await asyncio.to_thread(self._write, path, content)
        file = FileId(self._new_id(now))
        await self._connection.execute(
            files.insert().values(
                community_id=community, id=file, owner=owner, name=name[-NAME_LIMIT:],
                media_type=media_type[:TYPE_LIMIT],
                size=len(content), path=path, stays=stays, created_at=now,
            )
        )  # fmt: skip
        return file

    async def read(self, community: CommunityId, file: FileId) -> StoredFile:
        row = (
            await self._connection.execute(
                select(files).where(files.c.community_id == community, files.c.id == file)
            )
        ).one_or_none()
        if row is None:
            raise NotFound("not-found")
        try:
            content = await asyncio.to_thread((self._folder / row.path).read_bytes)
        except FileNotFoundError:
            raise NotFound("not-found") from None
        return StoredFile(id=file, name=row.name, media_type=row.media_type, content=content)

    async def replace(
        self, community: CommunityId, file: FileId, media_type: str, content: bytes
    ) -> None:
        """Other bytes under the same id; what Telegram has of the old ones is not sent again."""
        path = f"{secrets.token_hex(16)}"
        await asyncio.to_thread(self._write, path, content)
        of_file = (files.c.community_id == community) & (files.c.id == file)
        old = await self._connection.scalar(select(files.c.path).where(of_file))
        await self._connection.execute(
            update(files)
            .where(of_file)
            .values(
                media_type=media_type, size=len(content), path=path, telegram_ids=None,
                uploading_until=None,
            )
        )  # fmt: skip
        # Nobody has the one of the two that no row names.
        await asyncio.to_thread((self._folder / (old or path)).unlink, missing_ok=True)

    async def on_disk(self, named: Sequence[tuple[int, int]]) -> dict[tuple[int, int], FileOnDisk]:
        """Where these (community, file) lie, for the sender."""
        if not named:
            return {}
        rows = await self._connection.execute(
            select(files).where(tuple_(files.c.community_id, files.c.id).in_(named))
        )
        return {
            (row.community_id, row.id): FileOnDisk(
                community=row.community_id,
                id=row.id,
                name=row.name,
                media_type=row.media_type,
                path=self._folder / row.path,
                telegram_id=(row.telegram_ids or {}).get(str(self._bot)),
            )
            for row in rows
        }

    async def begin_upload(self, community: int, file: int) -> bool:
        """False while somebody else, perhaps of another process, uploads it."""
        real = time()
        of_file = (files.c.community_id == community) & (files.c.id == file)
        free = files.c.uploading_until.is_(None) | (files.c.uploading_until < real)
        begun = await self._connection.execute(
            update(files).where(of_file, free).values(uploading_until=real + UPLOAD_SECONDS)
        )
        return begun.rowcount > 0

    async def give_up_upload(self, community: int, file: int) -> None:
        """It did not arrive, or nobody knows: the next message brings it anew."""
        await self._connection.execute(
            update(files)
            .where(files.c.community_id == community, files.c.id == file)
            .values(uploading_until=None)
        )

    async def keep_telegram_id(self, community: int, file: int, telegram_id: str) -> None:
        """An upload is sent once; the next message names it by Telegram's id."""
        await self._connection.execute(
            update(files)
            .where(files.c.community_id == community, files.c.id == file)
            .values(telegram_ids={str(self._bot): telegram_id})
        )

    async def erase(self, community: CommunityId, files_: Collection[FileId]) -> int:
        return await self._erase((files.c.community_id == community) & files.c.id.in_(files_))

    async def erase_of(self, community: CommunityId, owner: AccountId) -> int:
        return await self._erase((files.c.community_id == community) & (files.c.owner == owner))

    async def erase_made_before(self, moment: datetime, *, limit: int) -> int:
        """Those made for one person alone: answers as a file hold what others may have erased."""
        key = (files.c.community_id, files.c.id)
        old = (
            select(*key)
            .where(
                files.c.owner.is_not(None),
                files.c.stays.is_(False),
                files.c.created_at < moment,
            )
            .limit(limit)
        )
        return await self._erase(tuple_(*key).in_(old))

    async def _erase(self, which: ColumnElement[bool]) -> int:
        """With what was made of a photo, where it is one."""
        key = tuple_(files.c.community_id, files.c.id)
        named = tuple_(photos.c.community_id, photos.c.file_id)
        theirs = await self._connection.execute(
            delete(photos)
            .where(named.in_(select(files.c.community_id, files.c.id).where(which)))
            .returning(photos.c.community_id, photos.c.preview_id, photos.c.original_id)
        )
        made = [
            (row.community_id, one)
            for row in theirs
            for one in (row.preview_id, row.original_id)
            if one is not None
        ]
        if made:
            which |= key.in_(made)
        gone = await self._connection.scalars(delete(files).where(which).returning(files.c.path))
        paths = list(gone)
        for path in paths:
            await asyncio.to_thread((self._folder / path).unlink, missing_ok=True)
        return len(paths)

    def _write(self, path: str, content: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / path).write_bytes(content)

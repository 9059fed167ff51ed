"""Files that go to people."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from civic.kernel.ids import AccountId, CommunityId, FileId


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    id: FileId
    name: str
    media_type: str
    content: bytes


class FileShelf(Protocol):
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
        """What has an owner goes after a week, unless it stays: then only with its owner."""

    async def read(self, community: CommunityId, file: FileId) -> StoredFile:
        """Raise NotFound when there is no such file in this town."""

    async def erase(self, community: CommunityId, files: Collection[FileId]) -> int:
        """Erase these of this town, at most a thousand; return how many were there."""

    async def erase_of(self, community: CommunityId, owner: AccountId) -> int:
        """Erase every file of this person; return how many."""

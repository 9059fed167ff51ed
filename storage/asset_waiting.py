"""Which files of assets wait to be kept or made, and for whom."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.assets.model import SheetKind, WantedAssets, WantedSheet
from civic.kernel.ids import AccountId, AssetKindId, CommunityId, FileId
from civic.kernel.language import language_of
from storage.tables.assets import asset_lists, asset_sheets
from storage.upsert import insert_for

_SHEET_KEY = ("community_id", "account_id", "what", "kind_id", "number")


class SqlAssetLists:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def want(self, wanted: WantedAssets, *, now: datetime) -> None:
        wish = {
            "account_id": wanted.account,
            "kind": wanted.kind,
            "complete": wanted.complete,
            "wanted_at": now,
            "done": False,
        }
        await self._connection.execute(
            insert_for(self._connection, asset_lists)
            .values(community_id=wanted.community, file_id=wanted.file, **wish)
            .on_conflict_do_update(index_elements=["community_id", "file_id"], set_=wish)
        )

    async def wanted(self, *, limit: int) -> list[WantedAssets]:
        rows = await self._connection.execute(
            select(asset_lists)
            .where(asset_lists.c.done.is_(False))
            .order_by(asset_lists.c.wanted_at)
            .limit(limit)
        )
        return [
            WantedAssets(
                community=CommunityId(row.community_id),
                account=AccountId(row.account_id),
                file=FileId(row.file_id),
                kind=row.kind,
                complete=row.complete,
            )
            for row in rows
        ]

    async def done(self, community: CommunityId, file: FileId) -> bool:
        result = await self._connection.execute(
            update(asset_lists)
            .where(
                asset_lists.c.community_id == community,
                asset_lists.c.file_id == file,
                asset_lists.c.done.is_(False),
            )
            .values(done=True)
        )
        return result.rowcount > 0


class SqlAssetSheets:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def want(self, wanted: WantedSheet, *, now: datetime) -> None:
        wish = {"language": wanted.language, "wanted_at": now, "done": False}
        await self._connection.execute(
            insert_for(self._connection, asset_sheets)
            .values(**_key_of(wanted), **wish)
            .on_conflict_do_update(index_elements=list(_SHEET_KEY), set_=wish)
        )

    async def wanted(self, *, limit: int) -> list[WantedSheet]:
        rows = await self._connection.execute(
            select(asset_sheets)
            .where(asset_sheets.c.done.is_(False))
            .order_by(asset_sheets.c.wanted_at)
            .limit(limit)
        )
        return [
            WantedSheet(
                community=CommunityId(row.community_id),
                account=AccountId(row.account_id),
                language=language_of(row.language),
                what=SheetKind(row.what),
                kind=AssetKindId(row.kind_id) if row.kind_id else None,
                number=row.number,
            )
            for row in rows
        ]

    async def done(self, wanted: WantedSheet) -> bool:
        which = (asset_sheets.c[name] == value for name, value in _key_of(wanted).items())
        result = await self._connection.execute(
            update(asset_sheets).where(*which, asset_sheets.c.done.is_(False)).values(done=True)
        )
        return result.rowcount > 0


def _key_of(wanted: WantedSheet) -> dict[str, int | str]:
    values = (wanted.community, wanted.account, wanted.what, wanted.kind or 0, wanted.number)
    return dict(zip(_SHEET_KEY, values, strict=True))

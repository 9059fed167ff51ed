"""Requests that are still being written, with the files that were sent for them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import (
    AssetId,
    CategoryId,
    CommunityId,
    FileId,
    GeocodingId,
    PlaceId,
    ResidentId,
)
from civic.kernel.json_value import JsonObject
from civic.kernel.personal import Whom
from civic.places.model import Point
from civic.service_requests.draft import Draft
from civic.service_requests.model import NewPhoto, PhotoKind
from storage.files import SqlFiles
from storage.service_request_rows import answer_from, answer_values
from storage.tables.request_drafts import request_drafts
from storage.upsert import insert_for


class SqlRequestDrafts:
    def __init__(self, connection: AsyncConnection, files: SqlFiles) -> None:
        self._connection = connection
        self._files = files

    async def of(
        self, community: CommunityId, resident: ResidentId, *, hold: bool = False
    ) -> Draft | None:
        asked = _of(community, resident)
        found = await self._connection.execute(asked.with_for_update() if hold else asked)
        row = found.one_or_none()
        return _draft_from(row) if row else None

    async def put(self, draft: Draft) -> None:
        kept = {
            "id": draft.id,
            "written": _written(draft),
            "sought_id": draft.sought,
            "changed_at": draft.changed_at,
        }
        await self._connection.execute(
            insert_for(self._connection, request_drafts)
            .values(community_id=draft.community, resident_id=draft.resident, **kept)
            .on_conflict_do_update(index_elements=["community_id", "resident_id"], set_=kept)
        )

    async def drop(self, community: CommunityId, resident: ResidentId, *, with_files: bool) -> None:
        if with_files:
            await self._erase((await self._connection.execute(_of(community, resident))).all())
        await self._connection.execute(
            delete(request_drafts).where(
                request_drafts.c.community_id == community,
                request_drafts.c.resident_id == resident,
            )
        )

    async def forget_before(self, moment: datetime, *, limit: int) -> int:
        """Those that nobody went on with since; return how many."""
        asked = select(request_drafts).where(request_drafts.c.changed_at < moment).limit(limit)
        old = (await self._connection.execute(asked)).all()
        for row in old:
            await self.drop(row.community_id, row.resident_id, with_files=True)
        return len(old)

    async def about(self, community: CommunityId, whom: Whom) -> JsonObject:
        draft = await self.of(community, whom.resident)
        if draft is None:
            return {}
        told: JsonObject = {
            "text": draft.text,
            "address": draft.address,
            "latitude": draft.point.latitude if draft.point else None,
            "longitude": draft.point.longitude if draft.point else None,
            "contact": draft.contact,
            "files": len(draft.photos),
            "changed": draft.changed_at.isoformat(),
        }
        return {"unfinished_request": told}

    async def forget(self, community: CommunityId, whom: Whom, *, now: datetime) -> None:  # noqa: ARG002 - the port's
        await self.drop(community, whom.resident, with_files=True)

    async def _erase(self, rows: Sequence[Row[Any]]) -> None:
        for row in rows:
            draft = _draft_from(row)
            if draft.files:
                await self._files.erase(draft.community, draft.files)


def _of(community: CommunityId, resident: ResidentId) -> Any:
    return select(request_drafts).where(
        request_drafts.c.community_id == community, request_drafts.c.resident_id == resident
    )


def _written(draft: Draft) -> dict[str, Any]:
    point = draft.point
    return {
        "text": draft.text,
        "is_wordless": draft.is_wordless,
        "photos": [[photo.file, photo.kind.value] for photo in draft.photos],
        "coming": draft.coming,
        "category": draft.category,
        "point": [point.latitude, point.longitude] if point else None,
        "place": draft.place,
        "address": draft.address,
        "asset": draft.asset,
        "asset_owner": draft.asset_owner,
        "answers": {str(n): answer_values(answer) for n, answer in draft.answers.items()},
        "looked_around": draft.looked_around,
        "is_anonymous": draft.is_anonymous,
        "contact": draft.contact,
    }


def _draft_from(row: Row[Any]) -> Draft:
    kept = row.written
    point = kept["point"]
    return Draft(
        id=row.id,
        community=CommunityId(row.community_id),
        resident=ResidentId(row.resident_id),
        text=kept["text"],
        is_wordless=kept["is_wordless"],
        photos=tuple(
            NewPhoto(file=FileId(file), kind=PhotoKind(kind)) for file, kind in kept["photos"]
        ),
        coming=kept["coming"],
        category=CategoryId(kept["category"]) if kept["category"] is not None else None,
        point=Point(latitude=point[0], longitude=point[1]) if point else None,
        place=PlaceId(kept["place"]) if kept["place"] is not None else None,
        address=kept["address"],
        asset=AssetId(kept["asset"]) if kept["asset"] is not None else None,
        asset_owner=kept["asset_owner"],
        sought=GeocodingId(row.sought_id) if row.sought_id is not None else None,
        answers={int(n): answer_from(answer) for n, answer in kept["answers"].items()},
        looked_around=kept["looked_around"],
        is_anonymous=kept["is_anonymous"],
        contact=kept["contact"],
        changed_at=row.changed_at,
    )

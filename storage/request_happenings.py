"""What happened to requests, and their photos."""

from collections.abc import Collection
from itertools import islice

from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import CommunityId, FileId, ServiceRequestId
from civic.service_requests.model import Event, Look, Photo
from storage.prepared import Prepared
from storage.service_request_rows import event_from, event_values, photo_from
from storage.tables.service_requests import request_events, request_photos
from storage.upsert import insert_for

_photo = request_photos.c
_event = request_events.c
_ADD_EVENT = Prepared(lambda _: request_events.insert(), given=[column.key for column in _event])


class HappeningsPart:
    """Of the store of requests."""

    _connection: AsyncConnection

    async def add_event(self, community: CommunityId, event: Event) -> None:
        given = {"community_id": community, **event_values(event)}
        await _ADD_EVENT.run(self._connection, given)

    async def events(
        self, community: CommunityId, request: ServiceRequestId, *, offset: int = 0, limit: int
    ) -> list[Event]:
        asked = (
            select(request_events)
            .where(_event.community_id == community, _event.request_id == request)
            .order_by(_event.n.desc())
            .offset(offset)
            .limit(limit)
        )
        return [event_from(row) for row in (await self._connection.execute(asked)).mappings()]

    async def add_photo(self, community: CommunityId, photo: Photo) -> bool:
        added = (
            insert_for(self._connection, request_photos)
            .values(
                community_id=community, request_id=photo.request, file_id=photo.file,
                by_id=photo.by, kind=photo.kind.value,
                look=photo.look.value, taken_at=photo.taken_at,
            )
            .on_conflict_do_nothing()
        )  # fmt: skip
        return bool((await self._connection.execute(added)).rowcount)

    async def put_photo(self, community: CommunityId, photo: Photo) -> None:
        await self._connection.execute(
            update(request_photos)
            .where(
                _photo.community_id == community,
                _photo.request_id == photo.request,
                _photo.file_id == photo.file,
            )
            .values(look=photo.look.value, kind=photo.kind.value)
        )

    async def photos(self, community: CommunityId, request: ServiceRequestId) -> list[Photo]:
        asked = (
            select(request_photos)
            .where(_photo.community_id == community, _photo.request_id == request)
            .order_by(_photo.taken_at, _photo.file_id)
        )
        return [photo_from(row) for row in (await self._connection.execute(asked)).mappings()]

    async def shown_photos(
        self, community: CommunityId, requests: Collection[ServiceRequestId]
    ) -> dict[ServiceRequestId, FileId]:
        asked = (
            select(_photo.request_id, func.min(_photo.file_id).label("file_id"))
            .where(
                _photo.community_id == community,
                _photo.request_id.in_(list(islice(requests, 1_000))),
                _photo.look == Look.PUBLIC.value,
            )
            .group_by(_photo.request_id)
        )
        rows = await self._connection.execute(asked)
        return {ServiceRequestId(row.request_id): FileId(row.file_id) for row in rows}

    async def unlooked_photos(self, community: CommunityId, *, limit: int) -> list[Photo]:
        asked = (
            select(request_photos)
            .where(_photo.community_id == community, text("look = 'waiting'"))
            .order_by(_photo.taken_at)
            .limit(limit)
        )
        return [photo_from(row) for row in (await self._connection.execute(asked)).mappings()]

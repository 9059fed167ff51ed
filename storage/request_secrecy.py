"""Of which requests the public may know nothing: by their category, or by what they are about."""

from collections.abc import Collection, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import CategoryId, CommunityId, ServiceRequestId
from civic.service_requests.model import Look
from storage.tables.assets import asset_kinds, assets
from storage.tables.service_requests import (
    request_categories,
    request_photos,
    service_requests,
)

_row = service_requests.c
# Aliased: whoever asks may read from the same tables.
_own = request_categories.alias("own_categories")
_category = _own.c
_group = request_categories.alias("groups")
_about = asset_kinds.alias("kinds_of_categories")
_asset = assets.c
_photo = request_photos.c
_kind = asset_kinds.c


def public_categories(community: CommunityId) -> Select[Any]:
    """They, what they lie in, and the things they are about."""
    with_all = _own.outerjoin(
        _group,
        and_(_group.c.community_id == _category.community_id, _group.c.id == _category.parent_id),
    ).outerjoin(
        _about,
        and_(
            _about.c.community_id == _category.community_id, _about.c.id == _category.asset_kind_id
        ),
    )
    return (
        select(_category.id)
        .select_from(with_all)
        .where(
            _category.community_id == community,
            _category.is_public,
            or_(_group.c.id.is_(None), _group.c.is_public),
            or_(_about.c.id.is_(None), _about.c.is_public),
        )
    )


def is_no_secret(community: CommunityId) -> ColumnElement[bool]:
    """Asked anew each time: a category or a kind of things may have ceased to be public."""
    about_secret = exists().where(
        _asset.community_id == community,
        _asset.id == _row.asset_id,
        _kind.community_id == community,
        _kind.id == _asset.kind_id,
        ~_kind.is_public,
    )
    return and_(
        _row.category_id.in_(public_categories(community)),
        # Most are about nothing that is listed: nothing is looked up for those.
        or_(_row.asset_id.is_(None), ~about_secret),
    )


class SecrecyPart:
    """Of the store of requests."""

    _connection: AsyncConnection

    async def secret(
        self, community: CommunityId, requests: Collection[ServiceRequestId]
    ) -> frozenset[ServiceRequestId]:
        asked = select(_row.id).where(
            _row.community_id == community,
            _row.id.in_(list(islice(requests, 1_000))),
            ~is_no_secret(community),
        )
        found = await self._connection.scalars(asked)
        return frozenset(ServiceRequestId(one) for one in found)


async def hidden_photos(
    named: Sequence[tuple[int, int]], connection: AsyncConnection
) -> frozenset[tuple[int, int]]:
    """Of these files (each with its town) those that an official took back, for the sender."""
    asked = select(_photo.community_id, _photo.file_id).where(
        tuple_(_photo.community_id, _photo.file_id).in_(named),
        _photo.look == Look.HIDDEN.value,
    )
    found = await connection.execute(asked)
    return frozenset((row.community_id, row.file_id) for row in found)


async def public_category_ids(
    community: CommunityId, connection: AsyncConnection
) -> frozenset[CategoryId]:
    found = await connection.scalars(public_categories(community))
    return frozenset(CategoryId(one) for one in found)

"""Audiences under a name, kept."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.audiences.model import SavedAudience
from civic.audiences.rules import SAVED_LIMIT, from_document, to_document
from civic.kernel.ids import AccountId, CommunityId, SavedAudienceId
from civic.kernel.refusal import NotFound
from storage.tables.audiences import saved_audiences
from storage.tables.broadcasts import broadcasts
from storage.upsert import insert_for

_AWAITED = ("requested", "scheduled", "going", "paused")


class SqlSavedAudiences:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def saved(self, community: CommunityId, audience: SavedAudienceId) -> SavedAudience:
        found = await self.some(community, [audience])
        if not found:
            raise NotFound("audience-saved-gone")
        return found[audience]

    async def some(
        self, community: CommunityId, audiences: Collection[SavedAudienceId]
    ) -> dict[SavedAudienceId, SavedAudience]:
        if not audiences:
            return {}
        asked = _of(community).where(saved_audiences.c.id.in_(audiences)).limit(1000)
        return {one.id: one for one in await self._read(asked)}

    async def all(self, community: CommunityId) -> list[SavedAudience]:
        return await self._read(_of(community).order_by(saved_audiences.c.name).limit(SAVED_LIMIT))

    async def put(self, audience: SavedAudience) -> bool:
        values = {"name": audience.name, "rule": to_document(audience.rule)}
        added = insert_for(self._connection, saved_audiences).values(
            community_id=audience.community,
            id=audience.id,
            created_by=audience.created_by,
            created_at=audience.created_at,
            **values,
        )
        key = [saved_audiences.c.community_id, saved_audiences.c.id]
        try:
            # The key decides, not a look beforehand: two may choose one name at once.
            async with self._connection.begin_nested():
                await self._connection.execute(
                    added.on_conflict_do_update(index_elements=key, set_=values)
                )
        except IntegrityError:
            return False
        return True

    async def remove(self, community: CommunityId, audience: SavedAudienceId) -> None:
        await self._connection.execute(
            delete(saved_audiences).where(
                saved_audiences.c.community_id == community, saved_audiences.c.id == audience
            )
        )

    async def is_awaited(self, community: CommunityId, audience: SavedAudienceId) -> bool:
        asked = select(broadcasts.c.audience).where(
            broadcasts.c.community_id == community, broadcasts.c.state.in_(_AWAITED)
        )
        rules = [from_document(rule) for rule in (await self._connection.scalars(asked)).all()]
        return any(audience in (rule.saved, *rule.without_saved) for rule in rules)

    async def _read(self, asked: Select[Any]) -> list[SavedAudience]:
        return [
            SavedAudience(
                id=SavedAudienceId(row.id),
                community=CommunityId(row.community_id),
                name=row.name,
                rule=from_document(row.rule),
                created_by=AccountId(row.created_by),
                created_at=row.created_at,
            )
            for row in await self._connection.execute(asked)
        ]


def _of(community: CommunityId) -> Select[Any]:
    return select(saved_audiences).where(saved_audiences.c.community_id == community)

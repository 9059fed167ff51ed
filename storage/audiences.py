"""Finds the residents of an audience by their homes."""

from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, func, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.audiences.model import Audience, Member
from civic.kernel.ids import CommunityId, ResidentId
from storage.residents import hears, lives_here, quiet_from
from storage.tables.places import places
from storage.tables.residents import residents


class SqlAudiences:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def count(self, community: CommunityId, audience: Audience) -> int:
        asked = select(func.count()).select_from(residents).where(*_in(community, audience))
        return int((await self._connection.execute(asked)).scalar_one())

    async def members(
        self,
        community: CommunityId,
        audience: Audience,
        *,
        topic: str,
        after: ResidentId | None,
        limit: int,
    ) -> list[Member]:
        asked = (
            select(residents)
            .where(
                *_in(community, audience),
                residents.c.reachable,
                hears(topic),
                residents.c.id > (after or 0),
            )
            .order_by(residents.c.id)
            .limit(limit)
        )
        return [
            Member(
                resident=ResidentId(row.id),
                account=row.account_id,
                language=row.language,
                quiet=quiet_from(row.quiet_start, row.quiet_end),
            )
            for row in await self._connection.execute(asked)
        ]


def _in(community: CommunityId, audience: Audience) -> list[ColumnElement[bool]]:
    conditions = [residents.c.community_id == community, lives_here()]
    if audience:
        conditions.append(residents.c.home_id.in_(_homes(community, audience)))
    return conditions


def _homes(community: CommunityId, audience: Audience) -> CompoundSelect[Any]:
    """These places and all that lies in them: a district holds courtyards, they hold buildings."""
    wanted = list(audience)
    ours = select(places.c.id).where(places.c.community_id == community)
    inside = ours.where(places.c.parent_id.in_(wanted))
    # Three searches by key: one condition over a join would read every place of the town.
    return union_all(
        ours.where(places.c.id.in_(wanted)), inside, ours.where(places.c.parent_id.in_(inside))
    )

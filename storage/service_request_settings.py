"""A town's categories and routing rules."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import CategoryId, CommunityId
from civic.kernel.refusal import NotFound
from civic.service_requests.model import Category
from civic.service_requests.settings import RoutingRule
from storage.request_secrecy import public_category_ids
from storage.service_request_rows import category_from, category_values, rule_from, rule_values
from storage.tables.service_requests import request_categories, request_routes
from storage.upsert import insert_for


class SqlRequestCategories:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def category(self, community: CommunityId, category: CategoryId) -> Category:
        asked = select(request_categories).where(
            request_categories.c.community_id == community, request_categories.c.id == category
        )
        row = (await self._connection.execute(asked)).mappings().first()
        if row is None:
            raise NotFound("request-category-gone")
        return category_from(row)

    async def all(self, community: CommunityId) -> list[Category]:
        asked = (
            select(request_categories)
            .where(request_categories.c.community_id == community)
            .order_by(request_categories.c.position, request_categories.c.id)
        )
        rows = (await self._connection.execute(asked)).mappings()
        every = [category_from(row) for row in rows]
        return [
            one
            for group in every
            if group.parent is None
            for one in (group, *(within for within in every if within.parent == group.id))
        ]

    async def public(self, community: CommunityId) -> frozenset[CategoryId]:
        return await public_category_ids(community, self._connection)

    async def put(self, categories: Sequence[Category]) -> None:
        # What others lie in comes first.
        for category in sorted(categories, key=lambda one: one.parent is not None):
            values = category_values(category)
            added = insert_for(self._connection, request_categories).values(
                community_id=category.community, id=category.id, **values
            )
            key = ["community_id", "id"]
            await self._connection.execute(
                added.on_conflict_do_update(index_elements=key, set_=values)
            )


class SqlRequestRoutes:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def rules(self, community: CommunityId) -> list[RoutingRule]:
        asked = (
            select(request_routes)
            .where(request_routes.c.community_id == community)
            .order_by(request_routes.c.position, request_routes.c.id)
        )
        return [rule_from(row) for row in (await self._connection.execute(asked)).mappings()]

    async def replace(self, community: CommunityId, rules: Sequence[RoutingRule]) -> None:
        await self._connection.execute(
            delete(request_routes).where(request_routes.c.community_id == community)
        )
        if rules:
            rows = [{"community_id": community} | rule_values(rule) for rule in rules]
            await self._connection.execute(request_routes.insert(), rows)

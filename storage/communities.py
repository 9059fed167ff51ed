"""Towns and those who serve them, kept."""

from datetime import datetime
from typing import Any

from sqlalchemy import FromClause, case, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.communities.model import Agency, Community, OfficeContacts, Official, Role
from civic.kernel.ids import AccountId, AgencyId, CommunityId
from civic.kernel.json_value import JsonObject
from civic.kernel.language import Translated
from civic.kernel.refusal import NotFound
from storage.prepared import Cells
from storage.tables.communities import agencies, communities, official_invitations, officials
from storage.upsert import insert_for


class SqlCommunities:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def community(self, community: CommunityId) -> Community:
        found = await self._one(communities.c.id == community)
        if found is None:
            raise NotFound("community-gone")
        return found

    async def by_slug(self, slug: str) -> Community | None:
        return await self._one(communities.c.slug == slug)

    async def all(self, *, limit: int = 1000) -> list[Community]:
        asked = select(communities).order_by(communities.c.id).limit(limit)
        rows = (await self._connection.execute(asked)).mappings()
        return [community_from(row, communities) for row in rows]

    async def sole(self) -> Community | None:
        found = await self.all(limit=2)
        return found[0] if len(found) == 1 else None

    async def put(self, community: Community) -> None:
        values = {
            "slug": community.slug,
            "name": dict(community.name.texts),
            "timezone": community.timezone,
            "country": community.country,
            "languages": list(community.languages),
            "threshold": community.threshold,
            "phone": community.contacts.phone,
            "address": community.contacts.address,
            "hours": community.contacts.hours,
            "emergency": community.contacts.emergency,
            "approval_from": community.approval_from,
            "is_single_handed": community.is_single_handed,
            "names_officials": community.names_officials,
            "urgent_a_week": community.urgent_a_week,
            "has_public_pages": community.has_public_pages,
            "is_demo": community.is_demo,
        }
        added = insert_for(self._connection, communities).values(
            id=community.id, created_at=community.created_at, **values
        )
        await self._connection.execute(
            added.on_conflict_do_update(index_elements=[communities.c.id], set_=values)
        )

    async def _one(self, condition: Any) -> Community | None:
        rows = (await self._connection.execute(select(communities).where(condition))).mappings()
        row = rows.first()
        return community_from(row, communities) if row else None


class SqlOfficials:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find(self, community: CommunityId, account: AccountId) -> Official | None:
        asked = _officials_of(community).where(officials.c.account_id == account)
        row = (await self._connection.execute(asked)).mappings().first()
        return official_from(row, officials) if row else None

    async def official(self, community: CommunityId, account: AccountId) -> Official:
        found = await self.find(community, account)
        if found is None:
            raise NotFound("official-gone")
        return found

    async def all(self, community: CommunityId) -> list[Official]:
        first = case((officials.c.role == Role.ADMINISTRATOR.value, 0), else_=1)
        asked = _officials_of(community).order_by(first, officials.c.name, officials.c.account_id)
        rows = (await self._connection.execute(asked.limit(1000))).mappings()
        return [official_from(row, officials) for row in rows]

    async def administrators(self, community: CommunityId) -> list[Official]:
        asked = (
            _officials_of(community)
            .where(officials.c.role == Role.ADMINISTRATOR.value)
            .order_by(officials.c.account_id)
            .with_for_update()
        )
        rows = (await self._connection.execute(asked)).mappings()
        return [official_from(row, officials) for row in rows]

    async def serving(self, account: AccountId) -> list[Official]:
        asked = (
            select(officials)
            .where(officials.c.account_id == account)
            .order_by(officials.c.since, officials.c.community_id)
            .limit(100)
        )
        rows = (await self._connection.execute(asked)).mappings()
        return [official_from(row, officials) for row in rows]

    async def put(self, official: Official) -> None:
        values = {
            "role": official.role.value,
            "agency_id": official.agency,
            "name": official.name,
            "since": official.since,
            "is_head": official.is_head,
            "is_dispatcher": official.is_dispatcher,
        }
        added = insert_for(self._connection, officials).values(
            community_id=official.community, account_id=official.account, **values
        )
        key = [officials.c.community_id, officials.c.account_id]
        await self._connection.execute(added.on_conflict_do_update(index_elements=key, set_=values))

    async def remove(self, community: CommunityId, account: AccountId) -> None:
        await self._connection.execute(
            delete(officials).where(
                officials.c.community_id == community, officials.c.account_id == account
            )
        )

    async def agencies(self, community: CommunityId, *, closed: bool = False) -> list[Agency]:
        asked = select(agencies).where(agencies.c.community_id == community)
        if not closed:
            asked = asked.where(agencies.c.is_closed.is_(False))
        asked = asked.order_by(agencies.c.id).limit(500)
        rows = (await self._connection.execute(asked)).mappings()
        return [_agency_from(row) for row in rows]

    async def agency(self, community: CommunityId, agency: AgencyId) -> Agency:
        asked = select(agencies).where(
            agencies.c.community_id == community, agencies.c.id == agency
        )
        row = (await self._connection.execute(asked)).mappings().first()
        if row is None:
            raise NotFound("agency-gone")
        return _agency_from(row)

    async def put_agency(self, agency: Agency) -> None:
        values = {"name": dict(agency.name.texts), "is_closed": agency.is_closed}
        added = insert_for(self._connection, agencies).values(
            community_id=agency.community, id=agency.id, **values
        )
        key = [agencies.c.community_id, agencies.c.id]
        await self._connection.execute(added.on_conflict_do_update(index_elements=key, set_=values))

    async def about_account(self, account: AccountId) -> JsonObject:
        posts = [
            {
                "community": post.community,
                "role": post.role.value,
                "agency": post.agency,
                "name": post.name,
                "since": post.since.isoformat(),
                "head": post.is_head,
                "dispatcher": post.is_dispatcher,
            }
            for post in await self.serving(account)
        ]
        return {"serves": posts} if posts else {}

    async def forget_account(self, account: AccountId, *, now: datetime) -> None:  # noqa: ARG002 - the port's
        await self._connection.execute(delete(officials).where(officials.c.account_id == account))
        theirs = official_invitations.c
        for column in (theirs.invited_by, theirs.used_by):
            await self._connection.execute(
                update(official_invitations).where(column == account).values({column: None})
            )


def _officials_of(community: CommunityId) -> Any:
    return select(officials).where(officials.c.community_id == community)


def community_from(row: Cells, named: FromClause) -> Community:
    """A town from a row of this table, or of one that stands for it in a join."""
    cell = named.c
    return Community(
        id=row[cell.id],
        slug=row[cell.slug],
        name=Translated(row[cell.name]),
        timezone=row[cell.timezone],
        country=row[cell.country],
        languages=tuple(row[cell.languages]),
        threshold=row[cell.threshold],
        contacts=OfficeContacts(
            phone=row[cell.phone],
            address=row[cell.address],
            hours=row[cell.hours],
            emergency=row[cell.emergency],
        ),
        approval_from=row[cell.approval_from],
        is_single_handed=row[cell.is_single_handed],
        names_officials=row[cell.names_officials],
        urgent_a_week=row[cell.urgent_a_week],
        has_public_pages=row[cell.has_public_pages],
        is_demo=row[cell.is_demo],
        created_at=row[cell.created_at],
    )


def official_from(row: Cells, named: FromClause) -> Official:
    cell = named.c
    return Official(
        community=row[cell.community_id],
        account=row[cell.account_id],
        role=Role(row[cell.role]),
        agency=row[cell.agency_id],
        name=row[cell.name],
        since=row[cell.since],
        is_head=row[cell.is_head],
        is_dispatcher=row[cell.is_dispatcher],
    )


def _agency_from(row: Cells) -> Agency:
    return Agency(
        id=row[agencies.c.id],
        community=row[agencies.c.community_id],
        name=Translated(row[agencies.c.name]),
        is_closed=row[agencies.c.is_closed],
    )

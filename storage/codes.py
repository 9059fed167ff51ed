"""Invitations of officials and owner codes, kept as hashes; each is used once."""

from datetime import datetime, timedelta

from sqlalchemy import RowMapping, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.communities.model import OfficialInvitation, OwnerCode, Role
from civic.kernel.ids import AccountId, BotId, CommunityId, IdMaker
from storage.tables.communities import official_invitations, owner_codes, wrong_codes
from storage.upsert import insert_for

_KEPT = timedelta(days=1)


class SqlOfficialInvitations:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, invitation: OfficialInvitation) -> None:
        await self._connection.execute(
            official_invitations.insert().values(
                community_id=invitation.community,
                id=invitation.id,
                code_hash=invitation.code_hash,
                role=invitation.role.value,
                agency_id=invitation.agency,
                invited_by=invitation.invited_by,
                expires_at=invitation.expires_at,
            )
        )

    async def find(self, community: CommunityId, code_hash: str) -> OfficialInvitation | None:
        asked = select(official_invitations).where(
            official_invitations.c.community_id == community,
            official_invitations.c.code_hash == code_hash,
            official_invitations.c.used_at.is_(None),
        )
        row = (await self._connection.execute(asked)).mappings().first()
        return _invitation_from(row) if row else None

    async def use(
        self, community: CommunityId, code_hash: str, account: AccountId, *, now: datetime
    ) -> OfficialInvitation | None:
        # One statement: of two who open the link at once the database lets one through.
        used = (
            update(official_invitations)
            .where(
                official_invitations.c.community_id == community,
                official_invitations.c.code_hash == code_hash,
                official_invitations.c.used_at.is_(None),
                official_invitations.c.expires_at > now,
            )
            .values(used_at=now, used_by=account)
            .returning(official_invitations)
        )
        row = (await self._connection.execute(used)).mappings().first()
        return _invitation_from(row) if row else None


class SqlOwnerCodes:
    def __init__(self, connection: AsyncConnection, *, bot: BotId, new_id: IdMaker) -> None:
        self._connection = connection
        self._bot = bot
        self._new_id = new_id

    async def add(self, code: OwnerCode) -> None:
        # A code that was chosen in the settings is given again at every start: it stays as it is.
        added = insert_for(self._connection, owner_codes).values(
            code_hash=code.code_hash, community_id=code.community, expires_at=code.expires_at
        )
        await self._connection.execute(added.on_conflict_do_nothing())

    async def use(self, code_hash: str, account: AccountId, *, now: datetime) -> OwnerCode | None:
        used = (
            update(owner_codes)
            .where(
                owner_codes.c.code_hash == code_hash,
                owner_codes.c.used_at.is_(None),
                owner_codes.c.expires_at > now,
            )
            .values(used_at=now, used_by=account)
            .returning(owner_codes)
        )
        row = (await self._connection.execute(used)).mappings().first()
        return _code_from(row) if row else None

    async def unfinished(self, account: AccountId, *, now: datetime) -> OwnerCode | None:
        asked = (
            select(owner_codes)
            .where(
                owner_codes.c.used_by == account,
                owner_codes.c.community_id.is_(None),
                owner_codes.c.expires_at > now,
            )
            .limit(1)
        )
        row = (await self._connection.execute(asked)).mappings().first()
        return _code_from(row) if row else None

    async def finish(self, code_hash: str, community: CommunityId) -> None:
        await self._connection.execute(
            update(owner_codes)
            .where(owner_codes.c.code_hash == code_hash)
            .values(community_id=community)
        )

    async def note_wrong(self, account: AccountId, *, now: datetime) -> None:
        await self._connection.execute(delete(wrong_codes).where(wrong_codes.c.at < now - _KEPT))
        await self._connection.execute(
            wrong_codes.insert().values(
                bot_id=self._bot, account_id=account, id=self._new_id(now), at=now
            )
        )

    async def wrong_since(self, account: AccountId, since: datetime) -> int:
        counted = select(func.count()).where(
            wrong_codes.c.bot_id == self._bot,
            wrong_codes.c.account_id == account,
            wrong_codes.c.at > since,
        )
        return int((await self._connection.execute(counted)).scalar_one())

    async def about_account(self, account: AccountId) -> dict[str, int]:
        tried = select(func.count()).where(
            wrong_codes.c.bot_id == self._bot, wrong_codes.c.account_id == account
        )
        found = int((await self._connection.execute(tried)).scalar_one())
        return {"wrong_codes_today": found} if found else {}

    async def forget_account(self, account: AccountId, *, now: datetime) -> None:  # noqa: ARG002 - the port's
        # Wrong tries stay for their day: erasing oneself must not buy another five.
        await self._connection.execute(
            update(owner_codes).where(owner_codes.c.used_by == account).values(used_by=None)
        )


def _code_from(row: RowMapping) -> OwnerCode:
    return OwnerCode(
        code_hash=row[owner_codes.c.code_hash],
        community=row[owner_codes.c.community_id],
        expires_at=row[owner_codes.c.expires_at],
    )


def _invitation_from(row: RowMapping) -> OfficialInvitation:
    cell = official_invitations.c
    return OfficialInvitation(
        id=row[cell.id],
        community=row[cell.community_id],
        code_hash=row[cell.code_hash],
        role=Role(row[cell.role]),
        agency=row[cell.agency_id],
        invited_by=row[cell.invited_by],
        expires_at=row[cell.expires_at],
    )

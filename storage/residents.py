"""Accounts and residents, kept."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import AccountId, BotId, CommunityId, PlaceId, ResidentId
from civic.kernel.json_value import Json, JsonObject
from civic.kernel.personal import Whom
from civic.kernel.refusal import NotFound
from civic.residents.model import EVERYTHING, Account, Consent, QuietHours, Resident
from storage.prepared import Cells
from storage.tables.places import places
from storage.tables.residents import accounts, residents
from storage.upsert import insert_for


class SqlAccounts:
    def __init__(self, connection: AsyncConnection, *, bot: BotId) -> None:
        self._connection = connection
        self._bot = bot

    async def find(self, account: AccountId) -> Account | None:
        row = (
            await self._connection.execute(select(accounts).where(self._key(account)))
        ).mappings()
        found = row.first()
        return account_from(found, accounts) if found else None

    async def account(self, account: AccountId) -> Account:
        found = await self.find(account)
        if found is None:
            raise NotFound("account-unknown")
        return found

    async def put(self, account: Account, *, now: datetime) -> None:
        values = {
            "first_name": account.first_name,
            "language": account.language,
            "language_chosen": account.language_chosen,
            "community_id": account.community,
            "serving_id": account.serving,
            "reachable": account.reachable,
        }
        added = insert_for(self._connection, accounts).values(
            bot_id=self._bot, id=account.id, met_at=now, **values
        )
        key = [accounts.c.bot_id, accounts.c.id]
        await self._connection.execute(added.on_conflict_do_update(index_elements=key, set_=values))

    async def about_account(self, account: AccountId) -> JsonObject:
        asked = select(accounts).where(self._key(account))
        row = (await self._connection.execute(asked)).mappings().first()
        if row is None:
            return {}
        return {
            "account": {
                "telegram_id": row[accounts.c.id],
                "first_name": row[accounts.c.first_name],
                "language": row[accounts.c.language],
                "language_chosen": row[accounts.c.language_chosen],
                "reachable": row[accounts.c.reachable],
                "met_at": row[accounts.c.met_at].isoformat(),
            }
        }

    async def forget_account(self, account: AccountId, *, now: datetime) -> None:  # noqa: ARG002 - the port's
        await self._connection.execute(delete(accounts).where(self._key(account)))

    def _key(self, account: AccountId) -> ColumnElement[bool]:
        return and_(accounts.c.bot_id == self._bot, accounts.c.id == account)


class SqlResidents:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def resident(self, community: CommunityId, resident: ResidentId) -> Resident:
        found = await self._where(residents.c.community_id == community, residents.c.id == resident)
        if not found:
            raise NotFound("resident-gone")
        return found[0]

    async def of_account(self, community: CommunityId, account: AccountId) -> Resident | None:
        found = await self._where(
            residents.c.community_id == community, residents.c.account_id == account
        )
        return found[0] if found else None

    async def everywhere(self, account: AccountId) -> list[Resident]:
        return await self._where(residents.c.account_id == account)

    async def put(self, resident: Resident) -> None:
        consent = resident.consent
        values = {
            "language": resident.language,
            "home_id": resident.home,
            "followed": list(resident.followed),
            "quiet_start": _minutes(resident.quiet.start),
            "quiet_end": _minutes(resident.quiet.end),
            "muted": _written(resident.muted),
            "weekly_limit": resident.weekly_limit,
            "reachable": resident.reachable,
            "consent_version": consent.version if consent else None,
            "consent_language": consent.language if consent else None,
            "consent_at": consent.at if consent else None,
            "left_at": resident.left_at,
        }
        added = insert_for(self._connection, residents).values(
            community_id=resident.community,
            id=resident.id,
            account_id=resident.account,
            joined_at=resident.joined_at,
            **values,
        )
        key = [residents.c.community_id, residents.c.id]
        await self._connection.execute(added.on_conflict_do_update(index_elements=key, set_=values))

    async def set_reachable(self, account: AccountId, reachable: bool) -> None:
        await self._connection.execute(
            update(residents).where(residents.c.account_id == account).values(reachable=reachable)
        )

    async def about(self, community: CommunityId, whom: Whom) -> JsonObject:
        found = await self.of_account(community, whom.account)
        if found is None:
            return {}
        named = await self._names(community, [found.home, *found.followed])
        return {
            "resident": {
                "id": found.id,
                "language": found.language,
                "home_place": named.get(found.home),
                "followed_places": [named.get(place) for place in found.followed],
                "quiet_hours": f"{found.quiet.start:%H:%M}-{found.quiet.end:%H:%M}",
                "topics_off": sorted(found.muted),
                "messages_a_week_at_most": found.weekly_limit,
                "privacy_sentence": _told(found.consent),
                "joined_at": found.joined_at.isoformat(),
                "left_at": found.left_at.isoformat() if found.left_at else None,
            }
        }

    async def forget(self, community: CommunityId, whom: Whom, *, now: datetime) -> None:  # noqa: ARG002 - the port's
        await self._connection.execute(
            delete(residents).where(
                residents.c.community_id == community, residents.c.account_id == whom.account
            )
        )

    async def _names(
        self, community: CommunityId, wanted: Sequence[PlaceId | None]
    ) -> dict[PlaceId | None, Json]:
        asked = select(places.c.id, places.c.name, places.c.street, places.c.number).where(
            places.c.community_id == community,
            places.c.id.in_([place for place in wanted if place is not None]),
        )
        return {
            row.id: {
                "id": row.id,
                "name": row.name,
                "address": f"{row.street} {row.number}".strip(),
            }
            for row in await self._connection.execute(asked)
        }

    async def _where(self, *conditions: Any) -> list[Resident]:
        asked = select(residents).where(*conditions).order_by(residents.c.community_id).limit(100)
        rows = (await self._connection.execute(asked)).mappings()
        return [resident_from(row, residents) for row in rows]


def lives_here() -> ColumnElement[bool]:
    """Residents who did not move away: the condition every audience begins with."""
    return residents.c.left_at.is_(None)


def hears(topic: str) -> ColumnElement[bool]:
    """Residents who turned off neither this topic nor everything."""
    return and_(
        residents.c.muted.not_like(f"% {topic} %"), residents.c.muted.not_like(f"% {EVERYTHING} %")
    )


def quiet_from(start: int, end: int) -> QuietHours:
    return QuietHours(start=_clock(start), end=_clock(end))


def account_from(row: Cells, named: FromClause) -> Account:
    cell = named.c
    return Account(
        id=row[cell.id],
        first_name=row[cell.first_name],
        language=row[cell.language],
        language_chosen=row[cell.language_chosen],
        community=row[cell.community_id],
        serving=row[cell.serving_id],
        reachable=row[cell.reachable],
    )


def resident_from(row: Cells, named: FromClause) -> Resident:
    cell = named.c
    version = row[cell.consent_version]
    return Resident(
        id=row[cell.id],
        community=row[cell.community_id],
        account=row[cell.account_id],
        language=row[cell.language],
        home=row[cell.home_id],
        followed=tuple(row[cell.followed]),
        quiet=quiet_from(row[cell.quiet_start], row[cell.quiet_end]),
        muted=frozenset(row[cell.muted].split()),
        weekly_limit=row[cell.weekly_limit],
        reachable=row[cell.reachable],
        consent=None
        if version is None
        else Consent(version=version, language=row[cell.consent_language], at=row[cell.consent_at]),
        joined_at=row[cell.joined_at],
        left_at=row[cell.left_at],
    )


def _told(consent: Consent | None) -> JsonObject | None:
    if consent is None:
        return None
    shown = consent.at.isoformat()
    return {"version": consent.version, "language": consent.language, "shown_at": shown}


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def _written(topics: Iterable[str]) -> str:
    return f" {' '.join(sorted(topics))} " if topics else ""

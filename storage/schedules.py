"""Leases between processes, and due work that is done once however many look."""

from collections.abc import Mapping
from datetime import datetime
from time import time
from typing import Any

from sqlalchemy import Update, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import CommunityId
from storage.pace import Real
from storage.tables.pace import fires, leases
from storage.upsert import insert_for

FIRE_LEASE_SECONDS = 90.0
"""Renewed three times as often while the work goes on."""
TRIES = 10
PAUSE_SECONDS = 120.0
"""After the first failure, then twice as much, three times: an hour and a half in all."""


class SqlLeases:
    """Who does what only one process may do. Real time, never the demo's clock."""

    def __init__(self, connection: AsyncConnection, *, boot: str, real: Real = None) -> None:
        self._connection = connection
        self._boot = boot
        self._real = real or time

    async def take(self, name: str, *, seconds: float) -> bool:
        """Take or renew; False while another process holds it."""
        real = self._real()
        insert = insert_for(self._connection, leases).values(
            name=name, holder=self._boot, until=real + seconds
        )
        await self._connection.execute(
            insert.on_conflict_do_update(
                index_elements=["name"],
                set_={"holder": self._boot, "until": real + seconds},
                where=(leases.c.holder == self._boot) | (leases.c.until < real),
            )
        )
        holder = await self._connection.scalar(select(leases.c.holder).where(leases.c.name == name))
        return holder == self._boot

    async def take_over(self, name: str, *, seconds: float) -> None:
        """Take it from whoever holds it: only where the holder is known to be gone."""
        insert = insert_for(self._connection, leases).values(
            name=name, holder=self._boot, until=self._real() + seconds
        )
        await self._connection.execute(
            insert.on_conflict_do_update(
                index_elements=["name"],
                set_={"holder": insert.excluded.holder, "until": insert.excluded.until},
            )
        )

    async def give_back(self, name: str) -> None:
        await self._connection.execute(
            update(leases)
            .where(leases.c.name == name, leases.c.holder == self._boot)
            .values(until=0.0)
        )


class SqlFires:
    """UNIQUE(community, schedule, fire_key): a due time is worked off once."""

    def __init__(self, connection: AsyncConnection, *, boot: str, real: Real = None) -> None:
        self._connection = connection
        self._boot = boot
        self._real = real or time

    async def claim(self, community: CommunityId, schedule: str, fire_key: str) -> bool:
        """True for one caller; again when that one died before `done`, ten times at most."""
        real = self._real()
        insert = insert_for(self._connection, fires).values(
            community_id=community,
            schedule=schedule,
            fire_key=fire_key,
            lease_until=real + FIRE_LEASE_SECONDS,
            lease_boot=self._boot,
            attempts=1,
        )
        result = await self._connection.execute(
            insert.on_conflict_do_update(
                index_elements=["community_id", "schedule", "fire_key"],
                set_={
                    "lease_until": real + FIRE_LEASE_SECONDS,
                    "lease_boot": self._boot,
                    "attempts": fires.c.attempts + 1,
                },
                where=fires.c.done_at.is_(None)
                & (fires.c.lease_until < real)
                & (fires.c.attempts < TRIES),
            ).returning(fires.c.attempts)
        )
        return result.first() is not None

    async def renew(self, community: CommunityId, schedule: str, fire_key: str) -> None:
        await self._connection.execute(
            self._mine(community, schedule, fire_key).values(
                lease_until=self._real() + FIRE_LEASE_SECONDS
            )
        )

    async def settle(self) -> int:
        """At the start: what an earlier boot was at is free, where it is certainly dead.

        That is on SQLite, which serves one process; on PostgreSQL its lease runs out soon.
        """
        if self._connection.dialect.name != "sqlite":
            return 0
        freed = await self._connection.execute(
            update(fires)
            .where(fires.c.done_at.is_(None), fires.c.lease_boot != self._boot)
            .values(lease_until=0.0, lease_boot=None)
        )
        return freed.rowcount

    async def done(
        self, community: CommunityId, schedule: str, fire_key: str, *, now: datetime
    ) -> None:
        await self._connection.execute(_of(community, schedule, fire_key).values(done_at=now))

    async def release(self, community: CommunityId, schedule: str, fire_key: str) -> None:
        """The work was stopped before its end: no try is lost."""
        await self._connection.execute(
            self._mine(community, schedule, fire_key).values(
                lease_until=0.0, lease_boot=None, attempts=fires.c.attempts - 1
            )
        )

    async def fail(self, community: CommunityId, schedule: str, fire_key: str) -> None:
        """Tried again after a pause that grows with each try."""
        later = self._real() + PAUSE_SECONDS * fires.c.attempts
        await self._connection.execute(
            self._mine(community, schedule, fire_key).values(lease_until=later, lease_boot=None)
        )

    async def given_up(self, *, limit: int) -> list[Mapping[str, Any]]:
        """What was tried as often as it is tried, for the operator."""
        rows = await self._connection.execute(
            select(fires.c.community_id, fires.c.schedule, fires.c.fire_key)
            .where(
                fires.c.done_at.is_(None),
                fires.c.attempts >= TRIES,
                fires.c.lease_until < self._real(),
            )
            .limit(limit)
        )
        return [dict(row) for row in rows.mappings()]

    def _mine(self, community: CommunityId, schedule: str, fire_key: str) -> Update:
        return _of(community, schedule, fire_key).where(fires.c.lease_boot == self._boot)


def _of(community: CommunityId, schedule: str, fire_key: str) -> Update:
    return update(fires).where(
        fires.c.community_id == community,
        fires.c.schedule == schedule,
        fires.c.fire_key == fire_key,
    )

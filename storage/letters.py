"""Letters by e-mail as they are kept until they are gone, or given up."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, text, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import CommunityId, LetterId
from civic.kernel.letters import LEASED, Letter
from storage.tables.appeals import letters

_letter = letters.c
_ERROR = 500


class SqlLetters:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def queue(self, letter: Letter, *, now: datetime) -> None:
        await self._connection.execute(
            letters.insert().values(
                community_id=letter.community, id=letter.id, recipient=letter.to,
                subject=letter.subject, body=letter.body, file_id=letter.file, state="queued",
                attempts=0, due_at=now, error="", final_at=None,
            )
        )  # fmt: skip

    async def take(self, now: datetime, *, limit: int) -> list[Letter]:
        asked = (
            select(letters)
            .where(text("letters.state = 'queued'"), _letter.due_at <= now)
            .order_by(_letter.due_at, _letter.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        rows = (await self._connection.execute(asked)).all()
        if rows:
            taken = [(row.community_id, row.id) for row in rows]
            await self._connection.execute(
                update(letters)
                .where(tuple_(_letter.community_id, _letter.id).in_(taken))
                .values(attempts=_letter.attempts + 1, due_at=now + LEASED)
            )
        return [_letter_from(row, attempts=row.attempts + 1) for row in rows]

    async def sent(self, community: CommunityId, letter: LetterId, *, now: datetime) -> None:
        """What it said is needed no more."""
        await self._end(community, letter, state="sent", body="", error="", final_at=now)

    async def put_off(
        self, community: CommunityId, letter: LetterId, error: str, *, until: datetime
    ) -> None:
        await self._end(community, letter, due_at=until, error=error[:_ERROR])

    async def give_up(
        self, community: CommunityId, letter: LetterId, error: str, *, now: datetime
    ) -> None:
        await self._end(community, letter, state="dead", error=error[:_ERROR], final_at=now)

    async def given_up(self, *, limit: int) -> list[Letter]:
        asked = select(letters).where(_letter.state == "dead").order_by(_letter.final_at.desc())
        rows = (await self._connection.execute(asked.limit(limit))).all()
        return [_letter_from(row, attempts=row.attempts) for row in rows]

    async def forget_before(self, moment: datetime, *, limit: int) -> int:
        key = (_letter.community_id, _letter.id)
        old = select(*key).where(text("state <> 'queued'"), _letter.final_at < moment).limit(limit)
        gone = await self._connection.execute(delete(letters).where(tuple_(*key).in_(old)))
        return gone.rowcount

    async def _end(self, community: CommunityId, letter: LetterId, **changed: Any) -> None:
        await self._connection.execute(
            update(letters)
            .where(_letter.community_id == community, _letter.id == letter)
            .values(**changed)
        )


def _letter_from(row: Any, *, attempts: int) -> Letter:
    return Letter(
        id=row.id,
        community=row.community_id,
        to=row.recipient,
        subject=row.subject,
        body=row.body,
        file=row.file_id,
        attempts=attempts,
        error=row.error,
    )

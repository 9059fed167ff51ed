"""Traces that outlive their use: old counters, files for one person, originals, the erased."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Table, and_, delete, exists, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import BotId
from civic.service_requests.spots import KEPT as SPOTS_KEPT
from storage.drawings import SqlDrawings
from storage.files import SqlFiles
from storage.geocodings import SqlGeocodings
from storage.pace import SqlPace
from storage.photos import SqlPhotos
from storage.request_drafts import SqlRequestDrafts
from storage.tables.conversation import cards
from storage.tables.inbox import intake
from storage.tables.outbox import contents, outbox
from storage.tables.pace import chat_pace
from storage.tables.residents import accounts

KEEP_WORDS = timedelta(days=7)
BEFORE_BLANKED = timedelta(hours=2)
"""Rows of nobody are found by their words, so they are looked for just before these go."""
KEEP_COUNTERS = timedelta(days=2)
KEEP_PACE_SECONDS = 86_400.0


class SqlLeftovers:
    def __init__(
        self,
        connection: AsyncConnection,
        *,
        bot: BotId,
        files: SqlFiles,
        photos: SqlPhotos,
        drawings: SqlDrawings,
        geocodings: SqlGeocodings,
        pace: SqlPace,
    ) -> None:
        self._connection = connection
        self._bot = bot
        self._files = files
        self._photos = photos
        self._drawings = drawings
        self._geocodings = geocodings
        self._drafts = SqlRequestDrafts(connection, files)
        self._pace = pace

    async def sweep(self, *, now: datetime, limit: int) -> int:
        """Take away so many of each kind; return how many in all."""
        idle = (await self._pace.allowance()).real - KEEP_PACE_SECONDS
        counted = (now - KEEP_COUNTERS).strftime("%Y-%m-%d")
        old = now - KEEP_WORDS
        told = outbox.c
        gone = await self._files.erase_made_before(old, limit=limit)
        gone += await self._photos.forget_originals(now=now, limit=limit)
        gone += await self._drawings.forget_unasked(now=now, limit=limit)
        gone += await self._drafts.forget_before(old, limit=limit)
        gone += await self._geocodings.forget_before(now - SPOTS_KEPT, limit=limit)
        for table, condition in (
            (intake, and_(intake.c.bot_id == self._bot, intake.c.day < counted)),
            (chat_pace, and_(chat_pace.c.bot_id == self._bot, chat_pace.c.tat < idle)),
            (cards, self._nobodys(cards)),
            # What was said to somebody who was erased since: not even the row stays.
            (
                outbox,
                and_(
                    text("payload IS NOT NULL"),
                    told.final_at < old + BEFORE_BLANKED,
                    self._nobodys(outbox),
                ),
            ),
            (contents, and_(contents.c.created_at < old, ~_is_still_owed())),
        ):
            gone += await self._take(table, condition, limit)
        return gone

    def _nobodys(self, table: Table) -> ColumnElement[bool]:
        """Of a private chat, whose number is the account's, that nobody is known under."""
        known = exists().where(accounts.c.bot_id == self._bot, accounts.c.id == table.c.chat_id)
        return and_(table.c.bot_id == self._bot, table.c.chat_id > 0, ~known)

    async def _take(self, table: Table, condition: ColumnElement[bool], limit: int) -> int:
        key = tuple(table.primary_key.columns)
        some = select(*key).where(condition).limit(limit)
        taken = await self._connection.execute(delete(table).where(tuple_(*key).in_(some)))
        return taken.rowcount


def _is_still_owed() -> ColumnElement[bool]:
    return exists().where(text("outbox.state < 2"), outbox.c.content_id == contents.c.id)

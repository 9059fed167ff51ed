"""What an update ends with: what is said, and that it is done."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import BotId
from storage.engines import as_json
from storage.inbox import Outcome, SqlInbox
from storage.outbox import Call, SqlOutbox
from storage.prepared import Prepared


class SqlWorkedOff:
    def __init__(
        self, connection: AsyncConnection, *, bot: BotId, inbox: SqlInbox, outbox: SqlOutbox
    ) -> None:
        self._connection = connection
        self._bot = bot
        self._inbox = inbox
        self._outbox = outbox
        self._is_sqlite = connection.dialect.name == "sqlite"

    async def put(
        self,
        calls: Sequence[Call],
        outcomes: Sequence[Outcome],
        *,
        queued: Collection[str],
        now: datetime,
    ) -> None:
        """Queue the calls in their order and finish the updates: on PostgreSQL in one turn.

        `queued` names the targets of edits that have not left.
        """
        if self._is_sqlite or not calls or any(one.error is not None for one in outcomes):
            await self._outbox.put(calls, now=now, queued=queued)
            await self._inbox.finish(outcomes, now=now)
            return
        await self._outbox.make_way(calls, now=now, queued=queued)
        given = {
            "bot": self._bot,
            "now": now,
            "ids": [one.id for one in outcomes],
            "chats": [call.chat for call in calls],
            "communities": [call.community for call in calls],
            "lanes": [int(call.lane) for call in calls],
            "methods": [call.method for call in calls],
            "paced": [call.paced for call in calls],
            "payloads": [as_json(call.payload) for call in calls],
            "cards": [call.card for call in calls],
            "replaces": [call.replaces for call in calls],
            "targets": [call.target for call in calls],
            "expires": [call.expires for call in calls],
        }
        await _SAID_AND_DONE.run(self._connection, given)


_SAID_AND_DONE = Prepared(
    lambda _: text(
        """
WITH done AS (
    UPDATE inbox SET state = 'done', raw = NULL, done_at = CAST(:now AS timestamptz)
    WHERE id = ANY(CAST(:ids AS bigint[])))
INSERT INTO outbox (bot_id, chat_id, community_id, lane, state, method, paced, payload, card,
                    replaces, target, due_at, expires_at, created_at)
SELECT CAST(:bot AS bigint), c.chat_id, c.community_id, c.lane, 0, c.method, c.paced,
       CAST(c.payload AS jsonb), c.card, c.replaces, c.target, CAST(:now AS timestamptz),
       c.expires_at, CAST(:now AS timestamptz)
FROM unnest(CAST(:chats AS bigint[]), CAST(:communities AS bigint[]), CAST(:lanes AS smallint[]),
            CAST(:methods AS text[]), CAST(:paced AS boolean[]), CAST(:payloads AS text[]),
            CAST(:cards AS text[]), CAST(:replaces AS boolean[]), CAST(:targets AS text[]),
            CAST(:expires AS timestamptz[]))
     WITH ORDINALITY AS c (chat_id, community_id, lane, method, paced, payload, card, replaces,
                           target, expires_at, place)
ORDER BY c.place
"""
    )
)

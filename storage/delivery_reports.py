"""Messages of a broadcast traced one by one for its report, and who still waits for one."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.broadcasts.reporting import TracedMessage, WantedReport
from civic.kernel.ids import AccountId, BotId, BroadcastId, BulkId, CommunityId, PlaceId
from civic.kernel.language import Language
from civic.kernel.outbox import MessageState
from storage.tables.broadcasts import broadcast_reports as wishes
from storage.tables.outbox import contents, outbox
from storage.tables.residents import accounts, residents
from storage.upsert import insert_for


class SqlDeliveryReports:
    def __init__(self, connection: AsyncConnection, *, bot: BotId) -> None:
        self._connection = connection
        self._bot = bot

    async def want(
        self,
        community: CommunityId,
        broadcast: BroadcastId,
        account: AccountId,
        *,
        language: Language,
        now: datetime,
    ) -> None:
        wish = {"language": language, "wanted_at": now, "done": False}
        await self._connection.execute(
            insert_for(self._connection, wishes)
            .values(community_id=community, broadcast_id=broadcast, account_id=account, **wish)
            .on_conflict_do_update(
                index_elements=["community_id", "broadcast_id", "account_id"], set_=wish
            )
        )

    async def wanted(self, *, limit: int) -> list[WantedReport]:
        rows = await self._connection.execute(
            select(wishes).where(wishes.c.done.is_(False)).order_by(wishes.c.wanted_at).limit(limit)
        )
        return [
            WantedReport(
                community=CommunityId(row.community_id),
                broadcast=BroadcastId(row.broadcast_id),
                account=AccountId(row.account_id),
                language=row.language,
            )
            for row in rows
        ]

    async def done(
        self, community: CommunityId, broadcast: BroadcastId, account: AccountId
    ) -> bool:
        result = await self._connection.execute(
            update(wishes)
            .where(
                wishes.c.community_id == community,
                wishes.c.broadcast_id == broadcast,
                wishes.c.account_id == account,
                wishes.c.done.is_(False),
            )
            .values(done=True)
        )
        return result.rowcount > 0

    async def messages(
        self,
        community: CommunityId,
        bulk: BulkId,
        state: MessageState,
        *,
        after: int,
        limit: int,
    ) -> list[TracedMessage]:
        reader = and_(accounts.c.bot_id == self._bot, accounts.c.id == outbox.c.chat_id)
        lives = and_(
            residents.c.community_id == community, residents.c.account_id == outbox.c.chat_id
        )
        rows = await self._connection.execute(
            select(
                outbox.c.id,
                outbox.c.chat_id,
                outbox.c.reason,
                outbox.c.final_at,
                accounts.c.language,
                residents.c.home_id,
            )
            .select_from(
                outbox.join(contents, contents.c.id == outbox.c.content_id)
                .outerjoin(accounts, reader)
                .outerjoin(residents, lives)
            )
            .where(
                outbox.c.content_id == bulk,
                contents.c.community_id == community,
                outbox.c.state == int(state),
                outbox.c.id > after,
            )
            .order_by(outbox.c.id)
            .limit(limit)
        )
        return [
            TracedMessage(
                id=row.id,
                to=row.chat_id,
                state=state,
                reason=row.reason or "",
                at=row.final_at,
                language=row.language,
                home=None if row.home_id is None else PlaceId(row.home_id),
            )
            for row in rows
        ]

    async def count_sent(
        self, community: CommunityId, bulks: Sequence[BulkId], *, until: datetime | None = None
    ) -> int:
        wanted: list[ColumnElement[bool]] = [
            outbox.c.content_id.in_(bulks),
            contents.c.community_id == community,
            outbox.c.state == int(MessageState.SENT),
        ]
        if until is not None:
            wanted.append(outbox.c.final_at <= until)
        counted = await self._connection.scalar(
            select(func.count())
            .select_from(outbox.join(contents, contents.c.id == outbox.c.content_id))
            .where(*wanted)
        )
        return counted or 0

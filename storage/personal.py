"""What the plumbing keeps of a person: files made for them, messages, the conversation."""

from datetime import datetime

from sqlalchemy import delete, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import AccountId, BotId, CommunityId
from civic.kernel.json_value import JsonObject
from civic.kernel.outbox import MessageState
from civic.kernel.personal import Whom
from storage.conversation import SqlConversation
from storage.files import SqlFiles
from storage.inbox import SqlInbox
from storage.tables.broadcasts import broadcast_reports
from storage.tables.conversation import conversations
from storage.tables.files import files
from storage.tables.outbox import outbox
from storage.tables.places import place_lists
from storage.tables.reports import report_subscriptions
from storage.tables.surveys import survey_exports


class PersonalFiles:
    """Files that a person sent, or that were made for them alone."""

    def __init__(self, connection: AsyncConnection, shelf: SqlFiles) -> None:
        self._connection = connection
        self._shelf = shelf

    async def about(self, community: CommunityId, whom: Whom) -> JsonObject:
        asked = (
            select(files.c.name, files.c.created_at)
            .where(files.c.community_id == community, files.c.owner == whom.account)
            .order_by(files.c.created_at)
            .limit(1000)
        )
        kept = [
            {"name": row.name, "kept_since": row.created_at.isoformat()}
            for row in await self._connection.execute(asked)
        ]
        return {"files": kept} if kept else {}

    async def forget(self, community: CommunityId, whom: Whom, *, now: datetime) -> None:  # noqa: ARG002 - the port's
        await self._shelf.erase_of(community, whom.account)


class Correspondence:
    """Updates laid aside, messages queued or sent, and where the conversation stands."""

    def __init__(
        self,
        connection: AsyncConnection,
        *,
        bot: BotId,
        inbox: SqlInbox,
        conversation: SqlConversation,
    ) -> None:
        self._connection = connection
        self._bot = bot
        self._inbox = inbox
        self._conversation = conversation

    async def about_account(self, account: AccountId) -> JsonObject:
        counted = (
            select(outbox.c.state, func.count())
            .where(outbox.c.bot_id == self._bot, outbox.c.chat_id == account)
            .group_by(outbox.c.state)
        )
        messages = {
            MessageState(state).name.lower(): number
            for state, number in await self._connection.execute(counted)
        }
        asked = select(conversations.c.state, conversations.c.data).where(
            conversations.c.bot_id == self._bot, conversations.c.chat_id == account
        )
        row = (await self._connection.execute(asked)).first()
        standing = {"at": row.state, "noted": row.data} if row else None
        return {"messages_to_you": messages, "conversation": standing}

    async def forget_account(self, account: AccountId, *, now: datetime) -> None:  # noqa: ARG002 - the port's
        await self._inbox.forget(account)
        # Whole rows, but for what is leaving this very moment: a person who comes back is new,
        # and what was once said to them must not count as said.
        await self._connection.execute(
            delete(outbox).where(
                outbox.c.bot_id == self._bot, outbox.c.chat_id == account, text("state <> 1")
            )
        )
        await self._conversation.forget(account)


class OfficeTraces:
    """What an official asked for themselves: reports wanted or not, answers as a file."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def about_account(self, account: AccountId) -> JsonObject:
        asked = select(report_subscriptions.c.community_id, report_subscriptions.c.is_on).where(
            report_subscriptions.c.account_id == account
        )
        wanted = [
            {"community": row.community_id, "wanted": row.is_on}
            for row in await self._connection.execute(asked)
        ]
        return {"reports": wanted} if wanted else {}

    async def forget_account(self, account: AccountId, *, now: datetime) -> None:  # noqa: ARG002 - the port's
        for table in (report_subscriptions, survey_exports, broadcast_reports, place_lists):
            await self._connection.execute(delete(table).where(table.c.account_id == account))

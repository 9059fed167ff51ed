"""Where conversations stand, and which message of a chat is its card."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import AccountId, BotId
from storage.tables.conversation import cards, conversations
from storage.upsert import insert_for


@dataclass(slots=True)
class Conversation:
    """One person in one chat: the state of the form they are in, and what they filled so far."""

    chat: int
    user: int
    state: str | None = None
    data: dict[str, Any] = field(default_factory=dict)
    changed: bool = False


class SqlConversation:
    def __init__(self, connection: AsyncConnection, *, bot: BotId) -> None:
        self._connection = connection
        self._bot = bot

    async def read_all(self, chats: Iterable[int]) -> dict[tuple[int, int], Conversation]:
        """The conversations of these chats, by (chat, user)."""
        rows = await self._connection.execute(_of_chats, {"bot": self._bot, "chats": list(chats)})
        return {
            (row.chat_id, row.user_id): Conversation(
                chat=row.chat_id, user=row.user_id, state=row.state, data=dict(row.data)
            )
            for row in rows
        }

    async def put(self, changed: Sequence[Conversation], *, now: datetime) -> None:
        if not changed:
            return
        insert = insert_for(self._connection, conversations)
        statement = insert.on_conflict_do_update(
            index_elements=["bot_id", "chat_id", "user_id"],
            set_={
                "state": insert.excluded.state,
                "data": insert.excluded.data,
                "changed_at": insert.excluded.changed_at,
            },
        )
        rows = [
            {
                "bot_id": self._bot,
                "chat_id": one.chat,
                "user_id": one.user,
                "state": one.state,
                "data": one.data,
                "changed_at": now,
            }
            for one in changed
        ]
        await self._connection.execute(statement, rows)

    async def keep_cards(self, messages: Mapping[tuple[int, str], int]) -> None:
        """Remember which message a named card of a chat now is."""
        if not messages:
            return
        insert = insert_for(self._connection, cards)
        statement = insert.on_conflict_do_update(
            index_elements=["bot_id", "chat_id", "name"],
            set_={"message_id": insert.excluded.message_id},
        )
        await self._connection.execute(
            statement,
            [
                {"bot_id": self._bot, "chat_id": chat, "name": name, "message_id": message}
                for (chat, name), message in messages.items()
            ],
        )

    async def forget(self, account: AccountId) -> None:
        for table in (conversations, cards):
            await self._connection.execute(
                delete(table).where(table.c.bot_id == self._bot, table.c.chat_id == account)
            )


_of_chats = select(
    conversations.c.chat_id, conversations.c.user_id, conversations.c.state, conversations.c.data
).where(
    conversations.c.bot_id == bindparam("bot"),
    conversations.c.chat_id.in_(bindparam("chats", expanding=True)),
)

"""Where conversations stand, and which message of a chat is its card."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import AccountId, BotId
from storage.prepared import Prepared
from storage.tables.conversation import cards, conversations
from storage.upsert import Upsert


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

    async def put(self, changed: Sequence[Conversation], *, now: datetime) -> None:
        if not changed:
            return
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
        await _PUT.run(self._connection, rows)

    async def keep_cards(self, messages: Mapping[tuple[int, str], int]) -> None:
        """Remember which message a named card of a chat now is."""
        if not messages:
            return
        await _PUT_CARD.run(
            self._connection,
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


_put = Upsert(
    conversations, key=("bot_id", "chat_id", "user_id"), changed=("state", "data", "changed_at")
)
_PUT = Prepared(_put.for_dialect, given=[column.key for column in conversations.c])
_put_card = Upsert(cards, key=("bot_id", "chat_id", "name"), changed=("message_id",))
_PUT_CARD = Prepared(_put_card.for_dialect, given=[column.key for column in cards.c])

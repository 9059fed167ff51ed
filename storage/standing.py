"""What is known of chats before their updates are worked off: by one look for all of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import BigInteger, BindParameter, bindparam, cast, null, select, text, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import BotId
from storage.conversation import Conversation
from storage.tables.conversation import cards, conversations
from storage.tables.metadata import Document
from storage.tables.outbox import outbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    conversations: dict[tuple[int, int], Conversation] = field(default_factory=dict)
    """By (chat, user)."""
    cards: dict[tuple[int, str], int] = field(default_factory=dict)
    """Which message a named card of a chat is."""
    edited: frozenset[str] = frozenset()
    """Targets of edits that have not left: a newer one supersedes them."""


class SqlStanding:
    def __init__(self, connection: AsyncConnection, *, bot: BotId) -> None:
        self._connection = connection
        self._bot = bot

    async def of(self, chats: Iterable[int]) -> Standing:
        among = list(chats)
        if not among:
            return Standing()
        rows = await self._connection.execute(_look, {"bot": self._bot, "chats": among})
        standing, edited = Standing(), set[str]()
        for chat, user, name, data, message in rows:
            if user is not None:
                standing.conversations[chat, user] = Conversation(
                    chat=chat, user=user, state=name, data=dict(data)
                )
            elif message is not None:
                standing.cards[chat, name] = message
            else:
                edited.add(name)
        return Standing(
            conversations=standing.conversations, cards=standing.cards, edited=frozenset(edited)
        )


_chats: BindParameter[int] = bindparam("chats", expanding=True)
_bot: BindParameter[int] = bindparam("bot")
_no_number, _no_document = cast(null(), BigInteger), cast(null(), Document)
_look = union_all(
    select(
        conversations.c.chat_id,
        conversations.c.user_id,
        conversations.c.state,
        conversations.c.data,
        _no_number,
    ).where(conversations.c.bot_id == _bot, conversations.c.chat_id.in_(_chats)),
    select(cards.c.chat_id, _no_number, cards.c.name, _no_document, cards.c.message_id).where(
        cards.c.bot_id == _bot, cards.c.chat_id.in_(_chats)
    ),
    # Under the condition of the index on chats, or SQLite would not take it.
    select(outbox.c.chat_id, _no_number, outbox.c.target, _no_document, _no_number).where(
        text("outbox.state < 2"),
        outbox.c.bot_id == _bot,
        outbox.c.chat_id.in_(_chats),
        outbox.c.target.is_not(None),
    ),
)

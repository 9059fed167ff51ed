"""What is known of chats before their updates are worked off: by one look for all of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Executable,
    bindparam,
    cast,
    null,
    select,
    text,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import BotId
from storage.conversation import Conversation
from storage.prepared import Prepared, among
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
        asked = list(chats)
        if not asked:
            return Standing()
        rows = await _LOOK.rows(self._connection, {"bot": self._bot, "chats": asked})
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


def _look(dialect: str) -> Executable:
    bot: BindParameter[int] = bindparam("bot")
    no_number, no_document = cast(null(), BigInteger), cast(null(), Document)
    form, card, call = conversations.c, cards.c, outbox.c
    return union_all(
        select(form.chat_id, form.user_id, form.state, form.data, no_number.label("message")).where(
            form.bot_id == bot, among(form.chat_id, "chats", dialect)
        ),
        select(card.chat_id, no_number, card.name, no_document, card.message_id).where(
            card.bot_id == bot, among(card.chat_id, "chats", dialect)
        ),
        # Under the condition of the index on chats, or SQLite would not take it.
        select(call.chat_id, no_number, call.target, no_document, no_number).where(
            text("outbox.state < 2"),
            call.bot_id == bot,
            among(call.chat_id, "chats", dialect),
            call.target.is_not(None),
        ),
    )


_LOOK = Prepared(_look)

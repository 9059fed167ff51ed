"""The next updates to work off, with what is known of their chats and of who speaks."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import JSON, ColumnElement, Executable, and_, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import AccountId, BotId
from storage.conversation import Conversation
from storage.inbox import SqlInbox, Waiting, waiting_of
from storage.inbox_statements import heads_for
from storage.people import PERSON, SqlPeople, with_person
from storage.prepared import Prepared
from storage.standing import SqlStanding, Standing
from storage.tables.conversation import cards, conversations
from storage.tables.outbox import outbox
from storage.tables.residents import accounts


class SqlClaims:
    """On PostgreSQL each update is a transaction, so what it needs first comes by one statement.

    One snapshot serves it all: where the update before it in its chat is seen as done, so is what
    that update wrote.
    """

    def __init__(
        self,
        connection: AsyncConnection,
        *,
        bot: BotId,
        inbox: SqlInbox,
        standing: SqlStanding,
        people: SqlPeople,
    ) -> None:
        self._connection = connection
        self._bot = bot
        self._inbox = inbox
        self._standing = standing
        self._people = people
        self._is_sqlite = connection.dialect.name == "sqlite"

    async def take(self, *, limit: int) -> tuple[Sequence[Waiting], Standing]:
        """The heads of their chats, locked for this unit, and where those chats stand."""
        if limit > 1 or self._is_sqlite:
            heads = await self._inbox.heads(limit=limit)
            chats = {head.chat for head in heads if head.chat is not None}
            return heads, await self._standing.of(chats)
        rows = await _NEXT.rows(self._connection, {"limit": 1, "bot": self._bot})
        if not rows:
            return (), Standing()
        row = rows[0]
        if row.chat_id is None:
            return (waiting_of(row),), Standing()
        person = dict(zip(PERSON, row[_BEFORE_PERSON:], strict=True))
        self._people.foreknow(AccountId(row.chat_id), person)
        return (waiting_of(row),), _standing_of(row)


def _standing_of(row: Any) -> Standing:
    chat: int = row.chat_id
    return Standing(
        conversations={
            (chat, user): Conversation(chat=chat, user=user, state=state, data=data)
            for user, state, data in row.forms or ()
        },
        cards={(chat, name): message for name, message in row.cards or ()},
        edited=frozenset(row.edited or ()),
    )


_head = heads_for("postgresql").cte("head")
_form, _card, _call = conversations.c, cards.c, outbox.c


def _listed(name: str, what: Any, *conditions: ColumnElement[bool] | Any) -> ColumnElement[Any]:
    listed = select(func.json_agg(what, type_=JSON())).where(*conditions)
    return listed.correlate(_head).scalar_subquery().label(name)


def _of_chat(columns: Any) -> Iterable[ColumnElement[bool]]:
    return columns.bot_id == _head.c.bot_id, columns.chat_id == _head.c.chat_id


_beside: list[ColumnElement[Any]] = [
    *_head.c,
    _listed(
        "forms", func.json_build_array(_form.user_id, _form.state, _form.data), *_of_chat(_form)
    ),
    _listed("cards", func.json_build_array(_card.name, _card.message_id), *_of_chat(_card)),
    _listed(
        "edited", _call.target, text("outbox.state < 2"), *_of_chat(_call),
        _call.target.is_not(None),
    ),
]  # fmt: skip
_BEFORE_PERSON = len(_beside)


def _next(_dialect: str) -> Executable:
    speaking = and_(accounts.c.bot_id == _head.c.bot_id, accounts.c.id == _head.c.chat_id)
    found = with_person(_head.outerjoin(accounts, speaking))
    return select(*_beside, *PERSON).select_from(found)


_NEXT = Prepared(_next)

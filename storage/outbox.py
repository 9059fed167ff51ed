"""Messages owed: written with the change that caused them, read by the sender."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import bindparam, func, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import AccountId, BotId, CommunityId
from civic.kernel.outbox import Lane, MessageState, Notice, Recipient
from storage.prepared import Prepared
from storage.tables.metadata import Moment
from storage.tables.outbox import contents, outbox

NOTICE, NOTICE_EDIT, NOTICE_DELETE = "notice", "noticeEdit", "noticeDelete"
"""What becomes a call of Telegram's only when it leaves."""
ANSWERS = -1
"""The lane of callback answers and chat actions: outside every bucket, first of all."""
CHUNK = 500
_BEYOND = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call to Telegram, ready but for files, which are named `{"file": [community, id]}`.

    `target` names the message that an edit changes: a newer edit supersedes a queued older one.
    """

    chat: int
    method: str
    payload: Mapping[str, Any]
    lane: int = Lane.INTERACTIVE
    paced: bool = True
    community: CommunityId | None = None
    card: str | None = None
    replaces: bool = False
    target: str | None = None
    expires: datetime | None = None


class SqlOutbox:
    def __init__(self, connection: AsyncConnection, *, bot: BotId) -> None:
        self._connection = connection
        self._bot = bot

    async def owe(self, notice: Notice, *, now: datetime) -> None:
        row = self._notice_row(notice, now) | {
            "chat_id": notice.to,
            "payload": {"key": notice.key, "params": notice.params, "silent": notice.silent},
            "content_id": None,
            "once": notice.once,
            "due_at": notice.due or now,
        }
        if notice.card is None:
            await self._connection.execute(new_ones(self._connection), row)
            return
        row["target"] = f"{notice.to}:{notice.card}"
        newest = await self._connection.scalar(
            new_ones(self._connection).values(row).returning(outbox.c.id)
        )
        if newest is not None:
            # Only once the newer one is queued: its `once` may have kept it out.
            await self._supersede([row["target"]], before=newest, now=now)

    async def owe_many(
        self, notice: Notice, recipients: Iterable[Recipient], *, now: datetime
    ) -> int:
        content = await self._connection.scalar(
            contents.insert()
            .values(
                community_id=notice.community,
                payload={"key": notice.key, "params": notice.params, "silent": notice.silent},
                created_at=now,
            )
            .returning(contents.c.id)
        )
        kept = self._notice_row(notice, now) | {"payload": None, "content_id": content}
        new = 0
        for chunk in _chunks(recipients, CHUNK):
            rows = [
                kept | {"chat_id": one.to, "once": one.once, "due_at": one.due or now}
                for one in chunk
            ]
            queued = await self._connection.scalars(
                new_ones(self._connection).returning(outbox.c.id), rows
            )
            new += len(queued.all())
        return new

    async def ask_again(self, community: CommunityId, account: AccountId, *, now: datetime) -> None:
        await self._connection.execute(
            update(outbox)
            .where(text("state = 0"), outbox.c.bot_id == self._bot, outbox.c.chat_id == account)
            .where(outbox.c.community_id == community, outbox.c.lane == Lane.BULK)
            .where(outbox.c.due_at > now)
            .values(due_at=now)
        )

    async def cancel(self, community: CommunityId, once_prefix: str, *, now: datetime) -> int:
        return await self._cancel(community, once_prefix, final_at=now)

    async def take_back(self, community: CommunityId, once_prefix: str, *, now: datetime) -> int:
        # Without their `once` they keep nothing from being said again.
        return await self._cancel(community, once_prefix, final_at=now, once=None)

    async def _cancel(self, community: CommunityId, once_prefix: str, **values: Any) -> int:
        result = await self._connection.execute(
            update(outbox)
            .where(text("state = 0"), outbox.c.bot_id == self._bot)
            .where(outbox.c.community_id == community)
            .where(outbox.c.once.startswith(once_prefix, autoescape=True))
            .values(state=MessageState.CANCELLED, **values)
        )
        return result.rowcount

    async def put(
        self, calls: Sequence[Call], *, now: datetime, queued: Collection[str] | None = None
    ) -> None:
        """Queue calls in their order; a newer edit of the same message supersedes a queued one.

        `queued` names the targets that have one, where that was looked up before.
        """
        await self.make_way(calls, now=now, queued=queued)
        rows = [self._call_row(call, now) for call in calls]
        if rows:
            await _CALLS.run(self._connection, rows)

    async def make_way(
        self, calls: Sequence[Call], *, now: datetime, queued: Collection[str] | None
    ) -> None:
        """What these calls edit anew is not edited by older ones that have not left."""
        targets = [
            call.target
            for call in calls
            if call.target is not None and (queued is None or call.target in queued)
        ]
        if targets:
            await self._supersede(targets, now=now)

    async def forget(self, account: AccountId, *, now: datetime) -> None:
        """Cancel what is queued for this person and blank what was said."""
        await self._connection.execute(
            update(outbox)
            .where(outbox.c.bot_id == self._bot, outbox.c.chat_id == account, text("state = 0"))
            .values(state=MessageState.CANCELLED, final_at=now)
        )
        await self._connection.execute(
            update(outbox)
            .where(outbox.c.bot_id == self._bot, outbox.c.chat_id == account)
            .where(text("state > 1"))
            .values(payload=None, error=None)
        )

    async def states(self, community: CommunityId, once_prefix: str) -> dict[MessageState, int]:
        """How many messages under these `once` keys stand in which state."""
        rows = await self._connection.execute(
            select(outbox.c.state, func.count())
            .where(outbox.c.bot_id == self._bot, outbox.c.community_id == community)
            .where(outbox.c.once.startswith(once_prefix, autoescape=True))
            .group_by(outbox.c.state)
        )
        return {MessageState(state): count for state, count in rows}

    async def follow(self, old: int, new: int) -> None:
        """A group became a supergroup: what is owed to it goes to its new address."""
        await self._connection.execute(
            update(outbox)
            .where(text("state = 0"), outbox.c.bot_id == self._bot, outbox.c.chat_id == old)
            .values(chat_id=new)
        )

    async def _supersede(
        self, targets: Sequence[str], *, now: datetime, before: int = _BEYOND
    ) -> None:
        given = {"bot": self._bot, "targets": list(targets), "before": before, "now": now}
        await self._connection.execute(_superseded, given)

    def _notice_row(self, notice: Notice, now: datetime) -> dict[str, Any]:
        return {
            "bot_id": self._bot,
            "community_id": notice.community,
            "lane": int(notice.lane),
            "state": int(MessageState.QUEUED),
            "method": "notice",
            "paced": True,
            "card": notice.card,
            "replaces": False,
            "target": None,
            "topic": notice.topic,
            "expires_at": notice.expires,
            "created_at": now,
        }

    def _call_row(self, call: Call, now: datetime) -> dict[str, Any]:
        return {
            "bot_id": self._bot,
            "chat_id": call.chat,
            "community_id": call.community,
            "lane": int(call.lane),
            "state": int(MessageState.QUEUED),
            "method": call.method,
            "paced": call.paced,
            "payload": call.payload,
            "content_id": None,
            "card": call.card,
            "replaces": call.replaces,
            "target": call.target,
            "topic": None,
            "once": None,
            "due_at": now,
            "expires_at": call.expires,
            "created_at": now,
        }


def new_ones(connection: AsyncConnection) -> Any:
    """An INSERT of ledger rows that passes over what was said `once` already."""
    return _new_ones[connection.dialect.name]


_new_ones = {
    name: insert.on_conflict_do_nothing(
        index_elements=["bot_id", "chat_id", "once"], index_where=text("once IS NOT NULL")
    )
    for name, insert in (
        ("sqlite", sqlite.insert(outbox)),
        ("postgresql", postgresql.insert(outbox)),
    )
}
_CALLS = Prepared(
    _new_ones.__getitem__,
    given=[
        "bot_id", "chat_id", "community_id", "lane", "state", "method", "paced", "payload",
        "content_id", "card", "replaces", "target", "topic", "once", "due_at", "expires_at",
        "created_at",
    ],
)  # fmt: skip
_superseded = (
    update(outbox)
    # `+bot_id`: SQLite must take the index on targets.
    .where(text("state = 0"), text("+bot_id = :bot"))
    .where(outbox.c.target.in_(bindparam("targets", expanding=True)))
    .where(outbox.c.id < bindparam("before"))
    .values(state=int(MessageState.SUPERSEDED), final_at=bindparam("now", type_=Moment()))
)


def _chunks(recipients: Iterable[Recipient], size: int) -> Iterator[list[Recipient]]:
    iterator = iter(recipients)
    while chunk := list(islice(iterator, size)):
        yield chunk

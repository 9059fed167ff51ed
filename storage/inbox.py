"""Updates in: stored once, handed out in each chat's order, done once."""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeGuard

from sqlalchemy import delete, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import AccountId, BotId
from storage import inbox_statements as statements
from storage.tables.inbox import inbox, intake
from storage.upsert import insert_for

WAITING_PER_CHAT = 50
BYTES_PER_DAY = 200 * 1024 * 1024
FETCHED = "fetched"
"""Our own kind: a file that an update named has been brought."""
KEEP_DONE = timedelta(days=7)
KEEP_DEAD = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One update as Telegram sent it, with what can be read of it without trusting it."""

    update_id: int
    chat: int | None
    kind: str
    raw: str
    file_bytes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """The first update not yet done of its chat."""

    id: int
    update_id: int
    chat: int | None
    kind: str
    raw: str
    received_at: datetime
    answered_early: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How an update ended: done (error None), or laid aside with its JSON kept."""

    id: int
    error: str | None = None
    code: str | None = None
    raw: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    waiting: int
    oldest_at: datetime | None
    dead: int


class SqlInbox:
    def __init__(self, connection: AsyncConnection, *, bot: BotId) -> None:
        self._connection = connection
        self._bot = bot
        self._is_sqlite = connection.dialect.name == "sqlite"

    async def put(self, updates: Sequence[Incoming], *, now: datetime) -> list[int]:
        """Store what is new; return the chats that must be told that they send too much.

        What is above a chat's 50 waiting updates or 200 MB of files a day is counted and dropped.
        """
        kept, overflow = await self._within_bounds(await self._new(updates), now=now)
        if kept:
            rows = [
                {
                    "bot_id": self._bot,
                    "update_id": one.update_id,
                    "chat_id": one.chat,
                    "kind": one.kind,
                    "raw": one.raw,
                    "state": "ready",
                    "received_at": now,
                }
                for one in kept
            ]
            await statements.new_ones.run(self._connection, rows)
        return [chat for chat in overflow if await self._is_first_drop(chat, overflow[chat], now)]

    async def heads(self, *, limit: int) -> list[Waiting]:
        """The first waiting update of each chat, oldest first; locked for this unit."""
        rows = await statements.ready.rows(self._connection, {"limit": limit, "bot": self._bot})
        return [waiting_of(row) for row in rows]

    async def is_waiting(self, row: int) -> bool:
        """Whether it is still to be done and nobody else is at it; locked for this unit."""
        query = select(inbox.c.id).where(inbox.c.id == row, inbox.c.state == "ready")
        locked = query.with_for_update(skip_locked=True)
        return await self._connection.scalar(query if self._is_sqlite else locked) is not None

    async def finish(self, outcomes: Sequence[Outcome], *, now: datetime) -> None:
        """Done updates lose their JSON here, in the transaction of what they caused."""
        done = [outcome.id for outcome in outcomes if outcome.error is None]
        if done:
            await statements.done.run(self._connection, {"ids": done, "now": now})
        for outcome in outcomes:
            if outcome.error is not None:
                await self._connection.execute(
                    statements.dead,
                    {
                        "row": outcome.id,
                        "error": outcome.error[:2000],
                        "code": outcome.code,
                        "masked": outcome.raw,
                        "now": now,
                    },
                )

    async def mark_answered_early(self, update_ids: Sequence[int]) -> None:
        await self._connection.execute(
            update(inbox)
            .where(inbox.c.bot_id == self._bot, inbox.c.update_id.in_(update_ids))
            .values(answered_early=True)
        )

    async def oldest_at(self) -> datetime | None:
        """Since when the first update that is not yet done has been waiting."""
        rows = await statements.oldest.rows(self._connection, {"bot": self._bot})
        return rows[0].received_at if rows else None

    async def backlog(self) -> Backlog:
        row = (
            await self._connection.execute(
                text(
                    "SELECT count(*) AS waiting, min(received_at) AS oldest FROM inbox "
                    "WHERE state = 'ready' AND +bot_id = :bot"
                ).columns(oldest=inbox.c.received_at.type),
                {"bot": self._bot},
            )
        ).one()
        dead = await self._connection.scalar(
            text("SELECT count(*) FROM inbox WHERE state = 'dead' AND +bot_id = :bot"),
            {"bot": self._bot},
        )
        return Backlog(waiting=row.waiting, oldest_at=row.oldest, dead=dead or 0)

    async def dead_letters(self, *, limit: int) -> list[Mapping[str, Any]]:
        """The latest first, for the operator."""
        rows = await self._connection.execute(
            text(
                "SELECT update_id, kind, received_at, error, error_code, raw FROM inbox "
                "WHERE state = 'dead' AND +bot_id = :bot ORDER BY received_at DESC LIMIT :limit"
            ).columns(received_at=inbox.c.received_at.type),
            {"limit": limit, "bot": self._bot},
        )
        return [dict(row) for row in rows.mappings()]

    async def forget(self, account: AccountId) -> None:
        """Nothing that is done or laid aside names them; what waits is newer."""
        await self._connection.execute(
            update(inbox)
            .where(inbox.c.bot_id == self._bot, inbox.c.chat_id == account)
            .where(inbox.c.state != "ready")
            .values(chat_id=None, raw=None, error=None)
        )

    async def sweep(self, *, now: datetime, limit: int) -> int:
        """Delete what is done for a week and dead for thirty days, so much at a time."""
        gone = 0
        for state, since in (("done", now - KEEP_DONE), ("dead", now - KEEP_DEAD)):
            old = (
                select(inbox.c.id)
                .where(inbox.c.state == state, inbox.c.done_at < since)
                .limit(limit)
            )
            gone += (
                await self._connection.execute(delete(inbox).where(inbox.c.id.in_(old)))
            ).rowcount
        return gone

    async def _within_bounds(
        self, updates: Sequence[Incoming], *, now: datetime
    ) -> tuple[list[Incoming], Counter[int]]:
        chats = {one.chat for one in updates if one.chat is not None}
        waiting = Counter[int]()
        if chats:
            given = {"bot": self._bot, "chats": list(chats)}
            rows = await statements.waiting_of.rows(self._connection, given)
            waiting.update({row[0]: row[1] for row in rows})
        sent = await self._bytes_today({one.chat for one in updates if one.file_bytes}, now)
        kept, overflow, added = [], Counter[int](), Counter[int]()
        for one in updates:
            if one.chat is None or one.kind == FETCHED:
                kept.append(one)
                continue
            waiting[one.chat] += 1
            above = waiting[one.chat] > WAITING_PER_CHAT
            if one.file_bytes:
                added[one.chat] += one.file_bytes
                above = above or sent[one.chat] + added[one.chat] > BYTES_PER_DAY
            if above:
                overflow[one.chat] += 1
            else:
                kept.append(one)
        for chat, size in added.items():
            await self._count(chat, now, size=size)
        return kept, overflow

    async def _new(self, updates: Sequence[Incoming]) -> list[Incoming]:
        """Without those that are here already: what comes again must not fill a chat's bounds."""
        given = {"bot": self._bot, "updates": [one.update_id for one in updates]}
        known = {row.update_id for row in await statements.known.rows(self._connection, given)}
        first = {one.update_id: one for one in reversed(updates) if one.update_id not in known}
        return list(reversed(first.values()))

    async def _bytes_today(self, chats: set[int | None], now: datetime) -> Counter[int]:
        found = Counter[int]()
        for chat in chats - {None}:
            size = await self._connection.scalar(
                intake.select()
                .with_only_columns(intake.c.bytes)
                .where(
                    intake.c.bot_id == self._bot,
                    intake.c.chat_id == chat,
                    intake.c.day == f"{now:%Y-%m-%d}",
                )
            )
            if chat is not None:
                found[chat] = size or 0
        return found

    async def _count(self, chat: int, now: datetime, *, size: int) -> None:
        insert = insert_for(self._connection, intake).values(
            bot_id=self._bot, chat_id=chat, day=f"{now:%Y-%m-%d}", bytes=size
        )
        await self._connection.execute(
            insert.on_conflict_do_update(
                index_elements=["bot_id", "chat_id", "day"], set_={"bytes": intake.c.bytes + size}
            )
        )

    async def _is_first_drop(self, chat: int, dropped: int, now: datetime) -> bool:
        key = {"bot_id": self._bot, "chat_id": chat, "day": f"{now:%Y-%m-%d}"}
        insert = insert_for(self._connection, intake).values(**key, dropped=dropped, told=True)
        earlier = await self._connection.scalar(
            intake.select().with_only_columns(intake.c.told).filter_by(**key)
        )
        await self._connection.execute(
            insert.on_conflict_do_update(
                index_elements=["bot_id", "chat_id", "day"],
                set_={"dropped": intake.c.dropped + dropped, "told": True},
            )
        )
        return not earlier


def waiting_of(row: Any) -> Waiting:
    return Waiting(
        id=row.id,
        update_id=row.update_id,
        chat=row.chat_id,
        kind=row.kind,
        raw=row.raw,
        received_at=row.received_at,
        answered_early=bool(row.answered_early),
    )


def readable(raw: Mapping[str, Any]) -> Incoming | None:
    """What can be read of an update without trusting it; None when it has no id."""
    update_id = raw.get("update_id")
    if not _is_id(update_id):
        return None
    written = _written(raw)
    if _UNSTORABLE.search(written):
        raw = _cleaned(raw)
        written = _written(raw)
    kind = next((key for key in raw if key != "update_id"), "none")
    body = raw.get(kind)
    chat = _chat_of(body) if isinstance(body, dict) else None
    return Incoming(
        update_id=update_id,
        chat=chat,
        kind=str(kind)[:40],
        raw=written,
        file_bytes=_file_bytes(body) if isinstance(body, dict) else 0,
    )


def _chat_of(body: Mapping[str, Any]) -> int | None:
    message = body.get("message")
    for place in (body, message if isinstance(message, dict) else {}):
        chat = place.get("chat")
        if isinstance(chat, dict) and _is_id(chat.get("id")):
            return int(chat["id"])
    for key in ("from", "user"):
        person = body.get(key)
        if isinstance(person, dict) and _is_id(person.get("id")):
            return int(person["id"])
    return None


def _file_bytes(body: Mapping[str, Any]) -> int:
    found = [body.get(kind) for kind in ("document", "video", "voice", "audio", "video_note")]
    photos = body.get("photo")
    if isinstance(photos, list) and photos:
        found.append(photos[-1])
    return sum(
        one["file_size"]
        for one in found
        if isinstance(one, dict) and _is_id(one.get("file_size")) and one["file_size"] > 0
    )


def _is_id(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**62


# Halves of a surrogate pair cannot be written as UTF-8, and PostgreSQL keeps no NUL.
_UNSTORABLE = re.compile(r"[\ud800-\udfff]|\\u0000")


def _written(raw: Mapping[str, Any]) -> str:
    return json.dumps(raw, ensure_ascii=False, separators=(",", ":"))


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode(
            "utf-16", "replace"
        )  # fmt: skip
    if isinstance(value, Mapping):
        return {_cleaned(key): _cleaned(inner) for key, inner in value.items()}
    return [_cleaned(inner) for inner in value] if isinstance(value, list) else value

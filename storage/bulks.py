"""One text for many in the ledger: written out, held back, let go, counted."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.bulk import Act, BulkMessage, Held, Origin, Standing
from civic.kernel.ids import AccountId, BotId, BulkId, ChatId, CommunityId
from civic.kernel.json_value import Json
from civic.kernel.outbox import MessageState, Notice, Recipient
from civic.kernel.refusal import NotFound
from storage.outbox import NOTICE, NOTICE_DELETE, NOTICE_EDIT, new_ones
from storage.tables.outbox import contents, outbox

ALBUM_LIMIT = 10
"""Messages in an album, at most."""
_METHODS = {Act.SEND: NOTICE, Act.EDIT: NOTICE_EDIT, Act.DELETE: NOTICE_DELETE}
_WITH_REASON = (int(MessageState.REFUSED), int(MessageState.CANCELLED))


class SqlBulks:
    def __init__(self, connection: AsyncConnection, *, bot: BotId) -> None:
        self._connection = connection
        self._bot = bot

    async def begin(self, notice: Notice, *, act: Act = Act.SEND, now: datetime) -> BulkId:
        kept: dict[str, Any] = {
            "key": notice.key,
            "params": dict(notice.params),
            "silent": notice.silent,
            "act": act.value,
            "lane": int(notice.lane),
            "topic": notice.topic,
            "expires": None if notice.expires is None else notice.expires.isoformat(),
        }
        made = await self._connection.scalar(
            contents.insert()
            .values(community_id=notice.community, payload=kept, created_at=now)
            .returning(contents.c.id)
        )
        return BulkId(int(made or 0))

    async def add(
        self,
        community: CommunityId,
        bulk: BulkId,
        recipients: Sequence[Recipient],
        *,
        now: datetime,
    ) -> int:
        kept, held = await self._kept(community, bulk)
        if not recipients:
            return 0
        expires = kept["expires"]
        alike = {
            "bot_id": self._bot,
            "community_id": community,
            "lane": kept["lane"],
            "state": int(MessageState.QUEUED),
            "method": _METHODS[Act(kept["act"])],
            "paced": kept["act"] != Act.EDIT.value,
            "content_id": bulk,
            "card": None,
            "replaces": False,
            "target": None,
            "topic": kept["topic"],
            "expires_at": None if expires is None else datetime.fromisoformat(expires),
            "created_at": now,
        }
        rows = [
            alike
            | {
                "chat_id": one.to,
                "payload": _about(one),
                "once": one.once,
                "due_at": one.due or now,
            }
            for one in recipients
        ]
        insertion = new_ones(self._connection).returning(outbox.c.id)
        written = len((await self._connection.scalars(insertion, rows)).all())
        if written and held is not None:
            await self._change(bulk, to_sweep=True)
        return written

    async def change(
        self, community: CommunityId, bulk: BulkId, params: Mapping[str, Json]
    ) -> None:
        kept, _ = await self._kept(community, bulk)
        await self._change(bulk, payload=kept | {"params": dict(params)})

    async def hold(self, community: CommunityId, bulk: BulkId, why: Held) -> None:
        _, held = await self._kept(community, bulk)
        if held is not Held.STOPPED:
            await self._change(bulk, held=why.value, to_sweep=True)

    async def release(self, community: CommunityId, bulk: BulkId) -> None:
        _, held = await self._kept(community, bulk)
        if held not in {None, Held.STOPPED}:
            await self._change(bulk, held=None, to_sweep=True, failures_in_row=0)

    async def held(self, community: CommunityId, bulk: BulkId) -> Held | None:
        _, held = await self._kept(community, bulk)
        return held

    async def sweep(self, *, limit: int, now: datetime) -> int:
        found = await self._connection.execute(
            select(contents.c.id, contents.c.held)
            .where(text("to_sweep"))
            .order_by(contents.c.id)
            .limit(limit)
        )
        moved = 0
        for bulk, why in found.all():
            moved += await self._sweep(BulkId(bulk), why, limit=limit - moved, now=now)
            if moved >= limit:
                break
        return moved

    async def _sweep(self, bulk: BulkId, why: str | None, *, limit: int, now: datetime) -> int:
        away: dict[str, Any]
        match why:
            case None:
                waiting, away = [MessageState.HELD], {"state": int(MessageState.QUEUED)}
            case Held.STOPPED.value:
                waiting = [MessageState.QUEUED, MessageState.HELD]
                away = {"state": int(MessageState.CANCELLED), "final_at": now}
            case _:
                waiting, away = [MessageState.QUEUED], {"state": int(MessageState.HELD)}
        some = (
            select(outbox.c.id)
            .where(outbox.c.content_id == bulk, outbox.c.state.in_([int(one) for one in waiting]))
            .order_by(outbox.c.id)
            .limit(limit)
            # Whoever leases or settles one of them at this moment is not waited for.
            .with_for_update(skip_locked=True)
        )
        result = await self._connection.execute(
            update(outbox).where(outbox.c.id.in_(some)).values(away)
        )
        if result.rowcount == 0 and not await self._returns(bulk, why, waiting):
            await self._change(bulk, to_sweep=False)
        return result.rowcount

    async def _returns(
        self, bulk: BulkId, why: str | None, waiting: Sequence[MessageState]
    ) -> bool:
        """Whether some are left: a message in flight may come back to a bulk that is held."""
        states = {*waiting} if why is None else {*waiting, MessageState.LEASED}
        left = await self._connection.scalar(
            select(outbox.c.id)
            .where(outbox.c.content_id == bulk, outbox.c.state.in_([int(one) for one in states]))
            .limit(1)
        )
        return left is not None

    async def standing(self, community: CommunityId, bulk: BulkId) -> list[Standing]:
        await self._kept(community, bulk)
        by_state = await self._connection.execute(
            select(outbox.c.state, func.count())
            .where(outbox.c.content_id == bulk)
            .group_by(outbox.c.state)
        )
        plain = [
            Standing(state=MessageState(state), reason="", count=count)
            for state, count in by_state
            if state not in _WITH_REASON
        ]
        by_reason = await self._connection.execute(
            select(outbox.c.state, outbox.c.reason, func.count())
            .where(outbox.c.content_id == bulk, outbox.c.state.in_(_WITH_REASON))
            .group_by(outbox.c.state, outbox.c.reason)
        )
        return plain + [
            Standing(state=MessageState(state), reason=reason or "", count=count)
            for state, reason, count in by_reason
        ]

    async def sent(
        self, community: CommunityId, bulk: BulkId, *, after: int, limit: int
    ) -> list[BulkMessage]:
        await self._kept(community, bulk)
        return await self._messages(bulk, MessageState.SENT, after, limit)

    async def in_doubt(
        self, community: CommunityId, bulk: BulkId, *, after: int, limit: int
    ) -> list[BulkMessage]:
        await self._kept(community, bulk)
        return await self._messages(bulk, MessageState.UNKNOWN, after, limit)

    async def origin(self, account: AccountId, message: int) -> Origin | None:
        by_itself = _had_by(self._bot, account).where(outbox.c.message_id == message).limit(1)
        row = (await self._connection.execute(by_itself)).one_or_none()
        if row is None:
            # Of an album any picture may be replied to; its messages follow one another.
            lately = _had_by(self._bot, account).where(
                outbox.c.message_id.between(message - ALBUM_LIMIT, message),
                outbox.c.album.is_not(None),
            )
            albums = await self._connection.execute(lately)
            row = next((one for one in albums if message in one.album), None)
        if row is None or row.community_id is None:
            return None
        return Origin(
            community=CommunityId(row.community_id),
            bulk=BulkId(row.id),
            key=row.payload["key"],
            params=row.payload["params"],
        )

    async def _messages(
        self, bulk: BulkId, state: MessageState, after: int, limit: int
    ) -> list[BulkMessage]:
        rows = await self._connection.execute(
            select(
                outbox.c.id,
                outbox.c.chat_id,
                outbox.c.message_id,
                outbox.c.album,
                outbox.c.final_at,
            )
            .where(outbox.c.content_id == bulk, outbox.c.state == int(state), outbox.c.id > after)
            .order_by(outbox.c.id)
            .limit(limit)
        )
        return [
            BulkMessage(
                id=row.id,
                to=AccountId(row.chat_id) if row.chat_id > 0 else ChatId(row.chat_id),
                message=row.message_id,
                album=tuple(row.album or ()),
                at=row.final_at,
            )
            for row in rows
        ]

    async def _kept(
        self, community: CommunityId, bulk: BulkId
    ) -> tuple[dict[str, Any], Held | None]:
        row = (await self._connection.execute(_of_town(community, bulk))).one_or_none()
        if row is None:
            raise NotFound("not-found")
        return dict(row.payload), None if row.held is None else Held(row.held)

    async def _change(self, bulk: BulkId, **values: Any) -> None:
        await self._connection.execute(
            update(contents).where(contents.c.id == bulk).values(**values)
        )


def _had_by(bot: BotId, account: AccountId) -> Select[Any]:
    """What many had and this person too, the latest first."""
    return (
        select(contents.c.community_id, contents.c.id, contents.c.payload, outbox.c.album)
        .join_from(outbox, contents, contents.c.id == outbox.c.content_id)
        .where(
            outbox.c.bot_id == bot,
            outbox.c.chat_id == account,
            text("outbox.content_id IS NOT NULL AND outbox.state = 2"),
        )
        .order_by(outbox.c.id.desc())
    )


def _about(one: Recipient) -> dict[str, Any] | None:
    if one.message is None:
        return None
    return {"message_id": one.message, "album": list(one.album)}


def _of_town(community: CommunityId, bulk: BulkId) -> Select[Any]:
    ours: list[ColumnElement[bool]] = [
        contents.c.id == bulk,
        contents.c.community_id == community,
    ]
    return select(contents.c.payload, contents.c.held).where(*ours)

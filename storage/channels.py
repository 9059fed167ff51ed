"""Channels and groups, kept: those the bot was let into, and those a town speaks through."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.channels.model import Channel, ChatKind, KnownChat
from civic.kernel.ids import AccountId, BotId, ChatId, CommunityId, PlaceId
from civic.kernel.json_value import JsonObject
from civic.kernel.refusal import NotFound
from storage.tables.channels import channels, known_chats
from storage.upsert import insert_for

_MOST = 100


class SqlKnownChats:
    def __init__(self, connection: AsyncConnection, *, bot: BotId) -> None:
        self._connection = connection
        self._bot = bot

    async def find(self, chat: ChatId) -> KnownChat | None:
        rows = await self._connection.execute(select(known_chats).where(self._key(chat)))
        row = rows.first()
        return _known_from(row) if row else None

    async def added_by(self, accounts: Collection[AccountId], *, limit: int) -> list[KnownChat]:
        asked = (
            select(known_chats)
            .where(
                known_chats.c.bot_id == self._bot,
                known_chats.c.added_by.in_(accounts),
                known_chats.c.left_at.is_(None),
                known_chats.c.id.not_in(select(channels.c.chat_id)),
            )
            .order_by(known_chats.c.title, known_chats.c.id)
            .limit(limit)
        )
        return [_known_from(row) for row in await self._connection.execute(asked)]

    async def put(self, chat: KnownChat) -> None:
        values = {
            "kind": chat.kind.value,
            "title": chat.title,
            "can_post": chat.can_post,
            "added_by": chat.added_by,
            "left_at": chat.left_at,
        }
        added = insert_for(self._connection, known_chats).values(
            bot_id=self._bot, id=chat.id, learnt_at=chat.learnt_at, **values
        )
        key = [known_chats.c.bot_id, known_chats.c.id]
        await self._connection.execute(added.on_conflict_do_update(index_elements=key, set_=values))

    async def note_right(self, chat: ChatId, *, can_post: bool) -> None:
        await self._connection.execute(
            update(known_chats).where(self._key(chat)).values(can_post=can_post)
        )

    async def leave(self, chat: ChatId, *, now: datetime) -> None:
        await self._connection.execute(
            update(known_chats).where(self._key(chat)).values(can_post=False, left_at=now)
        )

    async def move(self, chat: ChatId, to: ChatId) -> None:
        was = await self.find(chat)
        if was is None:
            return
        # Telegram may have told of the new one before it says that the old one moved.
        if await self.find(to) is None:
            await self._connection.execute(update(known_chats).where(self._key(chat)).values(id=to))
        else:
            adder = func.coalesce(known_chats.c.added_by, was.added_by)
            await self._connection.execute(
                update(known_chats).where(self._key(to)).values(added_by=adder)
            )
            await self._connection.execute(delete(known_chats).where(self._key(chat)))
        bound = select(channels.c.community_id).where(channels.c.chat_id == to)
        await self._connection.execute(
            update(channels)
            .where(channels.c.chat_id == chat, channels.c.community_id.not_in(bound))
            .values(chat_id=to)
        )
        await self._connection.execute(delete(channels).where(channels.c.chat_id == chat))

    async def about_account(self, account: AccountId) -> JsonObject:
        asked = select(known_chats.c.title).where(
            known_chats.c.bot_id == self._bot, known_chats.c.added_by == account
        )
        titles = (await self._connection.scalars(asked.order_by(known_chats.c.id))).all()
        return {"chats_you_let_the_bot_into": list(titles)} if titles else {}

    async def forget_account(self, account: AccountId, *, now: datetime) -> None:  # noqa: ARG002 - the port's
        """The chat stays where it is; who let the bot in is nobody's to know any more."""
        await self._connection.execute(
            update(known_chats)
            .where(known_chats.c.bot_id == self._bot, known_chats.c.added_by == account)
            .values(added_by=None)
        )

    def _key(self, chat: ChatId) -> ColumnElement[bool]:
        return and_(known_chats.c.bot_id == self._bot, known_chats.c.id == chat)


class SqlChannels:
    def __init__(self, connection: AsyncConnection, *, bot: BotId) -> None:
        self._connection = connection
        self._bot = bot

    async def channel(self, community: CommunityId, chat: ChatId) -> Channel:
        found = await self.some(community, [chat])
        if not found:
            raise NotFound("channel-gone")
        return found[chat]

    async def some(
        self, community: CommunityId, chats: Collection[ChatId]
    ) -> dict[ChatId, Channel]:
        if not chats:
            return {}
        asked = self._of(community).where(channels.c.chat_id.in_(chats)).limit(1000)
        return {one.chat: one for one in await self._read(asked)}

    async def all(self, community: CommunityId) -> list[Channel]:
        of_a_place = channels.c.place_id.is_not(None)
        asked = self._of(community).order_by(of_a_place, known_chats.c.title, channels.c.chat_id)
        return await self._read(asked.limit(_MOST))

    async def towns(self, chat: ChatId) -> list[CommunityId]:
        asked = select(channels.c.community_id).where(channels.c.chat_id == chat).limit(_MOST)
        return [CommunityId(town) for town in (await self._connection.scalars(asked)).all()]

    async def put(self, channel: Channel) -> None:
        values = {
            "place_id": channel.place,
            "bound_by": channel.bound_by,
            "bound_at": channel.bound_at,
        }
        added = insert_for(self._connection, channels).values(
            community_id=channel.community, chat_id=channel.chat, **values
        )
        key = [channels.c.community_id, channels.c.chat_id]
        await self._connection.execute(added.on_conflict_do_update(index_elements=key, set_=values))

    async def remove(self, community: CommunityId, chat: ChatId) -> None:
        await self._connection.execute(
            delete(channels).where(channels.c.community_id == community, channels.c.chat_id == chat)
        )

    def _of(self, community: CommunityId) -> Select[Any]:
        known = and_(known_chats.c.bot_id == self._bot, known_chats.c.id == channels.c.chat_id)
        return (
            select(channels, known_chats.c.kind, known_chats.c.title, known_chats.c.can_post)
            .select_from(channels.join(known_chats, known))
            .where(channels.c.community_id == community)
        )

    async def _read(self, asked: Select[Any]) -> list[Channel]:
        return [
            Channel(
                community=CommunityId(row.community_id),
                chat=ChatId(row.chat_id),
                kind=ChatKind(row.kind),
                title=row.title,
                can_post=row.can_post,
                place=None if row.place_id is None else PlaceId(row.place_id),
                bound_by=AccountId(row.bound_by),
                bound_at=row.bound_at,
            )
            for row in await self._connection.execute(asked)
        ]


def _known_from(row: Any) -> KnownChat:
    return KnownChat(
        id=ChatId(row.id),
        kind=ChatKind(row.kind),
        title=row.title,
        can_post=row.can_post,
        added_by=None if row.added_by is None else AccountId(row.added_by),
        learnt_at=row.learnt_at,
        left_at=row.left_at,
    )

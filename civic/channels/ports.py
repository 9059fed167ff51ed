"""Chats the bot was let into, and those of them that a town speaks through."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from civic.channels.model import Channel, KnownChat
from civic.kernel.ids import AccountId, ChatId, CommunityId


class KnownChats(Protocol):
    """What Telegram told of channels and groups: of no town until somebody binds one."""

    async def find(self, chat: ChatId) -> KnownChat | None: ...

    async def added_by(self, accounts: Collection[AccountId], *, limit: int) -> list[KnownChat]:
        """Those the bot is in that one of them let it into and no town speaks through, by title."""

    async def put(self, chat: KnownChat) -> None:
        """Add, or change all but who let the bot in at first."""

    async def note_right(self, chat: ChatId, *, can_post: bool) -> None:
        """What a message to it has shown; an unknown chat is left unknown."""

    async def leave(self, chat: ChatId, *, now: datetime) -> None:
        """The bot is in it no more."""

    async def move(self, chat: ChatId, to: ChatId) -> None:
        """A group became a supergroup: it is known, bound and published to under its new id."""


class Channels(Protocol):
    """The town's own: what is published can be published to them."""

    async def channel(self, community: CommunityId, chat: ChatId) -> Channel:
        """Raise NotFound when it is not bound to this town."""

    async def some(
        self, community: CommunityId, chats: Collection[ChatId]
    ) -> dict[ChatId, Channel]:
        """At most a thousand at a time."""

    async def all(self, community: CommunityId) -> list[Channel]:
        """Those of the whole town first, then by title; a town has a hundred at most."""

    async def towns(self, chat: ChatId) -> list[CommunityId]:
        """Towns that speak through it."""

    async def put(self, channel: Channel) -> None:
        """Bind it, or change what it is bound to."""

    async def remove(self, community: CommunityId, chat: ChatId) -> None: ...

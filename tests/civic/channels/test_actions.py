"""Which chats a town may speak through, and what becomes known of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import pytest

from civic.channels.actions import bind_channel, learn_chat, leave_chat, unbind_channel
from civic.channels.model import Channel, ChatKind, KnownChat
from civic.kernel.ids import AccountId, ChatId, CommunityId, PlaceId
from civic.kernel.refusal import NotFound, Refusal
from tests.calendar import MONDAY
from tests.memory.communities import MemoryAudit
from tests.people import IHOR, OTHER_TOWN, PETRO, TOWN

NEWS = ChatId(-1001)


@dataclass
class MemoryChats:
    kept: dict[ChatId, KnownChat] = field(default_factory=dict)

    async def find(self, chat: ChatId) -> KnownChat | None:
        return self.kept.get(chat)

    async def added_by(self, accounts: Collection[AccountId], *, limit: int) -> list[KnownChat]:
        return [one for one in self.kept.values() if one.added_by in accounts][:limit]

    async def put(self, chat: KnownChat) -> None:
        self.kept[chat.id] = chat

    async def note_right(self, chat: ChatId, *, can_post: bool) -> None:
        self.kept[chat] = replace(self.kept[chat], can_post=can_post)

    async def leave(self, chat: ChatId, *, now: datetime) -> None:
        self.kept[chat] = replace(self.kept[chat], can_post=False, left_at=now)

    async def move(self, chat: ChatId, to: ChatId) -> None:
        self.kept[to] = replace(self.kept.pop(chat), id=to)


@dataclass
class MemoryChannels:
    kept: dict[tuple[CommunityId, ChatId], Channel] = field(default_factory=dict)

    async def channel(self, community: CommunityId, chat: ChatId) -> Channel:
        if (community, chat) not in self.kept:
            raise NotFound("channel-gone")
        return self.kept[community, chat]

    async def some(
        self, community: CommunityId, chats: Collection[ChatId]
    ) -> dict[ChatId, Channel]:
        return {chat: one for (town, chat), one in self.kept.items() if town == community}

    async def all(self, community: CommunityId) -> list[Channel]:
        return [one for (town, _), one in self.kept.items() if town == community]

    async def towns(self, chat: ChatId) -> list[CommunityId]:
        return [town for town, one in self.kept if one == chat]

    async def put(self, channel: Channel) -> None:
        self.kept[channel.community, channel.chat] = channel

    async def remove(self, community: CommunityId, chat: ChatId) -> None:
        self.kept.pop((community, chat), None)


@dataclass
class Office:
    known: MemoryChats = field(default_factory=MemoryChats)
    channels: MemoryChannels = field(default_factory=MemoryChannels)
    audit: MemoryAudit = field(default_factory=MemoryAudit)

    async def learn(self, *, can_post: bool = True, by: AccountId | None = IHOR) -> bool:
        return await learn_chat(
            NEWS, kind=ChatKind.CHANNEL, title="Новини", can_post=can_post, by=by,
            known=self.known, now=MONDAY,
        )  # fmt: skip

    async def bind(
        self,
        town: CommunityId = TOWN,
        place: PlaceId | None = None,
        colleagues: Sequence[AccountId] = (IHOR,),
    ) -> Channel:
        return await bind_channel(
            town, NEWS, place, by=IHOR, colleagues=colleagues, known=self.known,
            channels=self.channels, audit=self.audit, now=MONDAY,
        )  # fmt: skip


async def test_a_chat_is_bound_and_unbound_and_both_stand_in_the_log() -> None:
    office = Office()
    await office.learn()
    bound = await office.bind(place=PlaceId(11))
    assert (bound.place, bound.can_post, bound.title) == (PlaceId(11), True, "Новини")
    await unbind_channel(
        TOWN, NEWS, by=IHOR, channels=office.channels, audit=office.audit, now=MONDAY
    )
    assert await office.channels.all(TOWN) == []
    assert office.audit.verbs == ["channel-bound", "channel-unbound"]


@pytest.mark.parametrize("adder", [None, PETRO])
async def test_only_a_chat_that_a_colleague_let_the_bot_into_is_bound(
    adder: AccountId | None,
) -> None:
    office = Office()
    await office.learn(by=adder)
    with pytest.raises(Refusal) as refused:
        await office.bind()
    assert refused.value.key == "channel-not-ours"


async def test_a_chat_of_another_town_is_left_to_it() -> None:
    office = Office()
    await office.learn()
    await office.bind(OTHER_TOWN)
    with pytest.raises(Refusal) as refused:
        await office.bind()
    assert refused.value.key == "channel-of-another-town"


async def test_a_bound_chat_changes_its_place_though_its_adder_serves_no_more() -> None:
    office = Office()
    await office.learn()
    await office.bind()
    moved = await office.bind(place=PlaceId(11), colleagues=(PETRO,))
    assert moved.place == PlaceId(11)


async def test_a_chat_that_was_left_or_never_known_is_not_bound() -> None:
    office = Office()
    with pytest.raises(NotFound):
        await office.bind()
    await office.learn()
    await leave_chat(NEWS, known=office.known, now=MONDAY)
    with pytest.raises(NotFound):
        await office.bind()


async def test_losing_the_right_to_post_is_told_once() -> None:
    office = Office()
    assert not await office.learn()
    assert await office.learn(can_post=False)
    assert not await office.learn(can_post=False)
    assert not await leave_chat(NEWS, known=office.known, now=MONDAY)


async def test_whoever_changes_rights_did_not_let_the_bot_in_but_who_adds_it_again_did() -> None:
    office = Office()
    await office.learn(by=IHOR)
    await office.learn(by=PETRO, can_post=False)
    assert office.known.kept[NEWS].added_by == IHOR
    await leave_chat(NEWS, known=office.known, now=MONDAY)
    await office.learn(by=PETRO)
    assert office.known.kept[NEWS].added_by == PETRO

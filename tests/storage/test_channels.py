"""Chats that the bot was let into: bound, followed as they grow, forgotten with who added it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from civic.channels.model import Channel, ChatKind, KnownChat
from civic.kernel.ids import AccountId, ChatId
from civic.kernel.refusal import NotFound
from storage.engines import Database
from storage.unit_of_work import SqlWork
from tests.asked import AUTHOR, COURTYARD, MONDAY, TOWN
from tests.survey_town import build_town, storage_on

YARD, GROWN, NEWS = ChatId(-4001), ChatId(-1002000000001), ChatId(-1002000000002)
ADDER = AccountId(801)


def known(chat: ChatId, title: str, *, by: AccountId | None = ADDER) -> KnownChat:
    kind = ChatKind.CHANNEL if chat == NEWS else ChatKind.GROUP
    return KnownChat(
        id=chat, kind=kind, title=title, can_post=True, added_by=by, learnt_at=MONDAY
    )  # fmt: skip


async def bind(work: SqlWork, chat: KnownChat, *, to_town: bool = False) -> None:
    await work.channels.put(
        Channel(
            community=TOWN, chat=chat.id, kind=chat.kind, title=chat.title, can_post=True,
            place=None if to_town else COURTYARD, bound_by=AUTHOR, bound_at=MONDAY,
        )
    )  # fmt: skip


@pytest.fixture
async def work(database: Database, tmp_path: Path) -> AsyncIterator[SqlWork]:
    async with storage_on(database, tmp_path).writing() as unit:
        await build_town(unit)
        for chat in (known(YARD, "А двір"), known(NEWS, "Новини")):
            await unit.known_chats.put(chat)
        yield unit


async def test_what_no_town_speaks_through_yet_is_offered_to_who_let_the_bot_in(
    work: SqlWork,
) -> None:
    offered = await work.known_chats.added_by([ADDER], limit=9)
    assert [chat.id for chat in offered] == [YARD, NEWS]
    await bind(work, known(YARD, "А двір"))
    offered = await work.known_chats.added_by([ADDER], limit=9)
    assert [chat.id for chat in offered] == [NEWS]
    await work.known_chats.leave(NEWS, now=MONDAY)
    assert await work.known_chats.added_by([ADDER], limit=9) == []
    assert await work.known_chats.added_by([AUTHOR], limit=9) == []


async def test_those_of_the_whole_town_come_first(work: SqlWork) -> None:
    await bind(work, known(YARD, "А двір"))
    await bind(work, known(NEWS, "Новини"), to_town=True)
    listed = await work.channels.all(TOWN)
    assert [(one.chat, one.place) for one in listed] == [(NEWS, None), (YARD, COURTYARD)]
    assert await work.channels.towns(NEWS) == [TOWN]


async def test_a_refused_post_shows_in_the_list_until_the_right_is_back(work: SqlWork) -> None:
    await bind(work, known(NEWS, "Новини"))
    await work.known_chats.note_right(NEWS, can_post=False)
    assert not (await work.channels.channel(TOWN, NEWS)).can_post
    await work.known_chats.note_right(NEWS, can_post=True)
    assert (await work.channels.channel(TOWN, NEWS)).can_post
    await work.known_chats.leave(NEWS, now=MONDAY)
    assert not (await work.channels.channel(TOWN, NEWS)).can_post


@pytest.mark.parametrize("new_one_first", [False, True])
async def test_a_group_that_grew_up_is_bound_under_its_new_id(
    work: SqlWork, new_one_first: bool
) -> None:
    await bind(work, known(YARD, "А двір"))
    if new_one_first:
        await work.known_chats.put(known(GROWN, "А двір", by=None))
    for _ in range(2):
        # Told twice: by the group itself, and by a post that was refused.
        await work.known_chats.move(YARD, GROWN)
    channel = await work.channels.channel(TOWN, GROWN)
    assert (channel.title, channel.place) == ("А двір", COURTYARD)
    assert await work.known_chats.find(YARD) is None
    with pytest.raises(NotFound):
        await work.channels.channel(TOWN, YARD)


async def test_whoever_is_forgotten_let_the_bot_into_nothing(work: SqlWork) -> None:
    told = await work.known_chats.about_account(ADDER)
    assert told == {"chats_you_let_the_bot_into": ["Новини", "А двір"]}
    await work.known_chats.forget_account(ADDER, now=MONDAY)
    assert await work.known_chats.about_account(ADDER) == {}
    found = await work.known_chats.find(NEWS)
    assert found == replace(known(NEWS, "Новини"), added_by=None)

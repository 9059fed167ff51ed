"""What a channel or a group answers to a post is remembered for the next one."""

from pathlib import Path

import pytest

from bot.telegram import Answer
from civic.channels.model import Channel, ChatKind, KnownChat
from civic.kernel.ids import AccountId, ChatId, CommunityId
from civic.kernel.outbox import Notice, Recipient
from storage.engines import Database
from tests.asked import AUTHOR, TOWN
from tests.bot.post import Post, post_office
from tests.calendar import MONDAY
from tests.survey_town import build_town

YARD, GROWN = ChatId(-4001), ChatId(-1002000000001)


async def let_in(post: Post) -> None:
    """A group that the town speaks through."""
    async with post.storage.writing() as work:
        await build_town(work)
        await work.known_chats.put(
            KnownChat(
                id=YARD, kind=ChatKind.GROUP, title="Двір", can_post=True, added_by=AUTHOR,
                learnt_at=MONDAY,
            )
        )  # fmt: skip
        await work.channels.put(
            Channel(
                community=TOWN, chat=YARD, kind=ChatKind.GROUP, title="Двір", can_post=True,
                place=None, bound_by=AUTHOR, bound_at=MONDAY,
            )
        )  # fmt: skip


async def publish(post: Post, *answers: Answer) -> None:
    post.telegram.scripted.extend(answers)
    async with post.storage.writing() as work:
        told = Notice(to=AccountId(0), community=CommunityId(TOWN), key="stop-done")
        bulk = await work.bulks.begin(told, now=MONDAY)
        await work.bulks.add(TOWN, bulk, [Recipient(to=AccountId(YARD))], now=MONDAY)
    await post.settle()


async def may_post(post: Post, chat: ChatId = YARD) -> bool:
    async with post.storage.reading() as work:
        return (await work.channels.channel(TOWN, chat)).can_post


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (400, "Bad Request: not enough rights to send text messages to the chat"),
        (400, "Bad Request: need administrator rights in the channel chat"),
        (403, "Forbidden: bot was kicked from the group chat"),
    ],
)
async def test_a_post_that_is_refused_marks_the_chat_and_one_that_is_taken_clears_it(
    database: Database, tmp_path: Path, code: int, words: str
) -> None:
    async with post_office(database, tmp_path) as post:
        await let_in(post)
        await publish(post, Answer(ok=False, error_code=code, description=words))
        assert not await may_post(post)
        await publish(post)
        assert await may_post(post)


async def test_a_post_that_meets_a_grown_group_goes_to_its_new_address(
    database: Database, tmp_path: Path
) -> None:
    async with post_office(database, tmp_path) as post:
        await let_in(post)
        moved = Answer(
            ok=False,
            error_code=400,
            description="Bad Request: group chat was upgraded to a supergroup chat",
            migrate_to=GROWN,
        )
        await publish(post, moved)
        assert await may_post(post, GROWN)
        assert [params["chat_id"] for _, params in post.telegram.calls] == [GROWN]

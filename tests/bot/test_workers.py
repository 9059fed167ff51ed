"""Several processes on one PostgreSQL: each update once, each chat in its order, no deadlock."""

import asyncio
import random
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy import text

from handlers.effects import Reply, Send
from handlers.screens.screen import Screen
from storage.engines import Database
from storage.unit_of_work import SqlWork
from tests.bot.post import Post, post_office
from tests.databases import fresh_database

WORKERS = 4


def _router() -> Router:
    router = Router()

    @router.message()
    async def heard(message: Message, state: FSMContext, work: SqlWork) -> Reply:
        """Remembers all that was said, in order, and counts in a row that all share."""
        said = [*(await state.get_data()).get("said", []), message.text]
        await state.set_data({"said": said})
        await work.connection.execute(
            text("UPDATE marks SET value = CAST(CAST(value AS int) + 1 AS text) WHERE name = 'all'")
        )
        return Send(screen=Screen(text=" ".join(said)))

    @router.callback_query()
    async def pressed(query: CallbackQuery, state: FSMContext) -> Reply:
        count = (await state.get_data()).get("count", 0) + 1
        await state.set_data({"count": count})
        return Screen(text=f"{count}")

    return router


@pytest.fixture
async def offices(tmp_path: Path) -> AsyncIterator[list[Post]]:
    """As many processes, each with connections and a sender of its own."""
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(fresh_database("postgresql", tmp_path))
        url = database.url.render_as_string(hide_password=False)
        made = []
        for number in range(WORKERS):
            own = Database(url, pool_size=4)
            stack.push_async_callback(own.close)
            office = post_office(own, tmp_path, routers=[_router()], boot=f"boot-{number}")
            made.append(await stack.enter_async_context(office))
        async with made[0].storage.writing() as work:
            await work.clock.put_mark("all", "0")
        yield made


async def _work_off(offices: list[Post]) -> None:
    """All processes work until nobody finds anything any more."""

    async def work(post: Post) -> None:
        while await post.worker.work_off(limit=1):
            pass

    async with asyncio.timeout(60):
        for _ in range(3):
            await asyncio.gather(*(work(post) for post in offices))


async def test_each_chat_keeps_its_order_and_each_update_is_applied_once(
    offices: list[Post],
) -> None:
    first = offices[0]
    updates = [first.says(str(n), person=person) for n in range(8) for person in range(1, 7)]
    for start in range(0, len(updates), 12):
        await first.arrives(*updates[start : start + 12])
    await _work_off(offices)

    async with first.storage.reading() as work:
        kept = (await work.standing.of(range(1, 7))).conversations
        assert await work.clock.mark("all") == str(len(updates))
        assert await work.connection.scalar(text("SELECT count(*) FROM outbox")) == len(updates)
    for person in range(1, 7):
        assert kept[person, person].data["said"] == [str(n) for n in range(8)]


async def test_updates_that_come_while_others_are_worked_off_are_each_applied_once(
    offices: list[Post],
) -> None:
    first = offices[0]
    chance = random.Random(3)
    said: dict[int, list[str]] = defaultdict(list)

    async def people() -> None:
        for n in range(10):
            page = []
            for _ in range(5):
                person = chance.randrange(1, 5)
                said[person].append(f"{n}")
                page.append(first.says(f"{n}", person=person))
            await offices[n % WORKERS].intake.take(page)
            await asyncio.sleep(0)

    await asyncio.gather(people(), _work_off(offices))
    await _work_off(offices)

    async with first.storage.reading() as work:
        kept = (await work.standing.of(said)).conversations
    assert {person: kept[person, person].data["said"] for person in said} == said


async def test_two_presses_in_the_same_millisecond_are_applied_one_after_the_other(
    offices: list[Post],
) -> None:
    first, second = offices[:2]
    one, two = first.presses("zz1.1", message=7), first.presses("zz1.1", message=7)
    await asyncio.gather(first.intake.take([one]), second.intake.take([two]))
    await asyncio.gather(*(post.worker.work_off(limit=1) for post in offices))
    await _work_off(offices)

    async with first.storage.reading() as work:
        kept = (await work.standing.of([1])).conversations
        edits = list(
            await work.connection.scalars(
                text("SELECT state FROM outbox WHERE method = 'editMessageText' ORDER BY id")
            )
        )
    assert kept[1, 1].data == {"count": 2}
    assert edits == [5, 0], "the older state of the message is superseded"


async def test_a_process_that_dies_at_work_leaves_its_update_to_the_others(
    offices: list[Post],
) -> None:
    first, second = offices[:2]
    await first.arrives(first.says("a"), first.says("b"))
    reached, never = asyncio.Event(), asyncio.Event()
    flush = first.worker._flush

    async def hang(*given: object) -> None:
        await flush(*given)  # type: ignore[arg-type]  # handed on as they came
        reached.set()
        await never.wait()

    first.worker._flush = hang  # type: ignore[method-assign, assignment]  # it dies here, on purpose
    dying = asyncio.create_task(first.worker.work_off(limit=1))
    async with asyncio.timeout(20):
        await reached.wait()
        assert await second.worker.work_off(limit=1) == 0, "the other waits for its turn"
        while await _break_connections(second):
            pass
        await _work_off([second])
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)

    async with second.storage.reading() as work:
        kept = (await work.standing.of([1])).conversations
    assert kept[1, 1].data["said"] == ["a", "b"]


async def _break_connections(post: Post) -> int:
    """As the server does when a process is gone; how many were still at work."""
    async with post.storage.writing() as work:
        found = await work.connection.scalars(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND state = 'idle in transaction' "
                "AND pid <> pg_backend_pid()"
            )
        )
        return len(found.all())


async def test_several_senders_send_each_message_once(offices: list[Post]) -> None:
    first = offices[0]
    await first.arrives(*(first.says(str(n), person=n % 5 + 1) for n in range(40)))
    await _work_off(offices)
    async with asyncio.timeout(30):
        for _ in range(3):
            await asyncio.gather(*(post.sender.drain() for post in offices))

    sent = [(p["chat_id"], p["text"]) for post in offices for _, p in post.telegram.calls]
    assert len(sent) == len(set(sent)) == 40

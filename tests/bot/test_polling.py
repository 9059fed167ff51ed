"""Updates are stored before they are confirmed, whatever happens in between."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.inbox import LEASE_SECONDS, Poller
from bot.telegram import Answer, NotSentError, UnsureError
from storage.engines import Database
from tests.bot.post import Post, post_office
from tests.databases import fresh_database

CONFLICT = Answer(ok=False, error_code=409, description="Conflict: can't use getUpdates method while webhook is active")  # fmt: skip


@dataclass
class Feed:
    """Telegram as a poller sees it: gives pages, remembers offsets, stops the poller at the end."""

    pages: deque[Any] = field(default_factory=deque)
    offsets: list[int | None] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    waiting: asyncio.Event = field(default_factory=asyncio.Event)

    async def call(
        self, method: str, params: Mapping[str, Any] | None = None, *, seconds: float = 0
    ) -> Answer:
        self.methods.append(method)
        given = params or {}
        if method != "getUpdates" or given["timeout"] == 0:
            self.offsets += [given["offset"]] if method == "getUpdates" else []
            return Answer(ok=True, result=[] if method == "getUpdates" else True)
        self.offsets.append(given.get("offset"))
        if not self.pages:
            self.waiting.set()
            await asyncio.Event().wait()
        page = self.pages.popleft()
        if isinstance(page, Exception):
            raise page
        return page if isinstance(page, Answer) else Answer(ok=True, result=page)


@pytest.fixture
async def post(database: Database, tmp_path: Path) -> AsyncIterator[Post]:
    async with post_office(database, tmp_path / "files") as made:
        yield made


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the poller waits before it tries again is not what these tests are about."""

    async def at_once(_stopping: asyncio.Event, _seconds: float) -> None:
        await asyncio.sleep(0)

    monkeypatch.setattr("bot.inbox._pause", at_once)


async def _poll(post: Post, *pages: Any) -> Feed:
    feed = Feed(pages=deque(pages))
    poller = Poller(post.storage, feed, post.intake)  # type: ignore[arg-type]  # speaks like it
    polling = asyncio.create_task(poller.run(feed.stopping))
    async with asyncio.timeout(20):
        await feed.waiting.wait()
        feed.stopping.set()
        await polling
    await post.settle()
    return feed


async def test_a_page_is_confirmed_only_after_it_is_stored(post: Post) -> None:
    feed = await _poll(post, [post.says("/menu"), post.says("/menu")], [post.says("/menu")])

    assert feed.offsets == [None, 3, 4, 4], "the last one confirms on the way out"
    assert post.telegram.texts() == ["menu 1", "menu 2", "menu 3"]


async def test_what_could_not_be_stored_stays_unconfirmed_and_comes_again(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = [post.says("/menu")], [post.says("/menu")]
    take, failures = post.intake.take, [OSError(28, "disk full")]

    async def full(page: Any) -> None:
        if failures:
            raise failures.pop()
        await take(page)

    monkeypatch.setattr(post.intake, "take", full)
    feed = await _poll(post, first, first, second)

    assert feed.offsets == [None, None, 2, 3, 3]
    assert post.telegram.texts() == ["menu 1", "menu 2"]


async def test_telegram_out_of_reach_or_refusing_is_asked_again(post: Post) -> None:
    other = Answer(ok=False, error_code=409, description="Conflict: terminated by other getUpdates")
    feed = await _poll(
        post, NotSentError("refused"), UnsureError("broke"), other, Answer(ok=True, result="odd"),
        [post.says("/menu")],
    )  # fmt: skip

    assert feed.offsets == [None] * 5 + [2, 2]
    assert feed.methods.count("deleteWebhook") == 1
    assert post.telegram.texts() == ["menu 1"]


async def test_a_webhook_that_still_stands_is_taken_away(post: Post) -> None:
    feed = await _poll(post, CONFLICT, [post.says("/menu")])

    assert feed.methods[:3] == ["deleteWebhook", "getUpdates", "deleteWebhook"]
    assert post.telegram.texts() == ["menu 1"]


async def test_updates_without_an_id_are_passed_over(post: Post) -> None:
    odd: list[Any] = [{"message": {}}, 7, {"update_id": "1"}, {"update_id": 2**70}]
    feed = await _poll(post, odd[:3], [odd[3], post.says("/menu")], [post.says("/menu")])

    assert post.telegram.texts() == ["menu 1", "menu 2"]
    assert feed.offsets == [None, None, 2**70 + 1, 3, 3]


async def test_of_two_processes_one_polls_and_the_other_takes_over(tmp_path: Path) -> None:
    async with (
        fresh_database("postgresql", tmp_path) as database,
        post_office(database, tmp_path, boot="boot-1") as one,
        post_office(database, tmp_path, boot="boot-2") as two,
    ):
        first = Poller(one.storage, Feed(), one.intake)  # type: ignore[arg-type]  # a double
        second = Poller(two.storage, Feed(), two.intake)  # type: ignore[arg-type]
        assert [await first._is_mine(), await second._is_mine()] == [True, False]
        one.pass_time(timedelta(seconds=LEASE_SECONDS / 2))
        two.pass_time(timedelta(seconds=LEASE_SECONDS / 2))
        assert [await first._is_mine(), await second._is_mine()] == [True, False]
        one.pass_time(timedelta(seconds=LEASE_SECONDS + 1))
        two.pass_time(timedelta(seconds=LEASE_SECONDS + 1))
        assert [await second._is_mine(), await first._is_mine()] == [True, False]


async def test_who_is_told_to_stop_hands_the_polling_over_at_once_though_nothing_came(
    tmp_path: Path,
) -> None:
    async with (
        fresh_database("postgresql", tmp_path) as database,
        post_office(database, tmp_path, boot="boot-1") as one,
        post_office(database, tmp_path, boot="boot-2") as two,
    ):
        await _poll(one)
        second = Poller(two.storage, Feed(), two.intake)  # type: ignore[arg-type]  # a double
        two.pass_time(timedelta(seconds=1))
        assert await second._is_mine()


async def test_on_sqlite_whoever_comes_after_a_crash_polls_at_once(tmp_path: Path) -> None:
    async with (
        fresh_database("sqlite", tmp_path) as database,
        post_office(database, tmp_path, boot="boot-1") as dead,
        post_office(database, tmp_path, boot="boot-2") as started,
    ):
        for post in (dead, started):
            poller = Poller(post.storage, Feed(), post.intake)  # type: ignore[arg-type]
            assert await poller._is_mine()


async def test_under_backlog_presses_are_answered_empty_at_once_and_told_by_message(
    post: Post,
) -> None:
    await post.arrives(post.says("/menu", person=9))
    post.pass_time(timedelta(seconds=3))
    await post.arrives(post.presses("zz1.5", message=42), post.says("/menu"))
    early = list(post.intake._early)
    await asyncio.gather(*early)

    assert [method for method, _ in post.telegram.calls] == ["answerCallbackQuery"]
    await post.settle()
    methods = [method for method, params in post.telegram.calls if params.get("chat_id") != 9]
    assert methods == ["answerCallbackQuery", "editMessageText", "sendMessage"]


async def test_without_backlog_a_press_is_answered_once_by_what_it_caused(post: Post) -> None:
    await post.arrives(post.says("/menu", person=9), post.presses("zz1.5", message=42))
    assert post.intake._early == set()
    await post.settle()

    answers = [p for method, p in post.telegram.calls if method == "answerCallbackQuery"]
    assert len(answers) == 1


async def test_an_early_answer_that_is_lost_harms_nothing(post: Post) -> None:
    await post.arrives(post.says("/menu", person=9))
    post.pass_time(timedelta(seconds=3))
    post.telegram.scripted.append(UnsureError("broke"))
    await post.arrives(post.presses("zz1.5", message=42))
    await asyncio.gather(*post.intake._early)
    await post.settle()

    assert "pressed zz1.5" in post.telegram.texts()


async def test_two_intakes_at_once_keep_each_update_once(tmp_path: Path) -> None:
    async with (
        fresh_database("postgresql", tmp_path) as database,
        post_office(database, tmp_path) as post,
    ):
        pages = [[post.says(str(n), person=n % 3 + 1) for n in range(10)] for _ in range(4)]
        await asyncio.gather(*(post.intake.take(page) for page in pages for _ in range(3)))
        async with post.storage.reading() as work:
            assert await work.connection.scalar(text("SELECT count(*) FROM inbox")) == 40

"""When nothing can be written, the process says so and leaves updates unconfirmed at Telegram."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from bot.backstage import TICK_LATE, ProcessBackstage
from bot.clock import Clock
from bot.scheduler import Tick
from bot.settings import Settings
from bot.wiring import Wiring
from civic.kernel.bulk import Held
from civic.kernel.ids import AccountId, CommunityId, IdMaker
from civic.kernel.outbox import Lane, Notice, Recipient
from storage.engines import Database
from storage.outbox import Call
from tests.bot.post import BOT, Post, post_office
from tests.databases import fresh_database
from tests.web.visiting import SECRET
from web.app import Doors, create_app

HOOK = f"/telegram/{BOT}"
KNOCK = {"X-Telegram-Bot-Api-Secret-Token": SECRET}


@dataclass
class Pages:
    """The real pages before the real inbox."""

    post: Post
    tick: Tick
    visitor: httpx.AsyncClient

    async def brings(self, update: dict[str, Any]) -> int:
        return (await self.visitor.post(HOOK, json=update, headers=KNOCK)).status_code

    async def problems(self) -> list[str]:
        answer = await self.visitor.get("/readyz")
        assert answer.status_code == (503 if answer.json()["problems"] else 200)
        return list(answer.json()["problems"])

    async def figure(self, name: str) -> float:
        return float((await self.visitor.get("/readyz")).json()[name])


async def _open(stack: AsyncExitStack, database: Database, folder: Path) -> Pages:
    post = await stack.enter_async_context(post_office(database, folder / "files"))
    settings = Settings(_env_file=None, data_dir=folder)  # type: ignore[call-arg]  # pydantic's own
    wiring = Wiring(
        settings=settings, storage=post.storage, clock=_Clock(post), new_id=IdMaker(), boot="boot-1"
    )  # fmt: skip
    tick = Tick([], clock=wiring.clock, storage=post.storage, outbox_bell=wiring.outbox_bell)
    backstage = ProcessBackstage(wiring, intake=post.intake, tick=tick)
    app = create_app(backstage, Doors(bot_id=BOT, webhook_secret=SECRET))
    transport = httpx.ASGITransport(app, client=("127.0.0.1", 40_000))
    visitor = httpx.AsyncClient(transport=transport, base_url="http://viche")
    return Pages(post, tick, await stack.enter_async_context(visitor))


class _Clock(Clock):
    """The post office's clock in the place of the process's."""

    def __init__(self, post: Post) -> None:
        super().__init__()
        self._post = post

    def now(self) -> datetime:
        return self._post.clock[0]

    def set_ahead(self, seconds: float) -> None:
        assert seconds == 0


@pytest.fixture
async def pages(database: Database, tmp_path: Path) -> AsyncIterator[Pages]:
    async with AsyncExitStack() as stack:
        yield await _open(stack, database, tmp_path)


async def test_an_update_that_telegram_brings_again_and_again_has_one_effect(pages: Pages) -> None:
    update = pages.post.says("/menu")
    assert [await pages.brings(update) for _ in range(3)] == [200, 200, 200]
    await pages.post.settle()
    assert await pages.brings(update) == 200
    await pages.post.settle()

    assert pages.post.telegram.texts() == ["menu 1"]


async def test_an_update_that_does_not_decode_is_confirmed_and_laid_aside(pages: Pages) -> None:
    assert await pages.brings({"update_id": 9, "message": {"odd": True}}) == 200
    assert await pages.brings({"odd": "no id at all"}) == 200
    await pages.post.settle()
    assert await pages.figure("dead_letters") == 1


async def test_a_locked_database_leaves_updates_unconfirmed_and_says_so(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(fresh_database("sqlite", tmp_path))
        other = Database(database.url.render_as_string())
        stack.push_async_callback(other.close)
        impatient = Database(database.url.render_as_string(), busy_ms=1)
        stack.push_async_callback(impatient.close)
        pages = await _open(stack, impatient, tmp_path)
        update = pages.post.says("/menu")
        async with other.writing():
            assert await pages.brings(update) == 503
            (problem,) = await pages.problems()
            assert "cannot be written" in problem
        assert await pages.brings(update) == 200
        assert await pages.problems() == []
        await pages.post.settle()
    assert pages.post.telegram.texts() == ["menu 1"]


async def test_a_full_disk_leaves_updates_unconfirmed_and_says_so(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(fresh_database("sqlite", tmp_path))
        pages = await _open(stack, database, tmp_path)
        assert await pages.problems() == []
        large = pages.post.says("x" * 200_000)
        async with pages.post.storage.writing() as work:
            full = await work.connection.scalar(text("PRAGMA page_count"))
            await work.connection.execute(text(f"PRAGMA max_page_count={full + 1}"))
        assert await pages.brings(large) == 503
        (problem,) = await pages.problems()
        assert "updates cannot be stored" in problem
        async with pages.post.storage.writing() as work:
            await work.connection.execute(text("PRAGMA max_page_count=100000"))
        assert await pages.brings(large) == 200
        assert await pages.problems() == []
        await pages.post.settle()
    assert pages.post.telegram.texts() == ["you said 200000"]


async def test_a_postgresql_that_is_gone_leaves_updates_unconfirmed_and_says_so(
    tmp_path: Path,
) -> None:
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(fresh_database("postgresql", tmp_path))
        pages = await _open(stack, database, tmp_path)
        update = pages.post.says("/menu")
        async with database.writing() as connection:
            await connection.execute(text("ALTER TABLE marks RENAME TO hidden"))
            await connection.execute(text("ALTER TABLE inbox RENAME TO gone"))
        assert await pages.brings(update) == 503
        assert len(await pages.problems()) == 1
        async with database.writing() as connection:
            await connection.execute(text("ALTER TABLE hidden RENAME TO marks"))
            await connection.execute(text("ALTER TABLE gone RENAME TO inbox"))
        assert await pages.brings(update) == 200
        assert await pages.problems() == []


async def test_what_waits_is_told_in_figures_and_as_metrics(pages: Pages) -> None:
    await pages.post.arrives(pages.post.says("/menu"), pages.post.says("/menu"))
    async with pages.post.storage.writing() as work:
        queued = [Call(chat=chat, method="sendMessage", payload={"text": "x"}) for chat in (1, 2)]
        await work.outbox.put(queued, now=pages.post.clock[0])
    pages.post.pass_time(timedelta(seconds=90))

    assert await pages.figure("updates_waiting") == 2
    assert await pages.figure("oldest_update_seconds") == 90
    assert await pages.figure("messages_queued") == 2
    metrics = (await pages.visitor.get("/metrics")).text
    for line in ("viche_ready 1.0", "viche_updates_waiting 2.0", "viche_messages_unknown 0.0"):
        assert line in metrics


async def test_how_long_messages_wait_and_how_many_are_held_is_told(pages: Pages) -> None:
    said = Notice(to=AccountId(1), community=CommunityId(1), key="report-ready", lane=Lane.BULK)
    async with pages.post.storage.writing() as work:
        now = pages.post.clock[0]
        goes, held = [await work.bulks.begin(said, now=now) for _ in range(2)]
        for bulk in (goes, held):
            await work.bulks.add(
                CommunityId(1), bulk, [Recipient(to=AccountId(one)) for one in (1, 2)], now=now
            )
        await work.bulks.hold(CommunityId(1), held, Held.PAUSED)
        await work.bulks.sweep(limit=10, now=now)
    assert await pages.figure("oldest_message_seconds") == 0
    pages.post.pass_time(timedelta(minutes=5))

    assert await pages.figure("oldest_message_seconds") == 300
    assert await pages.figure("messages_held") == 2
    assert await pages.figure("messages_queued") == 2


async def test_a_tick_that_does_not_run_is_told(pages: Pages) -> None:
    pages.tick.last_at = datetime.now(UTC)
    assert await pages.problems() == []
    pages.tick.last_at = datetime.now(UTC) - TICK_LATE - timedelta(seconds=1)
    assert await pages.problems() == ["the tick does not run"]


async def test_a_process_that_takes_no_updates_sends_telegram_elsewhere(pages: Pages) -> None:
    wiring: Any = type("Wired", (), {"storage": pages.post.storage})()
    jobs_only = ProcessBackstage(wiring, intake=None, tick=None)
    with pytest.raises(OSError, match="takes no updates"):
        await jobs_only.take_update({"update_id": 1})

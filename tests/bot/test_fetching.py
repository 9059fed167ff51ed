"""A file that a person sent: brought after the commit, gone on with once, left nowhere."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiogram import Router
from aiogram.types import Message
from sqlalchemy import text

from bot.telegram import NotSentError, Telegram, UnsureError
from civic.kernel.refusal import Refusal
from handlers.effects import FetchFile, Reply, Send
from handlers.fetched import Fetched, fetched
from handlers.screens.screen import Screen
from storage.engines import Database
from tests.bot.post import Post, post_office
from tests.sandbox_client import a_sandbox

CSV = "двір,будинок\n".encode()


@fetched("test-count-bytes")
async def _count(file: Fetched) -> Reply:
    word = file.params["word"]
    if word == "refuse":
        raise Refusal("too-many-messages")
    if word == "fail":
        raise ZeroDivisionError
    return Send(screen=Screen(text=f"{file.name}: {len(file.content)} bytes, {word}"))


def _router() -> Router:
    router = Router()

    @router.message()
    async def take(message: Message) -> Reply:
        name = message.text or ""
        return FetchFile(
            file_id=f"id-{name}", name=f"{name}.csv", size=1, then="test-count-bytes",
            params={"word": name},
        )  # fmt: skip

    return router


@pytest.fixture
async def post(database: Database, tmp_path: Path) -> AsyncIterator[Post]:
    async with post_office(database, tmp_path / "files", routers=[_router()]) as made:
        for word in ("a", "b", "refuse", "fail"):
            made.telegram.files[f"id-{word}"] = CSV
        yield made


async def _settle(post: Post) -> None:
    """The file comes into the inbox only once it is here."""
    await post.settle()
    await post.settle()


def _left(post: Post) -> list[Path]:
    folder = post.storage.files
    return list(folder.iterdir()) if folder.exists() else []


async def test_the_work_goes_on_when_the_file_is_here_and_the_file_does_not_stay(
    post: Post,
) -> None:
    await post.arrives(post.says("a", person=1), post.says("b", person=2))
    await _settle(post)

    assert sorted(post.telegram.texts()) == [
        f"a.csv: {len(CSV)} bytes, a",
        f"b.csv: {len(CSV)} bytes, b",
    ]
    assert _left(post) == []


async def test_a_file_that_cannot_be_had_is_told_and_stops_nothing(post: Post) -> None:
    await post.arrives(post.says("gone"), post.says("a"))
    await _settle(post)

    sorry, counted = post.telegram.texts()
    assert "Telegram" in sorry
    assert counted.startswith("a.csv")
    assert _left(post) == []


@pytest.mark.parametrize("word", ["refuse", "fail"])
async def test_what_goes_wrong_afterwards_is_told_and_the_file_does_not_stay(
    post: Post, word: str
) -> None:
    await post.arrives(post.says(word))
    await _settle(post)

    assert len(post.telegram.texts()) == 1
    assert _left(post) == []
    async with post.storage.reading() as work:
        assert (await work.inbox.backlog()).dead == (1 if word == "fail" else 0)


async def test_telegram_out_of_reach_only_delays_it(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unreachable(_file_id: str) -> bytes:
        raise NotSentError("refused")

    with monkeypatch.context() as patched:
        patched.setattr(post.telegram, "download", unreachable)
        await post.arrives(post.says("a"))
        await _settle(post)
    assert post.telegram.texts() == []

    post.pass_time(timedelta(seconds=1))
    await _settle(post)
    assert post.telegram.texts() == [f"a.csv: {len(CSV)} bytes, a"]


async def test_a_file_brought_twice_is_gone_on_with_once(post: Post) -> None:
    await post.arrives(post.says("a"))
    await post.settle()
    async with post.storage.writing() as work:
        # As after a death between the download and the commit of its result.
        await work.connection.execute(
            text("UPDATE outbox SET state = 0, final_at = NULL WHERE method = 'fetchFile'")
        )
    await _settle(post)
    await _settle(post)

    assert post.telegram.downloads == 2
    assert post.telegram.texts() == [f"a.csv: {len(CSV)} bytes, a"]


async def test_the_bytes_are_still_there_when_the_commit_failed_the_first_time(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    await post.arrives(post.says("a"))
    await post.settle()
    flush, failures = post.worker._flush, [ConnectionError("lost"), ConnectionError("lost")]

    async def flaky(*given: object) -> None:
        await flush(*given)  # type: ignore[arg-type]  # handed on as they came
        if failures:
            raise failures.pop()

    monkeypatch.setattr(post.worker, "_flush", flaky)
    await _settle(post)

    assert failures == []
    assert post.telegram.texts() == [f"a.csv: {len(CSV)} bytes, a"]


async def test_a_file_is_asked_for_again_when_telegram_wants_a_pause() -> None:
    async with a_sandbox() as sandbox, Telegram(sandbox.token, sandbox.url) as telegram:
        await sandbox.fault("too_many", method="getFile", retry_after=1)
        with pytest.raises(NotSentError):
            await telegram.download("file")
        with pytest.raises(UnsureError):
            await telegram.download("file")

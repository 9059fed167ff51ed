"""Each message leaves once, and what cannot leave is said in the ledger and stops nobody."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.telegram import Answer, NotSentError, UnsureError
from civic.kernel.ids import AccountId
from civic.kernel.outbox import MessageState, Notice
from handlers.screens.notices.registry import notice
from handlers.screens.screen import Media, Screen
from locales.catalog import Say
from storage.engines import Database
from storage.outbox import Call
from tests.bot.double import BrokenAfter
from tests.bot.post import Post, post_office
from tests.calendar import MONDAY
from tests.stores import TOWN

S = MessageState
FLOOD = Answer(ok=False, error_code=429, description="Too Many Requests", retry_after=60)
BLOCKED = Answer(ok=False, error_code=403, description="Forbidden: bot was blocked by the user")


@notice("test-card")
def _card(params: Any, say: Say) -> Screen:
    return Screen(text=f"card {params['n']} {say.language}")


@notice("test-files")
def _files(params: Any, say: Say) -> Screen:
    photos = tuple(Media(kind="photo", telegram_file=named) for named in params["files"])
    return Screen(text=params["text"], media=photos)


@pytest.fixture
async def post(database: Database, tmp_path: Path) -> AsyncIterator[Post]:
    async with post_office(database, tmp_path / "files") as made:
        yield made


def _message(chat: int, words: str = "x", **more: Any) -> Call:
    return Call(chat=chat, method="sendMessage", payload={"text": words}, **more)


async def _queue(post: Post, *calls: Call) -> None:
    async with post.storage.writing() as work:
        await work.outbox.put(calls, now=post.clock[0])


async def _owe(post: Post, key: str = "test-card", **more: Any) -> None:
    async with post.storage.writing() as work:
        given = Notice(to=AccountId(1), community=TOWN, key=key, **more)
        await work.outbox.owe(given, now=post.clock[0])


async def _ends(post: Post) -> list[tuple[MessageState, str]]:
    async with post.storage.reading() as work:
        rows = await work.connection.execute(text("SELECT state, error FROM outbox ORDER BY id"))
        return [(S(row.state), row.error or "") for row in rows]


async def test_a_notice_that_cannot_be_rendered_is_refused_and_others_leave(post: Post) -> None:
    await _owe(post, "no-such-notice")
    await _owe(post, params={"other": 1})
    await _owe(post, params={"n": 1})
    await post.sender.drain()

    assert post.telegram.texts() == ["card 1 uk"]
    assert [state for state, _ in await _ends(post)] == [S.REFUSED, S.REFUSED, S.SENT]


async def test_a_live_card_is_sent_once_and_then_edited(post: Post) -> None:
    for number in (1, 2):
        await _owe(post, params={"n": number}, card="live")
        await post.sender.drain()

    assert [method for method, _ in post.telegram.calls] == ["sendMessage", "editMessageText"]
    assert post.telegram.calls[1][1]["message_id"] == 1


async def test_a_notice_with_files_leaves_whole_in_one_call_or_not_at_all(post: Post) -> None:
    await _owe(post, "test-files", params={"files": ["a"], "text": "one"})
    await _owe(post, "test-files", params={"files": ["a", "b"], "text": "two"})
    await _owe(post, "test-files", params={"files": ["a", "b"], "text": "x" * 1025})
    await post.sender.drain()

    assert [method for method, _ in post.telegram.calls] == ["sendPhoto", "sendMediaGroup"]
    assert [state for state, _ in await _ends(post)] == [S.SENT, S.SENT, S.REFUSED]


async def test_a_failure_of_our_own_while_carrying_leaves_a_doubt_and_not_a_stuck_chat(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_given: Any, **_more: Any) -> Any:
        raise ZeroDivisionError

    await _queue(post, _message(1))
    with monkeypatch.context() as patched:
        patched.setattr(post.telegram, "call", broken)
        await post.sender.drain()
    await _queue(post, _message(1, "next"))
    await post.sender.drain()

    assert post.telegram.texts() == ["next"]
    assert await _ends(post) == [(S.UNKNOWN, "ZeroDivisionError"), (S.SENT, "")]


async def test_a_file_that_is_gone_is_refused_in_words(post: Post) -> None:
    async with post.storage.writing() as work:
        file = await work.files.put(TOWN, None, "a.pdf", "application/pdf", b"x", now=MONDAY)
    document = {"document": {"file": file}}
    await _queue(
        post,
        Call(chat=1, method="sendDocument", payload=document, community=TOWN),
        Call(chat=2, method="sendDocument", payload={"document": {"file": 5}}, community=TOWN),
        _message(1, "next"),
    )
    for path in post.storage.files.iterdir():
        path.unlink()
    await post.sender.drain()

    ends = await _ends(post)
    assert ends[1] == (S.REFUSED, "the file is gone")
    assert ends[2] == (S.SENT, "")


async def test_an_uploaded_file_goes_by_its_telegram_id_the_next_time(post: Post) -> None:
    async with post.storage.writing() as work:
        file = await work.files.put(TOWN, None, "a.pdf", "application/pdf", b"x", now=MONDAY)
    for chat in (1, 2):
        payload = {"document": {"file": file}}
        await _queue(post, Call(chat=chat, method="sendDocument", payload=payload, community=TOWN))
        await post.sender.drain()

    assert [params["document"] for _, params in post.telegram.calls] == ["upload", "file-1"]


async def test_what_is_owed_to_a_group_follows_it_when_telegram_says_so(post: Post) -> None:
    moved = Answer(
        ok=False, error_code=400, migrate_to=-1005,
        description="Bad Request: group chat was upgraded to a supergroup chat",
    )  # fmt: skip
    post.telegram.scripted.append(moved)
    await _queue(post, _message(-5, "a"), _message(-5, "b"))
    await post.sender.drain()

    sent = [(params["chat_id"], params["text"]) for _, params in post.telegram.calls]
    assert sent == [(-1005, "a"), (-1005, "b")]


async def test_a_group_that_tells_of_its_own_move_is_followed(post: Post) -> None:
    await _queue(post, _message(-5, "a"))
    moving = post.says("", person=7)
    moving["message"] |= {"chat": {"id": -5, "type": "group", "title": "x"}}
    del moving["message"]["text"]
    moving["message"]["migrate_to_chat_id"] = -1005
    await post.arrives(moving)
    await post.settle()

    assert (-1005, "a") in [(p["chat_id"], p.get("text")) for _, p in post.telegram.calls]


async def test_a_message_too_old_to_delete_loses_its_buttons(post: Post) -> None:
    too_old = Answer(ok=False, error_code=400, description="message can't be deleted")
    post.telegram.scripted.append(too_old)
    await _queue(post, Call(chat=1, method="deleteMessage", payload={"message_id": 7}))
    await post.sender.drain()

    ((method, params),) = post.telegram.calls
    assert (method, params["message_id"]) == ("editMessageReplyMarkup", 7)


async def test_an_edit_that_changes_nothing_counts_as_shown(post: Post) -> None:
    same = Answer(ok=False, error_code=400, description="Bad Request: message is not modified")
    post.telegram.scripted.extend([Answer(ok=True), same])
    await post.arrives(post.presses("zz1.1", message=4))
    await post.settle()

    assert [state for state, _ in await _ends(post)] == [S.SENT, S.SENT]


async def test_a_query_that_is_too_old_is_late_and_not_refused(post: Post) -> None:
    old = Answer(ok=False, error_code=400, description="Bad Request: query is too old and")
    post.telegram.scripted.append(old)
    await post.arrives(post.presses("zz1.1", message=4))
    await post.settle()

    assert [state for state, _ in await _ends(post)] == [S.EXPIRED, S.SENT]


async def test_to_who_blocked_the_bot_no_further_news_is_tried(post: Post) -> None:
    await post.arrives(post.says("/menu"))
    await post.settle()
    post.telegram.scripted.append(BLOCKED)
    await _owe(post, params={"n": 1})
    await post.sender.drain()
    await _owe(post, params={"n": 2})
    await post.sender.drain()

    assert post.telegram.texts() == ["menu 1"]
    assert [state for state, _ in await _ends(post)] == [S.SENT, S.REFUSED, S.REFUSED]


async def test_two_chats_refused_at_once_mean_the_whole_bot(post: Post) -> None:
    post.telegram.scripted.extend([FLOOD, FLOOD])
    await _queue(post, _message(1), _message(2))
    await post.sender.drain()
    await _queue(post, _message(3))
    await post.sender.drain()
    assert post.telegram.texts() == []

    post.pass_time(timedelta(seconds=61))
    await post.sender.drain()
    assert sorted(params["chat_id"] for _, params in post.telegram.calls) == [1, 2, 3]


async def test_an_hour_without_telegram_loses_nothing_and_doubles_nothing(post: Post) -> None:
    await _queue(post, *(_message(chat, str(n)) for chat in (1, 2) for n in range(3)))
    for _ in range(60):
        post.telegram.scripted.extend([NotSentError("refused")] * 2)
        await post.sender.drain()
        post.pass_time(timedelta(minutes=1))
    post.telegram.scripted.clear()
    for _ in range(3):
        await post.sender.drain()
        post.pass_time(timedelta(seconds=2))

    for chat in (1, 2):
        heard = [p["text"] for _, p in post.telegram.calls if p["chat_id"] == chat]
        assert heard == ["0", "1", "2"]


async def test_a_process_told_to_stop_lands_what_is_in_flight_and_starts_nothing_new(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopping, flying, land = asyncio.Event(), asyncio.Event(), asyncio.Event()
    call = post.telegram.call

    async def slow(*given: Any, **more: Any) -> Answer:
        flying.set()
        await land.wait()
        return await call(*given, **more)

    monkeypatch.setattr(post.telegram, "call", slow)
    await _queue(post, _message(1, "in flight"), _message(1, "not yet"))
    running = asyncio.create_task(post.sender.run(stopping))
    async with asyncio.timeout(20):
        await flying.wait()
        stopping.set()
        post.bells["outbox"].ring()
        land.set()
        await running

    assert post.telegram.texts() == ["in flight"]
    assert [state for state, _ in await _ends(post)] == [S.SENT, S.QUEUED]


async def test_a_database_that_fails_between_keeps_the_results_for_the_next_look(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _queue(post, _message(1))
    write, failures = post.sender._write_down, [ConnectionError("lost")]

    async def flaky(work: Any, landed: list[Any], now: Any) -> None:
        await write(work, landed, now)
        if landed and failures:
            raise failures.pop()

    monkeypatch.setattr(post.sender, "_write_down", flaky)
    with pytest.raises(ConnectionError):
        await post.sender.drain()
    await post.sender.drain()

    assert post.telegram.texts() == ["x"]
    assert [state for state, _ in await _ends(post)] == [S.SENT]


async def test_an_ambiguous_send_of_a_card_is_listed_and_the_next_state_is_sent_anew(
    post: Post,
) -> None:
    post.telegram.scripted.append(BrokenAfter(UnsureError("broke")))
    for number in (1, 2):
        await _owe(post, params={"n": number}, card="live")
        await post.sender.drain()

    assert [method for method, _ in post.telegram.calls] == ["sendMessage", "sendMessage"]
    assert [state for state, _ in await _ends(post)] == [S.UNKNOWN, S.SENT]

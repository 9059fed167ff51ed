"""From an update to what the person sees: once, in order, whole or not at all."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.telegram import Answer, NotSentError, UnsureError
from civic.kernel.ids import AccountId
from civic.kernel.outbox import MessageState
from storage.engines import Database
from tests.bot.double import BrokenAfter
from tests.bot.post import Post, post_office
from tests.calendar import MONDAY


@pytest.fixture
async def post(database: Database, tmp_path: Path) -> AsyncIterator[Post]:
    async with post_office(database, tmp_path / "files") as made:
        yield made


async def test_the_same_update_five_times_has_one_effect(post: Post) -> None:
    update = post.says("/menu")
    for _ in range(5):
        await post.arrives(update)
    await post.settle()
    await post.arrives(update)
    await post.settle()

    assert post.telegram.texts() == ["menu 1"]


async def test_updates_of_one_chat_are_worked_off_in_their_order(post: Post) -> None:
    await post.arrives(*[post.says("/menu") for _ in range(7)])
    await post.settle()

    assert post.telegram.texts() == [f"menu {n}" for n in range(1, 8)]


async def test_a_failing_update_leaves_no_trace_but_a_dead_letter_and_an_apology(
    post: Post,
) -> None:
    await post.arrives(post.says("/menu"), post.says("/fail"), post.says("/menu"))
    await post.settle()

    first, apology, last = post.telegram.texts()
    assert (first, last) == ("menu 1", "menu 2")
    async with post.storage.reading() as work:
        (dead,) = await work.inbox.dead_letters(limit=5)
    assert "ZeroDivisionError" in dead["error"]
    assert dead["error_code"] in apology


async def test_a_refusal_is_said_and_changes_nothing(post: Post) -> None:
    await post.arrives(post.says("/refuse"), post.says("/menu"))
    await post.settle()

    assert post.telegram.texts()[1] == "menu 1"
    async with post.storage.reading() as work:
        assert (await work.inbox.backlog()).dead == 0


async def test_of_a_group_of_updates_only_what_failed_or_was_refused_is_taken_back(
    post: Post,
) -> None:
    words = {1: "/note", 2: "/fail", 3: "/note", 4: "/refuse", 5: "/note"}
    await post.arrives(*[post.says(word, person) for person, word in words.items()])
    await post.settle()

    async with post.storage.reading() as work:
        noted = {
            person: await work.owner_codes.wrong_since(AccountId(person), MONDAY - timedelta(1))
            for person in words
        }
    assert noted == {1: 1, 2: 0, 3: 1, 4: 0, 5: 1}


async def test_what_does_not_decode_is_laid_aside_and_stops_nobody(post: Post) -> None:
    await post.arrives(
        {"update_id": 900, "message": {"text": "no chat, phone +380501234567"}},
        {"update_id": 901, "something_new": {"a": 1}},
        post.says("/menu"),
    )
    await post.settle()

    assert post.telegram.texts() == ["menu 1"]
    async with post.storage.reading() as work:
        (dead,) = await work.inbox.dead_letters(limit=5)
    assert dead["update_id"] == 900
    assert "380501234567" not in dead["raw"]


async def test_a_done_update_keeps_no_words(post: Post) -> None:
    await post.arrives(post.says("a secret"))
    await post.settle()

    async with post.storage.reading() as work:
        raws = [row[0] for row in await work.connection.exec_driver_sql("SELECT raw FROM inbox")]
    assert raws == [None]


async def test_a_press_is_answered_first_and_edits_its_message_in_place(post: Post) -> None:
    await post.arrives(post.presses("zz1.5", message=42))
    await post.settle()

    methods = [method for method, _ in post.telegram.calls]
    assert methods == ["answerCallbackQuery", "editMessageText"]
    assert post.telegram.calls[1][1]["message_id"] == 42


async def test_only_the_newest_of_queued_edits_of_a_message_is_sent(post: Post) -> None:
    await post.arrives(*[post.presses(f"zz1.{n}", message=42) for n in range(5)])
    await post.settle()

    edits = [params for method, params in post.telegram.calls if method == "editMessageText"]
    assert [params["text"] for params in edits] == ["pressed zz1.4"]


async def test_a_form_that_goes_on_takes_its_former_message_away(post: Post) -> None:
    await post.arrives(post.says("/form"))
    await post.settle()
    await post.arrives(post.says("/form"))
    await post.settle()

    assert [method for method, _ in post.telegram.calls] == [
        "sendMessage",
        "sendMessage",
        "deleteMessage",
    ]
    assert post.telegram.calls[2][1]["message_id"] == 1


async def test_an_edit_of_a_message_that_is_gone_becomes_a_new_message(post: Post) -> None:
    gone = Answer(ok=False, error_code=400, description="Bad Request: message to edit not found")
    post.telegram.scripted.extend([Answer(ok=True, result=True), gone])
    await post.arrives(post.presses("zz1.5", message=42))
    await post.settle()

    assert post.telegram.calls[-1][0] == "sendMessage"
    assert post.telegram.texts() == ["pressed zz1.5"]


async def test_what_certainly_did_not_leave_is_sent_again_once(post: Post) -> None:
    post.telegram.scripted.append(NotSentError("refused"))
    await post.arrives(post.says("/menu"))
    await post.settle()
    post.pass_time(timedelta(seconds=1))
    await post.settle()

    assert post.telegram.texts() == ["menu 1"]


async def test_an_ambiguous_send_is_listed_and_not_repeated(post: Post) -> None:
    post.telegram.scripted.append(BrokenAfter(UnsureError("broke")))
    await post.arrives(post.says("/menu"))
    await post.settle()
    await post.settle()

    assert post.telegram.texts() == ["menu 1"]
    async with post.storage.reading() as work:
        assert len(await work.delivery.unknown(limit=5)) == 1


async def test_an_ambiguous_edit_is_simply_said_again(post: Post) -> None:
    post.telegram.scripted.extend([Answer(ok=True, result=True), BrokenAfter(UnsureError("b"))])
    await post.arrives(post.presses("zz1.5", message=42))
    await post.settle()
    post.pass_time(timedelta(seconds=1))
    await post.settle()

    edits = [params for method, params in post.telegram.calls if method == "editMessageText"]
    assert len(edits) == 2
    async with post.storage.reading() as work:
        assert await work.delivery.unknown(limit=5) == []


async def test_retry_after_holds_the_chat_back_and_loses_nothing(post: Post) -> None:
    post.telegram.scripted.append(
        Answer(ok=False, error_code=429, description="Too Many Requests", retry_after=3600)
    )
    await post.arrives(post.says("/menu", person=1))
    await post.settle()
    await post.arrives(post.says("/menu", person=2))
    await post.settle()

    assert [params["chat_id"] for _, params in post.telegram.calls] == [2]
    post.pass_time(timedelta(hours=1))
    await post.settle()
    assert [params["chat_id"] for _, params in post.telegram.calls] == [2, 1]


async def test_who_blocked_the_bot_becomes_unreachable_until_they_write(post: Post) -> None:
    post.telegram.scripted.append(
        Answer(ok=False, error_code=403, description="Forbidden: bot was blocked by the user")
    )
    await post.arrives(post.says("/menu"))
    await post.settle()
    async with post.storage.reading() as work:
        assert (await work.accounts.account(AccountId(1))).reachable is False

    await post.arrives(post.says("/menu"))
    await post.settle()
    async with post.storage.reading() as work:
        assert (await work.accounts.account(AccountId(1))).reachable is True


async def test_one_person_who_floods_is_told_once_and_holds_up_nobody(post: Post) -> None:
    await post.arrives(*[post.says("x", person=1) for _ in range(1000)])
    await post.arrives(post.says("/menu", person=2))
    await post.settle()

    to_flooder = [params for _, params in post.telegram.calls if params["chat_id"] == 1]
    assert len(to_flooder) == 51
    assert "menu 1" in post.telegram.texts()


async def test_a_callback_answer_that_comes_too_late_is_not_sent(post: Post) -> None:
    await post.arrives(post.presses("zz1.5", message=42))
    while await post.worker.work_off(limit=32):
        pass
    post.pass_time(timedelta(seconds=20))
    await post.sender.drain()

    assert [method for method, _ in post.telegram.calls] == ["editMessageText"]


async def test_leases_of_a_dead_process_are_settled_at_the_next_start(
    post: Post, tmp_path: Path
) -> None:
    if not post.storage.is_sqlite:
        pytest.skip("on PostgreSQL leases expire by real time")
    await post.arrives(post.says("/menu"), post.presses("zz1.5", message=42, person=2))
    while await post.worker.work_off(limit=32):
        pass
    async with post.storage.writing() as work:
        await work.delivery.lease(free=10, now=post.clock[0])

    async with post_office(post.storage.database, tmp_path, boot="boot-2") as again:
        async with again.storage.writing() as work:
            doubtful = await work.delivery.settle_doubt(now=again.clock[0])
        await again.settle()
        async with again.storage.reading() as work:
            backlog = await work.delivery.backlog()

    assert doubtful == 1
    assert backlog == {MessageState.UNKNOWN: 1}
    assert [method for method, _ in again.telegram.calls] == [
        "answerCallbackQuery",
        "editMessageText",
    ]

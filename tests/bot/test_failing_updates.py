"""One bad update finds its owner: an apology with a code, a dead letter, and the others go on."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import structlog
from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import Message
from pydantic import BaseModel
from sqlalchemy import text

from civic.kernel.ids import AccountId
from civic.kernel.refusal import Refusal
from handlers.effects import Reply, Send
from handlers.screens.screen import Button, Screen
from storage.engines import Database
from storage.unit_of_work import SqlWork
from tests.bot.post import Post, build_test_router, post_office
from tests.databases import fresh_database


class _Form(BaseModel):
    number: int


async def unwritable_state(_message: Message, state: FSMContext) -> Reply:
    await state.set_data({"at": datetime.now(UTC)})
    return Screen(text="never seen")


async def unwritable_reply(_message: Message) -> Reply:
    return Send(screen=Screen(text="never seen"), to=AccountId(2**70))


async def odd_screen(_message: Message) -> Reply:
    return Screen(text="never seen", rows=((Button(label="?"),),))


async def odd_reply(_message: Message) -> Any:
    return 42


async def bad_sql(_message: Message, work: SqlWork) -> Reply:
    await work.connection.execute(text("SELECT * FROM nowhere"))
    return None


async def doubled_key(_message: Message, work: SqlWork) -> Reply:
    for _ in range(2):
        put = text("INSERT INTO marks (name, value) VALUES ('a', :words)")
        await work.connection.execute(put, {"words": "secret-words"})
    return None


async def unknown_sentence(_message: Message) -> Reply:
    raise Refusal("no-such-sentence")


async def own_model(_message: Message) -> Reply:
    _Form.model_validate({"number": "x"})
    return None


async def missing_file(_message: Message) -> Reply:
    Path("/nowhere/at/all").read_bytes()
    return None


async def calls_telegram(message: Message) -> Reply:
    await message.answer("never seen")
    return None


async def changes_and_fails(_message: Message, state: FSMContext) -> Reply:
    await state.set_data({"count": 100})
    raise ZeroDivisionError


WAYS: list[Callable[..., Any]] = [
    unwritable_state, unwritable_reply, odd_screen, odd_reply, bad_sql, doubled_key,
    unknown_sentence, own_model, missing_file, calls_telegram, changes_and_fails,
]  # fmt: skip


def _failing_router() -> Router:
    """Every way to fail that a handler has."""
    router = Router()
    for way in WAYS:
        router.message.register(way, Command(way.__name__))
    return router


@pytest.fixture
async def post(database: Database, tmp_path: Path) -> AsyncIterator[Post]:
    routers = [_failing_router(), build_test_router()]
    async with post_office(database, tmp_path / "files", routers=routers) as made:
        yield made


@pytest.mark.parametrize("way", [way.__name__ for way in WAYS])
async def test_however_a_handler_fails_its_person_is_told_and_others_are_served(
    post: Post, way: str
) -> None:
    with structlog.testing.capture_logs() as log:
        await post.arrives(
            post.says("/menu", person=1),
            post.says(f"/{way}", person=2),
            post.says("/menu", person=2),
            post.says("/menu", person=3),
        )
        await post.settle()

    async with post.storage.reading() as work:
        (dead,) = await work.inbox.dead_letters(limit=9)
        backlog = await work.inbox.backlog()
    texts = post.telegram.texts()
    assert texts.count("menu 1") == 3
    (apology,) = [said for said in texts if said != "menu 1"]
    assert dead["error_code"] in apology
    assert any(entry.get("code") == dead["error_code"] for entry in log)
    assert way in dead["raw"]
    assert "secret-words" not in dead["error"]
    assert backlog.waiting == 0


@pytest.mark.parametrize("at_once", [1, 32])
async def test_a_connection_lost_within_an_update_is_nobodys_fault(
    tmp_path: Path, at_once: int
) -> None:
    router = Router()
    cut = False

    @router.message(Command("note"))
    async def lose_connection(_message: Message, work: SqlWork) -> Reply:
        nonlocal cut
        async with work.savepoint():
            if not cut:
                cut = True
                mine = await work.connection.scalar(text("SELECT pg_backend_pid()"))
                async with database.reading() as other:
                    await other.execute(text(f"SELECT pg_terminate_backend({mine})"))
            await work.connection.execute(text("SELECT 1"))
        return None

    async with (
        fresh_database("postgresql", tmp_path) as database,
        post_office(database, tmp_path, routers=[router, build_test_router()]) as post,
    ):
        await post.arrives(post.says("/note", person=1), post.says("/menu", person=2))
        with structlog.testing.capture_logs() as log:
            while await post.worker.work_off(limit=at_once):
                pass
        async with post.storage.reading() as work:
            backlog = await work.inbox.backlog()
    assert (backlog.waiting, backlog.dead) == (0, 0)
    assert not [entry for entry in log if entry["event"] == "update-failed"]


async def test_a_press_that_fails_is_answered_with_the_apology(post: Post) -> None:
    router = Router()

    @router.callback_query()
    async def fail(_query: Any) -> Reply:
        raise ZeroDivisionError

    async with post_office(post.storage.database, post.storage.files, routers=[router]) as failing:
        await failing.arrives(failing.presses("zz1.1", message=7))
        await failing.settle()
    ((method, params),) = failing.telegram.calls
    assert method == "answerCallbackQuery"
    assert params["show_alert"] is True
    assert params["text"]


@pytest.mark.parametrize("kind", ["message", "callback_query", "my_chat_member", "edited_message"])
async def test_a_body_that_is_no_object_is_laid_aside(post: Post, kind: str) -> None:
    bodies: list[Any] = [None, 7, "text", [], {"chat": {"id": "x"}}, {"from": {"id": 2**80}}]
    await post.arrives(
        *({"update_id": 500 + n, kind: body} for n, body in enumerate(bodies)), post.says("/menu")
    )
    await post.settle()

    assert post.telegram.texts()[-1] == "menu 1"
    async with post.storage.reading() as work:
        assert (await work.inbox.backlog()).waiting == 0


CODE = "0123456789abcdef0123456789abcdef"


async def test_secrets_in_a_dead_letter_are_stars(post: Post) -> None:
    await post.arrives(
        post.says("/start a-very-secret-code"),
        {
            "update_id": 900,
            "message": {"text": "/start@viche_bot other-secret", "contact": {
                "phone_number": "+380501234567", "first_name": "Олена", "vcard": "x"},
                "document": {"file_id": "BQAC-secret"}},
        },
        {"update_id": 901, "message": {"text": "мій номер 050 123 45 67, код 12"}},
        {"update_id": 902, "message": {"text": f"ось код {CODE}: t.me/bot?start=our-secret"}},
    )  # fmt: skip
    await post.settle()

    async with post.storage.reading() as work:
        kept = " ".join(row["raw"] for row in await work.inbox.dead_letters(limit=9))
    for secret in ("secret", "380501234567", "123 45 67", CODE):
        assert secret not in kept
    assert "Олена" in kept
    assert "код 12" in kept


async def test_unusable_entries_of_a_page_stop_nobody(post: Post) -> None:
    await post.intake.take([None, 7, "x", [], {}, {"update_id": "7"}, post.says("/menu")])
    await post.settle()
    assert post.telegram.texts() == ["menu 1"]

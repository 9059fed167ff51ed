"""Where conversations stand, and which message is a card."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from civic.kernel.ids import AccountId
from storage.conversation import Conversation
from storage.engines import Database
from storage.outbox import Call
from storage.standing import Standing
from storage.unit_of_work import Storage
from tests.calendar import MONDAY
from tests.stores import OTHER_BOT, stores


@pytest.fixture
def storage(database: Database, tmp_path: Path) -> Storage:
    return stores(database, tmp_path)


async def test_a_conversation_comes_back_as_it_was_left(storage: Storage) -> None:
    first = Conversation(chat=1, user=1, state="form:title", data={"title": "Двір", "n": [1]})
    later = Conversation(chat=1, user=1, state=None, data={})
    beside = Conversation(chat=1, user=2, state="form:text", data={"a": None})
    async with storage.writing() as work:
        await work.conversation.put([first, beside], now=MONDAY)
        assert (await work.standing.of([1, 9])).conversations == {(1, 1): first, (1, 2): beside}
        await work.conversation.put([later], now=MONDAY)
        await work.conversation.put([], now=MONDAY)
        assert (await work.standing.of([1])).conversations == {(1, 1): later, (1, 2): beside}


async def test_with_another_bot_the_same_person_stands_elsewhere(
    storage: Storage, database: Database, tmp_path: Path
) -> None:
    other = stores(database, tmp_path, bot=OTHER_BOT)
    async with other.writing() as work:
        await work.conversation.put([Conversation(chat=1, user=1, state="x")], now=MONDAY)
        await work.conversation.keep_cards({(1, "main"): 5})
    async with storage.writing() as work:
        assert (await work.standing.of([1])).conversations == {}
        await work.conversation.forget(AccountId(1))
    async with other.reading() as work:
        assert (1, 1) in (await work.standing.of([1])).conversations
        assert await work.connection.scalar(text("SELECT count(*) FROM cards")) == 1


async def test_who_is_forgotten_leaves_no_form_and_no_card(storage: Storage) -> None:
    async with storage.writing() as work:
        await work.conversation.put(
            [Conversation(chat=chat, user=chat, data={"x": 1}) for chat in (1, 2)], now=MONDAY
        )
        await work.conversation.keep_cards({(1, "main"): 5, (1, "main-2"): 6, (2, "main"): 7})
        await work.conversation.keep_cards({(1, "main"): 8})
        await work.conversation.keep_cards({})
        await work.conversation.forget(AccountId(1))
        assert list((await work.standing.of([1, 2])).conversations) == [(2, 2)]
        assert list(await work.connection.scalars(text("SELECT message_id FROM cards"))) == [7]


async def test_one_look_tells_forms_cards_and_edits_that_have_not_left(storage: Storage) -> None:
    async with storage.writing() as work:
        form = Conversation(chat=1, user=1, state="x")
        await work.conversation.put([form], now=MONDAY)
        await work.conversation.keep_cards({(1, "main"): 5, (2, "main"): 7})
        edit = Call(chat=1, method="editMessageText", payload={}, target="1:5")
        await work.outbox.put([edit, replace(edit, chat=3, target="3:5")], now=MONDAY)
        looked = await work.standing.of([1, 2])
        nobody = await work.standing.of([])
    assert looked == Standing(
        conversations={(1, 1): form},
        cards={(1, "main"): 5, (2, "main"): 7},
        edited=frozenset({"1:5"}),
    )
    assert nobody == Standing()

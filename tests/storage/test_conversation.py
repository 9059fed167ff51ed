"""Where conversations stand, and which message is a card."""

from pathlib import Path

import pytest
from sqlalchemy import text

from civic.kernel.ids import AccountId
from storage.conversation import Conversation
from storage.engines import Database
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
        assert await work.conversation.read_all([1, 9]) == {(1, 1): first, (1, 2): beside}
        await work.conversation.put([later], now=MONDAY)
        await work.conversation.put([], now=MONDAY)
        assert await work.conversation.read_all([1]) == {(1, 1): later, (1, 2): beside}


async def test_with_another_bot_the_same_person_stands_elsewhere(
    storage: Storage, database: Database, tmp_path: Path
) -> None:
    other = stores(database, tmp_path, bot=OTHER_BOT)
    async with other.writing() as work:
        await work.conversation.put([Conversation(chat=1, user=1, state="x")], now=MONDAY)
        await work.conversation.keep_cards({(1, "main"): 5})
    async with storage.writing() as work:
        assert await work.conversation.read_all([1]) == {}
        await work.conversation.forget(AccountId(1))
    async with other.reading() as work:
        assert (1, 1) in await work.conversation.read_all([1])
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
        assert list(await work.conversation.read_all([1, 2])) == [(2, 2)]
        assert list(await work.connection.scalars(text("SELECT message_id FROM cards"))) == [7]

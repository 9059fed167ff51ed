"""Statements handed to the driver itself: the same rows, the same failures, the same unit."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import BigInteger, bindparam, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage.engines import Database
from storage.failures import is_passing
from storage.prepared import Prepared, among
from storage.tables.conversation import conversations
from tests.databases import fresh_database

_NOON = datetime(2026, 11, 25, 12, 0, 0, 7, tzinfo=UTC)
_PUT = Prepared(lambda _: insert(conversations), given=[one.key for one in conversations.c])
_FIND = Prepared(
    lambda dialect: select(conversations).where(among(conversations.c.chat_id, "chats", dialect))
)
_GONE = Prepared(lambda _: text("SELECT pg_terminate_backend(pg_backend_pid())"))


def _form(chat: int, words: str = "Олена") -> dict[str, object]:
    return {
        "bot_id": 1, "chat_id": chat, "user_id": chat, "state": None,
        "data": {"said": words, "n": [1, None]}, "changed_at": _NOON,
    }  # fmt: skip


async def test_what_is_written_is_read_back_with_its_types(database: Database) -> None:
    async with database.writing() as connection:
        await _PUT.run(connection, [_form(1), _form(2)])
        await _PUT.run(connection, _form(3))
    for unit in (database.writing, database.reading):
        async with unit() as connection:
            rows = await _FIND.rows(connection, {"chats": [1, 3, 4]})
            assert {row.chat_id: (row.data, row.state, row.changed_at) for row in rows} == {
                chat: ({"said": "Олена", "n": [1, None]}, None, _NOON) for chat in (1, 3)
            }


async def test_a_unit_that_fails_takes_it_back(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        async with database.writing() as connection:
            await _PUT.run(connection, _form(1))
            raise ZeroDivisionError
    async with database.reading() as connection:
        assert not await _FIND.rows(connection, {"chats": [1]})


async def test_a_refused_row_is_not_quoted(database: Database) -> None:
    for given in (_form(1, "слово"), [_form(2), _form(1, "слово")]):
        with pytest.raises(IntegrityError) as refused:
            async with database.writing() as connection:
                await _PUT.run(connection, _form(1))
                await _PUT.run(connection, given)
        assert "слово" not in str(refused.value)
        assert "chat_id)=" not in str(refused.value)
        assert not is_passing(refused.value)


async def test_a_lost_connection_passes_and_the_next_unit_has_another(tmp_path: Path) -> None:
    async with fresh_database("postgresql", tmp_path) as database:
        async with database.writing() as connection:
            await _PUT.run(connection, _form(1))
        for _ in range(2):
            with pytest.raises(DBAPIError) as lost:
                async with database.writing() as connection:
                    await _GONE.run(connection, {})
            assert is_passing(lost.value)
            async with database.writing() as connection:
                assert await _FIND.rows(connection, {"chats": [1]})


async def test_a_wrong_value_is_our_own_fault_and_leaves_no_trace(database: Database) -> None:
    wrong = Prepared(lambda _: text("SELECT :n + 1").bindparams(bindparam("n", type_=BigInteger())))
    with pytest.raises(KeyError):
        async with database.writing() as connection:
            await _PUT.run(connection, _form(1))
            await wrong.rows(connection, {})
    async with database.reading() as connection:
        assert not await _FIND.rows(connection, {"chats": [1]})

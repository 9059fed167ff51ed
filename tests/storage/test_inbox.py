"""Updates in: stored once, handed out in each chat's order, bounded, done once."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from civic.kernel.ids import AccountId
from storage.engines import Database
from storage.inbox import BYTES_PER_DAY, FETCHED, Incoming, Outcome, readable
from storage.unit_of_work import Storage
from tests.calendar import MONDAY
from tests.databases import fresh_database
from tests.stores import OTHER_BOT, stores


@pytest.fixture
def storage(database: Database, tmp_path: Path) -> Storage:
    return stores(database, tmp_path)


def _update(number: int, chat: int | None = 1, *, size: int = 0, kind: str = "message") -> Incoming:
    return Incoming(
        update_id=number, chat=chat, kind=kind, raw=f'{{"n":{number}}}', file_bytes=size
    )


async def _arrive(storage: Storage, *updates: Incoming) -> list[int]:
    async with storage.writing() as work:
        return await work.inbox.put(updates, now=MONDAY)


async def _heads(storage: Storage) -> list[int]:
    async with storage.writing() as work:
        return [head.update_id for head in await work.inbox.heads(limit=100)]


async def _finish(storage: Storage, *, error: str | None = None) -> None:
    """Whatever is at the head of its chat is done, or laid aside."""
    async with storage.writing() as work:
        heads = await work.inbox.heads(limit=100)
        outcomes = [Outcome(id=head.id, error=error, code="A1", raw=head.raw) for head in heads]
        await work.inbox.finish(outcomes, now=MONDAY)


async def test_an_update_is_kept_once_however_often_it_comes(storage: Storage) -> None:
    await _arrive(storage, _update(1), _update(1))
    await _arrive(storage, _update(1))
    await _finish(storage)
    await _arrive(storage, _update(1))

    assert await _heads(storage) == []


async def test_each_chat_shows_its_first_update_and_keeps_its_order(storage: Storage) -> None:
    await _arrive(storage, _update(5, 1), _update(4, 1), _update(6, 2), _update(7, None))
    await _arrive(storage, _update(8, None), _update(3, 2))

    assert await _heads(storage) == [5, 6, 7, 8]
    await _finish(storage)
    assert await _heads(storage) == [4, 3]


async def test_another_bots_updates_in_the_same_chat_are_neither_seen_nor_in_the_way(
    storage: Storage, database: Database, tmp_path: Path
) -> None:
    other = stores(database, tmp_path, bot=OTHER_BOT)
    await _arrive(other, _update(1, 1), _update(2, 1))
    await _arrive(storage, _update(1, 1))
    await _finish(other, error="odd")

    assert await _heads(storage) == [1]
    async with storage.reading() as work:
        backlog = await work.inbox.backlog()
        assert (backlog.waiting, backlog.dead) == (1, 0)
        assert await work.inbox.dead_letters(limit=9) == []


async def test_a_head_that_another_process_works_on_is_passed_over(tmp_path: Path) -> None:
    async with fresh_database("postgresql", tmp_path) as database:
        storage = stores(database, tmp_path)
        await _arrive(storage, _update(1, 1), _update(2, 1), _update(3, 2))
        async with storage.writing() as work:
            first = await work.inbox.heads(limit=1)
            assert await _heads(storage) == [3]
            await work.inbox.finish([Outcome(id=first[0].id)], now=MONDAY)
            assert await _heads(storage) == [3]
            async with storage.writing() as other:
                assert not await other.inbox.is_waiting(first[0].id)
        assert await _heads(storage) == [2, 3]


async def test_a_done_update_keeps_no_words_and_a_dead_one_keeps_its_json(
    storage: Storage,
) -> None:
    await _arrive(storage, _update(1))
    await _finish(storage)
    await _arrive(storage, _update(2))
    await _finish(storage, error="ValueError: no")

    async with storage.reading() as work:
        (dead,) = await work.inbox.dead_letters(limit=9)
        raws = list(await work.connection.scalars(text("SELECT raw FROM inbox ORDER BY id")))
    assert (dead["update_id"], dead["error_code"], dead["raw"]) == (2, "A1", '{"n":2}')
    assert raws == [None, '{"n":2}']


async def test_what_is_done_cannot_die_afterwards(storage: Storage) -> None:
    await _arrive(storage, _update(1))
    async with storage.writing() as work:
        (head,) = await work.inbox.heads(limit=1)
        await work.inbox.finish([Outcome(id=head.id)], now=MONDAY)
        await work.inbox.finish([Outcome(id=head.id, error="late", raw="{}")], now=MONDAY)
        assert (await work.inbox.backlog()).dead == 0


async def test_of_a_chat_that_floods_fifty_wait_and_it_is_told_once_a_day(
    storage: Storage,
) -> None:
    assert await _arrive(storage, *(_update(n) for n in range(1, 61)), _update(99, 2)) == [1]
    assert await _arrive(storage, _update(61)) == []
    async with storage.reading() as work:
        assert (await work.inbox.backlog()).waiting == 51

    async with storage.writing() as work:
        tomorrow = MONDAY + timedelta(days=1)
        assert await work.inbox.put([_update(62)], now=tomorrow) == [1]


async def test_a_page_that_comes_again_takes_nobodys_room(storage: Storage) -> None:
    await _arrive(storage, *(_update(n) for n in range(1, 46)))

    assert await _arrive(storage, *(_update(n) for n in range(1, 50))) == []

    async with storage.reading() as work:
        assert (await work.inbox.backlog()).waiting == 49


async def test_a_brought_file_comes_in_however_much_its_chat_has_waiting(
    storage: Storage,
) -> None:
    await _arrive(storage, *(_update(n) for n in range(1, 51)))

    assert await _arrive(storage, _update(-7, kind=FETCHED)) == []

    async with storage.reading() as work:
        assert (await work.inbox.backlog()).waiting == 51


async def test_of_a_day_two_hundred_megabytes_of_files_are_taken_whatever_is_written_between(
    storage: Storage,
) -> None:
    half = BYTES_PER_DAY // 2
    assert await _arrive(storage, _update(1, size=half)) == []
    assert await _arrive(storage, _update(2)) == []
    assert await _arrive(storage, _update(3, size=half)) == []
    assert await _arrive(storage, _update(4, size=1), _update(5), _update(6, 2, size=1)) == [1]

    async with storage.writing() as work:
        assert (await work.inbox.backlog()).waiting == 5
        tomorrow = MONDAY + timedelta(days=1)
        assert await work.inbox.put([_update(7, size=half)], now=tomorrow) == []


async def test_what_was_done_a_week_ago_and_died_a_month_ago_is_swept_a_part_at_a_time(
    storage: Storage,
) -> None:
    await _arrive(storage, *(_update(n, n) for n in range(1, 4)))
    await _finish(storage)
    await _arrive(storage, _update(9))
    await _finish(storage, error="odd")
    await _arrive(storage, _update(10))

    swept = []
    for days in (6, 8, 8, 31):
        async with storage.writing() as work:
            swept.append(await work.inbox.sweep(now=MONDAY + timedelta(days=days), limit=2))
    assert swept == [0, 2, 1, 1]
    assert await _heads(storage) == [10]


async def test_who_is_forgotten_leaves_no_words_in_dead_letters(storage: Storage) -> None:
    await _arrive(storage, _update(1, 1), _update(2, 2))
    await _finish(storage, error="Олена wrote something odd")
    async with storage.writing() as work:
        await work.inbox.forget(AccountId(1))
        dead = {row["update_id"]: row for row in await work.inbox.dead_letters(limit=9)}
    assert (dead[1]["raw"], dead[1]["error"]) == (None, None)
    assert dead[2]["raw"] is not None


async def test_early_answers_are_remembered(storage: Storage) -> None:
    await _arrive(storage, _update(1, 1), _update(2, 2))
    async with storage.writing() as work:
        await work.inbox.mark_answered_early([2])
        heads = await work.inbox.heads(limit=9)
    assert [head.answered_early for head in heads] == [False, True]


@pytest.mark.parametrize(
    ("update", "chat", "size"),
    [
        ({"message": {"chat": {"id": 5}, "from": {"id": 6}}}, 5, 0),
        ({"callback_query": {"from": {"id": 6}, "message": {"chat": {"id": 5}}}}, 5, 0),
        ({"callback_query": {"from": {"id": 6}, "inline_message_id": "x"}}, 6, 0),
        ({"my_chat_member": {"chat": {"id": -5}, "from": {"id": 6}}}, -5, 0),
        ({"poll_answer": {"user": {"id": 6}}}, 6, 0),
        ({"poll": {"id": "1"}}, None, 0),
        ({"message": {"chat": {"id": 5}, "document": {"file_size": 7}}}, 5, 7),
        ({"message": {"chat": {"id": 5}, "photo": [{"file_size": 1}, {"file_size": 9}]}}, 5, 9),
        ({"message": {"chat": {"id": 2**80}, "document": {"file_size": -7}}}, None, 0),
        ({"message": {"chat": "me", "photo": ["?"], "voice": {"file_size": "big"}}}, None, 0),
        ({"message": None}, None, 0),
        ({}, None, 0),
    ],
)
def test_chat_and_size_are_read_without_trusting_the_update(
    update: dict[str, Any], chat: int | None, size: int
) -> None:
    read = readable({"update_id": 1, **update})
    assert read is not None
    assert (read.chat, read.file_bytes) == (chat, size)


@pytest.mark.parametrize("odd", [None, "7", True, 2**70, 1.5, [1]])
def test_what_has_no_id_is_no_update(odd: object) -> None:
    assert readable({"update_id": odd, "message": {}}) is None
    assert readable({"message": {}}) is None


_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters()), inner),
    max_leaves=10,
)


@settings(max_examples=40)
@given(st.dictionaries(st.text(st.characters()), _anything))
def test_whatever_is_sent_is_read_as_something_that_can_be_stored(raw: dict[str, Any]) -> None:
    read = readable({**raw, "update_id": 1})
    assert read is not None
    for words in (read.raw, read.kind):
        assert "\0" not in words
        words.encode()
    assert "\\u0000" not in read.raw.replace("\\\\", "")
    assert json.loads(read.raw)["update_id"] == 1


async def test_characters_that_no_database_keeps_are_replaced(storage: Storage) -> None:
    odd = {"update_id": 1, "message": {"chat": {"id": 1}, "text": "a\0b\ud800c \\u0000 😀"}}
    read = readable(odd)
    assert read is not None
    await _arrive(storage, read)
    async with storage.writing() as work:
        (head,) = await work.inbox.heads(limit=1)
    assert json.loads(head.raw)["message"]["text"] == "a\ufffdb\ufffdc \\u0000 😀"

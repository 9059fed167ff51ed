"""What may leave now, and how the ledger keeps what became of it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from civic.kernel.ids import AccountId
from civic.kernel.outbox import Lane, MessageState, Notice
from civic.residents.model import Account
from storage.delivery import LEASE_SECONDS, Leased, Settled
from storage.engines import Database
from storage.outbox import ANSWERS, Call
from storage.unit_of_work import SqlWork, Storage
from tests.calendar import MONDAY
from tests.databases import fresh_database
from tests.stores import OTHER_BOT, TOWN, RealTime, stores

S = MessageState


@pytest.fixture
def storage(database: Database, tmp_path: Path) -> Storage:
    return stores(database, tmp_path)


def _message(chat: int, words: str = "hello", **more: Any) -> Call:
    return Call(chat=chat, method="sendMessage", payload={"text": words}, **more)


def _answer(chat: int) -> Call:
    return Call(
        chat=chat, method="answerCallbackQuery", payload={"callback_query_id": "1"},
        lane=ANSWERS, paced=False,
    )  # fmt: skip


def _edit(chat: int, message: int = 42, **more: Any) -> Call:
    return Call(
        chat=chat, method="editMessageText", payload={"message_id": message, "text": "x"},
        paced=False, **more,
    )  # fmt: skip


async def _lease(work: SqlWork, free: int = 32) -> list[Leased]:
    return list((await work.delivery.lease(free=free, now=MONDAY)).rows)


async def _states(storage: Storage) -> list[MessageState]:
    async with storage.writing() as work:
        found = await work.connection.scalars(text("SELECT state FROM outbox ORDER BY id"))
        return [S(state) for state in found]


async def test_of_a_chat_one_message_is_in_flight_and_the_next_follows_it(
    storage: Storage,
) -> None:
    async with storage.writing() as work:
        await work.outbox.put([_message(1, "a"), _message(1, "b"), _message(2, "c")], now=MONDAY)
        first = await _lease(work)
        assert [row.payload["text"] for row in first] == ["a", "c"]
        assert await _lease(work) == []
        await work.delivery.settle([Settled(row=first[0], state=S.SENT, message=9)], now=MONDAY)
        assert [row.payload["text"] for row in await _lease(work)] == ["b"]


async def test_a_chats_rows_of_several_lanes_do_not_fly_together(storage: Storage) -> None:
    async with storage.writing() as work:
        await work.outbox.put([_edit(1, lane=Lane.NOTICE), _message(1)], now=MONDAY)
        await work.outbox.put([_message(2, lane=Lane.BULK), _message(2)], now=MONDAY)
        chats = [row.chat for row in await _lease(work)]
    assert sorted(chats) == [1, 2]


async def test_an_answer_to_a_press_waits_for_nothing_in_its_chat(storage: Storage) -> None:
    async with storage.writing() as work:
        await work.outbox.put([_message(1), _answer(1), _answer(1), _edit(1)], now=MONDAY)
        methods = [row.method for row in await _lease(work)]
    assert methods == ["answerCallbackQuery", "answerCallbackQuery", "sendMessage"]


async def test_one_that_waits_for_its_hour_holds_back_nobody(storage: Storage) -> None:
    night = Notice(to=AccountId(1), community=TOWN, key="k", due=MONDAY + timedelta(hours=9))
    async with storage.writing() as work:
        await work.outbox.owe(night, now=MONDAY)
        await work.outbox.put([_message(1)], now=MONDAY)
        assert [row.method for row in await _lease(work)] == ["sendMessage"]


async def test_no_more_is_leased_than_is_sent_at_once(storage: Storage) -> None:
    async with storage.writing() as work:
        await work.outbox.put([_message(chat) for chat in range(1, 9)], now=MONDAY)
        await work.outbox.put([_answer(9), _edit(10)], now=MONDAY)
        assert len(await _lease(work, 3)) == 3
        assert len(await _lease(work)) == 7


async def test_another_bots_messages_are_neither_leased_nor_in_the_way(
    storage: Storage, database: Database, tmp_path: Path
) -> None:
    other = stores(database, tmp_path, bot=OTHER_BOT)
    async with other.writing() as work:
        await work.outbox.put([_message(1)], now=MONDAY)
        await _lease(work)
        await work.outbox.put([_message(1)], now=MONDAY)
    async with storage.writing() as work:
        assert await _lease(work) == []
        await work.outbox.put([_message(1)], now=MONDAY)
        assert len(await _lease(work)) == 1
        assert await work.delivery.backlog() == {S.LEASED: 1}


async def test_each_ending_is_written_down_once(storage: Storage) -> None:
    endings = [S.SENT, S.REFUSED, S.UNKNOWN, S.EXPIRED, S.CANCELLED, S.QUEUED]
    async with storage.writing() as work:
        await work.outbox.put([_message(chat) for chat in range(len(endings))], now=MONDAY)
        rows = await _lease(work)
        settled = [Settled(row=row, state=end) for row, end in zip(rows, endings, strict=True)]
        await work.delivery.settle(settled, now=MONDAY)
        late = [Settled(row=row, state=S.REFUSED) for row in rows]
        await work.delivery.settle(late, now=MONDAY)
    assert await _states(storage) == endings


async def test_an_answer_that_did_not_leave_is_tried_again_after_a_second_not_at_once(
    storage: Storage,
) -> None:
    async with storage.writing() as work:
        await work.outbox.put([_answer(1), _message(2)], now=MONDAY)
        rows = await _lease(work)
        await work.delivery.settle([Settled(row=row, state=S.QUEUED) for row in rows], now=MONDAY)
        assert [row.method for row in await _lease(work)] == ["sendMessage"]
        again = await work.delivery.lease(free=9, now=MONDAY + timedelta(seconds=1))
    assert [row.method for row in again.rows] == ["answerCallbackQuery"]
    assert again.rows[0].attempts == 1


async def test_an_edit_whose_message_is_gone_is_queued_as_a_new_one(storage: Storage) -> None:
    async with storage.writing() as work:
        await work.outbox.put([_edit(1)], now=MONDAY)
        (row,) = await _lease(work)
        anew = Settled(
            row=row, state=S.QUEUED, retry_method="sendMessage", retry_payload={"text": "x"}
        )
        await work.delivery.settle([anew], now=MONDAY)
        (again,) = await _lease(work)
    assert (again.method, again.payload) == ("sendMessage", {"text": "x"})


async def test_a_card_remembers_its_message_and_takes_away_the_one_it_replaces(
    storage: Storage,
) -> None:
    async with storage.writing() as work:
        for number in (10, 11):
            await work.outbox.put([_message(1, card="form", replaces=True)], now=MONDAY)
            (row,) = await _lease(work)
            sent = Settled(row=row, state=S.SENT, message=number)
            await work.delivery.settle([sent], now=MONDAY)
        (deletion,) = await _lease(work)
        await work.delivery.settle([Settled(row=deletion, state=S.SENT)], now=MONDAY)
        await work.outbox.put([_edit(1, card="form")], now=MONDAY)
        (edit,) = await _lease(work)
    assert (deletion.method, deletion.payload) == ("deleteMessage", {"message_id": 10})
    assert edit.card_message == 11


async def test_on_sqlite_another_boots_leases_are_settled_at_once(tmp_path: Path) -> None:
    async with fresh_database("sqlite", tmp_path) as database:
        before = stores(database, tmp_path, boot="boot-1")
        async with before.writing() as work:
            await work.outbox.put([_message(1), _edit(2), _answer(3)], now=MONDAY)
            await _lease(work)
            assert await work.delivery.settle_doubt(now=MONDAY) == 0
        after = stores(database, tmp_path, boot="boot-2")
        async with after.writing() as work:
            assert await work.delivery.settle_doubt(now=MONDAY) == 1
            (unknown,) = await work.delivery.unknown(limit=9)
        assert unknown["chat_id"] == 1
        assert await _states(after) == [S.UNKNOWN, S.QUEUED, S.QUEUED]


async def test_on_postgresql_a_lease_outlives_its_process_until_it_expires(
    tmp_path: Path,
) -> None:
    real = RealTime()
    async with fresh_database("postgresql", tmp_path) as database:
        before = stores(database, tmp_path, boot="boot-1", real=real)
        after = stores(database, tmp_path, boot="boot-2", real=real)
        async with before.writing() as work:
            await work.outbox.put([_message(1), _message(1), _edit(2)], now=MONDAY)
            await _lease(work)
        async with after.writing() as work:
            assert await work.delivery.settle_doubt(now=MONDAY) == 0
            assert await _lease(work) == []
        real.seconds += LEASE_SECONDS + 1
        async with after.writing() as work:
            assert await work.delivery.settle_doubt(now=MONDAY) == 1
            assert sorted(row.chat for row in await _lease(work)) == [1, 2]


async def test_two_processes_on_postgresql_never_lease_the_same_message(tmp_path: Path) -> None:
    async with fresh_database("postgresql", tmp_path) as database:
        other_process = Database(database.url.render_as_string(hide_password=False))
        one = stores(database, tmp_path, boot="boot-1")
        two = stores(other_process, tmp_path, boot="boot-2")
        async with one.writing() as work:
            await work.outbox.put(
                [_message(chat, str(n)) for n in range(5) for chat in range(1, 9)], now=MONDAY
            )
        sent: list[tuple[int, str]] = []
        last = 0
        while last < 2:
            for storage in (one, two):
                async with storage.writing() as work:
                    rows = await _lease(work, 3)
                    last = 0 if rows else last + 1
                    sent += [(row.chat, row.payload["text"]) for row in rows]
                    settled = [Settled(row=row, state=S.SENT) for row in rows]
                    await work.delivery.settle(settled, now=MONDAY)
        await other_process.close()
    assert len(sent) == len(set(sent)) == 40
    for chat in range(1, 9):
        assert [words for of, words in sent if of == chat] == list("01234")


async def test_who_cannot_be_reached_is_passed_over(storage: Storage) -> None:
    person = Account(
        id=AccountId(1), first_name="Олена", language="en", language_chosen=True,
        community=None, serving=None, reachable=False,
    )  # fmt: skip
    async with storage.writing() as work:
        await work.accounts.put(person, now=MONDAY)
        await work.outbox.owe(Notice(to=AccountId(1), community=TOWN, key="k"), now=MONDAY)
        await work.outbox.owe(Notice(to=AccountId(2), community=TOWN, key="k"), now=MONDAY)
        assert [row.chat for row in await _lease(work)] == [2]
    assert await _states(storage) == [S.REFUSED, S.LEASED]


async def test_words_are_blanked_a_week_after_the_end_and_the_row_stays(storage: Storage) -> None:
    async with storage.writing() as work:
        await work.outbox.put([_message(1), _message(2)], now=MONDAY)
        rows = await _lease(work, 1)
        await work.delivery.settle([Settled(row=rows[0], state=S.SENT, message=5)], now=MONDAY)
        assert await work.delivery.blank_old(now=MONDAY + timedelta(days=6), limit=9) == 0
        assert await work.delivery.blank_old(now=MONDAY + timedelta(days=8), limit=9) == 1
        assert await work.delivery.blank_old(now=MONDAY + timedelta(days=8), limit=9) == 0
        kept = await work.connection.execute(
            text("SELECT payload IS NULL AS blank, message_id FROM outbox ORDER BY id")
        )
        assert [(bool(row.blank), row.message_id) for row in kept] == [(True, 5), (False, None)]


async def test_a_message_behind_one_in_flight_is_not_looked_for_again_and_again(
    storage: Storage,
) -> None:
    async with storage.writing() as work:
        await work.outbox.put([_message(1), _message(1)], now=MONDAY)
        await work.delivery.lease(free=9, now=MONDAY)
        await work.delivery.pace.block_chat(1, 1.0)
        assert (await work.delivery.lease(free=9, now=MONDAY)).look_again is None

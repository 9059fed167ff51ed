"""Messages owed: once, superseded by what is newer, cancelled, forgotten."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from civic.kernel.ids import AccountId, CommunityId
from civic.kernel.outbox import Lane, MessageState, Notice, Recipient
from storage.engines import Database
from storage.outbox import CHUNK, Call
from storage.unit_of_work import Storage
from tests.calendar import MONDAY
from tests.stores import OTHER_BOT, OTHER_TOWN, TOWN, stores

S = MessageState


@pytest.fixture
def storage(database: Database, tmp_path: Path) -> Storage:
    return stores(database, tmp_path)


def _notice(to: int = 1, *, community: CommunityId = TOWN, **more: Any) -> Notice:
    return Notice(to=AccountId(to), community=community, key="report-ready", **more)


def _edit(chat: int, message: int, words: str) -> Call:
    return Call(
        chat=chat, method="editMessageText", paced=False, target=f"{chat}:{message}",
        payload={"message_id": message, "text": words},
    )  # fmt: skip


async def _rows(storage: Storage) -> list[tuple[int, MessageState, Any]]:
    """Chat, state and content of every row, as queued."""
    async with storage.writing() as work:
        found = await work.connection.execute(
            text("SELECT chat_id, state, once FROM outbox WHERE bot_id = :bot ORDER BY id"),
            {"bot": work.bot},
        )
        return [(row.chat_id, S(row.state), row.once) for row in found]


async def test_what_was_said_once_is_not_queued_again_in_whatever_state_it_is(
    storage: Storage,
) -> None:
    async with storage.writing() as work:
        await work.outbox.owe(_notice(1, once="survey-7"), now=MONDAY)
        await work.outbox.owe(_notice(1, once="survey-7"), now=MONDAY)
        await work.outbox.owe(_notice(2, once="survey-7"), now=MONDAY)
        await work.outbox.owe(_notice(1), now=MONDAY)
        await work.outbox.owe(_notice(1), now=MONDAY)
        await work.outbox.cancel(TOWN, "survey", now=MONDAY)
        await work.outbox.owe(_notice(1, once="survey-7"), now=MONDAY)
    assert await _rows(storage) == [
        (1, S.CANCELLED, "survey-7"),
        (2, S.CANCELLED, "survey-7"),
        (1, S.QUEUED, None),
        (1, S.QUEUED, None),
    ]


async def test_one_notice_for_many_is_queued_once_for_each_and_counted(storage: Storage) -> None:
    def town(people: int) -> Iterator[Recipient]:
        return (Recipient(to=AccountId(n), once="news-1") for n in range(people))

    async with storage.writing() as work:
        assert await work.outbox.owe_many(_notice(), town(CHUNK + 3), now=MONDAY) == CHUNK + 3
        assert await work.outbox.owe_many(_notice(), town(CHUNK + 5), now=MONDAY) == 2
        assert await work.outbox.states(TOWN, "news-") == {S.QUEUED: CHUNK + 5}
        assert await work.outbox.states(OTHER_TOWN, "news-") == {}


async def test_each_of_many_gets_it_at_their_own_hour(storage: Storage) -> None:
    later = MONDAY + timedelta(hours=9)
    people = [Recipient(to=AccountId(1)), Recipient(to=AccountId(2), due=later)]
    async with storage.writing() as work:
        await work.outbox.owe_many(_notice(), people, now=MONDAY)
        now = await work.delivery.lease(free=9, now=MONDAY)
        then = await work.delivery.lease(free=9, now=later)
    assert [row.chat for row in now.rows] == [1]
    assert [row.chat for row in then.rows] == [2]
    assert then.rows[0].payload["key"] == "report-ready"


async def test_cancelling_touches_only_what_is_queued_under_the_towns_own_key(
    storage: Storage,
) -> None:
    async with storage.writing() as work:
        await work.outbox.owe(_notice(1, once="survey_1-a"), now=MONDAY)
        await work.delivery.lease(free=1, now=MONDAY)
        await work.outbox.owe(_notice(2, once="survey_1-b"), now=MONDAY)
        await work.outbox.owe(_notice(3, once="survey41-c"), now=MONDAY)
        await work.outbox.owe(_notice(4, once="survey_1-d", community=OTHER_TOWN), now=MONDAY)
        assert await work.outbox.cancel(TOWN, "survey_1-", now=MONDAY) == 1
    states = {once: state for _, state, once in await _rows(storage)}
    assert states == {
        "survey_1-a": S.LEASED,
        "survey_1-b": S.CANCELLED,
        "survey41-c": S.QUEUED,
        "survey_1-d": S.QUEUED,
    }


async def test_a_newer_edit_supersedes_a_queued_one_of_the_same_message_and_bot_only(
    storage: Storage, database: Database, tmp_path: Path
) -> None:
    other = stores(database, tmp_path, bot=OTHER_BOT)
    async with other.writing() as work:
        await work.outbox.put([_edit(1, 42, "other bot's")], now=MONDAY)
    async with storage.writing() as work:
        await work.outbox.put([_edit(1, 42, "first"), _edit(1, 43, "beside")], now=MONDAY)
        await work.outbox.put([_edit(1, 42, "second")], now=MONDAY)
    assert [state for _, state, _ in await _rows(storage)] == [S.SUPERSEDED, S.QUEUED, S.QUEUED]
    assert [state for _, state, _ in await _rows(other)] == [S.QUEUED]


async def test_an_edit_in_flight_is_followed_by_the_newer_one(storage: Storage) -> None:
    async with storage.writing() as work:
        await work.outbox.put([_edit(1, 42, "first")], now=MONDAY)
        await work.delivery.lease(free=1, now=MONDAY)
        await work.outbox.put([_edit(1, 42, "second")], now=MONDAY)
    assert [state for _, state, _ in await _rows(storage)] == [S.LEASED, S.QUEUED]


async def test_a_live_card_said_again_replaces_what_is_still_queued(storage: Storage) -> None:
    async with storage.writing() as work:
        await work.outbox.owe(_notice(1, card="survey-7"), now=MONDAY)
        await work.outbox.owe(_notice(2, card="survey-7"), now=MONDAY)
        await work.outbox.owe(_notice(1, card="survey-7"), now=MONDAY)
    assert [state for _, state, _ in await _rows(storage)] == [S.SUPERSEDED, S.QUEUED, S.QUEUED]


async def test_a_live_card_that_must_be_said_once_is_not_lost_by_saying_it_twice(
    storage: Storage,
) -> None:
    async with storage.writing() as work:
        await work.outbox.owe(_notice(1, card="survey-7", once="s"), now=MONDAY)
        await work.outbox.owe(_notice(1, card="survey-7", once="s"), now=MONDAY)
    assert await _rows(storage) == [(1, S.QUEUED, "s")]


async def test_who_is_forgotten_gets_nothing_more_and_leaves_no_words(storage: Storage) -> None:
    async with storage.writing() as work:
        await work.outbox.owe(_notice(1, params={"name": "Олена"}), now=MONDAY)
        (leased,) = (await work.delivery.lease(free=1, now=MONDAY)).rows
        await work.outbox.owe(_notice(1, params={"name": "Олена"}), now=MONDAY)
        await work.outbox.owe(_notice(2, params={"name": "Іван"}), now=MONDAY)
        await work.outbox.forget(AccountId(1), now=MONDAY)
        kept = list(
            await work.connection.scalars(
                text("SELECT payload FROM outbox WHERE payload IS NOT NULL ORDER BY id")
            )
        )
    assert leased.chat == 1
    assert len(kept) == 2, "the one in flight, and the other person's"
    assert [state for _, state, _ in await _rows(storage)] == [S.LEASED, S.CANCELLED, S.QUEUED]


async def test_what_is_owed_to_a_group_follows_it_to_its_new_address(storage: Storage) -> None:
    calls = [Call(chat=chat, method="sendMessage", payload={"text": "x"}) for chat in (-5, -6)]
    async with storage.writing() as work:
        await work.outbox.put(calls, now=MONDAY)
        await work.outbox.follow(-5, -1005)
    assert [chat for chat, _, _ in await _rows(storage)] == [-1005, -6]


async def test_answers_go_before_news_and_news_before_what_goes_to_many(storage: Storage) -> None:
    async with storage.writing() as work:
        await work.outbox.owe(_notice(1, lane=Lane.BULK), now=MONDAY)
        await work.outbox.owe(_notice(2), now=MONDAY)
        await work.outbox.put(
            [Call(chat=3, method="sendMessage", payload={"text": "x"})], now=MONDAY
        )
        order = [(await work.delivery.lease(free=1, now=MONDAY)).rows[0].chat for _ in range(3)]
    assert order == [3, 2, 1]

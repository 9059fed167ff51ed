"""One text for many: held and let go, stopped for good, counted, found again by its message."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text, update

from civic.kernel.bulk import Act, Held, Standing
from civic.kernel.ids import AccountId, BulkId
from civic.kernel.outbox import Lane, MessageState, Notice, Recipient
from civic.kernel.refusal import NotFound
from storage.engines import Database
from storage.tables.outbox import outbox
from storage.unit_of_work import SqlWork, Storage
from tests.calendar import MONDAY
from tests.stores import OTHER_TOWN, TOWN, stores

S = MessageState
NEWS = Notice(
    to=AccountId(0),
    community=TOWN,
    key="report-ready",
    params={"broadcast": 7},
    lane=Lane.BULK,
    topic="outages",
    expires=MONDAY + timedelta(days=1),
)


@pytest.fixture
def storage(database: Database, tmp_path: Path) -> Storage:
    return stores(database, tmp_path)


def _people(*accounts: int, **more: Any) -> list[Recipient]:
    return [Recipient(to=AccountId(one), once="broadcast:7:main", **more) for one in accounts]


async def _begun(work: SqlWork, *accounts: int) -> BulkId:
    bulk = await work.bulks.begin(NEWS, now=MONDAY)
    await work.bulks.add(TOWN, bulk, _people(*accounts), now=MONDAY)
    return bulk


async def _put_state(work: SqlWork, account: int, state: S, **columns: Any) -> None:
    """As the sender leaves it."""
    await work.connection.execute(
        update(outbox).where(outbox.c.chat_id == account).values(state=int(state), **columns)
    )


async def _states(work: SqlWork) -> list[S]:
    found = await work.connection.execute(text("SELECT state FROM outbox ORDER BY id"))
    return [S(state) for state in found.scalars()]


async def test_who_is_written_out_twice_is_written_to_once(storage: Storage) -> None:
    async with storage.writing() as work:
        bulk = await _begun(work, 1, 2)
        assert await work.bulks.add(TOWN, bulk, _people(2, 3), now=MONDAY) == 1
        assert await work.bulks.add(TOWN, bulk, [], now=MONDAY) == 0
        assert await work.bulks.standing(TOWN, bulk) == [
            Standing(state=S.QUEUED, reason="", count=3)
        ]


async def test_a_held_bulk_gets_out_of_the_way_and_comes_back(storage: Storage) -> None:
    async with storage.writing() as work:
        bulk = await _begun(work, 1, 2, 3)
        await work.bulks.hold(TOWN, bulk, Held.PAUSED)
        assert await work.bulks.held(TOWN, bulk) is Held.PAUSED
        assert await work.bulks.sweep(limit=2, now=MONDAY) == 2
        assert await _states(work) == [S.HELD, S.HELD, S.QUEUED]
        assert await work.bulks.sweep(limit=2, now=MONDAY) == 1
        assert await work.bulks.sweep(limit=2, now=MONDAY) == 0
        await work.bulks.release(TOWN, bulk)
        assert await work.bulks.held(TOWN, bulk) is None
        assert await work.bulks.sweep(limit=10, now=MONDAY) == 3
        assert await _states(work) == [S.QUEUED] * 3
        assert await work.bulks.sweep(limit=10, now=MONDAY) == 0


async def test_a_message_in_flight_that_comes_back_is_taken_aside_too(storage: Storage) -> None:
    async with storage.writing() as work:
        bulk = await _begun(work, 1, 2)
        await _put_state(work, 1, S.LEASED)
        await work.bulks.hold(TOWN, bulk, Held.PAUSED)
        assert await work.bulks.sweep(limit=10, now=MONDAY) == 1
        assert await work.bulks.sweep(limit=10, now=MONDAY) == 0
        await _put_state(work, 1, S.QUEUED)
        assert await work.bulks.sweep(limit=10, now=MONDAY) == 1
        assert await _states(work) == [S.HELD, S.HELD]


async def test_whoever_is_added_to_a_held_bulk_waits_with_the_others(storage: Storage) -> None:
    async with storage.writing() as work:
        bulk = await _begun(work, 1)
        await work.bulks.hold(TOWN, bulk, Held.WINDOW)
        while await work.bulks.sweep(limit=10, now=MONDAY):
            pass
        await work.bulks.add(TOWN, bulk, _people(2), now=MONDAY)
        assert await work.bulks.sweep(limit=10, now=MONDAY) == 1
        assert await _states(work) == [S.HELD, S.HELD]


async def test_what_was_stopped_is_cancelled_and_never_let_go(storage: Storage) -> None:
    async with storage.writing() as work:
        bulk = await _begun(work, 1, 2, 3, 4)
        await _put_state(work, 1, S.SENT, message_id=11)
        await work.bulks.hold(TOWN, bulk, Held.PAUSED)
        await work.bulks.sweep(limit=1, now=MONDAY)
        await work.bulks.hold(TOWN, bulk, Held.STOPPED)
        await work.bulks.release(TOWN, bulk)
        assert await work.bulks.held(TOWN, bulk) is Held.STOPPED
        await work.bulks.sweep(limit=10, now=MONDAY)
        assert await _states(work) == [S.SENT, S.CANCELLED, S.CANCELLED, S.CANCELLED]


async def test_figures_say_why_messages_were_refused(storage: Storage) -> None:
    async with storage.writing() as work:
        bulk = await _begun(work, 1, 2, 3, 4)
        await _put_state(work, 1, S.REFUSED, reason="blocked")
        await _put_state(work, 2, S.REFUSED, reason="blocked")
        await _put_state(work, 3, S.CANCELLED, reason="topic-off")
        standing = await work.bulks.standing(TOWN, bulk)
        assert {(one.state, one.reason): one.count for one in standing} == {
            (S.QUEUED, ""): 1,
            (S.REFUSED, "blocked"): 2,
            (S.CANCELLED, "topic-off"): 1,
        }


async def test_a_message_in_a_chat_leads_back_to_what_it_was_part_of(storage: Storage) -> None:
    async with storage.writing() as work:
        bulk = await _begun(work, 1, 2)
        await _put_state(work, 1, S.SENT, message_id=11)
        found = await work.bulks.origin(AccountId(1), 11)
        assert found is not None
        assert (found.community, found.bulk, found.params) == (TOWN, bulk, {"broadcast": 7})
        assert await work.bulks.origin(AccountId(2), 11) is None
        assert await work.bulks.origin(AccountId(1), 12) is None


async def test_every_picture_of_an_album_leads_back_to_it(storage: Storage) -> None:
    async with storage.writing() as work:
        bulk = await _begun(work, 1, 2)
        await _put_state(work, 1, S.SENT, message_id=11, album=[12, 13])
        for message in (11, 12, 13):
            found = await work.bulks.origin(AccountId(1), message)
            assert found is not None
            assert found.bulk == bulk
        assert await work.bulks.origin(AccountId(1), 14) is None
        assert await work.bulks.origin(AccountId(2), 12) is None


async def test_who_had_it_and_who_perhaps_had_it_are_walked_through_by_pages(
    storage: Storage,
) -> None:
    async with storage.writing() as work:
        bulk = await _begun(work, 1, 2, 3, 4)
        for account in (1, 2, 3):
            await _put_state(work, account, S.SENT, message_id=10 + account)
        await _put_state(work, 4, S.UNKNOWN)
        first = await work.bulks.sent(TOWN, bulk, after=0, limit=2)
        rest = await work.bulks.sent(TOWN, bulk, after=first[-1].id, limit=2)
        assert [(one.to, one.message) for one in (*first, *rest)] == [(1, 11), (2, 12), (3, 13)]
        (doubtful,) = await work.bulks.in_doubt(TOWN, bulk, after=0, limit=9)
        assert (doubtful.to, doubtful.message) == (4, None)


async def test_a_corrected_text_reaches_who_has_not_had_it(storage: Storage) -> None:
    async with storage.writing() as work:
        bulk = await _begun(work, 1)
        await work.bulks.change(TOWN, bulk, {"broadcast": 7, "version": 2})
        lease = await work.delivery.lease(free=5, now=MONDAY)
        (row,) = lease.rows
        assert row.payload["params"] == {"broadcast": 7, "version": 2}


async def test_an_edit_names_the_message_it_is_about(storage: Storage) -> None:
    async with storage.writing() as work:
        bulk = await work.bulks.begin(NEWS, act=Act.EDIT, now=MONDAY)
        await work.bulks.add(TOWN, bulk, _people(1, message=11), now=MONDAY)
        kept = await work.connection.scalar(text("SELECT payload FROM outbox"))
    assert "11" in str(kept)


def _calls(bulk: BulkId) -> Iterator[tuple[str, Any]]:
    yield "add", lambda bulks: bulks.add(OTHER_TOWN, bulk, _people(1), now=MONDAY)
    yield "change", lambda bulks: bulks.change(OTHER_TOWN, bulk, {})
    yield "hold", lambda bulks: bulks.hold(OTHER_TOWN, bulk, Held.PAUSED)
    yield "release", lambda bulks: bulks.release(OTHER_TOWN, bulk)
    yield "held", lambda bulks: bulks.held(OTHER_TOWN, bulk)
    yield "standing", lambda bulks: bulks.standing(OTHER_TOWN, bulk)
    yield "sent", lambda bulks: bulks.sent(OTHER_TOWN, bulk, after=0, limit=1)
    yield "in doubt", lambda bulks: bulks.in_doubt(OTHER_TOWN, bulk, after=0, limit=1)


async def test_another_town_s_bulk_is_none_of_ours(storage: Storage) -> None:
    async with storage.writing() as work:
        bulk = await _begun(work, 1)
        for name, call in _calls(bulk):
            with pytest.raises(NotFound):
                await call(work.bulks)
                pytest.fail(f"{name} reached into another town")

"""Never faster than Telegram allows, over simulated seconds, whoever asks."""

import random
from pathlib import Path

import pytest

from civic.kernel.outbox import MessageState
from storage.delivery import Settled
from storage.engines import Database
from storage.outbox import ANSWERS, Call
from storage.pace import Limits
from storage.unit_of_work import Storage
from tests.calendar import MONDAY
from tests.stores import OTHER_BOT, RealTime, stores

HAIR = 0.000_01


class Day:
    """Senders that lease what may leave, on a clock that the test moves."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.real = RealTime()
        self.database = database
        self.folder = folder
        self.storage = self._process("boot-1")
        self.other = self._process("boot-2")
        self.sent: list[tuple[float, int, str]] = []

    def _process(self, boot: str, limits: Limits | None = None) -> Storage:
        return stores(
            self.database, self.folder, boot=boot, limits=limits or Limits(), real=self.real
        )

    async def owe(self, *calls: Call) -> None:
        async with self.storage.writing() as work:
            await work.outbox.put(calls, now=MONDAY)

    async def look(self, storage: Storage, free: int = 32) -> float | None:
        """Send what may leave; return when to look again."""
        async with storage.writing() as work:
            lease = await work.delivery.lease(free=free, now=MONDAY)
            self.sent += [(self.real.seconds, row.chat, row.method) for row in lease.rows]
            settled = [Settled(row=row, state=MessageState.SENT, message=1) for row in lease.rows]
            await work.delivery.settle(settled, now=MONDAY)
            return lease.look_again

    async def run(self, seconds: float) -> None:
        until = self.real.seconds + seconds
        while self.real.seconds < until:
            before = len(self.sent)
            again = await self.look(self.storage)
            if len(self.sent) == before or again is not None:
                self.real.seconds += 1.0 if again is None else max(again, 0.001)

    def times(self, chat: int | None = None) -> list[float]:
        return [at for at, of, _ in self.sent if chat in {None, of}]

    def most_within(self, seconds: float, chat: int | None = None) -> int:
        times = self.times(chat)
        return max(sum(at <= other < at + seconds - HAIR for other in times) for at in times)


@pytest.fixture
async def day(database: Database, tmp_path: Path) -> Day:
    return Day(database, tmp_path)


def _message(chat: int) -> Call:
    return Call(chat=chat, method="sendMessage", payload={"text": "x"})


def _edit(chat: int, message: int = 1) -> Call:
    payload = {"message_id": message, "text": "x"}
    return Call(chat=chat, method="editMessageText", payload=payload, paced=False)


async def test_never_more_than_thirty_in_any_second_and_hardly_fewer(day: Day) -> None:
    await day.owe(*(_message(chat) for chat in range(1, 120)))
    await day.run(3.0)

    assert day.most_within(1.0) <= 30
    assert len(day.sent) >= 28.9 * 3


async def test_who_looks_late_makes_up_for_it(day: Day) -> None:
    await day.owe(*(_message(chat) for chat in range(1, 200)))
    start = day.real.seconds
    while day.real.seconds < start + 5:
        again = await day.look(day.storage)
        day.real.seconds += (again or 0.0) + 0.008

    assert len(day.sent) >= 28.9 * 5
    assert day.most_within(1.02) <= 30


async def test_two_processes_share_one_limit_however_they_take_turns(day: Day) -> None:
    turns = random.Random(7)
    await day.owe(*(_message(chat) for chat in range(1, 120)))
    start = day.real.seconds
    while day.real.seconds < start + 3:
        await day.look(turns.choice([day.storage, day.other]), free=turns.choice([1, 3, 32]))
        day.real.seconds += turns.expovariate(100)

    assert day.most_within(1.0) <= 30
    assert len(day.sent) >= 60


async def test_after_a_pause_there_is_no_burst(day: Day) -> None:
    await day.owe(_message(1))
    await day.run(60)
    await day.owe(*(_message(chat) for chat in range(2, 80)))
    await day.run(2)

    assert day.most_within(1.0) <= 30


async def test_a_chat_gets_three_at_once_and_then_one_a_second(day: Day) -> None:
    await day.owe(*(_message(1) for _ in range(8)))
    await day.run(10)

    start = day.times()[0]
    assert [round(at - start) for at in day.times(1)] == [0, 0, 0, 1, 2, 3, 4, 5]


async def test_edits_count_in_their_chat_and_in_no_other_limit(day: Day) -> None:
    await day.owe(*(_edit(chat) for chat in range(1, 41)))
    await day.look(day.storage, free=100)
    assert len(day.sent) == 40

    await day.owe(*(_edit(1, message) for message in range(2, 6)))
    await day.run(5)
    start = day.times()[0]
    assert [round(at - start) for at in day.times(1)] == [0, 0, 0, 1, 2]


async def test_answers_to_presses_count_nowhere(day: Day) -> None:
    payload = {"callback_query_id": "1"}
    await day.owe(
        *(
            Call(chat=1, method="answerCallbackQuery", payload=payload, lane=ANSWERS, paced=False)
            for _ in range(90)
        )
    )
    await day.look(day.storage, free=100)
    assert len(day.sent) == 90


async def test_a_group_gets_at_most_twenty_a_minute(day: Day) -> None:
    await day.owe(*(_message(-5) for _ in range(45)))
    await day.run(120)

    assert day.most_within(60.0, -5) <= 20
    assert len(day.times(-5)) >= 38


async def test_a_429_for_a_chat_stops_that_chat_until_it_is_over(day: Day) -> None:
    await day.owe(_message(1), _message(2))
    async with day.storage.writing() as work:
        await work.delivery.pace.block_chat(1, day.real.seconds + 7)
    start = day.real.seconds
    await day.run(10)

    assert day.times(2) == [start]
    assert day.times(1)[0] >= start + 7 - HAIR


async def test_a_429_for_all_stops_everything_even_answers(day: Day) -> None:
    payload = {"callback_query_id": "1"}
    answer = Call(chat=1, method="answerCallbackQuery", payload=payload, lane=ANSWERS, paced=False)
    await day.owe(_message(1), _edit(2), answer)
    start = day.real.seconds
    async with day.storage.writing() as work:
        await work.delivery.pace.allowance()
        await work.delivery.pace.block_all(start + 7)
        await work.delivery.pace.block_all(start + 3)
    for storage in (day.storage, day.other):
        assert await day.look(storage) == pytest.approx(7)
    await day.run(8)

    assert len(day.sent) == 3
    assert min(day.times()) >= start + 7 - HAIR


async def test_another_bot_has_a_pace_of_its_own(day: Day) -> None:
    other = stores(day.database, day.folder, bot=OTHER_BOT, limits=Limits(), real=day.real)
    async with day.storage.writing() as work:
        await work.delivery.pace.allowance()
        await work.delivery.pace.block_all(day.real.seconds + 100)
        await work.delivery.pace.block_chat(1, day.real.seconds + 100)
    async with other.writing() as work:
        await work.outbox.put([_message(1)], now=MONDAY)
        assert len((await work.delivery.lease(free=9, now=MONDAY)).rows) == 1


@pytest.mark.parametrize(("scale", "most"), [(20.0, 6), (0.0, 40)])
async def test_limits_can_be_scaled_for_measuring_and_turned_off(
    database: Database, tmp_path: Path, scale: float, most: int
) -> None:
    storage = stores(database, tmp_path, limits=Limits(scale=scale), real=RealTime())
    async with storage.writing() as work:
        await work.outbox.put([_message(chat) for chat in range(1, 41)], now=MONDAY)
        assert len((await work.delivery.lease(free=40, now=MONDAY)).rows) == most


async def test_after_a_refusal_for_all_it_goes_on_slower_and_recovers(day: Day) -> None:
    await day.owe(*(_message(chat) for chat in range(1, 500)))
    await day.run(1)
    async with day.storage.writing() as work:
        await work.delivery.pace.block_all(day.real.seconds + 5)
        await work.delivery.pace.block_all(day.real.seconds + 6)
    blocked_from = day.real.seconds
    await day.run(10)
    for later in (25, 60, 100):
        day.real.seconds = blocked_from + later - 1
        await day.run(2)

    def a_second_at(seconds: float) -> int:
        start = blocked_from + seconds
        return sum(start <= at < start + 1 for at in day.times())

    assert [a_second_at(second) for second in (0, 2, 4)] == [0, 0, 0]
    assert 18 <= a_second_at(8) <= 22
    assert a_second_at(8) < a_second_at(25) < a_second_at(60)
    assert a_second_at(100) >= 28


async def test_refusals_again_and_again_never_stop_it_for_good(day: Day) -> None:
    await day.owe(*(_message(chat) for chat in range(1, 500)))
    for _ in range(20):
        async with day.storage.writing() as work:
            await work.delivery.pace.block_all(day.real.seconds + 1)
        await day.run(1.1)
    before = len(day.sent)
    await day.run(10)

    assert len(day.sent) - before >= 60

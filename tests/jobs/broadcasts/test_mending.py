"""While it goes and after: held, stopped, corrected, recalled, said again; its author sees how."""

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from civic.broadcasts.actions.correcting import correct_broadcast
from civic.broadcasts.actions.steering import (
    pause_broadcast,
    recall_broadcast,
    resume_broadcast,
    send_again,
    stop_broadcast,
)
from civic.broadcasts.model import BroadcastState as S
from civic.broadcasts.model import Content
from civic.kernel.outbox import Reason
from jobs.broadcasts import mending
from jobs.broadcasts.mending import IN_FLIGHT
from storage.engines import Database
from tests.calendar import MONDAY as NOON
from tests.survey_town import storage_on
from tests.told import OFFICE, OKSANA, OTHER_PHOTO, PHOTO, TEXT, WATER
from tests.told_town import (
    Town,
    accepted,
    nobody_knows,
    refused,
    resident_account,
    send,
    town_of,
)

RESIDENTS = 12
BETTER = "Води не буде з 21:00."
ALBUM = Content(texts={"uk": "Фото"}, attachments=(PHOTO, OTHER_PHOTO))
MOMENT = timedelta(seconds=5)


@pytest.fixture
async def made(database: Database, tmp_path: Path) -> Town:
    """Small enough to go by one hand: whose word it needs is shown elsewhere."""
    return await town_of(storage_on(database, tmp_path), RESIDENTS, now=NOON)


def everybody() -> list[int]:
    return [resident_account(number) for number in range(1, RESIDENTS + 1)]


def texts(made: Town) -> list[str]:
    """What stands in the residents' chats, everybody's in order."""
    return [str(one["texts"]["uk"]) for chat in everybody() for one in made.of_broadcast(chat)]


async def act(made: Town, action: Callable[..., Awaitable[Any]], *given: Any) -> None:
    """The author presses; then a tick."""
    wanted = inspect.signature(action).parameters
    async with made.work() as work:
        ports = {
            name: getattr(work, name)
            for name in ("communities", "officials", "bulks", "outbox")
            if name in wanted
        }
        await action(
            WATER, *given, OFFICE[0], broadcasts=work.broadcasts, audit=work.audit,
            now=made.now, **ports,
        )  # fmt: skip
    await later(made)


async def begin(made: Town, content: Content = TEXT) -> None:
    """Under way; its author has the card, nobody has the message."""
    await send(made, content)
    await made.tick()
    assert await made.carry(most=1) == 1
    assert made.card(OKSANA)


async def later(made: Town, by: timedelta = MOMENT) -> None:
    made.now += by
    await made.tick()


async def correct(made: Town, text: str = BETTER, *, content: Content = TEXT) -> None:
    await act(made, correct_broadcast, replace(content, texts={"uk": text}))


async def test_a_pause_holds_what_has_not_left_and_resuming_lets_it_go(made: Town) -> None:
    await begin(made)
    await made.carry(most=4)
    await act(made, pause_broadcast)
    await made.carry()
    assert len(texts(made)) == 4
    card = made.card(OKSANA)
    assert (card["state"], card["delivery"]["waiting"]) == ("paused", 8)
    await act(made, resume_broadcast)
    await made.carry()
    assert len(texts(made)) == 12


async def test_what_is_stopped_reaches_nobody_more(made: Town) -> None:
    await begin(made)
    await made.carry(most=4)
    await act(made, stop_broadcast)
    await made.carry()
    assert len(texts(made)) == 4
    figures = made.card(OKSANA)["delivery"]
    assert (figures["sent"], figures["cancelled"], figures["waiting"]) == (4, 8, 0)


async def test_stopped_before_it_was_written_out_it_reaches_nobody(made: Town) -> None:
    await send(made)
    await made.tick_start()
    async with made.work() as work:
        await stop_broadcast(
            WATER, OFFICE[0], broadcasts=work.broadcasts, bulks=work.bulks, audit=work.audit,
            now=made.now,
        )  # fmt: skip
    await later(made)
    await made.carry()
    assert texts(made) == []


async def test_a_correction_edits_what_was_sent_and_changes_what_waits(made: Town) -> None:
    await begin(made)
    await made.carry(most=5)
    await correct(made)
    await made.carry()
    assert texts(made) == [BETTER] * 12
    assert [method for chat, method, _ in made.log if chat in everybody()].count("notice") == 12
    await later(made)
    assert all(one["corrected"] for chat in everybody() for one in made.of_broadcast(chat))
    assert (await made.told()).version == 2


async def test_what_was_in_flight_is_corrected_too(made: Town) -> None:
    await begin(made)
    async with made.work() as work:
        flying = (await work.delivery.lease(free=3, now=made.now)).rows
    await correct(made)
    await made.settle(flying)
    await made.carry()
    assert texts(made).count(BETTER) == 9
    await later(made, IN_FLIGHT)
    await made.carry()
    assert texts(made) == [BETTER] * 12


async def test_the_last_correction_is_what_stays(made: Town) -> None:
    await begin(made)
    async with made.work() as work:
        flying = (await work.delivery.lease(free=3, now=made.now)).rows
    await made.carry(most=4)
    await correct(made)
    await made.settle(flying)
    await correct(made, "Вода буде.")
    await later(made, IN_FLIGHT)
    await made.carry()
    assert texts(made) == ["Вода буде."] * 12


async def test_a_correction_waits_for_no_topic_and_no_sleeper(made: Town) -> None:
    await begin(made)
    await made.carry()
    async with made.work() as work:
        one = await work.residents.of_account((await made.told()).community, resident_account(1))
        assert one is not None
        await work.residents.put(replace(one, muted=frozenset({"*"})))
    made.now += timedelta(hours=11)
    await correct(made)
    await made.carry()
    assert texts(made) == [BETTER] * 12


@pytest.mark.parametrize("chunk", [4, 12, 1000])
async def test_a_recall_deletes_every_message_and_every_picture(
    made: Town, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(mending, "CHUNK", chunk)
    await begin(made, ALBUM)
    await made.carry()
    assert len(made.of_broadcast(resident_account(1))) == 3
    await act(made, recall_broadcast)
    for _ in range(9):
        await later(made)
    await made.carry()
    assert [made.of_broadcast(chat) for chat in everybody()] == [[]] * 12
    await later(made, IN_FLIGHT)
    await made.carry()
    recall = made.card(OKSANA)["recall"]
    assert (recall["written_all"], recall["too_old"], recall["waiting"]) == (True, 0, 0)


async def test_a_recall_finds_what_was_in_flight(made: Town) -> None:
    await begin(made)
    async with made.work() as work:
        flying = (await work.delivery.lease(free=3, now=made.now)).rows
    await act(made, recall_broadcast)
    await made.settle(flying)
    await made.carry()
    assert len(texts(made)) == 3
    await later(made, IN_FLIGHT)
    await made.carry()
    assert texts(made) == []


async def test_what_is_older_than_two_days_stays_and_is_counted(made: Town) -> None:
    await begin(made)
    await made.carry(most=4)
    made.now += timedelta(hours=47)
    await made.carry()
    made.now += timedelta(hours=2)
    await act(made, recall_broadcast)
    await made.carry()
    await later(made, IN_FLIGHT)
    await made.carry()
    assert len(texts(made)) == 4
    assert made.card(OKSANA)["recall"]["too_old"] == 4


async def test_those_in_doubt_hear_it_once_more_and_nobody_else(made: Town) -> None:
    lost = {resident_account(1), resident_account(2)}
    await begin(made)
    await made.carry(lambda row: nobody_knows(row) if row.chat in lost else None)
    await later(made)
    await act(made, send_again)
    await made.carry()
    assert len(texts(made)) == 12
    await later(made)
    await made.carry()
    card = made.card(OKSANA)
    assert (card["state"], card["delivery"]["sent"], card["delivery"]["unknown"]) == ("done", 12, 0)


async def test_what_fails_for_one_after_another_is_paused_and_its_author_told(
    database: Database, tmp_path: Path
) -> None:
    made = await town_of(storage_on(database, tmp_path), 30, now=NOON)
    await begin(made, replace(TEXT, attachments=(PHOTO,)))
    broken = {resident_account(number) for number in range(1, 31)}
    answer = refused(Reason.NOT_ACCEPTED)
    for _ in range(20):
        await made.carry(lambda row: answer(row) if row.chat in broken else None, most=1)
    await later(made)
    await made.carry(lambda row: answer(row) if row.chat in broken else None)
    assert (await made.told()).state is S.PAUSED
    assert made.notices(OKSANA).count("broadcast-failing") == 1
    card = made.card(OKSANA)
    assert (card["failing"], card["delivery"]["refused"]) == (True, {"not-accepted": 20})
    await later(made)
    await act(made, resume_broadcast)
    await made.carry()
    await later(made)
    assert (await made.told()).state is S.DONE
    assert len(made.of_broadcast(resident_account(30))) == 1


async def test_the_card_changes_only_when_its_figures_do(made: Town) -> None:
    await begin(made)
    await made.carry()
    await later(made)
    await made.carry()
    said = [payload for _, _, payload in made.log if payload["key"] == "broadcast-live"]
    for _ in range(3):
        await later(made)
        await made.carry()
    assert [payload for _, _, payload in made.log if payload["key"] == "broadcast-live"] == said
    async with made.work() as work:
        resident = await work.residents.of_account(
            (await made.told()).community, resident_account(1)
        )
        assert resident is not None
        await work.broadcasts.note_read(resident.community, WATER, resident.id, now=made.now)
    await later(made)
    await made.carry(accepted)
    assert made.card(OKSANA)["delivery"]["read"] == 1

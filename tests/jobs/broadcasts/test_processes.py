"""Several processes and one person alone: still everybody hears it once, and in its time."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from civic.broadcasts.actions.correcting import correct_broadcast
from civic.broadcasts.model import BroadcastState as S
from civic.kernel.bulk import Held
from jobs.broadcasts import mending, writing_out
from jobs.broadcasts.writing_out import write_out
from storage.engines import Database
from tests.calendar import MONDAY as NOON
from tests.survey_town import storage_on
from tests.told import OFFICE, TEXT, TOWN, WATER
from tests.told_town import (
    TornError,
    Town,
    resident_account,
    send,
    torn,
    town_of,
)

RESIDENTS = 30
QUARTER = timedelta(minutes=15)


@pytest.fixture
async def made(database: Database, tmp_path: Path) -> Town:
    return await town_of(storage_on(database, tmp_path), RESIDENTS, now=NOON)


def reached(town: Town) -> Counter[int]:
    counted = {chat: len(town.of_broadcast(chat)) for chat in town.chats}
    return Counter({chat: count for chat, count in counted.items() if count})


async def everybody_else_leaves(made: Town) -> None:
    async with made.work() as work:
        for official in OFFICE[1:]:
            await work.officials.remove(TOWN, official.account)
        town = await work.communities.community(TOWN)
        await work.communities.put(replace(town, is_single_handed=True, approval_from=1))


async def test_processes_that_write_out_at_once_do_not_double_anything(
    made: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing_out, "CHUNK", 3)
    await send(made)
    await made.tick_start()
    begin, read = made.storage.writing, made.storage.reading
    await asyncio.gather(*(write_out(begin=begin, read=read, now=made.now) for _ in range(4)))
    await made.tick()
    await made.carry()
    assert reached(made) == Counter(map(resident_account, range(1, RESIDENTS + 1)))


async def test_one_person_alone_is_heard_after_a_quarter_of_an_hour(made: Town) -> None:
    await everybody_else_leaves(made)
    going = await send(made)
    assert going.is_single_handed
    made.now += QUARTER - timedelta(seconds=1)
    await made.tick()
    assert (await made.told()).state is S.SCHEDULED
    made.now += timedelta(seconds=1)
    await made.tick()
    await made.carry()
    assert reached(made).total() == RESIDENTS


async def test_one_person_alone_corrects_after_a_quarter_of_an_hour(made: Town) -> None:
    await everybody_else_leaves(made)
    await send(made)
    made.now += QUARTER
    await made.tick()
    await made.carry()
    async with made.work() as work:
        await correct_broadcast(
            WATER, replace(TEXT, texts={"uk": "Вода є."}), OFFICE[0],
            broadcasts=work.broadcasts, communities=work.communities,
            officials=work.officials, bulks=work.bulks, outbox=work.outbox, audit=work.audit,
            now=made.now,
        )  # fmt: skip
    await made.tick()
    assert (await made.told()).version == 1
    made.now += QUARTER
    await made.tick()
    await made.carry()
    assert (await made.told()).version == 2
    told = {one["texts"]["uk"] for chat in reached(made) for one in made.of_broadcast(chat)}
    assert told == {"Вода є."}


@pytest.mark.parametrize("chunk", [1, 7])
async def test_a_correction_killed_on_its_way_edits_everything_once(
    made: Town, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(mending, "CHUNK", chunk)
    await send(made)
    await made.tick()
    await made.carry()
    async with made.work() as work:
        await correct_broadcast(
            WATER, replace(TEXT, texts={"uk": "Вода є."}), OFFICE[0],
            broadcasts=work.broadcasts, communities=work.communities,
            officials=work.officials, bulks=work.bulks, outbox=work.outbox, audit=work.audit,
            now=made.now,
        )  # fmt: skip
    deaths = iter([False, True, True, False])
    begin = torn(made.storage, lambda: next(deaths, True))
    for _ in range(3):
        try:
            await write_out(begin=begin, read=made.storage.reading, now=made.now)
        except TornError:
            continue
    await made.tick()
    await made.carry()
    edits = Counter(chat for chat, method, _ in made.log if method == "noticeEdit")
    assert edits == Counter(map(resident_account, range(1, RESIDENTS + 1)))


async def test_what_is_paused_while_it_is_written_out_goes_on_where_it_was(
    made: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing_out, "CHUNK", 4)
    monkeypatch.setattr(writing_out, "STEPS", 2)
    await send(made)
    await made.tick()
    async with made.work() as work:
        found = await work.broadcasts.broadcast(TOWN, WATER)
        await work.broadcasts.put(replace(found, state=S.PAUSED))
        (main,) = await work.broadcasts.dispatches(TOWN, WATER)
        await work.bulks.hold(TOWN, main.bulk, Held.PAUSED)
    await made.tick()
    async with made.work() as work:
        (still,) = await work.broadcasts.dispatches(TOWN, WATER)
        assert still.after == main.after
        await work.broadcasts.put(found)
        await work.bulks.release(TOWN, main.bulk)
    for _ in range(4):
        made.now += timedelta(seconds=5)
        await made.tick()
    await made.carry()
    assert reached(made) == Counter(map(resident_account, range(1, RESIDENTS + 1)))

"""A broadcast reaches everybody it is for, once, at an hour that suits them."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from civic.audiences.model import AudienceRule
from civic.broadcasts.model import BroadcastState as S
from civic.broadcasts.model import Content, Timing, Urgency
from civic.channels.model import Channel, ChatKind, KnownChat
from civic.communities.model import Role
from civic.kernel.ids import ChatId, ResidentId, SavedAudienceId
from civic.kernel.outbox import Lane, Reason
from civic.kernel.refusal import NotFound
from jobs.broadcasts import writing_out
from jobs.broadcasts.writing_out import write_out
from storage.delivery import Leased, Settled
from storage.engines import Database
from storage.unit_of_work import SqlWork
from tests.calendar import MONDAY as NOON
from tests.survey_town import storage_on
from tests.told import DARYNA, IHOR, OKSANA, OTHER_PHOTO, PETRO, PHOTO, TOWN
from tests.told_town import (
    NIGHT_OWL,
    TornError,
    Town,
    nobody_knows,
    refused,
    resident_account,
    send,
    torn,
    town_of,
)

NIGHT = datetime(2026, 3, 2, 21, 0, tzinfo=UTC)
"""Eleven in the evening by the town's clock."""
MORNING = datetime(2026, 3, 3, 6, 0, tzinfo=UTC)
RESIDENTS = 12
GAS = Urgency(reason="Витік газу.")
CHANNEL, GROUP = ChatId(-1001), ChatId(-1002)


@pytest.fixture
async def made(database: Database, tmp_path: Path) -> Town:
    return await town_of(storage_on(database, tmp_path), RESIDENTS, now=NOON)


def everybody() -> set[int]:
    return {resident_account(number) for number in range(1, RESIDENTS + 1)}


def reached(town: Town) -> Counter[int]:
    """How many messages of a broadcast stand in each chat that has any."""
    counted = {chat: len(town.of_broadcast(chat)) for chat in town.chats}
    return Counter({chat: count for chat, count in counted.items() if count})


async def test_everybody_gets_it_once_and_its_author_sees_it_done(made: Town) -> None:
    await send(made)
    await made.tick()
    assert (await made.told()).state is S.GOING
    await made.carry()
    made.now += timedelta(seconds=5)
    await made.tick()
    await made.carry()
    assert reached(made) == Counter(everybody())
    assert (await made.told()).state is S.DONE
    card = made.card(OKSANA)
    assert (card["state"], card["delivery"]["sent"], card["recipients"]) == ("done", 12, 12)


async def test_what_a_message_carries_can_be_shown_to_each_reader(made: Town) -> None:
    await send(made)
    await made.tick()
    await made.carry()
    (message,) = made.of_broadcast(resident_account(1))
    assert message["texts"]["uk"].startswith("Вітаємо, {ім'я|сусіде}!")
    assert (message["personal"], message["own"], message["number"]) == (["name"], "uk", 1)


@pytest.mark.parametrize("chunk", [2, 6, 24, 100])
async def test_killed_at_any_step_it_goes_on_without_doubling_or_losing(
    made: Town, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(writing_out, "CHUNK", chunk)
    await send(made, Content(texts={"uk": "я" * 2000}, attachments=(PHOTO,)))
    await made.tick_start()
    deaths = iter([False, True, False, False, True])
    begin = torn(made.storage, lambda: next(deaths, True))
    for _ in range(5):
        try:
            await write_out(begin=begin, read=made.storage.reading, now=made.now)
        except TornError:
            continue
    await made.tick()
    await made.carry()
    assert reached(made) == Counter(dict.fromkeys(everybody(), 2))


async def test_who_sleeps_gets_it_in_the_morning(made: Town) -> None:
    made.now = NIGHT
    async with made.work() as work:
        owl = await work.residents.resident(TOWN, ResidentId(1))
        await work.residents.put(replace(owl, quiet=NIGHT_OWL))
    await send(made)
    await made.tick()
    await made.carry()
    assert set(reached(made)) == {resident_account(1)}
    made.now = MORNING
    await made.tick()
    assert (await made.told()).state is S.GOING
    await made.carry()
    assert reached(made) == Counter(everybody())


async def test_in_the_morning_it_is_not_told_what_has_become_pointless(made: Town) -> None:
    made.now = NIGHT
    await send(made, timing=Timing(expires_at=MORNING - timedelta(hours=1)))
    await made.tick()
    made.now = MORNING
    await made.carry()
    await made.tick()
    await made.carry()
    assert reached(made) == Counter()
    card = made.card(OKSANA)
    assert (card["state"], card["delivery"]["expired"]) == ("done", 12)


async def test_what_is_urgent_wakes_everybody(made: Town) -> None:
    made.now = NIGHT
    await send(made, urgency=GAS)
    await made.tick()
    await made.carry()
    assert reached(made) == Counter(everybody())


async def test_who_turned_the_topic_off_or_blocked_the_bot_is_left_out(made: Town) -> None:
    async with made.work() as work:
        one = await work.residents.resident(TOWN, ResidentId(1))
        await work.residents.put(replace(one, muted=frozenset({"outages"})))
        await work.residents.set_reachable(resident_account(2), reachable=False)
    going = await send(made)
    await made.tick()
    await made.carry()
    assert going.recipients == 10
    assert set(reached(made)) == everybody() - {resident_account(1), resident_account(2)}


async def test_an_album_comes_before_its_words_in_each_chat(made: Town) -> None:
    await send(made, Content(texts={"uk": "Ось так."}, attachments=(PHOTO, OTHER_PHOTO)))
    await made.tick()
    await made.carry()
    for chat in everybody():
        assert [one["part"] for one in made.of_broadcast(chat)] == ["album", "album", "main"]


async def test_it_goes_in_its_hours_only(made: Town) -> None:
    await send(made, timing=Timing(window=(time(13), time(14))))
    await made.tick()
    await made.carry()
    assert reached(made) == Counter()
    made.now = NOON + timedelta(hours=1)
    await made.tick()
    await made.carry(most=5)
    made.now = NOON + timedelta(hours=2)
    await made.tick()
    await made.carry()
    assert reached(made).total() == 5
    made.now = NOON + timedelta(days=1, hours=1)
    await made.tick()
    await made.carry()
    assert reached(made) == Counter(everybody())


async def test_it_waits_for_its_time(made: Town) -> None:
    await send(made, timing=Timing(starts_at=NOON + timedelta(hours=1)))
    await made.tick()
    assert (await made.told()).state is S.SCHEDULED
    made.now += timedelta(hours=1)
    await made.tick()
    assert (await made.told()).state is S.GOING


async def test_officials_are_written_to_as_officials(made: Town) -> None:
    await send(made, audience=AudienceRule(roles=(Role.OFFICIAL, Role.ADMINISTRATOR)))
    await made.tick()
    await made.carry()
    assert set(reached(made)) == {OKSANA, PETRO, DARYNA, IHOR}


async def test_channels_hear_it_too_and_are_counted_apart(made: Town) -> None:
    async with made.work() as work:
        for chat in (CHANNEL, GROUP):
            await bind(work, chat)
    await send(made, channels=(CHANNEL, GROUP))
    await made.tick()
    left: list[int] = []

    def gone(row: Leased) -> Settled | None:
        if row.lane == Lane.BULK:
            left.append(row.chat)
        return refused(Reason.NO_RIGHT)(row) if row.chat == GROUP else None

    await made.carry(gone)
    assert set(left[:2]) == {CHANNEL, GROUP}, "many read them: they do not wait for the town"
    made.now += timedelta(seconds=5)
    await made.tick()
    await made.carry()
    (message,) = made.of_broadcast(CHANNEL)
    assert message["public"]
    figures = made.card(OKSANA)["delivery"]
    assert (figures["sent"], figures["channels_sent"], figures["channels_refused"]) == (12, 1, 1)
    assert (await made.told()).state is S.DONE


async def test_a_channel_that_was_unbound_meanwhile_is_not_published_to(made: Town) -> None:
    async with made.work() as work:
        for chat in (CHANNEL, GROUP):
            await bind(work, chat)
    await send(made, channels=(CHANNEL, GROUP))
    async with made.work() as work:
        await work.channels.remove(TOWN, GROUP)
    await made.tick()
    await made.carry()
    made.now += timedelta(seconds=5)
    await made.tick()
    await made.carry()
    assert (len(made.of_broadcast(CHANNEL)), made.of_broadcast(GROUP)) == (1, [])
    figures = made.card(OKSANA)["delivery"]
    assert (figures["channels_sent"], figures["channels_refused"]) == (1, 1)


async def test_who_serves_the_town_no_more_sees_no_more_figures(made: Town) -> None:
    await send(made)
    async with made.work() as work:
        await work.officials.remove(TOWN, OKSANA)
    await made.tick()
    await made.carry()
    assert made.notices(OKSANA) == []
    assert reached(made) == Counter(everybody())


async def bind(work: SqlWork, chat: ChatId) -> None:
    kind = ChatKind.CHANNEL
    await work.known_chats.put(
        KnownChat(id=chat, kind=kind, title="Канал", can_post=True, added_by=OKSANA, learnt_at=NOON)
    )
    await work.channels.put(
        Channel(
            community=TOWN, chat=chat, kind=kind, title="Канал", can_post=True, place=None,
            bound_by=OKSANA, bound_at=NOON,
        )
    )  # fmt: skip


async def test_who_is_refused_is_counted_by_the_reason_and_stops_nobody_else(made: Town) -> None:
    blocked = {resident_account(1), resident_account(2)}
    await send(made)
    await made.tick()
    await made.carry(lambda row: refused(Reason.BLOCKED)(row) if row.chat in blocked else None)
    made.now += timedelta(seconds=5)
    await made.tick()
    await made.carry()
    figures = made.card(OKSANA)["delivery"]
    assert (figures["sent"], figures["refused"]) == (10, {"blocked": 2})


async def test_who_may_or_may_not_have_it_is_listed_and_not_written_to_again(made: Town) -> None:
    await send(made)
    await made.tick()
    await made.carry(nobody_knows)
    made.now += timedelta(seconds=5)
    await made.tick()
    await made.carry()
    assert made.card(OKSANA)["delivery"]["unknown"] == 12
    assert reached(made) == Counter()
    assert (await made.told()).state is S.DONE


async def test_what_came_too_late_to_begin_is_stopped_and_said(made: Town) -> None:
    await send(made, timing=Timing(expires_at=NOON + timedelta(hours=1)))
    made.now += timedelta(hours=1)
    await made.tick()
    await made.carry()
    assert (await made.told()).state is S.STOPPED
    assert "broadcast-too-late" in made.notices(OKSANA)
    assert reached(made) == Counter()


async def test_when_its_audience_is_gone_before_it_begins_nobody_is_guessed(made: Town) -> None:
    going = await send(made)
    async with made.work() as work:
        lost = AudienceRule(saved=SavedAudienceId(404))
        await work.broadcasts.put(replace(going, audience=lost))
    await made.tick()
    await made.carry()
    assert (await made.told()).state is S.STOPPED
    assert "broadcast-broken" in made.notices(OKSANA)
    assert reached(made) == Counter()


async def test_when_its_audience_goes_while_it_is_written_out_it_stops(
    made: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing_out, "CHUNK", 3)
    monkeypatch.setattr(writing_out, "STEPS", 1)
    going = await send(made)
    await made.tick()
    async with made.work() as work:
        lost = AudienceRule(saved=SavedAudienceId(404))
        with pytest.raises(NotFound):
            await work.audiences.headcount(TOWN, lost, topic=None, week=None)
        found = await work.broadcasts.broadcast(TOWN, going.id)
        await work.broadcasts.put(replace(found, audience=lost))
    await made.tick()
    await made.carry()
    assert (await made.told()).state is S.STOPPED
    assert "broadcast-broken" in made.notices(OKSANA)


async def test_a_crowd_of_steps_is_spread_over_several_looks(
    made: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing_out, "CHUNK", 2)
    monkeypatch.setattr(writing_out, "STEPS", 3)
    await send(made)
    await made.tick()
    await made.carry()
    assert reached(made).total() == 6
    for _ in range(2):
        made.now += timedelta(seconds=5)
        await made.tick()
    await made.carry()
    assert reached(made) == Counter(everybody())

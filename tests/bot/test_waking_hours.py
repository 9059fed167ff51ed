"""What goes to many is weighed as it leaves: by its reader's hours and topics of that moment."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from civic.kernel.ids import AccountId, ResidentId
from civic.kernel.outbox import Lane, MessageState, Notice, Recipient
from civic.residents.actions.settings import set_quiet_hours, turn_everything, turn_topic
from civic.residents.model import Resident, Topic
from civic.residents.rules import NO_QUIET
from handlers.screens.notices.registry import notice
from handlers.screens.screen import Screen
from locales.catalog import Say
from storage.engines import Database
from storage.pace import Limits
from tests.bot.post import Post, post_office
from tests.calendar import MONDAY
from tests.people import NEMISHAIEVE, OLENA, TOWN, account

KYIV = ZoneInfo("Europe/Kyiv")
MORNING = datetime(2026, 3, 3, 8, tzinfo=KYIV)
NEXT_NIGHT = datetime(2026, 3, 3, 23, 30, tzinfo=KYIV)
NEXT_MORNING = datetime(2026, 3, 4, 8, tzinfo=KYIV)
CROWD = [AccountId(10_000 + number) for number in range(700)]
"""More than one look takes in."""
AWAKE = AccountId(20_000)


@notice("test-held-up")
def _held_up(_params: Any, _say: Say) -> Screen:
    return Screen(text="held up")


@pytest.fixture
async def post(database: Database, tmp_path: Path) -> AsyncIterator[Post]:
    async with post_office(database, tmp_path / "files", limits=Limits()) as made:
        async with made.storage.writing() as work:
            await work.communities.put(NEMISHAIEVE)
        await _live_here(made, [OLENA])
        yield made


async def _live_here(post: Post, people: Iterable[AccountId], **settings: Any) -> None:
    async with post.storage.writing() as work:
        for person in people:
            await work.accounts.put(account(person, community=TOWN), now=MONDAY)
            resident = Resident(
                id=ResidentId(person), community=TOWN, account=person, language="uk", home=None,
                joined_at=MONDAY,
            )  # fmt: skip
            await work.residents.put(replace(resident, **settings))


async def _owe(
    post: Post,
    *people: AccountId,
    lane: Lane = Lane.BULK,
    due: datetime = MORNING,
    expires: datetime | None = None,
) -> None:
    said = Notice(
        to=OLENA, community=TOWN, key="test-held-up", lane=lane, topic="surveys", expires=expires
    )
    async with post.storage.writing() as work:
        await work.outbox.owe_many(
            said, [Recipient(to=one, due=due) for one in people or [OLENA]], now=MONDAY
        )


async def _sent_at(post: Post, moment: datetime) -> list[str]:
    post.pass_time(moment - post.clock[0])
    await post.sender.drain()
    return post.telegram.texts()


async def _olena(post: Post) -> Resident:
    async with post.storage.reading() as work:
        return await work.residents.resident(TOWN, ResidentId(OLENA))


async def test_news_that_comes_to_leave_at_night_waits_for_the_morning(post: Post) -> None:
    await _owe(post)

    assert await _sent_at(post, NEXT_NIGHT) == []
    assert await _sent_at(post, NEXT_MORNING - timedelta(minutes=1)) == []
    assert await _sent_at(post, NEXT_MORNING) == ["held up"]
    assert await _sent_at(post, NEXT_MORNING + timedelta(days=1)) == ["held up"]


async def test_what_is_pointless_by_the_morning_never_leaves(post: Post) -> None:
    await _owe(post, expires=NEXT_NIGHT + timedelta(hours=1))

    assert await _sent_at(post, NEXT_NIGHT) == []
    assert await _sent_at(post, NEXT_MORNING) == []
    async with post.storage.reading() as work:
        assert await work.delivery.backlog() == {}


async def test_what_is_meant_for_one_person_does_not_wait(post: Post) -> None:
    await _owe(post, lane=Lane.NOTICE)
    assert await _sent_at(post, NEXT_NIGHT) == ["held up"]


async def test_whoever_gives_up_their_quiet_hours_gets_what_waited_for_them(post: Post) -> None:
    await _owe(post, due=NEXT_MORNING)
    assert await _sent_at(post, NEXT_NIGHT) == []

    async with post.storage.writing() as work:
        await set_quiet_hours(
            await _olena(post), NO_QUIET,
            residents=work.residents, outbox=work.outbox, now=NEXT_NIGHT,
        )  # fmt: skip

    assert await _sent_at(post, NEXT_NIGHT) == ["held up"]


@pytest.mark.parametrize("everything", [True, False])
async def test_whoever_turns_it_off_is_spared_what_already_waited(
    post: Post, *, everything: bool
) -> None:
    await _owe(post)
    async with post.storage.writing() as work:
        reader = await _olena(post)
        if everything:
            await turn_everything(reader, on=False, residents=work.residents)
        else:
            await turn_topic(reader, Topic.SURVEYS, on=False, residents=work.residents)

    assert await _sent_at(post, MORNING) == []
    async with post.storage.reading() as work:
        assert await work.delivery.backlog() == {}


async def test_a_sleeping_crowd_costs_nothing_of_the_pace_of_who_is_awake(post: Post) -> None:
    """All of it is looked through while the pace allows one message."""
    await _live_here(post, CROWD)
    await _live_here(post, [AWAKE], quiet=NO_QUIET)
    await _owe(post, *CROWD, AWAKE)

    assert await _sent_at(post, NEXT_NIGHT) == ["held up"]
    async with post.storage.reading() as work:
        assert await work.delivery.backlog() == {MessageState.QUEUED: len(CROWD)}

"""The demo's town was told things all year, wrote back, and left something to approve."""

from collections import Counter
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.wiring import Wiring
from civic.broadcasts.actions.following import delivery, repair
from civic.broadcasts.model import Broadcast, BroadcastState, Delivery, DispatchKind, Verdict
from civic.channels.model import ChatKind
from civic.communities.model import Community
from civic.dialogues.model import DialogueState, Wanted
from civic.kernel.outbox import MessageState
from demo.announcing import OLDER_HOMES, SAVED
from demo.cast import IHOR, OKSANA, OLENA, TARAS
from demo.history.announcements import ARRIVING, TOLD
from demo.history.letters import LETTERS
from demo.outlets import OUTLETS
from demo.town import SLUG
from storage.unit_of_work import SqlWork

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def town_of(work: SqlWork) -> Community:
    town = await work.communities.by_slug(SLUG)
    assert town is not None
    return town


async def told_in(work: SqlWork, *states: BroadcastState) -> list[Broadcast]:
    return await work.broadcasts.in_states(
        (await town_of(work)).id, states or tuple(BroadcastState), limit=100
    )


async def test_the_year_is_told_and_some_of_it_still_to_come(seeded: Wiring) -> None:
    async with seeded.storage.reading() as work:
        states = Counter(one.state for one in await told_in(work))
        assert states == {
            BroadcastState.DONE: len(TOLD) - len(ARRIVING) - 2,
            BroadcastState.STOPPED: 2,
            BroadcastState.GOING: len(ARRIVING),
            BroadcastState.REQUESTED: 1,
            BroadcastState.SCHEDULED: 1,
            BroadcastState.DRAFT: 1,
        }
        numbers = sorted(one.number for one in await told_in(work))
        assert numbers == list(range(1, len(numbers) + 1))


async def test_figures_tell_whom_each_reached(seeded: Wiring) -> None:
    refused: Counter[str] = Counter()
    unknown = read = 0
    async with seeded.storage.reading() as work:
        for one in await told_in(work, BroadcastState.DONE):
            dispatches = await work.broadcasts.dispatches(one.community, one.id)
            told = await delivery(one, dispatches, broadcasts=work.broadcasts, bulks=work.bulks)
            assert told.written_all
            assert told.waiting == 0
            assert told.total == one.recipients
            assert told.channels_sent == len(one.channels)
            assert 0 <= told.read <= told.sent
            refused.update(told.refused)
            unknown += told.unknown
            read += told.read
            shown = await work.broadcasts.figures(one.community, one.id)
            assert shown["state"] == BroadcastState.DONE
    assert refused["blocked"] >= 5
    assert unknown == 2
    assert read > 300


async def test_one_was_stopped_and_one_recalled_and_one_corrected(seeded: Wiring) -> None:
    async with seeded.storage.reading() as work:
        stopped = await told_in(work, BroadcastState.STOPPED)
        (recalled,) = [one for one in stopped if one.recalled_at is not None]
        (halted,) = [one for one in stopped if one.recalled_at is None]
        told = await _delivery(work, halted)
        assert told.sent > 0
        assert told.cancelled > 0
        assert told.sent + told.cancelled + sum(told.refused.values()) == halted.recipients
        dispatches = await work.broadcasts.dispatches(recalled.community, recalled.id)
        told = await _delivery(work, recalled)
        deleted = await repair(recalled, dispatches, DispatchKind.RECALL, told, bulks=work.bulks)
        assert deleted is not None
        assert deleted.done == told.sent > 0
        (corrected,) = [
            one
            for one in await told_in(work, BroadcastState.DONE)
            if (await work.broadcasts.version(one.community, one.id, one.version)).replaces
        ]
        assert "четвер" in corrected.content.texts["uk"]


async def test_colleagues_approved_two_of_them_what_was_urgent_at_night(seeded: Wiring) -> None:
    async with seeded.storage.reading() as work:
        town = await town_of(work)
        refusals = []
        for one in await told_in(work, BroadcastState.DONE):
            said = await work.broadcasts.approvals(one.community, one.id)
            refusals += [each for each in said if each.verdict is Verdict.REFUSED]
            approved = [each for each in said if each.verdict is Verdict.APPROVED]
            assert not {each.by for each in said} & one.editors
            if one.urgency is not None:
                assert len({each.by for each in approved}) == 2
                assert one.started_at is not None
                assert one.started_at.astimezone(ZoneInfo(town.timezone)).hour == 2
            elif one.channels or one.recipients >= town.approval_from:
                assert approved
        (refusal,) = refusals
        assert refusal.reason


async def test_what_waits_can_be_approved_by_those_who_are_played(seeded: Wiring) -> None:
    async with seeded.storage.reading() as work:
        (waiting,) = await told_in(work, BroadcastState.REQUESTED)
        assert waiting.author == OKSANA.account
        assert IHOR.account not in waiting.editors
        (planned,) = await told_in(work, BroadcastState.SCHEDULED)
        assert planned.author == TARAS.account
        assert planned.timing.starts_at is not None
        ahead = planned.timing.starts_at - seeded.clock.now()
        assert timedelta(0) < ahead < timedelta(hours=36)
        (draft,) = await told_in(work, BroadcastState.DRAFT)
        assert draft.author == OKSANA.account


async def test_a_channel_and_two_groups_are_bound_to_their_places(seeded: Wiring) -> None:
    async with seeded.storage.reading() as work:
        town = await town_of(work)
        bound = await work.channels.all(town.id)
        assert {one.chat: one.title for one in bound} == {one.chat: one.title for one in OUTLETS}
        assert all(one.can_post for one in bound)
        assert [one.place is None for one in bound if one.kind is ChatKind.CHANNEL] == [True]
        for one in bound:
            if one.place is not None:
                place = await work.places.place(town.id, one.place)
                assert place.title_in("uk") in one.title


async def test_audiences_stand_under_names_that_reach_people(seeded: Wiring) -> None:
    async with seeded.storage.reading() as work:
        town = await town_of(work)
        saved = await work.saved_audiences.all(town.id)
        assert {one.name for one in saved} == set(SAVED)
        older = next(one for one in saved if one.name == OLDER_HOMES)
        counted = await work.audiences.headcount(town.id, older.rule, topic="outages", week=None)
        assert counted.recipients > 50
        everybody = await work.audiences.headcount(
            town.id, type(older.rule)(), topic="events", week=None
        )
        assert set(everybody.left_out) >= {"unreachable", "topic-off"}


async def test_residents_were_answered_or_wait(seeded: Wiring) -> None:
    async with seeded.storage.reading() as work:
        town = await town_of(work)
        found = await work.dialogues.page(
            town.id, Wanted(states=tuple(DialogueState)), offset=0, limit=100
        )
        states = Counter(one.state for one in found)
        assert len(found) == len(LETTERS)
        assert states[DialogueState.CLOSED] == sum(one.is_closed for one in LETTERS)
        assert states[DialogueState.WAITING_FOR_OFFICE] == 2
        assert states[DialogueState.WAITING_FOR_RESIDENT] == 1
        assert any(one.about is not None for one in found)
        assert any(one.account == OLENA.account for one in found)


async def test_only_what_the_played_are_to_find_waits_for_the_demo_to_start(
    seeded: Wiring,
) -> None:
    async with seeded.storage.reading() as work:
        backlog = await work.delivery.backlog()
        # Olena's invitation and two broadcasts, their posts, a question to Oksana and behind it
        # her survey's card, a request to Ihor; eight of requests and three of an appeal.
        assert backlog[MessageState.QUEUED] <= 3 + 2 + 2 + 1 + 11
        assert backlog[MessageState.UNKNOWN] == 2
        assert set(backlog) == {MessageState.QUEUED, MessageState.UNKNOWN}


async def _delivery(work: SqlWork, one: Broadcast) -> Delivery:
    dispatches = await work.broadcasts.dispatches(one.community, one.id)
    return await delivery(one, dispatches, broadcasts=work.broadcasts, bulks=work.bulks)

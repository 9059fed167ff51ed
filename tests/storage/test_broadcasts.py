"""Broadcasts, versions, approvals and dispatches as both databases keep them."""

import asyncio
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest

from civic.audiences.model import AudienceRule
from civic.broadcasts.model import (
    Approval,
    Broadcast,
    BroadcastVersion,
    Content,
    Dispatch,
    DispatchKind,
    Timing,
    Urgency,
    Verdict,
)
from civic.broadcasts.model import BroadcastState as S
from civic.broadcasts.rules import moves
from civic.communities.model import Agency
from civic.kernel.ids import AgencyId, BroadcastId, BulkId, ChatId, PlaceId, ResidentId
from civic.kernel.personal import Whom
from civic.kernel.refusal import NotFound
from storage.broadcast_readings import SqlReadings
from storage.engines import Database
from storage.unit_of_work import SqlWork, Storage
from tests.asked import OTHER_TOWN, uk
from tests.survey_town import build_town, settle, storage_on
from tests.told import BUTTONS, MAP, MONDAY, OKSANA, PETRO, TEXT, TOWN, draft

HOUR = timedelta(hours=1)


@pytest.fixture
async def storage(database: Database, tmp_path: Path) -> Storage:
    made = storage_on(database, tmp_path)
    async with made.writing() as work:
        await build_town(work)
        await build_town(work, OTHER_TOWN)
    return made


async def kept(work: SqlWork, number: int = 1, **changes: object) -> Broadcast:
    """Kept as a draft, then put where the test wants it."""
    added = await work.broadcasts.add(draft(id=BroadcastId(number)))
    changed = replace(added, **changes)  # type: ignore[arg-type]  # fields by their names
    await work.broadcasts.put(changed)
    return changed


def version(number: int = 1, *, of: int = 1, replaces: int | None = None) -> BroadcastVersion:
    return BroadcastVersion(
        community=TOWN, broadcast=BroadcastId(of), number=number, replaces=replaces,
        content=TEXT, content_hash="a" * 64, frozen_at=MONDAY, frozen_by=OKSANA,
    )  # fmt: skip


def dispatch(kind: DispatchKind = DispatchKind.MAIN, *, of: int = 1, at: int = 0) -> Dispatch:
    return Dispatch(
        community=TOWN, broadcast=BroadcastId(of), kind=kind, version=1, bulk=BulkId(5),
        started_at=MONDAY, due_at=MONDAY + timedelta(minutes=at),
    )  # fmt: skip


def said(verdict: Verdict = Verdict.APPROVED, *, number: int = 1) -> Approval:
    return Approval(by=PETRO, version=number, verdict=verdict, reason="", at=MONDAY)


async def test_a_broadcast_comes_back_as_it_was_put(storage: Storage) -> None:
    async with storage.writing() as work:
        agency = Agency(id=AgencyId(4), community=TOWN, name=uk("Водоканал"))
        await work.officials.put_agency(agency)
        whole = await kept(
            work,
            content=Content(
                texts={"uk": "Вода", "en": "Water"}, attachments=(MAP,), buttons=BUTTONS
            ),
            agency=AgencyId(4),
            audience=AudienceRule(places=(PlaceId(91),), languages=("uk",)),
            channels=(ChatId(-1001),),
            timing=Timing(
                starts_at=MONDAY, window=(time(9), time(18, 30)), expires_at=MONDAY + HOUR
            ),
            urgency=Urgency(reason="Витік"),
            state=S.GOING,
            version=2,
            requested_by=PETRO,
            requested_at=MONDAY,
            recipients=41,
            is_single_handed=True,
            started_at=MONDAY,
            ended_at=MONDAY,
            recalled_at=MONDAY,
        )
    async with storage.reading() as work:
        found = await work.broadcasts.broadcast(TOWN, whole.id)
    assert found == whole
    assert list(found.content.texts) == ["uk", "en"]


async def test_each_town_counts_its_broadcasts_from_one(storage: Storage) -> None:
    async with storage.writing() as work:
        for number in (1, 2):
            assert (await work.broadcasts.add(draft(id=BroadcastId(number)))).number == number
        other = draft(id=BroadcastId(1), community=OTHER_TOWN)
        assert (await work.broadcasts.add(other)).number == 1


async def test_two_drafts_begun_at_once_get_two_numbers(storage: Storage) -> None:
    async def begin(number: int) -> int:
        async with storage.writing() as work:
            return (await work.broadcasts.add(draft(id=BroadcastId(number)))).number

    assert sorted(await asyncio.gather(*map(begin, range(1, 9)))) == list(range(1, 9))


async def test_editors_join_and_never_leave(storage: Storage) -> None:
    async with storage.writing() as work:
        one = await kept(work, editors=frozenset({PETRO}))
        await work.broadcasts.put(replace(one, editors=frozenset()))
        found = await work.broadcasts.broadcast(TOWN, one.id)
    assert found.editors == {OKSANA, PETRO}


async def test_another_towns_broadcast_is_not_found(storage: Storage) -> None:
    async with storage.writing() as work:
        one = await kept(work)
        await work.broadcasts.add_version(version())
        for hold in (None, "reading", "changing"):
            with pytest.raises(NotFound):
                await work.broadcasts.broadcast(OTHER_TOWN, one.id, hold=hold)
        with pytest.raises(NotFound):
            await work.broadcasts.version(OTHER_TOWN, one.id, 1)
        assert await work.broadcasts.latest_version(OTHER_TOWN, one.id) is None
        await work.broadcasts.discard(OTHER_TOWN, one.id)
        assert await work.broadcasts.broadcast(TOWN, one.id) == one


async def test_only_a_draft_is_thrown_away_with_all_that_was_said_of_it(storage: Storage) -> None:
    async with storage.writing() as work:
        gone, stays = await kept(work, 1), await kept(work, 2, state=S.REQUESTED)
        for number in (1, 2):
            await work.broadcasts.add_version(version(of=number))
            await work.broadcasts.add_approval(TOWN, BroadcastId(number), said())
        for one in (gone, stays):
            await work.broadcasts.discard(TOWN, one.id)
        assert [one.id for one in await work.broadcasts.in_states(TOWN, tuple(S), limit=9)] == [2]
        assert await work.broadcasts.approvals(TOWN, gone.id) == []
        assert len(await work.broadcasts.approvals(TOWN, stays.id)) == 1


async def test_lists_show_the_newest_first_page_by_page(storage: Storage) -> None:
    async with storage.writing() as work:
        for number in range(1, 6):
            await kept(work, number)
        page = await work.broadcasts.in_states(TOWN, (S.DRAFT,), offset=2, limit=2)
        assert [one.number for one in page] == [3, 2]
        assert await work.broadcasts.count(TOWN, (S.DRAFT, S.GOING)) == 5


async def test_whoever_decided_does_not_decide_twice(storage: Storage) -> None:
    async with storage.writing() as work:
        one = await kept(work)
        assert await work.broadcasts.add_approval(TOWN, one.id, said())
        assert not await work.broadcasts.add_approval(TOWN, one.id, said(Verdict.REFUSED))
        assert await work.broadcasts.add_approval(TOWN, one.id, said(number=2))
        decided = await work.broadcasts.approvals(TOWN, one.id)
    assert [(one.version, one.verdict) for one in decided] == [
        (1, Verdict.APPROVED),
        (2, Verdict.APPROVED),
    ]


async def test_versions_stay_as_they_were_frozen(storage: Storage) -> None:
    async with storage.writing() as work:
        one = await kept(work)
        await work.broadcasts.add_version(version())
        better = replace(version(2, replaces=1), content=Content(texts={"uk": "Інше"}))
        await work.broadcasts.add_version(better)
        assert await work.broadcasts.version(TOWN, one.id, 1) == version()
        assert await work.broadcasts.latest_version(TOWN, one.id) == better


async def test_urgent_ones_of_the_week_are_counted_but_those_given_up(storage: Storage) -> None:
    urgent = {"urgency": Urgency(reason="Газ"), "requested_at": MONDAY}
    async with storage.writing() as work:
        await kept(work, 1, state=S.DONE, started_at=MONDAY, **urgent)
        await kept(work, 2, state=S.STOPPED, started_at=MONDAY, **urgent)
        await kept(work, 3, state=S.STOPPED, **urgent)
        await kept(work, 4, state=S.DRAFT, **urgent)
        await kept(work, 5, state=S.REQUESTED, **urgent)
        await kept(work, 6, state=S.DONE, requested_at=MONDAY)
        counted = work.broadcasts.urgent_since
        before = MONDAY - HOUR
        assert await counted(TOWN, before, but=BroadcastId(5)) == 2
        assert await counted(TOWN, before, but=BroadcastId(9)) == 3
        assert await counted(TOWN, MONDAY, but=BroadcastId(9)) == 0


async def test_the_tick_finds_what_is_due_and_nothing_else(storage: Storage) -> None:
    async with storage.writing() as work:
        at = Timing(starts_at=MONDAY + HOUR)
        await kept(work, 1, state=S.SCHEDULED, requested_at=MONDAY)
        await kept(work, 2, state=S.SCHEDULED, requested_at=MONDAY + HOUR, timing=at)
        await kept(work, 3, state=S.REQUESTED)
        early = await work.broadcasts.due_to_start(MONDAY, limit=9)
        assert [one.id for one in early] == [1]
        due = await work.broadcasts.due_to_start(MONDAY + HOUR, limit=9)
        assert [one.id for one in due] == [1, 2]


async def test_what_one_process_begins_another_leaves_alone(storage: Storage) -> None:
    if storage.is_sqlite:
        pytest.skip("SQLite lets one write at a time")
    async with storage.writing() as work:
        await kept(work, 1, state=S.GOING)
        await kept(work, 2, state=S.SCHEDULED)
        await work.broadcasts.start_dispatch(dispatch())
    async with storage.writing() as first, storage.writing() as second:
        assert await first.broadcasts.due_to_start(MONDAY, limit=9)
        assert not await second.broadcasts.due_to_start(MONDAY, limit=9)
        asked = (TOWN, BroadcastId(1), DispatchKind.MAIN, 1)
        assert await first.broadcasts.held_dispatch(*asked)
        assert not await second.broadcasts.held_dispatch(*asked)


async def test_a_dispatch_starts_once_and_goes_on_where_it_stopped(storage: Storage) -> None:
    async with storage.writing() as work:
        one = await kept(work, state=S.GOING)
        assert await work.broadcasts.start_dispatch(dispatch())
        assert not await work.broadcasts.start_dispatch(dispatch())
        further = replace(dispatch(), after=17, written=5, rounds=1, due_at=MONDAY + HOUR)
        await work.broadcasts.put_dispatch(further)
        assert await work.broadcasts.dispatches(TOWN, one.id) == [further]
        assert await work.broadcasts.dispatches(OTHER_TOWN, one.id) == []
        assert await work.broadcasts.open_dispatches(MONDAY, limit=9) == []
        assert await work.broadcasts.open_dispatches(MONDAY + HOUR, limit=9) == [further]
        await work.broadcasts.put_dispatch(replace(further, done_at=MONDAY))
        assert await work.broadcasts.open_dispatches(MONDAY + HOUR, limit=9) == []
        asked = (TOWN, one.id, DispatchKind.MAIN, 1)
        assert await work.broadcasts.held_dispatch(*asked) is None


async def test_what_is_paused_waits_but_a_recall_goes_on(storage: Storage) -> None:
    async with storage.writing() as work:
        await kept(work, state=S.PAUSED)
        for kind in DispatchKind:
            await work.broadcasts.start_dispatch(dispatch(kind))
        found = await work.broadcasts.open_dispatches(MONDAY, limit=9)
    assert {one.kind for one in found} == {
        DispatchKind.CORRECTION, DispatchKind.CHANNEL_CORRECTION, DispatchKind.RECALL,
    }  # fmt: skip


async def test_corrections_of_one_alone_are_due_while_nobody_took_them_back(
    storage: Storage,
) -> None:
    alone = {"state": S.GOING, "version": 1, "started_at": MONDAY, "is_single_handed": True}
    async with storage.writing() as work:
        for number in (1, 2, 3):
            await kept(work, number, **alone)
            await work.broadcasts.add_version(version(of=number))
        await kept(work, 4, **(alone | {"is_single_handed": False}))
        await work.broadcasts.add_version(version(of=4))
        for number in (1, 2, 4):
            await work.broadcasts.add_version(version(2, of=number, replaces=1))
        await work.broadcasts.add_approval(TOWN, BroadcastId(2), said(Verdict.WITHDRAWN, number=2))
        just_before = MONDAY - timedelta(microseconds=1)
        assert await work.broadcasts.corrections_due(just_before, limit=9) == []
        due = await work.broadcasts.corrections_due(MONDAY, limit=9)
        assert [(one.id, better.number) for one, better in due] == [(1, 2)]
        await work.broadcasts.add_version(replace(version(3, replaces=1), frozen_at=MONDAY + HOUR))
        assert await work.broadcasts.corrections_due(MONDAY, limit=9) == []


async def test_what_goes_or_was_mended_lately_is_shown(storage: Storage) -> None:
    begun = {"started_at": MONDAY}
    async with storage.writing() as work:
        await kept(work, 1, state=S.GOING, **begun)
        await kept(work, 2, state=S.DONE, ended_at=MONDAY, **begun)
        await kept(work, 3, state=S.DONE, ended_at=MONDAY - HOUR, **begun)
        await kept(work, 4, state=S.DONE, ended_at=MONDAY - HOUR, **begun)
        recall = replace(dispatch(DispatchKind.RECALL, of=4), done_at=MONDAY)
        await work.broadcasts.start_dispatch(recall)
        await kept(work, 5, state=S.SCHEDULED)
        await work.broadcasts.put_shown(TOWN, BroadcastId(1), {"sent": 3})
        shown = await work.broadcasts.shown(since=MONDAY - timedelta(minutes=9), limit=9)
        assert {one.id: figures for one, figures in shown} == {1: {"sent": 3}, 2: {}, 4: {}}
        assert [one.id for one in await work.broadcasts.under_way(limit=9)] == [1]
        assert await work.broadcasts.figures(TOWN, BroadcastId(1)) == {"sent": 3}
        assert await work.broadcasts.figures(OTHER_TOWN, BroadcastId(1)) == {}


async def test_readings_count_each_once_and_are_forgotten_with_the_person(
    storage: Storage,
) -> None:
    async with storage.writing() as work:
        await kept(work, state=S.GOING)
        for number in (31, 32):
            account = type(OKSANA)(600 + number)
            await settle(work, account, resident=ResidentId(number))
        one = BroadcastId(1)
        assert await work.broadcasts.note_read(TOWN, one, ResidentId(31), now=MONDAY)
        assert not await work.broadcasts.note_read(TOWN, one, ResidentId(31), now=MONDAY)
        assert await work.broadcasts.note_read(TOWN, one, ResidentId(32), now=MONDAY)
        assert await work.broadcasts.count_read(TOWN, one) == 2

        whom = Whom(resident=ResidentId(31), account=type(OKSANA)(631))
        readings = SqlReadings(work.connection)
        assert await readings.about(TOWN, whom) == {
            "broadcasts_read": [{"broadcast": 1, "read_at": MONDAY.isoformat()}]
        }
        for store in work.personal:
            await store.forget(TOWN, whom, now=MONDAY)
        assert await readings.about(TOWN, whom) == {}
        assert await work.broadcasts.count_read(TOWN, one) == 1


async def test_a_put_keeps_what_its_author_saw(storage: Storage) -> None:
    async with storage.writing() as work:
        one = await kept(work, state=S.GOING, started_at=MONDAY)
        await work.broadcasts.put_shown(TOWN, one.id, {"sent": 3})
        await work.broadcasts.put(moves.paused(one))
        assert await work.broadcasts.figures(TOWN, one.id) == {"sent": 3}


async def test_a_towns_rules_for_telling_come_back_as_they_were_put(storage: Storage) -> None:
    async with storage.writing() as work:
        town = await work.communities.community(TOWN)
        assert (town.approval_from, town.urgent_a_week) == (100, 3)
        assert not town.is_single_handed
        changed = replace(
            town, approval_from=7, urgent_a_week=1, is_single_handed=True, names_officials=True
        )
        await work.communities.put(changed)
        assert await work.communities.community(TOWN) == changed

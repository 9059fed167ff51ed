"""Neighbours say whether it is done, and the tick watches: once each, at the hour it should."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from civic.kernel.ids import PlaceId
from civic.kernel.refusal import NotFound, Refusal
from civic.residents.model import Resident
from civic.service_requests.actions.confirming import decide_dispute, say_whether_done
from civic.service_requests.actions.following import join_request
from civic.service_requests.actions.handling import accept_request, ask_back, finish_request
from civic.service_requests.actions.watching import look_after
from civic.service_requests.model import Escalation, ServiceRequest, Status
from jobs.service_requests import watch_requests
from storage.engines import Database
from storage.unit_of_work import SqlWork, Storage
from tests.asked import MONDAY, TOWN
from tests.filed_town import (
    MAYOR,
    OLENA,
    ROAD_HEAD,
    ROADMAN,
    Cast,
    build_filed_town,
    filed_by,
    hole,
    news_of,
    read,
    told,
)
from tests.survey_town import storage_on

WEEK = timedelta(days=7)


@pytest.fixture
def storage(database: Database, tmp_path: Path) -> Storage:
    return storage_on(database, tmp_path)


@pytest.fixture
async def work(storage: Storage) -> AsyncIterator[SqlWork]:
    async with storage.writing() as unit:
        yield unit


@pytest.fixture
async def people(work: SqlWork) -> Cast:
    return await build_filed_town(work)


async def done(work: SqlWork, people: Cast) -> ServiceRequest:
    request = await filed_by(work, people.olena)
    return await finish_request(TOWN, request.id, by=people.roadman, desk=work, now=MONDAY)


async def says(
    work: SqlWork, request: ServiceRequest, who: Resident, is_done: bool
) -> ServiceRequest:
    return await say_whether_done(
        TOWN, request.id, is_done=is_done, by=who, desk=work, now=MONDAY + timedelta(hours=1)
    )


async def watch(work: SqlWork, now: datetime) -> int:
    """As the tick does, within the unit that the test has open."""
    looked = 0
    for request in await work.service_requests.due_looks(now, limit=50):
        looked += await look_after(request, desk=work, now=now)
    return looked


async def test_its_asker_confirms_it(work: SqlWork, people: Cast) -> None:
    request = await done(work, people)
    said = await says(work, request, people.olena, True)
    assert said.status is Status.CONFIRMED
    assert await watch(work, MONDAY + WEEK) == 1
    assert (await read(work, request)).status is Status.CLOSED


async def test_two_neighbours_who_say_no_reopen_it_once(work: SqlWork, people: Cast) -> None:
    request = await done(work, people)
    first = await says(work, request, people.stepan, False)
    assert first.status is Status.DONE
    again = await says(work, request, people.stepan, False)
    assert again.status is Status.DONE, "one person has one word"
    reopened = await says(work, request, people.nina, False)
    assert (reopened.status, reopened.reopened) == (Status.REOPENED, 1)
    assert "object" in await news_of(work, ROADMAN)


async def test_the_second_time_a_head_decides_and_not_whoever_did_it(
    work: SqlWork, people: Cast
) -> None:
    request = await done(work, people)
    for who in (people.stepan, people.nina):
        await says(work, request, who, False)
    await finish_request(TOWN, request.id, by=people.road_head, desk=work, now=MONDAY)
    for who in (people.stepan, people.nina):
        disputed = await says(work, request, who, False)
    assert (disputed.status, disputed.is_disputed) == (Status.DONE, True)
    assert "dispute" in await news_of(work, ROAD_HEAD)
    assert await watch(work, MONDAY + 3 * WEEK) == 0, "it waits for a person"
    with pytest.raises(Refusal) as own:
        await decide_dispute(
            TOWN, request.id, is_done=True, reason="Зроблено", by=people.road_head, desk=work,
            now=MONDAY,
        )  # fmt: skip
    assert own.value.key == "request-decide-another"
    with pytest.raises(Refusal) as low:
        await decide_dispute(
            TOWN, request.id, is_done=True, reason="Зроблено", by=people.roadman, desk=work,
            now=MONDAY,
        )  # fmt: skip
    assert low.value.key == "request-not-yours"
    decided = await decide_dispute(
        TOWN, request.id, is_done=False, reason="Яма є", by=people.mayor, desk=work, now=MONDAY
    )
    assert (decided.status, decided.is_disputed) == (Status.REOPENED, False)
    assert (await told(work, OLENA))[-1]["params"]["happened"][0]["text"] == "Яма є"


async def test_a_week_of_silence_closes_it(work: SqlWork, people: Cast) -> None:
    request = await done(work, people)
    assert await watch(work, MONDAY + WEEK - timedelta(seconds=1)) == 0
    assert await watch(work, MONDAY + WEEK) == 1
    assert (await read(work, request)).status is Status.CLOSED
    assert await watch(work, MONDAY + 2 * WEEK) == 0
    with pytest.raises(Refusal) as late:
        await says(work, request, people.olena, False)
    assert late.value.key == "request-is-closed"


async def test_one_no_that_nobody_outvotes_is_not_passed_over(work: SqlWork, people: Cast) -> None:
    request = await done(work, people)
    await says(work, request, people.olena, False)
    assert await watch(work, MONDAY + WEEK) == 1
    kept = await read(work, request)
    assert (kept.status, kept.is_disputed) == (Status.DONE, True)


async def test_who_changes_their_mind_is_counted_as_they_now_say(
    work: SqlWork, people: Cast
) -> None:
    request = await done(work, people)
    await says(work, request, people.olena, False)
    said = await says(work, request, people.olena, True)
    assert said.status is Status.CONFIRMED


async def test_only_who_asked_joined_or_lives_there_has_a_word(work: SqlWork, people: Cast) -> None:
    request = await filed_by(work, people.olena)
    stranger = people.ivan
    await finish_request(TOWN, request.id, by=people.roadman, desk=work, now=MONDAY)
    with pytest.raises(NotFound):
        await says(work, request, stranger, False)
    homeless = replace(people.nina, home=None)
    with pytest.raises(NotFound):
        await says(work, request, homeless, False)
    upstairs = replace(people.nina, home=PlaceId(95))
    assert (await says(work, request, upstairs, True)).events > request.events


async def test_who_joined_has_a_word_wherever_they_live(work: SqlWork, people: Cast) -> None:
    request = await filed_by(work, people.olena)
    await join_request(TOWN, request.id, by=people.ivan, desk=work, now=MONDAY)
    await finish_request(TOWN, request.id, by=people.roadman, desk=work, now=MONDAY)
    await says(work, request, people.ivan, True)
    assert (await says(work, request, people.stepan, True)).status is Status.CONFIRMED


async def test_at_four_fifths_whoever_has_it_is_warned_and_then_the_head(
    work: SqlWork, people: Cast
) -> None:
    request = await filed_by(work, people.olena)
    await accept_request(TOWN, request.id, by=people.roadman, desk=work, now=MONDAY)
    # Ten working days: due by Monday, 7 December; warned when two of them are left.
    warned = datetime(2026, 12, 3, 22, 0, tzinfo=UTC)
    assert await watch(work, warned - timedelta(seconds=1)) == 0
    assert await watch(work, warned) == 1
    assert await watch(work, warned) == 0
    assert (await news_of(work, ROADMAN))[-1] == "warned"
    assert "warned" not in await news_of(work, ROAD_HEAD)
    due = (await read(work, request)).due_at
    assert due is not None
    assert await watch(work, due) == 1
    assert await watch(work, due + WEEK) == 0
    assert (await news_of(work, ROAD_HEAD))[-1] == "overdue"
    assert (await told(work, OLENA))[-1]["params"]["happened"][0]["kind"] == "overdue"
    assert (await read(work, request)).escalation is Escalation.OVERDUE


async def test_after_an_outage_only_that_it_is_late_is_told(work: SqlWork, people: Cast) -> None:
    await filed_by(work, people.olena)
    assert await watch(work, MONDAY + 5 * WEEK) == 1
    assert await news_of(work, ROADMAN) == ["filed", "overdue"]
    assert await watch(work, MONDAY + 5 * WEEK) == 0


async def test_while_the_resident_is_asked_nobody_is_warned(work: SqlWork, people: Cast) -> None:
    request = await filed_by(work, people.olena)
    await ask_back(TOWN, request.id, "Де?", by=people.roadman, desk=work, now=MONDAY)
    assert await watch(work, MONDAY + 8 * WEEK) == 0


async def test_over_a_changed_clock_it_is_late_at_midnight_by_the_new_one(
    work: SqlWork, people: Cast
) -> None:
    october = datetime(2026, 10, 23, 9, 0, tzinfo=UTC)
    request = await filed_by(work, people.olena, now=october)
    assert request.due_at == datetime(2026, 11, 6, 22, 0, tzinfo=UTC)
    spring = await filed_by(
        work, people.stepan, hole(2), now=datetime(2026, 3, 27, 9, 0, tzinfo=UTC)
    )
    assert spring.due_at == datetime(2026, 4, 10, 21, 0, tzinfo=UTC)


async def test_without_a_head_administrators_hear_that_it_is_late(
    work: SqlWork, people: Cast
) -> None:
    await work.officials.put(replace(people.road_head, is_head=False))
    await filed_by(work, people.olena)
    await watch(work, MONDAY + 5 * WEEK)
    assert "overdue" in await news_of(work, MAYOR)


async def test_the_job_does_all_that_is_due_and_a_second_run_finds_nothing(
    storage: Storage,
) -> None:
    async with storage.writing() as unit:
        people = await build_filed_town(unit)
        for draft, who in enumerate((people.olena, people.stepan, people.nina), start=1):
            await filed_by(unit, who, hole(draft))
    later = MONDAY + 5 * WEEK
    assert await watch_requests(begin=storage.writing, now=later) == 3
    assert await watch_requests(begin=storage.writing, now=later) == 0

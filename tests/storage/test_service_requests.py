"""Requests as they are kept: whole, numbered without gaps, found nearby, forgotten with a person."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from civic.kernel.ids import AgencyId, FileId, ResidentId, ServiceRequestId
from civic.kernel.personal import Whom
from civic.kernel.refusal import NotFound
from civic.places.model import Point
from civic.service_requests.actions.confirming import say_whether_done
from civic.service_requests.actions.following import add_photo, comment_request, join_request
from civic.service_requests.actions.handling import finish_request
from civic.service_requests.model import (
    Answered,
    Escalation,
    NewPhoto,
    Order,
    PhotoKind,
    ServiceRequest,
    Status,
    Wanted,
)
from civic.surveys.answering.model import Answer
from storage.engines import Database
from storage.tables.service_requests import request_events, service_requests
from storage.unit_of_work import SqlWork, Storage
from tests.asked import LACKS, MONDAY, OTHER_TOWN, TOWN, YEARS
from tests.filed_town import (
    GAS,
    HOLES,
    OLENA,
    ROADMAN,
    ROADS,
    SPOT,
    STEPAN,
    WATER,
    Cast,
    build_filed_town,
    filed_by,
    filing_of,
    hole,
    news_of,
    read,
    told,
)
from tests.survey_town import storage_on


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


async def test_a_request_comes_back_as_it_was_kept(work: SqlWork, people: Cast) -> None:
    first = await filed_by(work, people.stepan, hole(9))
    request = await filed_by(work, people.olena, hole(is_anonymous=False, contact="+380…"))
    full = replace(
        request, answers=(
            Answered(question=LACKS, answer=Answer(chosen=("2", "3"), text="так")),
            Answered(question=YEARS, answer=Answer(number=4)),
        ),
        status=Status.MERGED, resumes_as=Status.IN_WORK, assignee=ROADMAN,
        clock_stopped_at=MONDAY, planned_for=date(2026, 12, 24), done_at=MONDAY, done_by=ROADMAN,
        merged_into=first.id, reopened=2, is_disputed=True, escalation=Escalation.OVERDUE,
        look_at=MONDAY, joined=7, events=9, is_hidden=True, is_shown_publicly=True,
    )  # fmt: skip
    await work.service_requests.put(full)
    assert await read(work, full) == full
    assert await work.service_requests.by_number(TOWN, full.number) == full
    with pytest.raises(NotFound):
        await work.service_requests.request(OTHER_TOWN, full.id)


async def test_numbers_have_no_gaps_however_many_file_at_once(storage: Storage) -> None:
    async with storage.writing() as unit:
        people = await build_filed_town(unit)
    neighbours = (people.olena, people.stepan, people.nina, people.ivan)

    async def press(draft: int) -> tuple[int, bool]:
        async with storage.writing() as unit:
            # Everybody presses twice.
            who = neighbours[draft % 4]
            text = f"Яма {draft // 2}"
            filed = await filing_of(unit, who, hole(100 + draft // 2, text=text))
            return filed.request.number, filed.is_new

    pressed = await asyncio.gather(*map(press, range(16)))
    assert sorted(number for number, is_new in pressed if is_new) == list(range(1, 9))
    assert sum(not is_new for _, is_new in pressed) == 8


async def test_what_was_rolled_back_leaves_no_gap(storage: Storage) -> None:
    async with storage.writing() as unit:
        people = await build_filed_town(unit)
    with pytest.raises(NotFound):
        await _file_and_fail(storage, people)
    async with storage.writing() as unit:
        assert (await filed_by(unit, people.olena, hole(2))).number == 1


async def _file_and_fail(storage: Storage, people: Cast) -> None:
    async with storage.writing() as unit:
        await filed_by(unit, people.olena)
        await unit.service_requests.request(TOWN, ServiceRequestId(5))


async def spread(work: SqlWork, people: Cast, count: int) -> list[ServiceRequest]:
    """Each some 55 metres farther north than the one before, and due a day later."""
    filed = []
    for n in range(count):
        point = Point(latitude=SPOT.latitude + n * 0.0005, longitude=SPOT.longitude)
        asked = hole(n + 1, point=point, text=f"Яма {n}")
        now = MONDAY + timedelta(days=n)
        filed.append(await filed_by(work, people.olena, asked, now=now))
    return filed


async def test_the_nearest_come_first_page_by_page(work: SqlWork, people: Cast) -> None:
    filed = await spread(work, people, 6)
    far = Point(latitude=SPOT.latitude + 1, longitude=SPOT.longitude)
    await filed_by(work, people.stepan, hole(90, point=far))

    async def near(offset: int, limit: int) -> list[int]:
        found = await work.service_requests.page(
            TOWN, Wanted(agencies=frozenset({ROADS, WATER})), order=Order.NEAR, near=SPOT,
            offset=offset, limit=limit,
        )  # fmt: skip
        return [one.number for one in found]

    numbers = [one.number for one in filed]
    assert await near(0, 3) == numbers[:3]
    assert await near(3, 9) == numbers[3:]


async def test_a_queue_of_several_agencies_is_in_one_order(work: SqlWork, people: Cast) -> None:
    roads = await spread(work, people, 3)
    leak = await filed_by(work, people.stepan, hole(90, category=GAS), now=MONDAY)

    async def numbers(agencies: frozenset[AgencyId | None], order: Order) -> list[int]:
        page = await work.service_requests.page(
            TOWN, Wanted(agencies=agencies), order=order, limit=3
        )
        return [one.number for one in page]

    both: frozenset[AgencyId | None] = frozenset({ROADS, WATER, None})
    assert await numbers(both, Order.DUE) == [leak.number, roads[0].number, roads[1].number]
    assert await numbers(both, Order.NEWEST) == [3, 2, leak.number]
    assert await numbers(frozenset({None}), Order.DUE) == []
    assert await numbers(frozenset(), Order.DUE) == []


async def test_the_list_is_cut_by_when_it_was_filed_and_changed(
    work: SqlWork, people: Cast
) -> None:
    await spread(work, people, 4)
    day = timedelta(days=1)

    async def count(**wanted: datetime) -> int:
        return await work.service_requests.count(TOWN, Wanted(**wanted))  # type: ignore[arg-type]  # fields by name

    assert await count(filed_from=MONDAY + day, filed_until=MONDAY + 3 * day) == 2
    assert await count(changed_from=MONDAY + 3 * day) == 1
    assert await count(due_until=datetime(2026, 12, 8, tzinfo=UTC)) == 1


async def test_somebody_s_requests_are_those_they_filed_or_joined(
    work: SqlWork, people: Cast
) -> None:
    own = await filed_by(work, people.olena)
    theirs = await filed_by(work, people.stepan, hole(2), now=MONDAY + timedelta(hours=1))
    await filed_by(work, people.nina, hole(3))
    await join_request(TOWN, theirs.id, by=people.olena, desk=work, now=MONDAY)
    found = await work.service_requests.of_resident(TOWN, people.olena.id, limit=9)
    assert [one.id for one in found] == [theirs.id, own.id]


async def test_a_person_is_told_all_that_is_kept_about_them(work: SqlWork, people: Cast) -> None:
    request = await filed_by(work, people.olena, hole(contact="+380…"))
    await comment_request(TOWN, request.id, "Глибока", by=people.olena, desk=work, now=MONDAY)
    other = await filed_by(work, people.stepan, hole(2))
    await join_request(TOWN, other.id, by=people.olena, desk=work, now=MONDAY)
    whom = Whom(resident=people.olena.id, account=OLENA)
    kept = await work.service_requests.about(TOWN, whom)
    assert "+380…" in str(kept["service_requests"])
    assert kept["joined_requests"] == [other.number]
    assert "Глибока" in str(kept["words_on_requests"])
    stranger = Whom(resident=people.nina.id, account=people.nina.account)
    assert await work.service_requests.about(TOWN, stranger) == {}


async def test_a_person_who_leaves_is_gone_from_their_requests_and_the_requests_stay(
    work: SqlWork, people: Cast
) -> None:
    secret = "Під вікном у бабусі Марії"
    request = await filed_by(
        work, people.olena, hole(text=secret, contact="+380…", photos=(NewPhoto(file=FileId(5)),))
    )
    await join_request(TOWN, request.id, by=people.stepan, desk=work, now=MONDAY)
    await comment_request(TOWN, request.id, secret, by=people.olena, desk=work, now=MONDAY)
    other = await filed_by(work, people.stepan, hole(2))
    await join_request(TOWN, other.id, by=people.olena, desk=work, now=MONDAY)
    said = NewPhoto(file=FileId(6), kind=PhotoKind.COMMENT)
    await add_photo(TOWN, other.id, said, by=people.olena, desk=work, now=MONDAY)
    await finish_request(TOWN, other.id, by=people.roadman, desk=work, now=MONDAY)
    await say_whether_done(
        TOWN, other.id, is_done=False, text=secret, by=people.olena, desk=work, now=MONDAY
    )

    whom = Whom(resident=people.olena.id, account=OLENA)
    for store in work.personal:
        await store.forget(TOWN, whom, now=MONDAY)

    kept = await read(work, request)
    assert (kept.asker, kept.account, kept.text, kept.contact) == (None, None, "", "")
    assert (kept.number, kept.category, kept.status, kept.joined) == (1, HOLES, Status.RECEIVED, 1)
    assert (await read(work, other)).joined == 0
    assert await work.service_requests.photos(TOWN, request.id) == []
    assert await work.service_requests.photos(TOWN, other.id) == []
    for table in (request_events, service_requests):
        rows = str((await work.connection.execute(select(table))).all())
        assert secret not in rows
        assert str(OLENA) not in rows
    for account in (ROADMAN, STEPAN):
        assert secret not in str(await told(work, account))
    assert "filed" in await news_of(work, ROADMAN), "news of what others filed stay"
    # What is broken is mended all the same, for those who joined.
    await finish_request(TOWN, request.id, by=people.roadman, desk=work, now=MONDAY)
    assert (await told(work, STEPAN))[-1]["key"] == "request-is-it-done"


async def test_the_tick_takes_what_is_due_and_no_more(work: SqlWork, people: Cast) -> None:
    filed = await spread(work, people, 3)
    await work.service_requests.put(replace(filed[0], look_at=None))
    await work.service_requests.put(replace(filed[1], look_at=MONDAY))
    await work.service_requests.put(replace(filed[2], look_at=MONDAY + timedelta(seconds=1)))
    due = await work.service_requests.due_looks(MONDAY, limit=9)
    assert [one.id for one in due] == [filed[1].id]


async def test_a_vote_is_one_a_person_and_a_round(work: SqlWork, people: Cast) -> None:
    request = await filed_by(work, people.olena)
    await finish_request(TOWN, request.id, by=people.roadman, desk=work, now=MONDAY)
    for is_done in (True, False):
        await say_whether_done(
            TOWN, request.id, is_done=is_done, by=people.stepan, desk=work, now=MONDAY
        )
    said = await work.service_requests.verdicts(TOWN, request.id, 0, ResidentId(31))
    assert (said.yes, said.no, said.asker_says_yes) == (0, 1, False)
    after = await work.service_requests.verdicts(TOWN, request.id, 1, ResidentId(31))
    assert (after.yes, after.no) == (0, 0)

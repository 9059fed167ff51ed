"""Filing once, joining instead of asking again, and who is told what, on both databases."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from civic.kernel.ids import AssetId, FileId, PlaceId
from civic.kernel.refusal import NotFound, Refusal
from civic.places.model import Place, PlaceKind, Point
from civic.service_requests.actions.filing import nearby_requests
from civic.service_requests.actions.following import (
    add_photo,
    comment_request,
    join_request,
    leave_request,
    withdraw_request,
)
from civic.service_requests.actions.handling import ask_back, finish_request, refuse_request
from civic.service_requests.actions.looking import look_at_photo, set_hidden
from civic.service_requests.actions.routing import why_routed
from civic.service_requests.model import (
    EventKind,
    Look,
    NewPhoto,
    PhotoKind,
    Status,
    Wanted,
)
from storage.engines import Database
from storage.unit_of_work import SqlWork
from tests.asked import COURTYARD, MONDAY, TOWN, uk
from tests.filed_town import (
    GAS,
    GROUP,
    HOLES,
    IVAN,
    NINA,
    OLENA,
    PLUMBER,
    ROADMAN,
    ROADS,
    SPOT,
    STEPAN,
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
async def work(database: Database, tmp_path: Path) -> AsyncIterator[SqlWork]:
    async with storage_on(database, tmp_path).writing() as unit:
        yield unit


@pytest.fixture
async def people(work: SqlWork) -> Cast:
    return await build_filed_town(work)


async def test_a_request_gets_its_number_its_agency_and_its_date(
    work: SqlWork, people: Cast
) -> None:
    filed = await filing_of(work, people.olena, hole(photos=(NewPhoto(file=FileId(7)),)))
    kept = await read(work, filed.request)
    assert (kept.number, kept.agency, kept.status) == (1, ROADS, Status.RECEIVED)
    assert kept.due_at is not None
    assert kept.due_at.isoformat() == "2026-12-07T22:00:00+00:00"
    assert [photo.file for photo in await work.service_requests.photos(TOWN, kept.id)] == [7]
    assert await news_of(work, ROADMAN) == ["filed"]
    assert await news_of(work, PLUMBER) == []
    (card,) = await told(work, OLENA)
    assert (card["key"], card["params"]["photo"]) == ("request-card", 7)
    assert (await why_routed(TOWN, kept.id, desk=work)).details["matched"] == ["category"]


async def test_a_double_press_files_one_and_leaves_no_gap(work: SqlWork, people: Cast) -> None:
    first = await filing_of(work, people.olena)
    again = await filing_of(work, people.olena)
    other = await filing_of(work, people.stepan, hole(2))
    assert (first.is_new, again.is_new) == (True, False)
    assert again.request.id == first.request.id
    assert [first.request.number, other.request.number] == [1, 2]
    assert await work.service_requests.count(TOWN, Wanted()) == 2


async def test_the_same_said_again_is_refused_and_names_the_first(
    work: SqlWork, people: Cast
) -> None:
    await filed_by(work, people.olena)
    with pytest.raises(Refusal) as refused:
        await filed_by(work, people.olena, hole(2))
    assert (refused.value.key, refused.value.params) == ("request-same-already", {"number": 1})


async def test_nothing_can_be_filed_under_what_only_holds_others(
    work: SqlWork, people: Cast
) -> None:
    with pytest.raises(NotFound):
        await filed_by(work, people.olena, hole(category=GROUP))


async def test_a_place_400_kilometres_away_is_a_mistake(work: SqlWork, people: Cast) -> None:
    drawn = Place(
        id=PlaceId(77), community=TOWN, external_id="77", kind=PlaceKind.COURTYARD, parent=None,
        name=uk("Двір"), point=SPOT,
    )  # fmt: skip
    await work.places.put(TOWN, [drawn])
    lviv = Point(latitude=49.84, longitude=24.03)
    with pytest.raises(Refusal) as refused:
        await filed_by(work, people.olena, hole(point=lviv))
    assert refused.value.key == "request-far-away"


async def test_what_is_nearby_is_shown_before_it_is_filed_again(
    work: SqlWork, people: Cast
) -> None:
    near = await filed_by(work, people.olena, hole(1, photos=(NewPhoto(file=FileId(7)),)))
    nearer = await filed_by(
        work, people.stepan, hole(2, point=Point(latitude=50.5601, longitude=29.98))
    )
    await filed_by(work, people.nina, hole(3, point=Point(latitude=50.564, longitude=29.98)))
    over = await filed_by(work, people.nina, hole(4))
    await refuse_request(TOWN, over.id, "Не яма", by=people.roadman, desk=work, now=MONDAY)
    await look_at_photo(
        TOWN, near.id, FileId(7), Look.PUBLIC, by=people.roadman, desk=work, now=MONDAY
    )
    here = Point(latitude=50.5602, longitude=29.98)
    found = await nearby_requests(TOWN, HOLES, point=here, asset=None, desk=work)
    assert [(one.request.id, one.metres, one.photo) for one in found] == [
        (nearer.id, 11, None), (near.id, 22, 7),
    ]  # fmt: skip


async def test_what_is_not_public_is_not_told_to_who_stands_nearby(
    work: SqlWork, people: Cast
) -> None:
    gas = await filed_by(work, people.olena, hole(category=GAS, text="Пахне газом"))
    assert await nearby_requests(TOWN, GAS, point=SPOT, asset=AssetId(1), desk=work) == ()
    with pytest.raises(NotFound):
        await join_request(TOWN, gas.id, by=people.stepan, desk=work, now=MONDAY)


async def test_a_neighbour_joins_once_and_gets_the_card(work: SqlWork, people: Cast) -> None:
    request = await filed_by(work, people.olena)
    for _ in range(2):
        joined = await join_request(TOWN, request.id, by=people.stepan, desk=work, now=MONDAY)
    assert joined.joined == 1
    with pytest.raises(Refusal) as own:
        await join_request(TOWN, request.id, by=people.olena, desk=work, now=MONDAY)
    assert own.value.key == "request-own"
    (card,) = await told(work, STEPAN)
    assert (card["params"]["joined"], card["params"]["own"]) == (1, False)
    left = await leave_request(TOWN, request.id, by=people.stepan, desk=work, now=MONDAY)
    assert left.joined == 0


async def test_a_photo_is_shown_to_neighbours_only_after_an_official_has_looked(
    work: SqlWork, people: Cast
) -> None:
    request = await filed_by(work, people.olena, hole(photos=(NewPhoto(file=FileId(7)),)))
    await join_request(TOWN, request.id, by=people.stepan, desk=work, now=MONDAY)
    assert (await told(work, STEPAN))[-1]["params"]["photo"] is None
    await look_at_photo(
        TOWN, request.id, FileId(7), Look.PUBLIC, by=people.roadman, desk=work, now=MONDAY
    )
    assert (await told(work, STEPAN))[-1]["params"]["photo"] == 7
    await look_at_photo(
        TOWN, request.id, FileId(7), Look.HIDDEN, by=people.roadman, desk=work, now=MONDAY
    )
    assert (await told(work, STEPAN))[-1]["params"]["photo"] is None
    assert (await told(work, OLENA))[-1]["params"]["photo"] is None


async def test_who_neither_asked_nor_joined_cannot_write_to_it(work: SqlWork, people: Cast) -> None:
    request = await filed_by(work, people.olena)
    with pytest.raises(NotFound):
        await comment_request(TOWN, request.id, "І я", by=people.ivan, desk=work, now=MONDAY)
    await join_request(TOWN, request.id, by=people.ivan, desk=work, now=MONDAY)
    photo = NewPhoto(file=FileId(8), kind=PhotoKind.COMMENT)
    await comment_request(TOWN, request.id, "І я", by=people.ivan, desk=work, now=MONDAY)
    await add_photo(TOWN, request.id, photo, by=people.ivan, desk=work, now=MONDAY)
    assert await news_of(work, ROADMAN) == ["filed", "commented", "photo_added"]


async def test_an_answer_to_the_office_lets_the_clock_go_on(work: SqlWork, people: Cast) -> None:
    request = await filed_by(work, people.olena)
    await ask_back(TOWN, request.id, "Біля якого?", by=people.roadman, desk=work, now=MONDAY)
    assert "request-question" in await news_of(work, OLENA)
    week = MONDAY + timedelta(days=7)
    answered = await comment_request(
        TOWN, request.id, "Біля другого", by=people.olena, desk=work, now=week
    )
    assert answered.status is Status.RECEIVED
    assert request.due_at is not None
    assert answered.due_at == request.due_at + timedelta(days=7)
    assert "answer" in await news_of(work, ROADMAN)


async def test_it_is_withdrawn_by_its_asker_alone_and_not_from_under_neighbours(
    work: SqlWork, people: Cast
) -> None:
    request = await filed_by(work, people.olena)
    with pytest.raises(Refusal) as others:
        await withdraw_request(TOWN, request.id, by=people.stepan, desk=work, now=MONDAY)
    assert others.value.key == "request-not-yours"
    await join_request(TOWN, request.id, by=people.stepan, desk=work, now=MONDAY)
    with pytest.raises(Refusal) as joined:
        await withdraw_request(TOWN, request.id, by=people.olena, desk=work, now=MONDAY)
    assert joined.value.key == "request-only-alone"
    await leave_request(TOWN, request.id, by=people.stepan, desk=work, now=MONDAY)
    gone = await withdraw_request(TOWN, request.id, by=people.olena, desk=work, now=MONDAY)
    assert (gone.status, gone.look_at) == (Status.WITHDRAWN, None)
    assert "withdraw" in await news_of(work, ROADMAN)


async def test_the_public_sees_what_an_official_has_read_and_nobody_hid(
    work: SqlWork, people: Cast
) -> None:
    request = await filed_by(work, people.olena)
    gas = await filed_by(work, people.stepan, hole(2, category=GAS))
    assert not (await read(work, request)).is_shown_publicly
    await finish_request(TOWN, request.id, by=people.roadman, desk=work, now=MONDAY)
    everything = Wanted(statuses=frozenset(Status), public_only=True)
    assert await work.service_requests.count(TOWN, everything) == 1
    await set_hidden(TOWN, request.id, is_hidden=True, by=people.roadman, desk=work, now=MONDAY)
    await set_hidden(TOWN, gas.id, is_hidden=False, by=people.plumber, desk=work, now=MONDAY)
    assert await work.service_requests.count(TOWN, everything) == 0


async def test_its_history_stands_in_order_with_who_did_what(work: SqlWork, people: Cast) -> None:
    request = await filed_by(work, people.olena)
    await comment_request(TOWN, request.id, "Ще глибша", by=people.olena, desk=work, now=MONDAY)
    events = await work.service_requests.events(TOWN, request.id, limit=9)
    assert [(one.n, one.kind, one.by) for one in events] == [
        (3, EventKind.COMMENTED, OLENA), (2, EventKind.ROUTED, None), (1, EventKind.FILED, OLENA),
    ]  # fmt: skip


async def test_who_lives_there_is_asked_whether_it_is_done(work: SqlWork, people: Cast) -> None:
    request = await filed_by(work, people.olena)
    await join_request(TOWN, request.id, by=people.ivan, desk=work, now=MONDAY)
    await finish_request(TOWN, request.id, by=people.roadman, desk=work, now=MONDAY)
    for account in (OLENA, IVAN):
        assert "request-is-it-done" in await news_of(work, account)
    for account in (STEPAN, NINA):
        assert await told(work, account) == [{"bulk": True}]
    assert request.place == COURTYARD

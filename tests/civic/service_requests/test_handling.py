"""Who of the office may do what, what residents then hear, and what the audit log keeps."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from civic.communities.actions.duties import set_duties
from civic.communities.model import Official, Role
from civic.kernel.ids import FileId
from civic.kernel.refusal import NotFound, Refusal
from civic.service_requests.actions.following import join_request
from civic.service_requests.actions.handling import (
    accept_request,
    ask_back,
    assign_request,
    comment_as_office,
    finish_request,
    pass_request_on,
    plan_request,
    refuse_request,
    resume_request,
    send_back_request,
    start_request,
    take_refusal_back,
)
from civic.service_requests.actions.merging import merge_requests
from civic.service_requests.model import (
    NewPhoto,
    PhotoKind,
    Status,
    Wanted,
)
from civic.service_requests.rules.parties import agencies_seen_by, office_of
from storage.engines import Database
from storage.unit_of_work import SqlWork
from tests.asked import MONDAY, OTHER_TOWN, TOWN
from tests.filed_town import (
    DISPATCHER,
    LEAKS,
    NINA,
    OLENA,
    PARKS,
    PLUMBER,
    ROAD_HEAD,
    ROADMAN,
    ROADS,
    STEPAN,
    WATER,
    Cast,
    build_filed_town,
    filed_by,
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


async def test_three_agencies_and_a_wrong_address(work: SqlWork, people: Cast) -> None:
    request = await filed_by(work, people.olena)
    due = request.due_at
    await pass_request_on(TOWN, request.id, WATER, by=people.roadman, desk=work, now=MONDAY)
    assert await news_of(work, PLUMBER) == ["pass_on"]
    await send_back_request(
        TOWN, request.id, "Це не труба", by=people.plumber, desk=work, now=MONDAY
    )
    back = await read(work, request)
    assert (back.status, back.agency, back.assignee) == (Status.RECEIVED, None, None)
    assert await news_of(work, DISPATCHER) == ["send_back"]
    happened = (await told(work, OLENA))[-1]["params"]["happened"]
    assert "Це не труба" not in str(happened)
    await pass_request_on(TOWN, request.id, ROADS, by=people.dispatcher, desk=work, now=MONDAY)
    await accept_request(TOWN, request.id, by=people.roadman, desk=work, now=MONDAY)
    kept = await read(work, request)
    assert (kept.status, kept.assignee, kept.due_at) == (Status.ACCEPTED, ROADMAN, due)
    card = (await told(work, OLENA))[-1]["params"]
    assert card["agency"] == {"uk": "Дороги"}
    assert [one["step"] for one in card["happened"]][:3] == ["accept", "pass_on", "pass_on"]


async def test_another_agency_and_an_analyst_are_refused(work: SqlWork, people: Cast) -> None:
    request = await filed_by(work, people.olena)
    analyst = replace(people.roadman, role=Role.ANALYST)
    stranger = replace(people.mayor, community=OTHER_TOWN)
    for by in (people.plumber, analyst, stranger):
        with pytest.raises(Refusal) as refused:
            await accept_request(TOWN, request.id, by=by, desk=work, now=MONDAY)
        assert refused.value.key == "request-not-yours"


async def test_what_nobody_was_found_for_is_the_dispatchers(work: SqlWork, people: Cast) -> None:
    request = await filed_by(work, people.olena, hole(category=PARKS))
    assert request.agency is None
    assert await news_of(work, DISPATCHER) == ["filed"]
    assert await news_of(work, ROADMAN) == []
    with pytest.raises(Refusal):
        await accept_request(TOWN, request.id, by=people.roadman, desk=work, now=MONDAY)
    kept = await accept_request(TOWN, request.id, by=people.dispatcher, desk=work, now=MONDAY)
    assert kept.assignee == DISPATCHER


async def test_what_an_agency_that_nobody_serves_has_is_the_dispatchers(
    work: SqlWork, people: Cast
) -> None:
    request = await filed_by(work, people.olena)
    for account in (ROADMAN, ROAD_HEAD):
        await work.officials.remove(TOWN, account)
    kept = await accept_request(TOWN, request.id, by=people.dispatcher, desk=work, now=MONDAY)
    assert kept.status is Status.ACCEPTED


async def test_what_a_step_needs_is_asked_for(work: SqlWork, people: Cast) -> None:
    request = await filed_by(work, people.olena)
    by = people.roadman
    late = date(2026, 11, 1)
    for step, key in (
        (refuse_request(TOWN, request.id, "  ", by=by, desk=work, now=MONDAY), "reason"),
        (ask_back(TOWN, request.id, "", by=by, desk=work, now=MONDAY), "question"),
        (send_back_request(TOWN, request.id, "", by=by, desk=work, now=MONDAY), "reason"),
    ):
        with pytest.raises(Refusal) as refused:
            await step
        assert refused.value.key == f"request-needs-{key}"
    with pytest.raises(Refusal) as past:
        await plan_request(TOWN, request.id, late, by=by, desk=work, now=MONDAY)
    assert past.value.key == "request-date-past"
    with pytest.raises(Refusal) as there:
        await pass_request_on(TOWN, request.id, ROADS, by=by, desk=work, now=MONDAY)
    assert there.value.key == "request-there-already"


async def test_done_needs_a_photo_where_the_category_wants_one(work: SqlWork, people: Cast) -> None:
    leak = await filed_by(work, people.olena, hole(category=LEAKS))
    await start_request(TOWN, leak.id, by=people.plumber, desk=work, now=MONDAY)
    with pytest.raises(Refusal) as refused:
        await finish_request(TOWN, leak.id, by=people.plumber, desk=work, now=MONDAY)
    assert refused.value.key == "request-needs-photo"
    after = NewPhoto(file=FileId(9), kind=PhotoKind.AFTER)
    done = await finish_request(
        TOWN, leak.id, photo=after, note="Замінили трубу", by=people.plumber, desk=work, now=MONDAY
    )
    assert (done.status, done.done_by) == (Status.DONE, PLUMBER)
    asked = (await told(work, OLENA))[-1]
    assert (asked["key"], asked["params"]["photo_after"]) == ("request-is-it-done", 9)


async def test_a_plan_is_a_promise_that_the_card_shows(work: SqlWork, people: Cast) -> None:
    request = await filed_by(work, people.olena)
    day = date(2026, 12, 18)
    await plan_request(TOWN, request.id, day, by=people.roadman, desk=work, now=MONDAY)
    card = (await told(work, OLENA))[-1]["params"]
    assert (card["planned_for"], card["due_at"]) == ("2026-12-18", "2026-12-18T22:00:00+00:00")


async def test_the_office_may_go_on_without_the_residents_answer(
    work: SqlWork, people: Cast
) -> None:
    request = await filed_by(work, people.olena)
    await start_request(TOWN, request.id, by=people.roadman, desk=work, now=MONDAY)
    await ask_back(TOWN, request.id, "Де саме?", by=people.roadman, desk=work, now=MONDAY)
    kept = await resume_request(
        TOWN, request.id, "Зателефонували", by=people.roadman, desk=work,
        now=MONDAY + timedelta(days=1),
    )  # fmt: skip
    assert (kept.status, kept.clock_stopped_at) == (Status.IN_WORK, None)


async def test_a_refusal_says_why_and_a_head_takes_it_back(work: SqlWork, people: Cast) -> None:
    request = await filed_by(work, people.olena)
    await refuse_request(
        TOWN, request.id, "Приватна дорога", by=people.roadman, desk=work, now=MONDAY
    )
    card = (await told(work, OLENA))[-1]["params"]
    assert card["status"] == "refused"
    assert card["happened"][0]["text"] == "Приватна дорога"
    with pytest.raises(Refusal):
        await take_refusal_back(TOWN, request.id, "-", by=people.roadman, desk=work, now=MONDAY)
    kept = await take_refusal_back(
        TOWN, request.id, "Дорога наша", by=people.road_head, desk=work, now=MONDAY
    )
    assert (kept.status, kept.assignee) == (Status.ACCEPTED, ROAD_HEAD)


async def test_a_request_is_given_to_a_colleague_and_to_nobody_else(
    work: SqlWork, people: Cast
) -> None:
    request = await filed_by(work, people.olena)
    with pytest.raises(Refusal):
        await assign_request(TOWN, request.id, PLUMBER, by=people.road_head, desk=work, now=MONDAY)
    kept = await assign_request(
        TOWN, request.id, ROADMAN, by=people.road_head, desk=work, now=MONDAY
    )
    assert kept.assignee == ROADMAN
    assert await news_of(work, ROADMAN) == ["filed", "assigned"]


async def test_a_note_of_the_office_is_read_by_the_office_alone(
    work: SqlWork, people: Cast
) -> None:
    request = await filed_by(work, people.olena)
    await comment_as_office(
        TOWN, request.id, "Підрядник хворий", is_public=False, by=people.roadman, desk=work,
        now=MONDAY,
    )  # fmt: skip
    await comment_as_office(
        TOWN, request.id, "Чекаємо на асфальт", is_public=True, by=people.roadman, desk=work,
        now=MONDAY,
    )  # fmt: skip
    said = str(await told(work, OLENA))
    assert "Чекаємо на асфальт" in said
    assert "Підрядник хворий" not in said


async def test_forty_requests_about_one_pipe_become_one_with_one_voice(
    work: SqlWork, people: Cast
) -> None:
    first = await filed_by(work, people.olena)
    second = await filed_by(work, people.stepan, hole(2))
    third = await filed_by(work, people.nina, hole(3))
    await join_request(TOWN, third.id, by=people.olena, desk=work, now=MONDAY)
    await join_request(TOWN, third.id, by=people.ivan, desk=work, now=MONDAY)
    goal = await merge_requests(
        TOWN, [second.id, third.id], first.id, by=people.roadman, desk=work, now=MONDAY
    )
    # Nina and Stepan filed, Ivan joined; Olena, who filed the first, is not counted twice.
    assert goal.joined == 3
    gone = await read(work, second)
    assert (gone.status, gone.merged_into) == (Status.MERGED, first.id)
    await start_request(TOWN, first.id, by=people.roadman, desk=work, now=MONDAY)
    for account in (OLENA, STEPAN, NINA):
        card = (await told(work, account))[-1]["params"]
        assert (card["number"], card["status"]) == (1, "in_work")
    joined = await join_request(TOWN, third.id, by=people.ivan, desk=work, now=MONDAY)
    assert joined.id == first.id


async def test_everything_an_official_does_stands_in_the_audit_log_without_words(
    work: SqlWork, people: Cast
) -> None:
    request = await filed_by(work, people.olena)
    await accept_request(TOWN, request.id, by=people.roadman, desk=work, now=MONDAY)
    await refuse_request(TOWN, request.id, "Таємниця", by=people.roadman, desk=work, now=MONDAY)
    entries = await work.audit.entries(TOWN, limit=9)
    assert [entry.verb for entry in entries] == ["request-refuse", "request-accept"]
    assert "Таємниця" not in str(entries)


async def test_each_sees_the_queue_of_their_agency_by_due_date(work: SqlWork, people: Cast) -> None:
    later = await filed_by(work, people.olena)
    sooner = await filed_by(work, people.stepan, hole(2), now=MONDAY - timedelta(days=2))
    await filed_by(work, people.nina, hole(3, category=LEAKS))
    office = office_of(await work.officials.all(TOWN))

    async def queue(of: Official) -> list[int]:
        wanted = Wanted(agencies=agencies_seen_by(of, office))
        return [one.number for one in await work.service_requests.page(TOWN, wanted, limit=9)]

    assert await queue(people.roadman) == [sooner.number, later.number]
    assert await queue(people.plumber) == [3]
    assert await queue(people.dispatcher) == [3, sooner.number, later.number]


async def test_duties_are_given_by_administrators_and_kept(work: SqlWork, people: Cast) -> None:
    made = await set_duties(
        TOWN, PLUMBER, is_head=True, is_dispatcher=False, by=people.mayor,
        officials=work.officials, audit=work.audit, now=MONDAY,
    )  # fmt: skip
    assert await work.officials.official(TOWN, PLUMBER) == made
    assert made.is_head
    for by, account, key in (
        (people.roadman, PLUMBER, "not-allowed"), (people.mayor, DISPATCHER, "duty-head-of-nothing"),
    ):  # fmt: skip
        with pytest.raises(Refusal) as refused:
            await set_duties(
                TOWN, account, is_head=True, is_dispatcher=True, by=by,
                officials=work.officials, audit=work.audit, now=MONDAY,
            )  # fmt: skip
        assert refused.value.key == key


async def test_a_request_of_another_town_is_not_there(work: SqlWork, people: Cast) -> None:
    request = await filed_by(work, people.olena)
    elsewhere = replace(people.mayor, community=OTHER_TOWN)
    with pytest.raises(NotFound):
        await accept_request(elsewhere.community, request.id, by=elsewhere, desk=work, now=MONDAY)

"""The one table of what may become of a request: nobody finds a way round it, from anywhere."""

import ast
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.kernel.ids import (
    AccountId,
    AgencyId,
    CategoryId,
    CommunityId,
    ResidentId,
    ServiceRequestId,
)
from civic.kernel.refusal import Refusal
from civic.service_requests.model import OPEN, Escalation, ServiceRequest, Status
from civic.service_requests.rules.deadlines import SILENCE, TownCalendar, due_after
from civic.service_requests.rules.transitions import (
    TABLE,
    Clock,
    Given,
    Need,
    Only,
    Party,
    Step,
    filed,
    looked_at,
    move,
    ways_open_to,
)

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HERE = TownCalendar(zone="Europe/Kyiv", country="UA")
ROADS, WATER = AgencyId(1), AgencyId(2)
OKSANA = AccountId(502)
FEATURE = Path(__file__).parents[3] / "civic" / "service_requests"
OVER = {Status.CLOSED, Status.MERGED, Status.WITHDRAWN}


def request(status: Status = Status.RECEIVED, **changes: object) -> ServiceRequest:
    begun = filed(
        ServiceRequest(
            id=ServiceRequestId(1), community=CommunityId(7), number=1, draft=1,
            category=CategoryId(1), asker=ResidentId(31), account=AccountId(601), text="Яма",
            agency=ROADS, days=10, filed_at=MONDAY, changed_at=MONDAY,
        ),
        calendar=HERE,
        now=MONDAY,
    )  # fmt: skip
    return replace(begun, status=status, **changes)  # type: ignore[arg-type]  # fields by name


@st.composite
def requests(draw: st.DrawFn) -> ServiceRequest:
    status = draw(st.sampled_from(Status))
    is_waiting = status is Status.WAITING
    is_done = status in {Status.DONE, Status.CONFIRMED, Status.CLOSED}
    return request(
        status,
        resumes_as=draw(st.sampled_from(sorted(OPEN - {Status.WAITING}))) if is_waiting else None,
        clock_stopped_at=MONDAY + timedelta(days=1) if is_waiting else None,
        done_at=MONDAY + timedelta(days=2) if is_done else None,
        is_disputed=draw(st.booleans()) if status is Status.DONE else False,
        reopened=draw(st.integers(0, 2)),
        joined=draw(st.integers(0, 3)),
        escalation=draw(st.sampled_from(Escalation)),
    )


GIVEN = st.builds(
    Given,
    by=st.just(OKSANA),
    reason=st.sampled_from(["", "Не наше"]),
    question=st.sampled_from(["", "Який під'їзд?"]),
    agency=st.sampled_from([None, ROADS, WATER]),
    day=st.sampled_from([None, date(2026, 11, 1), date(2026, 12, 1), date(2030, 1, 1)]),
    has_photo=st.booleans(),
    wants_photo=st.booleans(),
    into=st.sampled_from([None, ServiceRequestId(1), ServiceRequestId(2)]),
)
PARTIES = st.sets(st.sampled_from(Party))
LATER = st.timedeltas(timedelta(days=3), timedelta(days=40)).map(lambda passed: MONDAY + passed)


def is_given(need: Need, came: Given, of: ServiceRequest, now: datetime) -> bool:
    """Said anew, from what the table promises."""
    match need:
        case Need.REASON:
            return bool(came.reason)
        case Need.QUESTION:
            return bool(came.question)
        case Need.AGENCY:
            return came.agency is not None and came.agency != of.agency
        case Need.DATE:
            return came.day is not None and now.date() <= came.day <= date(2027, 12, 31)
        case Need.PHOTO:
            return came.has_photo or not came.wants_photo
        case Need.TARGET:
            return came.into is not None and came.into != of.id


def is_so(only: Only, target: Status, of: ServiceRequest) -> bool:
    return {
        Only.AS_IT_WAS: of.resumes_as is target,
        Only.FIRST_TIME: of.reopened == 0,
        Only.DISPUTED: of.is_disputed,
        Only.UNDISPUTED: not of.is_disputed,
        Only.ALONE: of.joined == 0,
    }[only]


@given(requests(), st.sampled_from(Step), PARTIES, GIVEN, LATER)
def test_from_any_state_by_anybody_only_what_a_line_of_the_table_allows(
    of: ServiceRequest, step: Step, parties: set[Party], came: Given, now: datetime
) -> None:
    allowed = [
        way
        for way in TABLE
        if (way.step, way.source) == (step, of.status)
        and way.who & parties
        and all(is_so(only, way.target, of) for only in way.only)
        and all(is_given(need, came, of, now) for need in way.needs)
    ]
    try:
        moved, way = move(of, step, came, parties=parties, calendar=HERE, now=now)
    except Refusal:
        assert allowed == []
        return
    assert way in allowed
    assert moved.status is way.target


@given(st.lists(st.tuples(st.sampled_from(Step), GIVEN, st.integers(0, 9)), max_size=25))
def test_whatever_is_tried_in_whatever_order_a_request_makes_sense(
    tried: list[tuple[Step, Given, int]],
) -> None:
    of, now = request(), MONDAY
    for step, came, days in tried:
        now += timedelta(days=days)
        try:
            of, way = move(of, step, came, parties=set(Party), calendar=HERE, now=now)
        except Refusal:
            continue
        assert (of.status is Status.WAITING) == (of.clock_stopped_at is not None)
        assert (of.status is Status.WAITING) == (of.resumes_as is not None)
        assert (of.status is Status.MERGED) == (of.merged_into is not None)
        assert not of.is_disputed or of.status is Status.DONE
        assert of.due_at is not None
        assert of.look_at == looked_at(of, calendar=HERE)
        if of.status in {Status.DONE, Status.CONFIRMED}:
            assert of.done_at is not None
        if of.is_open:
            assert of.done_at is None
        if way.clock is Clock.ANEW:
            assert of.due_at == due_after(HERE, now, of.days)
        if of.status in OVER:
            assert of.look_at is None


def test_every_line_stands_once_and_every_step_has_one() -> None:
    lines = [(way.step, way.source, way.target) for way in TABLE]
    assert len(lines) == len(set(lines))
    assert {way.step for way in TABLE} == set(Step)


def test_everything_that_is_open_can_be_ended_by_the_office() -> None:
    office = {Party.OFFICER, Party.DISPATCHER, Party.HEAD}
    for status in OPEN:
        ends = {way.target for way in TABLE if way.source is status and way.who & office}
        assert Status.REFUSED in ends, status


def test_what_is_over_stays_over() -> None:
    assert [way for way in TABLE if way.source in OVER] == []


def test_every_refusal_needs_a_reason_and_every_step_is_told_to_residents() -> None:
    assert all(Need.REASON in way.needs for way in TABLE if way.target is Status.REFUSED)
    assert all("residents" in way.tells for way in TABLE)


def test_no_other_module_writes_a_status() -> None:
    writers = set()
    for path in FEATURE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                # `Answer(status=…)` is another thing's status.
                case ast.Call(func=ast.Name(id="Answer")):
                    pass
                case ast.Call(keywords=words) if any(word.arg == "status" for word in words):
                    writers.add(path.relative_to(FEATURE).as_posix())
    assert writers == {"rules/transitions.py"}


def test_neighbours_have_it_reopened_once_then_it_is_disputed() -> None:
    done = request(Status.DONE, done_at=MONDAY)
    again, _ = move(
        done, Step.OBJECT, Given(), parties={Party.NEIGHBOURS}, calendar=HERE, now=MONDAY
    )
    assert (again.status, again.reopened) == (Status.REOPENED, 1)
    twice = replace(again, status=Status.DONE, done_at=MONDAY)
    with pytest.raises(Refusal) as refused:
        move(twice, Step.OBJECT, Given(), parties={Party.NEIGHBOURS}, calendar=HERE, now=MONDAY)
    assert refused.value.key == "request-only-first-time"
    disputed, _ = move(
        twice, Step.DISPUTE, Given(), parties={Party.NEIGHBOURS}, calendar=HERE, now=MONDAY
    )
    assert disputed.is_disputed
    with pytest.raises(Refusal) as waits:
        move(
            disputed, Step.CLOSE, Given(), parties={Party.TICK}, calendar=HERE,
            now=MONDAY + SILENCE,
        )  # fmt: skip
    assert waits.value.key == "request-only-undisputed"


def test_an_answer_brings_back_what_it_was_and_the_days_that_were_left() -> None:
    at_work = request(Status.IN_WORK)
    asked, _ = move(
        at_work, Step.ASK, Given(question="Де?"), parties={Party.OFFICER}, calendar=HERE,
        now=MONDAY,
    )  # fmt: skip
    assert asked.look_at is None
    answered, _ = move(
        asked, Step.ANSWER, Given(), parties={Party.ASKER}, calendar=HERE,
        now=MONDAY + timedelta(days=7),
    )  # fmt: skip
    assert answered.status is Status.IN_WORK
    assert at_work.due_at is not None
    assert answered.due_at == at_work.due_at + timedelta(days=7)


def test_a_day_that_is_planned_is_what_it_is_due_by() -> None:
    planned, _ = move(
        request(), Step.PLAN, Given(by=OKSANA, day=date(2026, 12, 24)), parties={Party.OFFICER},
        calendar=HERE, now=MONDAY,
    )  # fmt: skip
    assert planned.due_at == HERE.end_of(date(2026, 12, 24))
    assert planned.planned_for == date(2026, 12, 24)


@pytest.mark.parametrize(
    ("day", "known"),
    [(date(2026, 11, 24), Escalation.WARNED), (date(2026, 12, 24), Escalation.NONE)],
)
def test_who_promises_tomorrow_is_not_warned_at_once(day: date, known: Escalation) -> None:
    planned, _ = move(
        request(), Step.PLAN, Given(by=OKSANA, day=day), parties={Party.OFFICER}, calendar=HERE,
        now=MONDAY,
    )  # fmt: skip
    assert planned.escalation is known
    assert planned.look_at is not None
    assert planned.look_at > MONDAY


@given(requests(), PARTIES)
def test_the_buttons_that_are_offered_are_the_ways_that_are_open(
    of: ServiceRequest, parties: set[Party]
) -> None:
    everything = Given(
        by=OKSANA, reason="-", question="-", agency=WATER, day=date(2026, 12, 24), has_photo=True,
        into=ServiceRequestId(2),
    )  # fmt: skip
    for way in ways_open_to(of, parties):
        moved, _ = move(of, way.step, everything, parties=parties, calendar=HERE, now=MONDAY)
        assert moved.status is way.target

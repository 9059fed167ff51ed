"""The one table of what may become of a request, and the one way through it."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from civic.kernel.ids import AccountId, AgencyId, ServiceRequestId
from civic.kernel.refusal import Refusal
from civic.service_requests.model import OPEN, Escalation, ServiceRequest, Status
from civic.service_requests.rules.deadlines import (
    LONGEST,
    SILENCE,
    TownCalendar,
    due_after,
    due_when_resumed,
    warn_at,
)


class Step(StrEnum):
    """What is done to a request; its place in the table says what it leads to."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    PASS_ON = "pass_on"  # noqa: S105 - a step, no password
    SEND_BACK = "send_back"
    """A wrong address: back to the dispatcher."""
    ASK = "ask"
    ANSWER = "answer"
    PLAN = "plan"
    START = "start"
    FINISH = "finish"
    MERGE = "merge"
    WITHDRAW = "withdraw"
    CONFIRM = "confirm"
    OBJECT = "object"
    """Two neighbours say that it is not done."""
    DISPUTE = "dispute"
    """They say so again, or one does and nobody says otherwise: somebody above decides."""
    UPHOLD = "uphold"
    """It is done, decides somebody above."""
    OVERTURN = "overturn"
    """It is not, decides somebody above."""
    CLOSE = "close"
    RECONSIDER = "reconsider"
    """A refusal is taken back."""


class Party(StrEnum):
    """As what somebody acts on a request; one person may be several."""

    ASKER = "asker"
    NEIGHBOURS = "neighbours"
    """Enough of those who asked, joined or live there, by what they said."""
    OFFICER = "officer"
    """Of the agency that has it."""
    DISPATCHER = "dispatcher"
    HEAD = "head"
    """Of that agency; an administrator is above every agency."""
    TICK = "tick"


class Need(StrEnum):
    REASON = "reason"
    AGENCY = "agency"
    DATE = "date"
    QUESTION = "question"
    PHOTO = "photo"
    """Where its category wants one of what was done."""
    TARGET = "target"


class Only(StrEnum):
    """What else must hold of the request."""

    AS_IT_WAS = "as-it-was"
    """Back to what it was before it waited."""
    FIRST_TIME = "first-time"
    """It was not reopened before."""
    DISPUTED = "disputed"
    UNDISPUTED = "undisputed"
    ALONE = "alone"
    """No neighbour stands behind it."""


class Told(StrEnum):
    RESIDENTS = "residents"
    """Its asker and whoever joined, on their one card."""
    AGENCY = "agency"
    """Whoever has it in hand, else all of the agency it is at then."""
    DISPATCHERS = "dispatchers"
    HEAD = "head"


class Clock(StrEnum):
    RUNS = "runs"
    STANDS = "stands"
    """Until the resident answers."""
    ANEW = "anew"
    """From now on, for as long as was promised at first."""
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    step: Step
    source: Status
    target: Status
    who: frozenset[Party]
    needs: frozenset[Need] = frozenset()
    only: frozenset[Only] = frozenset()
    tells: frozenset[Told] = frozenset({Told.RESIDENTS})
    clock: Clock = Clock.RUNS


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What comes with a step."""

    by: AccountId | None = None
    reason: str = ""
    question: str = ""
    agency: AgencyId | None = None
    day: date | None = None
    has_photo: bool = False
    wants_photo: bool = False
    """Whether the request's category wants a photo of what was done."""
    into: ServiceRequestId | None = None


_S = Status
_OFFICE = frozenset({Party.OFFICER, Party.DISPATCHER, Party.HEAD})
_WORKERS = frozenset({Party.OFFICER, Party.HEAD})
_ASKER = frozenset({Party.ASKER})
_UNTOUCHED = (_S.RECEIVED, _S.PASSED_ON, _S.REOPENED)
_AT_WORK = (_S.RECEIVED, _S.PASSED_ON, _S.ACCEPTED, _S.PLANNED, _S.IN_WORK, _S.REOPENED)
_BOTH = frozenset({Told.RESIDENTS, Told.AGENCY})


def _ways(
    step: Step,
    sources: Collection[Status],
    target: Status,
    who: Collection[Party],
    *,
    needs: Collection[Need] = (),
    only: Collection[Only] = (),
    tells: Collection[Told] = (Told.RESIDENTS,),
    clock: Clock = Clock.RUNS,
) -> tuple[Way, ...]:
    return tuple(
        Way(
            step=step, source=source, target=target, who=frozenset(who), needs=frozenset(needs),
            only=frozenset(only), tells=frozenset(tells), clock=clock,
        )
        for source in sources
    )  # fmt: skip


TABLE: tuple[Way, ...] = (
    *_ways(Step.ACCEPT, _UNTOUCHED, _S.ACCEPTED, _WORKERS),
    *_ways(Step.REFUSE, (*_AT_WORK, _S.WAITING), _S.REFUSED, _OFFICE, needs={Need.REASON},
           clock=Clock.OVER),
    *_ways(Step.PASS_ON, _AT_WORK, _S.PASSED_ON, _OFFICE, needs={Need.AGENCY}, tells=_BOTH),
    *_ways(Step.SEND_BACK, _AT_WORK, _S.RECEIVED, _WORKERS, needs={Need.REASON},
           tells={Told.RESIDENTS, Told.DISPATCHERS}),
    *_ways(Step.ASK, _AT_WORK, _S.WAITING, _OFFICE, needs={Need.QUESTION}, clock=Clock.STANDS),
    *(
        way
        for target in _AT_WORK
        for way in _ways(Step.ANSWER, (_S.WAITING,), target, _ASKER | _OFFICE,
                         only={Only.AS_IT_WAS}, tells=_BOTH)
    ),
    *_ways(Step.PLAN, _AT_WORK, _S.PLANNED, _WORKERS, needs={Need.DATE}),
    *_ways(Step.START, (*_UNTOUCHED, _S.ACCEPTED, _S.PLANNED), _S.IN_WORK, _WORKERS),
    *_ways(Step.FINISH, _AT_WORK, _S.DONE, _WORKERS, needs={Need.PHOTO}, clock=Clock.OVER),
    *_ways(Step.MERGE, (*_AT_WORK, _S.WAITING), _S.MERGED, _OFFICE, needs={Need.TARGET},
           clock=Clock.OVER),
    *_ways(Step.WITHDRAW, (*_AT_WORK, _S.WAITING), _S.WITHDRAWN, _ASKER, only={Only.ALONE},
           tells=_BOTH, clock=Clock.OVER),
    *_ways(Step.CONFIRM, (_S.DONE,), _S.CONFIRMED, {Party.NEIGHBOURS}, only={Only.UNDISPUTED},
           tells=_BOTH, clock=Clock.OVER),
    *_ways(Step.OBJECT, (_S.DONE, _S.CONFIRMED), _S.REOPENED, {Party.NEIGHBOURS},
           only={Only.FIRST_TIME, Only.UNDISPUTED}, tells=_BOTH, clock=Clock.ANEW),
    *_ways(Step.DISPUTE, (_S.DONE, _S.CONFIRMED), _S.DONE, {Party.NEIGHBOURS, Party.TICK},
           only={Only.UNDISPUTED}, tells={Told.RESIDENTS, Told.HEAD}, clock=Clock.OVER),
    *_ways(Step.UPHOLD, (_S.DONE,), _S.CLOSED, {Party.HEAD}, needs={Need.REASON},
           only={Only.DISPUTED}, tells=_BOTH, clock=Clock.OVER),
    *_ways(Step.OVERTURN, (_S.DONE,), _S.REOPENED, {Party.HEAD}, needs={Need.REASON},
           only={Only.DISPUTED}, tells=_BOTH, clock=Clock.ANEW),
    *_ways(Step.CLOSE, (_S.DONE, _S.CONFIRMED), _S.CLOSED, {Party.TICK}, only={Only.UNDISPUTED},
           clock=Clock.OVER),
    *_ways(Step.RECONSIDER, (_S.REFUSED,), _S.ACCEPTED, {Party.HEAD}, needs={Need.REASON},
           tells=_BOTH, clock=Clock.ANEW),
)  # fmt: skip
"""What is done, from where, to where, who may, what it needs, whom it tells, the clock."""


def ways_open_to(request: ServiceRequest, parties: Collection[Party]) -> tuple[Way, ...]:
    """What these may do with it as it stands: the buttons they get."""
    mine = frozenset(parties)
    return tuple(
        way
        for way in TABLE
        if way.source is request.status
        and way.who & mine
        and all(_holds(only, way, request) for only in way.only)
    )


def move(
    request: ServiceRequest,
    step: Step,
    given: Given,
    *,
    parties: Collection[Party],
    calendar: TownCalendar,
    now: datetime,
) -> tuple[ServiceRequest, Way]:
    """The request as it stands after the step, and which line of the table was taken."""
    way = _way_of(request, step, frozenset(parties))
    for need in sorted(way.needs):
        _check_given(need, given, request, calendar=calendar, now=now)
    moved = replace(request, status=way.target, changed_at=now)
    moved = _carried(moved, way, given, before=request, now=now)
    moved = _timed(moved, way, given, before=request, calendar=calendar, now=now)
    return replace(moved, look_at=looked_at(moved, calendar=calendar)), way


def filed(request: ServiceRequest, *, calendar: TownCalendar, now: datetime) -> ServiceRequest:
    """How every request begins."""
    begun = replace(
        request,
        status=_S.RECEIVED,
        due_at=due_after(calendar, now, request.days),
        filed_at=now,
        changed_at=now,
    )
    return replace(begun, look_at=looked_at(begun, calendar=calendar))


def looked_at(request: ServiceRequest, *, calendar: TownCalendar) -> datetime | None:
    """When the tick has something to do about it; None while it has not."""
    if request.status in {_S.DONE, _S.CONFIRMED}:
        if request.is_disputed or request.done_at is None:
            return None
        return request.done_at + SILENCE
    if request.status not in OPEN or request.due_at is None or request.clock_stopped_at is not None:
        return None
    if request.escalation is Escalation.NONE:
        return warn_at(calendar, request.due_at, request.days)
    return request.due_at if request.escalation is Escalation.WARNED else None


def _way_of(request: ServiceRequest, step: Step, parties: frozenset[Party]) -> Way:
    here = [way for way in TABLE if way.step is step and way.source is request.status]
    if not here:
        raise Refusal(f"request-is-{request.status.value}", number=request.number)
    theirs = [way for way in here if way.who & parties]
    if not theirs:
        raise Refusal("request-not-yours", number=request.number)
    for way in theirs:
        if all(_holds(only, way, request) for only in way.only):
            return way
    broken = next(only for only in sorted(theirs[0].only) if not _holds(only, theirs[0], request))
    raise Refusal(f"request-only-{broken.value}", number=request.number)


def _holds(only: Only, way: Way, request: ServiceRequest) -> bool:
    match only:
        case Only.AS_IT_WAS:
            return way.target is request.resumes_as
        case Only.FIRST_TIME:
            return request.reopened == 0
        case Only.DISPUTED:
            return request.is_disputed
        case Only.UNDISPUTED:
            return not request.is_disputed
        case Only.ALONE:
            return request.joined == 0


def _check_given(
    need: Need, given: Given, request: ServiceRequest, *, calendar: TownCalendar, now: datetime
) -> None:
    match need:
        case Need.REASON if not given.reason:
            raise Refusal("request-needs-reason")
        case Need.QUESTION if not given.question:
            raise Refusal("request-needs-question")
        case Need.AGENCY if given.agency is None:
            raise Refusal("request-needs-agency")
        case Need.AGENCY if given.agency == request.agency:
            raise Refusal("request-there-already")
        case Need.PHOTO if given.wants_photo and not given.has_photo:
            raise Refusal("request-needs-photo")
        case Need.TARGET if given.into is None or given.into == request.id:
            raise Refusal("request-needs-another")
        case Need.DATE:
            _check_day(given.day, calendar=calendar, now=now)
        case _:
            pass


def _check_day(day: date | None, *, calendar: TownCalendar, now: datetime) -> None:
    today = calendar.day_of(now)
    if day is None:
        raise Refusal("request-needs-date")
    if day < today:
        raise Refusal("request-date-past")
    if day > today + timedelta(days=LONGEST):
        raise Refusal("request-date-far", days=LONGEST)


def _carried(
    moved: ServiceRequest, way: Way, given: Given, *, before: ServiceRequest, now: datetime
) -> ServiceRequest:
    """What a step changes beside the status and the clock."""
    undone: dict[str, Any] = {"done_at": None, "done_by": None, "planned_for": None}
    again = undone | {"reopened": before.reopened + 1, "is_disputed": False}
    changes: dict[Step, dict[str, Any]] = {
        Step.ACCEPT: {"assignee": given.by},
        Step.START: {"assignee": given.by},
        Step.RECONSIDER: {"assignee": given.by},
        Step.PASS_ON: {"agency": given.agency, "assignee": None, "planned_for": None},
        Step.SEND_BACK: {"agency": None, "assignee": None, "planned_for": None},
        Step.ASK: {"resumes_as": before.status},
        Step.ANSWER: {"resumes_as": None},
        Step.PLAN: {"assignee": given.by, "planned_for": given.day},
        Step.FINISH: {"done_at": now, "done_by": given.by},
        Step.MERGE: {"merged_into": given.into, "resumes_as": None},
        Step.WITHDRAW: {"resumes_as": None},
        Step.REFUSE: {"resumes_as": None},
        Step.OBJECT: again,
        Step.OVERTURN: again,
        Step.DISPUTE: {"is_disputed": True},
        Step.UPHOLD: {"is_disputed": False},
    }
    return replace(moved, **changes.get(way.step, {}))


def _timed(
    moved: ServiceRequest,
    way: Way,
    given: Given,
    *,
    before: ServiceRequest,
    calendar: TownCalendar,
    now: datetime,
) -> ServiceRequest:
    stopped = before.clock_stopped_at
    match way.clock:
        case Clock.STANDS:
            return replace(moved, clock_stopped_at=now)
        case Clock.OVER:
            return replace(moved, clock_stopped_at=None)
        case Clock.ANEW:
            due = due_after(calendar, now, moved.days)
            return replace(moved, due_at=due, clock_stopped_at=None, escalation=Escalation.NONE)
        case Clock.RUNS:
            pass
    if way.step is Step.PLAN and given.day is not None:
        promised = calendar.end_of(given.day)
        # Whoever has just promised a day so near needs no reminder of it.
        is_near = warn_at(calendar, promised, moved.days) <= now
        known = Escalation.WARNED if is_near else Escalation.NONE
        return replace(moved, due_at=promised, escalation=known)
    if stopped is None or moved.due_at is None:
        return moved
    due = due_when_resumed(calendar, due=moved.due_at, stopped=stopped, resumed=now)
    return replace(moved, due_at=due, clock_stopped_at=None)

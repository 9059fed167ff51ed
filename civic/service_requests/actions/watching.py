"""What the tick does about a request: warns, tells that it is late, closes what nobody disputes."""

from dataclasses import replace
from datetime import datetime

from civic.service_requests.actions.stepping import Stage, add_event, stage_for, take_step
from civic.service_requests.actions.telling import (
    OVERDUE,
    WARNED,
    tell_office,
    tell_residents,
)
from civic.service_requests.model import (
    AWAITING_RESIDENTS,
    Escalation,
    EventKind,
    ServiceRequest,
)
from civic.service_requests.ports import RequestDesk
from civic.service_requests.rules.confirming import step_after_silence
from civic.service_requests.rules.transitions import Given, Party, looked_at


async def look_after(request: ServiceRequest, *, desk: RequestDesk, now: datetime) -> bool:
    """Whether something was due. What is done is marked, so that a second look finds nothing."""
    stage = await stage_for(request, desk=desk)
    due = looked_at(request, calendar=stage.calendar)
    if due is None or due > now:
        # Something else had moved it meanwhile.
        await desk.service_requests.put(replace(request, look_at=due))
        return False
    if request.status in AWAITING_RESIDENTS:
        await _end_silence(stage, desk=desk, now=now)
    elif request.due_at is not None and request.due_at <= now:
        await _tell_overdue(stage, desk=desk, now=now)
    else:
        await _warn(stage, desk=desk, now=now)
    return True


async def _end_silence(stage: Stage, *, desk: RequestDesk, now: datetime) -> None:
    request = stage.request
    said = await desk.service_requests.verdicts(
        request.community, request.id, request.reopened, request.asker
    )
    step = step_after_silence(said)
    await take_step(stage, step, Given(), parties={Party.TICK}, by=None, desk=desk, now=now)


async def _warn(stage: Stage, *, desk: RequestDesk, now: datetime) -> None:
    warned = await _escalated(
        stage, Escalation.WARNED, EventKind.WARNED, is_public=False, desk=desk, now=now
    )
    await tell_office(
        warned, WARNED, stage.office.in_hand(warned), category=stage.category, town=stage.town,
        by=None, desk=desk, now=now,
    )  # fmt: skip


async def _tell_overdue(stage: Stage, *, desk: RequestDesk, now: datetime) -> None:
    """Residents read on the card that it is late and that the head knows."""
    late = await _escalated(
        stage, Escalation.OVERDUE, EventKind.OVERDUE, is_public=True, desk=desk, now=now
    )
    told = (*stage.office.heads(late.agency), *stage.office.in_hand(late))
    await tell_office(
        late, OVERDUE, told, category=stage.category, town=stage.town, by=None, desk=desk, now=now
    )
    await tell_residents(late, category=stage.category, town=stage.town, desk=desk, now=now)


async def _escalated(
    stage: Stage,
    level: Escalation,
    kind: EventKind,
    *,
    is_public: bool,
    desk: RequestDesk,
    now: datetime,
) -> ServiceRequest:
    marked = replace(stage.request, escalation=level)
    marked = replace(marked, look_at=looked_at(marked, calendar=stage.calendar))
    return await add_event(marked, kind, None, is_public=is_public, desk=desk, now=now)

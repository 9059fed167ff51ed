"""One step of a request: moved by the table, noted, and told to whom the table says."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from civic.communities.model import Community, Official
from civic.kernel.audit import AuditEntry
from civic.kernel.ids import AccountId, CommunityId, ServiceRequestId
from civic.kernel.json_value import Json
from civic.service_requests.actions.telling import tell_office, tell_residents
from civic.service_requests.model import (
    Category,
    Event,
    EventKind,
    ServiceRequest,
    Status,
)
from civic.service_requests.ports import RequestDesk
from civic.service_requests.rules.deadlines import TownCalendar, calendar_of
from civic.service_requests.rules.parties import Office, office_of, parties_of
from civic.service_requests.rules.transitions import Given, Party, Step, Told, Way, move


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A request with what decides about it; held until the unit ends."""

    request: ServiceRequest
    category: Category
    town: Community
    office: Office

    @property
    def calendar(self) -> TownCalendar:
        return calendar_of(self.town)


async def stage_of(
    community: CommunityId, request: ServiceRequestId, *, desk: RequestDesk
) -> Stage:
    """Raise NotFound when the town has no such request."""
    found = await desk.service_requests.request(community, request, hold=True)
    return await stage_for(found, desk=desk)


async def stage_for(request: ServiceRequest, *, desk: RequestDesk) -> Stage:
    return Stage(
        request=request,
        category=await desk.request_categories.category(request.community, request.category),
        town=await desk.communities.community(request.community),
        office=await office_now(request.community, desk=desk),
    )


async def office_now(community: CommunityId, *, desk: RequestDesk) -> Office:
    """With who stands in for whom, and who has night duty."""
    return office_of(
        await desk.officials.all(community),
        await desk.request_duties.absences(community),
        await desk.request_duties.at_night(community),
    )


async def step_by_official(
    stage: Stage, step: Step, given: Given, *, by: Official, desk: RequestDesk, now: datetime
) -> ServiceRequest:
    parties = parties_of(by, stage.request, stage.office)
    given = replace(given, by=by.account, wants_photo=stage.category.needs_photo_after)
    moved = await take_step(
        stage, step, given, parties=parties, by=by.account, from_office=True, desk=desk, now=now
    )
    await note_in_audit(
        moved, step.value.replace("_", "-"), by.account, desk=desk, now=now,
        was=stage.request.status.value, agency=moved.agency,
    )  # fmt: skip
    return moved


async def take_step(
    stage: Stage,
    step: Step,
    given: Given,
    *,
    parties: Collection[Party],
    by: AccountId | None,
    from_office: bool = False,
    desk: RequestDesk,
    now: datetime,
) -> ServiceRequest:
    """Raise Refusal where the table has no such way. Everything that changes a status is this."""
    before = stage.request
    moved, way = move(before, step, given, parties=parties, calendar=stage.calendar, now=now)
    if from_office and step in _LOOKED_AT and stage.category.is_public and not moved.is_hidden:
        moved = replace(moved, is_shown_publicly=True)
    details: dict[str, Json] = {"step": step.value}
    if way.step in {Step.PASS_ON, Step.SEND_BACK}:
        details["agency"] = moved.agency
    if way.step is Step.PLAN and given.day is not None:
        details["day"] = given.day.isoformat()
    if way.step is Step.MERGE:
        details["into"] = given.into
    kept = await add_event(
        moved, EventKind.MOVED, by, from_office=from_office, from_status=before.status,
        to_status=moved.status, text=given.question or given.reason, details=details,
        is_public=step is not Step.SEND_BACK, desk=desk, now=now,
    )  # fmt: skip
    await tell_of_step(replace(stage, request=kept), way, by=by, desk=desk, now=now)
    return kept


async def tell_of_step(
    stage: Stage, way: Way, *, by: AccountId | None, desk: RequestDesk, now: datetime
) -> None:
    request = stage.request
    if Told.RESIDENTS in way.tells:
        await tell_residents(request, category=stage.category, town=stage.town, desk=desk, now=now)
    told: list[Official] = []
    if Told.AGENCY in way.tells:
        told += stage.office.in_hand(request)
    if Told.DISPATCHERS in way.tells:
        told += stage.office.dispatchers()
    if Told.HEAD in way.tells:
        told += stage.office.heads(request.agency)
    await tell_office(
        request, way.step.value, told, category=stage.category, town=stage.town, by=by,
        desk=desk, now=now,
    )  # fmt: skip


async def add_event(
    request: ServiceRequest,
    kind: EventKind,
    by: AccountId | None,
    *,
    from_office: bool = False,
    from_status: Status | None = None,
    to_status: Status | None = None,
    text: str = "",
    details: dict[str, Json] | None = None,
    is_public: bool = True,
    desk: RequestDesk,
    now: datetime,
) -> ServiceRequest:
    """Keep the request as it stands now, with this as the latest that happened to it."""
    kept = replace(request, events=request.events + 1, changed_at=now)
    await desk.service_requests.put(kept)
    event = Event(
        request=kept.id, n=kept.events, at=now, by=by, from_office=from_office, kind=kind,
        from_status=from_status, to_status=to_status, text=text, details=details or {},
        is_public=is_public,
    )  # fmt: skip
    await desk.service_requests.add_event(kept.community, event)
    return kept


async def note_in_audit(
    request: ServiceRequest,
    verb: str,
    by: AccountId | None,
    *,
    desk: RequestDesk,
    now: datetime,
    **details: Json,
) -> None:
    """`by` None: the tick."""
    entry = AuditEntry(
        community=request.community,
        actor=by,
        verb=f"request-{verb}",
        subject=f"request:{request.id}",
        details=details,
    )
    await desk.audit.note(entry, now=now)


_LOOKED_AT = frozenset({Step.ACCEPT, Step.PLAN, Step.START, Step.FINISH})
"""Whoever takes these steps has read what it says."""

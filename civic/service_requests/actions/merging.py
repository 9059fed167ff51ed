"""Many requests about one thing become one, with one voice; whoever asked hears of that one."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from civic.communities.model import Official
from civic.kernel.ids import CommunityId, ServiceRequestId
from civic.kernel.refusal import Refusal
from civic.service_requests.actions.stepping import stage_for, step_by_official
from civic.service_requests.actions.telling import tell_residents
from civic.service_requests.model import ServiceRequest, Status, Supporter
from civic.service_requests.ports import RequestDesk
from civic.service_requests.rules.transitions import Given, Step

AT_ONCE = 50


async def merge_requests(
    community: CommunityId,
    requests: Collection[ServiceRequestId],
    into: ServiceRequestId,
    *,
    by: Official,
    desk: RequestDesk,
    now: datetime,
) -> ServiceRequest:
    """Return the one that goes on. Whoever filed or joined the others stands behind it then."""
    others = sorted(set(requests) - {into})
    if not others:
        raise Refusal("request-needs-another")
    if len(others) > AT_ONCE:
        raise Refusal("request-merge-many", limit=AT_ONCE)
    # Held in one order, whichever is merged into which: two officials at once do not lock.
    held = {
        one: await desk.service_requests.request(community, one, hold=True)
        for one in sorted({*others, into})
    }
    goal = held[into]
    if not goal.is_open:
        raise Refusal(f"request-is-{goal.status.value}", number=goal.number)
    for one in others:
        await _merge(held[one], goal, by=by, desk=desk, now=now)
    joined = len(await desk.service_requests.supporters(community, into, limit=100_000))
    goal = replace(goal, joined=joined, changed_at=now)
    await desk.service_requests.put(goal)
    stage = await stage_for(goal, desk=desk)
    await tell_residents(goal, category=stage.category, town=stage.town, desk=desk, now=now)
    return goal


async def _merge(
    request: ServiceRequest,
    goal: ServiceRequest,
    *,
    by: Official,
    desk: RequestDesk,
    now: datetime,
) -> None:
    if request.status is Status.MERGED and request.merged_into == goal.id:
        return
    stage = await stage_for(request, desk=desk)
    given = Given(into=goal.id)
    await step_by_official(stage, Step.MERGE, given, by=by, desk=desk, now=now)
    await desk.service_requests.move_supporters(request.community, request.id, goal.id)
    asks_anew = request.asker is not None and request.asker != goal.asker
    if asks_anew and request.asker is not None and request.account is not None:
        supporter = Supporter(
            request=goal.id, resident=request.asker, account=request.account, at=now
        )
        await desk.service_requests.add_supporter(request.community, supporter)
    if goal.asker is not None:
        # Whoever filed it may have joined the other: they stand behind it once.
        await desk.service_requests.remove_supporter(request.community, goal.id, goal.asker)

"""An agency is closed: what it had to do becomes another's, and nothing waits for nobody."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from civic.communities.model import Agency, Official
from civic.communities.rules import Action, check_may, check_serves
from civic.kernel.audit import AuditEntry
from civic.kernel.ids import AccountId, AgencyId, CommunityId
from civic.kernel.json_value import Json
from civic.kernel.outbox import Notice
from civic.kernel.refusal import Refusal
from civic.service_requests.actions.stepping import add_event
from civic.service_requests.actions.telling import tell_residents
from civic.service_requests.model import OPEN, EventKind, ServiceRequest, Wanted
from civic.service_requests.ports import RequestDesk
from civic.service_requests.templates.ports import AnswerTemplates

CLOSED = "agency-closed"
_AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Estate:
    """What an agency leaves behind when it is closed."""

    agency: Agency
    requests: int
    """Those that are open."""
    categories: int
    rules: int
    people: tuple[Official, ...]


async def estate_of(
    community: CommunityId, agency: AgencyId, *, by: Official, desk: RequestDesk
) -> Estate:
    """Raise NotFound when it is closed already."""
    check_may(by, Action.MANAGE_OFFICIALS, town=community)
    found = check_serves(await desk.officials.agency(community, agency))
    categories = await desk.request_categories.all(community)
    rules = await desk.request_routes.rules(community)
    return Estate(
        agency=found,
        requests=await desk.service_requests.count(community, _open_at(agency)),
        categories=sum(one.agency == agency and not one.retired for one in categories),
        rules=sum(one.agency == agency for one in rules),
        people=tuple(one for one in await desk.officials.all(community) if one.agency == agency),
    )


async def close_agency(
    community: CommunityId,
    agency: AgencyId,
    successor: AgencyId | None,
    *,
    by: Official,
    desk: RequestDesk,
    templates: AnswerTemplates,
    now: datetime,
) -> Estate:
    """`successor` None: the dispatcher. Whoever has a request in hand and moves along keeps it."""
    left = await estate_of(community, agency, by=by, desk=desk)
    if successor == agency:
        raise Refusal("agency-follows-itself")
    heir = None
    if successor is not None:
        heir = check_serves(await desk.officials.agency(community, successor))
    elif left.people:
        # Whoever serves no agency would see the requests of all.
        raise Refusal("agency-has-people")
    await desk.officials.put_agency(replace(left.agency, is_closed=True))
    for one in left.people:
        await desk.officials.put(replace(one, agency=successor, is_head=False))
    await _hand_over_rules(community, agency, successor, desk=desk, templates=templates)
    await _hand_over_requests(left, successor, desk=desk, now=now)
    await _tell(left, heir, by=by, desk=desk, now=now)
    return left


async def _hand_over_rules(
    community: CommunityId,
    agency: AgencyId,
    successor: AgencyId | None,
    *,
    desk: RequestDesk,
    templates: AnswerTemplates,
) -> None:
    await desk.request_categories.put(
        [
            replace(one, agency=successor)
            for one in await desk.request_categories.all(community)
            if one.agency == agency
        ]
    )
    rules = await desk.request_routes.rules(community)
    if any(one.agency == agency for one in rules):
        changed = [replace(one, agency=successor) if one.agency == agency else one for one in rules]
        await desk.request_routes.replace(community, changed)
    if successor is not None:
        for one in await templates.all(community):
            if one.agency == agency:
                await templates.put(replace(one, agency=successor))


async def _hand_over_requests(
    left: Estate, successor: AgencyId | None, *, desk: RequestDesk, now: datetime
) -> None:
    town = await desk.communities.community(left.agency.community)
    categories = {one.id: one for one in await desk.request_categories.all(town.id)}
    stay = {one.account for one in left.people}
    while some := await desk.service_requests.page(
        town.id, _open_at(left.agency.id), limit=_AT_ONCE
    ):
        for request in some:
            moved = await _rerouted(request, successor, stay, desk=desk, now=now)
            await tell_residents(
                moved, category=categories[request.category], town=town, desk=desk, now=now
            )


async def _rerouted(
    request: ServiceRequest,
    successor: AgencyId | None,
    stay: set[AccountId],
    *,
    desk: RequestDesk,
    now: datetime,
) -> ServiceRequest:
    """It stands as it stood, with the same days left; only whose it is has changed."""
    held = await desk.service_requests.request(request.community, request.id, hold=True)
    assignee = held.assignee if held.assignee in stay else None
    details: dict[str, Json] = {"agency": successor, "closed": request.agency}
    return await add_event(
        replace(held, agency=successor, assignee=assignee), EventKind.ROUTED, None,
        details=details, is_public=False, desk=desk, now=now,
    )  # fmt: skip


async def _tell(
    left: Estate, heir: Agency | None, *, by: Official, desk: RequestDesk, now: datetime
) -> None:
    community = left.agency.community
    entry = AuditEntry(
        community=community, actor=by.account, verb="agency-closed",
        subject=f"agency:{left.agency.id}",
        details={"successor": heir.id if heir else None, "requests": left.requests},
    )  # fmt: skip
    await desk.audit.note(entry, now=now)
    params: dict[str, Json] = {
        "agency": _texts(left.agency),
        "heir": _texts(heir) if heir else None,
        "requests": left.requests,
    }
    for account in sorted(_who_hears(await desk.officials.all(community), heir) - {by.account}):
        notice = Notice(to=account, community=community, key=CLOSED, params=params)
        await desk.outbox.owe(notice, now=now)


def _who_hears(officials: Sequence[Official], heir: Agency | None) -> set[AccountId]:
    """Those who get the work; without them the dispatchers."""
    return {
        one.account
        for one in officials
        if (one.agency == heir.id if heir else one.is_dispatcher or one.agency is None)
    }


def _texts(agency: Agency) -> dict[str, Json]:
    return {str(language): words for language, words in agency.name.texts.items()}


def _open_at(agency: AgencyId) -> Wanted:
    return Wanted(statuses=OPEN, agencies=frozenset({agency}))

"""A town's routing rules: tried on what was filed of late before they hold, kept as a table."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from civic.communities.model import Official
from civic.communities.rules import Action, check_may, check_serves
from civic.kernel.audit import AuditEntry
from civic.kernel.ids import (
    CategoryId,
    CommunityId,
    IdMaker,
    PlaceId,
    RoutingRuleId,
    ServiceRequestId,
)
from civic.kernel.refusal import NotFound, Refusal
from civic.places.model import Place
from civic.service_requests.model import (
    Category,
    Event,
    EventKind,
    Order,
    ServiceRequest,
    Status,
    Wanted,
)
from civic.service_requests.ports import RequestDesk
from civic.service_requests.rules.routing import Asked, asked_of, dry_run
from civic.service_requests.rules.tables import RouteRow, read_routes, write_routes
from civic.service_requests.settings import DryRun, RoutingPlan, RoutingRule, TableFinding

RULES_LIMIT = 500
LOOKED_BACK = timedelta(days=30)
TRIED_LIMIT = 2_000
"""So many of the latest of last month are tried."""
_CHUNK = 1_000


async def replace_rules(
    community: CommunityId,
    rules: Sequence[RoutingRule],
    *,
    by: Official,
    desk: RequestDesk,
    now: datetime,
) -> tuple[RoutingRule, ...]:
    """These are all, in this order."""
    check_may(by, Action.SET_REQUEST_RULES, town=community)
    if len(rules) > RULES_LIMIT:
        raise Refusal("request-rules-many", limit=RULES_LIMIT)
    for agency in {rule.agency for rule in rules} - {None}:
        if agency is not None:
            check_serves(await desk.officials.agency(community, agency))
    kept = tuple(
        replace(rule, community=community, position=position)
        for position, rule in enumerate(rules, start=1)
    )
    await desk.request_routes.replace(community, kept)
    entry = AuditEntry(
        community=community, actor=by.account, verb="request-rules-replaced",
        details={"rules": len(kept)},
    )  # fmt: skip
    await desk.audit.note(entry, now=now)
    return kept


async def try_rules(
    community: CommunityId,
    rules: Sequence[RoutingRule],
    *,
    desk: RequestDesk,
    now: datetime,
) -> DryRun:
    """Where the last month's requests would have gone; nothing is changed."""
    town = await desk.communities.community(community)
    wanted = Wanted(statuses=frozenset(Status), filed_from=now - LOOKED_BACK)
    filed = await desk.service_requests.page(
        community, wanted, order=Order.NEWEST, limit=TRIED_LIMIT
    )
    categories = {one.id: one for one in await desk.request_categories.all(community)}
    within = await _places_within(community, filed, desk=desk)
    asked = [(one, _asked(one, categories[one.category], within, town.timezone)) for one in filed]
    return dry_run(asked, await desk.request_routes.rules(community), rules)


async def plan_rules(
    community: CommunityId, text: str, *, desk: RequestDesk, new_id: IdMaker, now: datetime
) -> RoutingPlan:
    """The rules that a table stands for. Raise Refusal when it makes no sense as a whole."""
    rows, findings = read_routes(text, await desk.officials.agencies(community))
    categories = {one.code: one.id for one in await desk.request_categories.all(community)}
    named = sorted({place for row in rows for place in row.places})
    places: dict[str, Place] = {}
    for at in range(0, len(named), _CHUNK):
        places |= await desk.places.by_external_id(community, named[at : at + _CHUNK])
    known = {external: place.id for external, place in places.items()}
    rules: list[RoutingRule] = []
    for row in rows:
        finding = _unknown(row, categories, known)
        if finding is not None:
            findings.append(finding)
            continue
        rules.append(
            RoutingRule(
                id=RoutingRuleId(new_id(now)), community=community, position=len(rules) + 1,
                categories=frozenset(categories[code] for code in row.categories),
                places=frozenset(known[place] for place in row.places),
                owners=frozenset(row.owners), words=frozenset(row.words), hours=row.hours,
                agency=row.agency,
            )
        )  # fmt: skip
    return RoutingPlan(rules=tuple(rules), findings=tuple(findings))


async def export_rules(community: CommunityId, *, desk: RequestDesk) -> str:
    """As CSV that can be imported again."""
    rules = await desk.request_routes.rules(community)
    named = sorted({place for rule in rules for place in rule.places})
    places: dict[PlaceId, str] = {}
    for at in range(0, len(named), _CHUNK):
        some = await desk.places.some(community, named[at : at + _CHUNK])
        places |= {place.id: place.external_id for place in some.values()}
    categories = {one.id: one.code for one in await desk.request_categories.all(community)}
    agencies = await desk.officials.agencies(community)
    return write_routes(rules, categories=categories, places=places, agencies=agencies)


async def why_routed(
    community: CommunityId, request: ServiceRequestId, *, desk: RequestDesk
) -> Event:
    """What decided where it went: `details` hold the agency, the rule's place in the list of then
    (None: its category's own agency, else the dispatcher) and which conditions held.
    """
    number = 2
    found = await desk.service_requests.request(community, request)
    # The second thing that happens to every request, behind its filing.
    events = await desk.service_requests.events(
        community, request, offset=max(0, found.events - number), limit=number
    )
    for event in events:
        if event.kind is EventKind.ROUTED:
            return event
    raise NotFound("request-gone")


def _unknown(
    row: RouteRow, categories: dict[str, CategoryId], places: dict[str, PlaceId]
) -> TableFinding | None:
    for code in row.categories:
        if code not in categories:
            return TableFinding(row=row.row, key="request-table-category", params={"cell": code})
    for place in row.places:
        if place not in places:
            return TableFinding(row=row.row, key="request-table-place", params={"cell": place})
    return None


def _asked(
    request: ServiceRequest,
    category: Category,
    within: dict[PlaceId, frozenset[PlaceId]],
    zone: str,
) -> Asked:
    around = within[request.place] if request.place is not None else frozenset()
    return asked_of(
        category, within=around, owner=request.asset_owner, text=request.text,
        filed_at=request.filed_at, zone=zone,
    )  # fmt: skip


async def _places_within(
    community: CommunityId, filed: Sequence[ServiceRequest], *, desk: RequestDesk
) -> dict[PlaceId, frozenset[PlaceId]]:
    """Each place with all that it lies in."""
    named = {one.place for one in filed if one.place is not None}
    return {
        place: frozenset(one.id for one in await desk.places.path(community, place))
        for place in sorted(named)
    }

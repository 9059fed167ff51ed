"""A resident files a request, once they have seen what is filed nearby already."""

from dataclasses import dataclass, replace
from datetime import datetime

from civic.kernel.abuse import check_words
from civic.kernel.ids import AssetId, CategoryId, CommunityId, IdMaker, ServiceRequestId
from civic.kernel.json_value import Json
from civic.kernel.plain_text import clean_line
from civic.kernel.refusal import Refusal
from civic.places.model import Box, PlaceKind, Point
from civic.places.rules.locating import box_around
from civic.residents.model import Resident
from civic.service_requests.actions.stepping import add_event, stage_for
from civic.service_requests.actions.telling import FILED, tell_office, tell_residents
from civic.service_requests.model import (
    OPEN,
    Category,
    EventKind,
    Nearby,
    NewRequest,
    Photo,
    ServiceRequest,
)
from civic.service_requests.ports import RequestDesk
from civic.service_requests.rules.answers import answered
from civic.service_requests.rules.deadlines import calendar_of
from civic.service_requests.rules.filing import (
    ADDRESS_LIMIT,
    CONTACT_LIMIT,
    DAY,
    FAR_METRES,
    NEAR_METRES,
    check_new,
    check_new_beside,
    cleaned_text,
    nearest_of,
)
from civic.service_requests.rules.routing import asked_of, route_of
from civic.service_requests.rules.transitions import filed
from civic.service_requests.settings import Route, RoutingRule

_CANDIDATES = 200
_EVERYWHERE = Box(west=-180, south=-90, east=180, north=90)
_DRAWN = (PlaceKind.DISTRICT, PlaceKind.COURTYARD, PlaceKind.BUILDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    request: ServiceRequest
    is_new: bool
    """False: this draft was filed before."""
    route: Route | None
    """Where it went and why; None of what was filed before."""


async def nearby_requests(
    community: CommunityId,
    category: CategoryId,
    *,
    point: Point | None,
    asset: AssetId | None,
    desk: RequestDesk,
) -> tuple[Nearby, ...]:
    """Open ones of the same category within 250 m or about the same asset; five at most.

    Nothing is told of what is not public: neither of its category nor of what it is about.
    """
    if category not in await desk.request_categories.public(community):
        return ()
    same: list[ServiceRequest] = []
    if asset is not None:
        same = await desk.service_requests.of_asset(community, asset, OPEN, limit=_CANDIDATES)
        same = [one for one in same if one.category == category]
    around: list[ServiceRequest] = []
    if point is not None:
        around = await desk.service_requests.inside(
            community, box_around(point, NEAR_METRES), {category}, OPEN, limit=_CANDIDATES
        )
    secret = await desk.service_requests.secret(community, [one.id for one in (*same, *around)])
    found = nearest_of(
        [one for one in same if one.id not in secret and not one.is_hidden],
        [one for one in around if one.id not in secret and not one.is_hidden],
        point,
    )
    shown = await desk.service_requests.shown_photos(community, [one.request.id for one in found])
    return tuple(replace(one, photo=shown.get(one.request.id)) for one in found)


async def file_request(
    community: CommunityId,
    new: NewRequest,
    *,
    by: Resident | None,
    desk: RequestDesk,
    new_id: IdMaker,
    now: datetime,
) -> Filed:
    """Keep it, send it to whoever is responsible, owe its card. A draft is filed once.

    `by` None: another program brings it, for somebody who is not known here.
    """
    every = await desk.request_categories.all(community)
    category = await desk.request_categories.category(community, new.category)
    is_group = any(one.parent == category.id and not one.retired for one in every)
    check_new(new, category, is_group=is_group)
    if not category.is_emergency:
        # Nobody minds their words while gas escapes.
        check_words(new.text)
    await _check_where(community, new, desk=desk)
    if by is not None:
        of_late = await desk.service_requests.filed_since(community, by.id, now - DAY)
        known = next((one for one in of_late if one.draft == new.draft), None)
        if known is not None:
            return Filed(request=known, is_new=False, route=None)
        check_new_beside(of_late, new, now=now)
    town = await desk.communities.community(community)
    rules = await desk.request_routes.rules(community)
    route = await _route(community, new, category, rules, zone=town.timezone, desk=desk, now=now)
    begun = filed(
        _of(community, new, category, by, route, new_id=new_id, now=now),
        calendar=calendar_of(town),
        now=now,
    )
    kept, is_new = await desk.service_requests.file(begun)
    if not is_new:
        return Filed(request=kept, is_new=False, route=None)
    return Filed(
        request=await _begin(kept, new, route, by=by, desk=desk, now=now),
        is_new=True,
        route=route,
    )


async def _begin(
    request: ServiceRequest,
    new: NewRequest,
    route: Route,
    *,
    by: Resident | None,
    desk: RequestDesk,
    now: datetime,
) -> ServiceRequest:
    account = by.account if by else None
    for photo in new.photos:
        await desk.service_requests.add_photo(
            request.community,
            Photo(
                request=request.id, file=photo.file, by=account,
                kind=photo.kind, taken_at=now,
            ),
        )  # fmt: skip
    request = await add_event(request, EventKind.FILED, account, desk=desk, now=now)
    request = await add_event(
        request, EventKind.ROUTED, None, details=_why(route), is_public=False, desk=desk, now=now
    )
    stage = await stage_for(request, desk=desk)
    await tell_residents(request, category=stage.category, town=stage.town, desk=desk, now=now)
    await tell_office(
        request, FILED, stage.office.in_hand(request), category=stage.category, town=stage.town,
        by=None, desk=desk, now=now,
    )  # fmt: skip
    return request


async def _check_where(community: CommunityId, new: NewRequest, *, desk: RequestDesk) -> None:
    """Raise NotFound for a place of another town, Refusal for a point far from this one."""
    if new.place is not None:
        await desk.places.place(community, new.place)
    if new.point is not None:
        await check_not_far(community, new.point, desk=desk)


async def check_not_far(community: CommunityId, point: Point, *, desk: RequestDesk) -> None:
    around = box_around(point, FAR_METRES)
    if await desk.places.touching(community, around, _DRAWN, limit=1):
        return
    # A town that has drawn nothing cannot tell what is far from it.
    if await desk.places.touching(community, _EVERYWHERE, _DRAWN, limit=1):
        raise Refusal("request-far-away", kilometres=FAR_METRES // 1_000)


async def _route(
    community: CommunityId,
    new: NewRequest,
    category: Category,
    rules: list[RoutingRule],
    *,
    zone: str,
    desk: RequestDesk,
    now: datetime,
) -> Route:
    within = (
        frozenset(place.id for place in await desk.places.path(community, new.place))
        if new.place is not None
        else frozenset()
    )
    asked = asked_of(
        category, within=within, owner=new.asset_owner, text=new.text, filed_at=now, zone=zone
    )
    return route_of(asked, rules)


def _of(
    community: CommunityId,
    new: NewRequest,
    category: Category,
    by: Resident | None,
    route: Route,
    *,
    new_id: IdMaker,
    now: datetime,
) -> ServiceRequest:
    return ServiceRequest(
        id=ServiceRequestId(new_id(now)),
        community=community,
        number=0,
        draft=new.draft,
        category=new.category,
        asker=by.id if by else None,
        account=by.account if by else None,
        is_anonymous=new.is_anonymous,
        contact=clean_line(new.contact, CONTACT_LIMIT),
        text=cleaned_text(new.text),
        point=new.point,
        place=new.place,
        address=clean_line(new.address, ADDRESS_LIMIT),
        asset=new.asset,
        asset_owner=new.asset_owner,
        answers=answered(category.questions, new.answers),
        agency=route.agency,
        days=category.days,
        filed_at=now,
        changed_at=now,
    )


def _why(route: Route) -> dict[str, Json]:
    """Kept with the request, so that it can be told whatever rules there are later."""
    return {
        "agency": route.agency,
        "rule": route.rule.position if route.rule else None,
        "matched": [one.value for one in route.matched],
    }

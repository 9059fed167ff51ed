"""What the public may see of requests: those an official has read, nothing of who asked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from civic.communities.model import Community
from civic.kernel.ids import (
    AgencyId,
    CategoryId,
    CommunityId,
    FileId,
    PlaceId,
)
from civic.kernel.language import Translated
from civic.places.model import Box, Place, PlaceKind
from civic.reports.requests.model import RequestReport, Scope
from civic.service_requests.model import Category, Look, Order, ServiceRequest, Status
from civic.unit_of_work import Work
from web.pages.sought import PAGE, STATES, Sought

_WORLD = Box(west=-180, south=-90, east=180, north=90)
_OUTLINES = 400
"""More would be a blot, and a page that is slow on a phone."""
_YARDS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRequest:
    """No asker, no account, no contact: they are not here to be shown by mistake."""

    request: ServiceRequest
    category: Category
    agency: Translated | None
    place: Place | None
    photo: FileId | None

    @property
    def state(self) -> str:
        """The word by which the page's filter calls it."""
        return next(
            (
                name
                for name, statuses in STATES.items()
                if name != "all" and self.request.status in statuses
            ),
            "over",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    requests: Sequence[PublicRequest]
    has_more: bool
    categories: Sequence[Category]
    """Public ones, each followed by what is within."""
    yards: Sequence[Place]
    outlines: Sequence[Place]
    week: RequestReport | None


async def look(town: Community, sought: Sought, *, work: Work, now: datetime) -> Found:
    every = await work.request_categories.all(town.id)
    categories = {one.id: one for one in every}
    found = await work.service_requests.page(
        town.id,
        sought.wanted(categories, now),
        order=Order.NEWEST,
        offset=(sought.page - 1) * PAGE,
        limit=PAGE + 1,
    )
    public = await work.request_categories.public(town.id)
    issued = await work.request_reports.latest(town.id, Scope.PUBLIC)
    return Found(
        requests=await _shown(town.id, found[:PAGE], categories, work=work),
        has_more=len(found) > PAGE,
        categories=[one for one in every if one.id in public and not one.retired],
        yards=await _yards(town.id, work=work),
        outlines=await _outlines(town.id, work=work),
        week=await _still_told(issued.report, public, work=work) if issued else None,
    )


async def _still_told(
    report: RequestReport, public: Collection[CategoryId], *, work: Work
) -> RequestReport:
    """Without what was public in that week and is no more."""
    numbers = [one.number for one in report.oldest]
    kept = await work.open311.numbered(report.community, numbers)
    secret = await work.service_requests.secret(report.community, [one.id for one in kept.values()])
    told = {one.number for one in kept.values() if one.id not in secret and not one.is_hidden}
    return replace(
        report,
        categories=tuple(row for row in report.categories if row.id is None or row.id in public),
        oldest=tuple(one for one in report.oldest if one.number in told),
    )


async def shown_photo(
    community: CommunityId, number: int, file: int, *, work: Work
) -> FileId | None:
    """Only where an official found the photo, and what it belongs to, fit to be seen."""
    request = await work.service_requests.by_number(community, number)
    if request is None:
        return None
    category = await work.request_categories.category(community, request.category)
    if not await _shown(community, [request], {category.id: category}, work=work):
        return None
    photos = await work.service_requests.photos(community, request.id)
    return next((one.file for one in photos if one.file == file and one.look is Look.PUBLIC), None)


async def _shown(
    community: CommunityId,
    found: Sequence[ServiceRequest],
    categories: Mapping[CategoryId, Category],
    *,
    work: Work,
) -> list[PublicRequest]:
    # Where such things stand is told by no page, not even by what is wrong with one.
    secret = await work.service_requests.secret(community, [one.id for one in found])
    shown = [
        one
        for one in found
        if one.is_shown_publicly
        and not one.is_hidden
        and one.status not in {Status.MERGED, Status.WITHDRAWN}
        and one.id not in secret
    ]
    photos = await work.service_requests.shown_photos(community, [one.id for one in shown])
    wanted: set[PlaceId] = {one.place for one in shown if one.place is not None}
    places = await work.places.some(community, tuple(wanted)) if wanted else {}
    agencies: dict[AgencyId | None, Translated] = {
        one.id: one.name for one in await work.officials.agencies(community, closed=True)
    }
    return [
        PublicRequest(
            request=one,
            category=categories[one.category],
            agency=agencies.get(one.agency),
            place=places.get(one.place) if one.place is not None else None,
            photo=photos.get(one.id),
        )
        for one in shown
    ]


async def _yards(community: CommunityId, *, work: Work) -> list[Place]:
    """In their districts' order."""
    inside = work.places.inside
    districts = await inside(community, None, PlaceKind.DISTRICT, limit=_YARDS)
    yards: list[Place] = []
    for parent in (*(one.id for one in districts), None):
        yards += await inside(community, parent, PlaceKind.COURTYARD, limit=_YARDS)
    return yards[:_YARDS]


async def _outlines(community: CommunityId, *, work: Work) -> list[Place]:
    """Districts and yards; of a city its districts alone."""
    both = {PlaceKind.DISTRICT, PlaceKind.COURTYARD}
    found = await work.places.touching(community, _WORLD, both, limit=_OUTLINES + 1)
    if len(found) > _OUTLINES:
        only = {PlaceKind.DISTRICT}
        found = await work.places.touching(community, _WORLD, only, limit=_OUTLINES)
    return [one for one in found if one.area]

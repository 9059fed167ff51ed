"""Where a request is about: a home, a building, a thing of the town's, a point, or mere words."""

from dataclasses import replace

from civic.kernel.ids import AssetId, PlaceId
from civic.kernel.language import Language
from civic.places.actions import locate_home
from civic.places.model import Place, PlaceKind, Point
from civic.places.ports import PlaceBook
from civic.service_requests.actions.filing import check_not_far
from civic.service_requests.draft import Draft
from civic.service_requests.ports import RequestDesk


async def at_place(draft: Draft, place: PlaceId, *, language: Language, places: PlaceBook) -> Draft:
    """Raise NotFound for a place of another town. A building stands for its courtyard."""
    path = await places.path(draft.community, place)
    chosen = path[0]
    yard = next((one for one in path if one.kind is not PlaceKind.BUILDING), chosen)
    return replace(
        draft.nowhere(),
        place=yard.id,
        point=_middle(chosen) or _middle(yard),
        address=chosen.title_in(language),
    )


async def at_point(
    draft: Draft, point: Point, *, title: str = "", language: Language, desk: RequestDesk
) -> Draft:
    """Raise Refusal for one far from everything that the town has drawn."""
    await check_not_far(draft.community, point, desk=desk)
    located = await locate_home(point, community=draft.community, places=desk.places)
    near = located.inside or (located.near[0].place if located.near else None)
    named = title or (near.title_in(language) if near else "")
    return replace(
        draft.nowhere(),
        point=point,
        place=located.inside.id if located.inside else None,
        address=named or f"{point.latitude:.5f}, {point.longitude:.5f}",
    )


def at_asset(
    draft: Draft, asset: AssetId, *, owner: str, point: Point, place: PlaceId | None, title: str
) -> Draft:
    return replace(
        draft.nowhere(), asset=asset, asset_owner=owner, point=point, place=place, address=title
    )


def as_written(draft: Draft, address: str) -> Draft:
    """The office will find it by these words."""
    return replace(draft.nowhere(), address=address)


def _middle(place: Place) -> Point | None:
    """Its own point, else the middle of its outline."""
    if place.point is not None:
        return place.point
    corners = [corner for polygon in place.area for corner in polygon[0][:-1]]
    if not corners:
        return None
    return Point(
        longitude=sum(corner[0] for corner in corners) / len(corners),
        latitude=sum(corner[1] for corner in corners) / len(corners),
    )

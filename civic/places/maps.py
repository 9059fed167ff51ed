"""What a map of a place shows: plain figures, which whoever draws turns into a picture."""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from civic.kernel.ids import CommunityId, PlaceId
from civic.kernel.language import Language
from civic.places.model import Area, Box, Place, PlaceKind, Point
from civic.places.ports import PlaceBook
from civic.places.rules.locating import box_of

_METRES_A_DEGREE = 111_195.0
_MARGIN = 1.5
"""Enough of the neighbourhood to know where one is."""
_LEAST, _MOST, _MOST_AROUND_PIN = 300.0, 100_000.0, 2_000.0
"""Metres from edge to edge."""
_SHOWN = 400
"""Places; more would be a blot."""


class MarkKind(StrEnum):
    ASSET = "asset"
    REQUEST = "request"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something that stands there, with the sign by which the words beside the map name it."""

    point: Point
    label: str
    kind: MarkKind = MarkKind.ASSET
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnArea:
    id: int
    name: str
    kind: PlaceKind
    area: Area
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnBuilding:
    street: str
    number: str
    within: int | None
    """The area's id."""
    point: Point | None
    area: Area = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMap:
    """A square of the town, north up."""

    language: Language
    centre: Point
    metres: float
    """From edge to edge."""
    areas: Sequence[DrawnArea] = ()
    buildings: Sequence[DrawnBuilding] = ()
    marks: Sequence[Mark] = ()
    pin: Point | None = None

    def written(self) -> bytes:
        """As whoever draws it gets it; the same map is written the same."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()


async def place_map(
    community: CommunityId,
    *,
    chosen: PlaceId | None,
    pin: Point | None = None,
    marks: Sequence[Mark] = (),
    language: Language,
    places: PlaceBook,
) -> PlaceMap | None:
    """The place, what is around it, and what was marked; None where nothing was ever drawn.

    Marks far outside are left out: they would make a dot of everything else.
    """
    path = await places.path(community, chosen) if chosen is not None else ()
    # A building is shown in its courtyard.
    highlighted = next((place for place in path if place.area), path[0] if path else None)
    seen = box_of(highlighted) if highlighted else None
    centre, metres = _view(seen, pin, marks)
    if centre is None:
        return None
    box = box_of_square(centre, metres)
    found = await places.touching(community, box, list(PlaceKind), limit=_SHOWN)
    if not any(place.area or place.point for place in found):
        return None
    return PlaceMap(
        language=language,
        centre=centre,
        metres=metres,
        areas=_areas(found, highlighted, language),
        buildings=_buildings(found),
        marks=tuple(mark for mark in marks if box.holds(mark.point)),
        pin=pin if pin is not None and box.holds(pin) else None,
    )


def box_of_square(centre: Point, metres: float) -> Box:
    high = metres / 2 / _METRES_A_DEGREE
    wide = high / _squeeze(centre)
    return Box(
        west=centre.longitude - wide,
        south=centre.latitude - high,
        east=centre.longitude + wide,
        north=centre.latitude + high,
    )


def read_place_map(written: bytes) -> PlaceMap:
    given: dict[str, Any] = json.loads(written)
    given["centre"] = Point(**given["centre"])
    given["pin"] = Point(**given["pin"]) if given["pin"] else None
    given["marks"] = [
        Mark(**{**one, "point": Point(**one["point"]), "kind": MarkKind(one["kind"])})
        for one in given["marks"]
    ]
    given["areas"] = [
        DrawnArea(**{**one, "kind": PlaceKind(one["kind"])}) for one in given["areas"]
    ]
    given["buildings"] = [
        DrawnBuilding(**{**one, "point": Point(**one["point"]) if one["point"] else None})
        for one in given["buildings"]
    ]
    return PlaceMap(**given)


def _view(seen: Box | None, pin: Point | None, marks: Sequence[Mark]) -> tuple[Point | None, float]:
    """The middle, and how much around it."""
    points = [pin] if pin is not None else []
    if seen is not None:
        points += [
            Point(latitude=seen.south, longitude=seen.west),
            Point(latitude=seen.north, longitude=seen.east),
        ]
    points = points or [mark.point for mark in marks]
    if not points:
        return None, 0.0
    centre, metres = _around(points)
    near = [mark.point for mark in marks if _reach(centre, mark.point) < metres]
    if near:
        centre, metres = _around([*points, *near])
    if pin is not None and metres > _MOST_AROUND_PIN:
        # In a large place, or far from it: the pin is what was asked for.
        return pin, _MOST_AROUND_PIN
    return centre, min(_MOST, max(_LEAST, metres))


def _around(points: Sequence[Point]) -> tuple[Point, float]:
    south, north = _ends(point.latitude for point in points)
    west, east = _ends(point.longitude for point in points)
    centre = Point(latitude=(south + north) / 2, longitude=(west + east) / 2)
    span = max(north - south, (east - west) * _squeeze(centre))
    return centre, max(_LEAST, span * _METRES_A_DEGREE * _MARGIN)


def _reach(centre: Point, point: Point) -> float:
    up = abs(point.latitude - centre.latitude)
    along = abs(point.longitude - centre.longitude) * _squeeze(centre)
    return max(up, along) * _METRES_A_DEGREE


def _ends(values: Iterable[float]) -> tuple[float, float]:
    known = list(values)
    return min(known), max(known)


def _squeeze(point: Point) -> float:
    return max(0.01, math.cos(math.radians(point.latitude)))


def _areas(
    found: Sequence[Place], highlighted: Place | None, language: Language
) -> tuple[DrawnArea, ...]:
    return tuple(
        DrawnArea(
            id=place.id,
            name=place.title_in(language),
            kind=place.kind,
            area=place.area,
            is_chosen=highlighted is not None and place.id == highlighted.id,
        )
        for place in found
        if place.kind is not PlaceKind.BUILDING and place.area
    )


def _buildings(found: Sequence[Place]) -> tuple[DrawnBuilding, ...]:
    return tuple(
        DrawnBuilding(
            street=place.street,
            number=place.number,
            within=place.parent,
            point=place.point,
            area=place.area,
        )
        for place in found
        if place.kind is PlaceKind.BUILDING and (place.point or place.area)
    )

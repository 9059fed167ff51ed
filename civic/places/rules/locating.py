"""Which courtyard a location falls into, and which are near it."""

import math
from collections.abc import Iterable, Mapping
from itertools import pairwise

from civic.kernel.ids import PlaceId
from civic.places.model import Area, Box, Located, Near, Place, PlaceKind, Point, Ring

NEAR_METRES = 300
NEAREST = 3
_EARTH = 6_371_008.8
_DEGREE = math.radians(1) * _EARTH


def box_of(place: Place) -> Box | None:
    """None for a place that was never drawn."""
    corners = [corner for polygon in place.area for corner in polygon[0]]
    if place.point is not None:
        corners.append((place.point.longitude, place.point.latitude))
    if not corners:
        return None
    longitudes, latitudes = zip(*corners, strict=True)
    return Box(
        west=min(longitudes), south=min(latitudes), east=max(longitudes), north=max(latitudes)
    )


def box_around(point: Point, metres: float = NEAR_METRES) -> Box:
    high = metres / _DEGREE
    wide = min(180.0, high / max(0.01, math.cos(math.radians(point.latitude))))
    return Box(
        west=point.longitude - wide,
        south=point.latitude - high,
        east=point.longitude + wide,
        north=point.latitude + high,
    )


def holds(area: Area, point: Point) -> bool:
    """Whether the point lies inside an outline and in none of its holes."""
    return any(
        sum(_crossings(ring, point.longitude, point.latitude) for ring in polygon) % 2
        for polygon in area
    )


def metres_between(one: Point, other: Point) -> float:
    """Along the great circle (haversine)."""
    south, north = math.radians(one.latitude), math.radians(other.latitude)
    turn = math.radians(other.longitude - one.longitude)
    chord = (
        math.sin((north - south) / 2) ** 2
        + math.cos(south) * math.cos(north) * math.sin(turn / 2) ** 2
    )
    return 2 * _EARTH * math.asin(min(1.0, math.sqrt(chord)))


def metres_to(place: Place, point: Point) -> float | None:
    """To the nearest edge of its outline, else to its point; 0 inside, None when never drawn."""
    if holds(place.area, point):
        return 0.0
    edges = [
        metres_between(point, _nearest_on(start, end, point))
        for polygon in place.area
        for ring in polygon
        for start, end in pairwise(ring)
    ]
    if edges:
        return min(edges)
    return metres_between(point, place.point) if place.point is not None else None


def locate(
    point: Point, candidates: Iterable[Place], courtyards: Mapping[PlaceId, Place]
) -> Located:
    """Inside an outline; else the nearest within 300 m, each once; else nowhere.

    `courtyards` are those that candidate buildings lie in: a building nearby stands for its own.
    Where outlines overlap, the smaller is meant.
    """
    drawn = [place for place in candidates if place.kind is not PlaceKind.BUILDING]
    within = [place for place in drawn if holds(place.area, point)]
    if within:
        return Located(inside=min(within, key=lambda place: (_size(place), place.id)))
    distances: dict[PlaceId, tuple[float, Place]] = {}
    for candidate in candidates:
        metres = metres_to(candidate, point)
        home = candidate
        if candidate.kind is PlaceKind.BUILDING and candidate.parent is not None:
            home = courtyards.get(candidate.parent, candidate)
        if metres is not None and metres <= NEAR_METRES:
            known = distances.get(home.id)
            if known is None or metres < known[0]:
                distances[home.id] = metres, home
    nearest = sorted(distances.values(), key=lambda one: (one[0], one[1].id))[:NEAREST]
    return Located(near=tuple(Near(place=place, metres=round(metres)) for metres, place in nearest))


def _size(place: Place) -> float:
    box = box_of(place)
    return (box.east - box.west) * (box.north - box.south) if box else math.inf


def _crossings(ring: Ring, x: float, y: float) -> int:
    """How often a ray to the east crosses the ring."""
    count = 0
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            count += 1
    return count


def _nearest_on(start: tuple[float, float], end: tuple[float, float], point: Point) -> Point:
    """The point of a short edge nearest to this one; degrees are flat enough for 300 m."""
    squeeze = math.cos(math.radians(point.latitude))
    along, up = (end[0] - start[0]) * squeeze, end[1] - start[1]
    length = along * along + up * up
    if not length:
        return Point(latitude=start[1], longitude=start[0])
    from_start = (point.longitude - start[0]) * squeeze * along + (point.latitude - start[1]) * up
    share = max(0.0, min(1.0, from_start / length))
    return Point(
        latitude=start[1] + share * (end[1] - start[1]),
        longitude=start[0] + share * (end[0] - start[0]),
    )

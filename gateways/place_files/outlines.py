"""Outlines and points: read, checked, refused with the place where they go wrong."""

import math
import re
from collections.abc import Sequence
from typing import Any

from civic.places.model import Area, Point, Polygon, Ring

MOST_CORNERS = 50_000
_CROSSING = re.compile(r"self-intersection\[(\S+) (\S+)\]", re.IGNORECASE)
_RING_LEAST = 4


class BadOutlineError(Exception):
    """What is wrong with it: a sentence's key and parameters."""

    def __init__(self, key: str, **params: str | float) -> None:
        super().__init__(key)
        self.key = key
        self.params = params


def area_from(geometry: Any) -> tuple[Area | None, Point | None]:
    """A GeoJSON geometry's area or point; raise BadOutlineError."""
    if geometry is None:
        return None, None
    try:
        kind, coordinates = geometry["type"], geometry["coordinates"]
        if kind == "Point":
            return None, point_at(coordinates[1], coordinates[0])
        if kind in {"Polygon", "MultiPolygon"}:
            polygons = [coordinates] if kind == "Polygon" else coordinates
            return _checked(tuple(_polygon(rings) for rings in polygons)), None
    except (KeyError, IndexError, TypeError, ValueError):
        raise BadOutlineError("places-row-outline") from None
    raise BadOutlineError("places-row-geometry", kind=str(kind)[:30])


def area_from_wkt(text: str) -> tuple[Area | None, Point | None]:
    """Of a cell such as `POLYGON ((30.1 50.4, …))`; raise BadOutlineError."""
    import shapely  # noqa: PLC0415 - heavy, and outlines arrive a few times a year

    try:
        read = shapely.from_wkt(text)
    except shapely.errors.GEOSException:
        raise BadOutlineError("places-row-outline") from None
    return area_from(shapely.geometry.mapping(read))


def point_at(latitude: float, longitude: float) -> Point:
    """Raise BadOutlineError for what is not on the globe."""
    x, y = _corner((longitude, latitude))
    return Point(latitude=y, longitude=x)


def _polygon(rings: Sequence[Any]) -> Polygon:
    if not rings:
        raise BadOutlineError("places-row-outline")
    return tuple(_ring(ring) for ring in rings)


def _ring(corners: Sequence[Any]) -> Ring:
    ring = tuple(_corner(corner) for corner in corners)
    if ring and ring[0] != ring[-1]:
        ring = (*ring, ring[0])
    if len(ring) < _RING_LEAST:
        raise BadOutlineError("places-row-outline")
    return ring


def _corner(corner: Sequence[Any]) -> tuple[float, float]:
    x, y = float(corner[0]), float(corner[1])
    if not (math.isfinite(x) and math.isfinite(y) and abs(x) <= 180 and abs(y) <= 90):
        raise BadOutlineError("places-row-coordinates")
    return x, y


def _checked(area: Area) -> Area:
    """The area, when every outline is a shape that can be walked round."""
    import shapely  # noqa: PLC0415 - heavy, and outlines arrive a few times a year

    if sum(len(ring) for polygon in area for ring in polygon) > MOST_CORNERS:
        raise BadOutlineError("places-row-detailed", limit=MOST_CORNERS)
    shape = shapely.MultiPolygon([(polygon[0], polygon[1:]) for polygon in area])
    if shapely.is_valid(shape):
        return area
    crossing = _CROSSING.search(shapely.is_valid_reason(shape))
    if crossing is None:
        raise BadOutlineError("places-row-outline")
    raise BadOutlineError(
        "places-row-crossing", longitude=_short(crossing[1]), latitude=_short(crossing[2])
    )


def _short(number: str) -> str:
    return f"{float(number):.5f}"

"""Degrees as pixels of a small square of the town, north up; what lies where in it."""

import math
from collections.abc import Iterable

from shapely import MultiPolygon, Polygon, box, make_valid, maximum_inscribed_circle
from shapely.affinity import affine_transform
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from civic.places.maps import PlaceMap
from civic.places.model import Area, Point

METRES_A_DEGREE = 111_195.0
_FINEST = 0.4
"""Pixels: what is smaller nobody sees."""


class Square:
    def __init__(self, shown: PlaceMap, side: float) -> None:
        self.side = side
        self.scale = side / shown.metres
        """Pixels a metre."""
        self.whole = box(0, 0, side, side)
        squeeze = max(0.01, math.cos(math.radians(shown.centre.latitude)))
        self._across = METRES_A_DEGREE * squeeze * self.scale
        self._up = METRES_A_DEGREE * self.scale
        self._west = shown.centre.longitude - side / 2 / self._across
        self._north = shown.centre.latitude + side / 2 / self._up

    def at(self, point: Point) -> tuple[float, float]:
        return (
            (point.longitude - self._west) * self._across,
            (self._north - point.latitude) * self._up,
        )

    def shape(self, area: Area) -> MultiPolygon:
        """What of it is seen, without the detail that is not."""
        flat = affine_transform(
            _in_degrees(area),
            [self._across, 0, 0, -self._up, -self._west * self._across, self._north * self._up],
        )
        seen = flat.simplify(_FINEST).intersection(self.whole.buffer(self.side / 4))
        return _surface(make_valid(seen))

    def holds(self, x: float, y: float, margin: float = 0) -> bool:
        return margin <= x <= self.side - margin and margin <= y <= self.side - margin


def heart_of(shape: BaseGeometry) -> tuple[float, float] | None:
    """The middle of the widest spot within it; None where it is not seen."""
    if shape.is_empty or shape.area < 1:
        return None
    spot = maximum_inscribed_circle(shape, tolerance=1).coords[0]
    return spot[0], spot[1]


def _in_degrees(area: Area) -> BaseGeometry:
    """Towns draw outlines that cross themselves; they are shown as near as can be."""
    return unary_union([make_valid(polygon) for polygon in _polygons(area)])


def _surface(shape: BaseGeometry) -> MultiPolygon:
    """Without the lines and points that are left of a spoilt outline."""
    if isinstance(shape, MultiPolygon):
        return shape
    parts = getattr(shape, "geoms", [shape])
    found = [one for part in parts for one in getattr(part, "geoms", [part])]
    return MultiPolygon([one for one in found if isinstance(one, Polygon) and not one.is_empty])


def _polygons(area: Area) -> Iterable[Polygon]:
    return (Polygon(outer, holes) for outer, *holes in area if len(outer) >= 4)

"""Where there is still room on a map for a name."""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from shapely import LineString, Point, Polygon, box
from shapely.affinity import rotate
from shapely.geometry.base import BaseGeometry

from rendering.flat_earth import Square

_EDGE, _LINE = 6.0, 2.0
_LEAST_HOUSES = 2
_STEP = 22.0
_RINGS = 4


class Room:
    def __init__(self, square: Square) -> None:
        self.whole = square.whole
        self._inner = square.whole.buffer(-_EDGE)
        self._middle = Point(square.side / 2, square.side / 2)
        self._taken: list[BaseGeometry] = []

    def hold(self, x: float, y: float, width: float, height: float) -> None:
        """Taken whatever else is there."""
        self._taken.append(_around(x, y, width, height))

    def hold_line(self, line: BaseGeometry) -> None:
        self._taken.append(line.buffer(_LINE))

    def take(
        self, x: float, y: float, width: float, height: float, within: BaseGeometry | None = None
    ) -> bool:
        return self._take(_around(x, y, width, height), within)

    def aside(self, x: float, y: float, size: float) -> tuple[float, float]:
        """The very spot, else one close by, for what must be shown; taken from then on."""
        spots = [(x, y)]
        for ring in range(1, _RINGS + 1):
            for turn in range(0, 360, 45):
                angle = math.radians(turn - 45)
                reach = ring * size * 0.9
                spots.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
        for spot in spots:
            if self.take(*spot, size, size):
                return spot
        self.hold(x, y, size, size)
        return x, y

    def tries(
        self, heart: tuple[float, float], bounds: tuple[float, float, float, float]
    ) -> Iterator[tuple[float, float]]:
        """Spots for a name, the best first."""
        x, y = heart
        yield x, y
        _, top, _, bottom = bounds
        for step in range(1, 1 + math.ceil((bottom - top) / 2 / _STEP)):
            for aside in (0, -1, 1):
                for up in (-step, step):
                    yield x + aside * 2 * _STEP, y + up * _STEP

    def side_with(
        self, yard: BaseGeometry, houses: Sequence[tuple[float, float]]
    ) -> LineString | None:
        """The side of a yard along which most of a street's houses stand."""
        if len(houses) < _LEAST_HOUSES or yard.is_empty:
            return None
        frame = yard.minimum_rotated_rectangle
        if not isinstance(frame, Polygon):
            return None
        sides = [LineString(ends) for ends in pairwise(frame.exterior.coords)]
        best = min(sides, key=lambda side: _reach(side, houses))
        return _outside(best, frame)

    def from_middle(self, side: LineString) -> float:
        return float(side.distance(self._middle))

    def along(
        self, side: LineString, width: float, size: float
    ) -> tuple[float, float, float] | None:
        """Where on this line a name so wide has room, and how it is turned to be read."""
        (x1, y1), (x2, y2) = side.coords
        turn = math.degrees(math.atan2(y2 - y1, x2 - x1))
        turn = (turn + 90) % 180 - 90
        for share in (0.5, 0.35, 0.65, 0.2, 0.8):
            spot = side.interpolate(share, normalized=True)
            shape = rotate(
                _around(spot.x, spot.y, width, size * 1.2), turn, origin=(spot.x, spot.y)
            )
            if self._take(shape, None):
                return spot.x, spot.y, turn
        return None

    def _take(self, shape: BaseGeometry, within: BaseGeometry | None) -> bool:
        if not self._inner.contains(shape) or (within is not None and not within.contains(shape)):
            return False
        if any(shape.intersects(other) for other in self._taken):
            return False
        self._taken.append(shape)
        return True


def _around(x: float, y: float, width: float, height: float) -> Polygon:
    return box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _reach(side: LineString, houses: Sequence[tuple[float, float]]) -> float:
    """How far from this side half of them stand; the others may be across the yard."""
    distances = sorted(float(side.distance(Point(house))) for house in houses)
    return distances[(len(houses) - 1) // 2]


def _outside(side: LineString, frame: Polygon) -> LineString:
    """The same line a few steps away from the yard."""
    one, other = (side.parallel_offset(_STEP / 1.6, hand) for hand in ("left", "right"))
    return one if frame.distance(one) > frame.distance(other) else other

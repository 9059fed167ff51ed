"""In which courtyard each of many assets stands."""

import math
from collections import defaultdict
from collections.abc import Iterable

from civic.kernel.ids import PlaceId
from civic.places.model import Area, Place, Point
from civic.places.rules.locating import box_of, holds

_CELLS = 500
"""To a degree: a cell is some two hundred metres wide, a courtyard lies in a few."""
_MOST_CELLS = 400
_Cell = tuple[int, int]


class Yards:
    """Outlines by where they lie: a point is held against those around it only."""

    def __init__(self, drawn: Iterable[Place]) -> None:
        self._cells: dict[_Cell, list[tuple[float, PlaceId, Area]]] = defaultdict(list)
        self._wide: list[tuple[float, PlaceId, Area]] = []
        for place in drawn:
            self._add(place)

    def at(self, point: Point) -> PlaceId | None:
        """The smallest outline that holds the point."""
        around = self._cells.get(_cell(point.longitude, point.latitude), ())
        held = [one[:2] for one in (*around, *self._wide) if holds(one[2], point)]
        return min(held)[1] if held else None

    def _add(self, place: Place) -> None:
        box = box_of(place)
        if box is None or not place.area:
            return
        west, south = _cell(box.west, box.south)
        east, north = _cell(box.east, box.north)
        outline = ((box.east - box.west) * (box.north - box.south), place.id, place.area)
        if (east - west + 1) * (north - south + 1) > _MOST_CELLS:
            self._wide.append(outline)
            return
        for column in range(west, east + 1):
            for row in range(south, north + 1):
                self._cells[column, row].append(outline)


def _cell(longitude: float, latitude: float) -> _Cell:
    return math.floor(longitude * _CELLS), math.floor(latitude * _CELLS)

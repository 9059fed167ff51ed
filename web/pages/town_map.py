"""A map that we draw ourselves: outlines of the town, what residents asked for, no tile server.

With an address of tiles the browser lays them underneath: hence the projection that they have.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from civic.places.model import Area, Place, PlaceKind, Point

WIDTH, TALLEST = 960.0, 640.0
TILE = 256
_MARGIN = 0.04
_FINEST = 0.7
"""Pixels; finer detail is not seen."""
_LEAST = 40 / 40_000_000
"""Of the whole world: forty metres are shown at least."""
_MOST_TILES, _DEEPEST = 24, 19
_FLATTEST = 85.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    name: str
    is_district: bool
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    number: int
    state: str
    label: str
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    address: str
    x: float
    y: float
    side: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TownMap:
    width: float
    height: float
    outlines: Sequence[Outline]
    pins: Sequence[Pin]
    tiles: Sequence[Tile] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    number: int
    state: str
    label: str
    point: Point


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """Which part of the world is seen, in shares of its side."""

    west: float
    north: float
    wide: float
    high: float

    @property
    def scale(self) -> float:
        return WIDTH / self.wide

    def at(self, x: float, y: float) -> tuple[float, float]:
        return (x - self.west) * self.scale, (y - self.north) * self.scale


def town_map(
    places: Sequence[Place], spots: Sequence[Spot], *, names: dict[int, str], tile_url: str | None
) -> TownMap | None:
    """None where neither a place was drawn nor a request has a point."""
    flat = {place.id: [_flat(ring) for ring in _rings(place.area)] for place in places}
    drawn = [at for rings in flat.values() for ring in rings for at in ring]
    pinned = [(spot, _mercator(spot.point.longitude, spot.point.latitude)) for spot in spots]
    pinned = [(spot, at) for spot, at in pinned if not drawn or _is_near(at, drawn)]
    seen = drawn or [at for _, at in pinned]
    if not seen:
        return None
    frame = _frame(seen)
    return TownMap(
        width=WIDTH,
        height=round(frame.high * frame.scale, 1),
        outlines=[_outline(one, flat[one.id], names, frame) for one in _from_below(places)],
        pins=[_pin(spot, at, frame) for spot, at in pinned],
        tiles=list(_tiles(frame, tile_url)) if tile_url else (),
    )


def _frame(seen: Sequence[tuple[float, float]]) -> _Frame:
    west, east = min(x for x, _ in seen), max(x for x, _ in seen)
    north, south = min(y for _, y in seen), max(y for _, y in seen)
    wide = max(east - west, _LEAST) * (1 + 2 * _MARGIN)
    high = max(south - north, _LEAST) * (1 + 2 * _MARGIN)
    # A long town is not drawn taller than a screen: more of its sides is seen instead.
    wide = max(wide, high * WIDTH / TALLEST)
    return _Frame(
        west=(west + east - wide) / 2, north=(north + south - high) / 2, wide=wide, high=high
    )


def _is_near(at: tuple[float, float], drawn: Sequence[tuple[float, float]]) -> bool:
    """A mistaken point far away would make a dot of the town."""
    west, east = min(x for x, _ in drawn), max(x for x, _ in drawn)
    north, south = min(y for _, y in drawn), max(y for _, y in drawn)
    wide, high = (east - west) * _MARGIN, (south - north) * _MARGIN
    x, y = at
    return west - wide <= x <= east + wide and north - high <= y <= south + high


def _from_below(places: Sequence[Place]) -> list[Place]:
    """Yards first: the dashes of districts lie over them."""
    return sorted(places, key=lambda place: place.kind is PlaceKind.DISTRICT)


def _outline(
    place: Place, rings: Sequence[list[tuple[float, float]]], names: dict[int, str], frame: _Frame
) -> Outline:
    return Outline(
        name=names.get(place.id, ""),
        is_district=place.kind is PlaceKind.DISTRICT,
        path="".join(_path([frame.at(x, y) for x, y in ring]) for ring in rings),
    )


def _path(ring: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in _coarse(ring[:-1])) + "Z"


def _coarse(ring: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Without the corners that nobody would see beside the last one."""
    last: tuple[float, float] | None = None
    for at in ring:
        if last is None or math.dist(last, at) >= _FINEST:
            last = at
            yield at


def _pin(spot: Spot, at: tuple[float, float], frame: _Frame) -> Pin:
    x, y = frame.at(*at)
    return Pin(number=spot.number, state=spot.state, label=spot.label, x=round(x, 1), y=round(y, 1))


def _tiles(frame: _Frame, url: str) -> Iterable[Tile]:
    """As many as are seen, none of them much finer than the picture."""
    depth = min(_DEEPEST, max(0, round(math.log2(frame.scale / TILE))))
    while depth and _count(frame, depth) > _MOST_TILES:
        depth -= 1
    whole = int(2**depth)
    side = frame.scale / whole
    for column in range(int(frame.west * whole), int((frame.west + frame.wide) * whole) + 1):
        for row in range(int(frame.north * whole), int((frame.north + frame.high) * whole) + 1):
            if 0 <= column < whole and 0 <= row < whole:
                x, y = frame.at(column / whole, row / whole)
                address = url.replace("{z}", str(depth))
                address = address.replace("{x}", str(column)).replace("{y}", str(row))
                yield Tile(address=address, x=round(x, 2), y=round(y, 2), side=round(side, 2))


def _count(frame: _Frame, depth: int) -> float:
    whole = float(2**depth)
    return (frame.wide * whole + 1) * (frame.high * whole + 1)


def _rings(area: Area) -> list[tuple[tuple[float, float], ...]]:
    return [ring for polygon in area for ring in polygon if len(ring) >= 4]


def _flat(ring: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    return [_mercator(longitude, latitude) for longitude, latitude in ring]


def _mercator(longitude: float, latitude: float) -> tuple[float, float]:
    """In shares of the world's side, from its north-west corner."""
    tilt = math.radians(max(-_FLATTEST, min(_FLATTEST, latitude)))
    return (longitude + 180) / 360, (1 - math.asinh(math.tan(tilt)) / math.pi) / 2

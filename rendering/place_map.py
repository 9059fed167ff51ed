"""A map of a place for the chat: drawn from the town's own outlines, legible on a phone."""

from collections.abc import Iterable, Sequence
from html import escape

from shapely import LineString, MultiPolygon, line_merge
from shapely.ops import unary_union

from civic.places.maps import DrawnArea, DrawnBuilding, Mark, MarkKind, PlaceMap
from civic.places.model import PlaceKind
from locales.catalog import Say
from rendering.flat_earth import Square, heart_of
from rendering.measuring import drawable, width_of, wrapped
from rendering.room import Room

SIDE = 480.0
_SHARPNESS = 2.25
_FONT = "Liberation Sans"  # shipped inside vl-convert, Cyrillic included
_PAPER, _YARD, _YARD_EDGE = "#f6f4ee", "#e6ebdd", "#cfd8c2"
_CHOSEN, _CHOSEN_EDGE, _BORDER = "#cde8c3", "#2c7a46", "#a99f90"
_HOUSE, _HOUSE_EDGE, _HOUSE_INK = "#dccfbf", "#b3a28e", "#4d4238"
_INK, _SOFT = "#14202b", "#5c6a60"
_MARKS = {MarkKind.ASSET: "#1f6098", MarkKind.REQUEST: "#b3541e"}
_PIN = "#c62828"
_STREET = 13.0


def map_png(shown: PlaceMap, say: Say) -> bytes:
    import vl_convert

    return bytes(vl_convert.svg_to_png(map_svg(shown, say), scale=_SHARPNESS))


def map_svg(shown: PlaceMap, say: Say) -> str:
    square = Square(shown, SIDE)
    room = Room(square)
    shapes = {area.id: square.shape(area.area) for area in shown.areas}
    # What must be read comes first and takes its room; what finds none is left out.
    scale = _scale_bar(shown, square, room, say)
    pin = _pin(shown, square, room)
    marks = [_mark(mark, square, room) for mark in shown.marks]
    houses = [_house(building, square, room) for building in shown.buildings]
    for area in shown.areas:
        if area.is_chosen:
            room.hold_line(shapes[area.id].boundary)
    names = [_name(area, shapes[area.id], room) for area in _named(shown.areas)]
    streets = _streets(shown, shapes, square, room)
    grounds = [_ground(area, shapes[area.id]) for area in _from_below(shown.areas, shapes)]
    drawn = [_borders(shown.areas, shapes), *grounds, *houses, *streets, *names]
    drawn += [leader for leader, _ in marks] + [circle for _, circle in marks] + [pin, scale]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIDE}" height="{SIDE}">'
        f'<rect width="{SIDE}" height="{SIDE}" fill="{_PAPER}"/>{"".join(drawn)}</svg>'
    )


def _from_below(areas: Sequence[DrawnArea], shapes: dict[int, MultiPolygon]) -> list[DrawnArea]:
    """Yards above districts, the chosen one above its neighbours, small ones above large."""
    return sorted(
        areas,
        key=lambda area: (
            area.kind is not PlaceKind.DISTRICT, area.is_chosen, -shapes[area.id].area,
        ),
    )  # fmt: skip


def _borders(areas: Sequence[DrawnArea], shapes: dict[int, MultiPolygon]) -> str:
    """Of districts; one that two of them share is drawn once, or its dashes would run together."""
    shared = unary_union(
        [shapes[area.id].boundary for area in areas if area.kind is PlaceKind.DISTRICT]
    )
    path = "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in line.coords)
        for line in getattr(line_merge(shared), "geoms", [shared])
        if line.geom_type == "LineString"
    )
    return (
        f'<path d="{path}" fill="none" stroke="{_BORDER}" stroke-width="1.4" '
        'stroke-dasharray="7 5"/>'
    )


def _named(areas: Sequence[DrawnArea]) -> list[DrawnArea]:
    """The chosen one first; districts only beside a district, else their name would be a yard's."""
    of_districts = any(area.is_chosen and area.kind is PlaceKind.DISTRICT for area in areas)
    told = [area for area in areas if of_districts or area.kind is not PlaceKind.DISTRICT]
    return sorted(told, key=lambda area: (not area.is_chosen, area.kind is PlaceKind.DISTRICT))


def _ground(area: DrawnArea, shape: MultiPolygon) -> str:
    path = _path(shape)
    if area.is_chosen:
        look = f'fill="{_CHOSEN}" stroke="{_CHOSEN_EDGE}" stroke-width="3"'
    elif area.kind is PlaceKind.DISTRICT:
        return ""
    else:
        look = f'fill="{_YARD}" stroke="{_YARD_EDGE}" stroke-width="1.2"'
    return f'<path d="{path}" fill-rule="evenodd" stroke-linejoin="round" {look}/>'


def _path(shape: MultiPolygon) -> str:
    rings = [ring for polygon in shape.geoms for ring in (polygon.exterior, *polygon.interiors)]
    return "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring.coords[:-1]) + "Z" for ring in rings
    )


def _house(building: DrawnBuilding, square: Square, room: Room) -> str:
    """Its outline, else a block of about the size it has; its number where there is room."""
    shape = square.shape(building.area) if building.area else None
    heart = heart_of(shape.intersection(square.whole)) if shape is not None else None
    if heart is None and building.point is not None:
        heart = square.at(building.point)
    if heart is None or not square.holds(*heart):
        return ""
    (x, y), number = heart, drawable(building.number)
    width = max(24.0, width_of(number, 12, bold=True) + 12)
    if shape is not None:
        body = f'<path d="{_path(shape)}" fill="{_HOUSE}" stroke="{_HOUSE_EDGE}"/>'
        free = room.take(x, y, width_of(number, 12, bold=True), 13)
    elif room.take(x, y, width, 20):
        free = True
        body = (
            f'<rect x="{x - width / 2:.1f}" y="{y - 10:.1f}" width="{width:.1f}" height="20" '
            f'rx="3" fill="{_HOUSE}" stroke="{_HOUSE_EDGE}"/>'
        )
    else:
        free = False
        body = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{_HOUSE_EDGE}"/>'
    return body + (_text(number, x, y + 4.3, 12, _HOUSE_INK, bold=True) if number and free else "")


def _name(area: DrawnArea, shape: MultiPolygon, room: Room) -> str:
    """In the widest spot that is seen, else a little above or below it."""
    seen = shape.intersection(room.whole)
    heart = heart_of(seen)
    if heart is None:
        return ""
    size = 17.0 if area.is_chosen else 13.0
    west, _, east, _ = seen.bounds
    longest = max((width_of(word, size, bold=True) for word in area.name.split()), default=0.0)
    room_for = min(SIDE * 0.8, max(longest, (east - west) * 0.8))
    lines = wrapped(area.name, size, room_for, lines=2, bold=area.is_chosen)
    width = max(width_of(line, size, bold=area.is_chosen) for line in lines)
    height = len(lines) * size * 1.2
    for x, y in room.tries(heart, seen.bounds):
        if room.take(x, y, width, height, within=None if area.is_chosen else seen):
            break
    else:
        if not area.is_chosen:
            return ""
        x, y = heart
    color = _INK if area.is_chosen else _SOFT
    top = y - height / 2
    return "".join(
        _text(line, x, top + size * (1.2 * n + 0.9), size, color, bold=area.is_chosen, halo=True)
        for n, line in enumerate(lines)
    )


def _streets(
    shown: PlaceMap, shapes: dict[int, MultiPolygon], square: Square, room: Room
) -> list[str]:
    """Each once, nearest to the middle, along the side of the yard on which its houses stand."""
    sides: dict[str, list[LineString]] = {}
    for area in shown.areas:
        of_yard: dict[str, list[tuple[float, float]]] = {}
        for building in shown.buildings:
            if building.within == area.id and building.street and building.point:
                of_yard.setdefault(building.street, []).append(square.at(building.point))
        for street, houses in of_yard.items():
            side = room.side_with(shapes[area.id], houses)
            if side is not None:
                sides.setdefault(street, []).append(side)
    written = (_street(street, found, room) for street, found in sides.items())
    return [one for one in written if one]


def _street(street: str, sides: Iterable[LineString], room: Room) -> str:
    name = drawable(street)
    width = width_of(name, _STREET)
    for side in sorted(sides, key=room.from_middle):
        place = room.along(side, width, _STREET)
        if place is not None:
            x, y, turn = place
            text = _text(name, 0, _STREET * 0.36, _STREET, _SOFT, halo=True)
            return f'<g transform="translate({x:.1f} {y:.1f}) rotate({turn:.1f})">{text}</g>'
    return ""


def _mark(mark: Mark, square: Square, room: Room) -> tuple[str, str]:
    """The line that leads to where it is, and its sign."""
    x, y = square.at(mark.point)
    if not square.holds(x, y):
        return "", ""
    label = drawable(mark.label)
    radius = max(10.0, width_of(label, 13, bold=True) / 2 + 4)
    # Lamps stand close together: a mark that has to stand aside points at its spot.
    left, top = room.aside(x, y, 2 * radius + 2)
    leader = (
        ""
        if (left, top) == (x, y)
        else (
            f'<path d="M{x:.1f} {y:.1f}L{left:.1f} {top:.1f}" stroke="{_INK}" stroke-width="1.4"/>'
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{_INK}"/>'
        )
    )
    edge, width = (_INK, 3) if mark.is_chosen else ("#ffffff", 2)
    return leader, (
        f'<circle cx="{left:.1f}" cy="{top:.1f}" r="{radius:.1f}" '
        f'fill="{_MARKS[mark.kind]}" stroke="{edge}" stroke-width="{width}"/>'
        + _text(label, left, top + 4.6, 13, "#ffffff", bold=True)
    )


def _pin(shown: PlaceMap, square: Square, room: Room) -> str:
    if shown.pin is None:
        return ""
    x, y = square.at(shown.pin)
    room.hold(x, y - 16, 26, 36)
    return (
        f'<path transform="translate({x:.1f} {y:.1f})" d="M0 0C-5 -9 -13 -14 -13 -23'
        f'A13 13 0 0 1 13 -23C13 -14 5 -9 0 0Z" fill="{_PIN}" stroke="#fff" stroke-width="2"/>'
        f'<circle cx="{x:.1f}" cy="{y - 23:.1f}" r="5" fill="#fff"/>'
    )


def _scale_bar(shown: PlaceMap, square: Square, room: Room, say: Say) -> str:
    """About a quarter of the width, in a round number of metres."""
    most = shown.metres * 0.3
    metres = max(
        (digit * 10**power for power in range(1, 5) for digit in (1, 2, 5)
         if digit * 10**power <= most),
        default=10,
    )  # fmt: skip
    width = metres * square.scale
    x, y = 14.0, SIDE - 14.0
    label = (
        say("map-metres", metres=say.number(metres))
        if metres < 1_000
        else say("map-kilometres", kilometres=say.number(metres // 1_000))
    )
    room.hold(x + width / 2, y - 10, width + 16, 34)
    return (
        f'<path d="M{x} {y - 6}V{y}H{x + width:.1f}V{y - 6}" fill="none" stroke="#fff" '
        f'stroke-width="5"/><path d="M{x} {y - 6}V{y}H{x + width:.1f}V{y - 6}" fill="none" '
        f'stroke="{_INK}" stroke-width="2"/>'
        + _text(label, x + width / 2, y - 8, 13, _INK, bold=True, halo=True)
    )


def _text(
    words: str, x: float, y: float, size: float, color: str, *, bold: bool = False,
    halo: bool = False,
) -> str:  # fmt: skip
    weight = ' font-weight="bold"' if bold else ""
    edge = ' stroke="#ffffff" stroke-width="3" stroke-linejoin="round"' if halo else ""
    common = (
        f'x="{x:.1f}" y="{y:.1f}" font-size="{size}"{weight} font-family="{_FONT}" '
        'text-anchor="middle"'
    )
    behind = f'<text {common} fill="#ffffff"{edge}>{escape(words)}</text>' if halo else ""
    return f'{behind}<text {common} fill="{color}">{escape(words)}</text>'

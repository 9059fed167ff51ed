"""From named values to an asset of the town's list."""

import re
from collections.abc import Mapping

from civic.assets.model import AssetRow
from civic.places.model import Area, Finding, Point
from gateways.place_files.outlines import BadOutlineError

_NOTHING = frozenset({"", "n/a", "na", "none", "null", "nan", "-", "—", "˗", "_", "#n/a"})
_WHOLE = re.compile(r"(-?\d+)\.0+")
_NUMBERED = frozenset({"id", "number"})
_LONGEST = {"id": 200, "number": 60, "owner": 200}
_VALUE, _NAME = 1_000, 80
_BAD = {
    "places-row-coordinates": "assets-row-coordinates",
    "places-row-crossing": "assets-row-crossing",
    "places-row-detailed": "assets-row-detailed",
    "places-row-geometry": "assets-row-geometry",
    "places-row-outline": "assets-row-outline",
}
_PLACES = 7
"""Of a degree: a centimetre. More would make every copy of a file another."""


def tidied(cell: str) -> str:
    """One line; what a program writes where nothing is known is nothing."""
    text = " ".join(cell.split())
    return "" if text.casefold() in _NOTHING else text


def whole(cell: str) -> str:
    """`237.0` is what a spreadsheet makes of 237."""
    found = _WHOLE.fullmatch(cell)
    return found[1] if found else cell


def written(value: object) -> str | None:
    """A value of JSON as a cell; None for what is no single value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, str | int | float) else None


def asset_from(
    number: int,
    fields: Mapping[str, str],
    attributes: Mapping[str, str],
    *,
    kind: str,
    point: Point | None,
) -> AssetRow | Finding:
    """`fields` are by our names; a missing one is what the file does not say."""
    given = {
        field: whole(tidied(cell)) if field in _NUMBERED else tidied(cell)
        for field, cell in fields.items()
    }
    external_id = given.get("id", "")
    # A zero is what a program wrote where nobody had given a number.
    if external_id in {"", "0"}:
        return Finding(row=number, key="assets-row-no-id", params={})
    said: dict[str, str | int | float] = {"id": external_id[:60]}
    if point is None:
        return Finding(row=number, key="assets-row-no-point", params=said)
    told = {name[:_NAME]: tidied(cell) for name, cell in attributes.items()}
    is_long = any(len(given.get(field, "")) > most for field, most in _LONGEST.items())
    if is_long or any(len(value) > _VALUE for value in told.values()):
        return Finding(row=number, key="assets-row-long", params=said)
    code = given.get("kind", "").casefold() or kind
    if not code:
        return Finding(row=number, key="assets-row-no-kind", params=said)
    return AssetRow(
        row=number,
        external_id=external_id,
        kind=code,
        point=rounded(point),
        # What no column tells apart is called by what the list calls it.
        number=given.get("number", external_id[:60]),
        owner=given.get("owner"),
        attributes=told,
    )


def finding_of(number: int, external_id: str, bad: BadOutlineError) -> Finding:
    return Finding(row=number, key=_BAD[bad.key], params={"id": external_id[:60], **bad.params})


def rounded(point: Point) -> Point:
    return Point(latitude=round(point.latitude, _PLACES), longitude=round(point.longitude, _PLACES))


def point_inside(area: Area) -> Point:
    """Of its largest part, in no hole of it."""
    import shapely  # noqa: PLC0415 - heavy, and outlines arrive a few times a year

    parts = [shapely.Polygon(polygon[0], polygon[1:]) for polygon in area]
    largest = max(parts, key=lambda part: float(part.area))
    inside = shapely.make_valid(largest).representative_point()
    return Point(latitude=inside.y, longitude=inside.x)

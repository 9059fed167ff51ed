"""Places as a GeoJSON FeatureCollection, read one feature at a time."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO

from civic.kernel.refusal import Refusal
from civic.places.model import Area, Finding, PlaceKind, PlaceRow
from gateways.place_files.cells import KINDS, name_of_column, normal, row_from
from gateways.place_files.outlines import BadOutlineError, area_from

_SPACE = " \t\r\n"
_decoder = json.JSONDecoder()


class GeojsonPlaces:
    def __init__(self, opening: Callable[[], BinaryIO]) -> None:
        self._opening = opening

    def rows(self) -> Iterator[PlaceRow | Finding]:
        with self._opening() as opened:
            try:
                text = opened.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                raise Refusal("places-file-json") from None
        try:
            for number, feature in enumerate(_features(text), start=1):
                yield _row(number, feature)
        except (json.JSONDecodeError, IndexError, RecursionError):
            raise Refusal("places-file-json") from None


def _features(text: str) -> Iterator[Any]:
    """Each feature by itself: all of them at once would take many times the file's size."""
    at = _skip(text, 0)
    if text[at] != "{":
        raise Refusal("places-file-json")
    at = _skip(text, at + 1)
    while text[at] != "}":
        key, at = _decoder.raw_decode(text, at)
        at = _skip(text, at)
        if text[at] != ":":
            raise Refusal("places-file-json")
        at = _skip(text, at + 1)
        if key == "features" and text[at] == "[":
            yield from _items(text, at + 1)
            return
        _, at = _decoder.raw_decode(text, at)
        at = _skip(text, at)
        at = _skip(text, at + 1) if text[at] == "," else at
    raise Refusal("places-file-json")


def _items(text: str, at: int) -> Iterator[Any]:
    at = _skip(text, at)
    while text[at] != "]":
        item, at = _decoder.raw_decode(text, at)
        yield item
        at = _skip(text, at)
        at = _skip(text, at + 1) if text[at] == "," else at


def _skip(text: str, at: int) -> int:
    while text[at] in _SPACE:
        at += 1
    return at


def _row(number: int, feature: Any) -> PlaceRow | Finding:
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        return Finding(row=number, key="places-row-no-id", params={})
    cells, kind = _cells(feature["properties"])
    try:
        area, point = area_from(feature.get("geometry"))
    except BadOutlineError as bad:
        title = cells.get("name") or cells.get("external_id", "")
        params = {"id": cells.get("external_id", ""), "title": title[:60], **bad.params}
        return Finding(row=number, key=bad.key, params=params)
    if kind is None and "kind" not in cells:
        kind = _kind_by_shape(cells, area)
    return row_from(number, cells, kind=kind, point=point, area=area)


def _cells(properties: Mapping[str, Any]) -> tuple[dict[str, str], PlaceKind | None]:
    """The fields, and the kind where a lone property such as `district` tells it by its name."""
    texts = {
        key: str(value)
        for key, value in properties.items()
        if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool))
    }
    cells: dict[str, str] = {}
    for key, value in texts.items():
        field = name_of_column(key)
        if field is not None:
            cells.setdefault(field, value)
    kind: PlaceKind | None = None
    if "name" not in cells and "street" not in cells:
        names = [key for key, value in properties.items() if isinstance(value, str)]
        if len(names) == 1:
            cells["name"] = texts[names[0]]
            kind = KINDS.get(normal(names[0]))
    if not cells.get("external_id") and cells.get("name"):
        cells["external_id"] = cells["name"]
    return cells, kind


def _kind_by_shape(cells: Mapping[str, str], area: Area | None) -> PlaceKind | None:
    """A town that draws only one kind of place draws those in which its people live."""
    if cells.get("street") and cells.get("number"):
        return PlaceKind.BUILDING
    return PlaceKind.COURTYARD if area else None

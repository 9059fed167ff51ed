"""Assets as a GeoJSON FeatureCollection, read a block at a time."""

import codecs
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO

from civic.assets.model import AssetRow
from civic.kernel.refusal import Refusal
from civic.places.model import Finding
from gateways.asset_files.cells import asset_from, finding_of, point_inside, written
from gateways.asset_files.columns import mapping_of, worth_keeping
from gateways.place_files.outlines import BadOutlineError, area_from

_BLOCK = 1 << 18
_LONGEST = 16 << 20
"""Characters of one feature."""
_SPACE = " \t\r\n"


class GeojsonAssets:
    prefix = ""

    def __init__(
        self, opening: Callable[[], BinaryIO], *, kind: str, named: Mapping[str, str]
    ) -> None:
        self._opening = opening
        self._kind = kind
        self._named = named
        self._left: dict[str, None] = {}
        self.columns: dict[str, str] = {}
        self._layouts: dict[tuple[str, ...], tuple[dict[str, str], list[str]]] = {}

    @property
    def left(self) -> tuple[str, ...]:
        return tuple(self._left)

    def rows(self) -> Iterator[AssetRow | Finding]:
        with self._opening() as opened:
            try:
                for number, feature in enumerate(_Features(opened).read(), start=1):
                    yield self._row(number, feature)
            except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
                raise Refusal("assets-file-json") from None

    def _row(self, number: int, feature: Any) -> AssetRow | Finding:
        if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
            return Finding(row=number, key="assets-row-no-id", params={})
        said = {name: written(value) for name, value in feature["properties"].items()}
        cells = {name: value for name, value in said.items() if value is not None}
        columns, kept = self._layout(tuple(said))
        fields = {field: cells[name] for field, name in columns.items() if name in cells}
        if "id" not in fields:
            fields["id"] = written(feature.get("id")) or ""
        try:
            area, point = area_from(feature.get("geometry"))
        except BadOutlineError as bad:
            return finding_of(number, fields["id"], bad)
        attributes = {name: cells[name] for name in kept if name in cells}
        return asset_from(
            number, fields, attributes, kind=self._kind,
            point=point_inside(area) if area else point,
        )  # fmt: skip

    def _layout(self, names: tuple[str, ...]) -> tuple[dict[str, str], list[str]]:
        """Most features of a file have the very same properties."""
        known = self._layouts.get(names)
        if known is None:
            spared = {"latitude", "longitude", "outline", *({"kind"} if self._kind else ())}
            columns = mapping_of(names, self._named, spared)
            kept = worth_keeping(names, columns.values())
            self._left |= dict.fromkeys(set(names) - {*kept, *columns.values()})
            self.columns = {**columns, **self.columns}
            known = self._layouts[names] = columns, kept
            self._left = dict.fromkeys(sorted(self._left))
        return known


class _Features:
    """Each feature by itself, whatever the size of the file."""

    def __init__(self, opened: BinaryIO) -> None:
        self._opened = opened
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._json = json.JSONDecoder()
        self._text = ""
        self._at = 0
        self._is_over = False

    def read(self) -> Iterator[Any]:
        self._expect("{")
        while self._peek() != "}":
            key = self._value()
            self._expect(":")
            if key == "features" and self._peek() == "[":
                self._at += 1
                yield from self._items()
                return
            self._value()
            if self._peek() == ",":
                self._at += 1
        raise Refusal("assets-file-json")

    def _items(self) -> Iterator[Any]:
        while self._peek() != "]":
            yield self._value()
            if self._peek() == ",":
                self._at += 1
            elif self._peek() != "]":
                raise Refusal("assets-file-json")

    def _expect(self, sign: str) -> None:
        if self._peek() != sign:
            raise Refusal("assets-file-json")
        self._at += 1

    def _peek(self) -> str:
        """The next sign that is no blank."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in _SPACE:
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                raise Refusal("assets-file-json")

    def _value(self) -> Any:
        """Read on until it is whole: twice as much each time, so that nothing is read often."""
        self._peek()
        while True:
            try:
                value, end = self._json.raw_decode(self._text, self._at)
            except json.JSONDecodeError:
                if len(self._text) - self._at > _LONGEST or not self._more():
                    raise
                continue
            # A number at the very end of what was read may go on.
            if end == len(self._text) and self._more():
                continue
            self._at = end
            return value

    def _more(self) -> bool:
        if self._is_over:
            return False
        wanted = max(_BLOCK, len(self._text) - self._at)
        block = self._opened.read(wanted)
        self._is_over = not block
        self._text = self._text[self._at :] + self._decoder.decode(block, final=self._is_over)
        self._at = 0
        return not self._is_over

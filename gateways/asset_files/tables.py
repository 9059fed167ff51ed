"""Assets in a table: commas, semicolons or tabs, in UTF-8 or the code page of old spreadsheets."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from civic.assets.model import AssetRow
from civic.kernel.refusal import Refusal
from civic.places.model import Finding, Point
from gateways.asset_files.cells import asset_from, finding_of, point_inside
from gateways.asset_files.columns import mapping_of, worth_keeping
from gateways.encodings import encoding_of
from gateways.place_files.outlines import BadOutlineError, area_from_wkt, point_at

_CELL = 4 << 20
_DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """Where in a row each thing stands."""

    fields: Mapping[str, int]
    attributes: Mapping[str, int]


class TableAssets:
    prefix = ""

    def __init__(
        self, opening: Callable[[], BinaryIO], *, kind: str, named: Mapping[str, str]
    ) -> None:
        self._opening = opening
        self._kind = kind
        encoding = encoding_of(opening)
        if encoding is None:
            raise Refusal("assets-file-kind")
        self._encoding = encoding
        with self._opened() as text:
            header, self._delimiter = _header(text)
        self.columns = mapping_of(header, named, () if not kind else ("kind",))
        _check_columns(self.columns, kind, header, named)
        kept = worth_keeping(header, self.columns.values())
        self.left: tuple[str, ...] = tuple(
            name for name in header if name not in {*kept, *self.columns.values()} and name.strip()
        )
        self._layout = _Layout(
            fields={field: header.index(name) for field, name in self.columns.items()},
            attributes={name: header.index(name) for name in kept},
        )

    def rows(self) -> Iterator[AssetRow | Finding]:
        with self._opened() as text:
            text.readline()
            lines = csv.reader(text, delimiter=self._delimiter)
            try:
                for number, cells in enumerate(lines, start=2):
                    if any(cell.strip() for cell in cells):
                        yield self._row(number, cells)
            except csv.Error:
                raise Refusal("assets-file-broken", line=lines.line_num + 1) from None

    def _opened(self) -> io.TextIOWrapper:
        # The limit is the process's; the standard one is too low for an outline in a cell.
        csv.field_size_limit(_CELL)
        return io.TextIOWrapper(self._opening(), encoding=self._encoding, newline="")

    def _row(self, number: int, cells: Sequence[str]) -> AssetRow | Finding:
        fields = {field: _cell(cells, at) for field, at in self._layout.fields.items()}
        try:
            point = _point(fields)
        except BadOutlineError as bad:
            return finding_of(number, fields.get("id", "").strip(), bad)
        attributes = {name: _cell(cells, at) for name, at in self._layout.attributes.items()}
        return asset_from(number, fields, attributes, kind=self._kind, point=point)


def _header(text: io.TextIOWrapper) -> tuple[list[str], str]:
    line = text.readline()
    delimiter = max(_DELIMITERS, key=line.count)
    header = [name.strip() for name in next(csv.reader([line], delimiter=delimiter), [])]
    return header, delimiter


def _check_columns(
    columns: Mapping[str, str], kind: str, header: Sequence[str], named: Mapping[str, str]
) -> None:
    missing = [name for field, name in named.items() if field not in columns]
    missing += ["id"] if "id" not in columns and "id" not in named else []
    if "outline" not in columns:
        missing += [field for field in ("latitude", "longitude") if field not in columns]
    if missing:
        raise Refusal(
            "assets-columns-missing",
            columns=", ".join(missing),
            header=", ".join(header)[:300],
        )
    if not kind and "kind" not in columns:
        raise Refusal("assets-kind-missing")


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at] if at < len(cells) else ""


def _point(fields: dict[str, str]) -> Point | None:
    latitude = fields.pop("latitude", "").strip()
    longitude = fields.pop("longitude", "").strip()
    outline = fields.pop("outline", "").strip()
    if latitude or longitude:
        try:
            return point_at(float(latitude.replace(",", ".")), float(longitude.replace(",", ".")))
        except ValueError:
            raise BadOutlineError("places-row-coordinates") from None
    if not outline:
        return None
    area, point = area_from_wkt(outline)
    return point_inside(area) if area else point

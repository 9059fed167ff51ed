"""Places in a table: commas, semicolons or tabs, in UTF-8 or the code page of old spreadsheets."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

from civic.kernel.refusal import Refusal
from civic.places.model import Area, Finding, PlaceRow, Point
from gateways.encodings import encoding_of
from gateways.place_files.cells import name_of_column, row_from
from gateways.place_files.outlines import BadOutlineError, area_from_wkt, point_at

_CELL = 4 << 20
_DELIMITERS = ",;\t|"


class TablePlaces:
    def __init__(self, opening: Callable[[], BinaryIO]) -> None:
        self._opening = opening
        encoding = encoding_of(opening)
        if encoding is None:
            raise Refusal("places-file-kind")
        self._encoding = encoding

    def rows(self) -> Iterator[PlaceRow | Finding]:
        # The limit is the process's; the standard one is too low for an outline in a cell.
        csv.field_size_limit(_CELL)
        with self._opening() as opened:
            text = io.TextIOWrapper(opened, encoding=self._encoding, newline="")
            header = text.readline()
            delimiter = max(_DELIMITERS, key=header.count)
            columns = _columns(next(csv.reader([header], delimiter=delimiter), []))
            lines = csv.reader(text, delimiter=delimiter)
            try:
                for number, cells in enumerate(lines, start=2):
                    if any(cell.strip() for cell in cells):
                        yield _row(number, cells, columns)
            except csv.Error:
                raise Refusal("places-file-broken", line=lines.line_num + 1) from None


def _columns(header: list[str]) -> dict[int, str]:
    """Which field stands in which column; the first of two that mean the same."""
    columns: dict[int, str] = {}
    for at, cell in enumerate(header):
        field = name_of_column(cell)
        if field is not None and field not in columns.values():
            columns[at] = field
    known = set(columns.values())
    missing = [field for field in ("external_id", "kind") if field not in known]
    if not known & {"name", "name_en", "name_ru"} and not {"street", "number"} <= known:
        missing.append("name")
    if missing:
        raise Refusal("places-columns-missing", columns=", ".join(missing))
    return columns


def _row(number: int, cells: list[str], columns: Mapping[int, str]) -> PlaceRow | Finding:
    given = {field: cells[at] if at < len(cells) else "" for at, field in columns.items()}
    try:
        area, point = _geometry(given)
    except BadOutlineError as bad:
        title = " ".join((given.get("name") or given.get("external_id", "")).split())
        return Finding(
            row=number,
            key=bad.key,
            params={"id": given.get("external_id", "").strip(), "title": title[:60], **bad.params},
        )
    return row_from(number, given, point=point, area=area)


def _geometry(given: dict[str, str]) -> tuple[Area | None, Point | None]:
    latitude = given.pop("latitude", "").strip()
    longitude = given.pop("longitude", "").strip()
    outline = given.pop("outline", "").strip()
    area, point = area_from_wkt(outline) if outline else (None, None)
    if latitude or longitude:
        try:
            point = point_at(float(latitude.replace(",", ".")), float(longitude.replace(",", ".")))
        except ValueError:
            raise BadOutlineError("places-row-coordinates") from None
    return area, point

"""Categories and routes as a table that people edit in a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from civic.communities.model import Agency
from civic.kernel.ids import AgencyId, CategoryId, PlaceId
from civic.kernel.language import LANGUAGES, Language
from civic.kernel.plain_text import clean_line
from civic.kernel.refusal import Refusal
from civic.kernel.table_cells import guarded, unguarded
from civic.service_requests.model import Category
from civic.service_requests.settings import RoutingRule, TableFinding

ROWS_LIMIT = 2_000
CELL_LIMIT = 2_000
CATEGORY_COLUMNS = (
    "code", "parent", "name_uk", "name_en", "name_ru", "icon", "words", "agency", "days",
    "public", "photo_after", "emergency", "retired",
)  # fmt: skip
ROUTE_COLUMNS = ("categories", "places", "owners", "words", "hours", "agency")
Row: TypeAlias = Mapping[str, str]

_YES = frozenset({"1", "yes", "y", "true", "+", "так", "да", "x", "х"})
_NO = frozenset({"0", "no", "n", "false", "-", "ні", "нет"})
_HOURS = re.compile(r"\s*(\d{1,2})(?::00)?\s*[-–—]\s*(\d{1,2})(?::00)?\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryRow:
    row: int
    code: str
    parent: str
    names: Mapping[Language, str]
    icon: str
    words: tuple[str, ...]
    agency: AgencyId | None
    days: int
    is_public: bool
    needs_photo_after: bool
    is_emergency: bool
    retired: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteRow:
    row: int
    categories: tuple[str, ...]
    places: tuple[str, ...]
    owners: tuple[str, ...]
    words: tuple[str, ...]
    hours: tuple[int, int] | None
    agency: AgencyId | None


def read_categories(
    text: str, agencies: Sequence[Agency]
) -> tuple[list[CategoryRow], list[TableFinding]]:
    """Raise Refusal when the table as a whole makes no sense."""
    named = _agencies_by_name(agencies)
    rows: list[CategoryRow] = []
    findings: list[TableFinding] = []
    for number, cells in _rows(text, needed=("code",)):
        read = _category_of(number, cells, named)
        if isinstance(read, TableFinding):
            findings.append(read)
        else:
            rows.append(read)
    return rows, findings


def read_routes(text: str, agencies: Sequence[Agency]) -> tuple[list[RouteRow], list[TableFinding]]:
    """Raise Refusal when the table as a whole makes no sense."""
    named = _agencies_by_name(agencies)
    rows: list[RouteRow] = []
    findings: list[TableFinding] = []
    for number, cells in _rows(text, needed=("agency",)):
        read = _route_of(number, cells, named)
        if isinstance(read, TableFinding):
            findings.append(read)
        else:
            rows.append(read)
    return rows, findings


def write_categories(categories: Iterable[Category], agencies: Sequence[Agency]) -> str:
    """What `read_categories` reads again."""
    known = list(categories)
    codes = {one.id: one.code for one in known}
    names = {one.id: _name_of(one) for one in agencies}
    return _written(
        CATEGORY_COLUMNS,
        (
            (
                one.code,
                codes.get(one.parent, "") if one.parent is not None else "",
                *(one.name.texts.get(language, "") for language in LANGUAGES),
                one.icon,
                "; ".join(one.words),
                names.get(one.agency, "") if one.agency is not None else "",
                str(one.days),
                *map(_flag, (one.is_public, one.needs_photo_after, one.is_emergency, one.retired)),
            )
            for one in known
        ),
    )


def write_routes(
    rules: Iterable[RoutingRule],
    *,
    categories: Mapping[CategoryId, str],
    places: Mapping[PlaceId, str],
    agencies: Sequence[Agency],
) -> str:
    """`categories` and `places`: their codes and external ids."""
    names = {one.id: _name_of(one) for one in agencies}
    return _written(
        ROUTE_COLUMNS,
        (
            (
                "; ".join(sorted(categories[one] for one in rule.categories if one in categories)),
                "; ".join(sorted(places[one] for one in rule.places if one in places)),
                "; ".join(sorted(rule.owners)),
                "; ".join(sorted(rule.words)),
                "{}-{}".format(*rule.hours) if rule.hours else "",
                names.get(rule.agency, "") if rule.agency is not None else "",
            )
            for rule in rules
        ),
    )


def _category_of(
    number: int, cells: Row, named: Mapping[str, AgencyId]
) -> CategoryRow | TableFinding:
    code = clean_line(cells.get("code", ""), 60)
    names = {
        language: name
        for language in LANGUAGES
        if (name := clean_line(cells.get(f"name_{language}", ""), 100))
    }
    days = cells.get("days", "").strip() or "10"
    agency = _folded(cells.get("agency", ""))
    flags = {
        name: _flag_of(cells.get(name, ""), default=name == "public")
        for name in ("public", "photo_after", "emergency", "retired")
    }
    wrong = next((name for name, value in flags.items() if value is None), None)
    finding: TableFinding | None = None
    if not code:
        finding = TableFinding(row=number, key="request-table-no-code")
    elif not names:
        finding = TableFinding(row=number, key="request-table-no-name", params={"code": code})
    elif not days.isascii() or not days.isdecimal() or not 1 <= int(days) <= 365:
        finding = TableFinding(row=number, key="request-table-days", params={"cell": days[:20]})
    elif agency and agency not in named:
        finding = _no_agency(number, cells["agency"])
    elif wrong is not None:
        cell = cells[wrong][:20]
        finding = TableFinding(row=number, key="request-table-flag", params={"cell": cell})
    return finding or CategoryRow(
        row=number,
        code=code,
        parent=clean_line(cells.get("parent", ""), 60),
        names=names,
        icon=clean_line(cells.get("icon", ""), 16),
        words=_list_of(cells.get("words", "")),
        agency=named.get(agency),
        days=int(days),
        is_public=bool(flags["public"]),
        needs_photo_after=bool(flags["photo_after"]),
        is_emergency=bool(flags["emergency"]),
        retired=bool(flags["retired"]),
    )


def _route_of(number: int, cells: Row, named: Mapping[str, AgencyId]) -> RouteRow | TableFinding:
    agency = _folded(cells.get("agency", ""))
    if agency and agency not in named:
        return _no_agency(number, cells["agency"])
    hours = None
    if cells.get("hours", "").strip():
        found = _HOURS.fullmatch(cells["hours"])
        hours = (int(found[1]), int(found[2]) % 24) if found else (24, 24)
        if hours[0] > 23 or hours[0] == hours[1]:
            cell = cells["hours"][:20]
            return TableFinding(row=number, key="request-table-hours", params={"cell": cell})
    return RouteRow(
        row=number,
        categories=_list_of(cells.get("categories", "")),
        places=_list_of(cells.get("places", "")),
        owners=_list_of(cells.get("owners", "")),
        words=_list_of(cells.get("words", "")),
        hours=hours,
        agency=named.get(agency),
    )


def _no_agency(number: int, cell: str) -> TableFinding:
    return TableFinding(row=number, key="request-table-agency", params={"cell": cell.strip()[:60]})


def _rows(text: str, *, needed: Sequence[str]) -> list[tuple[int, Row]]:
    """Numbered as a spreadsheet does: the heading is the first."""
    lines = text.removeprefix("\ufeff").strip("\r\n")
    heading = lines.split("\n", 1)[0]
    delimiter = max(";,\t", key=heading.count)
    try:
        read = list(
            csv.DictReader(io.StringIO(lines), delimiter=delimiter, restval="", strict=True)
        )
    except csv.Error:
        raise Refusal("request-table-unreadable") from None
    if len(read) > ROWS_LIMIT:
        raise Refusal("request-table-long", limit=ROWS_LIMIT)
    rows: list[tuple[int, Row]] = []
    for number, cells in enumerate(read, start=2):
        row = {
            name.strip().casefold(): unguarded(value)[:CELL_LIMIT]
            for name, value in cells.items()
            if isinstance(name, str) and isinstance(value, str)
        }
        missing = next((name for name in needed if name not in row), None)
        if missing is not None:
            raise Refusal("request-table-column", column=missing)
        if any(value.strip() for value in row.values()):
            rows.append((number, row))
    if not rows:
        raise Refusal("request-table-empty")
    return rows


def _written(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return written.getvalue()


def _agencies_by_name(agencies: Sequence[Agency]) -> dict[str, AgencyId]:
    return {_folded(name): one.id for one in agencies for name in one.name.texts.values()}


def _name_of(agency: Agency) -> str:
    return next(iter(agency.name.texts.values()), "")


def _list_of(cell: str) -> tuple[str, ...]:
    parts = (clean_line(part, 100) for part in re.split(r"[;\n]", cell))
    return tuple(dict.fromkeys(part for part in parts if part))


def _flag_of(cell: str, *, default: bool) -> bool | None:
    said = cell.strip().casefold()
    if not said:
        return default
    return True if said in _YES else False if said in _NO else None


def _flag(value: bool) -> str:
    return "yes" if value else "no"


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())

"""What another server answered, read as leniently as real servers need and no further."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element, ParseError, fromstring

Fields = Mapping[str, str | None]
_WHOLE_OR_STRING = re.compile(r'"(?:[^"\\]|\\.)*"|(?<![\w.+-])0\d+(?![\w.])')
_NO_PLACE = 1e-9


class Unreadable(ValueError):  # noqa: N818 - said of the answer
    """It is neither of the two formats, or not what was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    rows: tuple[Fields, ...]
    was_mended: bool = False
    """It was no JSON: numbers with zeros in front, as the standard's own examples write them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteRequest:
    """A request as its server tells of it; empty is the same as not said."""

    id: str
    status: str
    notes: str = ""
    code: str = ""
    service: str = ""
    description: str = ""
    agency: str = ""
    address: str = ""
    zipcode: str = ""
    media_url: str = ""
    latitude: float | None = None
    longitude: float | None = None
    requested_at: datetime | None = None
    updated_at: datetime | None = None
    expected_at: datetime | None = None


def read_rows(body: bytes, media_type: str = "") -> Told:
    """Services, requests, tokens or errors: each a row of named words, or nothing."""
    text = body.decode("utf-8-sig", errors="replace").strip()
    if not text or "html" in media_type or re.match(r"<!doctype\s+html|<html", text, re.IGNORECASE):
        raise Unreadable("neither XML nor JSON")
    if text[0] == "<":
        return Told(rows=_xml_rows(text))
    return _json_rows(text)


def requests_of(told: Told) -> list[RemoteRequest]:
    """Those that have an id; the others cannot be followed."""
    return [_request(row) for row in told.rows if row.get("service_request_id")]


def errors_of(body: bytes, media_type: str = "") -> str:
    """What the server says against it, for people; empty where it says nothing we can read."""
    try:
        rows = read_rows(body, media_type).rows
    except Unreadable:
        return ""
    return "; ".join(words for row in rows if (words := row.get("description")))[:500]


def _xml_rows(text: str) -> tuple[Fields, ...]:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        # Nobody needs one here, and it may stand for gigabytes.
        raise Unreadable("a document type")
    try:
        root = fromstring(text)  # noqa: S314 - no document type, so nothing that could unfold
    except ParseError as broken:
        raise Unreadable(str(broken)) from None
    return tuple({field.tag: _words(field) for field in row} for row in root)


def _words(element: Element) -> str | None:
    return (element.text or "").strip() or None


def _json_rows(text: str) -> Told:
    mended = False
    try:
        told = _parsed(text)
    except ValueError:
        mended = True
        try:
            told = _parsed(_WHOLE_OR_STRING.sub(_quoted, text))
        except ValueError as broken:
            raise Unreadable(str(broken)) from None
    rows: Sequence[Any] = told if isinstance(told, list) else [told]
    if not all(isinstance(row, dict) for row in rows):
        raise Unreadable("rows were expected")
    return Told(
        rows=tuple({str(name): _plain(value) for name, value in row.items()} for row in rows),
        was_mended=mended,
    )


def _parsed(text: str) -> Any:
    # Numbers stay as they are written: an id is no number, and a place has fifteen decimals.
    try:
        return json.loads(text, parse_int=str, parse_float=str)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _quoted(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith('"') else f'"{found[0]}"'


def _plain(value: Any) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.strip() or None if isinstance(value, str) else None


def _request(row: Fields) -> RemoteRequest:
    latitude, longitude = _degrees(row.get("lat"), 90), _degrees(row.get("long"), 180)
    if latitude is None or longitude is None or abs(latitude) + abs(longitude) < _NO_PLACE:
        latitude = longitude = None
    return RemoteRequest(
        id=row["service_request_id"] or "",
        status=(row.get("status") or "").lower(),
        notes=row.get("status_notes") or "",
        code=row.get("service_code") or "",
        service=row.get("service_name") or "",
        description=row.get("description") or "",
        agency=row.get("agency_responsible") or "",
        address=row.get("address") or "",
        zipcode=row.get("zipcode") or "",
        media_url=row.get("media_url") or "",
        latitude=latitude,
        longitude=longitude,
        requested_at=_moment(row.get("requested_datetime")),
        updated_at=_moment(row.get("updated_datetime")),
        expected_at=_moment(row.get("expected_datetime")),
    )


def _degrees(given: str | None, most: int) -> float | None:
    try:
        degrees = float(given or "")
    except ValueError:
        return None
    return degrees if abs(degrees) <= most else None


def _moment(given: str | None) -> datetime | None:
    """None for one without a zone, too: it might be any of a day's hours."""
    try:
        moment = datetime.fromisoformat(given or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else None

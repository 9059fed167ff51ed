"""Asks a Nominatim server where an address is, and believes only what it can read."""

import json
from collections.abc import Mapping
from typing import Any

import structlog

from civic.kernel.language import Language
from civic.kernel.plain_text import clean_line
from civic.places.model import Box, Point
from civic.service_requests.spots import GeocoderSilent, Spot
from gateways.http.outbound import Answer, Limits, Outbound, OutboundFailure

LIMITS = Limits(seconds=8.0, largest=500_000)
MOST = 5
TITLE_LIMIT = 200
_ROUND = 0.02
"""Of a degree, around the town: about two kilometres."""
_OK = 200
_BUSY = frozenset({429, 503})
_BUSY_SECONDS = 60.0
_COARSE = 20
"""Of its ranks: below are countries, districts and whole settlements, which are no address."""
_STREET = ("road", "pedestrian", "footway", "square", "neighbourhood", "hamlet")
_SETTLEMENT = ("village", "town", "city", "municipality")
_log = structlog.get_logger("geocoder")


class Nominatim:
    """Its search, in the form that its manual calls jsonv2."""

    def __init__(self, outbound: Outbound, url: str) -> None:
        self._outbound = outbound
        self._url = url.rstrip("/")

    async def search(self, typed: str, *, within: Box, language: Language) -> list[Spot]:
        west, south = within.west - _ROUND, within.south - _ROUND
        east, north = within.east + _ROUND, within.north + _ROUND
        query = {
            "q": typed,
            "format": "jsonv2",
            "addressdetails": "1",
            "limit": str(MOST),
            "viewbox": f"{west:.5f},{south:.5f},{east:.5f},{north:.5f}",
            "bounded": "1",
            "accept-language": language,
        }
        try:
            answer = await self._outbound.get(
                f"{self._url}/search", query=query, limits=LIMITS, accept="application/json"
            )
            return _spots(_read(answer))
        except OutboundFailure as failed:
            _log.warning("geocoder-silent", why=str(failed))
            raise GeocoderSilent(failed.why.value) from None
        except GeocoderSilent as silent:
            _log.warning("geocoder-silent", why=str(silent), wait=silent.wait)
            raise


def _read(answer: Answer) -> list[Any]:
    if answer.status in _BUSY:
        told = answer.headers.get("retry-after", "")
        is_number = told.isascii() and told.isdecimal() and len(told) < 7
        raise GeocoderSilent("busy", wait=float(told) if is_number else _BUSY_SECONDS)
    if answer.status != _OK:
        raise GeocoderSilent(f"status {answer.status}")
    try:
        told = json.loads(answer.body)
    except (ValueError, RecursionError):
        raise GeocoderSilent("not JSON") from None
    if not isinstance(told, list):
        raise GeocoderSilent("not a list")
    return told


def _spots(told: list[Any]) -> list[Spot]:
    """Rows that make no sense are passed over; of those called alike the first stays."""
    found: dict[str, Spot] = {}
    for row in told[:MOST]:
        spot = _spot(row) if isinstance(row, dict) else None
        if spot is not None:
            found.setdefault(spot.title.casefold(), spot)
    return list(found.values())


def _spot(row: Mapping[str, Any]) -> Spot | None:
    latitude, longitude = _degrees(row.get("lat"), 90), _degrees(row.get("lon"), 180)
    title, rank = _title(row), row.get("place_rank")
    if latitude is None or longitude is None or not title:
        return None
    if isinstance(rank, int) and rank < _COARSE:
        return None
    return Spot(title=title, point=Point(latitude=latitude, longitude=longitude))


def _degrees(given: Any, most: int) -> float | None:
    if not isinstance(given, str | int | float) or isinstance(given, bool):
        return None
    try:
        degrees = float(given)
    except (ValueError, OverflowError):
        return None
    # Neither is true of what is not a number.
    return degrees if -most <= degrees <= most else None


def _title(row: Mapping[str, Any]) -> str:
    """As people write it: what it is called, the street, the house, the settlement."""
    parts = row.get("address")
    address: Mapping[str, Any] = parts if isinstance(parts, dict) else {}
    street = _first(address, _STREET)
    named = [_word(row.get("name")), street, _word(address.get("house_number"))]
    title = ", ".join(dict.fromkeys(part for part in named if part))
    if not title:
        return ", ".join(_word(row.get("display_name")).split(", ")[:3])
    settlement = _first(address, _SETTLEMENT)
    return f"{title}, {settlement}" if settlement and settlement not in title else title


def _first(address: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next((word for name in names if (word := _word(address.get(name)))), "")


def _word(given: Any) -> str:
    return clean_line(given, TITLE_LIMIT) if isinstance(given, str) else ""

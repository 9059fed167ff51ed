"""What a program asks for, read from the address; what makes no sense is said so."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from fastapi import Request

from civic.service_requests.model import OPEN, Status
from civic.service_requests.open311.model import LONGEST_SPAN, MOST, Sought
from web.open311.failures import Failed

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"\d{1,9}")
_STATUSES = {"open": OPEN, "closed": frozenset(Status) - OPEN}
_LISTS = frozenset({"service_code", "status", "service_request_id"})
DEEPEST = 100_000
"""Requests that may be paged through; whoever wants more names a time."""


def asked_of(request: Request) -> Mapping[str, str]:
    """What is named more than once in the address is a list, as by commas."""
    query = request.query_params
    return {
        name: ",".join(query.getlist(name)) if name in _LISTS else query[name] for name in query
    }


def needed(given: str, name: str) -> str:
    if not given.strip():
        raise Failed(400, f"{name} was not provided")
    return given


def listed(given: str | None) -> tuple[str, ...]:
    """Comma delimited; nothing named is the same as nothing said."""
    return tuple(part for one in (given or "").split(",") if (part := one.strip()))


def numbers_of(given: str | None) -> tuple[int, ...]:
    """Ids of ours among those that are named; any other names no request."""
    return tuple(int(one) for one in listed(given) if _NUMBER.fullmatch(one))


def sought_of(query: Mapping[str, str], *, zone: str, now: datetime) -> Sought:
    since, until = _span(query, zone=zone, now=now)
    return Sought(
        statuses=_statuses(query.get("status")),
        codes=frozenset(codes) if (codes := listed(query.get("service_code"))) else None,
        filed_from=since,
        filed_until=until,
        changed_from=moment_of(query, "updated_after", zone),
        changed_until=moment_of(query, "updated_before", zone, ends=True),
        **_page(query),
    )


def span_of(query: Mapping[str, str], *, zone: str, now: datetime) -> tuple[datetime, datetime]:
    """At most 90 days, else the last 90."""
    since = moment_of(query, "start_date", zone)
    until = moment_of(query, "end_date", zone, ends=True)
    if since is None:
        until = until or now + timedelta(seconds=1)
        return until - LONGEST_SPAN, until
    until = until or min(since + LONGEST_SPAN, now + timedelta(seconds=1))
    if until < since:
        raise Failed(400, "start_date is later than end_date")
    # Days of the clock's change are an hour longer.
    if until - since > LONGEST_SPAN + timedelta(days=1, hours=1):
        raise Failed(400, "start_date and end_date may not span more than 90 days")
    return since, until


def moment_of(
    query: Mapping[str, str], name: str, zone: str, *, ends: bool = False
) -> datetime | None:
    """In w3 format; where no zone is said it is the town's. `ends`: up to and with that moment."""
    given = query.get(name, "").strip().replace(" ", "+")
    if not given:
        return None
    try:
        moment = datetime.fromisoformat(given)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=ZoneInfo(zone))
        moment = moment.astimezone(UTC)
        if not ends:
            return moment
        return moment + (timedelta(days=1) if _DAY.fullmatch(given) else timedelta(microseconds=1))
    except (ValueError, OverflowError):
        raise Failed(
            400, f"{name} is not a date and time in w3 format, such as 2010-01-01T00:00:00Z"
        ) from None


def _span(
    query: Mapping[str, str], *, zone: str, now: datetime
) -> tuple[datetime | None, datetime | None]:
    by_change = query.get("updated_after") or query.get("updated_before")
    if by_change and not (query.get("start_date") or query.get("end_date")):
        # Whoever follows changes wants those of old requests too.
        return None, None
    return span_of(query, zone=zone, now=now)


def _statuses(given: str | None) -> frozenset[Status]:
    named = listed(given)
    if not named:
        return frozenset(Status)
    found: frozenset[Status] = frozenset()
    for one in named:
        if one.lower() not in _STATUSES:
            raise Failed(400, "status is open or closed")
        found |= _STATUSES[one.lower()]
    return found


def _page(query: Mapping[str, str]) -> dict[str, int]:
    read: dict[str, int] = {}
    for name in ("page", "page_size"):
        given = query.get(name, "").strip()
        if not given:
            continue
        if not _NUMBER.fullmatch(given) or int(given) < 1:
            raise Failed(400, f"{name} is a number from 1")
        read[name] = int(given)
    if read.get("page_size", 1) > MOST:
        raise Failed(400, f"page_size is at most {MOST}")
    if read.get("page", 1) * read.get("page_size", MOST) > DEEPEST:
        raise Failed(400, f"no more than {DEEPEST} requests are paged through: name a time")
    return read

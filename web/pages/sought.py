"""What a visitor of the page of requests asks for: a category, a courtyard, a state, a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from civic.kernel.ids import CategoryId, PlaceId
from civic.service_requests.model import OPEN, Category, Status, Wanted

PAGE = 25
LAST_PAGE = 400
STATES: Mapping[str, frozenset[Status]] = {
    "all": frozenset(Status),
    "open": OPEN,
    "done": frozenset({Status.DONE}),
    "closed": frozenset({Status.CONFIRMED, Status.CLOSED}),
    "refused": frozenset({Status.REFUSED}),
}
PERIODS: Mapping[str, timedelta | None] = {
    "all": None,
    "week": timedelta(days=7),
    "month": timedelta(days=31),
    "quarter": timedelta(days=92),
    "year": timedelta(days=366),
}
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    category: CategoryId | None = None
    place: PlaceId | None = None
    state: str = "all"
    period: str = "all"
    page: int = 1
    lang: str = ""

    def wanted(self, categories: Mapping[CategoryId, Category], now: datetime) -> Wanted:
        since = PERIODS[self.period]
        return Wanted(
            statuses=STATES[self.state],
            categories=self._categories(categories),
            within=self.place,
            filed_from=now - since if since else None,
            public_only=True,
        )

    def _categories(
        self, categories: Mapping[CategoryId, Category]
    ) -> frozenset[CategoryId] | None:
        """One of the first level stands for all within."""
        if self.category is None:
            return None
        within = {one.id for one in categories.values() if one.parent == self.category}
        return frozenset({self.category, *within})

    def query(self, *, page: int | None = None, lang: str | None = None) -> str:
        """The same again, as the part of an address behind its question mark."""
        said = {
            "category": self.category or "",
            "place": self.place or "",
            "state": "" if self.state == "all" else self.state,
            "period": "" if self.period == "all" else self.period,
            "page": page if page is not None and page > 1 else "",
            "lang": self.lang if lang is None else lang,
        }
        return "?" + urlencode({name: value for name, value in said.items() if value})


def sought_of(query: Mapping[str, str]) -> Sought:
    """Whatever else is asked for is not heard: a page that anybody links to must not fail."""
    state, period = query.get("state", "all"), query.get("period", "all")
    category, place = _number(query.get("category")), _number(query.get("place"))
    return Sought(
        category=CategoryId(category) if category else None,
        place=PlaceId(place) if place else None,
        state=state if state in STATES else "all",
        period=period if period in PERIODS else "all",
        page=min(max(_number(query.get("page")), 1), LAST_PAGE),
        lang=query.get("lang", "")[:2],
    )


def _number(given: str | None) -> int:
    """0 where there is none."""
    is_one = given is not None and given.isascii() and given.isdecimal() and len(given) < 20
    number = int(given) if given is not None and is_one else 0
    return number if number <= _LARGEST else 0

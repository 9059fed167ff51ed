"""A city's million requests, laid into the tables: seeding is not measured."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from bench.assets import SIDE, draw_courtyards, somewhere
from bench.town import TOWN, build_town, now
from civic.communities.model import Agency
from civic.kernel.ids import (
    AgencyId,
    CategoryId,
    PlaceId,
    ServiceRequestId,
)
from civic.kernel.language import Translated
from civic.service_requests.model import OPEN, Category, EventKind, ServiceRequest, Status
from storage.service_request_rows import values_of
from storage.tables.service_requests import request_events, request_numbers, service_requests
from storage.unit_of_work import Storage

REQUESTS, AGENCIES, CATEGORIES = 1_000_000, 10, 20
_CHUNK = 5_000
_STILL_OPEN = 0.05
_YEARS = timedelta(days=3 * 365)
_FIRST = 600_000_000_000
_CLOSED = (Status.CLOSED, Status.CLOSED, Status.CLOSED, Status.REFUSED, Status.MERGED)


async def seed(storage: Storage, *, requests: int = REQUESTS) -> None:
    """Of three years, one in twenty still open, each somewhere among ten thousand courtyards."""
    await build_town(storage, people=0, now=now())
    await draw_courtyards(storage)
    async with storage.writing() as work:
        for number in range(1, AGENCIES + 1):
            name = Translated({"uk": f"Підрозділ {number}"})
            await work.officials.put_agency(Agency(id=AgencyId(number), community=TOWN, name=name))
        await work.request_categories.put([_category(n) for n in range(1, CATEGORIES + 1)])
    chance, moment = random.Random(11), now()
    for first in range(1, requests + 1, _CHUNK):
        made = [
            _request(chance, n, requests, moment)
            for n in range(first, min(first + _CHUNK, requests + 1))
        ]
        async with storage.writing() as work:
            rows = [
                {"community_id": TOWN, "id": one.id, "number": one.number, **values_of(one)}
                for one in made
            ]
            await work.connection.execute(service_requests.insert(), rows)
            await work.connection.execute(request_events.insert(), list(_events(made)))
    async with storage.writing() as work:
        await work.connection.execute(
            request_numbers.insert().values(community_id=TOWN, last=requests)
        )
        analyse = "ANALYZE" if storage.is_sqlite else "ANALYZE service_requests, request_events"
        await work.connection.exec_driver_sql(analyse)


def _category(number: int) -> Category:
    return Category(
        id=CategoryId(number),
        community=TOWN,
        parent=None,
        code=f"c{number}",
        name=Translated({"uk": f"Тема {number}"}),
        agency=AgencyId(1 + number % AGENCIES),
    )


def _request(chance: random.Random, number: int, requests: int, moment: datetime) -> ServiceRequest:
    filed = moment - _YEARS * ((requests - number) / requests)
    is_open = chance.random() < _STILL_OPEN
    status = chance.choice(sorted(OPEN)) if is_open else chance.choice(_CLOSED)
    ended = min(moment, filed + timedelta(hours=chance.expovariate(1 / 120)))
    category = chance.randint(1, CATEGORIES)
    return ServiceRequest(
        id=ServiceRequestId(_FIRST + number),
        community=TOWN,
        number=number,
        draft=number,
        category=CategoryId(category),
        asker=None,
        account=None,
        text=f"Біля входу вже тиждень не світить ліхтар № {number}",
        point=somewhere(chance),
        place=PlaceId(1_000 + chance.randrange(SIDE * SIDE)),
        status=status,
        agency=AgencyId(1 + category % AGENCIES),
        days=10,
        due_at=filed + timedelta(days=14),
        filed_at=filed,
        changed_at=ended,
        done_at=None if is_open else ended,
        events=2,
        is_shown_publicly=True,
    )


def _events(made: list[ServiceRequest]) -> Iterator[dict[str, Any]]:
    for one in made:
        common: dict[str, Any] = {
            "community_id": TOWN, "request_id": one.id, "by_id": None, "text": "",
            "details": {}, "is_public": True,
        }  # fmt: skip
        yield {
            **common, "n": 1, "at": one.filed_at, "kind": EventKind.FILED.value,
            "from_office": False, "from_status": None, "to_status": None,
        }  # fmt: skip
        yield {
            **common, "n": 2, "at": one.changed_at, "kind": EventKind.MOVED.value,
            "from_office": True, "from_status": Status.RECEIVED.value,
            "to_status": one.status.value,
        }  # fmt: skip

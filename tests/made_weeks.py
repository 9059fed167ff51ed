"""A week of requests as a town with two districts, four yards and two agencies has it."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from civic.kernel.ids import (
    AccountId,
    AgencyId,
    CategoryId,
    CommunityId,
    PlaceId,
    ResidentId,
    ServiceRequestId,
)
from civic.kernel.language import Translated
from civic.reports.requests.building import Week, numbered, reports_of
from civic.reports.requests.model import Happening, KeptRequest, RequestReport, Scope, Tree
from civic.service_requests.model import EventKind, Status

UNTIL = datetime(2026, 11, 30, 6, tzinfo=UTC)
SINCE = UNTIL - timedelta(days=7)
HOUR = timedelta(hours=1)
TOWN = CommunityId(7)
ROADS, WATER = AgencyId(1), AgencyId(2)
ROADMAN = AccountId(513)
HOLES, LEAKS, GAS = CategoryId(1), CategoryId(3), CategoryId(4)
_GROUP = 2
YARDS = tuple(PlaceId(n) for n in (11, 12, 21, 22))


def words(uk: str, en: str = "") -> Translated:
    return Translated({"uk": uk, "en": en or uk})


CATEGORIES = Tree(
    whole=words("Містечко", "Town"),
    names={
        HOLES: words("Ями на дорозі", "Potholes"),
        _GROUP: words("Вода", "Water"),
        LEAKS: words("=1+1 Прорив", "Leaks"),
        GAS: words("Газ", "Gas"),
    },
    children={None: (HOLES, _GROUP), _GROUP: (LEAKS, GAS)},
)
PLACES = Tree(
    whole=words("Містечко", "Town"),
    names={
        1: words("Центр", "Centre"),
        2: words("Станція", "Station"),
        11: words("Шевченка, 1–9"),
        12: words("Лесі Українки, 2–8"),
        21: words("Вокзальна, 1–5"),
        22: words("Садова, 3–7"),
    },
    children={None: (1, 2), 1: (11, 12), 2: (21, 22)},
)
AGENCIES = Tree(
    whole=words("Містечко", "Town"),
    names={ROADS: words("Дороги", "Roads"), WATER: words("Водоканал", "Water works")},
    children={None: (ROADS, WATER)},
)


def week(*, threshold: int = 5) -> Week:
    return Week(
        community=TOWN,
        community_name=words("Містечко", "Town"),
        time_zone="Europe/Kyiv",
        threshold=threshold,
        contact="04577 1-23-45",
        since=SINCE,
        until=UNTIL,
        made_at=UNTIL + timedelta(minutes=3),
        software="Viche test",
        audit_head="a" * 64,
        categories=CATEGORIES,
        places=PLACES,
        agencies=AGENCIES,
        serving={ROADMAN: ROADS},
    )


def kept(
    number: int,
    *,
    category: CategoryId = HOLES,
    place: PlaceId | None = YARDS[0],
    agency: AgencyId | None = ROADS,
    asker: int | None = None,
    filed_at: datetime = SINCE,
    status: Status = Status.RECEIVED,
    due_at: datetime | None = None,
    happenings: Sequence[Happening] = (),
    is_public: bool = True,
) -> KeptRequest:
    return KeptRequest(
        request=ServiceRequestId(number),
        number=number,
        category=category,
        place=place,
        agency=agency,
        asker=ResidentId(asker if asker is not None else number),
        status=status,
        filed_at=filed_at,
        due_at=due_at,
        is_clock_stopped=False,
        is_public=is_public,
        is_shown=is_public,
        happenings=tuple(happenings),
    )


def moved(
    at: datetime, to: Status, *, was: Status = Status.RECEIVED, from_office: bool = True
) -> Happening:
    return Happening(
        at=at, by=ROADMAN if from_office else None, kind=EventKind.MOVED, from_office=from_office,
        from_status=was, to_status=to,
    )  # fmt: skip


def busy_weeks(requests: int = 400, *, seed: int = 3) -> list[KeptRequest]:
    """Of thirteen weeks, each somewhere on its way; the same for the same seed."""
    chance = random.Random(seed)
    return [_somewhere(chance, number) for number in range(1, requests + 1)]


def _somewhere(chance: random.Random, number: int) -> KeptRequest:
    filed = UNTIL - timedelta(days=90) * chance.random()
    category = chance.choice((HOLES, HOLES, HOLES, LEAKS, LEAKS, GAS))
    place = chance.choices((*YARDS, None), weights=(40, 30, 25, 1, 4))[0]
    happenings: list[Happening] = []
    at, was = filed, Status.RECEIVED
    for to in (Status.ACCEPTED, Status.DONE, Status.CONFIRMED):
        at += timedelta(hours=chance.expovariate(1 / (10 if to is Status.ACCEPTED else 90)))
        if at >= UNTIL or chance.random() < 0.1:
            break
        happenings.append(moved(at, to, was=was, from_office=to is not Status.CONFIRMED))
        was = to
    return kept(
        number, category=category, place=place,
        agency=ROADS if category == HOLES else WATER, asker=chance.randrange(ASKERS),
        filed_at=filed, status=was, due_at=filed + timedelta(days=10), happenings=happenings,
        is_public=category != GAS,
    )  # fmt: skip


ASKERS = 150
"""So many people asked for all of it."""


def busy_report(scope: Scope = Scope.TOWN, *, agency: AgencyId | None = None) -> RequestReport:
    return report_of(busy_weeks(), scope, agency=agency)


def report_of(
    requests: Sequence[KeptRequest],
    scope: Scope = Scope.TOWN,
    *,
    agency: AgencyId | None = None,
    threshold: int = 5,
) -> RequestReport:
    made = numbered(reports_of(week(threshold=threshold), requests), first=1)
    (found,) = [one for one in made if (one.scope, one.agency) == (scope, agency)]
    return found

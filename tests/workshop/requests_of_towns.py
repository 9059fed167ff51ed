"""Service requests of either of two towns, and what is asked of their stores."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from civic.kernel.ids import (
    AccountId,
    AgencyId,
    ApiKeyId,
    AssetId,
    CategoryId,
    CommunityId,
    FileId,
    GeocodingId,
    PlaceId,
    RelayServerId,
    ResidentId,
    RoutingRuleId,
    ServiceRequestId,
)
from civic.kernel.language import Language
from civic.places.model import Point
from civic.reports.ports import ReportFiles
from civic.reports.requests.model import RequestReport, Scope
from civic.reports.requests.ports import IssuedRequests
from civic.service_requests.draft import Draft
from civic.service_requests.model import (
    Category,
    Confirmation,
    Event,
    EventKind,
    Look,
    Order,
    Photo,
    PhotoKind,
    ServiceRequest,
    Status,
    Supporter,
    Wanted,
)
from civic.service_requests.open311.model import ApiKey
from civic.service_requests.relays.model import Relay, RelayServer, RelayState, Served
from civic.service_requests.settings import RoutingRule
from civic.service_requests.spots import Spot
from storage.unit_of_work import SqlWork
from tests import made_weeks
from tests.asked import AUTHOR, MONDAY, uk

LAMPS = CategoryId(1)
SPOT = Point(latitude=50.56, longitude=29.98)
FIRST, SECOND = ServiceRequestId(1), ServiceRequestId(2)
EVERY = Wanted(statuses=frozenset(Status))


def category_of(community: CommunityId, number: int, word: str = "") -> Category:
    return Category(
        id=CategoryId(number), community=community, parent=None, code=f"category-{number}",
        name=uk(f"{word}Ліхтарі {number}"), agency=AgencyId(1), words=("ліхтар",),
    )  # fmt: skip


def request_of(community: CommunityId, number: int, word: str = "") -> ServiceRequest:
    return ServiceRequest(
        id=ServiceRequestId(number), community=community, number=0, draft=number, category=LAMPS,
        asker=ResidentId(31), account=AccountId(601), text=f"{word}Не світить", point=SPOT,
        place=PlaceId(91), asset=AssetId(1), agency=AgencyId(1), days=10, filed_at=MONDAY,
        changed_at=MONDAY, due_at=MONDAY + timedelta(days=10), is_shown_publicly=True,
    )  # fmt: skip


def _event(request: ServiceRequestId, n: int, word: str = "") -> Event:
    return Event(
        request=request, n=n, at=MONDAY, by=AUTHOR, kind=EventKind.COMMENTED, text=f"{word}Так"
    )


def _photo(request: ServiceRequestId, file: int, look: Look = Look.PUBLIC) -> Photo:
    return Photo(
        request=request, file=FileId(file), by=AUTHOR, kind=PhotoKind.BEFORE,
        look=look, taken_at=MONDAY,
    )  # fmt: skip


def _supporter(request: ServiceRequestId, resident: int) -> Supporter:
    return Supporter(
        request=request, resident=ResidentId(resident), account=AccountId(604), at=MONDAY
    )


def _said(request: ServiceRequestId) -> Confirmation:
    return Confirmation(request=request, round=0, resident=ResidentId(31), is_done=True, at=MONDAY)


def _rule(community: CommunityId, number: int, word: str = "") -> RoutingRule:
    return RoutingRule(
        id=RoutingRuleId(number), community=community, position=number,
        words=frozenset({f"{word}яма"}), agency=AgencyId(1),
    )  # fmt: skip


def draft_of(community: CommunityId, number: int, word: str = "") -> Draft:
    return Draft(
        id=number, community=community, resident=ResidentId(29 + 2 * number), text=f"{word}Яма",
        category=LAMPS, changed_at=MONDAY,
    )  # fmt: skip


def api_key_of(community: CommunityId, number: int, word: str = "") -> ApiKey:
    return ApiKey(
        id=ApiKeyId(number), community=community, key_hash=str(number) * 64,
        name=f"{word}Двірники", hourly=5, made_at=MONDAY,
    )  # fmt: skip


def _server(community: CommunityId, number: int, word: str) -> RelayServer:
    return RelayServer(
        id=RelayServerId(number), community=community, name=f"{word}Дороги",
        url="https://roads.example", since=MONDAY,
    )  # fmt: skip


def _relay(community: CommunityId, number: int, word: str) -> Relay:
    return Relay(
        community=community, request=ServiceRequestId(number), server=RelayServerId(number),
        code=f"{word}001", token=str(number), state=RelayState.DEAD, due_at=MONDAY,
        remote_id=str(number), error=f"{word}HTML",
    )  # fmt: skip


async def complain(work: SqlWork, community: CommunityId, word: str) -> None:
    """The same numbers in either town; the other has a request, a category, a rule more."""
    for number in (1, 2) if word else (1,):
        request = ServiceRequestId(number)
        await work.request_categories.put([category_of(community, number, word)])
        await work.service_requests.file(request_of(community, number, word))
        for n in (1, 2) if word else (1,):
            await work.service_requests.add_event(community, _event(request, n, word))
        await work.service_requests.add_photo(community, _photo(request, 10 + number))
        await work.service_requests.add_photo(community, _photo(request, 20 + number, Look.WAITING))
        await work.service_requests.add_supporter(community, _supporter(request, 31))
        await work.service_requests.put_confirmation(community, _said(request))
        sought = await work.geocodings.seek(
            community, f"{word}Лісова {number}", "uk", GeocodingId(number), now=MONDAY
        )
        await work.request_drafts.put(replace(draft_of(community, number, word), sought=sought.id))
        await work.open311.put_key(api_key_of(community, number, word))
        await work.open311.note_brought(community, request, ApiKeyId(number), now=MONDAY)
        week = week_of(community, number, word)
        await work.request_reports.issue(community, week, _drawn(word))
        await work.relays.put_server(_server(community, number, word))
        await work.relays.put(_relay(community, number, word))
        await work.relays.put_served(
            Served(
                community=community, category=CategoryId(number), server=RelayServerId(number),
                code=f"{word}001",
            )
        )  # fmt: skip
    rules = [_rule(community, number, word) for number in ((1, 2) if word else (1,))]
    await work.request_routes.replace(community, rules)


def week_of(community: CommunityId, number: int, word: str = "") -> IssuedRequests:
    scope = Scope.PUBLIC if number % 2 else Scope.TOWN
    report: RequestReport = replace(
        made_weeks.report_of([], scope), community=community, number=number,
        community_name=uk(f"{word}Містечко"),
    )  # fmt: skip
    return IssuedRequests(report=report, fire_key="2026-11-30", hash="f" * 64)


def _drawn(word: str) -> Mapping[Language, ReportFiles]:
    caption = f"{word}Звернення"
    return {"uk": ReportFiles(caption=caption, picture=FileId(2), pdf=FileId(2), xlsx=FileId(2))}


GIVEN: Mapping[str, tuple[Any, Any]] = {
    "asker": (ResidentId(31), ResidentId(32)),
    "category": (LAMPS, CategoryId(2)),
    "categories": ((LAMPS, CategoryId(2)),) * 2,
    "event": (_event(FIRST, 9),) * 2,
    "geocoding": (GeocodingId(1), GeocodingId(2)),
    "into": (FIRST, SECOND),
    "photo": (_photo(FIRST, 40), _photo(FIRST, 11, Look.HIDDEN)),
    "draft": (draft_of(CommunityId(1), 1, "інакше"), draft_of(CommunityId(1), 2)),
    "request": (FIRST, SECOND),
    "requests": ((FIRST, SECOND),) * 2,
    "round_": (0, 0),
    "rules": ((_rule(CommunityId(1), 1),), ()),
    "said": (_said(FIRST),) * 2,
    "supporter": (_supporter(FIRST, 33), _supporter(FIRST, 31)),
}
SPECIAL: Mapping[str, tuple[Any, Any]] = {
    "geocodings.answer.found": ((), (Spot(title="Лісова", point=SPOT),)),
    "geocodings.seek.geocoding": (GeocodingId(8), GeocodingId(9)),
    "geocodings.seek.typed": ("Лісова 1", "ЧУЖЕ Лісова 2"),
    "request_reports.courses.filed_since": (MONDAY - timedelta(days=90),) * 2,
    "request_reports.courses.changed_since": (MONDAY - timedelta(days=7),) * 2,
    "request_reports.issued_at.fire_key": ("2026-11-30", "2026-12-07"),
    "request_reports.issue.issued": (week_of(CommunityId(1), 4), week_of(CommunityId(1), 6)),
    "request_reports.issue.drawn": (_drawn(""), {}),
    "request_reports.latest.scope": (Scope.PUBLIC, Scope.TOWN),
    "request_reports.latest.agency": (None, AgencyId(2)),
    "relays.is_taken.server": (RelayServerId(1), RelayServerId(2)),
    "relays.is_taken.remote_id": ("1", "2"),
    "open311.by_draft.draft": (1, 2),
    "open311.key.key_hash": ("1" * 64, "2" * 64),
    "open311.numbers_brought.key_hash": ("1" * 64, "2" * 64),
    "open311.numbers_brought.numbers": ((1, 2),) * 2,
    "open311.brought_since.key": (ApiKeyId(1), ApiKeyId(2)),
    "open311.note_brought.key": (ApiKeyId(1),) * 2,
    "open311.note_brought.request": (FIRST,) * 2,
    "open311.numbered.numbers": ((1, 2), (2,)),
    "open311.updates.until": (MONDAY + timedelta(days=1),) * 2,
    "request_drafts.drop.resident": (ResidentId(31), ResidentId(33)),
    "request_drafts.drop.with_files": (True, False),
    "request_drafts.of.resident": (ResidentId(31), ResidentId(33)),
    "service_requests.inside.statuses": (tuple(Status),) * 2,
    "service_requests.of_asset.statuses": (tuple(Status),) * 2,
    "service_requests.page.near": (SPOT,) * 2,
    "service_requests.page.order": (Order.DUE, Order.NEAR),
    "service_requests.page.wanted": (EVERY, replace(EVERY, public_only=True)),
    "service_requests.count.wanted": (EVERY, replace(EVERY, agencies=frozenset({AgencyId(2)}))),
    "service_requests.is_supporter.resident": (ResidentId(31), ResidentId(32)),
    "service_requests.remove_supporter.resident": (ResidentId(31), ResidentId(32)),
}

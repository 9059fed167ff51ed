"""A town where requests are filed: two agencies with their people, a dispatcher, neighbours."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from civic.communities.model import Agency, Official, Role
from civic.kernel.ids import (
    AccountId,
    AgencyId,
    CategoryId,
    IdMaker,
    PlaceId,
    ResidentId,
    ServiceRequestId,
)
from civic.places.model import Point
from civic.residents.model import Resident
from civic.service_requests.actions.filing import Filed, file_request
from civic.service_requests.model import Category, NewRequest, ServiceRequest
from storage.tables.outbox import outbox
from storage.unit_of_work import SqlWork
from tests.asked import COURTYARD, MONDAY, TOWN, uk
from tests.survey_town import OTHER_COURTYARD, build_town, settle

ROADS, WATER = AgencyId(1), AgencyId(2)
MAYOR, ROAD_HEAD, ROADMAN, PLUMBER, DISPATCHER = (AccountId(n) for n in (511, 512, 513, 514, 515))
OLENA, STEPAN, NINA, IVAN = (AccountId(n) for n in (631, 632, 633, 634))
HOLES, GROUP, LEAKS, GAS, PARKS = (CategoryId(n) for n in (1, 2, 3, 4, 5))
SPOT = Point(latitude=50.56, longitude=29.98)
NEW_ID = IdMaker()


def category(number: int, code: str, **changes: Any) -> Category:
    made = Category(
        id=CategoryId(number), community=TOWN, parent=None, code=code, name=uk(code.title())
    )
    return replace(made, **changes)


CATEGORIES = (
    category(1, "holes", name=uk("Ями"), words=("яма", "вибоїна"), agency=ROADS, icon="🕳"),
    category(2, "water", name=uk("Вода")),
    category(3, "leaks", parent=GROUP, name=uk("Прорив"), words=("прорвало", "тече"),
             agency=WATER, needs_photo_after=True, days=3),
    category(4, "gas", parent=GROUP, name=uk("Газ"), words=("газ",), agency=WATER,
             is_public=False, is_emergency=True, days=1),
    category(5, "parks", name=uk("Парк"), position=9),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Who is there."""

    mayor: Official
    road_head: Official
    roadman: Official
    plumber: Official
    dispatcher: Official
    olena: Resident
    stepan: Resident
    nina: Resident
    ivan: Resident


async def build_filed_town(work: SqlWork) -> Cast:
    await build_town(work)
    for agency, name in ((ROADS, "Дороги"), (WATER, "Водоканал")):
        await work.officials.put_agency(Agency(id=agency, community=TOWN, name=uk(name)))
    officials = {
        "mayor": _official(MAYOR, Role.ADMINISTRATOR, None),
        "road_head": _official(ROAD_HEAD, Role.OFFICIAL, ROADS, is_head=True),
        "roadman": _official(ROADMAN, Role.OFFICIAL, ROADS),
        "plumber": _official(PLUMBER, Role.OFFICIAL, WATER),
        "dispatcher": _official(DISPATCHER, Role.OFFICIAL, None, is_dispatcher=True),
    }
    for official in officials.values():
        await settle(work, official.account)
        await work.officials.put(official)
    await work.request_categories.put(CATEGORIES)
    return Cast(
        **officials,
        olena=await _resident(work, OLENA, 31, COURTYARD),
        stepan=await _resident(work, STEPAN, 32, COURTYARD),
        nina=await _resident(work, NINA, 33, COURTYARD),
        ivan=await _resident(work, IVAN, 34, OTHER_COURTYARD),
    )


def hole(draft: int = 1, **changes: Any) -> NewRequest:
    made = NewRequest(
        draft=draft, category=HOLES, text="Велика яма біля під'їзду", point=SPOT, place=COURTYARD
    )
    return replace(made, **changes)


async def filed_by(
    work: SqlWork, who: Resident, new: NewRequest | None = None, *, now: datetime = MONDAY
) -> ServiceRequest:
    return (await filing_of(work, who, new, now=now)).request


async def filing_of(
    work: SqlWork, who: Resident, new: NewRequest | None = None, *, now: datetime = MONDAY
) -> Filed:
    asked = new or hole()
    return await file_request(TOWN, asked, by=who, desk=work, new_id=NEW_ID, now=now)


async def told(work: SqlWork, account: AccountId) -> list[Mapping[str, Any]]:
    """What waits to be said to somebody: keys and parameters, what came later last."""
    asked = (
        select(outbox.c.payload, outbox.c.card, outbox.c.content_id)
        .where(outbox.c.chat_id == account, outbox.c.state == 0)
        .order_by(outbox.c.id)
    )
    rows = (await work.connection.execute(asked)).all()
    return [{"bulk": True} if row.payload is None else row.payload for row in rows]


async def news_of(work: SqlWork, account: AccountId) -> list[str]:
    """Of the office: the news; of residents: the keys."""
    return [
        one["params"].get("news", one["key"]) for one in await told(work, account) if "key" in one
    ]


async def read(work: SqlWork, request: ServiceRequest) -> ServiceRequest:
    return await work.service_requests.request(TOWN, ServiceRequestId(request.id))


def _official(account: AccountId, role: Role, agency: AgencyId | None, **duties: bool) -> Official:
    return Official(
        community=TOWN, account=account, role=role, agency=agency, name=f"№{account}",
        since=MONDAY, **duties,
    )  # fmt: skip


async def _resident(work: SqlWork, account: AccountId, resident: int, home: PlaceId) -> Resident:
    settled = await settle(work, account, resident=ResidentId(resident), home=home)
    assert settled is not None
    return settled

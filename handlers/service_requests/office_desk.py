"""Who of the office looks at a request, and as what they may act on it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from aiogram import BaseMiddleware, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import TelegramObject

from civic.communities.model import Agency, Community, Official
from civic.communities.rules import Action, check_may, is_allowed
from civic.kernel.ids import AgencyId, ServiceRequestId
from civic.kernel.refusal import Refusal
from civic.service_requests.actions.stepping import office_now
from civic.service_requests.model import (
    OPEN,
    Category,
    Order,
    ServiceRequest,
    Status,
    Wanted,
)
from civic.service_requests.rules.deadlines import TownCalendar, calendar_of
from civic.service_requests.rules.parties import (
    Office,
    agencies_seen_by,
    parties_of,
)
from civic.service_requests.rules.transitions import Party
from civic.unit_of_work import Work
from handlers.person import Person
from handlers.presses.service_request_office import ALL, NOBODYS

UNTOUCHED = frozenset({Status.RECEIVED, Status.PASSED_ON, Status.REOPENED})
LAST_LIST = "request_list"
"""Where the conversation keeps which list was looked at last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestOffice:
    """The town's office, and who of it is at the desk."""

    official: Official
    town: Community
    office: Office
    agencies: list[Agency]
    """Those that serve."""
    known: list[Agency]
    """Those as well that do no longer, to call them by name."""

    @property
    def calendar(self) -> TownCalendar:
        return calendar_of(self.town)


@dataclass(frozen=True, slots=True, kw_only=True)
class AtRequest:
    desk: RequestOffice
    request: ServiceRequest
    category: Category
    parties: frozenset[Party]
    """Empty: they may look, and that is all."""

    def with_request(self, request: ServiceRequest) -> "AtRequest":
        parties = parties_of(self.desk.official, request, self.desk.office)
        return replace(self, request=request, parties=parties)


async def request_office(
    person: Person, work: Work, *, action: Action = Action.SEE_REQUESTS
) -> RequestOffice:
    """Raise Refusal when they may not, or no longer."""
    official = check_may(person.official, action)
    if person.office is None:
        raise Refusal("not-allowed")
    known = await work.officials.agencies(person.office.id, closed=True)
    return RequestOffice(
        official=official,
        town=person.office,
        office=await office_now(person.office.id, desk=work),
        agencies=[one for one in known if not one.is_closed],
        known=known,
    )


async def at_request(person: Person, request: ServiceRequestId, work: Work) -> AtRequest:
    """Raise NotFound when the town they serve has no such request."""
    desk = await request_office(person, work)
    found = await work.service_requests.request(desk.town.id, request)
    return AtRequest(
        desk=desk,
        request=found,
        category=await work.request_categories.category(desk.town.id, found.category),
        parties=parties_of(desk.official, found, desk.office),
    )


def agencies_of(desk: RequestOffice, agency: AgencyId) -> frozenset[AgencyId | None] | None:
    """Which agencies' requests a list holds; None: all."""
    if agency == NOBODYS:
        return frozenset({None})
    if agency != ALL:
        return frozenset({agency})
    if not is_allowed(desk.official, Action.HANDLE_REQUESTS):
        return None
    return agencies_seen_by(desk.official, desk.office)


def wanted_of(
    which: str, desk: RequestOffice, agency: AgencyId, now: datetime
) -> tuple[Wanted, ...]:
    """Each request is in one of them at most; in hand is also what one stands in for."""
    if which == "mine":
        acting = desk.office.acts_for(desk.official)
        return tuple(Wanted(statuses=OPEN, assignee=one.account) for one in acting)
    agencies = agencies_of(desk, agency)
    running = OPEN - {Status.WAITING}
    lists = {
        "new": Wanted(statuses=UNTOUCHED, agencies=agencies),
        "late": Wanted(statuses=running, agencies=agencies, due_until=now),
        "waiting": Wanted(statuses=frozenset({Status.WAITING}), agencies=agencies),
        "disputed": Wanted(statuses=frozenset({Status.DONE}), agencies=agencies, is_disputed=True),
        "done": Wanted(statuses=frozenset({Status.DONE, Status.CONFIRMED}), agencies=agencies),
    }
    return (lists.get(which, Wanted(statuses=OPEN, agencies=agencies)),)


async def counted(wanted: Sequence[Wanted], desk: RequestOffice, work: Work) -> int:
    return sum([await work.service_requests.count(desk.town.id, one) for one in wanted])


async def page_of(
    which: str,
    wanted: Sequence[Wanted],
    desk: RequestOffice,
    work: Work,
    *,
    offset: int,
    limit: int,
) -> list[ServiceRequest]:
    order = order_of(which)
    if len(wanted) == 1:
        return await work.service_requests.page(
            desk.town.id, wanted[0], order=order, offset=offset, limit=limit
        )
    found: list[ServiceRequest] = []
    for one in wanted:
        found += await work.service_requests.page(
            desk.town.id, one, order=order, limit=offset + limit
        )
    # By deadline: several lists are only ever of what is in hand.
    found.sort(key=lambda one: (one.due_at is None, one.due_at, one.id))
    return found[offset : offset + limit]


def order_of(which: str) -> Order:
    return Order.NEWEST if which == "done" else Order.DUE


async def untouched_before(official: Official, office: Community, work: Work) -> int:
    """How many requests nobody has taken yet, of those that this official sees at first."""
    if not is_allowed(official, Action.HANDLE_REQUESTS):
        return 0
    staff = await office_now(office.id, desk=work)
    wanted = Wanted(statuses=UNTOUCHED, agencies=agencies_seen_by(official, staff))
    return await work.service_requests.count(office.id, wanted)


class LeavesRequestForm(BaseMiddleware):
    """A press leaves whatever waited for words; which list was open last is kept."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        state: FSMContext = data["state"]
        if await state.get_state() is not None:
            await leave_form(state)
        return await handler(event, data)


async def leave_form(state: FSMContext) -> None:
    last = (await state.get_data()).get(LAST_LIST)
    await state.clear()
    if last:
        await state.set_data({LAST_LIST: last})


def leaving_request_forms(router: Router) -> Router:
    router.callback_query.middleware(LeavesRequestForm())
    return router

"""What waits for the office: how much of what, lists of it, whose lists they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from civic.communities.model import Agency
from civic.kernel.ids import AccountId, AgencyId, CategoryId
from civic.places.model import Point
from civic.places.rules.locating import metres_between
from civic.service_requests.model import Category, ServiceRequest
from civic.service_requests.rules.deadlines import TownCalendar
from handlers.presses.appeals import AppealDeskPress
from handlers.presses.menu import OfficePress
from handlers.presses.registry import Press
from handlers.presses.service_request_office import (
    ALL,
    NOBODYS,
    NearQueuePress,
    OfficeRequestPress,
    QueueAgenciesPress,
    RequestAsidePress,
    RequestDeskPress,
    RequestQueuePress,
    TemplatesPress,
    UnlookedPhotosPress,
)
from handlers.presses.service_request_rules import (
    AskLeavePress,
    CategoriesPress,
    RequestDutiesPress,
    RoutingRulesPress,
)
from handlers.screens.navigation import pages, ways
from handlers.screens.screen import Button, Rows, Screen, column, escape
from handlers.screens.service_requests.office_wording import button, listed, scope_words
from locales.catalog import Say

QUEUES = ("new", "mine", "due", "late", "waiting", "disputed", "done")
ON_DESK = QUEUES[:-1]
"""What is done waits for residents, not for the office."""
ALWAYS = ("new", "mine", "due")
"""Shown also while there is nothing in them."""
PAGE = 6
DEGREE = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """What lists need to call requests by their names."""

    categories: Mapping[CategoryId, Category]
    agencies: Sequence[Agency]
    calendar: TownCalendar
    now: datetime


def desk_screen(
    agency: AgencyId, counts: Mapping[str, int], shelf: Shelf, *, unlooked: int, say: Say
) -> Screen:
    """`counts` by the name of the list; the number of a request may be typed."""
    parts = [say("office-requests-heading")]
    if named := scope_words(agency, shelf.agencies, say):
        parts.append(say("office-requests-of", agency=escape(named)))
    parts.append(say("office-requests-how"))
    lists = [
        button(
            "office-entry-counted",
            RequestQueuePress(which, agency),
            say,
            entry=say(f"office-requests-{which}"),
            count=say.number(counts[which]),
        )
        for which in ON_DESK
        if counts[which] or which in ALWAYS
    ]
    rows: Rows = tuple(tuple(lists[at : at + 2]) for at in range(0, len(lists), 2))
    if unlooked:
        rows += ((_photos(unlooked, say),),)
    rows += ((button("office-requests-aside", RequestAsidePress(), say),),)
    return Screen(text="\n".join(parts), rows=(*rows, *ways(say, OfficePress())))


def aside_screen(shelf: Shelf, *, done: int, handles: bool, sets: bool, say: Say) -> Screen:
    """What is needed more seldom than the lists."""
    counted = say("office-requests-done")
    label = say("office-entry-counted", entry=counted, count=say.number(done))
    buttons = [Button(label=label, press=RequestQueuePress("done", ALL).pack())]
    if shelf.agencies:
        buttons.append(button("office-requests-agencies", QueueAgenciesPress(), say))
    if handles:
        buttons.append(button("office-appeals", AppealDeskPress(), say))
        buttons.append(button("office-requests-templates", TemplatesPress(), say))
        buttons.append(button("office-requests-leave", AskLeavePress(AccountId(0)), say))
    if sets:
        buttons.append(button("office-requests-categories", CategoriesPress(), say))
        buttons.append(button("office-requests-rules", RoutingRulesPress(), say))
        buttons.append(button("office-requests-duties", RequestDutiesPress(), say))
    text = say("office-requests-aside-heading")
    return Screen(text=text, rows=(*column(buttons), *ways(say, RequestDeskPress())))


def _photos(unlooked: int, say: Say) -> Button:
    return Button(
        label=say.n("office-requests-photos", unlooked), press=UnlookedPhotosPress().pack()
    )


def queue_screen(
    requests: Sequence[ServiceRequest],
    press: RequestQueuePress,
    count: int,
    shelf: Shelf,
    *,
    say: Say,
) -> Screen:
    parts = [say(f"office-requests-{press.which}-heading")]
    if named := scope_words(press.agency, shelf.agencies, say):
        parts.append(say("office-requests-of", agency=escape(named)))
    if not requests:
        parts.append(say("office-requests-none"))
    buttons = [_listed(one, shelf, say) for one in requests]

    def turn(to: int) -> RequestQueuePress:
        return RequestQueuePress(press.which, press.agency, to)

    turns = pages(press.page, count, PAGE, turn, say)
    back = RequestDeskPress(press.agency)
    return Screen(text="\n".join(parts), rows=(*column(buttons), *turns, *ways(say, back)))


def near_screen(
    requests: Sequence[ServiceRequest],
    press: NearQueuePress,
    shelf: Shelf,
    *,
    is_more: bool,
    say: Say,
) -> Screen:
    """The nearest first; another location may be sent at any time."""
    here = point_of(press)
    buttons = [_listed(one, shelf, say, here) for one in requests]

    def turn(to: int) -> NearQueuePress:
        return NearQueuePress(press.latitude, press.longitude, press.agency, to)

    count = (press.page + 1) * PAGE + is_more
    turns = pages(press.page, count, PAGE, turn, say)
    text = say("office-requests-near" if requests else "office-requests-near-none")
    back = RequestDeskPress(press.agency)
    return Screen(text=text, rows=(*column(buttons), *turns, *ways(say, back)))


def point_of(press: NearQueuePress) -> Point:
    return Point(latitude=press.latitude / DEGREE, longitude=press.longitude / DEGREE)


def _listed(request: ServiceRequest, shelf: Shelf, say: Say, here: Point | None = None) -> Button:
    metres = None
    if here is not None and request.point is not None:
        metres = round(metres_between(here, request.point))
    label = listed(
        request,
        shelf.categories[request.category],
        shelf.calendar,
        now=shelf.now,
        metres=metres,
        say=say,
    )
    return Button(label=label, press=OfficeRequestPress(request.id).pack())


def agencies_screen(shelf: Shelf, *, page: int, say: Say) -> Screen:
    """Whose requests to look at."""
    choices = [(ALL, say("office-requests-usual")), (NOBODYS, say("office-request-dispatcher"))]
    choices += [(one.id, scope_words(one.id, shelf.agencies, say)) for one in shelf.agencies]
    buttons = [
        Button(label=label, press=RequestDeskPress(agency).pack())
        for agency, label in choices[page * PAGE : (page + 1) * PAGE]
    ]

    def turn(to: int) -> Press:
        return QueueAgenciesPress(to)

    turns = pages(page, len(choices), PAGE, turn, say)
    text = say("office-requests-whose")
    return Screen(text=text, rows=(*column(buttons), *turns, *ways(say, RequestAsidePress())))

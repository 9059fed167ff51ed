"""A request in the office's words: what it is called, where it stands, until when."""

from collections.abc import Sequence
from datetime import datetime

from civic.communities.model import Agency
from civic.kernel.ids import AgencyId
from civic.kernel.language import language_of
from civic.service_requests.model import Category, ServiceRequest, Status
from civic.service_requests.rules.deadlines import TownCalendar, days_left
from handlers.presses.registry import Press
from handlers.presses.service_request_office import ALL, NOBODYS
from handlers.screens.screen import Button, escape
from locales.catalog import Say

LABEL_ROOM = 34


def button(key: str, press: Press, say: Say, **params: object) -> Button:
    return Button(label=say(key, **params), press=press.pack())


def heading(request: ServiceRequest, category: Category, say: Say) -> str:
    return say(
        "office-request-heading",
        number=say.number(request.number),
        category=escape(category.title_in(language_of(say.language))),
    )


def agency_words(agency: AgencyId | None, agencies: Sequence[Agency], say: Say) -> str:
    """Not escaped: for a label. None is the dispatcher's."""
    named = next((one for one in agencies if one.id == agency), None)
    return named.name.in_(language_of(say.language)) if named else say("office-request-dispatcher")


def scope_words(agency: AgencyId, agencies: Sequence[Agency], say: Say) -> str:
    """Whose requests a list holds, where it is not what an official sees at first; not escaped."""
    if agency == ALL:
        return ""
    return agency_words(None if agency == NOBODYS else agency, agencies, say)


def due_words(request: ServiceRequest, calendar: TownCalendar, *, now: datetime, say: Say) -> str:
    """Until when, in working days; nothing of what is no longer waited for."""
    if not request.is_open or request.due_at is None:
        return ""
    if request.clock_stopped_at is not None:
        return say("office-request-clock-stands")
    day = say.day(calendar.last_day_before(request.due_at))
    left = days_left(calendar, request.due_at, now)
    if request.due_at <= now:
        late = max(1, -left)
        return say.n("office-request-late", late, day=day)
    if left == 0:
        return say("office-request-due-today")
    return say.n("office-request-due", left, day=day)


def listed(
    request: ServiceRequest,
    category: Category,
    calendar: TownCalendar,
    *,
    now: datetime,
    say: Say,
    metres: int | None = None,
) -> str:
    """On a button: number, category, and what matters most about it."""
    number = say.number(request.number)
    title = category.title_in(language_of(say.language))
    if len(title) > LABEL_ROOM:
        title = title[: LABEL_ROOM - 1].rstrip() + "…"
    if metres is not None:
        return say(
            "office-request-listed-near", number=number, title=title, metres=say.number(metres)
        )
    if request.status is Status.WAITING:
        return say("office-request-listed-waiting", number=number, title=title)
    if not request.is_open or request.due_at is None:
        return say("office-request-listed", number=number, title=title)
    day = f"{calendar.last_day_before(request.due_at):%d.%m}"
    key = "office-request-listed-late" if request.due_at <= now else "office-request-listed-due"
    return say(key, number=number, title=title, day=day)


def shortened(text: str, room: int) -> str:
    """Escaped, and no longer than the room."""
    return escape(text if len(text) <= room else text[: room - 1].rstrip() + "…")

"""What officials hear of a request: a message they can act on from where they stand."""

from datetime import date, datetime

from civic.kernel.ids import ServiceRequestId
from civic.kernel.language import Translated, language_of
from civic.service_requests.actions.telling import FILED
from civic.service_requests.rules.deadlines import TownCalendar
from civic.service_requests.rules.transitions import Step
from handlers.presses.service_request_office import (
    OfficeRequestPress,
    RequestDeskPress,
    StepPress,
)
from handlers.screens.notices.registry import Params, notice
from handlers.screens.screen import Button, Screen, escape
from handlers.screens.service_requests.office_wording import button
from locales.catalog import Say

_MAY_ACCEPT = frozenset({FILED, Step.PASS_ON.value, Step.OBJECT.value})
"""News of something that nobody has in hand yet."""


@notice("request-office")
def news(params: Params, say: Say) -> Screen:
    title = Translated(params["category"]).in_(language_of(say.language))
    heading = say(f"office-news-{params['news']}", number=say.number(params["number"]))
    lines = [f"<b>{heading}</b>", escape(f"{params['icon']} {title}".strip())]
    if params["emergency"]:
        lines.insert(1, say("office-news-emergency"))
    if params["address"]:
        lines.append(say("office-request-where", place=escape(params["address"])))
    if params["due_at"]:
        calendar = TownCalendar(zone=params["zone"], country=params["country"])
        last = calendar.last_day_before(datetime.fromisoformat(params["due_at"]))
        lines.append(say("office-news-due", at=say.day(last)))
    if params["text"]:
        lines.append(escape(params["text"]))
    request = ServiceRequestId(params["request"])
    buttons: list[Button] = [button("office-news-open", OfficeRequestPress(request), say)]
    if params["news"] in _MAY_ACCEPT:
        buttons.append(button("office-step-accept", StepPress(request, Step.ACCEPT.value), say))
    return Screen(text="\n".join(lines), rows=(tuple(buttons),))


@notice("request-stands-in")
def stands_in(params: Params, say: Say) -> Screen:
    text = say(
        "office-stands-in", name=escape(params["name"]),
        day=say.day(date.fromisoformat(params["last"])),
    )  # fmt: skip
    return Screen(text=text, rows=((button("office-requests", RequestDeskPress(), say),),))


@notice("request-is-back")
def is_back(_params: Params, say: Say) -> Screen:
    text = say("office-is-back")
    return Screen(text=text, rows=((button("office-requests", RequestDeskPress(), say),),))

"""Who heads an agency, who passes requests on."""

from collections.abc import Sequence

from civic.communities.model import Agency, Official
from handlers.presses.service_request_office import RequestAsidePress
from handlers.presses.service_request_rules import (
    DutiesOfPress,
    RequestDutiesPress,
    SetDutyPress,
)
from handlers.screens.navigation import pages, ways
from handlers.screens.screen import Button, Screen, column, escape
from handlers.screens.service_requests.office_wording import agency_words
from locales.catalog import Say

PAGE = 6
DUTIES = ("head", "dispatcher")


def duties_screen(staff: Sequence[Official], *, page: int, say: Say) -> Screen:
    buttons = [
        Button(label=_listed(one, say), press=DutiesOfPress(one.account).pack())
        for one in staff[page * PAGE : (page + 1) * PAGE]
    ]
    turns = pages(page, len(staff), PAGE, RequestDutiesPress, say)
    return Screen(
        text=say("office-duties"), rows=(*column(buttons), *turns, *ways(say, RequestAsidePress()))
    )


def _listed(official: Official, say: Say) -> str:
    told = [say(f"office-duty-{duty}") for duty in DUTIES if has_duty(official, duty)]
    return " · ".join([official.name[:40], *told])


def has_duty(official: Official, duty: str) -> bool:
    return {"head": official.is_head, "dispatcher": official.is_dispatcher}[duty]


def duties_of_screen(official: Official, agencies: Sequence[Agency], *, say: Say) -> Screen:
    """A head needs an agency to head."""
    lines = [f"<b>{escape(official.name)}</b>"]
    if official.agency is not None:
        agency = agency_words(official.agency, agencies, say)
        lines.append(say("office-requests-of", agency=escape(agency)))
    lines.append(say("office-duties-mean"))
    offered = [duty for duty in DUTIES if duty != "head" or official.agency is not None]
    buttons = [
        Button(
            label=("✓ " if has_duty(official, duty) else "") + say(f"office-duty-{duty}"),
            press=SetDutyPress(official.account, duty, not has_duty(official, duty)).pack(),
        )
        for duty in offered
    ]
    return Screen(text="\n".join(lines), rows=(*column(buttons), *ways(say, RequestDutiesPress())))

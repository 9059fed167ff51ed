"""Who heads an agency, who passes requests on, who is away, who is told at night."""

from collections.abc import Sequence
from datetime import date, timedelta

from civic.communities.model import Agency, Official
from civic.service_requests.duties.model import Absence
from handlers.presses.registry import Press
from handlers.presses.service_request_office import RequestAsidePress
from handlers.presses.service_request_rules import (
    AskLeavePress,
    ComeBackPress,
    DutiesOfPress,
    LeaveUntilPress,
    LeaveWithPress,
    NightDutyPress,
    RequestDutiesPress,
    SetDutyPress,
)
from handlers.screens.navigation import cancel_button, pages, ways
from handlers.screens.screen import Button, Screen, column, escape
from handlers.screens.service_requests.office_wording import agency_words, button
from locales.catalog import Say

PAGE = 6
DUTIES = ("head", "dispatcher")
DAYS_AWAY = (1, 3, 7, 14, 30)


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


def duties_of_screen(
    official: Official,
    agencies: Sequence[Agency],
    absence: Absence | None,
    *,
    at_night: bool,
    say: Say,
) -> Screen:
    """A head needs an agency to head."""
    lines = [f"<b>{escape(official.name)}</b>"]
    if official.agency is not None:
        agency = agency_words(official.agency, agencies, say)
        lines.append(say("office-requests-of", agency=escape(agency)))
    if absence is not None:
        lines.append(say("office-leave-until", day=say.day(absence.last)))
    lines.append(say("office-duties-mean"))
    offered = [duty for duty in DUTIES if duty != "head" or official.agency is not None]
    buttons = [
        Button(
            label=("✓ " if has_duty(official, duty) else "") + say(f"office-duty-{duty}"),
            press=SetDutyPress(official.account, duty, not has_duty(official, duty)).pack(),
        )
        for duty in offered
    ]
    night = ("✓ " if at_night else "") + say("office-duty-night")
    buttons.append(Button(label=night, press=NightDutyPress(official.account, not at_night).pack()))
    buttons.append(button("office-leave-ask", AskLeavePress(official.account), say))
    return Screen(text="\n".join(lines), rows=(*column(buttons), *ways(say, RequestDutiesPress())))


def leave_screen(
    official: Official,
    absence: Absence | None,
    substitutes: Sequence[Official],
    back: Press,
    *,
    is_self: bool,
    page: int,
    say: Say,
) -> Screen:
    """Who stands in; of a leave that goes on, when it ends."""
    if absence is not None:
        stands_in = next((one.name for one in substitutes if one.account == absence.substitute), "")
        key = "office-leave-own" if is_self else "office-leave-of"
        text = say(
            key, name=escape(official.name), substitute=escape(stands_in), day=say.day(absence.last)
        )
        end = button("office-leave-end", ComeBackPress(official.account), say)
        return Screen(text=text, rows=((end,), *ways(say, back)))
    buttons = [
        Button(label=one.name[:40], press=LeaveWithPress(official.account, one.account).pack())
        for one in substitutes[page * PAGE : (page + 1) * PAGE]
    ]

    def turn(to: int) -> AskLeavePress:
        return AskLeavePress(official.account, to)

    turns = pages(page, len(substitutes), PAGE, turn, say)
    key = "office-leave-who" if is_self else "office-leave-who-of"
    text = say(key if substitutes else "office-leave-nobody", name=escape(official.name))
    return Screen(text=text, rows=(*column(buttons), *turns, *ways(say, back)))


def until_screen(official: Official, substitute: Official, *, today: date, say: Say) -> Screen:
    """Some days ahead; any other is typed."""
    buttons = tuple(
        Button(
            label=say.n("office-leave-days", days),
            press=LeaveUntilPress(
                official.account, substitute.account, (today + timedelta(days=days - 1)).toordinal()
            ).pack(),
        )
        for days in DAYS_AWAY
    )
    text = say("office-leave-when", name=escape(substitute.name))
    return Screen(
        text=text,
        rows=(buttons[:3], buttons[3:], (cancel_button(say),),
              *ways(say, AskLeavePress(official.account))),
    )  # fmt: skip

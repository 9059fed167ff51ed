"""The town's agencies: who they are, and what becomes of what one leaves when it is closed."""

from collections.abc import Mapping, Sequence

from civic.communities.model import Agency, Community
from civic.kernel.ids import AgencyId
from civic.kernel.language import language_of
from civic.service_requests.actions.closing import Estate
from handlers.presses.communities import (
    AgenciesPress,
    AgencyPress,
    AskCloseAgencyPress,
    CloseAgencyPress,
    NewAgencyPress,
    OfficialsPress,
)
from handlers.screens.menu import town_name
from handlers.screens.navigation import pages, ways
from handlers.screens.screen import Button, Screen, column, escape
from locales.catalog import Say

PAGE = 6
NOBODY = AgencyId(0)
"""Whoever takes over is the dispatcher."""


def agencies_screen(
    agencies: Sequence[Agency],
    members: Mapping[AgencyId, int],
    *,
    office: Community,
    page: int,
    say: Say,
) -> Screen:
    buttons = [
        Button(
            label=say.n("agency-line", members.get(agency.id, 0), name=name_of(agency, say)[:40]),
            press=AgencyPress(agency.id).pack(),
        )
        for agency in agencies[page * PAGE : (page + 1) * PAGE]
    ]
    heading = say("agencies-heading" if agencies else "agencies-none", town=town_name(office, say))
    new = Button(label=say("invite-new-agency"), press=NewAgencyPress("").pack())
    return Screen(
        text=heading,
        rows=(
            *column(buttons),
            *pages(page, len(agencies), PAGE, AgenciesPress, say),
            (new,),
            *ways(say, OfficialsPress()),
        ),
    )


def agency_screen(estate: Estate, *, office: Community, say: Say) -> Screen:
    close = Button(label=say("agency-close"), press=AskCloseAgencyPress(estate.agency.id).pack())
    lines = [_heading(estate, office, say), *_left(estate, say)]
    return Screen(text="\n".join(lines), rows=((close,), *ways(say, AgenciesPress())))


def ask_heir_screen(
    estate: Estate, agencies: Sequence[Agency], *, office: Community, page: int, say: Say
) -> Screen:
    """Whoever serves it goes along, so that only an agency can take people over."""
    agency = estate.agency
    choices = [(one.id, name_of(one, say)) for one in agencies if one.id != agency.id]
    if not estate.people:
        choices.insert(0, (NOBODY, say("agency-heir-dispatcher")))
    buttons = [
        Button(label=label, press=CloseAgencyPress(agency.id, heir).pack())
        for heir, label in choices[page * PAGE : (page + 1) * PAGE]
    ]

    def turn(to: int) -> AskCloseAgencyPress:
        return AskCloseAgencyPress(agency.id, to)

    key = "agency-close-ask" if choices else "agency-close-first"
    lines = [_heading(estate, office, say), *_left(estate, say), "", say(key)]
    return Screen(
        text="\n".join(lines),
        rows=(
            *column(buttons),
            *pages(page, len(choices), PAGE, turn, say),
            *ways(say, AgencyPress(agency.id)),
        ),
    )


def _heading(estate: Estate, office: Community, say: Say) -> str:
    return say("agency-card", town=town_name(office, say), name=escape(name_of(estate.agency, say)))


def name_of(agency: Agency, say: Say) -> str:
    return agency.name.in_(language_of(say.language))


def _left(estate: Estate, say: Say) -> list[str]:
    counts = {
        "people": len(estate.people),
        "requests": estate.requests,
        "categories": estate.categories,
        "rules": estate.rules,
    }
    return [say.n(f"agency-{what}", count) for what, count in counts.items() if count]

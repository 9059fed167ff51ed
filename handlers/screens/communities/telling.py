"""What holds for announcements and answers in the town: approval, urgent ones, names."""

from civic.broadcasts.rules.moves import ALONE_MINUTES
from civic.communities.model import Community
from civic.communities.rules import APPROVAL_FROM, URGENT_A_WEEK
from handlers.presses.communities import (
    ApprovalFromPress,
    NamesOfficialsPress,
    SingleHandedPress,
    TellingRulesPress,
    TownPress,
    UrgentAWeekPress,
)
from handlers.presses.registry import Press
from handlers.screens.menu import town_name
from handlers.screens.navigation import ways
from handlers.screens.screen import Button, Screen
from locales.catalog import Say

FROM = (20, 50, 100, 300)
URGENT = (0, 1, 3, 5)


def telling_screen(office: Community, *, say: Say) -> Screen:
    lines = [
        say("telling-heading", town=town_name(office, say)),
        say("telling-approval-from", count=say.number(office.approval_from)),
        say("telling-urgent", count=say.number(office.urgent_a_week)),
        say("telling-names-on" if office.names_officials else "telling-names-off"),
        say(
            "telling-alone-on" if office.is_single_handed else "telling-alone-off",
            minutes=say.number(ALONE_MINUTES),
        ),
    ]
    names, alone = office.names_officials, office.is_single_handed
    rows = (
        (_to("telling-change-approval", ApprovalFromPress(0), say),),
        (_to("telling-change-urgent", UrgentAWeekPress(-1), say),),
        (
            _to(
                "telling-hide-names" if names else "telling-show-names",
                NamesOfficialsPress(not names),
                say,
            ),
        ),
        (
            _to(
                "telling-end-alone" if alone else "telling-begin-alone",
                SingleHandedPress(not alone),
                say,
            ),
        ),
    )
    return Screen(text="\n\n".join(lines), rows=(*rows, *ways(say, TownPress())))


def ask_approval_screen(office: Community, *, say: Say) -> Screen:
    least, most = APPROVAL_FROM
    presets = tuple(_number(ApprovalFromPress(one), one, office.approval_from, say) for one in FROM)
    text = say("telling-ask-approval", least=say.number(least), most=say.number(most))
    return Screen(text=text, rows=(presets, *ways(say, TellingRulesPress())))


def ask_urgent_screen(office: Community, *, say: Say) -> Screen:
    least, most = URGENT_A_WEEK
    presets = tuple(
        _number(UrgentAWeekPress(one), one, office.urgent_a_week, say) for one in URGENT
    )
    text = say("telling-ask-urgent", least=say.number(least), most=say.number(most))
    return Screen(text=text, rows=(presets, *ways(say, TellingRulesPress())))


def _number(press: Press, number: int, now: int, say: Say) -> Button:
    label = say.number(number)
    return Button(label=f"✓ {label}" if number == now else label, press=press.pack())


def _to(key: str, press: Press, say: Say) -> Button:
    return Button(label=say(key), press=press.pack())

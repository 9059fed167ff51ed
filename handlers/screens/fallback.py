"""Where nothing fits: the two or three likeliest things to do."""

from civic.communities.model import Community
from handlers.presses.dialogues import TalkPress
from handlers.presses.menu import HelpPress, OfficePress
from handlers.presses.settings import SettingsPress
from handlers.presses.surveys import SurveysPress
from handlers.screens.menu import office_contacts
from handlers.screens.navigation import cancel_button, home_button
from handlers.screens.screen import Button, Screen, column
from locales.catalog import Say


def lost_screen(
    key: str, community: Community | None, *, is_official: bool = False, say: Say
) -> Screen:
    """`key` says why this leads nowhere; below stands what one may have meant."""
    parts = [say(key)]
    if community is not None:
        parts.append(office_contacts(community, say))
    likeliest = [
        Button(label=say("menu-settings"), press=SettingsPress().pack()),
        Button(label=say("menu-help"), press=HelpPress().pack()),
    ]
    if community is not None:
        likeliest = [
            Button(label=say("menu-talk"), press=TalkPress().pack()),
            Button(label=say("menu-surveys"), press=SurveysPress().pack()),
            *likeliest,
        ]
    if is_official:
        likeliest.insert(0, Button(label=say("menu-office"), press=OfficePress().pack()))
    rows = (*column(likeliest), (home_button(say),))
    return Screen(text="\n\n".join(part for part in parts if part), rows=rows)


def form_waits_screen(*, say: Say) -> Screen:
    """A question is open, and what came is no answer to it."""
    return Screen(text=say("fallback-form-waits"), rows=((cancel_button(say), home_button(say)),))


def refused_screen(text: str, *, say: Say) -> Screen:
    """A rule said no: its sentence, and the ways on; help shows whom else to ask."""
    help_ = Button(label=say("menu-help"), press=HelpPress().pack())
    return Screen(text=text, rows=((help_, home_button(say)),))

"""Where nothing fits: the two or three likeliest things to do."""

from civic.communities.model import Community
from civic.kernel.language import language_of
from civic.service_requests.model import Category
from handlers.presses.dialogues import TalkPress
from handlers.presses.menu import HelpPress, OfficePress
from handlers.presses.service_requests import NewRequestPress
from handlers.presses.settings import SettingsPress
from handlers.presses.surveys import SurveysPress
from handlers.screens.emergencies import emergency_text
from handlers.screens.menu import office_contacts
from handlers.screens.navigation import cancel_button, home_button
from handlers.screens.screen import Button, Rows, Screen, column, escape
from locales.catalog import Say


def likely_screen(likely: Category, community: Community, *, say: Say) -> Screen:
    """What they wrote sounds like something for the services; in danger, whom to call first."""
    title = escape(likely.title_in(language_of(say.language)))
    parts = [say("fallback-likely", category=title)]
    if likely.is_emergency:
        parts.insert(0, emergency_text(likely, community, say=say))
    return Screen(text="\n\n".join(parts), rows=_likeliest(community, may_report=True, say=say))


def lost_screen(
    key: str,
    community: Community | None,
    *,
    is_official: bool = False,
    may_report: bool = False,
    say: Say,
) -> Screen:
    """`key` says why this leads nowhere; below stands what one may have meant."""
    parts = [say(key)]
    if community is not None:
        parts.append(office_contacts(community, say))
    rows = _likeliest(community, is_official=is_official, may_report=may_report, say=say)
    return Screen(text="\n\n".join(part for part in parts if part), rows=rows)


def _likeliest(
    community: Community | None, *, is_official: bool = False, may_report: bool, say: Say
) -> Rows:
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
    if may_report:
        report = Button(label=say("fallback-report"), press=NewRequestPress().pack())
        likeliest = [report, *likeliest[:2]]
    if is_official:
        likeliest.insert(0, Button(label=say("menu-office"), press=OfficePress().pack()))
    return (*column(likeliest), (home_button(say),))


def form_waits_screen(*, say: Say) -> Screen:
    """A question is open, and what came is no answer to it."""
    return Screen(text=say("fallback-form-waits"), rows=((cancel_button(say), home_button(say)),))


def refused_screen(text: str, *, say: Say) -> Screen:
    """A rule said no: its sentence, and the ways on; help shows whom else to ask."""
    help_ = Button(label=say("menu-help"), press=HelpPress().pack())
    return Screen(text=text, rows=((help_, home_button(say)),))

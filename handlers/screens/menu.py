"""Home, help and the office: what one can do here, in a few buttons."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from civic.communities.model import Community, Official
from civic.communities.rules import Action, is_allowed
from civic.kernel.language import Language, language_of
from handlers.presses.assets import AssetsPress
from handlers.presses.broadcasts import BroadcastsPress
from handlers.presses.channels import ChannelsPress
from handlers.presses.communities import (
    FoundPress,
    OfficesPress,
    OfficialsPress,
    SwitchOfficePress,
    TownPress,
)
from handlers.presses.dialogues import DialoguesPress, TalkPress
from handlers.presses.menu import HelpPress, OfficePress, OfficeSetupPress
from handlers.presses.places import PlacesOfficePress
from handlers.presses.registry import Press
from handlers.presses.reports import ReportsPress
from handlers.presses.service_request_office import RequestDeskPress
from handlers.presses.service_requests import CourtyardPress
from handlers.presses.settings import PrivacyPress, SettingsPress
from handlers.presses.surveys import OfficeSurveysPress, SurveysPress
from handlers.screens.navigation import home_button, ways
from handlers.screens.screen import Button, Rows, Screen, column, escape
from locales.catalog import Say


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuEntry:
    """`key` names the button's label; an entry with `may` stands in the office for who may.

    One that is needed seldom stands behind one more button there.
    """

    key: str
    press: Press
    may: Action | None = None
    needs_town: bool = False
    is_seldom: bool = False


ENTRIES: tuple[MenuEntry, ...] = (
    MenuEntry(key="menu-courtyard", press=CourtyardPress(), needs_town=True),
    MenuEntry(key="menu-surveys", press=SurveysPress(), needs_town=True),
    MenuEntry(key="menu-talk", press=TalkPress(), needs_town=True),
    MenuEntry(key="menu-settings", press=SettingsPress()),
    MenuEntry(key="menu-privacy", press=PrivacyPress()),
    MenuEntry(key="menu-help", press=HelpPress()),
    MenuEntry(key="office-broadcasts", press=BroadcastsPress(), may=Action.STEER_BROADCAST),
    MenuEntry(key="office-surveys", press=OfficeSurveysPress(), may=Action.SEE_PARTICIPATION),
    MenuEntry(key="office-dialogues", press=DialoguesPress(), may=Action.ANSWER_RESIDENTS),
    MenuEntry(key="office-requests", press=RequestDeskPress(), may=Action.SEE_REQUESTS),
    MenuEntry(key="office-reports", press=ReportsPress(), may=Action.READ_REPORTS),
    MenuEntry(
        key="office-places", press=PlacesOfficePress(), may=Action.IMPORT_PLACES, is_seldom=True
    ),
    MenuEntry(key="office-assets", press=AssetsPress(), may=Action.SEE_ASSETS),
    MenuEntry(
        key="office-channels", press=ChannelsPress(), may=Action.MANAGE_CHANNELS, is_seldom=True
    ),
    MenuEntry(key="office-officials", press=OfficialsPress(), may=Action.MANAGE_OFFICIALS),
    MenuEntry(key="office-town", press=TownPress(), may=Action.EDIT_COMMUNITY, is_seldom=True),
)
"""A feature joins with one line."""


def town_name(community: Community, say: Say) -> str:
    """In the reader's language where the town has such a name; safe in HTML."""
    return escape(community.name.in_(language_of(say.language)))


def menu_screen(
    community: Community | None, *, is_resident: bool, is_official: bool, say: Say
) -> Screen:
    if community is None:
        anywhere = [entry for entry in _for_residents() if not entry.needs_town]
        return Screen(text=say("menu-no-town"), rows=_buttons(anywhere, say))
    text = say(
        "menu-heading" if is_resident else "menu-not-resident", town=town_name(community, say)
    )
    rows = _buttons(_for_residents(), say)
    if is_official:
        rows += ((Button(label=say("menu-office"), press=OfficePress().pack()),),)
    return Screen(text=text, rows=rows)


def help_screen(community: Community | None, *, say: Say) -> Screen:
    parts = [say("help-what"), say("help-commands")]
    if community is not None:
        parts.append(office_contacts(community, say))
    parts.append(emergency_numbers(community, say))
    text = "\n\n".join(part for part in parts if part)
    if community is None:
        return Screen(text=text, rows=ways(say))
    talk = Button(label=say("menu-talk"), press=TalkPress().pack())
    return Screen(text=text, rows=((talk,), *ways(say)))


def office_contacts(community: Community, say: Say) -> str:
    """Where the office is and when; nothing where the administrator wrote nothing."""
    contacts = community.contacts
    lines = [say("help-office", town=town_name(community, say))]
    lines += [
        say(key, text=escape(text))
        for key, text in (
            ("help-phone", contacts.phone),
            ("help-address", contacts.address),
            ("help-hours", contacts.hours),
        )
        if text
    ]
    return "\n".join(lines) if len(lines) > 1 else ""


def emergency_numbers(community: Community | None, say: Say) -> str:
    own = community.contacts.emergency if community else ""
    return escape(own) or say("help-emergency")


def office_screen(
    office: Community,
    official: Official,
    *,
    agency: str,
    serves_more: bool,
    counts: Mapping[str, int] = MappingProxyType({}),
    say: Say,
) -> Screen:
    """`counts`: how many things wait behind an entry, by its key."""
    lines = [say("office-heading", town=town_name(office, say))]
    lines.append(say("office-you-are", role=say(f"role-{official.role.value}")))
    if agency:
        lines.append(say("office-agency", agency=escape(agency)))
    mine = [entry for entry in ENTRIES if _is_open(entry, official)]
    rows = _buttons([entry for entry in mine if not entry.is_seldom], say, counts)
    if any(entry.is_seldom for entry in mine):
        rows += ((Button(label=say("office-setup"), press=OfficeSetupPress().pack()),),)
    out: tuple[Button, ...] = (home_button(say),)
    if serves_more:
        out = (Button(label=say("office-switch"), press=OfficesPress().pack()), *out)
    return Screen(text="\n".join(lines), rows=(*rows, out))


def office_setup_screen(office: Community, official: Official, *, say: Say) -> Screen:
    seldom = [entry for entry in ENTRIES if entry.is_seldom and _is_open(entry, official)]
    text = say("office-setup-heading", town=town_name(office, say))
    return Screen(text=text, rows=(*_buttons(seldom, say), *ways(say, OfficePress())))


def no_office_screen(*, may_found: bool, say: Say) -> Screen:
    if not may_found:
        return Screen(text=say("office-none"), rows=ways(say))
    begin = Button(label=say("found-go-on"), press=FoundPress().pack())
    return Screen(text=say("office-may-found"), rows=((begin,), *ways(say)))


def offices_screen(offices: list[Community], *, say: Say) -> Screen:
    buttons = [
        Button(label=_name(office, say), press=SwitchOfficePress(office.id).pack())
        for office in offices[:8]
    ]
    return Screen(text=say("office-which"), rows=(*column(buttons), *ways(say, OfficePress())))


def _name(community: Community, say: Say) -> str:
    language: Language = language_of(say.language)
    return community.name.in_(language)


def _for_residents() -> list[MenuEntry]:
    return [entry for entry in ENTRIES if entry.may is None]


def _is_open(entry: MenuEntry, official: Official) -> bool:
    return entry.may is not None and is_allowed(official, entry.may)


def _buttons(
    entries: list[MenuEntry], say: Say, counts: Mapping[str, int] = MappingProxyType({})
) -> Rows:
    labels = {entry.key: say(entry.key) for entry in entries}
    for key, count in counts.items():
        if count and key in labels:
            labels[key] = say("office-entry-counted", entry=labels[key], count=say.number(count))
    return column([Button(label=labels[one.key], press=one.press.pack()) for one in entries])

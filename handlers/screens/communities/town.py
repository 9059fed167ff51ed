"""What is said of the town: its name, languages, time zone, the office's contacts."""

from civic.communities.model import Community
from civic.kernel.language import LANGUAGES
from handlers.presses.communities import (
    ClearTownPress,
    EditTownPress,
    PublicPagesPress,
    TellingRulesPress,
    TownLanguagePress,
    TownLanguagesPress,
    TownNamesPress,
    TownPress,
)
from handlers.presses.menu import OfficePress
from handlers.screens.menu import town_name
from handlers.screens.navigation import ways
from handlers.screens.screen import Button, Rows, Screen, column, escape
from locales.catalog import Say

NAMES = ("name-uk", "name-en", "name-ru")
CONTACTS = ("phone", "address", "hours", "emergency")
NATIONAL = "112, 101, 102, 103, 104"
EDITABLE = (*NAMES, "timezone", "country", *CONTACTS)


def words_of(community: Community, what: str) -> str:
    """What stands there now, as it was typed."""
    contacts = community.contacts
    if what in NAMES:
        return next(
            (text for kept, text in community.name.texts.items() if what == f"name-{kept}"), ""
        )
    return {
        "timezone": community.timezone,
        "country": community.country,
        "phone": contacts.phone,
        "address": contacts.address,
        "hours": contacts.hours,
        "emergency": contacts.emergency,
    }[what]


def town_screen(community: Community, link: str, *, pages: str | None, say: Say) -> Screen:
    """`pages`: where its public pages are, if the installation has an address of its own."""
    spoken = ", ".join(say(f"language-{language}") for language in community.languages)
    lines = [
        say("town-heading", town=town_name(community, say)),
        say("town-languages", text=spoken),
        say("town-timezone", zone=community.timezone),
        say("town-country", country=community.country),
    ]
    for what in CONTACTS:
        text = escape(words_of(community, what)) or _when_empty(what, say)
        lines.append(say(f"town-{what}", text=text))
    lines.append(say("town-link", link=link))
    shown = community.has_public_pages
    if shown and pages is not None:
        lines.append(say("town-pages-link", link=pages))
    else:
        lines.append(say("town-pages-on" if shown else "town-pages-off"))
    switch = say("town-button-pages-off" if shown else "town-button-pages-on")
    languages = Button(label=say("town-edit-languages"), press=TownLanguagesPress().pack())
    telling = Button(label=say("town-telling"), press=TellingRulesPress().pack())
    rows: Rows = (
        (languages, _edit("timezone", say)),
        (_edit("phone", say),),
        (_edit("address", say), _edit("hours", say), _edit("emergency", say)),
        (telling,),
        (Button(label=switch, press=PublicPagesPress(not shown).pack()),),
    )
    return Screen(text="\n".join(lines), rows=(*rows, *ways(say, OfficePress())))


def names_screen(community: Community, *, say: Say) -> Screen:
    buttons = [
        Button(
            label=f"{say(f'language-{language}')}: {words_of(community, what) or '…'}",
            press=EditTownPress(what).pack(),
        )
        for language in community.languages
        for what in [f"name-{language}"]
    ]
    text = say("town-names-ask", town=town_name(community, say))
    return Screen(text=text, rows=(*column(buttons), *ways(say, TownLanguagesPress())))


def languages_screen(community: Community, *, say: Say) -> Screen:
    buttons = [
        Button(
            label=("✓ " if language in community.languages else "") + say(f"language-{language}"),
            press=TownLanguagePress(language, language not in community.languages).pack(),
        )
        for language in LANGUAGES
    ]
    buttons.append(Button(label=say("town-edit-names"), press=TownNamesPress().pack()))
    first = say(f"language-{community.languages[0]}")
    text = say("town-languages-ask", town=town_name(community, say), first=first)
    return Screen(text=text, rows=(*column(buttons), *ways(say, TownPress())))


def ask_words_screen(community: Community, what: str, *, say: Say) -> Screen:
    now = escape(words_of(community, what))
    lines = [say(f"town-ask-{what}")]
    if now:
        lines.append(say("town-now", text=now))
    rows: Rows = ()
    if now and what in CONTACTS:
        rows = ((Button(label=say("town-clear"), press=ClearTownPress(what).pack()),),)
    if what == "timezone":
        rows = ((_edit("country", say),),)
    return Screen(text="\n\n".join(lines), rows=(*rows, *ways(say, TownPress())))


def _when_empty(what: str, say: Say) -> str:
    return NATIONAL if what == "emergency" else say("town-empty")


def _edit(what: str, say: Say) -> Button:
    return Button(label=say(f"town-edit-{what}"), press=EditTownPress(what).pack())

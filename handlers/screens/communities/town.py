"""What is said of the town: its name, languages, time zone, the office's contacts."""

from civic.communities.model import Community
from civic.kernel.language import LANGUAGES
from handlers.presses.communities import (
    ClearTownPress,
    EditTownPress,
    TownLanguagePress,
    TownPress,
)
from handlers.presses.menu import OfficePress
from handlers.screens.menu import town_name
from handlers.screens.navigation import cancel_button, ways
from handlers.screens.screen import Button, Rows, Screen, escape
from locales.catalog import Say

NAMES = tuple(f"name-{language}" for language in LANGUAGES)
CONTACTS = ("phone", "address", "hours", "emergency")
EDITABLE = (*NAMES, "timezone", *CONTACTS)


def words_of(community: Community, what: str) -> str:
    """What stands there now, as it was typed."""
    contacts = community.contacts
    if what in NAMES:
        return next(
            (text for kept, text in community.name.texts.items() if what == f"name-{kept}"), ""
        )
    return {
        "timezone": community.timezone,
        "phone": contacts.phone,
        "address": contacts.address,
        "hours": contacts.hours,
        "emergency": contacts.emergency,
    }[what]


def town_screen(community: Community, link: str, *, say: Say) -> Screen:
    lines = [say("town-heading", town=town_name(community, say))]
    lines.append(say("town-timezone", zone=community.timezone))
    for what in CONTACTS:
        text = escape(words_of(community, what)) or say("town-empty")
        lines.append(say(f"town-{what}", text=text))
    lines.append(say("town-link", link=link))
    languages = tuple(
        Button(
            label=("✓ " if language in community.languages else "") + say(f"language-{language}"),
            press=TownLanguagePress(language, language not in community.languages).pack(),
        )
        for language in LANGUAGES
    )
    edits: Rows = (
        tuple(_edit(f"name-{language}", say) for language in community.languages),
        (_edit("timezone", say), _edit("phone", say)),
        (_edit("address", say), _edit("hours", say), _edit("emergency", say)),
    )
    return Screen(text="\n".join(lines), rows=(languages, *edits, *ways(say, OfficePress())))


def ask_words_screen(community: Community, what: str, *, say: Say) -> Screen:
    now = escape(words_of(community, what))
    lines = [say(f"town-ask-{what}")]
    if now:
        lines.append(say("town-now", text=now))
    rows: Rows = ()
    if now and what in CONTACTS:
        rows = ((Button(label=say("town-clear"), press=ClearTownPress(what).pack()),),)
    return Screen(
        text="\n\n".join(lines), rows=(*rows, (cancel_button(say),), *ways(say, TownPress()))
    )


def _edit(what: str, say: Say) -> Button:
    return Button(label=say(f"town-edit-{what}"), press=EditTownPress(what).pack())

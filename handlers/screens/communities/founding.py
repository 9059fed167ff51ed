"""Making a town, a question at a time: its name, languages, names in them, time zone."""

from collections.abc import Sequence

from civic.communities.model import Community
from civic.kernel.language import LANGUAGES, Language
from handlers.presses.communities import (
    FoundBackPress,
    FoundKyivPress,
    FoundLanguagePress,
    FoundNextPress,
    InvitePress,
)
from handlers.presses.menu import OfficePress
from handlers.screens.menu import town_name
from handlers.screens.navigation import back_button, cancel_button, ways
from handlers.screens.screen import Button, Screen, column, escape
from locales.catalog import Say


def ask_name_screen(*, say: Say) -> Screen:
    return Screen(text=say("found-name"), rows=((cancel_button(say),),))


def ask_languages_screen(name: str, chosen: Sequence[Language], *, say: Say) -> Screen:
    """Ukrainian is always among them: it is the first."""
    buttons = [
        Button(
            label=("✓ " if language in chosen else "") + say(f"language-{language}"),
            press=FoundLanguagePress(language, language not in chosen).pack(),
        )
        for language in LANGUAGES
        if language != "uk"
    ]
    onward = Button(label=say("next"), press=FoundNextPress().pack())
    return Screen(
        text=say("found-languages", name=escape(name)),
        rows=(*column(buttons), (onward,), _ways_out(say)),
    )


def ask_translation_screen(name: str, language: Language, *, say: Say) -> Screen:
    same = Button(label=say("found-same-name"), press=FoundNextPress().pack())
    return Screen(
        text=say(f"found-name-in-{language}", name=escape(name)),
        rows=((same,), _ways_out(say)),
    )


def ask_timezone_screen(*, say: Say) -> Screen:
    kyiv = Button(label=say("found-kyiv"), press=FoundKyivPress().pack())
    return Screen(text=say("found-timezone"), rows=((kyiv,), _ways_out(say)))


def founded_screen(community: Community, link: str, *, say: Say) -> Screen:
    """What comes next: places, officials, the link for residents."""
    text = say("found-done", town=town_name(community, say), link=link)
    rows = (
        (Button(label=say("menu-office"), press=OfficePress().pack()),),
        (Button(label=say("officials-invite"), press=InvitePress().pack()),),
    )
    return Screen(text=text, rows=(*rows, *ways(say)))


def _ways_out(say: Say) -> tuple[Button, ...]:
    return (back_button(FoundBackPress(), say), cancel_button(say))

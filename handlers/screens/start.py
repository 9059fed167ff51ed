"""The first minutes: a language, the town, the sentence of privacy, the courtyard."""

from collections.abc import Sequence

from civic.communities.model import Community
from civic.kernel.language import LANGUAGES, Language, language_of
from civic.residents.rules import PRIVACY_VERSION
from handlers.presses.menu import OfficePress
from handlers.presses.places import HOME
from handlers.presses.registry import Press
from handlers.presses.start import ChooseLanguagePress, JoinTownPress
from handlers.screens.menu import town_name
from handlers.screens.navigation import home_button, ways
from handlers.screens.places import ask_courtyard_screen
from handlers.screens.screen import Button, Key, Screen, column, escape
from locales.catalog import Say

MATCHES = 8


def language_screen(*, then: str, chosen: Language, back: Press | None, say: Say) -> Screen:
    """Three buttons, each in its own language."""
    buttons = [
        Button(
            label=("✓ " if language == chosen and back else "") + say(f"language-{language}"),
            press=ChooseLanguagePress(language, then).pack(),
        )
        for language in LANGUAGES
    ]
    text = say("language-ask" if back else "start-welcome")
    rows = column(buttons)
    return Screen(text=text, rows=(*rows, *ways(say, back)) if back else rows)


def ask_town_screen(*, say: Say) -> Screen:
    """By name, or by where the person is; towns are never listed."""
    location = Key(label=say("start-send-location"), asks="location")
    return Screen(text=say("start-ask-town"), keys=((location,), (Key(label=say("cancel")),)))


def matching_towns_screen(towns: Sequence[Community], *, say: Say) -> Screen:
    if not towns:
        return Screen(text=say("start-no-such-town"), rows=ways(say))
    buttons = [
        Button(label=town.name.in_(language_of(say.language)), press=JoinTownPress(town.id).pack())
        for town in towns[:MATCHES]
    ]
    return Screen(text=say("start-which-town"), rows=(*column(buttons), *ways(say)))


def joined_screen(community: Community, *, asks_home: bool, say: Say) -> Screen:
    """The town, the sentence of privacy, and at once the question where one lives."""
    parts = [say("start-joined", town=town_name(community, say)), privacy_sentence(say)]
    if not asks_home:
        return Screen(text="\n\n".join(parts), rows=((home_button(say),),))
    question = ask_courtyard_screen(HOME, say=say)
    parts += [question.text, say("start-why-courtyard")]
    return Screen(text="\n\n".join(parts), keys=question.keys)


def move_screen(current: Community, other: Community, *, say: Say) -> Screen:
    text = say("start-move", town=town_name(current, say), other=town_name(other, say))
    move = Button(
        label=say("start-move-yes", other=other.name.in_(language_of(say.language))),
        press=JoinTownPress(other.id).pack(),
    )
    return Screen(text=text, rows=((move,), *ways(say)))


def privacy_sentence(say: Say) -> str:
    """One sentence, shown at the first step into a town; its version is kept with the person."""
    return say(f"privacy-sentence-{PRIVACY_VERSION}")


def wrong_code_screen(left: int, *, say: Say) -> Screen:
    return Screen(text=say.n("start-wrong-code", left), rows=ways(say))


def paused_screen(*, say: Say) -> Screen:
    return Screen(text=say("start-codes-paused"), rows=ways(say))


def administrator_screen(community: Community, *, say: Say) -> Screen:
    text = say("start-administrator", town=town_name(community, say))
    office = Button(label=say("menu-office"), press=OfficePress().pack())
    return Screen(text=text, rows=((office,), *ways(say)))


def official_screen(community: Community, role: str, agency: str, *, say: Say) -> Screen:
    lines = [
        say("start-official", town=town_name(community, say)),
        say("office-you-are", role=say(f"role-{role}")),
    ]
    if agency:
        lines.append(say("office-agency", agency=escape(agency)))
    office = Button(label=say("menu-office"), press=OfficePress().pack())
    return Screen(text="\n".join(lines), rows=((office,), *ways(say)))

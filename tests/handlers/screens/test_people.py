"""Every screen of start, settings, privacy and the office, in three languages."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import time

import pytest

from civic.communities.model import Agency, OfficeContacts, Role
from civic.kernel.ids import AgencyId, FileId, PlaceId, ResidentId
from civic.kernel.language import LANGUAGES, Translated
from civic.places.model import Place, PlaceKind
from civic.residents.model import EVERYTHING, QuietHours, Resident
from civic.residents.rules import NO_QUIET
from civic.service_requests.actions.closing import Estate
from handlers.presses.menu import MenuPress
from handlers.screens.communities import agencies, founding, officials, town
from handlers.screens.fallback import form_waits_screen, lost_screen
from handlers.screens.menu import (
    help_screen,
    menu_screen,
    no_office_screen,
    office_screen,
    offices_screen,
)
from handlers.screens.notices.everything import render_notice
from handlers.screens.privacy import (
    ask_erase_screen,
    erased_screen,
    everything_in_words_screen,
    everything_screen,
    privacy_screen,
)
from handlers.screens.screen import Screen
from handlers.screens.settings import (
    ask_stop_screen,
    followed_screen,
    no_town_screen,
    quiet_screen,
    settings_screen,
    stopped_screen,
    topics_screen,
)
from handlers.screens.start import (
    administrator_screen,
    ask_town_screen,
    joined_screen,
    language_screen,
    matching_towns_screen,
    move_screen,
    official_screen,
    paused_screen,
    wrong_code_screen,
)
from locales.catalog import Say
from locales.catalog import say as speak
from tests.calendar import MONDAY
from tests.people import IHOR, NEMISHAIEVE, OLENA, OTHER_TOWN, TOWN, who_serves
from tests.people import town as some_town

NASTY = "<b>&" + "я" * 90
TOWN_HERE = replace(
    NEMISHAIEVE,
    name=Translated({"uk": NASTY}),
    contacts=OfficeContacts(phone=NASTY, address="А" * 200, hours="пн–пт\n9–18", emergency=""),
)
TOWN_THERE = some_town(OTHER_TOWN, NASTY)
HOME = Place(
    id=PlaceId(11), community=TOWN, external_id="y", kind=PlaceKind.COURTYARD, parent=None,
    name=Translated({"uk": NASTY}),
)  # fmt: skip
OTHERS = [replace(HOME, id=PlaceId(12 + n), external_id=f"o{n}") for n in range(3)]
RESIDENT = Resident(
    id=ResidentId(1),
    community=TOWN,
    account=OLENA,
    language="uk",
    home=HOME.id,
    followed=tuple(place.id for place in OTHERS),
    joined_at=MONDAY,
)
BARE = replace(RESIDENT, home=None, followed=(), quiet=NO_QUIET, muted=frozenset({EVERYTHING}))
ADMINISTRATOR = replace(who_serves(Role.ADMINISTRATOR), name=NASTY)
CROWD = [replace(ADMINISTRATOR, account=IHOR) for _ in range(40)]
AGENCIES = [
    Agency(id=AgencyId(2**62 + n), community=TOWN, name=Translated({"uk": f"{n} {NASTY}"}))
    for n in range(20)
]
ESTATE = Estate(agency=AGENCIES[0], requests=40, categories=5, rules=2, people=(ADMINISTRATOR,))
LINK = "https://t.me/viche_bot?start=i-1001-" + "0" * 32


def _screens(say: Say) -> Iterator[Screen]:
    yield language_screen(then="start", chosen="uk", back=None, say=say)
    yield language_screen(then="settings", chosen="uk", back=MenuPress(), say=say)
    yield ask_town_screen(say=say)
    yield matching_towns_screen([], say=say)
    yield matching_towns_screen([TOWN_HERE, TOWN_THERE], say=say)
    yield joined_screen(TOWN_HERE, asks_home=True, say=say)
    yield joined_screen(TOWN_HERE, asks_home=False, say=say)
    yield move_screen(TOWN_HERE, TOWN_THERE, say=say)
    yield from (wrong_code_screen(left, say=say) for left in (1, 2, 4))
    yield paused_screen(say=say)
    yield administrator_screen(TOWN_HERE, say=say)
    yield official_screen(TOWN_HERE, "analyst", NASTY, say=say)
    yield from _menus(say)
    yield from _settings(say)
    yield privacy_screen(shown_on=say.day(MONDAY), say=say)
    yield everything_screen(FileId(1), say=say)
    yield everything_in_words_screen('{"a": "<b>"}', say=say)
    yield ask_erase_screen(serves=True, say=say)
    yield erased_screen(served=True, say=say)
    yield from _office(say)


def _menus(say: Say) -> Iterator[Screen]:
    yield menu_screen(None, is_resident=False, is_official=False, say=say)
    yield menu_screen(TOWN_HERE, is_resident=True, is_official=True, say=say)
    yield menu_screen(TOWN_HERE, is_resident=False, is_official=True, say=say)
    yield help_screen(TOWN_HERE, say=say)
    yield help_screen(None, say=say)
    yield office_screen(TOWN_HERE, ADMINISTRATOR, agency=NASTY, serves_more=True, say=say)
    yield no_office_screen(may_found=True, say=say)
    yield no_office_screen(may_found=False, say=say)
    yield offices_screen([TOWN_HERE] * 20, say=say)
    yield lost_screen("fallback-text", TOWN_HERE, say=say)
    yield lost_screen("fallback-text", None, say=say)
    yield lost_screen("fallback-text", TOWN_HERE, is_official=True, say=say)
    yield form_waits_screen(say=say)


def _settings(say: Say) -> Iterator[Screen]:
    yield settings_screen(RESIDENT, TOWN_HERE, [HOME, *OTHERS], say=say)
    yield settings_screen(BARE, TOWN_HERE, [], say=say)
    yield no_town_screen(say=say)
    yield followed_screen(OTHERS, say=say)
    yield followed_screen([], say=say)
    yield quiet_screen(RESIDENT, say=say)
    yield quiet_screen(replace(BARE, quiet=QuietHours(start=time(1), end=time(2))), say=say)
    yield topics_screen(RESIDENT, say=say)
    yield topics_screen(BARE, say=say)
    yield ask_stop_screen(say=say)
    yield stopped_screen(say=say)


def _office(say: Say) -> Iterator[Screen]:
    yield founding.ask_name_screen(say=say)
    yield founding.ask_languages_screen(NASTY, ["uk", "en"], say=say)
    yield founding.ask_translation_screen(NASTY, "en", say=say)
    yield founding.ask_translation_screen(NASTY, "ru", say=say)
    yield founding.ask_timezone_screen(say=say)
    yield founding.founded_screen(TOWN_HERE, LINK, say=say)
    yield officials.officials_screen(CROWD, office=TOWN_HERE, page=1, say=say)
    yield officials.official_card(
        ADMINISTRATOR, office=TOWN_HERE, agency=NASTY, is_self=True, say=say
    )
    yield officials.official_agency_screen(
        ADMINISTRATOR, AGENCIES, office=TOWN_HERE, page=0, say=say
    )
    yield officials.ask_revoke_screen(ADMINISTRATOR, office=TOWN_HERE, is_self=True, say=say)
    yield officials.ask_revoke_screen(ADMINISTRATOR, office=TOWN_HERE, is_self=False, say=say)
    yield officials.invite_role_screen(office=TOWN_HERE, say=say)
    yield officials.invite_agency_screen(Role.OFFICIAL, AGENCIES, office=TOWN_HERE, page=1, say=say)
    yield officials.ask_agency_name_screen(say=say)
    yield officials.invitation_screen(Role.ANALYST, NASTY, LINK, MONDAY, office=TOWN_HERE, say=say)
    yield agencies.agencies_screen(AGENCIES, {AGENCIES[0].id: 5}, office=TOWN_HERE, page=0, say=say)
    yield agencies.agencies_screen([], {}, office=TOWN_HERE, page=0, say=say)
    yield agencies.agency_screen(ESTATE, office=TOWN_HERE, say=say)
    yield agencies.ask_heir_screen(ESTATE, AGENCIES, office=TOWN_HERE, page=0, say=say)
    yield town.town_screen(TOWN_HERE, LINK, pages=None, say=say)
    yield town.names_screen(TOWN_HERE, say=say)
    yield town.languages_screen(TOWN_HERE, say=say)
    yield from (town.ask_words_screen(TOWN_HERE, what, say=say) for what in town.EDITABLE)
    about = {"name": NASTY, "role": "analyst", "from": "analyst", "to": "official"}
    for key in ("official-joined", "role-changed", "official-left", "official-revoked"):
        for by in (None, NASTY):
            yield render_notice(key, {**about, "by": by, "agency": {"uk": NASTY}}, say)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_screen_is_too_long_and_what_people_typed_is_escaped(language: str) -> None:
    for screen in _screens(speak(language)):
        assert 0 < len(screen.text) <= 2000
        assert NASTY not in screen.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_most_eight_choices_stand_beside_the_ways_out(language: str) -> None:
    say = speak(language)
    out = {say("home"), say("back"), say("cancel"), say("page-before"), say("page-after")}
    out |= {say("office-switch")}
    for screen in _screens(say):
        choices = [b.label for row in screen.rows for b in row if b.label not in out]
        assert len(choices) <= 8, (screen.text, choices)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_screen_is_a_dead_end(language: str) -> None:
    say = speak(language)
    menus = {say("menu-settings"), say("home"), say("cancel")}
    for screen in _screens(say):
        labels = {button.label for row in screen.rows for button in row}
        # The first question, and the last words, are languages to begin with.
        assert screen.keys or labels & menus or say("language-en") in labels, screen.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_office_screen_says_which_town_it_is(language: str) -> None:
    say = speak(language)
    named = NASTY.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    shown: list[Callable[[], Screen]] = [
        lambda: office_screen(TOWN_HERE, ADMINISTRATOR, agency="", serves_more=True, say=say),
        lambda: officials.officials_screen(CROWD, office=TOWN_HERE, page=0, say=say),
        lambda: officials.official_card(
            ADMINISTRATOR, office=TOWN_HERE, agency="", is_self=False, say=say
        ),
        lambda: officials.ask_revoke_screen(
            ADMINISTRATOR, office=TOWN_HERE, is_self=False, say=say
        ),
        lambda: officials.invite_role_screen(office=TOWN_HERE, say=say),
        lambda: officials.invite_agency_screen(
            Role.OFFICIAL, AGENCIES, office=TOWN_HERE, page=0, say=say
        ),
        lambda: agencies.agencies_screen(AGENCIES, {}, office=TOWN_HERE, page=0, say=say),
        lambda: agencies.agency_screen(ESTATE, office=TOWN_HERE, say=say),
        lambda: town.town_screen(TOWN_HERE, LINK, pages=None, say=say),
        lambda: town.names_screen(TOWN_HERE, say=say),
        lambda: town.languages_screen(TOWN_HERE, say=say),
    ]
    for screen in shown:
        assert named in screen().text


def test_the_emergency_numbers_are_shown_even_without_a_town() -> None:
    for language in LANGUAGES:
        shown = help_screen(None, say=speak(language)).text
        assert all(number in shown for number in ("112", "101", "102", "103", "104"))


@pytest.mark.parametrize(
    ("language", "word"), [("uk", "Термінове"), ("en", "Urgent"), ("ru", "Срочное")]
)
def test_quiet_hours_say_what_comes_in_spite_of_them(language: str, word: str) -> None:
    assert word in quiet_screen(RESIDENT, say=speak(language)).text


@pytest.mark.parametrize(
    ("language", "forever"), [("uk", "назавжди"), ("en", "for good"), ("ru", "навсегда")]
)
def test_nobody_is_told_that_a_topic_is_off_for_ever(language: str, forever: str) -> None:
    assert forever not in topics_screen(RESIDENT, say=speak(language)).text


def test_whoever_works_here_is_led_to_the_office_when_lost() -> None:
    say = speak("uk")
    for is_official in (True, False):
        shown = lost_screen("fallback-text", TOWN_HERE, is_official=is_official, say=say)
        labels = [button.label for row in shown.rows for button in row]
        assert (say("menu-office") in labels) is is_official


def test_whoever_turned_everything_off_is_offered_to_turn_it_on() -> None:
    say = speak("uk")
    silent = replace(RESIDENT, muted=frozenset({EVERYTHING}))
    for resident, offered in ((silent, "topics-all-on"), (RESIDENT, "settings-stop")):
        shown = settings_screen(resident, TOWN_HERE, [HOME], say=say)
        labels = [button.label for row in shown.rows for button in row]
        assert [one for one in labels if one[0] in "🔕🔔"] == [say(offered)]

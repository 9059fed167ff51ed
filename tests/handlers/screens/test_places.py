"""What a person sees on the way to a courtyard, and an administrator of the list, in words."""

from collections.abc import Iterator
from itertools import count

import pytest

from civic.kernel.ids import FileId, IdMaker, PlaceId
from civic.places.actions import Understood
from civic.places.model import (
    Address,
    Building,
    Change,
    Finding,
    ImportSummary,
    Near,
    Place,
    PlaceKind,
    Suggestion,
)
from handlers.presses.places import FOLLOW, HOME, CourtyardsPress
from handlers.presses.registry import read_press
from handlers.screens.notices.everything import render_notice
from handlers.screens.place_lists import (
    ask_retire_screen,
    being_kept_screen,
    dry_run_screen,
    place_list_screen,
)
from handlers.screens.places import (
    ask_courtyard_screen,
    chosen_screen,
    courtyards_screen,
    districts_screen,
    near_screen,
    no_places_screen,
    nowhere_screen,
    offer_screen,
    suggestions_screen,
)
from handlers.screens.screen import Screen
from locales.catalog import LANGUAGES, Say
from locales.catalog import say as speak
from tests.calendar import MONDAY
from tests.placed_town import LINDEN, NORTH, PLACES, STATION, TOWN, building, community, district

BIG = PlaceId(IdMaker()(MONDAY))
HOUSE = PLACES[5]
YARD = PLACES[2]
EVIL = "<b>&" + "Ж" * 120


def suggestion(place: Place, *, exact: bool = True) -> Suggestion:
    return Suggestion(building=Building(place=place, street=1, within=(YARD.name,)), exact=exact)


def understood(*places: Place, number: str = "5", exact: bool = True) -> Understood:
    return Understood(
        address=Address(street=EVIL, number=number),
        suggestions=tuple(suggestion(place, exact=exact) for place in places),
    )


FINDINGS = (
    Finding(row=2, key="places-row-no-id", params={}),
    Finding(row=3, key="places-row-kind", params={"id": EVIL, "kind": EVIL}),
    Finding(row=4, key="places-row-no-name", params={"id": EVIL}),
    Finding(row=5, key="places-row-id-twice", params={"id": EVIL, "first": 2}),
    Finding(
        row=6,
        key="places-row-crossing",
        params={"id": "1", "title": EVIL, "longitude": "1.0", "latitude": "2.0"},
    ),
    Finding(row=7, key="places-row-outline", params={"id": "1", "title": EVIL}),
)


def summary(**given: object) -> ImportSummary:
    wide = district(BIG, EVIL)
    changed = Change(before=HOUSE, after=HOUSE, fields=("name", "area", "retired"))
    told = {
        "counts": {PlaceKind.DISTRICT: 1}, "added": 1, "changed": 2, "retired": 5, "unchanged": 11,
        "found": 12, "first_added": (wide,), "first_changed": (changed,) * 4,
        "first_retired": (wide,) * 5, "findings": FINDINGS, "dry_run": True,
    } | given  # fmt: skip
    return ImportSummary(**told)  # type: ignore[arg-type]  # the fields are those of the model


def screens(say: Say) -> Iterator[Screen]:
    wide = district(BIG, EVIL)
    town = community(TOWN, "town")
    many = [building(n, EVIL, f"{n}", LINDEN) for n in range(8)]
    twice = [building(900, "Садова", "5", LINDEN), building(901, "Садова", "5", STATION)]
    for aim in (HOME, FOLLOW):
        yield ask_courtyard_screen(aim, say=say)
        yield near_screen(aim, [Near(place=wide, metres=299)] * 3, say=say)
        yield nowhere_screen(aim, town, say=say)
        yield suggestions_screen(aim, EVIL * 40, Understood(address=None), say=say)
        yield suggestions_screen(aim, EVIL, understood(*many), say=say)
        yield suggestions_screen(aim, EVIL, understood(*twice), say=say)
        yield suggestions_screen(aim, EVIL, understood(*many, exact=False), say=say)
        yield suggestions_screen(aim, EVIL, understood(*many, number=""), say=say)
        yield districts_screen(aim, [wide] * 8, page=1, count=99, others=True, say=say)
        yield courtyards_screen(aim, [wide] * 8, district=wide, page=1, count=99, say=say)
        yield courtyards_screen(aim, [], district=None, page=0, count=0, say=say)
        yield chosen_screen(aim, (HOUSE, YARD, wide), say=say)
    yield no_places_screen(say=say)
    yield offer_screen(wide, is_home=True, say=say)
    yield offer_screen(wide, is_home=False, say=say)
    yield place_list_screen(dict.fromkeys(PlaceKind, 1234), most=5000, say=say)
    yield dry_run_screen(EVIL, summary(), FileId(BIG), say=say)
    nothing = summary(added=0, changed=0, retired=0, found=0, first_added=(), first_changed=())
    yield dry_run_screen("places.csv", nothing, FileId(1), say=say)
    yield ask_retire_screen(summary(), FileId(BIG), say=say)
    yield being_kept_screen(say=say)
    counts = {"added": 2, "changed": 1, "retired": 5, "unchanged": 0, "found": 21}
    yield render_notice("places-kept", counts, say)
    yield render_notice("places-not-kept", {}, say)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_fits_is_safe_and_leads_on(language: str) -> None:
    say = speak(language)
    for number, screen in zip(count(), screens(say), strict=False):
        assert len(screen.text) <= 1200, number
        assert "<b>&Ж" not in screen.text, number
        assert screen.rows or screen.keys, number
        for row in screen.rows:
            for button in row:
                assert button.press is not None
                assert len(button.press.encode()) <= 64
                assert read_press(button.press) is not None
                assert 0 < len(button.label) <= 120, number


def test_two_houses_under_one_address_are_told_apart_by_their_courtyards() -> None:
    twice = [building(900, "Садова", "5", LINDEN), building(901, "Садова", "5", STATION)]
    screen = suggestions_screen(HOME, "Садова 5", understood(*twice), say=speak("uk"))
    assert [row[0].label for row in screen.rows[:2]] == ["Садова, 5 · Липовий двір"] * 2
    one = suggestions_screen(HOME, "Садова 5", understood(twice[0]), say=speak("uk"))
    assert one.rows[0][0].label == "Садова, 5"


def test_an_unlisted_number_is_named() -> None:
    found = understood(HOUSE, number="77", exact=False)
    assert "77" in suggestions_screen(HOME, "Садова 77", found, say=speak("uk")).text


def test_pages_of_courtyards_lead_on_and_back() -> None:
    yards = [YARD] * 8
    first = courtyards_screen(HOME, yards, district=PLACES[0], page=0, count=12, say=speak("uk"))
    turns = [read_press(button.press or "") for button in first.rows[8]]
    assert turns == [CourtyardsPress(HOME, NORTH, 1)]
    second = courtyards_screen(
        HOME, yards[:4], district=PLACES[0], page=1, count=12, say=speak("uk")
    )
    turns = [read_press(button.press or "") for button in second.rows[4]]
    assert turns == [CourtyardsPress(HOME, NORTH, 0)]


def test_retiring_is_offered_apart_and_says_how_many() -> None:
    screen = dry_run_screen("places.csv", summary(), FileId(1), say=speak("uk"))
    labels = [row[0].label for row in screen.rows]
    assert labels[:2] == ["Додати й оновити", "Це повний список: ще й вилучити 5 місць"]
    kept = dry_run_screen("places.csv", summary(retired=0), FileId(1), say=speak("uk"))
    assert kept.rows[0][0].label == "Додати й оновити"
    assert len(kept.rows) == 2

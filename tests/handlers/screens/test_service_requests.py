"""What residents see of requests: short, escaped, never a dead end, in three languages."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from civic.kernel.ids import (
    CategoryId,
    CommunityId,
    FileId,
    PlaceId,
    ResidentId,
    ServiceRequestId,
)
from civic.kernel.language import LANGUAGES, Translated
from civic.places.model import Place, PlaceKind
from civic.service_requests.draft import Ask, Draft, next_ask
from civic.service_requests.model import (
    Category,
    Nearby,
    NewPhoto,
    PhotoKind,
    ServiceRequest,
    Status,
)
from civic.surveys.answering.model import Answer
from civic.surveys.model import Option, Question, QuestionKind
from handlers.links import page_button_link
from handlers.screens.notices.everything import render_notice
from handlers.screens.screen import Screen
from handlers.screens.service_requests.asking import (
    anew_screen,
    begun_screen,
    categories_screen,
    contact_screen,
    found_screen,
    not_here_screen,
    place_screen,
    summary_screen,
    what_screen,
)
from handlers.screens.service_requests.card import (
    card_screen,
    nearby_card_screen,
    nearby_screen,
    not_done_screen,
)
from handlers.screens.service_requests.mine import courtyard_screen, my_requests_screen
from handlers.screens.service_requests.questions import question_screen
from locales.catalog import Say
from locales.catalog import say as speak
from tests.calendar import MONDAY

NASTY = "<b>&" + "я" * 90
HERE = CommunityId(1)
ME = ResidentId(31)
SINCE = Question(
    kind=QuestionKind.SEVERAL_CHOICES,
    prompt=Translated({"uk": NASTY}),
    options=tuple(Option(code=f"o{n}", label=Translated({"uk": NASTY})) for n in range(20)),
)
LAMPS = Category(
    id=CategoryId(1), community=HERE, parent=None, code="lamps", name=Translated({"uk": NASTY}),
    icon="💡", questions=(SINCE,),
)  # fmt: skip
PUBLIC_PAGE = "https://viche.example/t/town/requests"
YARD = Place(
    id=PlaceId(1), community=HERE, external_id="p1", kind=PlaceKind.COURTYARD, parent=None,
    name=Translated({"uk": NASTY}),
)  # fmt: skip
EMPTY = Draft(id=7, community=HERE, resident=ME, changed_at=MONDAY)
WRITTEN = replace(
    EMPTY,
    text=NASTY * 20,
    photos=(NewPhoto(file=FileId(1)), NewPhoto(file=FileId(2), kind=PhotoKind.VOICE)),
    category=LAMPS.id,
    address=NASTY,
    answers={1: Answer(chosen=("o1",))},
    looked_around=True,
    contact=NASTY,
)
REQUEST = ServiceRequest(
    id=ServiceRequestId(5), community=HERE, number=12, draft=7, category=LAMPS.id, asker=ME,
    account=None, text=NASTY, days=10, filed_at=MONDAY, changed_at=MONDAY,
    is_shown_publicly=True,
)  # fmt: skip


def params(status: Status, **changes: Any) -> dict[str, Any]:
    """As the card's notice carries them, with as much as there can be."""
    at = MONDAY.isoformat()
    happened = [
        {
            "n": n, "at": at, "kind": kind, "step": step, "from": None, "to": None, "text": NASTY * 6,
            "office": True, "day": "2027-03-01", "agency": {"uk": NASTY},
        }
        for n, (kind, step) in enumerate(
            [("filed", None), ("moved", "pass_on"), ("moved", "plan"), ("commented", None),
             ("said_not_done", None), ("overdue", None)]
        )
    ]  # fmt: skip
    return {
        "request": 5, "number": 12, "category": {"uk": NASTY}, "icon": "💡", "emergency": False,
        "status": status.value, "disputed": False, "reopened": 0, "agency": {"uk": NASTY},
        "due_at": at, "clock_stands": status is Status.WAITING, "planned_for": "2027-03-01",
        "text": NASTY * 6, "address": NASTY * 3, "joined": 3,
        "merged_into": 4 if status is Status.MERGED else None, "photo": 1, "photo_after": 2,
        "happened": happened, "own": True, "zone": "Europe/Kyiv", "asker": NASTY, **changes,
    }  # fmt: skip


def _cards(say: Say) -> Iterator[Screen]:
    for status in Status:
        for own in (True, False):
            for behind in (True, False):
                told = params(status, own=own, joined=0 if own else 3)
                yield card_screen(told, stands_behind=behind, say=say)
        yield nearby_card_screen(params(status), is_own=False, say=say)
    yield card_screen(params(Status.DONE, disputed=True), say=say)
    yield render_notice("request-card", params(Status.IN_WORK), say)
    yield render_notice("request-is-it-done", params(Status.DONE), say)
    yield render_notice("request-question", {"request": 5, "number": 12, "text": NASTY * 20}, say)


def _walk(say: Say) -> Iterator[Screen]:
    for draft in (EMPTY, WRITTEN, replace(EMPTY, coming=2)):
        yield what_screen(draft, say=say)
    groups = frozenset({LAMPS.id})
    many = [replace(LAMPS, id=CategoryId(n)) for n in range(1, 30)]
    for likely, page, parent in ((many[:4], 0, None), ([], 1, None), ([], 0, LAMPS)):
        yield categories_screen(WRITTEN, likely, many, groups, parent=parent, page=page, say=say)
    yield place_screen(LAMPS, YARD, has_numbers=True, danger="", say=say)
    yield found_screen(NASTY, [(1, NASTY)] * 5, [], say=say)  # type: ignore[list-item]  # an id
    yield question_screen(WRITTEN, LAMPS, 1, danger="", say=say)
    yield summary_screen(WRITTEN, LAMPS, where="тут", answers=[], danger="", say=say)
    yield contact_screen(say=say)
    yield begun_screen(WRITTEN, say=say)
    yield begun_screen(WRITTEN, is_more=True, say=say)
    yield anew_screen(WRITTEN, say=say)
    yield not_here_screen(say=say)
    found = [Nearby(request=REQUEST, metres=metres) for metres in (1, 20, 30, 40, None)]
    yield nearby_screen(found, danger="", say=say)
    yield not_done_screen(REQUEST.id, 12, say=say)
    yield courtyard_screen(YARD, takes_requests=True, draft=WRITTEN, say=say)
    yield courtyard_screen(None, takes_requests=False, draft=None, say=say)
    yield courtyard_screen(YARD, takes_requests=True, draft=WRITTEN, page=PUBLIC_PAGE, say=say)
    yield my_requests_screen(
        [REQUEST] * 7, {LAMPS.id: LAMPS}, ME, page=1, is_more=True, takes_requests=True, say=say
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_people_typed_is_escaped_and_a_card_fits_under_its_picture(language: str) -> None:
    say = speak(language)
    for screen in (*_cards(say), *_walk(say)):
        assert "<b>&я" not in screen.text
        seen = unescape(re.sub(r"<[^>]+>", "", screen.text))
        assert 0 < len(seen) <= 1_024, seen


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_most_eight_choices_stand_beside_the_ways_out(language: str) -> None:
    say = speak(language)
    out = {say(key) for key in ("home", "back", "cancel", "page-before", "page-after")}
    out |= {say(f"survey-button-{way}") for way in ("earlier", "more", "next", "skip")}
    out |= {say("survey-answer-hard")}
    for screen in (*_cards(say), *_walk(say)):
        choices = [b.label for row in screen.rows for b in row if b.label not in out]
        assert len(choices) <= 8, (screen.text, choices)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_leads_on(language: str) -> None:
    say = speak(language)
    for screen in (*_cards(say), *_walk(say)):
        assert screen.rows, screen.text


def test_a_draft_asks_for_what_it_lacks_in_order() -> None:
    assert next_ask(EMPTY, None) is Ask.WHAT
    said = replace(EMPTY, text="Темно")
    assert next_ask(said, None) is Ask.CATEGORY
    chosen = said.with_category(LAMPS.id)
    assert next_ask(chosen, LAMPS) is Ask.PLACE
    placed = replace(chosen, address="за школою")
    assert next_ask(placed, LAMPS) is Ask.QUESTION
    answered = placed.with_answer(1, Answer(chosen=("o1",)))
    assert next_ask(answered, LAMPS) is Ask.NEARBY
    looked = replace(answered, looked_around=True)
    assert next_ask(looked, LAMPS) is Ask.SUMMARY
    # Another category asks anew, and has other things nearby.
    assert next_ask(looked.with_category(CategoryId(2)), LAMPS) is Ask.QUESTION


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_courtyard_leads_to_the_public_page_where_telegram_takes_its_address(
    language: str,
) -> None:
    say = speak(language)
    for address, page in (
        ("https://viche.example/", PUBLIC_PAGE),
        ("http://viche.example", None),
        (None, None),
    ):
        assert page_button_link(address, "town") == page
        screen = courtyard_screen(YARD, takes_requests=True, draft=None, page=page, say=say)
        links = [button.url for row in screen.rows for button in row if button.url]
        assert links == ([page] if page else [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_names_the_year_once_unless_another_begins(language: str) -> None:
    say = speak(language)
    filed, later = MONDAY.isoformat(), (MONDAY + timedelta(days=2)).isoformat()
    line = {"step": None, "from": None, "to": None, "office": True, "agency": None, "day": None}
    told = params(
        Status.PLANNED, text="", address="", asker="", category={"uk": "Л"}, agency={"uk": "Б"},
        planned_for=f"{MONDAY.year}-12-01",
        happened=[
            {**line, "n": 2, "at": later, "kind": "commented", "text": "Беремо"},
            {**line, "n": 1, "at": filed, "kind": "filed", "text": ""},
        ],
    )  # fmt: skip
    assert card_screen(told, say=say).text.count(str(MONDAY.year)) == 1
    told["planned_for"] = f"{MONDAY.year + 1}-01-08"
    assert str(MONDAY.year + 1) in card_screen(told, say=say).text

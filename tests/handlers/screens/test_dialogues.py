"""Every screen and notice of dialogues, in three languages."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.encode import messages
from civic.communities.model import Agency, OfficeContacts, Role
from civic.dialogues.model import Desk, Dialogue, DialogueState, Line, LineKind
from civic.dialogues.rules import CAPTION_LIMIT, TEXT_LIMIT
from civic.kernel.ids import AccountId, AgencyId, DialogueId, ResidentId
from civic.kernel.language import LANGUAGES, Translated
from handlers.screens.dialogues import office, residents
from handlers.screens.dialogues.wording import LINES_PAGE, PAGE, whole_screens
from handlers.screens.notices.everything import render_notice
from handlers.screens.screen import Media, Screen, Spot
from locales.catalog import Say
from locales.catalog import say as speak
from tests.calendar import MONDAY
from tests.people import IHOR, NEMISHAIEVE, OKSANA, OLENA, TOWN, who_serves

NASTY = "<b>&" + "я" * 90
LARGEST = 2**62
OFFICIAL = replace(who_serves(Role.OFFICIAL, account=OKSANA), name=NASTY)
COLLEAGUES = [replace(OFFICIAL, account=AccountId(IHOR + n)) for n in range(20)]
AGENCIES = [
    Agency(id=AgencyId(LARGEST + n), community=TOWN, name=Translated({"uk": f"{n} {NASTY}"}))
    for n in range(20)
]
DESK = Desk(
    agency=AGENCIES[0].id, name={"uk": NASTY}, told=(OFFICIAL,), readers=(OFFICIAL,), is_night=False
)
TOWN_DESK = replace(DESK, agency=None, name=None)
HERE = replace(NEMISHAIEVE, contacts=OfficeContacts(hours=NASTY))
DIALOGUE = Dialogue(
    id=DialogueId(LARGEST), community=TOWN, number=1234, resident=ResidentId(1), account=OLENA,
    agency=AGENCIES[0].id, about=None, state=DialogueState.WAITING_FOR_OFFICE, assignee=OKSANA,
    opened_at=MONDAY, updated_at=MONDAY,
)  # fmt: skip
LINES = [
    Line(
        id=n, dialogue=DIALOGUE.id, from_office=n % 2 == 1, author=OKSANA, kind=LineKind.TEXT,
        text=NASTY * 20, at=MONDAY,
    )
    for n in range(LINES_PAGE)
]  # fmt: skip
WRITER = office.Correspondent(name=NASTY * 3, place=NASTY, reachable=False, about=5)
WORST: Mapping[str, Any] = {
    "dialogue": LARGEST, "number": 1234, "office": {"uk": NASTY}, "count": 20, "waits": True,
    "name": NASTY, "text": "&" * 200, "kind": "photo", "by": NASTY, "file": "",
}  # fmt: skip
TO_RESIDENT = ("dialogue-received", "dialogue-moved", "dialogue-answer", "dialogue-closed")
TO_OFFICE = ("dialogue-waiting", "dialogue-not-solved", "dialogue-taken", "dialogue-passed")


def _residents(say: Say) -> Iterator[Screen]:
    yield residents.my_dialogues_screen([DIALOGUE] * 5, AGENCIES, say=say)
    yield residents.which_office_screen(AGENCIES, page=1, say=say)
    for desk in (DESK, TOWN_DESK):
        yield residents.writing_screen(desk, HERE, note="-", say=say)
        for state in DialogueState:
            yield residents.my_dialogue_screen(
                replace(DIALOGUE, state=state), desk, LINES, page=1, count=99, zone=HERE.timezone,
                say=say,
            )  # fmt: skip
    for has_words in (False, True):
        yield residents.closed_screen(DIALOGUE, has_words=has_words, say=say)


def _office(say: Say) -> Iterator[Screen]:
    for which in office.LISTS:
        for listed in ([DIALOGUE] * PAGE, []):
            yield office.dialogues_screen(
                listed, which=which, page=1, counts=dict.fromkeys(office.LISTS, 99),
                agencies=AGENCIES, holders={OKSANA: NASTY}, say=say,
            )  # fmt: skip
    for state in DialogueState:
        for holder in (None, OFFICIAL, COLLEAGUES[0]):
            yield office.dialogue_screen(
                replace(DIALOGUE, state=state), DESK, LINES, writer=WRITER, holder=holder,
                undelivered=frozenset({1, 3}), reader=OFFICIAL, page=1, count=99,
                zone=HERE.timezone, say=say,
            )  # fmt: skip
    for shows_name in (False, True):
        yield office.answering_screen(DIALOGUE, DESK, shows_name=shows_name, say=say)
    yield office.closing_screen(DIALOGUE, say=say)
    yield office.passing_screen(DIALOGUE, COLLEAGUES, AGENCIES, page=1, say=say)
    yield office.passing_screen(replace(DIALOGUE, agency=None), [], [], page=0, say=say)


def _notices(say: Say) -> Iterator[Screen]:
    for key in TO_RESIDENT + TO_OFFICE:
        for name in (None, NASTY):
            yield render_notice(key, {**WORST, "by": name or NASTY}, say)
            yield render_notice(key, {**WORST, "by": NASTY, "office": None}, say)
    for key in ("dialogue-answer", "dialogue-closed"):
        yield render_notice(key, {**WORST, "by": None}, say)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_is_one_message_and_what_people_typed_is_escaped(language: str) -> None:
    say = speak(language)
    for screen in (*_residents(say), *_office(say), *_notices(say)):
        assert len(messages(screen)) == 1
        assert 0 < len(screen.text) <= 3500
        assert NASTY not in screen.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_most_eight_choices_and_always_a_way_out(language: str) -> None:
    say = speak(language)
    out = {say("home"), say("back"), say("cancel"), say("page-before"), say("page-after")}
    for screen in (*_residents(say), *_office(say)):
        labels = [button.label for row in screen.rows for button in row]
        assert say("home") in labels
        assert len([label for label in labels if label not in out]) <= 8, labels


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_of_any_length_that_is_let_through_is_one_message(language: str) -> None:
    say = speak(language)
    for key in ("dialogue-answer", "dialogue-closed"):
        for kind, file, text in (
            ("text", "", "&" * (TEXT_LIMIT // 5)),
            ("text", "", "я" * TEXT_LIMIT),
            ("photo", "ph", "я" * CAPTION_LIMIT),
            ("document", "doc", ""),
        ):
            said = {**WORST, "kind": kind, "file": file, "text": text, "by": "Оксана"}
            shown = render_notice(key, {**said, "office": {"uk": "Відділ благоустрою"}}, say)
            ((method, payload),) = messages(shown)
            assert method == {"text": "sendMessage", "photo": "sendPhoto"}.get(kind, "sendDocument")
            assert "reply_markup" in payload


def test_whole_lines_come_as_they_came_and_files_that_came_together_together() -> None:
    photo = replace(LINES[0], kind=LineKind.PHOTO, telegram_file="a", text="Ось")
    more = replace(photo, telegram_file="b", text="")
    voice = replace(photo, kind=LineKind.VOICE, telegram_file="v", text="")
    spot = replace(photo, kind=LineKind.LOCATION, text="", latitude=50.5, longitude=30.2)
    short = replace(LINES[0], text="Коротко")
    shown = whole_screens([photo, more, short, voice, spot, LINES[0]])
    assert [(one.text[:5], one.media, one.spot) for one in shown] == [
        (
            "Ось",
            tuple(Media(kind="photo", telegram_file=named) for named in ("a", "b")),
            None,
        ),
        ("", (Media(kind="voice", telegram_file="v"),), None),
        ("", (), Spot(latitude=50.5, longitude=30.2)),
        ("&lt;b", (), None),
    ]


@pytest.mark.parametrize("held", [True, False])
def test_whoever_has_it_in_hand_is_not_offered_to_take_it(*, held: bool) -> None:
    say = speak("uk")
    shown = render_notice("dialogue-waiting", {**WORST, "kind": "text", "held": held}, say)
    labels = [button.label for row in shown.rows for button in row]
    assert (say("dialogue-take") in labels) is not held

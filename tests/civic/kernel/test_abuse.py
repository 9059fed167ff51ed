"""Abuse is found by whole words, and what only looks like it is let through."""

import csv
import json
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.kernel.abuse import _known, abuse_in, check_words
from civic.kernel.refusal import Refusal
from locales.catalog import LANGUAGES, say
from tests.shared_cases import case_file, needs_cases

# Of the milder ones, so that a test may be read aloud.
MILD = "мудак"
NAMES = [
    "Херсон", "Застрахуй", "Сучасний майданчик", "підсудні", "Скопин", "Scunthorpe",
    "Essex Road", "вул. Хохлова", "Москаль Ганна", "Dick Turpin", "Cockfosters", "Бляхівка",
    "Надвірнянська", "дамба", "сук дерева", "гілки та сучки", "Сухий Яр", "будинки с, у, к, а й б",
    "Требуха", "Себастьян", "себе", "употреблять", "теплотраса", "страхувати", "команда", "пес",
    "собаче лайно на майданчику", "собачье говно", "dog shit on the playground", "sexual health",
]  # fmt: skip


@pytest.mark.parametrize("text", NAMES)
def test_names_and_the_matter_of_requests_are_let_through(text: str) -> None:
    assert abuse_in(text) == ()


@pytest.mark.parametrize(
    "written",
    [
        "Мудак", "МУДАКИ", "мyдaк", "mудак", "муд'ак", "муд’ак", "муууудак", "м у д а к",
        "м.у.д.а.к", "м-у-д-а-к", "му\u0301дак", "му\u200bдак", "мудакОМ",
    ],
)  # fmt: skip
def test_case_apostrophes_look_alikes_and_stretching_hide_nothing(written: str) -> None:
    assert len(abuse_in(f"Який {written} це зробив?")) == 1


@pytest.mark.parametrize("written", ["уёбки", "уебки", "bastаrds", "Гандон", "Ґандон"])
def test_letters_that_are_written_either_way_are_one(written: str) -> None:
    assert abuse_in(f"Це {written}.") == (written,)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_wrote_it_is_told_which_word_and_what_to_do(language: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_words(f"{MILD} {MILD} зробив")
    told = say(language)(refused.value.key, **refused.value.params)
    assert told.count("м****") == 1
    assert MILD not in told
    assert "/help" in told


def test_a_text_without_abuse_is_let_through() -> None:
    check_words("Біля третього під'їзду не світить ліхтар. Дякую!")


def test_one_word_never_matches_by_half() -> None:
    mixed = [word for word in _known() if _has_both_alphabets(word)]
    assert mixed == []
    assert min(map(len, _known())) >= 2


@given(st.text(max_size=300))
def test_any_text_can_be_looked_through(text: str) -> None:
    assert len(set(abuse_in(text))) == len(abuse_in(text))


@needs_cases
def test_no_place_of_any_town_is_taken_for_abuse() -> None:
    for path in sorted(case_file("places").iterdir()):
        for text in _texts(path):
            assert len(abuse_in(text)) == 0, path.name


@needs_cases
def test_no_street_type_and_no_stop_word_is_taken_for_abuse() -> None:
    for path in (*case_file("words").glob("street-types-*"), *case_file("words").glob("stop*")):
        assert len(abuse_in(path.read_text("utf-8"))) == 0, path.name


@needs_cases
def test_no_accepted_statement_of_a_town_is_refused() -> None:
    with case_file("surveys/bowling-green-open-answers.csv").open(encoding="utf-8") as opened:
        rows = [row for row in csv.DictReader(opened) if row["moderated"] == "1"]
    assert len(rows) == 607
    assert sum(bool(abuse_in(row["comment-body"])) for row in rows) == 0


@needs_cases
def test_no_project_of_a_town_is_refused() -> None:
    projects = json.loads(
        case_file("plans/ivano-frankivsk-budget-projects.json").read_text("utf-8")
    )
    assert len(projects) == 273
    assert sum(bool(abuse_in(project["title"])) for project in projects) == 0


@needs_cases
def test_no_request_filed_elsewhere_is_refused() -> None:
    for path in chain(case_file("requests").rglob("*.json"), case_file("requests").rglob("*.csv")):
        assert len(abuse_in(path.read_text("utf-8", errors="replace"))) == 0, path.name


def _texts(path: Path) -> list[str]:
    # What is packed holds no readable word; a telling failure needs no text but the file's name.
    return [] if path.suffix == ".xlsx" else [path.read_text("utf-8", errors="replace")]


def _has_both_alphabets(word: str) -> bool:
    return any("a" <= sign <= "z" for sign in word) and any("а" <= sign <= "ї" for sign in word)

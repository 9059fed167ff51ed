"""What somebody who answered reads when a survey has closed."""

from typing import Any

import pytest

from handlers.screens.notices.everything import render_notice
from handlers.screens.screen import Screen
from locales.catalog import say as speak

UK = speak("uk")
YARD = {"uk": "Двір <1>", "en": "Yard <1>", "ru": "Двор <1>"}


def asked(
    prompt: str, *, place: dict[str, str] | None = None, hidden: bool = False, **more: Any
) -> dict[str, Any]:
    answer = {"label": {"uk": "Лавки"}, "code": "1", "role": "plain", "percent": 60.0}
    return {
        "prompt": {"uk": prompt},
        "place": place,
        "hidden": hidden,
        "base": 10,
        "median": None,
        "answers": [answer | {"tiny": False}],
    } | more


def told(*questions: dict[str, Any], language: str = "uk", responses: int = 21) -> Screen:
    params = {
        "survey": 1,
        "title": {"uk": "Двори <b>"},
        "responses": responses,
        "questions": list(questions),
        "more": 2,
    }
    return render_notice("survey-results-told", params, speak(language))


def test_the_place_is_named_once_for_all_its_questions() -> None:
    text = told(asked("Перше?", place=YARD), asked("Друге?", place=YARD)).text
    assert text.count("Двір &lt;1&gt;") == 1
    assert text.index("Двір &lt;1&gt;") < text.index("Перше?") < text.index("Друге?")


def test_why_a_courtyard_is_hidden_is_said_once_and_again_only_where_it_changes() -> None:
    text = told(
        asked("Перше?", hidden=True),
        asked("Друге?", hidden=True),
        asked("Третє?", place=YARD),
        asked("Четверте?"),
    ).text
    assert text.count(UK("results-hidden-town")) == 1
    where = [text.index(words) for words in (
        UK("results-hidden-town"), "Друге?", "Двір &lt;1&gt;", "Третє?", UK("results-town"),
        "Четверте?",
    )]  # fmt: skip
    assert where == sorted(where)


@pytest.mark.parametrize("language", ["uk", "en", "ru"])
def test_results_can_be_sent_and_lead_home(language: str) -> None:
    for questions in ((), (asked("Скільки?", median="4.5", answers=[]), asked("Що?", place=YARD))):
        shown = told(*questions, language=language)
        assert "&lt;b&gt;" in shown.text
        assert shown.rows[-1][-1].label == speak(language)("home")

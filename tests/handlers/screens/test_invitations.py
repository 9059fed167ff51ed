"""What a resident reads who is asked to answer."""

from datetime import timedelta

from handlers.screens.notices.everything import render_notice
from locales.catalog import say as speak
from tests.asked import FRIDAY


def test_an_invitation_says_who_asks_what_and_until_when() -> None:
    params = {
        "survey": 1,
        "title": {"uk": "Двір <1>"},
        "asked_by": {"uk": "Благоустрій"},
        "questions": 6,
        "until": (FRIDAY + timedelta(hours=9)).isoformat(),
        "zone": "Europe/Kyiv",
    }
    shown = render_notice("survey-invitation", params, speak("uk"))
    assert shown.text.replace("\u202f", " ").replace("\u00a0", " ") == (
        "Нове опитування: <b>Двір &lt;1&gt;</b>\nЗапитує Благоустрій.\n\n"
        "6 питань. Відповісти можна до 27 листопада 2026 р., 20:00."
    )
    assert [button.label for row in shown.rows for button in row] == [
        "Відповісти",
        "Не надсилати опитувань",
    ]

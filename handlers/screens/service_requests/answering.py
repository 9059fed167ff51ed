"""A resident answers what the office asked them."""

from handlers.screens.navigation import cancel_button, home_button
from handlers.screens.screen import Screen
from handlers.screens.service_requests.card import outcome_screen
from locales.catalog import Say


def answer_screen(number: int, *, say: Say) -> Screen:
    text = say("my-request-write-answer", number=say.number(number))
    return Screen(text=text, rows=((cancel_button(say), home_button(say)),))


def answered_screen(number: int, *, say: Say) -> Screen:
    return outcome_screen(say("my-request-answered", number=say.number(number)), say=say)

"""What residents hear of their requests."""

from handlers.screens.notices.registry import Params, notice
from handlers.screens.screen import Screen
from handlers.screens.service_requests.card import (
    asked_screen,
    card_screen,
    question_screen,
)
from locales.catalog import Say


@notice("request-card")
def card(params: Params, say: Say) -> Screen:
    return card_screen(params, say=say)


@notice("request-question")
def question(params: Params, say: Say) -> Screen:
    return question_screen(params, say=say)


@notice("request-is-it-done")
def is_it_done(params: Params, say: Say) -> Screen:
    return asked_screen(params, say=say)

"""What people get of a broadcast."""

from handlers.screens.broadcasts.message import message_screen
from handlers.screens.notices.registry import Params, notice
from handlers.screens.screen import Screen
from locales.catalog import Say


@notice("broadcast")
def broadcast(params: Params, say: Say) -> Screen:
    return message_screen(params, say)

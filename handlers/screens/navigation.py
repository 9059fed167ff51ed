"""The ways out of every screen: back, and home."""

from collections.abc import Callable

from handlers.presses.menu import CancelPress, MenuPress
from handlers.presses.registry import Press
from handlers.screens.screen import Button, Rows
from locales.catalog import Say


def home_button(say: Say) -> Button:
    return Button(label=say("home"), press=MenuPress().pack())


def back_button(back: Press, say: Say) -> Button:
    return Button(label=say("back"), press=back.pack())


def cancel_button(say: Say) -> Button:
    return Button(label=say("cancel"), press=CancelPress().pack())


def ways(say: Say, back: Press | None = None) -> Rows:
    """The last row: back where there is a way back, and home."""
    if back is None:
        return ((home_button(say),),)
    return ((back_button(back, say), home_button(say)),)


def pages(page: int, count: int, size: int, turn: Callable[[int], Press], say: Say) -> Rows:
    """A row that turns pages, where there is more than one."""
    turns = []
    if page > 0:
        turns.append(Button(label=say("page-before"), press=turn(page - 1).pack()))
    if (page + 1) * size < count:
        turns.append(Button(label=say("page-after"), press=turn(page + 1).pack()))
    return (tuple(turns),) if turns else ()

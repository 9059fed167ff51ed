"""What a handler asks for: said as values, carried out after the commit."""

from collections.abc import Sequence
from dataclasses import dataclass

from civic.kernel.ids import AccountId
from handlers.screens.screen import Screen


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """The next screen of a walk through menus.

    After a press the pressed message is edited in place. After a typed message the screen is sent
    below it, and the message it replaces is taken away where `replaces` (a form that goes on).
    """

    screen: Screen
    replaces: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """A new message: something new happened. To the person at hand, or to another."""

    screen: Screen
    to: AccountId | None = None
    silent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Toast:
    """A few words over the chat (at most 200 characters) in answer to a press."""

    text: str
    alert: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Working:
    """"typing…" and its like, while longer work is under way."""

    action: str = "typing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unbutton:
    """Take the buttons off the pressed message: what it offered is done."""


Effect = Show | Send | Toast | Working | Unbutton
Reply = Screen | Effect | Sequence[Effect] | None
"""What a handler returns: a bare Screen means Show(screen=…)."""

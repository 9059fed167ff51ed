"""What a handler asks for: said as values, carried out after the commit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from civic.kernel.ids import AccountId, CommunityId
from civic.kernel.json_value import Json
from handlers.screens.screen import Screen


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """The next screen of a walk through menus.

    After a press the pressed message is edited in place. After a typed message the screen is sent
    below it, and the message it replaces is taken away where `replaces` (a form that goes on).
    What came together with a message that was answered (an album) only `changes` that answer.
    """

    screen: Screen
    replaces: bool = False
    changes: bool = False
    card: str = "main"
    """Names the message for later edits by a notice with the same `card` (a live card)."""
    of: CommunityId | None = None
    """Whose files it shows, where they are not of the town that the person had before."""


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
    """A chat action ("typing…" and its like) while longer work is under way."""

    action: str = "typing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unbutton:
    """Take the buttons off the pressed message: what it offered is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchFile:
    """Bring a file that the person sent (at most 20 MB: larger ones are refused before).

    After the commit it is downloaded; then the continuation registered under `then` (see
    handlers/fetched.py) goes on in a unit of its own with the bytes and `params`.
    """

    file_id: str
    name: str
    size: int
    then: str
    params: Mapping[str, Json] = field(default_factory=dict)


Effect = Show | Send | Toast | Working | Unbutton | FetchFile
Reply = Screen | Effect | Sequence[Effect] | None
"""What a handler returns: a bare Screen means Show(screen=…)."""


def effects_of(reply: Reply) -> Sequence[Effect]:
    if reply is None:
        return ()
    if isinstance(reply, Screen):
        return (Show(screen=reply),)
    return (reply,) if isinstance(reply, Effect) else reply

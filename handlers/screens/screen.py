"""What a person sees: one message of text, perhaps a picture, and buttons."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape as _escape
from typing import Literal

from civic.kernel.ids import FileId

Rows = tuple[tuple["Button", ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """Under the message: a press of ours (packed, at most 64 bytes) or a link."""

    label: str
    press: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """On the person's keyboard: sends its own label, a location or a contact."""

    label: str
    asks: Literal["text", "location", "contact"] = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A file that somebody sent to the bot, shown again by Telegram's own id of it."""

    kind: Literal["photo", "document", "voice"]
    telegram_file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A point on Telegram's own map."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """Text is Telegram's HTML: whatever a person typed goes through `escape` first.

    `keys` replaces the person's keyboard, `()` takes it away, None leaves it.
    A screen with `keys` cannot carry `rows` (Telegram allows one markup a message).
    `media` is for files of people; `picture` and `document` are files that were made here.
    """

    text: str
    rows: Rows = ()
    keys: tuple[tuple[Key, ...], ...] | None = None
    picture: FileId | None = None
    document: FileId | None = None
    media: tuple[Media, ...] = ()
    spot: Spot | None = None


def escape(text: str) -> str:
    """What a person typed, safe inside Telegram's HTML."""
    return _escape(text, quote=False)


def column(buttons: Sequence[Button]) -> Rows:
    """One button a row."""
    return tuple((button,) for button in buttons)

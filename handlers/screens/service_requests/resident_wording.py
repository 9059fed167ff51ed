"""A request in a resident's words: its category, where it stands, until when."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from civic.kernel.language import LANGUAGES, Translated, language_of
from civic.service_requests.model import Category
from handlers.presses.registry import Press
from handlers.screens.screen import Button, escape
from locales.catalog import Say

LABEL_ROOM = 44


def to(key: str, press: Press, say: Say, **params: object) -> Button:
    return Button(label=say(key, **params), press=press.pack())


def title_of(category: Category, say: Say) -> str:
    """As it stands on a button: its icon and its name."""
    return cut(category.title_in(language_of(say.language)))


def named(texts: Mapping[str, Any] | None, say: Say) -> str:
    """What a notice calls an agency or a category, safe in HTML."""
    if not texts:
        return ""
    known = {name: str(texts[name]) for name in LANGUAGES if name in texts}
    return escape(Translated(known).in_(language_of(say.language)))


def last_day(due_at: str, zone: str, say: Say, *, beside: int | None = None) -> str:
    """A request is due by the end of a day: that day is named, not the midnight behind it."""
    before = datetime.fromisoformat(due_at) - timedelta(microseconds=1)
    return say.day(before, zone, beside=beside)


def planned_day(day: str, say: Say, *, beside: int | None = None) -> str:
    return say.day(date.fromisoformat(day), beside=beside)


def short_moment(at: str, zone: str, say: Say, *, beside: int | None = None) -> str:
    moment = datetime.fromisoformat(at)
    return f"{say.day(moment, zone, beside=beside)}, {say.clock(moment, zone)}"


def year_told(happened: Sequence[Mapping[str, Any]], zone: str) -> int | None:
    """Of the line that happened first: it names its year, and no other line need name it again."""
    if not happened:
        return None
    return datetime.fromisoformat(happened[-1]["at"]).astimezone(ZoneInfo(zone)).year


def cut(label: str, room: int = LABEL_ROOM) -> str:
    return label if len(label) <= room else f"{label[: room - 1].rstrip()}…"


def shortened(text: str, room: int) -> str:
    """Safe in HTML, on one line, and no longer than the room."""
    return escape(cut(" ".join(text.split()), room))

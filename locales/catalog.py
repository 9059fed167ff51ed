"""Sentences: a key and its parameters in, a language's words out."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache, lru_cache
from gettext import c2py
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton, format_time
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

LANGUAGES = ("uk", "en", "ru")
_HERE = Path(__file__).parent


class Say(Protocol):
    """Speaks one language."""

    language: str

    def __call__(self, key: str, **params: object) -> str: ...

    def n(self, key: str, count: int, **params: object) -> str:
        """The plural form that the count asks for; `{count}` is written by locale."""

    def number(self, value: float, *, digits: int | None = None) -> str: ...

    def percent(self, value: float) -> str:
        """`37.5` -> `37,5 %`: the value is in percent already, always to one decimal."""

    def day(
        self, value: date | datetime, zone: str | None = None, *, beside: int | None = None
    ) -> str:
        """`24 листопада 2026 р.`; without the year where `beside` is that year."""

    def clock(self, value: datetime, zone: str) -> str:
        """`18:00` in that time zone."""

    def moment(self, value: datetime, zone: str) -> str:
        """`24 листопада 2026 р., 18:00` in that time zone."""


class _Sentences:
    def __init__(self, language: str) -> None:
        self.language = language
        self._locale = Locale(language)
        self._texts: dict[str, str | tuple[str, ...]] = {}
        self._plural: Callable[[int], int] = lambda _count: 0
        for path in sorted((_HERE / language).glob("*.po")):
            with path.open("rb") as opened:
                catalog = read_po(opened, locale=language)
            self._plural = _plural_rule(catalog.plural_expr)
            for message in catalog:
                if message.id:
                    key = message.id if isinstance(message.id, str) else message.id[0]
                    string = message.string or ""
                    self._texts[key] = string if isinstance(string, str) else tuple(string)

    def __call__(self, key: str, **params: object) -> str:
        text = self._texts[key]
        return (text if isinstance(text, str) else text[0]).format(**params)

    def n(self, key: str, count: int, **params: object) -> str:
        forms = self._texts[key]
        chosen = forms if isinstance(forms, str) else forms[self._plural(count)]
        return chosen.format(count=self.number(count), **params)

    def number(self, value: float, *, digits: int | None = None) -> str:
        return _number(self._locale, value, digits)

    def percent(self, value: float) -> str:
        space = "" if self.language == "en" else " "
        return f"{self.number(value, digits=1)}{space}%"

    def day(
        self, value: date | datetime, zone: str | None = None, *, beside: int | None = None
    ) -> str:
        if isinstance(value, datetime) and zone is not None:
            value = value.astimezone(ZoneInfo(zone))
        if value.year == beside:
            return format_skeleton("MMMMd", value, locale=self._locale)
        return format_date(value, format="long", locale=self._locale)

    def clock(self, value: datetime, zone: str) -> str:
        return format_time(value, "HH:mm", tzinfo=ZoneInfo(zone), locale=self._locale)

    def moment(self, value: datetime, zone: str) -> str:
        local = value.astimezone(ZoneInfo(zone))
        return f"{self.day(local)}, {format_datetime(local, 'HH:mm', locale=self._locale)}"


@lru_cache(maxsize=4096)
def _number(locale: Locale, value: float, digits: int | None) -> str:
    pattern = None if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, format=pattern, locale=locale)


def _plural_rule(expression: str) -> Callable[[int], int]:
    return c2py(expression)


@cache
def say(language: str) -> Say:
    """The voice of one language; read once a process."""
    return _Sentences(language)

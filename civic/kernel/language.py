"""Languages, and content written in more than one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["uk", "en", "ru"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


def language_of(code: str | None, *, default: Language = "uk") -> Language:
    """The language a Telegram client's code (`uk`, `en-GB`) stands for."""
    short = (code or "").split("-")[0].lower()
    return next((known for known in LANGUAGES if known == short), default)


@dataclass(frozen=True, slots=True)
class Translated:
    """Content in the community's language and perhaps in others: `{"uk": "Двір", "en": "Yard"}`."""

    texts: Mapping[Language, str]

    def in_(self, language: Language) -> str:
        """The text in this language where it exists, else in the first of ours that has one.

        Not the first that was written: PostgreSQL keeps keys in an order of its own.
        """
        written = (text for one in (language, *LANGUAGES) if (text := self.texts.get(one)))
        return next(written, "")

    def has(self, language: Language) -> bool:
        return bool(self.texts.get(language))

"""The words of a broadcast: what stands in braces, and how long it can become."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from civic.broadcasts.model import Content
from civic.kernel.language import Language
from civic.kernel.refusal import Refusal

LIMIT = 4096
"""UTF-16 units, as Telegram counts: tags not, what they mark up."""
CAPTION_LIMIT = 1024
MARK_ROOM = 16
"""Kept free for the word that says a text was corrected."""


class Field(StrEnum):
    """What a placeholder stands for; the screens' words for it are below."""

    NAME = "name"
    COURTYARD = "courtyard"


FIELDS: Mapping[str, Field] = MappingProxyType(
    {
        "ім'я": Field.NAME,
        "имя": Field.NAME,
        "name": Field.NAME,
        "двір": Field.COURTYARD,
        "двор": Field.COURTYARD,
        "courtyard": Field.COURTYARD,
    }
)
LONGEST: Mapping[Field, int] = MappingProxyType({Field.NAME: 64, Field.COURTYARD: 100})
"""Units. A longer name is cut to it where it is filled in."""

_TAG = re.compile(r"<[^<>]*>")
_TOKENS = re.compile(r"<[^<>]*>|[{}]|[^{}<]+|<")
_APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ‘`´′", "'"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Placeholder:
    """`fallback` is HTML as typed after the bar; None: what locales say instead."""

    field: Field
    fallback: str | None


def pieces_of(text: str) -> list[str | Placeholder]:
    """The text as typed, with its placeholders told apart.

    Raise Refusal for an unknown name, a brace that is not closed, formatting inside braces.
    """
    pieces: list[str | Placeholder] = []
    within: str | None = None
    for word in _TOKENS.findall(text):
        if within is None:
            if word == "{":
                within = ""
            else:
                pieces.append(word)
        elif word == "}":
            pieces.append(_placeholder(within))
            within = None
        else:
            within += _inside(word)
    if within is not None:
        raise Refusal("broadcast-brace-open")
    return pieces


def _inside(word: str) -> str:
    if word == "{":
        raise Refusal("broadcast-brace-open")
    if _TAG.fullmatch(word):
        raise Refusal("broadcast-field-marked")
    return word


def _placeholder(written: str) -> Placeholder:
    name, bar, fallback = written.partition("|")
    asked = html.unescape(name).strip().lower().translate(_APOSTROPHES)
    field = FIELDS.get(asked)
    if field is None:
        raise Refusal("broadcast-field-unknown", name=html.unescape(name.strip())[:40])
    return Placeholder(field=field, fallback=fallback.strip() if bar else None)


def fields_of(content: Content) -> tuple[Field, ...]:
    """What must be known of each reader, in any language."""
    used = {
        piece.field
        for text in content.texts.values()
        for piece in pieces_of(text)
        if isinstance(piece, Placeholder)
    }
    return tuple(field for field in Field if field in used)


def filled(text: str, values: Mapping[Field, str | None], *, defaults: Mapping[Field, str]) -> str:
    """As this reader sees it. `values` are plain text, `defaults` what locales say for nobody."""
    return "".join(_as_read(piece, values, defaults) for piece in pieces_of(text))


def _as_read(
    piece: str | Placeholder, values: Mapping[Field, str | None], defaults: Mapping[Field, str]
) -> str:
    if isinstance(piece, str):
        return piece
    value = (values.get(piece.field) or "").strip()
    if value:
        return html.escape(_cut(value, LONGEST[piece.field]), quote=False)
    return (
        html.escape(defaults[piece.field], quote=False)
        if piece.fallback is None
        else piece.fallback
    )


def longest_of(text: str) -> int:
    """Units that it takes for the reader for whom it becomes longest."""
    return sum(
        units(visible(piece))
        if isinstance(piece, str)
        else max(LONGEST[piece.field], units(visible(piece.fallback or "")))
        for piece in pieces_of(text)
    )


def check_texts(texts: Mapping[Language, str], *, spare: int = 0) -> None:
    """`spare` units are kept free for what is said besides."""
    for language, text in texts.items():
        over = longest_of(text) + spare - LIMIT
        if over > 0:
            raise Refusal(f"broadcast-text-long-{language}", limit=LIMIT, over=over)


def visible(text: str) -> str:
    """Without tags, entities read."""
    return html.unescape(_TAG.sub("", text))


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _cut(value: str, limit: int) -> str:
    while units(value) > limit:
        value = value[:-1]
    return value

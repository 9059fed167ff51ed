"""Abuse in what people write: found by whole words, told to whoever wrote it, never silently."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from civic.kernel.language import LANGUAGES
from civic.kernel.refusal import Refusal

_LISTS = Path(__file__).parent / "abusive_words"
_WORD = re.compile(r"[^\W_]+(?:['’ʼ‘`´′@$][^\W_]+)*")
_SPELT = re.compile(r"(?<![^\W_])[^\W\d_](?:[ .,*_-]{1,2}[^\W\d_]){2,}(?![^\W_])")
_APOSTROPHES = re.compile(r"['’ʼ‘`´′-]")
_HELD = re.compile(r"(.)\1{2,}")
_LATIN, _CYRILLIC = re.compile(r"[a-z]"), re.compile(r"[а-яіїєґ]")
_NO_LETTERS = str.maketrans("0@$", "oas")
_AS_CYRILLIC = str.maketrans("abcehikmoptxy0346", "авсенікмортхуозчб")
_AS_LATIN = str.maketrans("авсенікмортху", "abcehikmoptxy")
_ONE_LETTER = str.maketrans({"ё": "е", "ґ": "г"})
_SHOWN = 3


def abuse_in(text: str) -> tuple[str, ...]:
    """The abusive words as they stand in the text, each once."""
    return tuple(dict.fromkeys(word for word in _words(text) if _is_abusive(word)))


def check_words(text: str) -> None:
    """Raise Refusal when there is abuse in it, naming the words without spelling them out.

    Do not ask where somebody is in danger: nobody minds their words while gas escapes.
    """
    found = abuse_in(text)
    if found:
        named = ", ".join(f"«{_veiled(word)}»" for word in found[:_SHOWN])
        raise Refusal("words-abusive", words=named)


def _is_abusive(word: str) -> bool:
    known = _known()
    return any(form in known for form in _forms(word))


def _words(text: str) -> Iterator[str]:
    text = "".join(filter(_is_seen_alone, unicodedata.normalize("NFC", text)))
    for found in _WORD.finditer(text):
        yield found.group()
    # Spelt letter by letter.
    for found in _SPELT.finditer(text):
        yield found.group()


def _is_seen_alone(sign: str) -> bool:
    """Neither invisible nor a stress mark, both of which may stand inside a word."""
    return unicodedata.category(sign) not in {"Cf", "Mn"}


def _forms(word: str) -> Iterator[str]:
    """The same word as a reader sees it: in either alphabet, with no letter held for long."""
    folded = _folded(word)
    yield from _unheld(folded)
    has_cyrillic = bool(_CYRILLIC.search(folded))
    cyrillic = folded.translate(_AS_CYRILLIC)
    # A word that only looks Cyrillic counts as it looks, but half of one never matches.
    if cyrillic != folded and not _LATIN.search(cyrillic) and not cyrillic.isdecimal():
        yield from _unheld(cyrillic)
    latin = folded.translate(_AS_LATIN) if has_cyrillic else folded.translate(_NO_LETTERS)
    if latin != folded and not _CYRILLIC.search(latin):
        yield from _unheld(latin)


def _unheld(word: str) -> Iterator[str]:
    yield word
    if _HELD.search(word):
        yield _HELD.sub(r"\1", word)
        yield _HELD.sub(r"\1\1", word)


def _folded(word: str) -> str:
    letters = re.sub(r"[ .,*_]", "", _APOSTROPHES.sub("", word))
    return letters.casefold().translate(_ONE_LETTER)


def _veiled(word: str) -> str:
    return word[0] + "*" * min(5, len(word) - 1)


@cache
def _known() -> frozenset[str]:
    """Every form of every word of every list; read once a process."""
    return frozenset(
        _folded(form)
        for language in LANGUAGES
        for line in (_LISTS / f"{language}.txt").read_text("utf-8").splitlines()
        if line and not line.startswith("#")
        for form in _written_out(line)
    )


def _written_out(line: str) -> Iterator[str]:
    *beginnings, stem, endings = line.split("|") if "|" in line else (line, "-")
    for beginning in beginnings[0].split() if beginnings else ("-",):
        for ending in endings.split():
            yield f"{beginning}{stem}{ending}".replace("-", "")

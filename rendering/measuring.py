"""How wide words are and where their lines break, near enough for a picture."""

import re
import unicodedata

_NARROW, _SLIM, _WIDE, _USUAL, _CAPITAL = 0.28, 0.36, 0.84, 0.56, 0.70
_NARROW_LETTERS = frozenset("iIіІїЇjl.,:;'’!|· \u00a0\u202f")
_SLIM_LETTERS = frozenset('frt()[]/-–"«»')
_WIDE_LETTERS = frozenset("мМшШщЩжЖюЮфФыЫwWmM@%—№")
_BOLD = 1.07
_BLANKS = re.compile(r"[^\S\u00a0\u202f]+")
_SYMBOLS_FROM = 0x2190
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})


def drawable(written: str) -> str:
    """What the embedded fonts can draw: no emoji, nothing invisible, lines joined.

    The letter apostrophe is drawn as the usual one: the pictures' font lacks it, and one missing
    sign would change the font of the whole line.
    """
    joined = " ".join(_BLANKS.split(written))
    kept = (sign for sign in joined if not _is_undrawable(sign))
    return " ".join(_words("".join(kept).replace("\u02bc", "\u2019")))


def _words(written: str) -> list[str]:
    """No-break spaces hold a number or a date together."""
    return [word for word in _BLANKS.split(written) if word]


def _is_undrawable(sign: str) -> bool:
    category = unicodedata.category(sign)
    is_emoji = category in {"So", "Sk"} and ord(sign) >= _SYMBOLS_FROM
    return category in _UNSEEN or is_emoji or "\ufe00" <= sign <= "\ufe0f"


def width_of(written: str, size: float, *, bold: bool = False) -> float:
    return sum(map(_share_of_size, written)) * size * (_BOLD if bold else 1)


def wrapped(
    written: str, size: float, width: float, *, lines: int, bold: bool = False
) -> list[str]:
    """At most so many lines; what is cut off ends in an ellipsis."""
    found: list[str] = []
    line = ""
    for word in _breakable(drawable(written), size, width, bold=bold):
        longer = f"{line} {word}".strip()
        if line and width_of(longer, size, bold=bold) > width:
            found.append(line)
            line = word
        else:
            line = longer
    found.append(line)
    if len(found) <= lines:
        return found
    return [*found[: lines - 1], _cut(found[lines - 1], size, width, bold=bold)]


def _breakable(written: str, size: float, width: float, *, bold: bool) -> list[str]:
    """Words, those longer than a line in pieces."""
    fits = max(1, int(width / (size * _CAPITAL * (_BOLD if bold else 1))))
    pieces: list[str] = []
    for word in _words(written):
        if width_of(word, size, bold=bold) <= width:
            pieces.append(word)
        else:
            pieces += [word[start : start + fits] for start in range(0, len(word), fits)]
    return pieces


def _cut(line: str, size: float, width: float, *, bold: bool) -> str:
    while line and width_of(line + "…", size, bold=bold) > width:
        line = line[:-1]
    return line.rstrip(" ,.;:–") + "…"


def _share_of_size(sign: str) -> float:
    if sign in _NARROW_LETTERS:
        return _NARROW
    if sign in _SLIM_LETTERS:
        return _SLIM
    if sign in _WIDE_LETTERS:
        return _WIDE
    return _CAPITAL if sign.isupper() else _USUAL

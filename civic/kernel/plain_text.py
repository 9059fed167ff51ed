"""What people type, made safe to show beside other people's words."""

import unicodedata

# Emoji are joined by it and some scripts spell with it; kept inside a word, never at its ends.
_JOINER = "\u200d"
_INVISIBLE = {"Cc", "Cf", "Co", "Cn", "Cs"}
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0\u034f\u17b4\u17b5")
_MOST_MARKS = 4


def clean_line(text: str, limit: int) -> str:
    """One line without invisible, direction-changing or stacked characters; at most `limit`."""
    return _shortened(" ".join(_visible(text).split()), limit)


def clean_text(text: str, limit: int) -> str:
    """The same for several lines; at most one empty line in a row."""
    lines = [" ".join(line.split()) for line in _visible(text).split("\n")]
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return _shortened("\n".join(kept).strip(), limit)


def _visible(text: str) -> str:
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept: list[str] = []
    marks = 0
    for at, char in enumerate(composed):
        if char in "\n\t":
            kept.append("\n" if char == "\n" else " ")
            continue
        if char == _JOINER:
            if _joins(composed, at):
                kept.append(char)
            continue
        if char in _FILLERS or unicodedata.category(char) in _INVISIBLE:
            continue
        # Towers of accents would climb over the lines above.
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MOST_MARKS:
            kept.append(char)
    return "".join(kept).replace("\u2028", "\n").replace("\u2029", "\n")


def _joins(text: str, at: int) -> bool:
    """Whether the joiner stands between two pictures."""
    pictures = {"So", "Sk", "Mn"}
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return bool(
        before
        and after
        and unicodedata.category(before) in pictures
        and unicodedata.category(after) in pictures
    )


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"

"""Words made alike: no case, accents, look-alikes, nor what three languages spell differently."""

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_APOSTROPHES = re.compile(r"['’ʼ‘`´′ʹ＇ˈ]")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_LATIN = re.compile(r"[a-z]")
_CYRILLIC = re.compile(r"[а-яіїєґёўѐѝ]")
_ALIKE = str.maketrans("abcehikmoptxy", "авсенікмортху")
_SPELLING = str.maketrans({"і": "и", "ы": "и", "є": "е", "э": "е", "ґ": "г", "ь": None, "ъ": None})
_SOUNDS = (
    ("shch", "щ"), ("zgh", "зг"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш"),
    ("yu", "ю"), ("iu", "ю"), ("ya", "я"), ("ia", "я"), ("ye", "е"), ("ie", "е"), ("yi", "и"),
    ("yo", "е"),
)  # fmt: skip
_LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "абсдефгхижклмнопкрстуввкиз")
_ENDINGS = re.compile(
    r"(?:ого|его|ому|ему|ою|ею|ими|ая|яя|ое|ее|ие|ии|ои|еи|ую|юю|их|а|я|о|е|и|у|ю)$"
)
_STEM = 3


def cleaned(text: str) -> str:
    """One line of visible characters, as typed otherwise."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return " ".join(text.split())


def fold_word(word: str) -> str:
    """A word as three languages and two alphabets would agree on it."""
    word = _APOSTROPHES.sub("", word.casefold())
    word = "".join(
        mark for mark in unicodedata.normalize("NFD", word) if not unicodedata.combining(mark)
    )
    if _LATIN.search(word):
        # A Latin letter among Cyrillic ones is a slip of the keyboard; a Latin word is sounded.
        word = word.translate(_ALIKE) if _CYRILLIC.search(word) else _sounded(word)
    return word.translate(_SPELLING)


def fold_words(text: str) -> tuple[str, ...]:
    """The folded words and numbers of a text."""
    text = _APOSTROPHES.sub("", cleaned(text).casefold())
    return tuple(folded for folded in map(fold_word, _WORD.findall(text)) if folded)


def fold_text(text: str) -> str:
    return " ".join(fold_words(text))


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """A folded word without the ending that case, gender and language change."""
    shorter = _ENDINGS.sub("", word)
    return shorter if len(shorter) >= _STEM else word


def one_slip_apart(one: str, other: str) -> bool:
    """Whether a letter is missing, added, mistaken, or two neighbours changed places."""
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    for ours, theirs in zip(one, other, strict=False):
        if ours != theirs:
            break
        start += 1
    rest, others = one[start:], other[start:]
    return (
        rest[1:] == others[1:]
        or rest[1:] == others
        or rest == others[1:]
        or (rest[:2] == others[:2][::-1] and rest[2:] == others[2:])
    )


def _sounded(word: str) -> str:
    for latin, cyrillic in _SOUNDS:
        word = word.replace(latin, cyrillic)
    return word.translate(_LETTERS)

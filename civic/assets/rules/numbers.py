"""Numbers as they are printed on things, and as people type them."""

from collections.abc import Iterable, Iterator

from civic.places.rules.folding import fold_words, stem

_LONGEST = 80


def fold_number(typed: str) -> str:
    """`№ 0237-А`, `237 а` and `237A` are one number."""
    return " ".join(_bare(word) for word in fold_words(typed.replace("№", " ")))[:_LONGEST]


def readings(typed: str) -> Iterator[str]:
    """What the words may mean, the whole of them first: «ліхтар 237» may be number 237."""
    words = fold_number(typed).split()
    for start in range(len(words)):
        rest = words[start:]
        if start == 0 or any(word.isdigit() for word in rest):
            yield " ".join(rest)


def last_number(typed: str) -> str:
    """The last number of the words; "" where there is none: people leave out the letter before."""
    return next((word for word in reversed(fold_number(typed).split()) if word.isdigit()), "")


def names_alone(typed: str, names: Iterable[str]) -> bool:
    """«№ 233», «ліхтар 233»; not «вулиця Нова, 233», which may be a house."""
    known = {stem(word) for name in names for word in fold_words(name)}
    return all(word.isdigit() or stem(word) in known for word in fold_number(typed).split())


def _bare(word: str) -> str:
    return (word.lstrip("0") or "0") if word.isdigit() else word

"""Which category is likely meant by what somebody wrote."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from civic.service_requests.model import Category

SHORTEST = 4
"""Letters from which a word's beginning stands for it: endings change in our languages."""


def guess_categories(
    text: str, categories: Iterable[Category], *, limit: int = 5
) -> list[Category]:
    """The likeliest first; none that nothing in the text speaks for, nor what holds others.

    Where lives may hang on it, it comes before anything else: whom to call is said at once then.
    """
    known = [one for one in categories if not one.retired]
    groups = {one.parent for one in known}
    parents = {one.id: one for one in known}
    said = _words_of(text)
    scored = []
    for category in known:
        if category.id in groups:
            continue
        parent = parents.get(category.parent) if category.parent is not None else None
        own = _score(said, category)
        score = 2 * own + (_score(said, parent) if parent else 0)
        if score:
            is_danger = category.is_emergency and own > 0
            rank = (not is_danger, -score, category.position, category.id)
            scored.append((rank, category))
    return [category for _, category in sorted(scored, key=lambda one: one[0])][:limit]


def has_word(text: str, word: str) -> bool:
    """Whether one of its words begins so; of several words all that follow each other."""
    return _times(_words_of(text), _words_of(word)) > 0


def _score(said: Sequence[str], category: Category) -> int:
    """Longer words say more; the name in each language speaks for itself too."""
    by_word = sum(len(word) for word in category.words if _times(said, _words_of(word)))
    names = {
        word
        for name in category.name.texts.values()
        for word in _words_of(name)
        if len(word) >= SHORTEST
    }
    stems = {_stem(word) for word in names}
    return by_word + sum(len(stem) for stem in stems if _times(said, (stem,)))


def _times(said: Sequence[str], wanted: Sequence[str]) -> int:
    if not wanted:
        return 0
    places = range(len(said) - len(wanted) + 1)
    return sum(all(_begins(said[at + n], word) for n, word in enumerate(wanted)) for at in places)


def _begins(word: str, wanted: str) -> bool:
    return word.startswith(wanted) if len(wanted) >= SHORTEST else word == wanted


def _stem(word: str) -> str:
    """Without what an ending may change."""
    return word[: max(SHORTEST, len(word) - 2)]


@lru_cache(maxsize=2_048)
def _words_of(text: str) -> tuple[str, ...]:
    folded = text.casefold().replace("ʼ", "'").replace("’", "'").replace("ё", "е")
    return tuple(re.findall(r"[^\W_]+(?:'[^\W_]+)*", folded))

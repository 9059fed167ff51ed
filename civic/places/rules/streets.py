"""A street's name: its kind in three languages, and the words that are its own."""

import re

from civic.places.model import FoldedStreet, StreetKind
from civic.places.rules.folding import cleaned, fold_words, one_slip_apart

_KINDS: dict[StreetKind, str] = {
    StreetKind.STREET: "вул вулиця вуліца ул улица st str street vul vulytsia vulitsa ulitsa",
    StreetKind.AVENUE: "пр просп проспект праспект прт пркт av ave avenue prosp prospekt prospect",
    StreetKind.BOULEVARD: "бр бул бульв бульвар blvd boulevard bulvar",
    StreetKind.SQUARE: "пл площа площадь плошча майдан sq square ploshcha ploscha maidan",
    StreetKind.LANE: "пров провул провулок прк пер переулок завулак lane ln provulok",
    StreetKind.DESCENT: "узвіз узв спуск descent uzviz",
    StreetKind.PASSAGE: "проїзд проезд прд праезд passage proizd",
    StreetKind.ROAD: "шосе шоссе ш road rd shose",
    StreetKind.ALLEY: "алея аллея ал alley aleia",
    StreetKind.DEAD_END: "тупик туп тупік",
    StreetKind.NEIGHBOURHOOD: "мікрорайон мікрор мкр мкрн мн микрорайон mkr microdistrict",
}
_HYPHENED = re.compile(r"\b(пр|б|м|мк|мкр)\s?-\s?(т|кт|к|д|р|н)\b\.?", re.IGNORECASE)


def _kinds_by_word() -> dict[str, StreetKind]:
    return {
        folded: kind
        for kind, words in _KINDS.items()
        for word in words.split()
        for folded in fold_words(word)
    }


KIND_OF_WORD = _kinds_by_word()


_SLIP_FROM = 6


def _kind_of(word: str) -> StreetKind | None:
    """Also with a slip of a letter, where it is long enough to be told."""
    kind = KIND_OF_WORD.get(word)
    if kind is not None or len(word) < _SLIP_FROM:
        return kind
    alike = (known for known in KIND_OF_WORD if len(known) >= _SLIP_FROM)
    return next((KIND_OF_WORD[known] for known in alike if one_slip_apart(word, known)), None)


def fold_street(text: str) -> FoldedStreet:
    """`вул. Лесі Українки`, `улица Леси Украинки` -> a street, «леси украинки».

    A kind stands first or last, once; a name that is only a kind («Майдан», «Набережна») is a name.
    """
    words = fold_words(_HYPHENED.sub(r"\1\2 ", cleaned(text)))
    for at in (0, -1):
        kind = _kind_of(words[at]) if len(words) > 1 else None
        if kind is not None:
            rest = words[1:] if at == 0 else words[:-1]
            return FoldedStreet(kind=kind, words=rest)
    return FoldedStreet(kind=None, words=words)

"""Which buildings an address may mean: forgiving, the best first."""

from collections.abc import Iterable, Sequence

from civic.kernel.ids import PlaceId
from civic.places.model import Address, Building, FoldedStreet, Street, StreetKind, Suggestion
from civic.places.rules.addresses import fold_number, is_settlement_of, number_base
from civic.places.rules.folding import fold_text, one_slip_apart, stem
from civic.places.rules.streets import fold_street

LIMIT = 8
STREETS = 24
"""Streets that are looked at: «Центральна» as a street, a lane, an avenue; not the whole town."""
_SLIP_FROM = 4
_PREFIX_FROM = 3
_ASTRAY = 30
_FAR = 100
NEARBY = 2
"""The rank from which a number is only a neighbour of the one that was typed."""


def pieces_of(typed: str) -> frozenset[str]:
    """What the folded name of any street like the typed one has at least one of."""
    words = fold_street(typed).words
    return frozenset(piece for word in words if len(word) > 1 for piece in _pieces(word))


def likely_streets(typed: str, streets: Iterable[Street]) -> list[tuple[int, Street]]:
    """Streets like the typed name with how far they are from it, 0 for the very same."""
    asked = fold_street(typed)
    if not any(len(word) >= _PREFIX_FROM or word.isdigit() for word in asked.words):
        return []
    ranked: list[tuple[int, Street]] = []
    for street in streets:
        distance = _distance(asked, street.folded)
        if distance is not None:
            ranked.append((distance, street))
    ranked.sort(key=lambda one: (one[0], one[1].folded.words, one[1].id))
    if ranked and ranked[0][0] < _ASTRAY:
        ranked = [one for one in ranked if one[0] < _ASTRAY]
    return ranked[:STREETS]


def suggest(
    asked: Address, streets: Sequence[tuple[int, Street]], buildings: Iterable[Building]
) -> list[Suggestion]:
    """At most eight; what stands on one street under one number in one courtyard is one choice."""
    distances = {street.id: distance for distance, street in streets}
    number, settlement = fold_number(asked.number), fold_text(is_settlement_of(asked.settlement))
    ranked: list[tuple[tuple[bool, bool, int, int, PlaceId], str, Building]] = []
    for building in buildings:
        there = fold_number(building.place.number)
        rank = _number_rank(number, there)
        elsewhere = _is_elsewhere(settlement, building)
        # A slip in the street is likelier than a wrong number; a village is told on purpose.
        key = (rank >= NEARBY, elsewhere, distances[building.street], rank, building.place.id)
        ranked.append((key, there, building))
    ranked.sort(key=lambda one: one[0])
    chosen: dict[tuple[object, ...], Suggestion] = {}
    for key, there, building in ranked:
        if key[0] and any(one.exact for one in chosen.values()):
            break  # The very house is there: its neighbours would only be in the way.
        same = (building.street, there, building.place.parent)
        is_exact = key[3] == 0 and key[2] < _ASTRAY and not key[1]
        chosen.setdefault(same, Suggestion(building=building, exact=is_exact))
        if len(chosen) == LIMIT:
            break
    return list(chosen.values())


def _pieces(word: str) -> tuple[str, ...]:
    """A slip leaves one half whole, or it swapped the two letters where the halves meet."""
    kept = stem(word)
    if len(word) < _SLIP_FROM:
        return (kept,)
    half = len(kept) // 2
    swapped = kept[: half - 1] + kept[half] + kept[half - 1] + kept[half + 1 :]
    return kept[:half], kept[half:], swapped


def _distance(asked: FoldedStreet, there: FoldedStreet) -> int | None:
    words = _words_distance(asked.words, there.words)
    if words is None:
        return None
    kinds = {asked.kind or StreetKind.STREET, there.kind or StreetKind.STREET}
    if len(kinds) == 1:
        return words
    return words + (1 if asked.kind is None else 3)


def _words_distance(asked: tuple[str, ...], there: tuple[str, ...]) -> int | None:
    if asked == there:
        return 0
    left = list(there)
    total, strays, matched = 0, 0, 0
    for word in asked:
        best = min(
            ((_word_distance(word, other), at) for at, other in enumerate(left)),
            default=(_ASTRAY, 0),
        )
        if best[0] >= _ASTRAY:
            strays += len(word) > 1
            continue
        matched += len(word) > 1
        total += best[0]
        del left[best[1]]
    if not strays and matched:
        return total + 3 * sum(len(word) > 1 for word in left)
    joined = _word_distance("".join(asked), "".join(there))
    if joined < _ASTRAY and len(there) != len(asked):
        return joined + 1
    # One word may be the village typed before the street without a comma.
    return _ASTRAY + total if strays == 1 and matched and not left else None


def _word_distance(word: str, other: str) -> int:
    if word == other:
        return 0
    if word.isdigit() or other.isdigit():
        return _ASTRAY
    if len(word) == 1 or len(other) == 1:
        return 2 if word[0] == other[0] else _ASTRAY
    stems = stem(word), stem(other)
    if stems[0] == stems[1]:
        return 2
    if (len(word) >= _SLIP_FROM and one_slip_apart(word, other)) or _stems_slip(*stems):
        return 4
    return 6 if len(word) >= _PREFIX_FROM and other.startswith(word) else _ASTRAY


def _stems_slip(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= _SLIP_FROM and one_slip_apart(one, other)


def _number_rank(asked: str, there: str) -> int:
    """0 the same, 1 with another letter or half, then by how far down the street."""
    if asked == there:
        return 0
    base, other = number_base(asked), number_base(there)
    if base is None:
        return 1
    if base == other:
        return 1
    return NEARBY + min(abs(base - other), _FAR) if other is not None else NEARBY + _FAR


def _is_elsewhere(settlement: str, building: Building) -> bool:
    """Whether a village was typed and the building lies in places called otherwise."""
    if not settlement or not building.within:
        return False
    names = [
        fold_text(is_settlement_of(text)) for one in building.within for text in one.texts.values()
    ]
    return not any(
        name.startswith(settlement)
        or (len(settlement) >= _SLIP_FROM and one_slip_apart(name, settlement))
        for name in names
    )

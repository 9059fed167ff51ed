"""An address as people type it: street, number, settlement."""

import re

from civic.places.model import Address
from civic.places.rules.folding import cleaned, fold_word
from civic.places.rules.streets import KIND_OF_WORD

# A lone letter, unless it stands for a village: «5 с. Піски», «24 с-ще Іванівка».
_LETTER = r"[^\W\d_](?![^\W\d_]|\.\s*[^\W\d_]|-[^\W\d_])"
_HALL = r"(?:корпус|корп|кор|к|block|bldg)"
_FLAT = re.compile(
    r"[\s,;]+(?:кв|квартира|оф|офіс|офис|кім|кімн|кімната|каб|кабінет|комн|под|підʼїзд|під'їзд|під’їзд"
    r"|подъезд|apt|flat|room|office)\b\.?\s*№?\s*\d+\s*[^\W\d_]?(?![^\W_])",
    re.IGNORECASE,
)
_HOUSE = r"(?:(?:буд|будинок|дом|д|b|house|no|№)(?![^\W\d_])[.\s]*)"
_NUMBER = re.compile(
    rf"(?P<house>{_HOUSE}?№?\s*)"
    r"(?P<number>\d{1,4}(?!\d)"
    rf"(?:\s*[-–—]?\s*[\"«“'’]?(?!{_HALL}(?![^\W\d_])\.?\s*\d){_LETTER}[\"»”'’]?)?"
    rf"(?:\s*[/\\–—-]\s*\d{{1,4}}(?!\d)(?:\s?{_LETTER})?|\s*/\s*{_LETTER})*"
    rf"(?:[\s,]*(?<![^\W\d_]){_HALL}\.?\s*№?\s*\d{{1,3}}[^\W\d_]?(?![^\W_]))?)",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"\s?[-–]?\s?(?:а|я|й|го|ої|ий|ая|ой|ша|га|та|ма|st|nd|rd|th)\b\.?\s", re.IGNORECASE
)
_SETTLEMENT = re.compile(
    r"^(?:м|с|смт|с-ще|сщ|селище|село|місто|хутір|х|г|п|пгт|пос|поселок|посёлок|город|village|town"
    r"|city)(?:\.\s*|\s+)(?=[^\W\d_])",
    re.IGNORECASE,
)
_REGION = re.compile(
    r"\b(?:область|обл\.?|територіальна громада|тг|отг|громада|район|р-н|region|oblast|україна"
    r"|украина|ukraine)$|^(?:none|null|nan|\W*)$",
    re.IGNORECASE,
)
_HALL_ALONE = re.compile(rf"{_HALL}\.?\s*(?:\d+\w?|\w)", re.IGNORECASE)
_LONGEST = 200
_DIGITS = re.compile(r"\d+")
_UPPER_ALIKE = str.maketrans("ABCEHIKMOPTXY", "АВСЕНІКМОРТХУ")


def split_address(text: str) -> Address | None:
    """The address, or None when no street with a number can be told in it.

    >>> split_address("вул.Садова5, кв. 12, смт Немішаєве")
    Address(street='вул.Садова', number='5', settlement='смт Немішаєве')
    """
    parts = _parts(_FLAT.sub("", cleaned(text[:_LONGEST])))
    for may_be_village in (False, True):
        for at in range(len(parts)):
            split = _split_at(parts, at, may_be_village=may_be_village)
            if split is not None:
                return split
    return None


def without_number(text: str) -> str:
    """What may be a street when no number was typed: the first part that is no settlement."""
    named = [part for part in _parts(cleaned(text[:_LONGEST])) if _may_be_street(part)]
    return re.sub(r"\bб/н\b", "", named[0]).strip() if named else ""


def fold_number(number: str) -> str:
    """`12-А`, `12 а`, `12A` -> `12а`; `14 корп. 1` -> `14к1`; `5 / 2` -> `5/2`."""
    number = cleaned(number).translate(_UPPER_ALIKE)
    number = re.sub(
        rf"[\s,]*(?:{_HALL}\.?\s*№?\s*(?=\d)|корп(?:ус)?\.?\s*(?=\w$))",
        "к",
        number,
        flags=re.IGNORECASE,
    )
    pieces = re.findall(r"\d+|[^\W\d_]+|[/\\–—-](?=\s*\d)", number)
    folded = "".join(
        "/"
        if piece in "\\/–—-"
        else piece.lstrip("0") or "0"
        if piece.isdigit()
        else fold_word(piece)
        for piece in pieces
    )
    return folded.lstrip("/")


def number_base(number: str) -> int | None:
    """The digits a house number begins with: 12 of `12-А`."""
    found = _DIGITS.search(number)
    return int(found[0][:6]) if found else None


def is_settlement_of(settlement: str) -> str:
    """The name alone: `смт Немішаєве` -> `Немішаєве`."""
    return _SETTLEMENT.sub("", settlement)


def _parts(text: str) -> list[str]:
    return [part for part in map(str.strip, re.split(r"[,;]", text)) if part]


def _split_at(parts: list[str], at: int, *, may_be_village: bool) -> Address | None:
    """A number in a part of its own, else street and number in this part.

    `may_be_village`: «М. Грушевського, 6» looks like a town and is none; and in a village without
    streets the house stands beside the village.
    """
    part, before, after = parts[at], parts[:at], parts[at + 1 :]
    begun = _NUMBER.match(part)
    if begun and before and re.fullmatch(r"\s+[^\W\d_]\D+", part[begun.end() :]):
        # «Садова,5 смт Немішаєве»: the comma that should follow is missing.
        part, after = begun[0].strip(), [part[begun.end() :].strip(), *after]
    if _NUMBER.fullmatch(part):
        found = _NUMBER.fullmatch(part)
        number = found["number"] if found else ""
        if after and _HALL_ALONE.fullmatch(after[0]):
            number, after = f"{number} {after[0]}", after[1:]
        if before and (
            _may_be_street(before[-1]) or (may_be_village and _is_settlement(before[-1]))
        ):
            return Address(
                street=before[-1], number=number, settlement=_settlement(before[:-1], after)
            )
        if may_be_village and not before and after and _is_settlement(after[0]):
            return Address(street=after[0], number=number, settlement=after[0])
        return None
    if after and _NUMBER.fullmatch(after[0]) and _may_be_street(part):
        return None  # The number stands apart: «30 Грудня, 24».
    return _split_words(part, before, after, may_be_village=may_be_village)


def _split_words(
    part: str, before: list[str], after: list[str], *, may_be_village: bool
) -> Address | None:
    last: Address | None = None
    for found in _NUMBER.finditer(part):
        street, rest = part[: found.start()].strip(" .-–"), part[found.end() :]
        is_ordinal = _ORDINAL.match(f"{part[found.end('number') :]} ")
        is_street = _may_be_street(street) or (may_be_village and _is_settlement(street))
        if is_street and not is_ordinal and (not rest or rest[0] in " .("):
            beside = [rest.strip(" .()"), *after]
            last = Address(
                street=street, number=found["number"], settlement=_settlement(before, beside)
            )
    if last is not None:
        return last
    # English puts the number first: «5 Sadova Street», but «8 Березня» is a street.
    first = _NUMBER.match(part)
    rest = part[first.end() :].strip() if first else ""
    words = rest.split()
    if first and len(words) > 1 and fold_word(words[-1].strip(".")) in KIND_OF_WORD:
        return Address(street=rest, number=first["number"], settlement=_settlement(before, after))
    return None


def _may_be_street(text: str) -> bool:
    return bool(re.search(r"[^\W\d_]", text)) and not _is_region(text) and not _is_settlement(text)


def _is_settlement(text: str) -> bool:
    return bool(_SETTLEMENT.match(text))


def _is_region(text: str) -> bool:
    return bool(_REGION.search(text))


def _settlement(before: list[str], after: list[str]) -> str:
    """The one that says of itself to be a settlement; else a name beside the address."""
    told = [part for part in (*after, *before) if part and not _is_region(part)]
    named = next((part for part in told if _is_settlement(part)), None)
    if named is not None:
        return named
    rest = [part for part in told if re.fullmatch(r"[^\W\d_]{3}[^\d]*", part)]
    is_full = any(_is_region(part) for part in after if part)
    # «…, Новооржицька, Полтавська область» names a community, not a village.
    return next((part for part in rest if not (is_full and part.endswith("ька"))), "")

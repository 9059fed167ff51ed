"""From named cells to a row of the town's list."""

import re
from collections.abc import Mapping

from civic.kernel.language import Language, Translated
from civic.places.model import Area, Finding, PlaceKind, PlaceRow, Point

KINDS: dict[str, PlaceKind] = {
    word: kind
    for kind, words in {
        PlaceKind.DISTRICT: "district район мікрорайон микрорайон округ ward settlement селище",
        PlaceKind.COURTYARD: "courtyard yard двір двор подвір'я прибудинкова_територія",
        PlaceKind.BUILDING: "building house будинок будівля дом здание",
    }.items()
    for word in words.split()
}
_ALIASES: dict[str, str] = {
    alias: name
    for name, aliases in {
        "external_id": "external_id externalid id код code ідентифікатор идентификатор fid",
        "kind": "kind type вид тип",
        "parent": "parent parent_id parent_external_id у_складі входить_до батьківський родитель",
        "name": "name name_uk назва название",
        "name_en": "name_en назва_en назва_англійською english",
        "name_ru": "name_ru назва_ru назва_російською название_ru",
        "street": "street вулиця улица addr_street",
        "number": "number house house_number housenumber addr_housenumber номер будинок дом",
        "latitude": "latitude lat широта",
        "longitude": "longitude lon lng long довгота долгота",
        "outline": "outline polygon wkt geometry контур межі",
    }.items()
    for alias in aliases.split()
}
_NAMES: dict[str, Language] = {"name": "uk", "name_en": "en", "name_ru": "ru"}
_LONGEST = {"external_id": 200, "street": 250, "number": 50}
_NAME_LONGEST = 300
_NOTHING = frozenset({"none", "null", "nan", "-", "—", "˗", "_"})


def name_of_column(header: str) -> str | None:
    """The field that a header means, however it is written; None for what we do not read."""
    return _ALIASES.get(normal(header))


def normal(header: str) -> str:
    return re.sub(r"[^\w']+", "_", header.strip().casefold()).strip("_")


def row_from(
    number: int,
    cells: Mapping[str, str],
    *,
    kind: PlaceKind | None = None,
    point: Point | None = None,
    area: Area | None = None,
) -> PlaceRow | Finding:
    """`cells` are by our field names; a missing one is what the file does not say."""
    given = {field: _tidied(field, cell) for field, cell in cells.items()}
    external_id = given.get("external_id", "")
    if not external_id:
        return Finding(row=number, key="places-row-no-id", params={})
    said: dict[str, str | int | float] = {"id": external_id[:60]}
    told = given.get("kind", "")
    kind = KINDS.get(normal(told)) if told else kind
    if kind is None:
        return Finding(row=number, key="places-row-kind", params=said | {"kind": told[:40]})
    names = {language: given[field] for field, language in _NAMES.items() if given.get(field)}
    is_addressed = bool(given.get("street") and given.get("number"))
    if not names and not (kind is PlaceKind.BUILDING and is_addressed):
        return Finding(row=number, key="places-row-no-name", params=said)
    if _is_long(given, names):
        return Finding(row=number, key="places-row-long", params=said)
    return PlaceRow(
        row=number,
        external_id=external_id,
        kind=kind,
        parent=given.get("parent"),
        name=Translated(names),
        street=given.get("street"),
        number=given.get("number"),
        point=point,
        area=area,
    )


def _tidied(field: str, cell: str) -> str:
    text = " ".join(cell.split())
    # «None» is what a program wrote where nothing was known.
    is_nothing = field in {"parent", "street", "number"} and text.casefold() in _NOTHING
    return "" if is_nothing else text


def _is_long(given: Mapping[str, str], names: Mapping[Language, str]) -> bool:
    return any(len(given.get(field, "")) > most for field, most in _LONGEST.items()) or any(
        len(name) > _NAME_LONGEST for name in names.values()
    )

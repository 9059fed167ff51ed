"""Which column of a list means what, and which of the others are worth keeping."""

import re
from collections.abc import Collection, Mapping, Sequence

MOST_KEPT = 24
"""So many attributes an asset: the likeliest to be of use, then as they stand in the file."""
FIELDS = ("id", "number", "latitude", "longitude", "outline", "owner", "kind")
_ALIASES: Mapping[str, tuple[str, ...]] = {
    field: tuple(aliases.split())
    for field, aliases in {
        # The likeliest first: a list may hold a row's number beside the thing's own.
        "id": "external_id externalid asset_id assetid facilityid facility_id uniqueid unique_id "
        "inventory_number інвентарний_номер інвентарний__ инвентарный_номер ідентифікатор "
        "идентификатор guid globalid id код code fid objectid ref номер number",
        "number": "number ref номер номер_опори номер_стовпа бортовий_номер no nr streetlightid "
        "pole_number polenumber label",
        "latitude": "latitude lat широта ycoord y_coord y",
        "longitude": "longitude lon lng long довгота долгота xcoord x_coord x",
        "outline": "wkt geometry the_geom geom outline контур",
        "owner": "owner owner_desc ownername owner_name operator власник балансоутримувач "
        "утримувач владелец собственник балансодержатель",
        "kind": "kind",
    }.items()
}
_OF_USE = re.compile(
    r"watt|type|height|material|composition|colou?r|condition|status|lights|model|manufact|name"
    r"|street|address|dedicat|note|comment|species|surface|year|install|lit\b"
    r"|потуж|тип|висот|матеріал|стан|кол[іь]р|назв|адрес|вул|прим[іи]|рік|порода|мощн|выс|матер|цвет"
)
_OF_NO_USE = re.compile(r"modif|history|centr|sqmi|destin|join|target|seg(m|ment)?_?id|subblock")
_OF_PEOPLE = re.compile(
    r"_by$|addedby|updatedby|createdby|creator|editor|user|uid$|changeset|e_?mail|phone|телефон"
)
"""Who typed it or whom to call: an inventory is no place for people."""


def normal(header: str) -> str:
    return re.sub(r"[^\w']+", "_", header.strip().casefold()).strip("_")


def mapping_of(
    headers: Sequence[str], named: Mapping[str, str], spared: Collection[str] = ()
) -> dict[str, str]:
    """Which header stands for which field. `named`: what the person says, by our names.

    `spared`: fields that are found elsewhere.
    """
    by_name = {normal(header): header for header in reversed(headers)}
    found: dict[str, str] = {}
    for field in FIELDS:
        if field in spared:
            continue
        wanted = (normal(named[field]),) if field in named else _ALIASES[field]
        header = next((by_name[alias] for alias in wanted if alias in by_name), None)
        if header is not None:
            found[field] = header
    if "id" not in found and "id" not in named:
        likely = [header for name, header in by_name.items() if name.endswith("_id")]
        if len(likely) == 1:
            found["id"] = likely[0]
    return found


def worth_keeping(headers: Sequence[str], taken: Collection[str]) -> list[str]:
    """Those kept as attributes, in the order of the file."""
    rest = [header for header in headers if header not in taken and header.strip()]
    rest = [header for header in rest if not _OF_PEOPLE.search(normal(header))]
    ranked = sorted(rest, key=_rank)
    kept = set(ranked[:MOST_KEPT])
    return [header for header in rest if header in kept]


def _rank(header: str) -> int:
    """A sort keeps the file's own order among equals."""
    name = normal(header)
    if _OF_NO_USE.search(name):
        return 2
    return 0 if _OF_USE.search(name) else 1

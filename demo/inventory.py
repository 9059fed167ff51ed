"""What stands in the demo's Nemishaieve: poles, benches, bins, playgrounds, made by chance."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from math import hypot
from random import Random

from civic.assets.actions.importing import import_assets, within
from civic.communities.model import Community, Official
from civic.kernel.ids import IdMaker
from civic.places.model import Place
from gateways.asset_files.opening import assets_in_message
from storage.unit_of_work import SqlWork

SEED = 1662
POLES, BENCHES, BINS = 10, 4, 3
"""So many in each courtyard."""
GROUNDS = 8
"""So many courtyards have a playground."""
LIGHT, GREENERY, POWER = "КП «Світло»", "КП «Благоустрій»", "Обленерго"
_HEADER = ("kind", "id", "number", "lat", "lon", "owner", "тип", "потужність, Вт", "матеріал")
_EDGE, _INNER = 0.96, 0.55
"""Of the way from a courtyard's middle to its border: poles at the border, seats well inside."""
_LED_SHARE = 0.7
Row = tuple[str | float, ...]
Spot = tuple[float, float]


async def bring_inventory(
    work: SqlWork, community: Community, courtyards: Sequence[Place], by: Official, *,
    now: datetime, new_id: IdMaker,
) -> None:  # fmt: skip
    """As an administrator would: from a table."""
    table = inventory_table(courtyards)
    await import_assets(
        assets_in_message(table.encode(), ""),
        community=community.id,
        complete=True,
        actor=by.account,
        look=within(work),
        keep=within(work),
        new_id=new_id,
        now=now,
    )


def inventory_table(courtyards: Sequence[Place]) -> str:
    """The same courtyards give the same table."""
    chance = Random(SEED)
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(_HEADER)
    for number, courtyard in enumerate(courtyards):
        writer.writerows(_of_courtyard(number, courtyard, chance))
    return table.getvalue()


def _of_courtyard(number: int, courtyard: Place, chance: Random) -> Iterator[Row]:
    ring = [(x, y) for x, y in courtyard.area[0][0]]
    for n in range(1, POLES + 1):
        pole = number * POLES + n
        is_led = chance.random() < _LED_SHARE
        told = ("LED", 40) if is_led else ("натрієвий", 100)
        spot = _along(ring, (n + chance.uniform(-0.2, 0.2)) / POLES)
        yield _row(
            "lamp", f"s{pole}", f"Л-{pole:03}", _inwards(ring, spot, _EDGE), LIGHT, *told, "бетон"
        )
    for n in range(1, BENCHES + 1):
        bench = number * BENCHES + n
        spot = _inwards(ring, _along(ring, chance.random()), _INNER * chance.uniform(0.4, 1))
        yield _row("bench", f"b{bench}", f"Лв-{bench}", spot, GREENERY, "зі спинкою", "", "дерево")
    for n in range(1, BINS + 1):
        urn = number * BINS + n
        spot = _inwards(ring, _along(ring, chance.random()), _INNER * chance.uniform(0.6, 1.2))
        yield _row("bin", f"u{urn}", f"У-{urn}", spot, GREENERY, "", "", "бетон")
    if number < GROUNDS:
        spot = _inwards(ring, _along(ring, chance.random()), 0.2)
        yield _row("playground", f"m{number + 1}", f"М-{number + 1}", spot, GREENERY, "", "", "")
    if number % 4 == 0:
        spot = _inwards(ring, _along(ring, chance.random()), 0.8)
        yield _row("power", f"tp{number}", f"ТП-{200 + number}", spot, POWER, "підстанція", "", "")


def _row(
    kind: str, external_id: str, number: str, spot: Spot, owner: str, sort: str, watt: str | int,
    material: str,
) -> Row:  # fmt: skip
    longitude, latitude = spot
    return (
        kind, external_id, number, round(latitude, 6), round(longitude, 6), owner, sort, watt,
        material,
    )  # fmt: skip


def _along(ring: Sequence[Spot], share: float) -> Spot:
    """The point after such a share of the way round."""
    edges = list(pairwise(ring))
    lengths = [hypot(end[0] - start[0], end[1] - start[1]) for start, end in edges]
    left = (share % 1) * sum(lengths)
    for (start, end), length in zip(edges, lengths, strict=True):
        if left <= length and length:
            part = left / length
            return start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1])
        left -= length
    return ring[0]


def _inwards(ring: Sequence[Spot], spot: Spot, share: float) -> Spot:
    corners = ring[:-1]
    middle = (
        sum(corner[0] for corner in corners) / len(corners),
        sum(corner[1] for corner in corners) / len(corners),
    )
    return (
        middle[0] + share * (spot[0] - middle[0]),
        middle[1] + share * (spot[1] - middle[1]),
    )

"""What stands in the demo's courtyards is made anew each time, and always the same."""

from collections import Counter

from civic.assets.model import AssetRow
from civic.assets.rules.standing import Yards
from civic.kernel.ids import PlaceId
from civic.places.model import PlaceKind, PlaceRow
from demo.inventory import inventory_table
from demo.town import PLACES
from gateways.asset_files.opening import assets_in_message
from gateways.place_files.opening import places_on_disk
from tests.placed_town import courtyard

DRAWN = [
    courtyard(PlaceId(number), row.title, None, row.area or ())
    for number, row in enumerate(places_on_disk(PLACES).rows(), start=1)
    if isinstance(row, PlaceRow) and row.kind is PlaceKind.COURTYARD
]


def test_the_demo_has_poles_benches_bins_and_playgrounds_in_its_courtyards() -> None:
    table = inventory_table(DRAWN)
    assert table == inventory_table(DRAWN)
    rows = list(assets_in_message(table.encode(), "").rows())
    good = [row for row in rows if isinstance(row, AssetRow)]
    assert good == rows
    assert Counter(row.kind for row in good) == {
        "lamp": 120, "bench": 48, "bin": 36, "playground": 8, "power": 3,
    }  # fmt: skip
    yards = Yards(DRAWN)
    assert [row.external_id for row in good if yards.at(row.point) is None] == []
    assert {row.owner for row in good if row.kind == "lamp"} == {"КП «Світло»"}

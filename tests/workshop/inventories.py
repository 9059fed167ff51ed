"""Assets of either of two towns, and what is asked of their stores."""

from collections.abc import Mapping
from typing import Any

from civic.assets.model import Asset, AssetKind, SheetKind, WantedAssets, WantedSheet
from civic.kernel.ids import AssetId, AssetKindId, CommunityId, FileId, PlaceId
from civic.places.model import Point
from storage.unit_of_work import SqlWork
from tests.asked import AUTHOR, MONDAY, uk

SPOT = Point(latitude=50.56, longitude=29.98)
LAMPS, BENCHES = AssetKindId(1), AssetKindId(2)


def kind_of(community: CommunityId, number: int, word: str = "") -> AssetKind:
    return AssetKind(
        id=AssetKindId(number), community=community, code=f"kind-{number}",
        name=uk(f"{word}Ліхтар {number}"), icon="-", is_public=True,
    )  # fmt: skip


def asset_of(community: CommunityId, number: int, word: str = "") -> Asset:
    return Asset(
        id=AssetId(number), community=community, kind=LAMPS, external_id=str(number),
        number=str(number), point=SPOT, place=PlaceId(91), owner=f"{word}Місто",
        attributes={"опис": word},
    )  # fmt: skip


GIVEN: Mapping[str, tuple[Any, Any]] = {
    "asset": (AssetId(1), AssetId(2)),
    "code": ("kind-1", "kind-2"),
    "point": (SPOT,) * 2,
    "within": (None, None),
}
SPECIAL: Mapping[str, tuple[Any, Any]] = {
    "asset_lists.done.file": (FileId(2), FileId(3)),
    "assets.by_external_id.external_ids": (("1", "2"),) * 2,
    "assets.by_external_id.kind": (LAMPS, BENCHES),
    "assets.by_ending.kinds": ((LAMPS, BENCHES),) * 2,
    "assets.by_ending.ending": ("1", "2"),
    "assets.by_number.kinds": ((LAMPS, BENCHES), None),
    "assets.by_number.number": ("1", "2"),
    "assets.kind.kind": (LAMPS, BENCHES),
    **{
        f"assets.{method}.kinds": ((LAMPS, BENCHES),) * 2
        for method in ("in_box", "nearest", "numbered", "of_place", "page")
    },
    "assets.put_assets.given": (
        (asset_of(CommunityId(1), 1, "інакше"),),
        (asset_of(CommunityId(1), 2),),
    ),
    "assets.put_kind.kind": (kind_of(CommunityId(1), 1, "інакше"), kind_of(CommunityId(1), 2)),
    "assets.some_assets.wanted": ((AssetId(1), AssetId(2)),) * 2,
}


async def furnish(work: SqlWork, community: CommunityId, word: str) -> None:
    """A kind and a lamp of it; the other town has two of each."""
    for number in (1, 2) if word else (1,):
        await work.assets.put_kind(community, kind_of(community, number, word))
        await work.assets.put_assets(community, [asset_of(community, number, word)])
        wanted = WantedAssets(
            community=community, account=AUTHOR, file=FileId(1 + number), kind="", complete=False
        )
        await work.asset_lists.want(wanted, now=MONDAY)
    sheet = WantedSheet(
        community=community, account=AUTHOR, language="uk", what=SheetKind.LABELS, kind=LAMPS
    )
    await work.asset_sheets.want(sheet, now=MONDAY)

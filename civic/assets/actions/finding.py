"""Finding an asset: by the number on it, or as one of the nearest."""

from collections.abc import Collection

from civic.assets.model import Asset, AssetKind, NearAsset
from civic.assets.ports import Assets
from civic.assets.rules.kinds import kinds_in_use
from civic.assets.rules.numbers import last_number, readings
from civic.kernel.ids import AssetKindId, CommunityId
from civic.places.model import Point

NEAREST = 5
SEARCHED = 20
AROUND, BESIDE = 2_000, 250
"""Metres: what somebody looks for in the office, and what one who stands there may mean."""


async def visible_kinds(
    community: CommunityId, *, for_office: bool, assets: Assets
) -> dict[AssetKindId, AssetKind]:
    """Residents see where public things stand; the office sees all."""
    kinds = kinds_in_use(await assets.kinds(community), for_office=for_office)
    return {kind.id: kind for kind in kinds}


async def find_by_number(
    typed: str,
    *,
    community: CommunityId,
    kinds: Collection[AssetKindId],
    assets: Assets,
    limit: int = SEARCHED,
) -> list[Asset]:
    """Of these kinds; what people type around a number makes no difference."""
    if not kinds:
        return []
    for reading in readings(typed):
        found = await assets.by_number(community, reading, kinds, limit=limit)
        if found:
            return found
    return []


async def find_by_ending(
    typed: str,
    *,
    community: CommunityId,
    kinds: Collection[AssetKindId],
    assets: Assets,
    limit: int = SEARCHED,
) -> list[Asset]:
    """Where nothing has the very number: 22 may be «Л-022», for nobody reads the letter aloud."""
    ending = last_number(typed)
    if not ending or not kinds:
        return []
    return await assets.by_ending(community, ending, kinds, limit=limit)


async def nearest_assets(
    point: Point,
    *,
    community: CommunityId,
    kinds: Collection[AssetKindId],
    assets: Assets,
    limit: int = NEAREST,
    within: int = AROUND,
) -> list[NearAsset]:
    """`within` so many metres."""
    if not kinds:
        return []
    return await assets.nearest(community, point, kinds, limit=limit, within=within)

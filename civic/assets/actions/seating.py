"""After courtyards were drawn anew: in which of them does each asset stand now."""

from dataclasses import replace

from civic.assets.ports import AssetDesk, OpenAssetDesk
from civic.assets.rules.standing import Yards
from civic.kernel.ids import AssetId, CommunityId
from civic.places.actions import finest_kind
from civic.places.model import Box

CHUNK = 500
_WORLD = Box(west=-180, south=-90, east=180, north=90)
_YARDS = 50_000


async def yards_of(community: CommunityId, desk: AssetDesk) -> Yards:
    """The outlines that people of this town call home."""
    finest = await finest_kind(community, places=desk.places)
    return Yards(await desk.places.touching(community, _WORLD, {finest}, limit=_YARDS))


async def seat_assets(community: CommunityId, *, look: OpenAssetDesk, keep: OpenAssetDesk) -> int:
    """Return how many changed their courtyard; in short transactions, safe to run twice."""
    async with look() as desk:
        kinds = [kind.id for kind in await desk.assets.kinds(community)]
        yards = await yards_of(community, desk) if kinds else Yards(())
    moved = 0
    after: AssetId | None = None
    while kinds:
        async with look() as desk:
            page = await desk.assets.page(community, kinds, after=after, limit=CHUNK)
        if not page:
            break
        after = page[-1].id
        seated = [replace(asset, place=yards.at(asset.point)) for asset in page]
        changed = [now for now, was in zip(seated, page, strict=True) if now.place != was.place]
        if changed:
            async with keep() as desk:
                await desk.assets.put_assets(community, changed)
        moved += len(changed)
    return moved

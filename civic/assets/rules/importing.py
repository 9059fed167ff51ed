"""What a list of assets would change: added, changed, retired, and what is wrong with a row."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace

from civic.assets.model import Asset, AssetChange, AssetKind, AssetPlan, AssetRow
from civic.kernel.ids import AssetId, PlaceId
from civic.places.model import Finding, Point

_COMPARED = ("number", "point", "place", "owner", "attributes", "retired")


def plan_import(
    existing: Mapping[str, Asset],
    rows: Iterable[AssetRow],
    *,
    kind: AssetKind,
    place_at: Callable[[Point], PlaceId | None],
    new_asset: Callable[[], AssetId],
) -> AssetPlan:
    """What these rows add and change; they are of one kind, each id once."""
    added: list[Asset] = []
    changed: list[AssetChange] = []
    unchanged = 0
    for row in rows:
        before = existing.get(row.external_id)
        place = place_at(row.point)
        if before is None:
            added.append(_new(row, kind, place, new_asset()))
            continue
        after = _merged(before, row, place)
        fields = tuple(
            field for field in _COMPARED if getattr(before, field) != getattr(after, field)
        )
        if fields:
            changed.append(AssetChange(before=before, after=after, fields=fields))
        else:
            unchanged += 1
    return AssetPlan(added=tuple(added), changed=tuple(changed), unchanged=unchanged)


def plan_retiring(existing: Iterable[Asset], listed: Collection[str], *, prefix: str) -> AssetPlan:
    """What a complete list no longer names is retired; what another source listed stays."""
    return AssetPlan(
        retired=tuple(
            replace(asset, retired=True)
            for asset in existing
            if asset.external_id not in listed and is_listed_by(prefix, asset.external_id)
        )
    )


MAPPED = "osm:"
"""What ids of an OpenStreetMap extract begin with."""


def is_listed_by(prefix: str, external_id: str) -> bool:
    """Whether lists of this sort speak for the asset: the town's own leave mapped ones alone."""
    return external_id.startswith(prefix) if prefix else not external_id.startswith(MAPPED)


def finding_of_repeat(row: AssetRow, other: int) -> Finding:
    """Both are told and neither is kept: nobody knows which of them is meant."""
    return Finding(
        row=row.row, key="assets-row-id-twice", params={"id": row.external_id[:60], "other": other}
    )


def finding_of_kind(row: AssetRow) -> Finding:
    params: dict[str, str | int | float] = {"id": row.external_id[:60], "kind": row.kind[:40]}
    return Finding(row=row.row, key="assets-row-kind", params=params)


def _new(row: AssetRow, kind: AssetKind, place: PlaceId | None, asset: AssetId) -> Asset:
    return Asset(
        id=asset,
        community=kind.community,
        kind=kind.id,
        external_id=row.external_id,
        number=row.number or "",
        point=row.point,
        place=place,
        owner=row.owner or "",
        attributes=_told(row.attributes),
    )


def _merged(before: Asset, row: AssetRow, place: PlaceId | None) -> Asset:
    """What the file does not say stays; what it says to be nothing goes."""
    return replace(
        before,
        number=before.number if row.number is None else row.number,
        point=row.point,
        place=place,
        owner=before.owner if row.owner is None else row.owner,
        attributes=_told({**before.attributes, **row.attributes}),
        retired=False,
    )


def _told(attributes: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in attributes.items() if value}

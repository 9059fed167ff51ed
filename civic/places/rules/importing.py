"""What a town's list would change: added, changed, retired, and what is wrong with a row."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace

from civic.kernel.ids import CommunityId, PlaceId
from civic.kernel.language import Translated
from civic.places.model import Change, Finding, ImportPlan, Place, PlaceKind, PlaceRow

ORDER = (PlaceKind.DISTRICT, PlaceKind.COURTYARD, PlaceKind.BUILDING)
"""What lies in another comes after it."""
_COMPARED = ("name", "parent", "street", "number", "point", "area", "retired")


def plan_import(
    existing: Mapping[str, Place],
    rows: Iterable[PlaceRow],
    *,
    community: CommunityId,
    parents: Mapping[str, Place],
    new_place: Callable[[], PlaceId],
) -> ImportPlan:
    """What these rows add and change. `existing` and `parents` are by external id.

    The rows are of one kind, each id once; districts come first, buildings last.
    """
    added: list[Place] = []
    changed: list[Change] = []
    findings: list[Finding] = []
    unchanged = 0
    for row in rows:
        before = existing.get(row.external_id)
        finding = _finding_of(row, before, parents)
        if finding is not None:
            findings.append(finding)
            continue
        parent = parents[row.parent].id if row.parent else None
        if before is None:
            added.append(_new(row, parent, community, new_place()))
            continue
        after = _merged(before, row, parent)
        fields = tuple(
            field for field in _COMPARED if getattr(before, field) != getattr(after, field)
        )
        if fields:
            changed.append(Change(before=before, after=after, fields=fields))
        else:
            unchanged += 1
    return ImportPlan(
        added=tuple(added), changed=tuple(changed), unchanged=unchanged, findings=tuple(findings)
    )


def plan_retiring(existing: Iterable[Place], listed: Collection[str]) -> ImportPlan:
    """What a complete list no longer names is retired, never deleted: people live there."""
    return ImportPlan(
        retired=tuple(
            replace(place, retired=True) for place in existing if place.external_id not in listed
        )
    )


def finding_of_repeat(row: PlaceRow, first: int) -> Finding:
    params: dict[str, str | int | float] = {"id": row.external_id, "first": first}
    return Finding(row=row.row, key="places-row-id-twice", params=params)


def _finding_of(
    row: PlaceRow, before: Place | None, parents: Mapping[str, Place]
) -> Finding | None:
    params: dict[str, str | int | float] = {"id": row.external_id, "title": row.title}
    if before is not None and before.kind is not row.kind:
        return Finding(row=row.row, key=f"places-row-was-{before.kind}", params=params)
    if not row.parent:
        return None
    params["parent"] = row.parent
    parent = parents.get(row.parent)
    if parent is None:
        return Finding(row=row.row, key="places-row-parent-unknown", params=params)
    if ORDER.index(parent.kind) >= ORDER.index(row.kind):
        return Finding(row=row.row, key="places-row-parent-kind", params=params)
    return None


def _new(row: PlaceRow, parent: PlaceId | None, community: CommunityId, place: PlaceId) -> Place:
    return Place(
        id=place,
        community=community,
        external_id=row.external_id,
        kind=row.kind,
        parent=parent,
        name=row.name,
        street=row.street or "",
        number=row.number or "",
        point=row.point,
        area=row.area or (),
    )


def _merged(before: Place, row: PlaceRow, parent: PlaceId | None) -> Place:
    """What the file does not say stays: a list without outlines rubs none out."""
    return replace(
        before,
        name=Translated({**before.name.texts, **row.name.texts}),
        parent=before.parent if row.parent is None else parent,
        street=before.street if row.street is None else row.street,
        number=before.number if row.number is None else row.number,
        point=before.point if row.point is None else row.point,
        area=before.area if row.area is None else row.area,
        retired=False,
    )

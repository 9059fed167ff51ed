"""What of a request the public may know, wherever it asks."""

from collections.abc import Iterable, Sequence

from civic.service_requests.model import Category, Event, EventKind, ServiceRequest
from civic.service_requests.open311.model import Service

_TOLD = frozenset({EventKind.FILED, EventKind.MOVED, EventKind.OVERDUE})


def services_of(every: Sequence[Category]) -> list[Service]:
    """Public ones under which something can be filed; a group only holds them."""
    by_id = {one.id: one for one in every}
    groups = {one.parent for one in every if not one.retired}
    found: list[Service] = []
    for one in every:
        group = by_id.get(one.parent) if one.parent is not None else None
        is_gone = one.retired or (group is not None and group.retired)
        if one.is_public and not is_gone and one.id not in groups:
            found.append(Service(category=one, group=group))
    return found


def is_known(request: ServiceRequest, category: Category) -> bool:
    """Whether its number may be asked for: that it is there and where it stands is no secret."""
    return category.is_public and not request.is_hidden


def is_whole(request: ServiceRequest, category: Category) -> bool:
    """Whether what it says may be shown: an official has read it, and nobody hid it."""
    return is_known(request, category) and request.is_shown_publicly


def told_publicly(events: Iterable[Event]) -> tuple[Event, ...]:
    """What the office said, and what became of it; neighbours' own words are theirs."""
    return tuple(
        sorted(
            (
                one
                for one in events
                if one.is_public
                and (one.kind in _TOLD or (one.from_office and one.kind is EventKind.COMMENTED))
            ),
            key=lambda one: one.n,
        )
    )

"""What of a request the public may know, wherever it asks."""

from collections.abc import Collection, Iterable, Sequence

from civic.kernel.ids import CategoryId
from civic.service_requests.model import Category, Event, EventKind, ServiceRequest
from civic.service_requests.open311.model import Service

_TOLD = frozenset({EventKind.FILED, EventKind.MOVED, EventKind.OVERDUE})


def services_of(every: Sequence[Category], public: Collection[CategoryId]) -> list[Service]:
    """Those of the public ones under which something can be filed; a group only holds them."""
    by_id = {one.id: one for one in every}
    groups = {one.parent for one in every if not one.retired}
    found: list[Service] = []
    for one in every:
        group = by_id.get(one.parent) if one.parent is not None else None
        is_gone = one.retired or (group is not None and group.retired)
        if one.id in public and not is_gone and one.id not in groups:
            found.append(Service(category=one, group=group))
    return found


def is_whole(request: ServiceRequest) -> bool:
    """Whether what it says may be shown: an official has read it, and nobody hid it."""
    return request.is_shown_publicly and not request.is_hidden


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

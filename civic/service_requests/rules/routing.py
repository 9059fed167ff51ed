"""Where a request goes: the first rule of the town that fits, else its category's agency."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from civic.kernel.ids import AgencyId, CategoryId, PlaceId
from civic.service_requests.model import Category, ServiceRequest
from civic.service_requests.rules.guessing import has_word
from civic.service_requests.settings import Condition, DryRun, Rerouted, Route, RoutingRule

FIRST = 20
"""So many of the changed ones a dry run names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What rules look at."""

    categories: frozenset[CategoryId]
    """Its own, and the one that is in."""
    default: AgencyId | None
    within: frozenset[PlaceId]
    """Its place and all that this lies in."""
    owner: str
    text: str
    hour: int


def asked_of(
    category: Category,
    *,
    within: frozenset[PlaceId],
    owner: str,
    text: str,
    filed_at: datetime,
    zone: str,
) -> Asked:
    named = {category.id} | ({category.parent} if category.parent is not None else set())
    return Asked(
        categories=frozenset(named),
        default=category.agency,
        within=within,
        owner=owner,
        text=text,
        hour=filed_at.astimezone(ZoneInfo(zone)).hour,
    )


def route_of(asked: Asked, rules: Iterable[RoutingRule]) -> Route:
    for rule in sorted(rules, key=lambda one: one.position):
        matched = _matched(rule, asked)
        if matched is not None:
            return Route(agency=rule.agency, rule=rule, matched=matched)
    matched = (Condition.CATEGORY,) if asked.default is not None else ()
    return Route(agency=asked.default, matched=matched)


def dry_run(
    filed: Sequence[tuple[ServiceRequest, Asked]],
    now: Sequence[RoutingRule],
    then: Sequence[RoutingRule],
) -> DryRun:
    """What was filed of late, by the rules there are and by those there might be."""
    counts: dict[AgencyId | None, Counter[str]] = {}
    changed: list[Rerouted] = []
    for request, asked in filed:
        was, would = route_of(asked, now), route_of(asked, then)
        counts.setdefault(was.agency, Counter())["was"] += 1
        counts.setdefault(would.agency, Counter())["would"] += 1
        if was.agency != would.agency:
            changed.append(Rerouted(request=request, was=was.agency, would=would))
    return DryRun(
        looked_at=len(filed),
        changed=len(changed),
        by_agency={agency: (count["was"], count["would"]) for agency, count in counts.items()},
        first=tuple(changed[:FIRST]),
    )


def _matched(rule: RoutingRule, asked: Asked) -> tuple[Condition, ...] | None:
    """Which conditions it names, when all hold; a rule that names none takes everything."""
    said = (
        (Condition.CATEGORY, rule.categories, rule.categories & asked.categories),
        (Condition.PLACE, rule.places, rule.places & asked.within),
        (Condition.OWNER, rule.owners, _folded(asked.owner) in map(_folded, rule.owners)),
        (Condition.WORDS, rule.words, any(has_word(asked.text, word) for word in rule.words)),
        (Condition.HOURS, rule.hours, rule.hours and _is_within(asked.hour, *rule.hours)),
    )
    if not all(holds for _, named, holds in said if named):
        return None
    return tuple(condition for condition, named, _ in said if named)


def _is_within(hour: int, first: int, until: int) -> bool:
    if first <= until:
        return first <= hour < until
    return hour >= first or hour < until


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())

"""What a town sets for its requests: where they go and why, and tables of that."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from civic.kernel.ids import AgencyId, CategoryId, CommunityId, PlaceId, RoutingRuleId
from civic.service_requests.model import Category, ServiceRequest

QUESTIONS_LIMIT = 5
"""That a category asks besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingRule:
    """All that is named must hold; of several rules the first that does decides."""

    id: RoutingRuleId
    community: CommunityId
    position: int
    categories: frozenset[CategoryId] = frozenset()
    """A category of the first level stands for all within."""
    places: frozenset[PlaceId] = frozenset()
    """Whatever lies within them too."""
    owners: frozenset[str] = frozenset()
    """Of the asset, as the inventory names them."""
    words: frozenset[str] = frozenset()
    """One of them stands in the text."""
    hours: tuple[int, int] | None = None
    """From this hour until that by the town's clock; over midnight where the first is later."""
    agency: AgencyId | None
    """None: the dispatcher."""


class Condition(StrEnum):
    """What a routing rule may ask for."""

    CATEGORY = "category"
    PLACE = "place"
    OWNER = "owner"
    WORDS = "words"
    HOURS = "hours"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where a request goes, and why."""

    agency: AgencyId | None
    rule: RoutingRule | None = None
    """None: its category's own agency, else the dispatcher."""
    matched: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rerouted:
    request: ServiceRequest
    was: AgencyId | None
    would: Route


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    """What other rules would have done with the requests of late."""

    looked_at: int
    changed: int
    by_agency: Mapping[AgencyId | None, tuple[int, int]]
    """How many each had, and would have."""
    first: tuple[Rerouted, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFinding:
    """What is wrong with a line of a table: a sentence's key and parameters; it is not taken."""

    row: int
    key: str
    params: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryPlan:
    """What a table would change; what it does not name is left, or retired where it is whole."""

    added: tuple[Category, ...] = ()
    changed: tuple[Category, ...] = ()
    retired: tuple[Category, ...] = ()
    unchanged: int = 0
    findings: tuple[TableFinding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingPlan:
    """The rules that a table stands for, in its order; they replace all there were."""

    rules: tuple[RoutingRule, ...] = ()
    findings: tuple[TableFinding, ...] = ()

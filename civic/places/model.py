"""Districts, courtyards and buildings."""

from dataclasses import dataclass
from enum import StrEnum

from civic.kernel.ids import AccountId, CommunityId, FileId, PlaceId
from civic.kernel.language import Language, Translated

Ring = tuple[tuple[float, float], ...]
"""(longitude, latitude) in degrees of WGS 84, closed."""
Polygon = tuple[Ring, ...]
"""The outer ring, then holes."""
Area = tuple[Polygon, ...]


class PlaceKind(StrEnum):
    DISTRICT = "district"
    COURTYARD = "courtyard"
    BUILDING = "building"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    id: PlaceId
    community: CommunityId
    external_id: str
    """What the town's own list calls it; imports are idempotent by it."""
    kind: PlaceKind
    parent: PlaceId | None
    """A building's courtyard, a courtyard's district."""
    name: Translated
    street: str = ""
    number: str = ""
    point: Point | None = None
    area: Area = ()
    retired: bool = False

    def title_in(self, language: Language) -> str:
        """Its name; a building without one goes by its address."""
        name = self.name.in_(language)
        address = ", ".join(part for part in (self.street, self.number) if part)
        return address or name if self.kind is PlaceKind.BUILDING else name or address


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """The smallest rectangle of degrees around a place."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, point: Point) -> bool:
        return (
            self.west <= point.longitude <= self.east and self.south <= point.latitude <= self.north
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A place at some distance, to be confirmed by whoever sent the location."""

    place: Place
    metres: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """Where a location falls: inside a place, else near some, else nowhere."""

    inside: Place | None = None
    near: tuple[Near, ...] = ()


class StreetKind(StrEnum):
    STREET = "street"
    AVENUE = "avenue"
    BOULEVARD = "boulevard"
    SQUARE = "square"
    LANE = "lane"
    DESCENT = "descent"
    PASSAGE = "passage"
    ROAD = "road"
    ALLEY = "alley"
    DEAD_END = "dead-end"
    NEIGHBOURHOOD = "neighbourhood"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldedStreet:
    """A street's name without what people vary when they type it."""

    kind: StreetKind | None
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Street:
    id: int
    folded: FoldedStreet


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    street: str
    number: str
    settlement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Building:
    """A building on a street, with what it lies in: courtyard, district."""

    place: Place
    street: int
    within: tuple[Translated, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    building: Building
    exact: bool
    """The very street and number; otherwise something like it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """A line of the town's list. None is what the file does not say, and leaves as it was."""

    row: int
    external_id: str
    kind: PlaceKind
    parent: str | None
    """The external id of what it lies in; "" for nothing."""
    name: Translated
    street: str | None = None
    number: str | None = None
    point: Point | None = None
    area: Area | None = None

    @property
    def title(self) -> str:
        return self.name.in_("uk") or ", ".join(filter(None, (self.street, self.number)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is wrong with a row: a sentence's key and parameters. The row is not imported."""

    row: int
    key: str
    params: dict[str, str | int | float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    before: Place
    after: Place
    fields: tuple[str, ...]
    """Of name, parent, street, number, point, area, retired."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """What an import would do: nothing is ever deleted."""

    added: tuple[Place, ...] = ()
    changed: tuple[Change, ...] = ()
    retired: tuple[Place, ...] = ()
    unchanged: int = 0
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedList:
    """A file that an administrator has looked at and wants kept."""

    community: CommunityId
    account: AccountId
    file: FileId
    complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSummary:
    """A whole import told in bounded room: all is counted, the first of each are named."""

    counts: dict[PlaceKind, int]
    """Rows of the file that were understood."""
    added: int
    changed: int
    retired: int
    unchanged: int
    found: int
    """How many findings there are in all."""
    first_added: tuple[Place, ...]
    first_changed: tuple[Change, ...]
    first_retired: tuple[Place, ...]
    findings: tuple[Finding, ...]
    dry_run: bool

    @property
    def changes_nothing(self) -> bool:
        return not (self.added or self.changed or self.retired)

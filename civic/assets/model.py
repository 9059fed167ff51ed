"""Assets: what stands in a town under a number, what kinds of it there are, and lists of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from civic.kernel.ids import AccountId, AssetId, AssetKindId, CommunityId, FileId, PlaceId
from civic.kernel.language import Language, Translated
from civic.places.model import Finding, Point


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetKind:
    id: AssetKindId
    community: CommunityId
    code: str
    """What files and commands call it: `lamp`, `bench`."""
    name: Translated
    icon: str = ""
    is_public: bool
    """Otherwise no resident, page or file for the public sees where such things stand."""
    retired: bool = False

    def title_in(self, language: Language) -> str:
        return f"{self.icon} {self.name.in_(language)}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    id: AssetId
    community: CommunityId
    kind: AssetKindId
    external_id: str
    """What the town's own list calls it; imports are idempotent by kind and this."""
    number: str
    """As it is printed on it; may be empty, and may repeat between kinds."""
    point: Point
    place: PlaceId | None = None
    """The courtyard it stands in; in a town that lists no courtyards, the district."""
    owner: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    photo: FileId | None = None
    retired: bool = False

    @property
    def label(self) -> str:
        """What people call it by."""
        return self.number or self.external_id


@dataclass(frozen=True, slots=True, kw_only=True)
class NearAsset:
    asset: Asset
    metres: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetRow:
    """One asset of a list. None is what the file does not say, and leaves as it was."""

    row: int
    external_id: str
    kind: str
    """The code of its kind."""
    point: Point
    number: str | None = None
    owner: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetChange:
    before: Asset
    after: Asset
    fields: tuple[str, ...]
    """Of number, point, place, owner, attributes, retired."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetPlan:
    """What an import would do: nothing is ever deleted."""

    added: tuple[Asset, ...] = ()
    changed: tuple[AssetChange, ...] = ()
    retired: tuple[Asset, ...] = ()
    unchanged: int = 0
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedAssets:
    """A file of assets that an administrator has looked at and wants kept."""

    community: CommunityId
    account: AccountId
    file: FileId
    kind: str
    """The code of the kind that all of it is; "": the file says it itself."""
    complete: bool


class SheetKind(StrEnum):
    LABELS = "labels"
    """To be printed, cut and put on things: a QR code each."""
    GEOJSON = "geojson"


LABELS_A_SHEET = 480
"""Twenty pages of paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedSheet:
    """A file of assets that an official asked for and has not got yet."""

    community: CommunityId
    account: AccountId
    language: Language
    what: SheetKind
    kind: AssetKindId | None
    """None: of all kinds."""
    number: int = 0
    """The first, the second … so many labels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetLabel:
    """What is printed for one asset."""

    link: str
    number: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelSheet:
    """Labels as they are printed, in words."""

    town: str
    invitation: str
    """What one can do here: a few words under the code."""
    labels: tuple[AssetLabel, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetSummary:
    """A whole import told in bounded room: all is counted, the first of each are named."""

    counts: Mapping[str, int]
    """Rows of the file that were understood, by the code of their kind."""
    added: int
    changed: int
    retired: int
    unchanged: int
    found: int
    """How many findings there are in all."""
    placed: int
    """How many of the file stand in a known courtyard."""
    first_added: tuple[Asset, ...]
    first_changed: tuple[AssetChange, ...]
    first_retired: tuple[Asset, ...]
    findings: tuple[Finding, ...]
    columns: Mapping[str, str]
    """Which column of the file was read as what."""
    left: tuple[str, ...]
    """Columns that were not kept."""
    dry_run: bool

    @property
    def changes_nothing(self) -> bool:
        return not (self.added or self.changed or self.retired)

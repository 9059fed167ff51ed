"""Buttons of what stands in the town: codes begin with v."""

from civic.kernel.ids import AssetId, AssetKindId, FileId
from handlers.presses.registry import Press, press

EVERY_KIND = AssetKindId(0)
"""Of all kinds; of a file: it says itself what is what."""


@press("vl")
class AssetsPress(Press):
    """What the town has, kind by kind, in the office."""

    page: int = 0


@press("vo")
class AssetKindPress(Press):
    kind: AssetKindId


@press("va")
class AddAssetKindPress(Press):
    page: int = 0


@press("vu")
class UsualKindPress(Press):
    usual: str


@press("vp")
class ShowKindPress(Press):
    """Whether residents see where such things stand."""

    kind: AssetKindId
    is_public: bool


@press("vr")
class RetireKindPress(Press):
    kind: AssetKindId
    is_sure: bool


@press("vs")
class LabelSheetsPress(Press):
    """Which labels to print, where there are more than fit in one file."""

    kind: AssetKindId
    page: int


@press("vb")
class LabelsPress(Press):
    kind: AssetKindId
    number: int


@press("vg")
class GeojsonPress(Press):
    kind: AssetKindId


@press("vc")
class AssetPress(Press):
    asset: AssetId


@press("vf")
class AssetPhotoPress(Press):
    """Send a photo of it, or another instead."""

    asset: AssetId


@press("vw")
class AssetSpotPress(Press):
    """Where it stands, on a map."""

    asset: AssetId


@press("vh")
class AssetHistoryPress(Press):
    """What was told of it, the newest first."""

    asset: AssetId
    page: int = 0


@press("vn")
class NearAssetsPress(Press):
    """Others of its kind nearby."""

    asset: AssetId


@press("vir")
class AskRetireAssetsPress(Press):
    """Whether to take a file for the whole list, and retire what it does not name."""

    file: FileId
    kind: AssetKindId


@press("vi")
class ImportAssetsPress(Press):
    """Keep what a file would change; with `complete` also retire what it does not name."""

    file: FileId
    kind: AssetKindId
    complete: bool

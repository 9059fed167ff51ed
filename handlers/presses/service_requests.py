"""Buttons of a resident's service requests: codes begin with k."""

from typing import NewType

from civic.kernel.ids import AssetId, CategoryId, GeocodingId, PlaceId, ServiceRequestId
from handlers.presses.registry import Press, press

DraftId = NewType("DraftId", int)
"""What is being written, and what it will be filed as."""
DEGREE = 100_000
"""What a press holds of a degree: a metre is one."""

# --- The way in.


@press("k")
class CourtyardPress(Press):
    """My courtyard: what one can do here."""


@press("kn")
class NewRequestPress(Press):
    """Go on with what is being written, else begin."""


@press("kx")
class AnewPress(Press):
    """Throw away what is being written; sure, or asked first."""

    draft: DraftId
    is_sure: bool


@press("kh")
class ReportHerePress(Press):
    """About a place, in hundred-thousandths of a degree."""

    latitude: int
    longitude: int


# --- While it is being written.


@press("ke")
class AskPress(Press):
    """Ask this again, whatever else is missing."""

    ask: str


@press("kw")
class WordlessPress(Press):
    """The photos say it all."""


@press("kg")
class CategoriesPress(Press):
    """Those of the first level, or what one of them holds; 0: the first level."""

    parent: CategoryId
    page: int = 0


@press("kc")
class ChooseCategoryPress(Press):
    category: CategoryId


@press("kp")
class AtHomePress(Press):
    """In my courtyard."""


@press("kl")
class SendSpotPress(Press):
    """With a key that sends where one stands."""


@press("kb")
class ChooseBuildingPress(Press):
    place: PlaceId


@press("ka")
class ChooseAssetPress(Press):
    """0: none of them."""

    asset: AssetId


@press("ko")
class ChooseOptionPress(Press):
    """Of one answer, or a point of a scale."""

    question: int
    option: int


@press("kt")
class ToggleOptionPress(Press):
    question: int
    option: int
    on: bool


@press("kq")
class GoToQuestionPress(Press):
    question: int
    page: int = 0


@press("kk")
class LeaveQuestionPress(Press):
    """Skip it, find it hard to say, or go on with what is chosen: skip, hard or next."""

    question: int
    how: str


@press("kmp")
class RequestMapPress(Press):
    """Where it is, on a map with what stands nearby."""

    request: ServiceRequestId


@press("kr")
class NoneNearbyPress(Press):
    """What is filed nearby is something else."""


@press("ki")
class AnonymousPress(Press):
    on: bool


@press("ky")
class ContactPress(Press):
    """Ask how else to reach them; or take away what they said."""

    is_gone: bool


@press("kz")
class DropPhotosPress(Press):
    """Without the photos and the voice that were sent so far."""


@press("kf")
class FilePress(Press):
    draft: DraftId


# --- What was filed.


@press("km")
class MyRequestsPress(Press):
    page: int = 0


@press("kv")
class RequestPress(Press):
    request: ServiceRequestId


@press("kvn")
class NearbyRequestPress(Press):
    """While one's own is being written."""

    request: ServiceRequestId


@press("kj")
class JoinPress(Press):
    request: ServiceRequestId


@press("kjx")
class LeavePress(Press):
    request: ServiceRequestId
    is_sure: bool


@press("ku")
class CommentPress(Press):
    request: ServiceRequestId


@press("kup")
class AddPhotoPress(Press):
    request: ServiceRequestId


@press("kd")
class WithdrawPress(Press):
    request: ServiceRequestId
    is_sure: bool


@press("ks")
class SayDonePress(Press):
    """Whether it is really done."""

    request: ServiceRequestId
    is_done: bool


@press("ksn")
class NotDonePress(Press):
    """Without a word why."""

    request: ServiceRequestId


@press("kvc")
class RequestPhotosPress(Press):
    """Before and after, as far as they may be shown."""

    request: ServiceRequestId


@press("kmm")
class MineBesidePress(Press):
    """The list in a message of its own: a card stays where it is."""


@press("kha")
class ReportAssetPress(Press):
    """About a thing that stands in the town."""

    asset: AssetId


@press("kbt")
class AsTypedPress(Press):
    """The address as they wrote it, though no list knows it."""


@press("kbm")
class SearchMapPress(Press):
    """Ask the map for the address as they wrote it."""


@press("kbs")
class ChooseSpotPress(Press):
    """One of those that the map named."""

    draft: DraftId
    geocoding: GeocodingId
    number: int

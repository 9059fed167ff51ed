"""Buttons of places: codes begin with p."""

from civic.kernel.ids import FileId, PlaceId, SurveyId
from handlers.presses.registry import Press, press

HOME, FOLLOW = "h", "f"
"""What a place is chosen for: to live there, or to hear of it."""
NO_SURVEY = SurveyId(0)


@press("ph")
class HomePress(Press):
    """Name one's courtyard, or change it; then the survey opens that asked for it."""

    then: SurveyId = NO_SURVEY


@press("pf")
class FollowPress(Press):
    """Follow one more place."""


@press("pd")
class DistrictsPress(Press):
    """Choose from the list, district by district."""

    aim: str
    page: int


@press("py")
class CourtyardsPress(Press):
    aim: str
    district: PlaceId
    """0: those that lie in no district."""
    page: int


@press("pc")
class ChoosePlacePress(Press):
    aim: str
    place: PlaceId


@press("pt")
class TypeAddressPress(Press):
    """Back to typing a street and a number."""

    aim: str


@press("pl")
class LaterPress(Press):
    """No courtyard for now."""


@press("pv")
class ShowMapPress(Press):
    """A place and what is around it, as a picture."""

    place: PlaceId


@press("po")
class PlacesOfficePress(Press):
    """The town's list of places, in the office."""


@press("pir")
class AskRetirePress(Press):
    """Whether to take a file for the whole list, and retire what it does not name."""

    file: FileId


@press("pi")
class ImportPlacesPress(Press):
    """Keep what a file would change; with `complete` also retire what it does not name."""

    file: FileId
    complete: bool

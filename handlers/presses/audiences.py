"""Buttons of picking an audience, for whatever feature asks: codes begin with u.

Each carries whose audience it is: `of` names the feature, `subject` the thing.
"""

from typing import NewType

from civic.kernel.ids import AgencyId, PlaceId, SavedAudienceId, SurveyId
from handlers.presses.registry import Press, press

SubjectId = NewType("SubjectId", int)
"""A broadcast's id and the like: of a kind that its feature knows."""


@press("ua")
class AudiencePress(Press):
    """The audience as it stands, and all that can be changed of it."""

    of: str
    subject: SubjectId


@press("uw")
class WholeTownPress(Press):
    """Begin anew, with everybody."""

    of: str
    subject: SubjectId


@press("uz")
class DropGonePress(Press):
    """Take what is no more out of the rule."""

    of: str
    subject: SubjectId


# --- Where people live.


@press("up")
class AudiencePlacesPress(Press):
    """Places in `parent`; 0: districts, or courtyards that lie in none (`loose`).

    `out`: those to be left out.
    """

    of: str
    subject: SubjectId
    out: bool
    parent: PlaceId = PlaceId(0)
    loose: bool = False
    page: int = 0


@press("ut")
class TogglePlacePress(Press):
    """Says what shall be, so that a double press does one thing; then its list again."""

    of: str
    subject: SubjectId
    out: bool
    place: PlaceId
    on: bool
    page: int = 0


# --- What language they read, what they answered.


@press("ul")
class AudienceLanguagesPress(Press):
    of: str
    subject: SubjectId


@press("uls")
class ToggleLanguagePress(Press):
    of: str
    subject: SubjectId
    language: str
    on: bool


@press("uq")
class AudienceSurveysPress(Press):
    of: str
    subject: SubjectId
    page: int = 0


@press("uqs")
class AudienceSurveyPress(Press):
    of: str
    subject: SubjectId
    survey: SurveyId


@press("uqa")
class SetAnsweredPress(Press):
    """`which` is "did", "not", or "any": no matter whether."""

    of: str
    subject: SubjectId
    survey: SurveyId
    which: str


# --- Who serves the town.


@press("uo")
class AudienceOfficePress(Press):
    of: str
    subject: SubjectId
    page: int = 0


@press("uor")
class ToggleRolePress(Press):
    of: str
    subject: SubjectId
    role: str
    on: bool
    page: int


@press("uog")
class ToggleAgencyPress(Press):
    of: str
    subject: SubjectId
    agency: AgencyId
    on: bool
    page: int


# --- Who is left out, and rules under a name.


@press("ux")
class AudienceExceptPress(Press):
    of: str
    subject: SubjectId


@press("uxs")
class WithoutSavedPress(Press):
    of: str
    subject: SubjectId
    page: int = 0


@press("uxt")
class ToggleWithoutSavedPress(Press):
    of: str
    subject: SubjectId
    saved: SavedAudienceId
    on: bool
    page: int


@press("uv")
class SavedAudiencesPress(Press):
    of: str
    subject: SubjectId
    page: int = 0


@press("uvo")
class SavedAudiencePress(Press):
    of: str
    subject: SubjectId
    saved: SavedAudienceId


@press("uvu")
class UseSavedPress(Press):
    of: str
    subject: SubjectId
    saved: SavedAudienceId


@press("uvd")
class DeleteSavedPress(Press):
    of: str
    subject: SubjectId
    saved: SavedAudienceId
    is_sure: bool


@press("un")
class NameAudiencePress(Press):
    """Keep the rule under a name, which is typed."""

    of: str
    subject: SubjectId

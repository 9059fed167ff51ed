"""Buttons of the office that handles service requests: codes begin with j."""

from civic.kernel.ids import (
    AccountId,
    AgencyId,
    AnswerTemplateId,
    FileId,
    ServiceRequestId,
)
from handlers.presses.registry import Press, press

ALL = AgencyId(0)
"""Of every agency that an official sees at first: their own, or all."""
NOBODYS = AgencyId(-1)
"""For which no agency was found."""

# --- What waits.


@press("j")
class RequestDeskPress(Press):
    """How much waits, by what it waits for."""

    agency: AgencyId = ALL


@press("jl")
class RequestQueuePress(Press):
    """`which`: new, mine, due, late, waiting, disputed or done."""

    which: str
    agency: AgencyId
    page: int = 0


@press("jn")
class NearQueuePress(Press):
    """Around a place, in hundred-thousandths of a degree."""

    latitude: int
    longitude: int
    agency: AgencyId
    page: int = 0


@press("jz")
class RequestAsidePress(Press):
    """What the desk offers besides: other agencies, ready answers, rules."""


@press("jo")
class QueueAgenciesPress(Press):
    page: int = 0


# --- One request.


@press("jc")
class OfficeRequestPress(Press):
    request: ServiceRequestId


@press("jcl")
class BackToQueuePress(Press):
    """To the list that it was opened from."""


@press("jcm")
class MoreStepsPress(Press):
    request: ServiceRequestId


@press("jci")
class RequestDetailsPress(Press):
    """What there is to know beside the card."""

    request: ServiceRequestId


@press("jch")
class RequestHistoryPress(Press):
    """Page 0 holds the latest."""

    request: ServiceRequestId
    page: int = 0


@press("jcp")
class RequestPhotosPress(Press):
    request: ServiceRequestId


@press("jcw")
class RequestPlacePress(Press):
    """On Telegram's own map."""

    request: ServiceRequestId


@press("jcj")
class RequestJoinedPress(Press):
    request: ServiceRequestId


# --- Steps.


@press("js")
class StepPress(Press):
    """One that needs nothing more: accept, start."""

    request: ServiceRequestId
    step: str


@press("jq")
class AskStepPress(Press):
    """One that needs words or a photo first."""

    request: ServiceRequestId
    step: str


@press("jf")
class FinishPress(Press):
    """Done, without a photo and without a word."""

    request: ServiceRequestId


@press("jd")
class PlanDayPress(Press):
    """`day` counts from the first day of the calendar."""

    request: ServiceRequestId
    day: int


@press("jp")
class AskPassOnPress(Press):
    request: ServiceRequestId
    page: int = 0


@press("jpa")
class PassOnPress(Press):
    request: ServiceRequestId
    agency: AgencyId


@press("ja")
class AskAssignPress(Press):
    request: ServiceRequestId
    page: int = 0


@press("jaa")
class AssignPress(Press):
    request: ServiceRequestId
    account: AccountId


# --- Several that are one.


@press("jm")
class AskDuplicatePress(Press):
    """It says again what another says: which one?"""

    request: ServiceRequestId
    page: int = 0


@press("jmd")
class DuplicatePress(Press):
    request: ServiceRequestId
    into: ServiceRequestId


@press("jg")
class GatherPress(Press):
    """Those that are about the same are gathered in this one."""

    request: ServiceRequestId
    page: int = 0


@press("jgt")
class ToggleGatheredPress(Press):
    request: ServiceRequestId
    other: ServiceRequestId
    page: int


@press("jga")
class GatherAllPress(Press):
    """Choose all, or none."""

    request: ServiceRequestId
    wants: bool


@press("jgg")
class GatherChosenPress(Press):
    request: ServiceRequestId


# --- Ready answers.


@press("ju")
class SeeTemplatePress(Press):
    """A ready answer to a request, whole, before it is said."""

    request: ServiceRequestId
    step: str
    template: AnswerTemplateId


@press("juu")
class UseTemplatePress(Press):
    request: ServiceRequestId
    step: str
    template: AnswerTemplateId


@press("jt")
class TemplatesPress(Press):
    """All that there are."""

    page: int = 0


@press("jtc")
class TemplatePress(Press):
    template: AnswerTemplateId


@press("jtn")
class NewTemplatePress(Press):
    """`use`: nothing yet, else refuse, ask, reply or finish."""

    use: str = ""


@press("jtw")
class WordTemplatePress(Press):
    template: AnswerTemplateId
    language: str


@press("jtx")
class RemoveTemplatePress(Press):
    template: AnswerTemplateId


# --- What the public may see.


@press("jv")
class LookPress(Press):
    """Whether the photo may be shown."""

    request: ServiceRequestId
    file: FileId
    fit: bool


@press("jvq")
class UnlookedPhotosPress(Press):
    """Those that nobody has looked at."""


@press("jvh")
class HideRequestPress(Press):
    """Whether its words may be shown."""

    request: ServiceRequestId
    hidden: bool


@press("jcy")
class WhyTherePress(Press):
    """Why it went to whom it went."""

    request: ServiceRequestId

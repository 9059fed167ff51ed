"""Buttons of official appeals: codes begin with l, for law."""

from civic.kernel.ids import AppealId, ServiceRequestId
from handlers.presses.registry import Press, press
from handlers.presses.service_requests import DraftId

# --- A resident's.


@press("l")
class AppealPress(Press):
    """What an official appeal about this request would be; or the one there is."""

    request: ServiceRequestId


@press("lf")
class AppealDraftPress(Press):
    """File what is being written, and go on to the appeal."""

    draft: DraftId


@press("lw")
class WriteAppealPress(Press):
    """Go on: the name is asked."""

    request: ServiceRequestId


@press("lr")
class AppealReplyPress(Press):
    """chat, email or post."""

    how: str


@press("la")
class AskAppealPress(Press):
    """Ask this again: name, residence or reply."""

    part: str


@press("lg")
class FileAppealPress(Press):
    request: ServiceRequestId


# --- The office's.


@press("lo")
class AppealDeskPress(Press):
    page: int = 0


@press("loa")
class AnsweredAppealsPress(Press):
    page: int = 0


@press("lov")
class OfficeAppealPress(Press):
    appeal: AppealId


@press("lop")
class AppealPaperPress(Press):
    """Its PDF once more."""

    appeal: AppealId


@press("lon")
class AnswerAppealPress(Press):
    appeal: AppealId


@press("loy")
class SendAnswerPress(Press):
    """What was written is right: it gets its number and leaves."""

    appeal: AppealId


@press("loe")
class ExtendAppealPress(Press):
    appeal: AppealId


@press("los")
class ShortenAppealPress(Press):
    appeal: AppealId


@press("lm")
class AppealEmailPress(Press):
    """Where appeals go by e-mail."""


@press("lmx")
class NoAppealEmailPress(Press):
    pass

"""Buttons of broadcasts once they are asked for: approving, steering, correcting. Codes: ns…"""

from civic.kernel.ids import BroadcastId
from handlers.presses.registry import Press, press


@press("nsf")
class FollowPress(Press):
    """How it stands, and what can be done about it now."""

    broadcast: BroadcastId


# --- Approving.


@press("nsv")
class PreviewPress(Press):
    """The very messages of this version, and what is to be decided below them."""

    broadcast: BroadcastId
    frozen: int


@press("nsa")
class ApprovePress(Press):
    broadcast: BroadcastId
    frozen: int


@press("nsn")
class AskRefusalPress(Press):
    """No, with a reason that is typed next."""

    broadcast: BroadcastId
    frozen: int


@press("nsb")
class TakeBackPress(Press):
    """What was asked for or scheduled becomes a draft again."""

    broadcast: BroadcastId


# --- While it goes.


@press("nsp")
class PausePress(Press):
    """Says what it shall be, so that a double press does one thing."""

    broadcast: BroadcastId
    on: bool


@press("nss")
class StopPress(Press):
    broadcast: BroadcastId
    is_sure: bool


# --- After.


@press("nsr")
class RecallPress(Press):
    broadcast: BroadcastId
    is_sure: bool


@press("nsg")
class SendAgainPress(Press):
    broadcast: BroadcastId
    is_sure: bool


@press("nsx")
class DeliveryReportPress(Press):
    broadcast: BroadcastId


@press("nsc")
class CorrectPress(Press):
    """What its texts become; what was typed until now is kept."""

    broadcast: BroadcastId


@press("nsct")
class CorrectTextPress(Press):
    broadcast: BroadcastId
    language: str


@press("nscl")
class LookCorrectedPress(Press):
    """How it will look."""

    broadcast: BroadcastId


@press("nscs")
class SendCorrectionPress(Press):
    broadcast: BroadcastId


@press("nscd")
class DropCorrectionPress(Press):
    """Take back the correction that waits."""

    broadcast: BroadcastId
    frozen: int


# --- A resident's.


@press("nst")
class TopicPress(Press):
    """Under the confirmation: this topic again (`on`), or not."""

    broadcast: BroadcastId
    topic: str
    on: bool

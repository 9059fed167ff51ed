"""Buttons of broadcasts: under what people get, and of composing. Codes begin with n.

Those of approving, steering and correcting begin with ns: broadcast_steering.py.
"""

from civic.kernel.ids import BroadcastId, ChatId, SurveyId
from handlers.presses.registry import Press, press

# --- Under what people get.


@press("nrd")
class ReadPress(Press):
    """«I have read it»."""

    broadcast: BroadcastId


@press("nrs")
class AskedSurveyPress(Press):
    """Opens the survey below, so that the broadcast stays as it is."""

    broadcast: BroadcastId
    survey: SurveyId


@press("nrm")
class MuteTopicPress(Press):
    """No more of this topic (`off`), or again."""

    broadcast: BroadcastId
    topic: str
    off: bool


@press("nrt")
class TrialPress(Press):
    """Stands under a test in place of whatever would count."""


# --- The office: the list, a new one, a draft.


@press("n")
class BroadcastsPress(Press):
    page: int = 0


@press("nn")
class NewBroadcastPress(Press):
    """What is it about."""


@press("nnt")
class BeginBroadcastPress(Press):
    topic: str


@press("no")
class DraftPress(Press):
    """The draft's card; of what is no draft any more, how it stands."""

    broadcast: BroadcastId


# --- What it says.


@press("nt")
class TextPress(Press):
    """Type it in this language."""

    broadcast: BroadcastId
    language: str


@press("nl")
class TextsPress(Press):
    """Which languages it is written in."""

    broadcast: BroadcastId


@press("nld")
class DropTextPress(Press):
    broadcast: BroadcastId
    language: str


@press("nf")
class FilesPress(Press):
    broadcast: BroadcastId


@press("nfd")
class DropFilePress(Press):
    """`file` is a short mark of it, so that a double press drops one."""

    broadcast: BroadcastId
    file: str


# --- Buttons under it.


@press("nb")
class ButtonsPress(Press):
    broadcast: BroadcastId


@press("nba")
class AddLinkPress(Press):
    """What the button says, then where it leads."""

    broadcast: BroadcastId


@press("nbs")
class SurveysToOpenPress(Press):
    broadcast: BroadcastId
    page: int = 0


@press("nbv")
class AddSurveyPress(Press):
    broadcast: BroadcastId
    survey: SurveyId


@press("nbr")
class AddReadPress(Press):
    broadcast: BroadcastId


@press("nbd")
class DropButtonPress(Press):
    broadcast: BroadcastId
    button: str


# --- Channels and groups where it is published besides.


@press("nc")
class OutletsPress(Press):
    broadcast: BroadcastId
    page: int = 0


@press("nct")
class TurnOutletPress(Press):
    broadcast: BroadcastId
    chat: ChatId
    on: bool
    page: int


# --- When, and how urgent.


@press("nw")
class TimingPress(Press):
    broadcast: BroadcastId


@press("nws")
class StartsPress(Press):
    """`when`: now, evening, morning, or typed; empty asks."""

    broadcast: BroadcastId
    when: str


@press("nww")
class WindowPress(Press):
    """Hours of the day, `typed`, `any` for the whole day; empty asks."""

    broadcast: BroadcastId
    hours: str


@press("nwe")
class ExpiryPress(Press):
    """`when`: day (its end), next (in a day), never, or typed; empty asks."""

    broadcast: BroadcastId
    when: str


@press("nu")
class UrgentPress(Press):
    """What urgent means, and its reason, which is typed; `off`: not urgent any more."""

    broadcast: BroadcastId
    off: bool


# --- The rest.


@press("nx")
class MorePress(Press):
    broadcast: BroadcastId


@press("nxt")
class SetTopicPress(Press):
    """Empty asks."""

    broadcast: BroadcastId
    topic: str


@press("nxc")
class CopyBroadcastPress(Press):
    broadcast: BroadcastId


@press("nxd")
class DiscardBroadcastPress(Press):
    broadcast: BroadcastId
    is_sure: bool


# --- Try, check, send.


@press("ny")
class TryPress(Press):
    """The very messages, to oneself."""

    broadcast: BroadcastId


@press("nk")
class CheckPress(Press):
    """What will happen, before it does."""

    broadcast: BroadcastId


@press("nkg")
class SubmitPress(Press):
    """`seen`: the fingerprint of what was looked at."""

    broadcast: BroadcastId
    seen: str

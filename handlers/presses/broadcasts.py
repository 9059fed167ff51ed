"""Buttons of broadcasts: under what people get, and of composing. Codes begin with n."""

from civic.kernel.ids import BroadcastId, SurveyId
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

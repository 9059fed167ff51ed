"""Buttons of the settings and of privacy: codes begin with r."""

from civic.kernel.ids import PlaceId
from handlers.presses.registry import Press, press


@press("rs")
class SettingsPress(Press):
    pass


@press("rg")
class LanguagesPress(Press):
    pass


@press("rf")
class FollowedPress(Press):
    pass


@press("rfu")
class UnfollowPress(Press):
    place: PlaceId


@press("rq")
class QuietPress(Press):
    pass


@press("rqs")
class SetQuietPress(Press):
    """Minutes since midnight; equal ones turn quiet hours off."""

    start: int
    end: int


@press("rc")
class TopicsPress(Press):
    pass


@press("rcm")
class MoreTopicsPress(Press):
    """Of what one asked for, or what neighbours wish; the first ones stand on the screen itself."""


@press("rct")
class TurnTopicPress(Press):
    """Says what shall be, so that a double press does one thing."""

    topic: str
    on: bool


@press("rca")
class TurnEverythingPress(Press):
    on: bool


@press("rw")
class WeeklyLimitPress(Press):
    """How many unasked messages a week."""


@press("rws")
class SetWeeklyLimitPress(Press):
    """0: as many as there are."""

    limit: int


@press("rx")
class AskStopPress(Press):
    """The first of the two taps that turn everything off."""


@press("rv")
class PrivacyPress(Press):
    pass


@press("rvt")
class TellAllPress(Press):
    pass


@press("rve")
class AskErasePress(Press):
    pass


@press("rvx")
class ErasePress(Press):
    pass

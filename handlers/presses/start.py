"""Buttons of the first minutes: a language, a town."""

from civic.kernel.ids import CommunityId
from handlers.presses.registry import Press, press


@press("rl")
class ChooseLanguagePress(Press):
    """`then`: start goes on with the first steps, settings returns there."""

    language: str
    then: str


@press("rp")
class JoinTownPress(Press):
    """One of the towns that matched; or the one to move to, once confirmed."""

    community: CommunityId


@press("rpn")
class OtherTownPress(Press):
    """Look for a town to move to."""

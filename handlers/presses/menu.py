"""Buttons that lead home, to help and to the office: codes begin with m and o."""

from handlers.presses.registry import Press, press


@press("m")
class MenuPress(Press):
    """Home, from anywhere."""


@press("mh")
class HelpPress(Press):
    pass


@press("mc")
class CancelPress(Press):
    """Leave the question at hand: the same as /cancel."""


@press("o")
class OfficePress(Press):
    pass


@press("os")
class OfficeSetupPress(Press):
    """What a town is made of: set once, changed seldom."""

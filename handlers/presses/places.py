"""Buttons of places: codes begin with p."""

from handlers.presses.registry import Press, press


@press("ph")
class HomePress(Press):
    """Name one's courtyard, or change it."""


@press("po")
class PlacesOfficePress(Press):
    """The town's list of places, in the office."""

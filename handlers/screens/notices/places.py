"""What an administrator hears of a list of places that was being kept."""

from handlers.presses.places import PlacesOfficePress
from handlers.screens.navigation import ways
from handlers.screens.notices.registry import Params, notice
from handlers.screens.screen import Screen
from locales.catalog import Say

COUNTED = ("added", "changed", "unchanged", "retired", "found")


@notice("places-kept")
def kept(params: Params, say: Say) -> Screen:
    lines = [say.n(f"places-{what}", params[what]) for what in COUNTED if params[what]]
    told = [line.rstrip(":") for line in lines]
    return Screen(
        text="\n".join([say("places-imported"), *told]), rows=ways(say, PlacesOfficePress())
    )


@notice("places-not-kept")
def not_kept(_params: Params, say: Say) -> Screen:
    return Screen(text=say("places-not-kept"), rows=ways(say, PlacesOfficePress()))

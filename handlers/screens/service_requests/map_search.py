"""What a map that somebody else serves knows of an address: the offer, the wait, what it named."""

from collections.abc import Sequence
from dataclasses import replace

from civic.kernel.ids import GeocodingId
from civic.service_requests.draft import Ask
from handlers.presses.service_requests import (
    AskPress,
    AsTypedPress,
    ChooseSpotPress,
    DraftId,
    SearchMapPress,
    SendSpotPress,
)
from handlers.screens.navigation import cancel_button
from handlers.screens.screen import Button, Rows, Screen, column
from handlers.screens.service_requests.resident_wording import cut, shortened, to
from locales.catalog import Say


def with_map_offered(screen: Screen, *, say: Say) -> Screen:
    """With a way to the map before the way back, and what will be told to whom."""
    *others, back = screen.rows
    offered = (to("ask-map-button", SearchMapPress(), say),)
    text = f"{screen.text}\n\n{say('ask-map-offer')}"
    return replace(screen, text=text, rows=(*others, offered, back))


def looking_screen(typed: str, *, say: Say) -> Screen:
    return Screen(text=say("ask-map-looking", typed=shortened(typed, 60)), rows=_ways(say))


def spots_screen(
    draft: int, geocoding: GeocodingId, typed: str, titles: Sequence[str], *, say: Say
) -> Screen:
    if not titles:
        return Screen(text=say("ask-map-none", typed=shortened(typed, 60)), rows=_ways(say))
    buttons = [
        Button(label=cut(title), press=ChooseSpotPress(DraftId(draft), geocoding, number).pack())
        for number, title in enumerate(titles)
    ]
    text = "\n\n".join((say("ask-map-found", typed=shortened(typed, 60)), say("ask-map-credit")))
    return Screen(text=text, rows=(*column(buttons), *_ways(say)))


def silent_screen(typed: str, *, say: Say) -> Screen:
    return Screen(text=say("ask-map-silent", typed=shortened(typed, 60)), rows=_ways(say))


def _ways(say: Say) -> Rows:
    """Nobody has to wait for a map, or to be content with what it says."""
    return (
        (to("ask-as-typed", AsTypedPress(), say),),
        (to("ask-send-spot", SendSpotPress(), say),),
        (to("back", AskPress(Ask.PLACE.value), say), cancel_button(say)),
    )

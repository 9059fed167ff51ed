"""A map with its words: what is in a picture is told beside it."""

from collections.abc import Sequence

from civic.kernel.ids import FileId
from civic.kernel.language import language_of
from civic.places.model import Place
from civic.service_requests.model import ServiceRequest
from handlers.screens.navigation import ways
from handlers.screens.screen import Screen, escape
from locales.catalog import Say


def map_screen(picture: FileId, caption: str, *, say: Say) -> Screen:
    """`caption` is plain words: they are made safe here."""
    return Screen(text=escape(caption), picture=picture, rows=ways(say))


def caption_of(place: Place, *, say: Say) -> str:
    return say("map-of-place", place=place.title_in(language_of(say.language)))


def request_caption(request: ServiceRequest, marks: Sequence[str], *, say: Say) -> str:
    """`marks`: the numbers of what stands around it."""
    number = say.number(request.number)
    key = "map-of-request" if request.point is not None else "map-of-request-yard"
    lines = [say(key, number=number)]
    if request.address:
        lines.append(request.address)
    if marks:
        lines.append(say("map-nearby", numbers=", ".join(marks)))
    return "\n".join(lines)

"""The words beside a map: what is in a picture is told too."""

from collections.abc import Sequence

from civic.kernel.language import language_of
from civic.places.model import Place
from civic.service_requests.model import ServiceRequest
from locales.catalog import Say


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

"""Photos before the office, each with whether the public may see it."""

from collections.abc import Sequence

from civic.service_requests.model import Category, Look, Photo, PhotoKind, ServiceRequest
from handlers.presses.service_request_office import (
    LookPress,
    OfficeRequestPress,
    RequestDeskPress,
    UnlookedPhotosPress,
)
from handlers.screens.navigation import ways
from handlers.screens.screen import Rows, Screen
from handlers.screens.service_requests.office_wording import button, heading
from locales.catalog import Say


def photo_screen(
    request: ServiceRequest,
    category: Category,
    photo: Photo,
    *,
    is_ready: bool,
    may_look: bool,
    say: Say,
) -> Screen:
    """One message a photo. One that is not developed yet may hold anything: it is not shown."""
    parts = [heading(request, category, say), say(f"office-photo-{photo.kind.value}")]
    if photo.kind is PhotoKind.VOICE:
        return Screen(text="\n".join(parts), document=photo.file)
    if not is_ready:
        return Screen(text="\n".join([*parts, say("office-photo-not-ready")]))
    # Where the buttons ask for it nothing is said that stands there after they were pressed.
    if photo.look is not Look.WAITING or not may_look:
        parts.append(say(f"office-photo-is-{photo.look.value}"))
    rows: Rows = ()
    if may_look:
        fit = button("office-photo-fit", LookPress(request.id, photo.file, fit=True), say)
        unfit = button("office-photo-unfit", LookPress(request.id, photo.file, fit=False), say)
        choices = ((Look.PUBLIC, fit), (Look.HIDDEN, unfit))
        rows = (tuple(one for look, one in choices if look is not photo.look),)
    return Screen(text="\n".join(parts), picture=photo.file, rows=rows)


def more_photos_screen(left: int, requests: Sequence[ServiceRequest], *, say: Say) -> Screen:
    """Below the photos that were just shown: their requests, and the next ones."""
    opened = [
        button(
            "office-photo-request", OfficeRequestPress(one.id), say, number=say.number(one.number)
        )
        for one in requests
    ]
    rows: Rows = tuple(tuple(opened[at : at + 3]) for at in range(0, len(opened), 3))
    if left:
        rows += ((button("office-photos-next", UnlookedPhotosPress(), say),),)
    if not requests:
        return Screen(text=say("office-photos-none"), rows=ways(say, RequestDeskPress()))
    return Screen(text=say("office-photos-look"), rows=(*rows, *ways(say, RequestDeskPress())))

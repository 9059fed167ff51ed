"""What was told of one lamp, bench or playground, and what became of it."""

from collections.abc import Sequence

from civic.assets.model import Asset, AssetKind
from civic.kernel.language import language_of
from civic.service_requests.model import ServiceRequest
from handlers.presses.assets import AssetHistoryPress, AssetPress
from handlers.presses.service_request_office import OfficeRequestPress
from handlers.screens.assets.office import kind_name
from handlers.screens.navigation import pages, ways
from handlers.screens.screen import Button, Screen, escape
from handlers.screens.service_requests.office_queue import Shelf
from locales.catalog import Say

PAGE = 6


def asset_history_screen(
    asset: Asset,
    kind: AssetKind,
    requests: Sequence[ServiceRequest],
    shelf: Shelf,
    *,
    page: int,
    say: Say,
) -> Screen:
    """The newest first."""
    shown = requests[page * PAGE : (page + 1) * PAGE]
    heading = say("asset-history-of", kind=kind_name(kind, say), number=escape(asset.label))
    lines = [_line(one, shelf, say) for one in shown] or [say("asset-history-none")]
    buttons = tuple(
        Button(
            label=say("asset-history-open", number=say.number(one.number)),
            press=OfficeRequestPress(one.id).pack(),
        )
        for one in shown
    )

    def turn(to: int) -> AssetHistoryPress:
        return AssetHistoryPress(asset.id, to)

    turns = pages(page, len(requests), PAGE, turn, say)
    rows = tuple(buttons[at : at + 3] for at in range(0, len(buttons), 3))
    return Screen(
        text="\n\n".join([heading, *lines]), rows=(*rows, *turns, *ways(say, AssetPress(asset.id)))
    )


def _line(request: ServiceRequest, shelf: Shelf, say: Say) -> str:
    category = shelf.categories[request.category]
    return say(
        "asset-history-line",
        number=say.number(request.number),
        day=say.day(shelf.calendar.day_of(request.filed_at)),
        category=escape(category.name.in_(language_of(say.language))),
        status=say(f"office-request-is-{request.status.value}"),
    )

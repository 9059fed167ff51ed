"""What the map answered to an address that somebody asked it for."""

from civic.kernel.ids import GeocodingId
from handlers.screens.notices.registry import Params, notice
from handlers.screens.screen import Screen
from handlers.screens.service_requests.map_search import silent_screen, spots_screen
from locales.catalog import Say


@notice("request-spots")
def spots(params: Params, say: Say) -> Screen:
    if params.get("silent"):
        return silent_screen(str(params["typed"]), say=say)
    return spots_screen(
        int(params["draft"]), GeocodingId(int(params["geocoding"])), str(params["typed"]),
        [str(title) for title in params["titles"]], say=say,
    )  # fmt: skip

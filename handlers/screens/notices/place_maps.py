"""A map that somebody waited for."""

from civic.kernel.ids import FileId
from handlers.screens.notices.registry import Params, notice
from handlers.screens.place_maps import map_screen
from handlers.screens.screen import Screen
from locales.catalog import Say


@notice("place-map")
def drawn(params: Params, say: Say) -> Screen:
    return map_screen(FileId(int(str(params["file"]))), str(params["caption"]), say=say)

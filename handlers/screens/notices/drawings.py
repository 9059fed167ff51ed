"""A picture that somebody waited for."""

from civic.kernel.ids import FileId
from handlers.screens.drawings import drawing_screen
from handlers.screens.notices.registry import Params, notice
from handlers.screens.screen import Screen
from locales.catalog import Say


@notice("drawing")
def drawn(params: Params, say: Say) -> Screen:
    return drawing_screen(FileId(int(str(params["file"]))), str(params["caption"]), say=say)

"""A drawing with its words: what is in a picture is told beside it."""

from civic.kernel.ids import FileId
from handlers.screens.navigation import ways
from handlers.screens.screen import Screen, escape
from locales.catalog import Say


def drawing_screen(picture: FileId, caption: str, *, say: Say) -> Screen:
    """`caption` is plain words: they are made safe here."""
    return Screen(text=escape(caption), picture=picture, rows=ways(say))

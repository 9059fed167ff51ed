"""A report as it arrives: a picture with its words, then the files."""

from typing import Any

from civic.kernel.ids import FileId
from handlers.screens.notices.registry import Params, notice
from handlers.screens.screen import Screen, escape
from locales.catalog import Say


@notice("report-picture")
def report_picture(params: Params, _say: Say) -> Screen:
    return Screen(text=escape(str(params["caption"])), picture=_file(params))


@notice("report-document")
def report_document(params: Params, _say: Say) -> Screen:
    return Screen(text="", document=_file(params))


def _file(params: Params) -> FileId:
    number: Any = params["file"]
    return FileId(int(number))

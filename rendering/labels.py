"""Labels to be printed on sticky paper, three by eight on A4: a QR code, a number, a town each."""

import json
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Any

from civic.assets.model import AssetLabel, LabelSheet
from rendering.measuring import drawable, width_of

_TEMPLATE = Path(__file__).with_name("labels.typ")
_NUMBER, _LEAST, _ROOM = 22.0, 8.0, 96.0
"""Points: of a short number, of the longest, and between the code and the edge."""


def written_sheet(sheet: LabelSheet) -> bytes:
    return json.dumps(asdict(sheet), ensure_ascii=False).encode()


def read_sheet(written: bytes) -> LabelSheet:
    told = json.loads(written)
    labels = tuple(AssetLabel(**label) for label in told.pop("labels"))
    return LabelSheet(**told, labels=labels)


def label_sheet_pdf(sheet: LabelSheet) -> bytes:
    import typst

    # Words reach the template as data, never as markup: nothing typed can become a command.
    page = json.dumps(page_of(sheet), ensure_ascii=False)
    made = typst.compile(
        str(_TEMPLATE), sys_inputs={"page": page}, ignore_system_fonts=True, format="pdf"
    )
    return bytes(made)


def page_of(sheet: LabelSheet) -> dict[str, Any]:
    return {
        "town": drawable(sheet.town),
        "invitation": drawable(sheet.invitation),
        "labels": [
            {
                "kind": drawable(label.kind),
                "number": drawable(label.number),
                "size": _size(drawable(label.number)),
                "code": _code(label.link),
            }
            for label in sheet.labels
        ],
    }


def _size(number: str) -> float:
    """As large as fits in a line."""
    wide = width_of(number, 1, bold=True) or 1
    return round(max(_LEAST, min(_NUMBER, _ROOM / wide)), 1)


def _code(link: str) -> str:
    """A code that survives a scratch: a quarter of it may be lost."""
    import segno

    drawn = BytesIO()
    segno.make_qr(link, error="q").save(
        drawn, kind="svg", xmldecl=False, svgns=True, border=2, unit="", omitsize=True
    )
    return drawn.getvalue().decode()

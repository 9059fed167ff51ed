"""Before and after in one picture, for the neighbours who are asked whether it is done."""

from html import escape
from io import BytesIO

from PIL import Image, ImageOps

from locales.catalog import Say
from rendering.measuring import width_of
from rendering.photos import jpeg_of

_WIDEST, _HEIGHT, _GAP = 1_080, 810, 12
_SIZE, _PADDING = 40, 20
_FONT = "Liberation Sans"  # shipped inside vl-convert, Cyrillic included
_SHEET = "#ffffff"


def side_by_side(before: bytes, after: bytes, say: Say) -> bytes:
    """Of equal height, neither cropped: what matters may stand at the edge."""
    left = _panel(before, say("photo-before"))
    right = _panel(after, say("photo-after"))
    height = max(left.height, right.height)
    sheet = Image.new("RGB", (left.width + _GAP + right.width, height), _SHEET)
    sheet.paste(left, (0, (height - left.height) // 2))
    sheet.paste(right, (left.width + _GAP, (height - right.height) // 2))
    return jpeg_of(sheet)


def _panel(picture: bytes, word: str) -> Image.Image:
    with Image.open(BytesIO(picture), formats=["JPEG"]) as opened:
        shown = ImageOps.contain(opened.convert("RGB"), (_WIDEST, _HEIGHT))
    tag = _tag(word)
    # A narrow picture gets as much sheet beside it as its word needs.
    width = max(shown.width, tag.width)
    panel = Image.new("RGB", (width, max(shown.height, tag.height)), _SHEET)
    panel.paste(shown, ((width - shown.width) // 2, 0))
    panel.paste(tag, (0, 0), tag)
    return panel


def _tag(word: str) -> Image.Image:
    import vl_convert

    width = round(width_of(word, _SIZE, bold=True)) + 2 * _PADDING
    height = _SIZE + 2 * _PADDING
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<rect width="{width}" height="{height}" fill="#14202b" fill-opacity="0.82"/>'
        f'<text x="{width / 2}" y="{_PADDING + _SIZE * 0.86}" font-family="{_FONT}" '
        f'font-size="{_SIZE}" font-weight="bold" text-anchor="middle" fill="#ffffff">'
        f"{escape(word)}</text></svg>"
    )
    with Image.open(BytesIO(vl_convert.svg_to_png(svg)), formats=["PNG"]) as drawn:
        return drawn.convert("RGBA")

"""A QR picture that opens a survey, with its title to be read by people."""

from html import escape
from io import BytesIO

from rendering.measuring import wrapped

_WIDTH, _MARGIN, _TITLE, _ADDRESS = 600, 40, 30, 20


def render_qr(url: str, title: str) -> bytes:
    """PNG: the code, the title under it, and the address for whoever cannot scan."""
    import segno
    import vl_convert

    code = BytesIO()
    segno.make_qr(url, error="m").save(
        code, kind="svg", xmldecl=False, svgns=True, border=4, unit="", omitsize=True
    )
    drawing = code.getvalue().decode()
    inner = _WIDTH - 2 * _MARGIN
    placed = drawing.replace(
        "<svg ", f'<svg x="{_MARGIN}" y="{_MARGIN}" width="{inner}" height="{inner}" ', 1
    )
    lines = [(line, _TITLE, True) for line in wrapped(title, _TITLE, inner, lines=3, bold=True)]
    lines += [(line, _ADDRESS, False) for line in wrapped(url, _ADDRESS, inner, lines=2)]
    y, texts = _MARGIN + inner, ""
    for line, size, is_bold in lines:
        y += round(size * 1.35)
        weight = "bold" if is_bold else "normal"
        texts += (
            f'<text x="{_WIDTH / 2}" y="{y}" font-size="{size}" font-weight="{weight}" '
            f'font-family="Liberation Sans" text-anchor="middle">{escape(line)}</text>'
        )
    height = y + _MARGIN
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}">'
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>{placed}{texts}</svg>'
    )
    return bytes(vl_convert.svg_to_png(svg, scale=1.5))

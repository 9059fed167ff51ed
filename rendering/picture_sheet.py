"""A picture drawn from the top down, made to be read on a phone: words and bars."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from rendering.measuring import drawable, wrapped

WIDTH, MARGIN = 480, 24
INNER = WIDTH - 2 * MARGIN
TALLEST = 900
"""Taller ones are made small by Telegram."""
_SHARPNESS = 2.25
_FONT = "Liberation Sans"  # shipped inside vl-convert, Cyrillic included
_PERCENT_ROOM = 74
BAR_ROOM = INNER - _PERCENT_ROOM

INK, SOFT, BAR, ASIDE, TRACK, RULE = (
    "#14202b",
    "#4a5a68",
    "#1f6098",
    "#8796a3",
    "#e6ecf1",
    "#c9d4dc",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    size: float
    bold: bool = False
    color: str = INK
    align: Literal["left", "right"] = "left"


TITLE = Style(size=21, bold=True)
SUB = Style(size=13, color=SOFT)
QUESTION = Style(size=16.5, bold=True)
LABEL = Style(size=14.5)
FIGURE = Style(size=15, bold=True, align="right")
_STYLES = (TITLE, SUB, QUESTION, LABEL, FIGURE)


@dataclass(slots=True)
class PictureSheet:
    """What is drawn, in pixels from the top left corner."""

    y: float = MARGIN
    texts: dict[Style, list[dict[str, Any]]] = field(default_factory=dict)
    bars: list[dict[str, Any]] = field(default_factory=list)

    def write(self, lines: Iterable[str], style: Style) -> None:
        for line in lines:
            self.y += style.size * 1.28
            self.put(line, MARGIN, self.y - style.size * 0.3, style)

    def put(self, line: str, x: float, y: float, style: Style) -> None:
        self.texts.setdefault(style, []).append({"text": line, "x": x, "y": y})

    def bar(self, x: float, width: float, height: float, color: str) -> None:
        self.bars.append(
            {"x": x, "x2": x + width, "y": self.y, "y2": self.y + height, "color": color}
        )

    def paragraph(self, written: str, style: Style, *, lines: int) -> None:
        if written:
            self.write(wrapped(written, style.size, INNER, lines=lines, bold=style.bold), style)


def draw_bar(sheet: PictureSheet, label: str, figure: str, share: float, color: str) -> None:
    sheet.y += 5
    sheet.paragraph(label, LABEL, lines=2)
    sheet.y += 2
    sheet.bar(MARGIN, BAR_ROOM, 13, TRACK)
    sheet.bar(MARGIN, max(1.5, BAR_ROOM * share) if share else 0, 13, color)
    sheet.put(drawable(figure), WIDTH - MARGIN, sheet.y + 11.5, FIGURE)
    sheet.y += 13


def png_of(sheet: PictureSheet) -> bytes:
    import altair as alt
    import vl_convert

    height = round(sheet.y + MARGIN)

    def across(name: str) -> object:
        return alt.X(name, type="quantitative", scale=alt.Scale(domain=[0, WIDTH]), axis=None)

    def down(name: str) -> object:
        scale = alt.Scale(domain=[0, height], reverse=True, nice=False)
        return alt.Y(name, type="quantitative", scale=scale, axis=None)

    bars = (
        alt.Chart(alt.InlineData(values=sheet.bars))
        .mark_rect()
        .encode(
            x=across("x"),
            x2=alt.X2("x2"),
            y=down("y"),
            y2=alt.Y2("y2"),
            color=alt.Color("color:N", scale=None),
        )
    )
    texts = [
        alt.Chart(alt.InlineData(values=sheet.texts[style]))
        .mark_text(
            align=style.align,
            baseline="alphabetic",
            font=_FONT,
            fontSize=style.size,
            fontWeight="bold" if style.bold else "normal",
            color=style.color,
            limit=INNER + 2,
        )
        .encode(x=across("x"), y=down("y"), text="text:N")
        for style in _STYLES
        if style in sheet.texts
    ]
    chart = (
        alt.layer(bars, *texts)
        .properties(width=WIDTH, height=height, padding=0, background="#ffffff")
        .configure_view(stroke=None)
    )
    return bytes(vl_convert.vegalite_to_png(chart.to_dict(), scale=_SHARPNESS))

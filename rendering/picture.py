"""The picture of the main figures, made to be read on a phone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from civic.reports.model import QuestionFigures, QuestionKind, Report
from rendering.main_figures import LeadingLine, leading_lines
from rendering.measuring import drawable, wrapped
from rendering.voice import Voice

WIDTH, MARGIN = 480, 24
_INNER = WIDTH - 2 * MARGIN
_TALLEST = 900
"""Taller ones are made small by Telegram."""
_SHARPNESS = 2.25
_FONT = "Liberation Sans"  # shipped inside vl-convert, Cyrillic included
_PERCENT_ROOM = 74
_BAR_ROOM = _INNER - _PERCENT_ROOM
_OPTIONS_SHOWN = 5

_INK, _SOFT, _BAR, _ASIDE, _TRACK, _RULE = (
    "#14202b",
    "#4a5a68",
    "#1f6098",
    "#8796a3",
    "#e6ecf1",
    "#c9d4dc",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    size: float
    bold: bool = False
    color: str = _INK
    align: Literal["left", "right"] = "left"


_TITLE = _Style(size=21, bold=True)
_SUB = _Style(size=13, color=_SOFT)
_QUESTION = _Style(size=16.5, bold=True)
_LABEL = _Style(size=14.5)
_FIGURE = _Style(size=15, bold=True, align="right")
_STYLES = (_TITLE, _SUB, _QUESTION, _LABEL, _FIGURE)


@dataclass(slots=True)
class _Sheet:
    """What is drawn, in pixels from the top left corner."""

    y: float = MARGIN
    texts: dict[_Style, list[dict[str, Any]]] = field(default_factory=dict)
    bars: list[dict[str, Any]] = field(default_factory=list)

    def write(self, lines: Iterable[str], style: _Style) -> None:
        for line in lines:
            self.y += style.size * 1.28
            self.put(line, MARGIN, self.y - style.size * 0.3, style)

    def put(self, line: str, x: float, y: float, style: _Style) -> None:
        self.texts.setdefault(style, []).append({"text": line, "x": x, "y": y})

    def bar(self, x: float, width: float, height: float, color: str) -> None:
        self.bars.append(
            {"x": x, "x2": x + width, "y": self.y, "y2": self.y + height, "color": color}
        )

    def paragraph(self, written: str, style: _Style, *, lines: int) -> None:
        if written:
            self.write(wrapped(written, style.size, _INNER, lines=lines, bold=style.bold), style)


def report_picture(report: Report, voice: Voice) -> bytes:
    sheet = _Sheet()
    _write_heading(sheet, report, voice)
    if report.basis is None:
        _draw_participation(sheet, report, voice)
    left = _draw_questions(sheet, report, voice) if report.basis else 0
    sheet.y += 8
    if left:
        sheet.paragraph(voice.say.n("report-more-questions", left), _SUB, lines=2)
    sheet.paragraph(voice.uncertainty(), _SUB, lines=4)
    return _png(sheet)


def _write_heading(sheet: _Sheet, report: Report, voice: Voice) -> None:
    community = voice.text(report.survey.community_name)
    sheet.paragraph(f"{community} · {voice.heading()}", _SUB, lines=1)
    sheet.y += 3
    sheet.paragraph(voice.text(report.survey.title), _TITLE, lines=3)
    sheet.y += 5
    sheet.paragraph(voice.period(), _SUB, lines=2)
    sheet.paragraph(voice.participation_sentence(), _SUB, lines=3)


def _draw_participation(sheet: _Sheet, report: Report, voice: Voice) -> None:
    """In place of answers, and why there are none."""
    stages = voice.participation()
    most = max((count for _, count in stages), default=0)
    sheet.y += 16
    for label, count in stages:
        _draw_bar(sheet, label, voice.number(count), count / most if most else 0, _BAR)
    if report.questions:
        sheet.y += 12
        sheet.paragraph(" ".join(voice.notes(report.questions[0])), _SUB, lines=3)


def _draw_questions(sheet: _Sheet, report: Report, voice: Voice) -> int:
    """Whole questions while there is room; returns how many were left out."""
    shown = 0
    for question in report.questions:
        panel = _Sheet(y=sheet.y)
        _draw_question(panel, question, voice)
        if shown and panel.y > _TALLEST:
            break
        sheet.y = panel.y
        sheet.bars += panel.bars
        for style, texts in panel.texts.items():
            sheet.texts.setdefault(style, []).extend(texts)
        shown += 1
    return len(report.questions) - shown


def _draw_question(sheet: _Sheet, question: QuestionFigures, voice: Voice) -> None:
    sheet.y += 16
    sheet.bar(MARGIN, _INNER, 1, _RULE)
    sheet.y += 8
    sheet.paragraph(f"{question.number}. {voice.text(question.prompt)}", _QUESTION, lines=3)
    sheet.y += 1
    if question.figures is None:
        sheet.paragraph(" ".join(voice.notes(question)), _SUB, lines=3)
        return
    sheet.paragraph(_under_the_question(question, voice), _SUB, lines=2)
    leading = leading_lines(question, voice, room=_OPTIONS_SHOWN)
    for line in leading.lines:
        _draw_line(sheet, line, voice)
    if leading.left_out:
        sheet.y += 5
        sheet.paragraph(leading.left_out_words, _SUB, lines=1)


def _under_the_question(question: QuestionFigures, voice: Voice) -> str:
    if question.figures is None:
        return ""
    if question.kind is QuestionKind.TEXT:
        return voice.say.n("report-text-answers", question.figures.base)
    pieces = [f"n = {voice.number(question.figures.base)}"]
    if question.kind is QuestionKind.SEVERAL_CHOICES:
        pieces.append(voice.say("report-several-short"))
    pieces += [f"{name.lower()} {value}" for name, value in voice.numbers(question)[:2]]
    return " · ".join(pieces)


def _draw_line(sheet: _Sheet, line: LeadingLine, voice: Voice) -> None:
    share = float(line.percent.value) / 100 if line.percent else 0.0
    color = _ASIDE if line.is_aside else _BAR
    _draw_bar(sheet, line.label, voice.percent(line.percent), share, color)


def _draw_bar(sheet: _Sheet, label: str, figure: str, share: float, color: str) -> None:
    sheet.y += 5
    sheet.paragraph(label, _LABEL, lines=2)
    sheet.y += 2
    sheet.bar(MARGIN, _BAR_ROOM, 13, _TRACK)
    sheet.bar(MARGIN, max(1.5, _BAR_ROOM * share) if share else 0, 13, color)
    sheet.put(drawable(figure), WIDTH - MARGIN, sheet.y + 11.5, _FIGURE)
    sheet.y += 13


def _png(sheet: _Sheet) -> bytes:
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
            limit=_INNER + 2,
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

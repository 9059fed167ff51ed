"""The report as a workbook: numbers as numbers, and whatever people typed as text."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from civic.reports.model import (
    Cell,
    GroupRow,
    NumberFigures,
    Percent,
    QuestionFigures,
    Report,
)
from civic.reports.published import report_hash
from rendering.voice import Voice

_ZERO = Decimal(0)
_LONGEST = 32_000
"""A cell holds 32,767 characters."""


def write_workbook(report: Report, voice: Voice, path: Path) -> None:
    import xlsxwriter

    # Whatever begins with "=" or looks like an address stays the text that somebody typed.
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties(
            {
                "title": voice.text(report.survey.title)[:200],
                "author": voice.text(report.survey.community_name)[:200],
                "created": report.made_at.replace(tzinfo=None),
            }
        )
        formats = _Formats(book, voice)
        _write_summary(_Sheet(book, formats, voice, "report-sheet-summary"), report)
        for question in report.questions:
            _write_question(_Sheet(book, formats, voice, str(question.number)), question)
        if any(question.groups for question in report.questions):
            _write_groups(_Sheet(book, formats, voice, "report-sheet-groups"), report)
        _write_method(_Sheet(book, formats, voice, "report-sheet-method"), report)


class _Formats:
    def __init__(self, book: Any, voice: Voice) -> None:
        ink, soft = "#14202b", "#4a5a68"
        plain = {"font_color": ink, "valign": "top"}
        self.title = book.add_format({**plain, "bold": True, "font_size": 16})
        self.head = book.add_format(
            {"bold": True, "font_color": ink, "bg_color": "#e6ecf1", "bottom": 1, "text_wrap": True}
        )
        self.text = book.add_format({**plain, "text_wrap": True})
        self.note = book.add_format({"font_color": soft, "text_wrap": True, "valign": "top"})
        self.hidden = book.add_format({"font_color": soft, "italic": True, "align": "right"})
        self.count = book.add_format({**plain, "num_format": "#,##0"})
        self.share = book.add_format({**plain, "num_format": "0.0%"})
        # The value is 0; what is shown says that it is somebody.
        tiny = voice.percent(Percent(value=_ZERO, is_tiny=True)).replace("\xa0", " ")
        self.tiny = book.add_format({**plain, "num_format": f'"{tiny}"', "align": "right"})
        self.measure = book.add_format({**plain, "num_format": "#,##0.00"})


class _Sheet:
    """A sheet written from the top down."""

    def __init__(self, book: Any, formats: _Formats, voice: Voice, name: str) -> None:
        self.voice = voice
        self.formats = formats
        self._sheet = book.add_worksheet(voice.say(name) if name.startswith("report-") else name)
        self._sheet.hide_gridlines(2)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        self.row = 0

    def widths(self, *widths: float) -> None:
        for column, width in enumerate(widths):
            self._sheet.set_column(column, column, width)

    def line(self, text: str, shape: Any = None, *, across: int = 0) -> None:
        """One text alone in its row, merged over columns so that it wraps."""
        shape = shape or self.formats.note
        written = text[:_LONGEST]
        if across:
            self._sheet.merge_range(self.row, 0, self.row, across, "", shape)
        self._sheet.write_string(self.row, 0, written, shape)
        self.row += 1

    def tall_line(self, text: str, *, across: int, characters: int) -> None:
        """Merged cells do not grow by themselves."""
        lines = -(-len(text) // characters)
        self._sheet.set_row(self.row, 15 * max(1, min(lines, 20)))
        self.line(text, across=across)

    def head(self, *keys: str, filtered_rows: int | None = None) -> None:
        """Column names; everything above them stays in sight."""
        for column, key in enumerate(keys):
            name = self.voice.say(key)
            self._sheet.write_string(self.row, column, name, self.formats.head)
        if filtered_rows:
            self._sheet.autofilter(self.row, 0, self.row + filtered_rows, len(keys) - 1)
        self.row += 1
        self._sheet.freeze_panes(self.row, 0)

    def text(self, column: int, text: str, shape: Any = None) -> None:
        self._sheet.write_string(self.row, column, text[:_LONGEST], shape or self.formats.text)

    def count(self, column: int, count: int) -> None:
        self._sheet.write_number(self.row, column, count, self.formats.count)

    def share(self, column: int, share: Percent | None) -> None:
        if share is not None:
            shape = self.formats.tiny if share.is_tiny else self.formats.share
            self._sheet.write_number(self.row, column, float(share.value / 100), shape)

    def measure(self, column: int, value: Any) -> None:
        if value is not None:
            self._sheet.write_number(self.row, column, float(value), self.formats.measure)

    def hidden(self, column: int) -> None:
        self.text(column, self.voice.say("report-group-hidden"), self.formats.hidden)


def _write_summary(sheet: _Sheet, report: Report) -> None:
    voice = sheet.voice
    sheet.widths(58, 16, 16)
    sheet.line(voice.text(report.survey.title), sheet.formats.title)
    sheet.line(f"{voice.text(report.survey.community_name)} · {voice.heading()}")
    sheet.tall_line(voice.period(), across=2, characters=95)
    if voice.not_translated():
        sheet.tall_line(voice.not_translated(), across=2, characters=95)
    sheet.head("report-column-stage", "report-column-people")
    for name, count in voice.participation():
        sheet.text(0, name)
        sheet.count(1, count)
        sheet.row += 1
    sheet.row += 1
    sheet.tall_line(voice.participation_sentence(), across=2, characters=95)
    if voice.uncertainty():
        sheet.tall_line(voice.uncertainty(), across=2, characters=95)


def _write_question(sheet: _Sheet, question: QuestionFigures) -> None:
    voice = sheet.voice
    sheet.widths(62, 14, 14)
    prompt = f"{question.number}. {voice.text(question.prompt)}"
    sheet.tall_line(prompt, across=2, characters=95)
    for note in voice.notes(question):
        sheet.tall_line(note, across=2, characters=95)
    if question.figures is None:
        return
    if question.labels:
        sheet.head("report-column-answer", "report-column-count", "report-column-share")
        for line, cell in zip(question.labels, question.figures.cells, strict=True):
            sheet.text(0, voice.label(question, line))
            _write_cell(sheet, 1, cell)
            sheet.row += 1
    if question.figures.numbers is not None:
        sheet.row += 1 if question.labels else 0
        _write_numbers(sheet, question.figures.numbers)
    if not question.labels and question.figures.numbers is None:
        sheet.text(0, voice.say("report-answers-given"))
        sheet.count(1, question.figures.base)


def _write_numbers(sheet: _Sheet, numbers: NumberFigures) -> None:
    voice = sheet.voice
    sheet.text(0, voice.say("report-answers-given"))
    sheet.count(1, numbers.n)
    sheet.row += 1
    for key, value in (
        ("report-median", numbers.median),
        ("report-quartile-1", numbers.quartile_1),
        ("report-quartile-3", numbers.quartile_3),
        ("report-mean", numbers.mean),
        ("report-deviation", numbers.deviation),
    ):
        if value is not None:
            sheet.text(0, voice.say(key))
            sheet.measure(1, value)
            sheet.row += 1


def _write_groups(sheet: _Sheet, report: Report) -> None:
    """One long table, to be filtered: a row an answer, the hidden groups as marks."""
    sheet.widths(6, 44, 30, 26, 12, 40, 12, 12, 12, 12)
    lines = sum(
        _lines_of(row, question)
        for question in report.questions
        if question.groups
        for row in question.groups.rows
    )
    sheet.head(
        "report-column-number",
        "report-column-question",
        "report-column-group",
        "report-column-within",
        "report-column-base",
        "report-column-answer",
        "report-column-count",
        "report-column-share",
        "report-median",
        "report-mean",
        filtered_rows=lines,
    )
    for question in report.questions:
        if question.groups is not None:
            within: list[str] = []
            for row in question.groups.rows:
                within = [*within[: row.depth], sheet.voice.group(row)]
                _write_group(sheet, question, row, within[row.depth - 1] if row.depth else "")


def _lines_of(row: GroupRow, question: QuestionFigures) -> int:
    return 1 if row.figures is None else max(1, len(question.labels))


def _write_group(sheet: _Sheet, question: QuestionFigures, row: GroupRow, within: str) -> None:
    voice = sheet.voice
    for place in range(_lines_of(row, question)):
        sheet.count(0, question.number)
        sheet.text(1, voice.text(question.prompt))
        sheet.text(2, voice.group(row))
        sheet.text(3, within)
        if row.figures is None:
            sheet.hidden(4)
        else:
            sheet.count(4, row.figures.base)
            if question.labels:
                sheet.text(5, voice.label(question, question.labels[place]))
                _write_cell(sheet, 6, row.figures.cells[place])
            if row.figures.numbers is not None and place == 0:
                sheet.measure(8, row.figures.numbers.median)
                sheet.measure(9, row.figures.numbers.mean)
        sheet.row += 1


def _write_method(sheet: _Sheet, report: Report) -> None:
    sheet.widths(110)
    sheet.line(sheet.voice.say("report-method-title"), sheet.formats.title)
    for line in sheet.voice.method():
        sheet.text(0, line)
        sheet.row += 1
    sheet.line(sheet.voice.say("report-hash", hash=report_hash(report)))


def _write_cell(sheet: _Sheet, column: int, cell: Cell) -> None:
    sheet.count(column, cell.count)
    sheet.share(column + 1, cell.percent)

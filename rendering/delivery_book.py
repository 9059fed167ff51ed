"""A delivery report as a workbook: numbers as numbers, and whatever people typed as text."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from civic.broadcasts.reporting import OUTCOMES, DeliveryReport, Line
from locales.catalog import Say

_LONGEST = 32_000
"""A cell holds 32,767 characters."""
_WIDE = 46


def write_delivery_book(report: DeliveryReport, say: Say, path: Path) -> None:
    import xlsxwriter

    # Whatever begins with "=" or looks like an address stays the text that somebody typed.
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        title = say("told-file-title", number=report.number)
        book.set_properties({"title": title, "author": report.town[:200]})
        pens = _Pens(book)
        _write_summary(_Sheet(book, pens, say("told-sheet-summary")), report, title, say)
        languages = _Sheet(book, pens, say("told-sheet-languages"))
        _write_groups(languages, report.languages, "told-column-language", report, say)
        districts = _Sheet(book, pens, say("told-sheet-districts"))
        _write_groups(districts, report.districts, "told-column-district", report, say)
        _write_hours(_Sheet(book, pens, say("told-sheet-hours")), report, say)
        if report.channels:
            _write_channels(_Sheet(book, pens, say("told-sheet-channels")), report, say)
        if report.doubts:
            _write_doubts(_Sheet(book, pens, say("told-sheet-doubts")), report, say)


class _Pens:
    def __init__(self, book: Any) -> None:
        ink, soft = "#14202b", "#4a5a68"
        plain = {"font_color": ink, "valign": "top"}
        self.title = book.add_format({**plain, "bold": True, "font_size": 16})
        self.head = book.add_format(
            {"bold": True, "font_color": ink, "bg_color": "#e6ecf1", "bottom": 1, "text_wrap": True}
        )
        self.text = book.add_format({**plain, "text_wrap": True})
        self.note = book.add_format({"font_color": soft, "text_wrap": True, "valign": "top"})
        self.count = book.add_format({**plain, "num_format": "#,##0"})


class _Sheet:
    """A sheet written from the top down."""

    def __init__(self, book: Any, pens: _Pens, name: str) -> None:
        self.pens = pens
        self._sheet = book.add_worksheet(name)
        self._sheet.hide_gridlines(2)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_column(0, 0, _WIDE)
        self._sheet.set_column(1, 10, 16)
        self._row = 0

    def line(self, text: str, pen: Any = None) -> None:
        self._sheet.write_string(self._row, 0, text[:_LONGEST], pen or self.pens.note)
        self._row += 1

    def head(self, *names: str) -> None:
        """Column names; everything above them stays in sight."""
        for column, name in enumerate(names):
            self._sheet.write_string(self._row, column, name, self.pens.head)
        self._row += 1
        self._sheet.freeze_panes(self._row, 0)

    def row(self, *cells: str | int) -> None:
        for column, cell in enumerate(cells):
            if isinstance(cell, int):
                self._sheet.write_number(self._row, column, cell, self.pens.count)
            else:
                self._sheet.write_string(self._row, column, cell[:_LONGEST], self.pens.text)
        self._row += 1

    def gap(self) -> None:
        self._row += 1


def _write_summary(sheet: _Sheet, report: DeliveryReport, title: str, say: Say) -> None:
    sheet.line(title, sheet.pens.title)
    sheet.line(report.town)
    sheet.line(report.words)
    sheet.line(say(f"topic-{report.topic}"))
    for key, moment in (
        ("told-file-started", report.started_at),
        ("told-file-ended", report.ended_at),
        ("told-file-recalled", report.recalled_at),
        ("told-file-made", report.made_at),
    ):
        if moment:
            sheet.line(say(key, at=moment))
    sheet.gap()
    sheet.head(say("told-column-outcome"), say("told-column-people"))
    for outcome in OUTCOMES:
        sheet.row(say(f"told-outcome-{outcome}"), report.totals.get(outcome, 0))
    sheet.row(say("told-column-total"), sum(report.totals.values()))
    sheet.row(say("told-file-read"), report.read)
    if report.reasons:
        sheet.gap()
        sheet.row(say("told-column-reason"), say("told-column-people"))
        for reason, count in sorted(report.reasons.items(), key=lambda one: -one[1]):
            sheet.row(_reason(reason, say), count)


def _reason(reason: str, say: Say) -> str:
    known = reason in _REASONS
    return say(f"told-reason-{reason}" if known else "told-reason-not-accepted")


_REASONS = frozenset(
    {"topic-off", "weekly-limit", "blocked", "deactivated", "not-accepted", "no-right", "fault"}
)


def _write_groups(
    sheet: _Sheet, lines: Sequence[Line], column: str, report: DeliveryReport, say: Say
) -> None:
    _head(sheet, say(column), say)
    is_language = column == "told-column-language"
    for line in lines:
        if line.name is None:
            name = say("told-small-groups")
        elif not line.name:
            name = say("told-nowhere")
        else:
            name = say(f"told-language-{line.name}") if is_language else line.name
        _counted(sheet, name, line)
    if any(line.name is None for line in lines):
        sheet.gap()
        sheet.line(say("told-small-groups-why", threshold=report.threshold))


def _write_hours(sheet: _Sheet, report: DeliveryReport, say: Say) -> None:
    _head(sheet, say("told-column-hour"), say)
    for line in report.hours:
        _counted(sheet, line.name or "", line)


def _head(sheet: _Sheet, first: str, say: Say) -> None:
    outcomes = (say(f"told-outcome-{outcome}") for outcome in OUTCOMES)
    sheet.head(first, *outcomes, say("told-column-total"))


def _counted(sheet: _Sheet, name: str, line: Line) -> None:
    sheet.row(name, *(line.counts.get(outcome, 0) for outcome in OUTCOMES), line.total)


def _write_channels(sheet: _Sheet, report: DeliveryReport, say: Say) -> None:
    sheet.head(say("told-column-channel"), say("told-column-outcome"))
    for title, outcome in report.channels:
        said = say(f"told-outcome-{outcome}") if outcome in OUTCOMES else _reason(outcome, say)
        sheet.row(title or say("told-channel-gone"), said)


def _write_doubts(sheet: _Sheet, report: DeliveryReport, say: Say) -> None:
    sheet.line(say("told-doubts-why"))
    sheet.gap()
    sheet.head(say("told-column-district"), say("told-column-moment"))
    for doubt in report.doubts:
        name = say("told-small-groups") if doubt.district is None else doubt.district
        sheet.row(name or say("told-nowhere"), doubt.at)

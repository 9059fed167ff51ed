"""A delivery report as a workbook: numbers as numbers, and whatever people typed as text."""

from collections.abc import Sequence
from pathlib import Path

from civic.broadcasts.reporting import OUTCOMES, DeliveryReport, Line
from locales.catalog import Say
from rendering.book import OPTIONS, BookSheet, Pens


def write_delivery_book(report: DeliveryReport, say: Say, path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        title = say("told-file-title", number=report.number)
        book.set_properties({"title": title, "author": report.town[:200]})
        pens = Pens(book)
        _write_summary(BookSheet(book, pens, say("told-sheet-summary")), report, title, say)
        languages = BookSheet(book, pens, say("told-sheet-languages"))
        _write_groups(languages, report.languages, "told-column-language", report, say)
        districts = BookSheet(book, pens, say("told-sheet-districts"))
        _write_groups(districts, report.districts, "told-column-district", report, say)
        _write_hours(BookSheet(book, pens, say("told-sheet-hours")), report, say)
        if report.channels:
            _write_channels(BookSheet(book, pens, say("told-sheet-channels")), report, say)
        if report.doubts:
            _write_doubts(BookSheet(book, pens, say("told-sheet-doubts")), report, say)


def _write_summary(sheet: BookSheet, report: DeliveryReport, title: str, say: Say) -> None:
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
    sheet: BookSheet, lines: Sequence[Line], column: str, report: DeliveryReport, say: Say
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


def _write_hours(sheet: BookSheet, report: DeliveryReport, say: Say) -> None:
    _head(sheet, say("told-column-hour"), say)
    for line in report.hours:
        _counted(sheet, line.name or "", line)


def _head(sheet: BookSheet, first: str, say: Say) -> None:
    outcomes = (say(f"told-outcome-{outcome}") for outcome in OUTCOMES)
    sheet.head(first, *outcomes, say("told-column-total"))


def _counted(sheet: BookSheet, name: str, line: Line) -> None:
    sheet.row(name, *(line.counts.get(outcome, 0) for outcome in OUTCOMES), line.total)


def _write_channels(sheet: BookSheet, report: DeliveryReport, say: Say) -> None:
    sheet.head(say("told-column-channel"), say("told-column-outcome"))
    for title, outcome in report.channels:
        said = say(f"told-outcome-{outcome}") if outcome in OUTCOMES else _reason(outcome, say)
        sheet.row(title or say("told-channel-gone"), said)


def _write_doubts(sheet: BookSheet, report: DeliveryReport, say: Say) -> None:
    sheet.line(say("told-doubts-why"))
    sheet.gap()
    sheet.head(say("told-column-district"), say("told-column-moment"))
    for doubt in report.doubts:
        name = say("told-small-groups") if doubt.district is None else doubt.district
        sheet.row(name or say("told-nowhere"), doubt.at)

"""The week's requests as a workbook: every row, numbers as numbers, names as the text they are."""

from collections.abc import Sequence
from pathlib import Path

from civic.reports.published import report_hash
from civic.reports.requests.model import Lasting, RequestReport, RequestRow
from rendering.book import OPTIONS, BookSheet, Pens
from rendering.week_voice import COUNT_KEYS, WeekVoice, counts_of


def write_week_book(report: RequestReport, voice: WeekVoice, path: Path) -> None:
    import xlsxwriter

    say = voice.say
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        title = voice.title()
        book.set_properties(
            {
                "title": title[:200],
                "author": voice.text(report.community_name)[:200],
                "created": report.made_at.replace(tzinfo=None),
            }
        )
        pens = Pens(book)
        _write_summary(BookSheet(book, pens, say("week-numbers-title")), report, voice)
        for of, name, rows in (
            ("category", "week-categories-title", report.categories),
            ("place", "week-places-title", report.places),
            ("agency", "week-agencies-title", report.agencies),
        ):
            if rows:
                _write_rows(BookSheet(book, pens, say(name)), rows, of, voice)
        _write_oldest(BookSheet(book, pens, say("week-oldest-title")), report, voice)
        _write_method(BookSheet(book, pens, say("week-method-title")), report, voice)


def _write_summary(sheet: BookSheet, report: RequestReport, voice: WeekVoice) -> None:
    say = voice.say
    sheet.line(voice.title(), sheet.pens.title)
    sheet.line(f"{voice.text(report.community_name)} · {voice.heading()}")
    sheet.line(voice.period())
    if report.is_quiet:
        sheet.line(say("week-quiet"))
    sheet.gap()
    sheet.head(say("week-column-what"), say("week-column-count"))
    for name, count in voice.counts(report.whole):
        sheet.row(name, count)
    sheet.gap()
    sheet.row(
        say("week-waits-title"), say("week-median"), say("week-p90"), say("week-column-watched")
    )
    for name, lasting in voice.waits(report.whole):
        sheet.row(name, *_quantiles(lasting, voice), lasting.requests)
    if voice.hidden():
        sheet.gap()
        sheet.line(voice.hidden())


def _write_rows(sheet: BookSheet, rows: Sequence[RequestRow], of: str, voice: WeekVoice) -> None:
    say = voice.say
    waits = [
        f"{say(label)}, {say(part)}"
        for label in ("week-to-answer", "week-to-settled")
        for part in ("week-column-median", "week-column-p90")
    ]
    sheet.head(say(f"week-column-{of}"), *(say(key) for key in COUNT_KEYS), *waits)
    for row in rows:
        # Blanks show what lies within what.
        name = "   " * max(0, row.depth - 1) + voice.row(row, of)
        if row.figures is None:
            sheet.row(name, say("week-hidden"))
            continue
        lengths = [
            told for _, lasting in voice.waits(row.figures) for told in _quantiles(lasting, voice)
        ]
        sheet.row(name, *counts_of(row.figures), *lengths)


def _quantiles(lasting: Lasting, voice: WeekVoice) -> tuple[str, str]:
    return voice.quantile(lasting.median), voice.quantile(lasting.p90)


def _write_oldest(sheet: BookSheet, report: RequestReport, voice: WeekVoice) -> None:
    names = ("category", "number", "place", "agency", "status", "filed", "due")
    sheet.head(*(voice.say(f"week-column-{name}") for name in names))
    for one in report.oldest:
        sheet.row(
            voice.text(one.category),
            one.number,
            voice.text(one.place) if one.place else "–",
            voice.text(one.agency) if one.agency else voice.say("week-row-rest-agency"),
            voice.status(one.status),
            voice.day(one.filed_at),
            voice.day(one.due_at) if one.due_at else "–",
        )
    if not report.oldest:
        sheet.line(voice.say("week-oldest-none"))


def _write_method(sheet: BookSheet, report: RequestReport, voice: WeekVoice) -> None:
    sheet.widen(110)
    for line in voice.method():
        sheet.row(line)
    sheet.line(voice.say("week-hash", hash=report_hash(report)))

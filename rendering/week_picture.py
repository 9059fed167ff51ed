"""The week's requests in a picture for the chat, and the same in words."""

from civic.reports.requests.model import Lasting, RequestReport, RequestRow, RowKind
from rendering.picture_sheet import (
    ASIDE,
    BAR,
    INNER,
    MARGIN,
    QUESTION,
    RULE,
    SUB,
    TITLE,
    PictureSheet,
    draw_bar,
    png_of,
)
from rendering.week_voice import WeekVoice

LONGEST = 1_024
_SHOWN = 5
_TITLE = 120
_LATE = frozenset({"week-overdue", "week-reopened", "week-wrong"})


def week_picture(report: RequestReport, voice: WeekVoice) -> bytes:
    sheet = PictureSheet()
    community = voice.text(report.community_name)
    sheet.paragraph(f"{community} · {voice.heading()}", SUB, lines=2)
    sheet.y += 3
    sheet.paragraph(voice.title(), TITLE, lines=3)
    sheet.y += 5
    sheet.paragraph(voice.period(), SUB, lines=2)
    if report.is_quiet:
        sheet.y += 12
        sheet.paragraph(voice.say("week-quiet"), QUESTION, lines=3)
        return png_of(sheet)
    _draw_counts(sheet, report, voice)
    _draw_waits(sheet, report, voice)
    _draw_categories(sheet, report, voice)
    return png_of(sheet)


def _draw_counts(sheet: PictureSheet, report: RequestReport, voice: WeekVoice) -> None:
    counts = list(voice.counts(report.whole))
    most = max(count for _, count in counts)
    late = {voice.say(key) for key in _LATE}
    sheet.y += 8
    for label, count in counts:
        color = ASIDE if label in late else BAR
        draw_bar(sheet, label, voice.say.number(count), count / most if most else 0, color)


def _draw_waits(sheet: PictureSheet, report: RequestReport, voice: WeekVoice) -> None:
    _rule(sheet, voice.say("week-waits-title"))
    for label, lasting in voice.waits(report.whole):
        sheet.paragraph(f"{label}: {_waits(lasting, voice)}", SUB, lines=3)


def _draw_categories(sheet: PictureSheet, report: RequestReport, voice: WeekVoice) -> None:
    rows = _busiest(report)
    if not rows:
        return
    _rule(sheet, voice.say("week-categories-title"))
    most = max(row.figures.new for row in rows if row.figures)
    for row in rows:
        if row.figures is not None:
            new = row.figures.new
            draw_bar(sheet, voice.row(row, "category"), voice.say.number(new), new / most, BAR)


def _busiest(report: RequestReport) -> list[RequestRow]:
    """Categories with the most new requests; whole ones, not their parts too."""
    rows = [
        row
        for row in report.categories
        if row.kind is RowKind.GROUP and row.depth == 1 and row.figures and row.figures.new
    ]
    rows.sort(key=lambda row: -row.figures.new if row.figures else 0)
    return rows[:_SHOWN]


def _rule(sheet: PictureSheet, title: str) -> None:
    sheet.y += 16
    sheet.bar(MARGIN, INNER, 1, RULE)
    sheet.y += 8
    sheet.paragraph(title, QUESTION, lines=2)


def week_caption(report: RequestReport, voice: WeekVoice) -> str:
    """Short enough for a caption; the heading and the counts come before all else."""
    community = voice.text(report.community_name)[:_TITLE]
    head = f"{community} · {voice.title()[:_TITLE]}\n{voice.period()}"
    if report.is_quiet:
        return f"{head}\n\n{voice.say('week-quiet')}"
    counts = "; ".join(
        f"{label.lower()} – {voice.say.number(count)}"
        for label, count in voice.counts(report.whole)
    )
    waits = "\n".join(
        f"{label}: {_waits(lasting, voice)}." for label, lasting in voice.waits(report.whole)
    )
    parts = [head, counts[:1].upper() + counts[1:] + ".", waits]
    if report.oldest:
        old = report.oldest[0]
        category = voice.text(old.category)[:_TITLE]
        filed = voice.day(old.filed_at)
        number = voice.say.number(old.number)
        parts.append(
            voice.say("week-caption-oldest", number=number, category=category, filed=filed)
        )
    while len("\n\n".join(parts).encode("utf-16-le")) // 2 > LONGEST:
        parts.pop()
    return "\n\n".join(parts)


def _waits(lasting: Lasting, voice: WeekVoice) -> str:
    median, p90 = voice.quantile(lasting.median), voice.quantile(lasting.p90)
    return median if median == p90 else voice.say("week-waits", median=median, p90=p90)

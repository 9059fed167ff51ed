"""The week's requests on paper: A4, the figures, tables by category and place, the oldest ten."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from civic.reports.published import report_hash
from civic.reports.requests.model import RequestReport, RequestRow
from rendering.week_voice import COUNT_KEYS, WeekVoice, counts_of

_TEMPLATE = Path(__file__).with_name("week.typ")
_ROWS = 60
"""Of a table by place; more stand in the workbook."""

Page = dict[str, Any]


def week_pdf(report: RequestReport, voice: WeekVoice) -> bytes:
    import typst

    # Words reach the template as data, never as markup: nothing typed can become a command.
    page = json.dumps(page_of(report, voice), ensure_ascii=False)
    made = typst.compile(
        str(_TEMPLATE), sys_inputs={"page": page}, ignore_system_fonts=True, format="pdf"
    )
    return bytes(made)


def page_of(report: RequestReport, voice: WeekVoice) -> Page:
    """Everything the template shows, already in words."""
    say = voice.say
    return {
        "language": voice.language,
        "community": voice.text(report.community_name),
        "title": voice.title(),
        "heading": voice.heading(),
        "period": voice.period(),
        "quiet": say("week-quiet") if report.is_quiet else "",
        "numbers_title": say("week-numbers-title"),
        "numbers": [[name, say.number(count)] for name, count in voice.counts(report.whole)],
        "waits_title": say("week-waits-title"),
        "waits_head": ["", say("week-median"), say("week-p90"), say("week-column-watched")],
        "waits": [
            [
                label,
                voice.quantile(lasting.median),
                voice.quantile(lasting.p90),
                say.number(lasting.requests),
            ]
            for label, lasting in voice.waits(report.whole)
        ],
        "tables": [] if report.is_quiet else list(_tables(report, voice)),
        "note": voice.hidden(),
        "oldest_title": say("week-oldest-title"),
        "oldest_none": say("week-oldest-none"),
        "oldest_head": [
            say(f"week-column-{name}")
            for name in ("number", "category", "place", "status", "filed", "due")
        ],
        "oldest": [
            [
                say.number(one.number),
                voice.text(one.category),
                voice.text(one.place) if one.place else "–",
                voice.status(one.status),
                voice.day(one.filed_at),
                voice.day(one.due_at) if one.due_at else "–",
            ]
            for one in report.oldest
        ],
        "method_title": say("week-method-title"),
        "method": list(voice.method()),
        "hash": say("week-hash", hash=report_hash(report)),
        "page_of": say("week-page", page="{page}", pages="{pages}"),
    }


def _tables(report: RequestReport, voice: WeekVoice) -> Iterator[Page]:
    for of, title, rows in (
        ("category", "week-categories-title", report.categories),
        ("place", "week-places-title", report.places),
        ("agency", "week-agencies-title", report.agencies),
    ):
        if rows:
            yield _table(of, voice.say(title), rows, voice)


def _table(of: str, title: str, rows: Sequence[RequestRow], voice: WeekVoice) -> Page:
    say = voice.say
    waits = [
        f"{say(label)}, {say(part)}"
        for label in ("week-to-answer", "week-to-settled")
        for part in ("week-column-median", "week-column-p90")
    ]
    return {
        "title": title,
        "head": [say(f"week-column-{of}"), *(say(key) for key in COUNT_KEYS), *waits],
        "rows": [_row(row, of, voice) for row in rows[:_ROWS]],
        "note": say("week-rest-in-workbook") if len(rows) > _ROWS else "",
    }


def _row(row: RequestRow, of: str, voice: WeekVoice) -> Page:
    cells: list[str] = []
    if row.figures is not None:
        cells = [voice.say.number(count) for count in counts_of(row.figures)]
        for _, lasting in voice.waits(row.figures):
            cells += [voice.quantile(lasting.median), voice.quantile(lasting.p90)]
    return {
        "name": voice.row(row, of),
        "depth": row.depth,
        "hidden": voice.say("week-hidden") if row.figures is None else "",
        "cells": cells,
    }

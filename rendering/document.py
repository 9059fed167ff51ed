"""The report on paper: A4, a table a question, tables by district, the method box."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from civic.reports.model import (
    GroupRow,
    OptionRole,
    QuestionFigures,
    QuestionKind,
    Report,
    RowFigures,
)
from civic.reports.published import report_hash
from rendering.measuring import drawable
from rendering.voice import Voice

_TEMPLATE = Path(__file__).with_name("report.typ")
_COLUMNS = 6
"""So many answers stand side by side in a table by district; more make a second table."""
_DISTRICTS = 1
"""Courtyards, deeper in the tree, stand in the workbook."""

Page = dict[str, Any]


def report_pdf(report: Report, voice: Voice) -> bytes:
    import typst

    # Words reach the template as data, never as markup: nothing typed can become a command.
    page = json.dumps(page_of(report, voice), ensure_ascii=False)
    made = typst.compile(
        str(_TEMPLATE), sys_inputs={"page": page}, ignore_system_fonts=True, format="pdf"
    )
    return bytes(made)


def page_of(report: Report, voice: Voice) -> Page:
    """Everything the template shows, already in words."""
    say, survey = voice.say, report.survey
    return {
        "language": voice.language,
        "community": drawable(voice.text(survey.community_name)),
        "title": drawable(voice.text(survey.title)),
        "heading": voice.heading(),
        "period": voice.period(),
        "participation_title": say("report-part-title"),
        "participation_sentence": voice.participation_sentence(),
        "participation": [[name, voice.number(count)] for name, count in voice.participation()],
        "uncertainty": voice.uncertainty(),
        "not_translated": voice.not_translated(),
        "questions_title": say("report-questions-title"),
        "columns": [say(f"report-column-{name}") for name in ("answer", "count", "share")],
        "questions": [_question(question, voice) for question in report.questions],
        "groups_title": say("report-groups-title"),
        "method_title": say("report-method-title"),
        "method": [drawable(line) for line in voice.method()],
        "hash": say("report-hash", hash=report_hash(report)),
        "page_of": say("report-page", page="{page}", pages="{pages}"),
    }


def _question(question: QuestionFigures, voice: Voice) -> Page:
    return {
        "prompt": f"{question.number}. {drawable(voice.text(question.prompt))}",
        "notes": voice.notes(question),
        "rows": list(_rows(question, voice)),
        "numbers": [list(pair) for pair in voice.numbers(question)],
        "groups": list(_group_tables(question, voice)),
        "groups_notes": _groups_notes(question, voice),
    }


def _rows(question: QuestionFigures, voice: Voice) -> Iterator[Page]:
    if question.figures is None:
        return
    for line, cell in zip(question.labels, question.figures.cells, strict=True):
        yield {
            "label": drawable(voice.label(question, line)),
            "count": voice.number(cell.count),
            "percent": voice.percent(cell.percent),
            "share": float(cell.percent.value) if cell.percent else 0.0,
            "aside": line.role is OptionRole.HARD_TO_SAY,
        }


def _group_tables(question: QuestionFigures, voice: Voice) -> Iterator[Page]:
    """Answers in parts of a page's width; a number is one table of its own figures."""
    if question.groups is None:
        return
    rows = [row for row in question.groups.rows if row.depth <= _DISTRICTS]
    first = [voice.say("report-column-group"), voice.say("report-column-base")]
    if question.kind is QuestionKind.WHOLE_NUMBER:
        yield {
            "head": [*first, voice.say("report-median"), voice.say("report-mean")],
            "rows": [_group_row(row, voice, _middle(row.figures, voice), 2) for row in rows],
        }
        return
    for part in _parts(len(question.labels)):
        labels = [drawable(voice.label(question, line)) for line in question.labels[part]]
        yield {
            "head": [*first, *labels],
            "rows": [
                _group_row(row, voice, _shares(row.figures, part, voice), len(labels))
                for row in rows
            ],
        }


def _parts(labels: int) -> Iterator[slice]:
    """Tables of about the same width each."""
    tables = -(-labels // _COLUMNS) or 1
    size = -(-labels // tables)
    for start in range(0, labels, size or 1):
        yield slice(start, start + size)


def _group_row(row: GroupRow, voice: Voice, cells: list[str], columns: int) -> Page:
    return {
        "name": drawable(voice.group(row)),
        "depth": row.depth,
        "hidden": voice.say("report-group-hidden") if row.figures is None else "",
        "span": columns + 1,
        "cells": [] if row.figures is None else [voice.number(row.figures.base), *cells],
    }


def _shares(figures: RowFigures | None, part: slice, voice: Voice) -> list[str]:
    return [voice.percent(cell.percent) for cell in figures.cells[part]] if figures else []


def _middle(figures: RowFigures | None, voice: Voice) -> list[str]:
    numbers = figures.numbers if figures else None
    if numbers is None:
        return ["–", "–"]
    return [voice.number(numbers.median), voice.number(numbers.mean)]


def _groups_notes(question: QuestionFigures, voice: Voice) -> str:
    if question.groups is None:
        return ""
    shown = [row for row in question.groups.rows if row.depth <= _DISTRICTS]
    deeper = len(shown) < len(question.groups.rows)
    notes = [voice.rows_hidden(shown)]
    notes += [voice.say("report-groups-in-workbook")] if deeper else []
    return " ".join(note for note in notes if note)

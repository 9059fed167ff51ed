"""What a respondent is told at the close: of their courtyard, or of the nearest shown place."""

from collections.abc import Sequence

from civic.kernel.ids import PlaceId
from civic.kernel.json_value import JsonObject
from civic.kernel.language import Translated
from civic.reports.model import (
    FigureLabel,
    GroupKind,
    OptionRole,
    QuestionFigures,
    QuestionKind,
    Report,
    RowFigures,
)

QUESTIONS_TOLD = 5
ANSWERS_TOLD = 4


def results_for(report: Report, chain: Sequence[PlaceId]) -> JsonObject:
    """`chain`: the courtyard, then what it lies in. All of it stood in the issued report."""
    told = [
        _told(asked, chain)
        for asked in report.questions
        if asked.figures is not None and asked.kind is not QuestionKind.TEXT
    ]
    return {
        "survey": report.survey.survey,
        "title": _words(report.survey.title),
        "responses": report.participation.complete,
        "questions": told[:QUESTIONS_TOLD],
        "more": max(0, len(told) - QUESTIONS_TOLD),
    }


def _told(asked: QuestionFigures, chain: Sequence[PlaceId]) -> JsonObject:
    figures, place, hidden = asked.figures, None, False
    if asked.groups is not None:
        row = asked.groups.nearest_shown(chain)
        hidden = bool(chain) and row.place != chain[0]
        if row.figures is not None:
            figures = row.figures
            place = row.name if row.kind is GroupKind.PLACE else None
    return {
        "prompt": _words(asked.prompt),
        "place": _words(place) if place else None,
        "hidden": hidden,
        "base": figures.base if figures else 0,
        "median": _median(asked, figures),
        "answers": _answers(asked, figures) if figures else [],
    }


def _median(asked: QuestionFigures, figures: RowFigures | None) -> str | None:
    if asked.kind is not QuestionKind.WHOLE_NUMBER or figures is None or figures.numbers is None:
        return None
    median = figures.numbers.median
    return None if median is None else str(median)


def _answers(asked: QuestionFigures, figures: RowFigures) -> list[JsonObject]:
    """The most frequent that somebody gave; a scale's points in their order."""
    is_scale = asked.kind is QuestionKind.SCALE
    lines = [
        (label, cell)
        for label, cell in zip(asked.labels, figures.cells, strict=False)
        if cell.percent is not None
        and (cell.count or (is_scale and label.role is not OptionRole.HARD_TO_SAY))
    ]
    if not is_scale:
        lines = sorted(lines, key=lambda line: -line[1].count)[:ANSWERS_TOLD]
    return [
        {
            "label": _label(label),
            "code": label.code,
            "role": label.role.value,
            "percent": float(cell.percent.value) if cell.percent else 0.0,
            "tiny": bool(cell.percent and cell.percent.is_tiny),
        }
        for label, cell in lines
    ]


def _label(label: FigureLabel) -> JsonObject | None:
    return _words(label.label) if label.label else None


def _words(text: Translated) -> JsonObject:
    return {str(language): words for language, words in text.texts.items()}

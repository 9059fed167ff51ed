"""The picture of the main figures, made to be read on a phone."""

from civic.reports.model import QuestionFigures, QuestionKind, Report
from rendering.main_figures import LeadingLine, leading_lines
from rendering.picture_sheet import (
    ASIDE,
    BAR,
    INNER,
    MARGIN,
    QUESTION,
    RULE,
    SUB,
    TALLEST,
    TITLE,
    PictureSheet,
    draw_bar,
    png_of,
)
from rendering.voice import Voice

_OPTIONS_SHOWN = 5


def report_picture(report: Report, voice: Voice) -> bytes:
    sheet = PictureSheet()
    _write_heading(sheet, report, voice)
    if report.basis is None:
        _draw_participation(sheet, report, voice)
    left = _draw_questions(sheet, report, voice) if report.basis else 0
    sheet.y += 8
    if left:
        sheet.paragraph(voice.say.n("report-more-questions", left), SUB, lines=2)
    sheet.paragraph(voice.uncertainty(), SUB, lines=4)
    return png_of(sheet)


def _write_heading(sheet: PictureSheet, report: Report, voice: Voice) -> None:
    community = voice.text(report.survey.community_name)
    sheet.paragraph(f"{community} · {voice.heading()}", SUB, lines=1)
    sheet.y += 3
    sheet.paragraph(voice.text(report.survey.title), TITLE, lines=3)
    sheet.y += 5
    sheet.paragraph(voice.period(), SUB, lines=2)
    sheet.paragraph(voice.participation_sentence(), SUB, lines=3)


def _draw_participation(sheet: PictureSheet, report: Report, voice: Voice) -> None:
    """In place of answers, and why there are none."""
    stages = voice.participation()
    most = max((count for _, count in stages), default=0)
    sheet.y += 16
    for label, count in stages:
        draw_bar(sheet, label, voice.number(count), count / most if most else 0, BAR)
    if report.questions:
        sheet.y += 12
        sheet.paragraph(" ".join(voice.notes(report.questions[0])), SUB, lines=3)


def _draw_questions(sheet: PictureSheet, report: Report, voice: Voice) -> int:
    """Whole questions while there is room; returns how many were left out."""
    shown = 0
    for question in report.questions:
        panel = PictureSheet(y=sheet.y)
        _draw_question(panel, question, voice)
        if shown and panel.y > TALLEST:
            break
        sheet.y = panel.y
        sheet.bars += panel.bars
        for style, texts in panel.texts.items():
            sheet.texts.setdefault(style, []).extend(texts)
        shown += 1
    return len(report.questions) - shown


def _draw_question(sheet: PictureSheet, question: QuestionFigures, voice: Voice) -> None:
    sheet.y += 16
    sheet.bar(MARGIN, INNER, 1, RULE)
    sheet.y += 8
    sheet.paragraph(f"{question.number}. {voice.text(question.prompt)}", QUESTION, lines=3)
    sheet.y += 1
    if question.figures is None:
        sheet.paragraph(" ".join(voice.notes(question)), SUB, lines=3)
        return
    sheet.paragraph(_under_the_question(question, voice), SUB, lines=2)
    leading = leading_lines(question, voice, room=_OPTIONS_SHOWN)
    for line in leading.lines:
        _draw_line(sheet, line, voice)
    if leading.left_out:
        sheet.y += 5
        sheet.paragraph(leading.left_out_words, SUB, lines=1)


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


def _draw_line(sheet: PictureSheet, line: LeadingLine, voice: Voice) -> None:
    share = float(line.percent.value) / 100 if line.percent else 0.0
    color = ASIDE if line.is_aside else BAR
    draw_bar(sheet, line.label, voice.percent(line.percent), share, color)

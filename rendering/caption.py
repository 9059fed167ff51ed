"""The picture in words, short enough for a caption."""

from civic.reports.model import QuestionFigures, QuestionKind, Report
from rendering.main_figures import leading_lines
from rendering.measuring import drawable
from rendering.voice import Voice

LONGEST = 1_024
_ANSWERS_TOLD = 3
_PROMPT = 110
_LABEL = 60
_TITLE = 150


def caption_of(report: Report, voice: Voice) -> str:
    """As many questions as there is room for; what is left out is said."""
    head = _head(report, voice)
    tail = voice.uncertainty()
    told = [_told(question, voice) for question in report.questions if question.figures]
    for shown in range(len(told), -1, -1):
        left = len(report.questions) - shown if report.basis else 0
        more = voice.say.n("report-more-questions", left) if left else ""
        caption = "\n\n".join(part for part in (head, *told[:shown], more, tail) if part)
        if _telegram_length(caption) <= LONGEST:
            return caption
    return head[:LONGEST]


def _head(report: Report, voice: Voice) -> str:
    key = "report-caption-closed" if report.is_final else "report-caption-open"
    title = _short(voice.text(report.survey.title), _TITLE)
    lines = [
        f"{_short(voice.text(report.survey.community_name), _LABEL)} · {title}",
        voice.say(key, heading=voice.heading()) + ".",
        voice.participation_sentence(),
    ]
    if report.basis is None and report.questions:
        lines += voice.notes(report.questions[0])
    return "\n".join(lines)


def _told(question: QuestionFigures, voice: Voice) -> str:
    prompt = f"{question.number}. {_short(voice.text(question.prompt), _PROMPT)}"
    return f"{prompt}\n{_answer(question, voice)}"


def _answer(question: QuestionFigures, voice: Voice) -> str:
    if question.kind is QuestionKind.TEXT and question.figures:
        return voice.say.n("report-text-answers", question.figures.base)
    if numbers := voice.numbers(question):
        return "; ".join(f"{name.lower()} {value}" for name, value in numbers[:2])
    leading = leading_lines(question, voice, room=_ANSWERS_TOLD)
    told = [
        f"{_short(line.label, _LABEL)} – {voice.percent(line.percent)}" for line in leading.lines
    ]
    return "; ".join([*told, leading.left_out_words] if leading.left_out else told)


def _short(written: str, most: int) -> str:
    line = drawable(written)
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def _telegram_length(text: str) -> int:
    """Telegram counts in UTF-16."""
    return len(text.encode("utf-16-le")) // 2

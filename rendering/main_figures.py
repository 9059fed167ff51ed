"""Which figures lead: the most chosen answers first, as picture and caption show them."""

from dataclasses import dataclass

from civic.reports.model import (
    Cell,
    FigureLabel,
    OptionRole,
    Percent,
    QuestionFigures,
    QuestionKind,
)
from rendering.voice import Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadingLine:
    label: str
    count: int
    percent: Percent | None
    is_aside: bool
    """"Hard to say": drawn lighter, and named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leading:
    lines: tuple[LeadingLine, ...]
    left_out: int
    left_out_words: str
    """What is said of the options that found no room."""


def leading_lines(question: QuestionFigures, voice: Voice, *, room: int) -> Leading:
    """A scale keeps its order; choices go by how many chose them."""
    if question.figures is None:
        return Leading(lines=(), left_out=0, left_out_words="")
    pairs = list(zip(question.labels, question.figures.cells, strict=True))
    if question.kind is QuestionKind.SCALE:
        shown, left = pairs, []
    else:
        ordered = sorted(pairs, key=_rank)
        room = len(ordered) if len(ordered) <= room + 1 else room
        shown, left = ordered[:room], ordered[room:]
    return Leading(
        lines=tuple(_line(question, voice, label, cell) for label, cell in shown),
        left_out=len(left),
        left_out_words=_left_out(question, voice, [cell for _, cell in left]),
    )


def _rank(pair: tuple[FigureLabel, Cell]) -> tuple[int, int]:
    label, cell = pair
    return (int(label.role is OptionRole.HARD_TO_SAY), -cell.count)


def _line(question: QuestionFigures, voice: Voice, label: FigureLabel, cell: Cell) -> LeadingLine:
    return LeadingLine(
        label=voice.label(question, label),
        count=cell.count,
        percent=cell.percent,
        is_aside=label.role is OptionRole.HARD_TO_SAY,
    )


def _left_out(question: QuestionFigures, voice: Voice, cells: list[Cell]) -> str:
    if not cells:
        return ""
    shares = [cell.percent for cell in cells if cell.percent]
    if question.adds_up and shares:
        together = Percent(
            value=sum((share.value for share in shares), start=shares[0].value * 0),
            is_tiny=all(share.value == 0 for share in shares) and any(c.count for c in cells),
        )
        share = voice.percent(together)
        return voice.say.n("report-more-options", len(cells), share=share)
    return voice.say.n("report-more-options-listed", len(cells))

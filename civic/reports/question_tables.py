"""One question's table for everybody, and its lines."""

from civic.reports.describing import number_figures
from civic.reports.model import (
    SCALE,
    AskedQuestion,
    Cell,
    FigureLabel,
    GroupTable,
    OptionRole,
    QuestionFigures,
    QuestionKind,
    RowFigures,
    Status,
    Withheld,
)
from civic.reports.rounding import share_by_itself, shares_of_whole
from civic.reports.suppression import WHOLE_SURVEY_NEEDS, GroupCounts
from civic.reports.tally import Tally

_OF_NUMBERS = {QuestionKind.WHOLE_NUMBER, QuestionKind.SCALE}


def labels_of(question: AskedQuestion) -> tuple[FigureLabel, ...]:
    """The lines of a question's tables, "hard to say" last where the base holds it."""
    hard_to_say = FigureLabel(code="hard_to_say", label=None, role=OptionRole.HARD_TO_SAY)
    match question.kind:
        case QuestionKind.TEXT | QuestionKind.WHOLE_NUMBER:
            return ()
        case QuestionKind.SCALE:
            lines = tuple(
                FigureLabel(code=str(point), label=None, role=OptionRole.PLAIN) for point in SCALE
            )
        case QuestionKind.ONE_CHOICE | QuestionKind.SEVERAL_CHOICES:
            lines = tuple(
                FigureLabel(code=option.code, label=option.label, role=option.role)
                for option in question.options
            )
    return (*lines, hard_to_say) if question.counts_hard_to_say else lines


def counts_of(question: AskedQuestion, tally: Tally) -> GroupCounts:
    """The base that a row is judged by, and the count of each line."""
    answered, hard_to_say = tally.of(Status.ANSWERED), tally.of(Status.HARD_TO_SAY)
    match question.kind:
        case QuestionKind.TEXT | QuestionKind.WHOLE_NUMBER:
            return GroupCounts(base=answered, cells=())
        case QuestionKind.SCALE:
            cells = tuple(tally.values.get(point, 0) for point in SCALE)
        case QuestionKind.ONE_CHOICE | QuestionKind.SEVERAL_CHOICES:
            cells = tuple(tally.values.get(option.code, 0) for option in question.options)
    if question.counts_hard_to_say:
        return GroupCounts(base=answered + hard_to_say, cells=(*cells, hard_to_say))
    return GroupCounts(base=answered, cells=cells)


def row_figures(question: AskedQuestion, tally: Tally, *, threshold: int) -> RowFigures:
    counts = counts_of(question, tally)
    numbers = (
        number_figures(tally.numbers(), threshold=threshold)
        if question.kind in _OF_NUMBERS
        else None
    )
    return RowFigures(base=counts.base, cells=_cells(question, counts), numbers=numbers)


def question_figures(
    question: AskedQuestion, tally: Tally, groups: GroupTable | None, *, threshold: int
) -> QuestionFigures:
    """The whole survey's table of a question: shown whole or not at all."""
    is_enough = tally.of(Status.ANSWERED) >= WHOLE_SURVEY_NEEDS * threshold
    if not is_enough:
        return without_table(question, because=Withheld.TOO_FEW)
    return QuestionFigures(
        number=question.number,
        kind=question.kind,
        prompt=question.prompt,
        labels=labels_of(question),
        low_label=question.low_label,
        high_label=question.high_label,
        hard_to_say_in_base=question.hard_to_say_in_base,
        statuses=tally.by_status(),
        figures=row_figures(question, tally, threshold=threshold),
        withheld=None,
        groups=groups,
    )


def without_table(question: AskedQuestion, *, because: Withheld) -> QuestionFigures:
    return QuestionFigures(
        number=question.number,
        kind=question.kind,
        prompt=question.prompt,
        labels=labels_of(question),
        low_label=question.low_label,
        high_label=question.high_label,
        hard_to_say_in_base=question.hard_to_say_in_base,
        statuses=None,
        figures=None,
        withheld=because,
        groups=None,
    )


def _cells(question: AskedQuestion, counts: GroupCounts) -> tuple[Cell, ...]:
    if question.kind is QuestionKind.SEVERAL_CHOICES:
        return tuple(
            Cell(count=count, percent=share_by_itself(count, counts.base)) for count in counts.cells
        )
    shares = shares_of_whole(counts.cells) or (None,) * len(counts.cells)
    return tuple(
        Cell(count=count, percent=share) for count, share in zip(counts.cells, shares, strict=True)
    )

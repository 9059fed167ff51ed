"""From counts to a report: what is said, of whom, and what is left out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from civic.reports.model import (
    AskedQuestion,
    Participation,
    QuestionFigures,
    QuestionNumber,
    Report,
    ReportedSurvey,
    TableBasis,
    Withheld,
)
from civic.reports.place_tables import PlaceTree, group_table, has_groups
from civic.reports.question_tables import question_figures, without_table
from civic.reports.releases import ReleasePlan, Tables
from civic.reports.suppression import WHOLE_SURVEY_NEEDS
from civic.reports.tally import QuestionTally


def build_report(
    survey: ReportedSurvey,
    questions: Sequence[AskedQuestion],
    *,
    number: int,
    participation: Participation,
    tables: "ReportTables",
    made_at: datetime,
    software: str,
    replaces: int | None = None,
    audit_head: str | None = None,
) -> Report:
    return Report(
        number=number,
        replaces=replaces,
        survey=survey,
        made_at=made_at,
        software=software,
        participation=participation,
        basis=tables.basis,
        questions=tables.questions or _without_tables(questions),
        is_held_back=tables.is_held_back,
        audit_head=audit_head,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTables:
    """The tables of a report, made now or taken over from an earlier one."""

    questions: tuple[QuestionFigures, ...] = ()
    basis: TableBasis | None = None
    is_held_back: bool = False


def no_tables() -> ReportTables:
    return ReportTables()


def tables_as_released(earlier: Report, plan: ReleasePlan) -> ReportTables:
    """What has left once stays as it left."""
    questions = earlier.questions
    if plan.groups is Tables.NONE:
        questions = tuple(replace(figures, groups=None) for figures in questions)
    return ReportTables(questions=questions, basis=earlier.basis, is_held_back=plan.is_held_back)


def new_tables(
    questions: Sequence[AskedQuestion],
    tallies: Mapping[QuestionNumber, QuestionTally],
    *,
    places: PlaceTree,
    plan: ReleasePlan,
    responses: int,
    threshold: int,
    as_of: datetime,
) -> ReportTables:
    """`responses` are those counted: without the ones that the plan leaves out."""
    if responses < WHOLE_SURVEY_NEEDS * threshold:
        return ReportTables(
            questions=tuple(without_table(asked, because=Withheld.TOO_FEW) for asked in questions)
        )
    return ReportTables(
        questions=tuple(
            _figures(asked, tallies.get(asked.number, QuestionTally()), places, plan, threshold)
            for asked in questions
        ),
        basis=TableBasis(responses=responses, as_of=as_of, left_out=plan.leave_out),
    )


def _figures(
    asked: AskedQuestion,
    tally: QuestionTally,
    places: PlaceTree,
    plan: ReleasePlan,
    threshold: int,
) -> QuestionFigures:
    is_grouped = plan.groups is Tables.NEW and has_groups(asked) and bool(places.names)
    groups = group_table(asked, tally, places, threshold=threshold) if is_grouped else None
    return question_figures(asked, tally.whole(), groups, threshold=threshold)


def _without_tables(questions: Iterable[AskedQuestion]) -> tuple[QuestionFigures, ...]:
    return tuple(without_table(asked, because=Withheld.WHILE_OPEN) for asked in questions)

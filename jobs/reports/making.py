"""A report from what is kept: who took part, and tables as far as they may leave now."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from civic.communities.model import Community
from civic.kernel.ids import CommunityId, PlaceId
from civic.kernel.language import LANGUAGES, Translated
from civic.places.model import Place, PlaceKind
from civic.reports.model import (
    AskedOption,
    AskedQuestion,
    OptionCode,
    OptionRole,
    PlaceNode,
    QuestionKind,
    QuestionNumber,
    Report,
    ReportedSurvey,
)
from civic.reports.place_tables import PlaceTree
from civic.reports.ports import IssuedReport, TableMark
from civic.reports.releases import Released, Tables, plan_release
from civic.reports.rules import (
    ReportTables,
    build_report,
    new_tables,
    no_tables,
    tables_as_released,
)
from civic.reports.tally import (
    AnswerRow,
    QuestionTally,
    count_participation,
    merge_tallies,
    tally_answers,
)
from civic.surveys.answering.ports import FinishMark
from civic.surveys.model import Question, Survey
from civic.unit_of_work import Work
from jobs.reports.due import DueReport

PLACES_AT_MOST = 2_000
ROWS_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeReport:
    report: Report
    mark: TableMark | None
    """Set when the tables in it were counted now."""
    tells_respondents: bool = False
    """Its author promised those who answered that they would see what came of it."""


async def make_report(work: Work, due: DueReport, *, now: datetime, software: str) -> MadeReport:
    """Read everything on one connection that never writes; memory does not grow with people."""
    survey = await work.surveys.survey(due.community, due.survey)
    town = await work.communities.community(due.community)
    asked = tuple(
        _asked(number, question)
        for number, question in enumerate(survey.questionnaire.questions, start=1)
    )
    tables, mark = await _tables(work, survey, town, asked, now=now)
    head = await work.trail.head(due.community)
    report = build_report(
        await _reported(work, survey, town),
        asked,
        number=await work.reports.next_number(due.community),
        participation=count_participation(
            await work.tallies.participation_rows(due.community, due.survey)
        ),
        tables=tables,
        made_at=now,
        software=software,
        audit_head=head.hash if head else None,
    )
    promised = survey.questionnaire.results_to_respondents
    return MadeReport(report=report, mark=mark, tells_respondents=promised)


async def _tables(
    work: Work, survey: Survey, town: Community, asked: tuple[AskedQuestion, ...], *, now: datetime
) -> tuple[ReportTables, TableMark | None]:
    responses = await work.responses.finished_count(survey.community, survey.id)
    latest = await work.reports.latest_with_tables(survey.community, survey.id)
    plan = plan_release(
        responses=responses,
        threshold=town.threshold,
        is_closed=survey.closed_at is not None,
        may_show_while_open=survey.questionnaire.tables_while_open,
        latest=await _released(work, survey, latest),
    )
    if not plan.needs_counting:
        if latest is None or plan.whole is Tables.NONE:
            return no_tables(), None
        return tables_as_released(latest.report, plan), None
    counted = responses - plan.leave_out
    mark = await work.responses.mark_of(survey.community, survey.id, counted)
    tables = new_tables(
        asked,
        await _tallies(work, survey, mark),
        places=await _tree(work, town),
        plan=plan,
        responses=counted,
        threshold=town.threshold,
        as_of=now,
    )
    if mark is None or tables.basis is None:
        return tables, None
    return tables, TableMark(
        responses=counted, finished_at=mark.finished_at, response=mark.response
    )


async def _released(work: Work, survey: Survey, latest: IssuedReport | None) -> Released | None:
    if latest is None or latest.mark is None:
        return None
    mark = FinishMark(finished_at=latest.mark.finished_at, response=latest.mark.response)
    return Released(
        responses=latest.mark.responses,
        still_there=await work.responses.finished_count(survey.community, survey.id, until=mark),
        is_final=latest.report.is_final,
    )


async def _tallies(
    work: Work, survey: Survey, mark: FinishMark | None
) -> dict[QuestionNumber, QuestionTally]:
    counted: dict[QuestionNumber, QuestionTally] = {}
    rows: AsyncIterator[AnswerRow] = work.tallies.tally_rows(
        survey.community, survey.id, until=mark
    )
    chunk: list[AnswerRow] = []
    async for row in rows:
        chunk.append(row)
        if len(chunk) == ROWS_AT_ONCE:
            counted, chunk = merge_tallies(counted, tally_answers(chunk)), []
    return merge_tallies(counted, tally_answers(chunk))


async def _tree(work: Work, town: Community) -> PlaceTree:
    districts = await _inside(work, town.id, None, PlaceKind.DISTRICT)
    nodes = [PlaceNode(place=one.id, parent=None, name=one.name) for one in districts]
    for parent in (*(one.id for one in districts), None):
        courtyards = await _inside(work, town.id, parent, PlaceKind.COURTYARD)
        nodes += [PlaceNode(place=one.id, parent=parent, name=one.name) for one in courtyards]
    return PlaceTree.of(town.name, tuple(nodes))


async def _inside(
    work: Work, community: CommunityId, parent: PlaceId | None, kind: PlaceKind
) -> list[Place]:
    return await work.places.inside(community, parent, kind, limit=PLACES_AT_MOST)


async def _reported(work: Work, survey: Survey, town: Community) -> ReportedSurvey:
    agency = survey.agency
    asked_by = (await work.officials.agency(town.id, agency)).name if agency else town.name
    opened = survey.opens_at or survey.launched_at or survey.created_at
    return ReportedSurvey(
        community=town.id,
        community_name=town.name,
        survey=survey.id,
        number=survey.number,
        title=survey.title,
        version=survey.version,
        asked_by=asked_by,
        audience=await _audience(work, survey, town),
        languages=survey.questionnaire.languages() or town.languages[:1],
        time_zone=town.timezone,
        opened_at=opened,
        closes_at=survey.closes_at or survey.closed_at or opened,
        closed_at=survey.closed_at,
        threshold=town.threshold,
        contact=", ".join(part for part in (town.contacts.phone, town.contacts.address) if part),
    )


async def _audience(work: Work, survey: Survey, town: Community) -> Translated:
    if survey.questionnaire.is_for_whole_town:
        return town.name
    places = await work.places.some(town.id, survey.questionnaire.audience)
    return Translated(
        {
            language: ", ".join(place.name.in_(language) for place in places.values())
            for language in LANGUAGES
        }
    )


def _asked(number: int, question: Question) -> AskedQuestion:
    return AskedQuestion(
        number=QuestionNumber(number),
        kind=QuestionKind(question.kind.value),
        prompt=question.prompt,
        options=tuple(
            AskedOption(
                code=OptionCode(option.code),
                label=option.label,
                role=OptionRole(option.role.value),
            )
            for option in question.options
        ),
        low_label=question.low_label if question.low_label.texts else None,
        high_label=question.high_label if question.high_label.texts else None,
        is_sensitive=question.is_sensitive,
    )

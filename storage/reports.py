"""Issued reports, their schedules and their readers, in tables."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import AccountId, CommunityId, FileId, ResponseId, SurveyId
from civic.kernel.language import Language, language_of
from civic.kernel.refusal import NotFound
from civic.reports.ports import IssuedReport, ReportFiles, TableMark, TownSchedule
from civic.reports.published import published_bytes, read_report
from civic.reports.schedule import ScheduleKind
from storage.tables.reports import (
    report_files,
    report_schedules,
    report_subscriptions,
    reports,
)
from storage.tables.surveys import surveys
from storage.upsert import insert_for

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_USUALLY_ON = frozenset({ScheduleKind.ON_CLOSING, ScheduleKind.REQUESTS})
_USUAL = {
    # A town that set nothing hears of a survey when it closes, and each Monday of requests.
    kind: TownSchedule(kind=kind, at=8 * 60, weekday=0, is_on=kind in _USUALLY_ON, since=_NEVER)
    for kind in ScheduleKind
}


class SqlReportSchedules:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of_town(self, community: CommunityId) -> list[TownSchedule]:
        rows = await self._connection.execute(
            select(report_schedules).where(report_schedules.c.community_id == community)
        )
        kept = {ScheduleKind(row.kind): _schedule(row) for row in rows}
        return [kept.get(kind, usual) for kind, usual in _USUAL.items()]

    async def put(self, community: CommunityId, schedule: TownSchedule) -> None:
        values = {
            "at": schedule.at,
            "weekday": schedule.weekday,
            "is_on": schedule.is_on,
            "since": schedule.since,
        }
        insert = insert_for(self._connection, report_schedules).values(
            community_id=community, kind=schedule.kind.value, **values
        )
        await self._connection.execute(
            insert.on_conflict_do_update(index_elements=["community_id", "kind"], set_=values)
        )

    async def passed(self, community: CommunityId, kind: ScheduleKind, *, until: datetime) -> None:
        await self._connection.execute(
            update(report_schedules)
            .where(
                report_schedules.c.community_id == community,
                report_schedules.c.kind == kind.value,
                report_schedules.c.since < until,
            )
            .values(since=until)
        )

    async def switched_on(self) -> list[tuple[CommunityId, TownSchedule]]:
        rows = await self._connection.execute(
            select(report_schedules).where(report_schedules.c.is_on)
        )
        return [(CommunityId(row.community_id), _schedule(row)) for row in rows]

    async def choices(self, community: CommunityId) -> Mapping[AccountId, bool]:
        rows = await self._connection.execute(
            select(report_subscriptions).where(report_subscriptions.c.community_id == community)
        )
        return {AccountId(row.account_id): bool(row.is_on) for row in rows}

    async def choose(self, community: CommunityId, account: AccountId, wants: bool) -> None:
        insert = insert_for(self._connection, report_subscriptions).values(
            community_id=community, account_id=account, is_on=wants
        )
        await self._connection.execute(
            insert.on_conflict_do_update(
                index_elements=["community_id", "account_id"], set_={"is_on": wants}
            )
        )


class SqlReports:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def unreported_closings(
        self, *, since: datetime, limit: int
    ) -> list[tuple[CommunityId, SurveyId]]:
        on_closing = ScheduleKind.ON_CLOSING.value
        query = (
            select(surveys.c.community_id, surveys.c.id)
            .where(
                surveys.c.state == "closed",
                surveys.c.closed_at >= since,
                ~exists().where(
                    reports.c.community_id == surveys.c.community_id,
                    reports.c.survey_id == surveys.c.id,
                    reports.c.occasion == on_closing,
                ),
            )
            .order_by(surveys.c.closed_at)
            .limit(limit)
        )
        rows = await self._connection.execute(query)
        return [(CommunityId(row.community_id), SurveyId(row.id)) for row in rows]

    async def has(
        self, community: CommunityId, survey: SurveyId, occasion: ScheduleKind, fire_key: str
    ) -> bool:
        found = await self._connection.scalar(
            select(reports.c.number).where(
                reports.c.community_id == community,
                reports.c.survey_id == survey,
                reports.c.occasion == occasion.value,
                reports.c.fire_key == fire_key,
            )
        )
        return found is not None

    async def next_number(self, community: CommunityId) -> int:
        latest = await self._connection.scalar(
            select(func.max(reports.c.number)).where(reports.c.community_id == community)
        )
        return (latest or 0) + 1

    async def issue(
        self,
        community: CommunityId,
        issued: IssuedReport,
        files: Mapping[Language, ReportFiles],
    ) -> None:
        mark = issued.mark
        await self._connection.execute(
            reports.insert().values(
                community_id=community,
                number=issued.report.number,
                survey_id=issued.report.survey.survey,
                occasion=issued.occasion.value,
                fire_key=issued.fire_key,
                issued_at=issued.report.made_at,
                hash=issued.hash,
                published=published_bytes(issued.report).decode(),
                is_final=issued.report.is_final,
                responses=mark.responses if mark else None,
                mark_finished_at=mark.finished_at if mark else None,
                mark_response_id=mark.response if mark else None,
                audit_head=issued.audit_head,
            )
        )
        for language, drawn in files.items():
            await self._connection.execute(
                report_files.insert().values(
                    community_id=community,
                    number=issued.report.number,
                    language=language,
                    caption=drawn.caption,
                    picture_id=drawn.picture,
                    pdf_id=drawn.pdf,
                    xlsx_id=drawn.xlsx,
                )
            )

    async def latest_with_tables(
        self, community: CommunityId, survey: SurveyId
    ) -> IssuedReport | None:
        return await self._latest(community, survey, reports.c.responses.is_not(None))

    async def final(self, community: CommunityId, survey: SurveyId) -> IssuedReport | None:
        return await self._latest(community, survey, reports.c.is_final)

    async def report(self, community: CommunityId, number: int) -> IssuedReport:
        row = (
            await self._connection.execute(
                select(reports).where(
                    reports.c.community_id == community, reports.c.number == number
                )
            )
        ).one_or_none()
        if row is None:
            raise NotFound("not-found")
        return _issued(row)

    async def files(self, community: CommunityId, number: int) -> Mapping[Language, ReportFiles]:
        rows = await self._connection.execute(
            select(report_files).where(
                report_files.c.community_id == community, report_files.c.number == number
            )
        )
        return {
            language_of(row.language): ReportFiles(
                caption=row.caption,
                picture=FileId(row.picture_id),
                pdf=FileId(row.pdf_id),
                xlsx=FileId(row.xlsx_id),
            )
            for row in rows
        }

    async def recent(
        self, community: CommunityId, *, offset: int = 0, limit: int
    ) -> Sequence[IssuedReport]:
        rows = await self._connection.execute(
            select(reports)
            .where(reports.c.community_id == community)
            .order_by(reports.c.number.desc())
            .offset(offset)
            .limit(limit)
        )
        return [_issued(row) for row in rows]

    async def count(self, community: CommunityId) -> int:
        found = await self._connection.scalar(
            select(func.count()).where(reports.c.community_id == community)
        )
        return found or 0

    async def _latest(
        self, community: CommunityId, survey: SurveyId, condition: Any
    ) -> IssuedReport | None:
        row = (
            await self._connection.execute(
                select(reports)
                .where(
                    reports.c.community_id == community, reports.c.survey_id == survey, condition
                )
                .order_by(reports.c.number.desc())
                .limit(1)
            )
        ).one_or_none()
        return None if row is None else _issued(row)


def _schedule(row: Row[Any]) -> TownSchedule:
    return TownSchedule(
        kind=ScheduleKind(row.kind),
        at=row.at,
        weekday=row.weekday,
        is_on=bool(row.is_on),
        since=row.since,
    )


def _issued(row: Row[Any]) -> IssuedReport:
    mark = None
    if row.responses is not None and row.mark_finished_at is not None:
        mark = TableMark(
            responses=row.responses,
            finished_at=row.mark_finished_at,
            response=ResponseId(row.mark_response_id),
        )
    return IssuedReport(
        report=read_report(row.published.encode()),
        occasion=ScheduleKind(row.occasion),
        fire_key=row.fire_key,
        hash=row.hash,
        mark=mark,
        audit_head=row.audit_head,
    )

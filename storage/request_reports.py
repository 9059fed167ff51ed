"""What happened to requests, for the weekly report; and the reports that were issued."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import RowMapping, and_, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.kernel.ids import AgencyId, CommunityId, FileId, ServiceRequestId
from civic.kernel.language import Language, language_of
from civic.places.model import PlaceKind
from civic.reports.ports import ReportFiles
from civic.reports.published import published_bytes, read_published
from civic.reports.requests.model import Happening, KeptRequest, RequestReport, Scope
from civic.reports.requests.ports import IssuedRequests
from civic.service_requests.model import EventKind, Status
from storage.request_secrecy import is_no_secret
from storage.tables.places import places
from storage.tables.request_reports import request_report_files, request_reports
from storage.tables.service_requests import request_events, service_requests

_row = service_requests.c
_event = request_events.c
_report = request_reports.c
_AT_ONCE = 2_000
_TOLD = (EventKind.MOVED.value, EventKind.COMMENTED.value)


class SqlRequestReports:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def begun(self) -> list[tuple[CommunityId, datetime]]:
        first = (
            select(_row.community_id, func.min(_row.filed_at).label("first"))
            .group_by(_row.community_id)
            .order_by(_row.community_id)
        )
        return [
            (CommunityId(row.community_id), row.first)
            for row in await self._connection.execute(first)
        ]

    async def courses(
        self, community: CommunityId, *, filed_since: datetime, changed_since: datetime
    ) -> list[KeptRequest]:
        happened = await self._happened(community, min(filed_since, changed_since))
        asked = (
            select(
                _row.id, _row.number, _row.category_id, _row.place_id, _row.agency_id,
                _row.asker_id, _row.status, _row.filed_at, _row.due_at, _row.clock_stopped_at,
                _row.is_hidden, _row.is_shown_publicly, is_no_secret(community).label("is_public"),
                places.c.kind, places.c.parent_id,
            )
            .select_from(
                service_requests.outerjoin(
                    places,
                    and_(
                        places.c.community_id == _row.community_id, places.c.id == _row.place_id
                    ),
                )
            )
            .where(
                _row.community_id == community,
                or_(
                    _row.filed_at >= filed_since,
                    _row.changed_at >= changed_since,
                    # In the words of the indexes of what is open.
                    text("service_requests.is_open"),
                ),
            )
        )  # fmt: skip
        found = await self._connection.stream(asked, execution_options={"yield_per": _AT_ONCE})
        return [_kept(row, tuple(happened.get(row["id"], ()))) async for row in found.mappings()]

    async def _happened(
        self, community: CommunityId, changed_since: datetime
    ) -> dict[ServiceRequestId, list[Happening]]:
        """Of requests that changed since then: whatever happens to one changes it."""
        asked = (
            select(
                _event.request_id, _event.at, _event.by_id, _event.kind, _event.from_office,
                _event.is_public, _event.from_status, _event.to_status,
            )
            .join(
                service_requests,
                and_(_row.community_id == _event.community_id, _row.id == _event.request_id),
            )
            .where(
                _row.community_id == community,
                _row.changed_at >= changed_since,
                _event.kind.in_(_TOLD),
            )
            .order_by(_event.request_id, _event.n)
        )  # fmt: skip
        happened: dict[ServiceRequestId, list[Happening]] = {}
        found = await self._connection.stream(asked, execution_options={"yield_per": _AT_ONCE})
        async for row in found.mappings():
            happened.setdefault(row["request_id"], []).append(_happening(row))
        return happened

    async def next_number(self, community: CommunityId) -> int:
        latest = await self._connection.scalar(
            select(func.max(_report.number)).where(_report.community_id == community)
        )
        return (latest or 0) + 1

    async def latest(
        self, community: CommunityId, scope: Scope, agency: AgencyId | None = None
    ) -> IssuedRequests | None:
        asked = (
            select(request_reports)
            .where(
                _report.community_id == community,
                _report.scope == scope.value,
                _report.agency_id == (agency or 0),
            )
            .order_by(_report.number.desc())
            .limit(1)
        )
        row = (await self._connection.execute(asked)).one_or_none()
        if row is None:
            return None
        return IssuedRequests(
            report=read_published(RequestReport, row.published.encode()),
            fire_key=row.fire_key,
            hash=row.hash,
        )

    async def issue(
        self,
        community: CommunityId,
        issued: IssuedRequests,
        drawn: Mapping[Language, ReportFiles],
    ) -> None:
        report = issued.report
        await self._connection.execute(
            request_reports.insert().values(
                community_id=community,
                number=report.number,
                scope=report.scope.value,
                agency_id=report.agency or 0,
                fire_key=issued.fire_key,
                issued_at=report.made_at,
                hash=issued.hash,
                published=published_bytes(report).decode(),
            )
        )
        for language, one in drawn.items():
            await self._connection.execute(
                request_report_files.insert().values(
                    community_id=community,
                    number=report.number,
                    language=language,
                    caption=one.caption,
                    picture_id=one.picture,
                    pdf_id=one.pdf,
                    xlsx_id=one.xlsx,
                )
            )

    async def files(self, community: CommunityId, number: int) -> Mapping[Language, ReportFiles]:
        rows = await self._connection.execute(
            select(request_report_files).where(
                request_report_files.c.community_id == community,
                request_report_files.c.number == number,
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

    async def issued_at(self, community: CommunityId, fire_key: str) -> Sequence[int]:
        asked = (
            select(_report.number)
            .where(_report.community_id == community, _report.fire_key == fire_key)
            .order_by(_report.number)
        )
        return list(await self._connection.scalars(asked))


def _happening(row: RowMapping) -> Happening:
    return Happening(
        at=row["at"],
        by=row["by_id"],
        kind=EventKind(row["kind"]),
        from_office=bool(row["from_office"]),
        is_public=bool(row["is_public"]),
        from_status=Status(row["from_status"]) if row["from_status"] else None,
        to_status=Status(row["to_status"]) if row["to_status"] else None,
    )


def _kept(row: RowMapping, happenings: tuple[Happening, ...]) -> KeptRequest:
    # A building stands for the courtyard it is in.
    is_building = row["kind"] == PlaceKind.BUILDING.value and row["parent_id"] is not None
    is_public = bool(row["is_public"]) and not row["is_hidden"]
    return KeptRequest(
        request=row["id"],
        number=row["number"],
        category=row["category_id"],
        place=row["parent_id"] if is_building else row["place_id"],
        agency=row["agency_id"],
        asker=row["asker_id"],
        status=Status(row["status"]),
        filed_at=row["filed_at"],
        due_at=row["due_at"],
        is_clock_stopped=row["clock_stopped_at"] is not None,
        is_public=is_public,
        is_shown=is_public and bool(row["is_shown_publicly"]),
        happenings=happenings,
    )

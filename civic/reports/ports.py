"""What reports need kept: when they are due, who gets them, what was issued."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from civic.kernel.ids import AccountId, CommunityId, FileId, ResponseId, SurveyId
from civic.kernel.language import Language
from civic.reports.model import Report
from civic.reports.schedule import ScheduleKind
from civic.reports.tally import AnswerRow, ParticipationRow


@dataclass(frozen=True, slots=True, kw_only=True)
class TownSchedule:
    """A schedule that an administrator switched on or off; `at` in minutes since midnight."""

    kind: ScheduleKind
    at: int
    weekday: int
    is_on: bool
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TableMark:
    """Up to which finished response the tables of a report count."""

    responses: int
    finished_at: datetime
    response: ResponseId


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedReport:
    report: Report
    occasion: ScheduleKind
    fire_key: str
    hash: str
    mark: TableMark | None
    audit_head: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFiles:
    """One language's share of an issued report."""

    caption: str
    picture: FileId
    pdf: FileId
    xlsx: FileId


class Mark(Protocol):
    """A moment in the row of finished responses."""

    @property
    def finished_at(self) -> datetime: ...
    @property
    def response(self) -> ResponseId: ...


class ReportSchedules(Protocol):
    async def of_town(self, community: CommunityId) -> list[TownSchedule]:
        """Every kind, switched on or off."""

    async def put(self, community: CommunityId, schedule: TownSchedule) -> None: ...

    async def passed(self, community: CommunityId, kind: ScheduleKind, *, until: datetime) -> None:
        """All that fell due up to then is issued; the schedule goes on from there."""

    async def switched_on(self) -> list[tuple[CommunityId, TownSchedule]]:
        """In every town."""

    async def choices(self, community: CommunityId) -> Mapping[AccountId, bool]:
        """Who said that they want reports, and who said no; others as their role has it."""

    async def choose(self, community: CommunityId, account: AccountId, wants: bool) -> None: ...


class Tallies(Protocol):
    """Counting by the database, on a connection that never writes: a big town takes seconds."""

    def tally_rows(
        self, community: CommunityId, survey: SurveyId, *, until: Mark | None = None
    ) -> AsyncIterator[AnswerRow]:
        """Finished responses only, those up to the mark where one is given."""

    async def participation_rows(
        self, community: CommunityId, survey: SurveyId
    ) -> list[ParticipationRow]: ...


class Reports(Protocol):
    async def unreported_closings(
        self, *, since: datetime, limit: int
    ) -> list[tuple[CommunityId, SurveyId]]:
        """Surveys that closed since then and have no report of their closing."""

    async def has(
        self, community: CommunityId, survey: SurveyId, occasion: ScheduleKind, fire_key: str
    ) -> bool: ...

    async def next_number(self, community: CommunityId) -> int: ...

    async def issue(
        self,
        community: CommunityId,
        issued: IssuedReport,
        files: Mapping[Language, ReportFiles],
    ) -> None: ...

    async def latest_with_tables(
        self, community: CommunityId, survey: SurveyId
    ) -> IssuedReport | None: ...

    async def final(self, community: CommunityId, survey: SurveyId) -> IssuedReport | None: ...

    async def report(self, community: CommunityId, number: int) -> IssuedReport:
        """Raise NotFound when this town issued none of that number."""

    async def files(
        self, community: CommunityId, number: int
    ) -> Mapping[Language, ReportFiles]: ...

    async def recent(
        self, community: CommunityId, *, offset: int = 0, limit: int
    ) -> Sequence[IssuedReport]:
        """The newest first."""

    async def count(self, community: CommunityId) -> int: ...

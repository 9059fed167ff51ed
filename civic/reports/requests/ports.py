"""What the weekly report of requests needs kept: what happened to them, what was issued."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from civic.kernel.ids import AgencyId, CommunityId
from civic.kernel.language import Language
from civic.reports.ports import ReportFiles
from civic.reports.requests.model import KeptRequest, RequestReport, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedRequests:
    report: RequestReport
    fire_key: str
    hash: str


class RequestReports(Protocol):
    async def begun(self) -> list[tuple[CommunityId, datetime]]:
        """Every town where something was filed, and when first."""

    async def courses(
        self, community: CommunityId, *, filed_since: datetime, changed_since: datetime
    ) -> list[KeptRequest]:
        """Filed or changed since then, or still open. On a reading connection: it takes a while."""

    async def next_number(self, community: CommunityId) -> int: ...

    async def latest(
        self, community: CommunityId, scope: Scope, agency: AgencyId | None = None
    ) -> IssuedRequests | None: ...

    async def issue(
        self,
        community: CommunityId,
        issued: IssuedRequests,
        drawn: Mapping[Language, ReportFiles],
    ) -> None: ...

    async def files(
        self, community: CommunityId, number: int
    ) -> Mapping[Language, ReportFiles]: ...

    async def issued_at(self, community: CommunityId, fire_key: str) -> Sequence[int]:
        """The numbers of those that were issued at this due time."""

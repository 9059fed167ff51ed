"""A delivery report: who was reached and who was not, in numbers that name nobody."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import Any, Protocol

from civic.broadcasts.rules.delivery import outcome_of
from civic.kernel.ids import AccountId, BroadcastId, BulkId, CommunityId, PlaceId
from civic.kernel.language import Language
from civic.kernel.outbox import MessageState

OUTCOMES = ("sent", "waiting", "unknown", "refused", "expired", "cancelled")
"""In the order in which tables show them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedReport:
    """An official who asked for the file and has not got it yet."""

    community: CommunityId
    broadcast: BroadcastId
    account: AccountId
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedMessage:
    """One message of a bulk, and where its reader lives; for counting only."""

    id: int
    to: int
    state: MessageState
    reason: str
    at: datetime | None
    language: str | None
    home: PlaceId | None

    @property
    def outcome(self) -> str:
        return outcome_of(self.state, self.reason)


class DeliveryReports(Protocol):
    async def want(
        self,
        community: CommunityId,
        broadcast: BroadcastId,
        account: AccountId,
        *,
        language: Language,
        now: datetime,
    ) -> None:
        """Asked again before it came, it comes once."""

    async def wanted(self, *, limit: int) -> list[WantedReport]:
        """In every town, the longest waiting first."""

    async def done(
        self, community: CommunityId, broadcast: BroadcastId, account: AccountId
    ) -> bool:
        """False when it was done already: somebody else sends it."""

    async def messages(
        self,
        community: CommunityId,
        bulk: BulkId,
        state: MessageState,
        *,
        after: int,
        limit: int,
    ) -> list[TracedMessage]:
        """Those that stand so, by id; fewer than the limit is the end."""

    async def count_sent(
        self, community: CommunityId, bulks: Sequence[BulkId], *, until: datetime | None = None
    ) -> int:
        """All that were sent, or those sent until then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of a table: its name (None: those of small groups, together) and how many of each."""

    name: str | None
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A message that may or may not have arrived. Times are the town's wall clock."""

    district: str | None
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReport:
    """As the rendering child gets it: plain values alone."""

    number: int
    town: str
    words: str
    topic: str
    state: str
    version: int
    made_at: str
    started_at: str
    ended_at: str
    recalled_at: str
    threshold: int
    read: int
    totals: Mapping[str, int]
    reasons: Mapping[str, int]
    channels: Sequence[Sequence[str]] = ()
    """Title and outcome of each."""
    languages: Sequence[Line] = ()
    districts: Sequence[Line] = ()
    hours: Sequence[Line] = ()
    doubts: Sequence[Doubt] = field(default=())

    def written(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False).encode()


def read_delivery_report(written: bytes) -> DeliveryReport:
    given: dict[str, Any] = json.loads(written)
    for name in ("languages", "districts", "hours"):
        given[name] = [Line(**one) for one in given[name]]
    given["doubts"] = [Doubt(**one) for one in given["doubts"]]
    return DeliveryReport(**{one.name: given[one.name] for one in fields(DeliveryReport)})


def grouped(counted: Mapping[str, Mapping[str, int]], threshold: int) -> list[Line]:
    """The largest first. Groups of fewer than the threshold are told together; where they are too
    few even so, the next smallest joins them.
    """
    lines = [Line(name=name, counts=dict(counts)) for name, counts in counted.items()]
    lines.sort(key=lambda line: (-line.total, line.name or ""))
    small = [line for line in lines if line.total < threshold]
    shown = [line for line in lines if line.total >= threshold]
    while small and shown and sum(line.total for line in small) < threshold:
        small.append(shown.pop())
    return [*shown, *([Line(name=None, counts=_together(small))] if small else [])]


def _together(lines: Iterable[Line]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for line in lines:
        for outcome, count in line.counts.items():
            counts[outcome] = counts.get(outcome, 0) + count
    return counts

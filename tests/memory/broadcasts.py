"""Broadcasts, the bulks they go out in, and a town to count, kept in memory."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from civic.audiences.model import AudienceRule, Gone, Headcount
from civic.broadcasts.model import (
    Approval,
    Broadcast,
    BroadcastState,
    BroadcastVersion,
    Dispatch,
    DispatchKind,
    Verdict,
)
from civic.kernel.bulk import Act, BulkMessage, Held, Origin, Standing
from civic.kernel.ids import AccountId, BroadcastId, BulkId, ChatId, CommunityId, ResidentId
from civic.kernel.json_value import Json, JsonObject
from civic.kernel.outbox import Notice, Recipient
from civic.kernel.refusal import NotFound


@dataclass
class MemoryBroadcasts:
    kept: dict[BroadcastId, Broadcast] = field(default_factory=dict)
    versions: list[BroadcastVersion] = field(default_factory=list)
    said: list[tuple[BroadcastId, Approval]] = field(default_factory=list)
    going: list[Dispatch] = field(default_factory=list)
    seen: dict[BroadcastId, JsonObject] = field(default_factory=dict)
    read: set[tuple[BroadcastId, ResidentId]] = field(default_factory=set)

    async def broadcast(
        self, community: CommunityId, broadcast: BroadcastId, *, hold: str | None = None
    ) -> Broadcast:
        found = self.kept.get(broadcast)
        if found is None or found.community != community:
            raise NotFound("broadcast-gone")
        return found

    async def add(self, broadcast: Broadcast) -> Broadcast:
        numbers = [one.number for one in self.kept.values()]
        self.kept[broadcast.id] = replace(broadcast, number=max(numbers, default=0) + 1)
        return self.kept[broadcast.id]

    async def put(self, broadcast: Broadcast) -> None:
        editors = self.kept[broadcast.id].editors | broadcast.editors
        self.kept[broadcast.id] = replace(broadcast, editors=editors)

    async def discard(self, community: CommunityId, broadcast: BroadcastId) -> None:
        del self.kept[broadcast]

    async def in_states(
        self,
        community: CommunityId,
        states: Collection[BroadcastState],
        *,
        offset: int = 0,
        limit: int,
    ) -> list[Broadcast]:
        found = [one for one in self.kept.values() if one.state in states]
        return found[::-1][offset : offset + limit]

    async def count(self, community: CommunityId, states: Collection[BroadcastState]) -> int:
        return len(await self.in_states(community, states, limit=10**6))

    async def add_version(self, version: BroadcastVersion) -> None:
        self.versions.append(version)

    async def version(
        self, community: CommunityId, broadcast: BroadcastId, number: int
    ) -> BroadcastVersion:
        return next(
            one for one in self.versions if (one.broadcast, one.number) == (broadcast, number)
        )

    async def latest_version(
        self, community: CommunityId, broadcast: BroadcastId
    ) -> BroadcastVersion | None:
        found = [one for one in self.versions if one.broadcast == broadcast]
        return found[-1] if found else None

    async def add_approval(
        self, community: CommunityId, broadcast: BroadcastId, approval: Approval
    ) -> bool:
        known = {(one, said.by, said.version) for one, said in self.said}
        if (broadcast, approval.by, approval.version) in known:
            return False
        self.said.append((broadcast, approval))
        return True

    async def approvals(self, community: CommunityId, broadcast: BroadcastId) -> list[Approval]:
        return [said for one, said in self.said if one == broadcast]

    async def urgent_since(
        self, community: CommunityId, since: datetime, *, but: BroadcastId
    ) -> int:
        return sum(
            one.urgency is not None
            and one.id != but
            and one.requested_at is not None
            and one.requested_at > since
            and not (one.state is BroadcastState.STOPPED and one.started_at is None)
            for one in self.kept.values()
        )

    async def start_dispatch(self, dispatch: Dispatch) -> bool:
        keys = {(one.broadcast, one.kind, one.version) for one in self.going}
        if (dispatch.broadcast, dispatch.kind, dispatch.version) in keys:
            return False
        self.going.append(dispatch)
        return True

    async def put_dispatch(self, dispatch: Dispatch) -> None:
        self.going = [
            dispatch
            if (one.broadcast, one.kind, one.version)
            == (dispatch.broadcast, dispatch.kind, dispatch.version)
            else one
            for one in self.going
        ]

    async def dispatches(self, community: CommunityId, broadcast: BroadcastId) -> list[Dispatch]:
        return [one for one in self.going if one.broadcast == broadcast]

    async def held_dispatch(
        self, community: CommunityId, broadcast: BroadcastId, kind: DispatchKind, version: int
    ) -> Dispatch | None:
        for one in await self.dispatches(community, broadcast):
            if (one.kind, one.version, one.done_at) == (kind, version, None):
                return one
        return None

    async def open_dispatches(self, now: datetime, *, limit: int) -> list[Dispatch]:
        return [one for one in self.going if one.done_at is None and one.due_at <= now][:limit]

    async def due_to_start(self, now: datetime, *, limit: int) -> list[Broadcast]:
        return [
            one
            for one in self.kept.values()
            if one.state is BroadcastState.SCHEDULED
            and (one.timing.starts_at is None or one.timing.starts_at <= now)
        ][:limit]

    async def corrections_due(
        self, frozen_by: datetime, *, limit: int
    ) -> list[tuple[Broadcast, BroadcastVersion]]:
        due = []
        for one in self.kept.values():
            latest = await self.latest_version(one.community, one.id)
            if latest is None or latest.replaces is None or latest.number <= one.version:
                continue
            void = any(
                said.version == latest.number and said.verdict is not Verdict.APPROVED
                for said in await self.approvals(one.community, one.id)
            )
            if one.is_single_handed and latest.frozen_at <= frozen_by and not void:
                due.append((one, latest))
        return due[:limit]

    async def under_way(self, *, limit: int) -> list[Broadcast]:
        return [one for one in self.kept.values() if one.state is BroadcastState.GOING][:limit]

    async def shown(self, *, since: datetime, limit: int) -> list[tuple[Broadcast, JsonObject]]:
        return [(one, self.seen.get(one.id, {})) for one in self.kept.values()][:limit]

    async def figures(self, community: CommunityId, broadcast: BroadcastId) -> JsonObject:
        return self.seen.get(broadcast, {})

    async def put_shown(
        self, community: CommunityId, broadcast: BroadcastId, shown: JsonObject
    ) -> None:
        self.seen[broadcast] = shown

    async def note_read(
        self,
        community: CommunityId,
        broadcast: BroadcastId,
        resident: ResidentId,
        *,
        now: datetime,
    ) -> bool:
        is_new = (broadcast, resident) not in self.read
        self.read.add((broadcast, resident))
        return is_new

    async def count_read(self, community: CommunityId, broadcast: BroadcastId) -> int:
        return sum(one == broadcast for one, _ in self.read)


@dataclass
class MemoryBulks:
    begun: dict[BulkId, tuple[Notice, Act]] = field(default_factory=dict)
    why: dict[BulkId, Held] = field(default_factory=dict)
    doubtful: list[BulkMessage] = field(default_factory=list)

    async def begin(self, notice: Notice, *, act: Act = Act.SEND, now: datetime) -> BulkId:
        bulk = BulkId(len(self.begun) + 1)
        self.begun[bulk] = (notice, act)
        return bulk

    async def add(
        self,
        community: CommunityId,
        bulk: BulkId,
        recipients: Sequence[Recipient],
        *,
        now: datetime,
    ) -> int:
        return len(recipients)

    async def change(
        self, community: CommunityId, bulk: BulkId, params: Mapping[str, Json]
    ) -> None:
        notice, act = self.begun[bulk]
        self.begun[bulk] = (replace(notice, params=params), act)

    async def hold(self, community: CommunityId, bulk: BulkId, why: Held) -> None:
        if self.why.get(bulk) is not Held.STOPPED:
            self.why[bulk] = why

    async def release(self, community: CommunityId, bulk: BulkId) -> None:
        if self.why.get(bulk) is not Held.STOPPED:
            self.why.pop(bulk, None)

    async def held(self, community: CommunityId, bulk: BulkId) -> Held | None:
        return self.why.get(bulk)

    async def sweep(self, *, limit: int, now: datetime) -> int:
        return 0

    async def standing(self, community: CommunityId, bulk: BulkId) -> list[Standing]:
        return []

    async def sent(
        self, community: CommunityId, bulk: BulkId, *, after: int, limit: int
    ) -> list[BulkMessage]:
        return []

    async def in_doubt(
        self, community: CommunityId, bulk: BulkId, *, after: int, limit: int
    ) -> list[BulkMessage]:
        return self.doubtful[:limit]

    async def origin(self, account: AccountId, message: int) -> Origin | None:
        return None


@dataclass
class MemoryHeadcount:
    """Of audiences what a request asks: how many, and whether all of it is still there."""

    counted: Headcount = field(default_factory=lambda: Headcount(belong=250, left_out={}))
    missing: Gone = field(default_factory=Gone)

    async def headcount(
        self, community: CommunityId, rule: AudienceRule, *, topic: str | None, week: int | None
    ) -> Headcount:
        return self.counted

    async def gone(self, community: CommunityId, rule: AudienceRule) -> Gone:
        return self.missing


@dataclass(frozen=True)
class _Survey:
    state: str


@dataclass
class MemorySurveys:
    kept: dict[int, str] = field(default_factory=dict)

    async def survey(self, community: CommunityId, survey: int) -> _Survey:
        if survey not in self.kept:
            raise NotFound("survey-gone")
        return _Survey(self.kept[survey])


@dataclass(frozen=True)
class _Outlet:
    title: str
    can_post: bool


@dataclass
class MemoryOutlets:
    kept: dict[ChatId, bool] = field(default_factory=dict)
    """Whether the bot may post there."""

    async def channel(self, community: CommunityId, chat: ChatId) -> _Outlet:
        if chat not in self.kept:
            raise NotFound("channel-gone")
        return _Outlet(title="Канал громади", can_post=self.kept[chat])

"""Broadcasts, their versions, approvals and dispatches: from rows to models and back."""

from collections.abc import Iterable
from datetime import time
from typing import Any

from sqlalchemy import Row

from civic.audiences import rules as audiences
from civic.broadcasts.document import from_document, to_document
from civic.broadcasts.model import (
    Approval,
    Broadcast,
    BroadcastState,
    BroadcastVersion,
    Dispatch,
    DispatchKind,
    Timing,
    Urgency,
    Verdict,
)
from civic.kernel.ids import AccountId, AgencyId, BroadcastId, BulkId, ChatId, CommunityId
from civic.residents.model import Topic


def row_of(broadcast: Broadcast) -> dict[str, Any]:
    window = broadcast.timing.window
    return {
        "community_id": broadcast.community,
        "id": broadcast.id,
        "number": broadcast.number,
        "author_id": broadcast.author,
        "agency_id": broadcast.agency,
        "topic": broadcast.topic.value,
        "state": broadcast.state.value,
        "version": broadcast.version,
        "content": to_document(broadcast.content),
        "audience": audiences.to_document(broadcast.audience),
        "channels": list(broadcast.channels),
        "starts_at": broadcast.timing.starts_at,
        "window_start": None if window is None else _minutes(window[0]),
        "window_end": None if window is None else _minutes(window[1]),
        "expires_at": broadcast.timing.expires_at,
        "is_urgent": broadcast.urgency is not None,
        "urgent_reason": "" if broadcast.urgency is None else broadcast.urgency.reason,
        "requested_by": broadcast.requested_by,
        "requested_at": broadcast.requested_at,
        "recipients": broadcast.recipients,
        "is_single_handed": broadcast.is_single_handed,
        "created_at": broadcast.created_at,
        "started_at": broadcast.started_at,
        "ended_at": broadcast.ended_at,
        "recalled_at": broadcast.recalled_at,
    }


def broadcast_of(row: Row[Any], editors: Iterable[int]) -> Broadcast:
    window = None
    if row.window_start is not None:
        window = (_clock(row.window_start), _clock(row.window_end))
    return Broadcast(
        id=BroadcastId(row.id),
        community=CommunityId(row.community_id),
        number=row.number,
        author=AccountId(row.author_id),
        editors=frozenset(AccountId(one) for one in editors),
        agency=None if row.agency_id is None else AgencyId(row.agency_id),
        topic=Topic(row.topic),
        content=from_document(row.content),
        audience=audiences.from_document(row.audience),
        channels=tuple(ChatId(chat) for chat in row.channels),
        timing=Timing(starts_at=row.starts_at, window=window, expires_at=row.expires_at),
        urgency=Urgency(reason=row.urgent_reason) if row.is_urgent else None,
        state=BroadcastState(row.state),
        version=row.version,
        requested_by=None if row.requested_by is None else AccountId(row.requested_by),
        requested_at=row.requested_at,
        recipients=row.recipients,
        is_single_handed=row.is_single_handed,
        created_at=row.created_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        recalled_at=row.recalled_at,
    )


def version_row(version: BroadcastVersion) -> dict[str, Any]:
    return {
        "community_id": version.community,
        "broadcast_id": version.broadcast,
        "number": version.number,
        "replaces": version.replaces,
        "content": to_document(version.content),
        "content_hash": version.content_hash,
        "frozen_at": version.frozen_at,
        "frozen_by": version.frozen_by,
    }


def version_of(row: Row[Any]) -> BroadcastVersion:
    return BroadcastVersion(
        community=CommunityId(row.community_id),
        broadcast=BroadcastId(row.broadcast_id),
        number=row.number,
        replaces=row.replaces,
        content=from_document(row.content),
        content_hash=row.content_hash,
        frozen_at=row.frozen_at,
        frozen_by=AccountId(row.frozen_by),
    )


def approval_of(row: Row[Any]) -> Approval:
    return Approval(
        by=AccountId(row.account_id),
        version=row.version,
        verdict=Verdict(row.verdict),
        reason=row.reason,
        at=row.at,
    )


def dispatch_row(dispatch: Dispatch) -> dict[str, Any]:
    return {
        "community_id": dispatch.community,
        "broadcast_id": dispatch.broadcast,
        "kind": dispatch.kind.value,
        "version": dispatch.version,
        "bulk_id": dispatch.bulk,
        "after_id": dispatch.after,
        "written": dispatch.written,
        "rounds": dispatch.rounds,
        "started_at": dispatch.started_at,
        "due_at": dispatch.due_at,
        "done_at": dispatch.done_at,
    }


def dispatch_of(row: Row[Any]) -> Dispatch:
    return Dispatch(
        community=CommunityId(row.community_id),
        broadcast=BroadcastId(row.broadcast_id),
        kind=DispatchKind(row.kind),
        version=row.version,
        bulk=BulkId(row.bulk_id),
        after=row.after_id,
        written=row.written,
        rounds=row.rounds,
        started_at=row.started_at,
        due_at=row.due_at,
        done_at=row.done_at,
    )


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)

"""Broadcasts of either of two towns, and what is asked of their stores."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from civic.broadcasts.model import (
    Approval,
    BroadcastState,
    BroadcastVersion,
    Dispatch,
    DispatchKind,
    Verdict,
)
from civic.kernel.bulk import Held
from civic.kernel.ids import AccountId, BroadcastId, BulkId, CommunityId, ResidentId
from civic.kernel.language import Language
from civic.kernel.outbox import MessageState, Notice, Recipient
from storage.unit_of_work import SqlWork
from tests.asked import AUTHOR, MONDAY
from tests.told import TEXT, draft

_APPROVAL = Approval(by=AccountId(502), version=1, verdict=Verdict.APPROVED, reason="", at=MONDAY)
GIVEN: Mapping[str, tuple[Any, Any]] = {
    "approval": (replace(_APPROVAL, by=AccountId(503)),) * 2,
    "broadcast": (BroadcastId(1), BroadcastId(2)),
    "bulk": (BulkId(1), BulkId(2)),
    "but": (BroadcastId(9), BroadcastId(9)),
    "params": ({"broadcast": 1}, {"broadcast": 2}),
    "recipients": ((Recipient(to=AccountId(9), once="broadcast:1:main"),),) * 2,
    "version": (1, 1),
    "why": (Held.PAUSED, Held.STOPPED),
}
SPECIAL: Mapping[str, tuple[Any, Any]] = {
    "broadcasts.add_approval.broadcast": (BroadcastId(1),) * 2,
    "broadcasts.count.states": (tuple(BroadcastState),) * 2,
    "broadcasts.discard.broadcast": (BroadcastId(3), BroadcastId(4)),
    "broadcasts.held_dispatch.kind": (DispatchKind.MAIN,) * 2,
    "broadcasts.in_states.states": (tuple(BroadcastState),) * 2,
    "broadcasts.note_read.broadcast": (BroadcastId(1),) * 2,
    "broadcasts.note_read.resident": (ResidentId(31), ResidentId(33)),
    "bulks.in_doubt.after": (0, 0),
    "delivery_reports.count_sent.bulks": ((BulkId(1),), (BulkId(2),)),
    "delivery_reports.messages.after": (0, 0),
    "delivery_reports.messages.state": (MessageState.QUEUED,) * 2,
    "delivery_reports.want.broadcast": (BroadcastId(1),) * 2,
    "bulks.sent.after": (0, 0),
}


Texts = Mapping[Language, str]


async def tell(work: SqlWork, community: CommunityId, number: int, word: str) -> None:
    """One that goes, approved, written out to one person, who has read it."""
    texts: Texts = {"uk": f"{word}Води не буде."}
    told = await work.broadcasts.add(
        draft(replace(TEXT, texts=texts), id=BroadcastId(number), community=community)
    )
    await work.broadcasts.put(
        replace(told, state=BroadcastState.GOING, version=1, started_at=MONDAY)
    )
    await work.broadcasts.add_version(
        BroadcastVersion(
            community=community, broadcast=told.id, number=1, replaces=None,
            content=told.content, content_hash=word or "-", frozen_at=MONDAY, frozen_by=AUTHOR,
        )
    )  # fmt: skip
    await work.broadcasts.add_approval(community, told.id, _APPROVAL)
    notice = Notice(to=AccountId(0), community=community, key="broadcast", params={"word": word})
    bulk = await work.bulks.begin(notice, now=MONDAY)
    person = Recipient(to=AccountId(600 + community), once="broadcast:1:main")
    await work.bulks.add(community, bulk, [person], now=MONDAY)
    await work.broadcasts.start_dispatch(
        Dispatch(
            community=community, broadcast=told.id, kind=DispatchKind.MAIN, version=1, bulk=bulk,
            started_at=MONDAY, due_at=MONDAY,
        )
    )  # fmt: skip
    await work.broadcasts.note_read(community, told.id, ResidentId(31), now=MONDAY)
    await work.broadcasts.put_shown(community, told.id, {"word": word})


async def draft_more(work: SqlWork, community: CommunityId, word: str) -> None:
    """Drafts: one in either town, and one that only the other has."""
    for number in (3, 4) if word else (3,):
        texts: Texts = {"uk": f"{word}Чернетка."}
        await work.broadcasts.add(
            draft(replace(TEXT, texts=texts), id=BroadcastId(number), community=community)
        )

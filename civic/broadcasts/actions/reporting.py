"""Asking for a delivery report, and for how many a recall would still reach."""

from datetime import datetime

from civic.broadcasts.actions.noting import note
from civic.broadcasts.model import Broadcast, DispatchKind
from civic.broadcasts.ports import Broadcasts
from civic.broadcasts.reporting import DeliveryReports
from civic.broadcasts.rules.moves import RECALLABLE_FOR, check_begun
from civic.communities.model import Official
from civic.communities.rules import Action, check_may
from civic.kernel.audit import AuditLog
from civic.kernel.language import Language

_TOLD = frozenset({DispatchKind.MAIN, DispatchKind.AGAIN, DispatchKind.CHANNELS})


async def want_delivery_report(
    broadcast: Broadcast,
    by: Official | None,
    *,
    language: Language,
    reports: DeliveryReports,
    audit: AuditLog,
    now: datetime,
) -> None:
    """The file is made by the tick and comes as a message."""
    official = check_may(by, Action.STEER_BROADCAST, town=broadcast.community)
    check_begun(broadcast)
    await reports.want(
        broadcast.community, broadcast.id, official.account, language=language, now=now
    )
    await note(broadcast, "report-asked", official.account, audit=audit, now=now)


async def count_recallable(
    broadcast: Broadcast, *, broadcasts: Broadcasts, reports: DeliveryReports, now: datetime
) -> tuple[int, int]:
    """How many messages can still be deleted, and how many are too old for it."""
    bulks = [
        one.bulk
        for one in await broadcasts.dispatches(broadcast.community, broadcast.id)
        if one.kind in _TOLD
    ]
    every = await reports.count_sent(broadcast.community, bulks)
    old = await reports.count_sent(broadcast.community, bulks, until=now - RECALLABLE_FOR)
    return every - old, old

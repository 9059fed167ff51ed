"""Leaves end by themselves, by each town's own calendar."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from civic.service_requests.duties.actions import end_leave
from civic.unit_of_work import Begin

AT_ONCE = 200
AHEAD = timedelta(hours=14)
"""So far is the day ahead where it begins first."""


async def end_leaves(*, begin: Begin, now: datetime) -> int:
    """Each once: what is ended is gone."""
    ended = 0
    async with begin() as work:
        latest = (now + AHEAD).date()
        for absence in await work.request_duties.last_before(latest, limit=AT_ONCE):
            town = await work.communities.community(absence.community)
            if absence.last < now.astimezone(ZoneInfo(town.timezone)).date():
                await end_leave(absence, duties=work.request_duties, outbox=work.outbox, now=now)
                ended += 1
    return ended

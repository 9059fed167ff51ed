"""Requests are watched: warned of, told to the head when late, closed when nobody objects."""

from datetime import datetime

from civic.service_requests.actions.watching import look_after
from civic.unit_of_work import Begin

AT_ONCE = 50
ROUNDS = 20


async def watch_requests(*, begin: Begin, now: datetime) -> int:
    """Each thing once, however often it runs; what is left over is the next tick's."""
    looked = 0
    for _ in range(ROUNDS):
        async with begin() as work:
            due = await work.service_requests.due_looks(now, limit=AT_ONCE)
            for request in due:
                looked += await look_after(request, desk=work, now=now)
        if len(due) < AT_ONCE:
            break
    return looked

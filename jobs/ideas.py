"""Ideas are watched: neighbours hear of new ones, what has support enough becomes a request."""

from datetime import datetime

from civic.ideas.actions.becoming import become_request
from civic.ideas.actions.watching import expire_idea, tell_neighbours
from civic.ideas.rules import DRAFT_KEPT, NEWS_EVERY, SETTLES
from civic.kernel.ids import IdMaker
from civic.unit_of_work import Begin

AT_ONCE = 50
YARDS_AT_ONCE = 10


async def watch_ideas(*, begin: Begin, new_id: IdMaker, now: datetime) -> int:
    """A bounded number of each; what is left over is the next tick's."""
    done = 0
    async with begin() as work:
        for idea in await work.ideas.reached(limit=AT_ONCE):
            became = await become_request(idea, desk=work, new_id=new_id, now=now)
            done += not became.is_open
    async with begin() as work:
        expired = await work.ideas.expired(now, limit=AT_ONCE)
        for idea in expired:
            await expire_idea(idea, desk=work, now=now)
        done += len(expired)
        await work.ideas.discard_old(now - DRAFT_KEPT, limit=AT_ONCE)
    async with begin() as work:
        news = await work.ideas.untold(now - SETTLES, now - NEWS_EVERY, limit=YARDS_AT_ONCE)
    for yard in news:
        async with begin() as work:
            done += await tell_neighbours(yard, desk=work, now=now)
    return done

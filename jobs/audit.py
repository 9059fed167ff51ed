"""The audit log is chained in order, behind those who wrote it."""

from datetime import datetime

from civic.communities.actions.audit import chain_audit
from civic.unit_of_work import Begin

TOWNS_AT_ONCE = 50


async def chain_audits(*, begin: Begin, now: datetime) -> int:  # noqa: ARG001 - every job is told the time
    """Causes no message, so it returns 0."""
    async with begin() as work:
        for community in await work.trail.with_unchained(limit=TOWNS_AT_ONCE):
            await chain_audit(community, trail=work.trail)
    return 0

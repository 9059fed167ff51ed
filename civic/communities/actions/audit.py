"""Chaining what officials did, so that a later change of it shows."""

from civic.communities.model import AuditHead, AuditLink
from civic.communities.ports import AuditTrail
from civic.communities.rules import first_broken, next_links
from civic.kernel.ids import CommunityId

BATCH = 500


async def chain_audit(community: CommunityId, *, trail: AuditTrail) -> int:
    """Give the oldest unchained rows their place; return how many. Safe to run twice."""
    rows = await trail.unchained(community, limit=BATCH)
    if not rows:
        return 0
    await trail.chain(community, next_links(await trail.head(community), rows))
    return len(rows)


async def check_audit(community: CommunityId, *, trail: AuditTrail) -> AuditLink | None:
    """The first link that was changed since it was chained; None when the chain holds."""
    before: AuditHead | None = None
    while True:
        after = before.seq if before else 0
        links = await trail.links(community, after=after, limit=BATCH)
        if not links:
            return None
        broken = first_broken(links, before=before)
        if broken is not None:
            return broken
        before = AuditHead(seq=links[-1].seq, hash=links[-1].hash)

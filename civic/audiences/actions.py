"""Making sure of an audience before it is written to, and keeping one under a name."""

from datetime import datetime

from civic.audiences.model import AudienceRule, Headcount, SavedAudience
from civic.audiences.ports import Audiences, SavedAudiences
from civic.audiences.rules import SAVED_LIMIT, check_can_be_saved, check_name, check_rule
from civic.kernel.audit import AuditEntry, AuditLog
from civic.kernel.ids import AccountId, CommunityId, IdMaker, SavedAudienceId
from civic.kernel.refusal import Refusal


async def check_audience(
    community: CommunityId,
    rule: AudienceRule,
    *,
    topic: str | None,
    week: int | None,
    audiences: Audiences,
) -> Headcount:
    """Who would be written to; refuse a rule that names what is gone or reaches nobody."""
    check_rule(rule, gone=await audiences.gone(community, rule))
    counted = await audiences.headcount(community, rule, topic=topic, week=week)
    if not counted.belong:
        raise Refusal("audience-empty")
    if not counted.recipients:
        raise Refusal("audience-all-left-out")
    return counted


async def save_audience(
    community: CommunityId,
    name: str,
    rule: AudienceRule,
    *,
    by: AccountId,
    audiences: Audiences,
    saved: SavedAudiences,
    audit: AuditLog,
    now: datetime,
    new_id: IdMaker,
) -> SavedAudience:
    check_can_be_saved(rule)
    check_rule(rule, gone=await audiences.gone(community, rule))
    if len(await saved.all(community)) >= SAVED_LIMIT:
        raise Refusal("audience-too-many-kept", limit=SAVED_LIMIT)
    made = SavedAudience(
        id=SavedAudienceId(new_id(now)),
        community=community,
        name=check_name(name),
        rule=rule,
        created_by=by,
        created_at=now,
    )
    if not await saved.put(made):
        raise Refusal("audience-name-taken", name=made.name)
    await _note(audit, "audience-saved", made, by=by, now=now)
    return made


async def delete_audience(
    community: CommunityId,
    audience: SavedAudienceId,
    *,
    by: AccountId,
    saved: SavedAudiences,
    audit: AuditLog,
    now: datetime,
) -> SavedAudience:
    """Not while something under way goes by it; a draft that names it will say that it is gone."""
    found = await saved.saved(community, audience)
    if await saved.is_awaited(community, audience):
        raise Refusal("audience-in-use", name=found.name)
    await saved.remove(community, audience)
    await _note(audit, "audience-deleted", found, by=by, now=now)
    return found


async def _note(
    audit: AuditLog, verb: str, audience: SavedAudience, *, by: AccountId, now: datetime
) -> None:
    noted = AuditEntry(
        community=audience.community, actor=by, verb=verb, subject=f"audience:{audience.id}"
    )
    await audit.note(noted, now=now)

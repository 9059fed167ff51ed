"""What an administrator sets for broadcasts and answers: who must approve, who may send alone."""

from dataclasses import replace
from datetime import datetime

from civic.communities.model import Community, Official
from civic.communities.ports import Communities, Officials
from civic.communities.rules import (
    APPROVAL_FROM,
    URGENT_A_WEEK,
    Action,
    check_may,
    check_single_handed,
)
from civic.kernel.audit import AuditEntry, AuditLog
from civic.kernel.json_value import Json
from civic.kernel.refusal import Refusal


async def set_approval_from(
    community: Community,
    recipients: int,
    *,
    by: Official | None,
    communities: Communities,
    audit: AuditLog,
    now: datetime,
) -> Community:
    least, most = APPROVAL_FROM
    if not least <= recipients <= most:
        raise Refusal("approval-from-limits", least=least, most=most)
    changed = replace(community, approval_from=recipients)
    return await _kept(
        changed, "approval_from", recipients, by, communities=communities, audit=audit, now=now
    )


async def set_urgent_a_week(
    community: Community,
    times: int,
    *,
    by: Official | None,
    communities: Communities,
    audit: AuditLog,
    now: datetime,
) -> Community:
    least, most = URGENT_A_WEEK
    if not least <= times <= most:
        raise Refusal("urgent-a-week-limits", least=least, most=most)
    changed = replace(community, urgent_a_week=times)
    return await _kept(
        changed, "urgent_a_week", times, by, communities=communities, audit=audit, now=now
    )


async def set_single_handed(
    community: Community,
    *,
    on: bool,
    by: Official | None,
    communities: Communities,
    officials: Officials,
    audit: AuditLog,
    now: datetime,
) -> Community:
    """On only while exactly one person may approve; off at any time."""
    check_may(by, Action.SET_BROADCAST_RULES, town=community.id)
    if on:
        check_single_handed(await officials.all(community.id), community, now=now)
    changed = replace(community, is_single_handed=on)
    return await _kept(
        changed, "is_single_handed", on, by, communities=communities, audit=audit, now=now
    )


async def set_names_officials(
    community: Community,
    *,
    on: bool,
    by: Official | None,
    communities: Communities,
    audit: AuditLog,
    now: datetime,
) -> Community:
    changed = replace(community, names_officials=on)
    return await _kept(
        changed, "names_officials", on, by, communities=communities, audit=audit, now=now
    )


async def _kept(
    community: Community,
    what: str,
    value: Json,
    by: Official | None,
    *,
    communities: Communities,
    audit: AuditLog,
    now: datetime,
) -> Community:
    official = check_may(by, Action.SET_BROADCAST_RULES, town=community.id)
    await communities.put(community)
    noted = AuditEntry(
        community=community.id,
        actor=official.account,
        verb="community-changed",
        details={"what": what, "to": value},
    )
    await audit.note(noted, now=now)
    return community

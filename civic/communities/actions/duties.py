"""Who heads an agency, and who passes requests on."""

from dataclasses import replace
from datetime import datetime

from civic.communities.model import Official, Role
from civic.communities.ports import Officials
from civic.communities.rules import Action, check_may
from civic.kernel.audit import AuditEntry, AuditLog
from civic.kernel.ids import AccountId, CommunityId
from civic.kernel.refusal import Refusal


async def set_duties(
    community: CommunityId,
    account: AccountId,
    *,
    is_head: bool,
    is_dispatcher: bool,
    by: Official | None,
    officials: Officials,
    audit: AuditLog,
    now: datetime,
) -> Official:
    """A head needs an agency; an analyst, who only reads, gets no duty."""
    official = check_may(by, Action.SET_REQUEST_RULES, town=community)
    before = await officials.official(community, account)
    if before.role is Role.ANALYST and (is_head or is_dispatcher):
        raise Refusal("duty-not-for-analysts")
    if is_head and before.agency is None:
        raise Refusal("duty-head-of-nothing")
    given = replace(before, is_head=is_head, is_dispatcher=is_dispatcher)
    if given == before:
        return before
    await officials.put(given)
    entry = AuditEntry(
        community=community,
        actor=official.account,
        verb="duties-set",
        subject=f"official:{account}",
        details={"head": is_head, "dispatcher": is_dispatcher},
    )
    await audit.note(entry, now=now)
    return given

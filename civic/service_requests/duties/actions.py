"""Somebody goes on leave and another stands in; somebody takes night duty."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from civic.communities.model import Official, Role
from civic.communities.ports import Officials
from civic.communities.rules import Action, check_may, is_allowed
from civic.kernel.audit import AuditEntry, AuditLog
from civic.kernel.ids import AccountId, CommunityId
from civic.kernel.json_value import Json
from civic.kernel.outbox import Notice, Outbox
from civic.kernel.refusal import Refusal
from civic.service_requests.duties.model import Absence
from civic.service_requests.duties.ports import RequestDuties

LONGEST = 90
"""Days away at once."""
STANDS_IN = "request-stands-in"
BACK = "request-is-back"


def substitutes_of(official: Official, officials: Sequence[Official]) -> list[Official]:
    """Who may stand in: of the same agency, or an administrator; for one of these only another."""
    others = [
        one
        for one in officials
        if one.account != official.account and is_allowed(one, Action.HANDLE_REQUESTS)
    ]
    if official.role is Role.ADMINISTRATOR:
        return [one for one in others if one.role is Role.ADMINISTRATOR]
    return [
        one for one in others if one.role is Role.ADMINISTRATOR or one.agency == official.agency
    ]


async def go_on_leave(
    community: CommunityId,
    account: AccountId,
    substitute: AccountId,
    *,
    last: date,
    today: date,
    by: Official,
    officials: Officials,
    duties: RequestDuties,
    outbox: Outbox,
    audit: AuditLog,
    now: datetime,
) -> Absence:
    """From today on, by themselves or by an administrator; whoever stands in hears of it."""
    leaving = await _checked(community, account, by, officials=officials)
    fit = substitutes_of(leaving, await officials.all(community))
    if substitute not in {one.account for one in fit}:
        raise Refusal("absence-no-substitute")
    away = {one.account for one in await duties.absences(community)}
    if substitute in away:
        raise Refusal("absence-away-too")
    if last < today:
        raise Refusal("request-date-past")
    if last > today + timedelta(days=LONGEST):
        raise Refusal("request-date-far", days=LONGEST)
    absence = Absence(
        community=community, account=account, substitute=substitute, first=today, last=last
    )
    await duties.put_absence(absence)
    await _note(
        community, "absence-begun", account, by, audit=audit, now=now,
        substitute=substitute, last=last.isoformat(),
    )  # fmt: skip
    params = {"name": leaving.name, "last": last.isoformat()}
    told = Notice(
        to=substitute, community=community, key=STANDS_IN, params=params,
        once=f"stands-in:{account}:{last.isoformat()}:{now.isoformat()}",
    )  # fmt: skip
    await outbox.owe(told, now=now)
    return absence


async def come_back(
    community: CommunityId,
    account: AccountId,
    *,
    by: Official,
    officials: Officials,
    duties: RequestDuties,
    audit: AuditLog,
    now: datetime,
) -> bool:
    """Before the leave is over. False when they were back already."""
    await _checked(community, account, by, officials=officials)
    if not await duties.end_absence(community, account):
        return False
    await _note(community, "absence-ended", account, by, audit=audit, now=now)
    return True


async def end_leave(
    absence: Absence, *, duties: RequestDuties, outbox: Outbox, now: datetime
) -> None:
    """Its last day is over: what comes from now on comes to them again, and they know."""
    if await duties.end_absence(absence.community, absence.account):
        told = Notice(
            to=absence.account, community=absence.community, key=BACK,
            once=f"is-back:{absence.account}:{absence.last.isoformat()}",
        )  # fmt: skip
        await outbox.owe(told, now=now)


async def set_night_duty(
    community: CommunityId,
    account: AccountId,
    *,
    wants: bool,
    by: Official,
    officials: Officials,
    duties: RequestDuties,
    audit: AuditLog,
    now: datetime,
) -> None:
    """An administrator says who is told at night."""
    check_may(by, Action.SET_REQUEST_RULES, town=community)
    official = await officials.official(community, account)
    if wants and not is_allowed(official, Action.HANDLE_REQUESTS):
        raise Refusal("duty-not-for-analysts")
    if (account in await duties.at_night(community)) is wants:
        return
    await duties.set_at_night(community, account, wants=wants)
    await _note(community, "night-duty-set", account, by, audit=audit, now=now, wants=wants)


async def _checked(
    community: CommunityId, account: AccountId, by: Official, *, officials: Officials
) -> Official:
    if account != by.account:
        check_may(by, Action.SET_REQUEST_RULES, town=community)
    leaving = await officials.official(community, account)
    return check_may(leaving, Action.HANDLE_REQUESTS, town=community)


async def _note(
    community: CommunityId,
    verb: str,
    account: AccountId,
    by: Official,
    *,
    audit: AuditLog,
    now: datetime,
    **details: Json,
) -> None:
    entry = AuditEntry(
        community=community, actor=by.account, verb=verb, subject=f"official:{account}",
        details=details,
    )  # fmt: skip
    await audit.note(entry, now=now)

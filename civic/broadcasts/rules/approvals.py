"""Who stands behind a broadcast: how many must approve it, and who of them may."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from civic.broadcasts.model import Approval, Broadcast, BroadcastVersion, Verdict
from civic.communities.model import Community, Official
from civic.communities.rules import approvers_of, may_approve
from civic.kernel.ids import AccountId
from civic.kernel.refusal import Refusal

URGENT_NEEDS = 2
URGENT_PEOPLE = 3
URGENT_WITHIN = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """What it takes to let it go to so many."""

    recipients: int
    needed: int
    """Approvals by as many people."""
    approvers: tuple[Official, ...]
    """Who of the town may give one: none of its authors."""
    is_alone: bool
    """One person serves this town: it goes after a delay, and the audit log says so."""
    alone_ignored: bool
    """The town has switched that on, but there is somebody else to ask."""


def needed_for(broadcast: Broadcast, town: Community, recipients: int) -> int:
    if broadcast.urgency is not None:
        return URGENT_NEEDS
    return int(bool(broadcast.channels) or recipients >= town.approval_from)


def requirement(
    broadcast: Broadcast,
    town: Community,
    officials: Sequence[Official],
    *,
    recipients: int,
    by: AccountId,
    now: datetime,
) -> Requirement:
    """Raise Refusal where there are not people enough to approve it."""
    needed = needed_for(broadcast, town, recipients)
    able = approvers_of(officials, town, now=now)
    others = [one for one in able if not is_author(broadcast, one.account) and one.account != by]
    if broadcast.urgency is not None and len(able) < URGENT_PEOPLE:
        raise Refusal("broadcast-urgent-people", needed=URGENT_PEOPLE)
    is_alone = goes_alone(able, town, needed=needed, by=by)
    if not is_alone and len(others) < needed:
        raise Refusal("broadcast-nobody-approves" if needed == 1 else "broadcast-two-approve")
    return Requirement(
        recipients=recipients,
        needed=0 if is_alone else needed,
        approvers=tuple(others),
        is_alone=is_alone,
        alone_ignored=bool(needed) and town.is_single_handed and not is_alone,
    )


def goes_alone(able: Sequence[Official], town: Community, *, needed: int, by: AccountId) -> bool:
    """Whether nobody of those able to approve is another, and the town lets it wait instead."""
    return bool(needed) and town.is_single_handed and [one.account for one in able] == [by]


def is_author(broadcast: Broadcast, account: AccountId) -> bool:
    """Whoever wrote, changed or asked for it."""
    return account in {broadcast.author, *broadcast.editors, broadcast.requested_by}


def check_may_approve(
    broadcast: Broadcast,
    by: Official,
    town: Community,
    *,
    frozen: BroadcastVersion,
    approvals: Collection[Approval],
    now: datetime,
) -> None:
    why = why_may_not_approve(broadcast, by, town, frozen=frozen, approvals=approvals, now=now)
    if why:
        raise Refusal(why)


def why_may_not_approve(
    broadcast: Broadcast,
    by: Official,
    town: Community,
    *,
    frozen: BroadcastVersion,
    approvals: Collection[Approval],
    now: datetime,
) -> str:
    """A key of locales; nothing where they may."""
    if is_author(broadcast, by.account) or frozen.frozen_by == by.account:
        return "broadcast-approve-own"
    if not may_approve(by, town, now=now):
        return "broadcast-approve-new"
    if any(one.by == by.account and one.version == frozen.number for one in approvals):
        return "broadcast-approved-already"
    return ""


def approvers(approvals: Collection[Approval], version: int) -> frozenset[AccountId]:
    return frozenset(
        one.by for one in approvals if one.version == version and one.verdict is Verdict.APPROVED
    )


def is_void(approvals: Collection[Approval], version: int) -> bool:
    """Whether somebody said no to this version, or took it back."""
    return any(one.version == version and one.verdict is not Verdict.APPROVED for one in approvals)


def pending_correction(
    broadcast: Broadcast, latest: BroadcastVersion | None, approvals: Collection[Approval]
) -> BroadcastVersion | None:
    """The correction that waits to be approved, or for its quarter of an hour."""
    if latest is None or latest.replaces is None or latest.number <= broadcast.version:
        return None
    return None if is_void(approvals, latest.number) else latest


def check_urgent_left(town: Community, used: int) -> None:
    """`used` within the last seven days."""
    if used >= town.urgent_a_week:
        raise Refusal("broadcast-urgent-used", limit=town.urgent_a_week)

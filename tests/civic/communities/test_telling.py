"""What an administrator sets for broadcasts, within what a town may set at all."""

from datetime import timedelta

import pytest

from civic.communities.actions.officials import change_role
from civic.communities.actions.telling import (
    set_approval_from,
    set_names_officials,
    set_single_handed,
    set_urgent_a_week,
)
from civic.communities.model import Official, Role
from civic.communities.rules import approvers_of, may_approve
from civic.kernel.refusal import Refusal
from tests.memory.communities import MemoryAudit, MemoryCommunities, MemoryOfficials
from tests.memory.residents import MemoryOutbox
from tests.told import MONDAY, OKSANA, PETRO, TOWN, official, town

ADMINISTRATOR = official(OKSANA, role=Role.ADMINISTRATOR)
HOME = town()


def kept(*officials: Official) -> tuple[MemoryCommunities, MemoryOfficials, MemoryAudit]:
    people = {(TOWN, one.account): one for one in officials}
    return MemoryCommunities({TOWN: HOME}), MemoryOfficials(people), MemoryAudit()


@pytest.mark.parametrize("recipients", [0, 1_001])
async def test_nothing_reaches_a_thousand_by_one_hand_whatever_is_set(recipients: int) -> None:
    communities, _, audit = kept()
    with pytest.raises(Refusal) as refused:
        await set_approval_from(
            HOME, recipients, by=ADMINISTRATOR, communities=communities, audit=audit, now=MONDAY
        )
    assert refused.value.key == "approval-from-limits"
    assert refused.value.params == {"least": 1, "most": 1_000}


async def test_what_is_set_is_kept_and_stands_in_the_audit_log() -> None:
    communities, officials, audit = kept(ADMINISTRATOR)
    ports = {"by": ADMINISTRATOR, "communities": communities, "audit": audit, "now": MONDAY}
    changed = await set_approval_from(HOME, 30, **ports)  # type: ignore[arg-type]  # by name
    changed = await set_urgent_a_week(changed, 1, **ports)  # type: ignore[arg-type]  # by name
    changed = await set_names_officials(changed, on=True, **ports)  # type: ignore[arg-type]  # by name
    changed = await set_single_handed(changed, on=True, officials=officials, **ports)  # type: ignore[arg-type]  # by name
    found = await communities.community(TOWN)
    assert (found.approval_from, found.urgent_a_week) == (30, 1)
    assert (found.names_officials, found.is_single_handed) == (True, True)
    assert [row.details for row in audit.noted] == [
        {"what": "approval_from", "to": 30},
        {"what": "urgent_a_week", "to": 1},
        {"what": "names_officials", "to": True},
        {"what": "is_single_handed", "to": True},
    ]


async def test_only_an_administrator_sets_it() -> None:
    communities, officials, audit = kept(official(PETRO))
    with pytest.raises(Refusal) as refused:
        await set_single_handed(
            HOME, on=True, by=official(PETRO), communities=communities, officials=officials,
            audit=audit, now=MONDAY,
        )  # fmt: skip
    assert refused.value.key == "not-allowed"


async def test_with_two_who_may_approve_nobody_is_set_to_send_alone() -> None:
    communities, officials, audit = kept(ADMINISTRATOR, official(PETRO))
    with pytest.raises(Refusal) as refused:
        await set_single_handed(
            HOME, on=True, by=ADMINISTRATOR, communities=communities, officials=officials,
            audit=audit, now=MONDAY,
        )  # fmt: skip
    assert refused.value.key == "single-handed-not-alone"
    off = await set_single_handed(
        HOME, on=False, by=ADMINISTRATOR, communities=communities, officials=officials,
        audit=audit, now=MONDAY,
    )  # fmt: skip
    assert not off.is_single_handed


async def test_a_new_role_counts_from_the_day_it_was_given() -> None:
    analyst = official(PETRO, role=Role.ANALYST)
    _, officials, audit = kept(ADMINISTRATOR, analyst)
    changed = await change_role(
        TOWN, PETRO, Role.OFFICIAL, by=ADMINISTRATOR, officials=officials, audit=audit,
        outbox=MemoryOutbox(), now=MONDAY,
    )  # fmt: skip
    day = timedelta(hours=24)
    assert not may_approve(changed, HOME, now=MONDAY + day - timedelta(seconds=1))
    assert may_approve(changed, HOME, now=MONDAY + day)
    assert approvers_of([ADMINISTRATOR, changed], HOME, now=MONDAY) == [ADMINISTRATOR]

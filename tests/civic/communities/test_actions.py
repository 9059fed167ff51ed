"""Codes that let in once, officials who come and go, and who hears of it."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from civic.communities.actions.audit import chain_audit, check_audit
from civic.communities.actions.codes import (
    Opened,
    Paused,
    WrongCode,
    make_owner_code,
    open_owner_code,
)
from civic.communities.actions.founding import (
    Founding,
    create_community,
    found_community,
    install_administrator,
    rename_community,
    set_contacts,
    set_languages,
)
from civic.communities.actions.officials import (
    Invited,
    accept_invitation,
    add_agency,
    change_role,
    invite_official,
    revoke_official,
)
from civic.communities.model import OfficeContacts, Official, Role
from civic.kernel.ids import AccountId, AgencyId, IdMaker
from civic.kernel.language import Translated
from civic.kernel.refusal import NotFound, Refusal
from tests.calendar import MONDAY
from tests.memory.communities import (
    MemoryAudit,
    MemoryCommunities,
    MemoryInvitations,
    MemoryOfficials,
    MemoryOwnerCodes,
)
from tests.memory.residents import MemoryOutbox
from tests.people import IHOR, NEMISHAIEVE, OKSANA, OTHER_TOWN, PETRO, TOWN, who_serves

new_id = IdMaker()
HOUR = timedelta(hours=1)


@dataclass
class Office:
    communities: MemoryCommunities = field(
        default_factory=lambda: MemoryCommunities({TOWN: NEMISHAIEVE})
    )
    officials: MemoryOfficials = field(default_factory=MemoryOfficials)
    invitations: MemoryInvitations = field(default_factory=MemoryInvitations)
    codes: MemoryOwnerCodes = field(default_factory=MemoryOwnerCodes)
    audit: MemoryAudit = field(default_factory=MemoryAudit)
    outbox: MemoryOutbox = field(default_factory=MemoryOutbox)

    async def serves(self, role: Role, account: AccountId = IHOR) -> Official:
        made = who_serves(role, account=account)
        await self.officials.put(made)
        return made

    @property
    def staff(self) -> dict[str, Any]:
        return {"officials": self.officials, "audit": self.audit, "outbox": self.outbox}

    async def invited(self, by: Official, role: Role = Role.OFFICIAL) -> Invited:
        return await invite_official(
            TOWN, role, None, by=by, officials=self.officials, invitations=self.invitations,
            audit=self.audit, now=MONDAY, new_id=new_id,
        )  # fmt: skip

    async def accepts(self, code: str, account: AccountId, *, later: timedelta) -> Official:
        return await accept_invitation(
            TOWN, code, account, "Петро", invitations=self.invitations, now=MONDAY + later,
            **self.staff,
        )  # fmt: skip


@pytest.fixture
def office() -> Office:
    return Office()


# --- Owner codes.


async def test_a_code_lets_in_once(office: Office) -> None:
    code = await make_owner_code(TOWN, codes=office.codes, now=MONDAY)
    assert len(code) >= 32
    opened = await open_owner_code(code, IHOR, codes=office.codes, now=MONDAY)
    assert opened == Opened(community=TOWN)
    again = await open_owner_code(code, OKSANA, codes=office.codes, now=MONDAY)
    assert again == WrongCode(left=4)


async def test_a_code_is_dead_after_a_day(office: Office) -> None:
    code = await make_owner_code(TOWN, codes=office.codes, now=MONDAY)
    late = MONDAY + timedelta(hours=24)
    assert isinstance(await open_owner_code(code, IHOR, codes=office.codes, now=late), WrongCode)


async def test_the_code_itself_is_not_kept(office: Office) -> None:
    code = await make_owner_code(TOWN, codes=office.codes, now=MONDAY)
    assert code not in repr(office.codes)


async def test_after_five_wrong_codes_even_the_right_one_waits_an_hour(office: Office) -> None:
    code = await make_owner_code(TOWN, codes=office.codes, now=MONDAY)
    tried = [
        await open_owner_code(f"wrong-CODE-{n}", IHOR, codes=office.codes, now=MONDAY)
        for n in range(5)
    ]
    assert tried == [WrongCode(left=n) for n in (4, 3, 2, 1)] + [Paused()]
    assert await open_owner_code(code, IHOR, codes=office.codes, now=MONDAY) == Paused()
    later = MONDAY + HOUR
    assert await open_owner_code(code, IHOR, codes=office.codes, now=later) == Opened(
        community=TOWN
    )


async def test_one_persons_wrong_codes_stop_nobody_else(office: Office) -> None:
    code = await make_owner_code(TOWN, codes=office.codes, now=MONDAY)
    for n in range(6):
        await open_owner_code(f"wrong-CODE-{n}", PETRO, codes=office.codes, now=MONDAY)
    assert isinstance(await open_owner_code(code, IHOR, codes=office.codes, now=MONDAY), Opened)


async def test_whoever_began_making_a_town_may_go_on_with_the_same_code(office: Office) -> None:
    code = await make_owner_code(None, codes=office.codes, now=MONDAY)
    opened = await open_owner_code(code, IHOR, codes=office.codes, now=MONDAY)
    again = await open_owner_code(code, IHOR, codes=office.codes, now=MONDAY + HOUR)
    assert opened == again == Opened(community=None)
    made = await _founded(office)
    assert (await office.officials.official(made, IHOR)).role is Role.ADMINISTRATOR
    with pytest.raises(Refusal) as refused:
        await _founded(office)
    assert refused.value.key == "founding-not-allowed"


async def test_a_chosen_code_that_looks_like_a_link_is_refused(office: Office) -> None:
    with pytest.raises(ValueError, match="owner code"):
        await make_owner_code(None, codes=office.codes, now=MONDAY, chosen="i-1001-secret")


async def _founded(office: Office) -> Any:
    founding = Founding(
        name=Translated({"uk": "Бородянка"}), timezone="Europe/Kyiv", languages=("uk",)
    )
    made = await found_community(
        founding, IHOR, "Ігор", codes=office.codes, communities=office.communities, now=MONDAY,
        new_id=new_id, **office.staff,
    )  # fmt: skip
    return made.id


# --- Towns.


async def test_two_towns_of_one_name_get_two_addresses(office: Office) -> None:
    founding = Founding(
        name=Translated({"uk": "Немішаєве"}), timezone="europe/kyiv", languages=("uk",)
    )
    made = await create_community(
        founding, communities=office.communities, audit=office.audit, now=MONDAY, new_id=new_id
    )
    assert made.slug == "nemishaieve-2"
    assert made.timezone == "Europe/Kyiv"


@pytest.mark.parametrize(
    ("name", "key"),
    [("", "name-empty"), ("\u200b\u202e", "name-empty"), ("я" * 101, "name-too-long")],
)
async def test_a_name_is_seen_and_not_too_long(office: Office, name: str, key: str) -> None:
    administrator = await office.serves(Role.ADMINISTRATOR)
    with pytest.raises(Refusal) as refused:
        await rename_community(
            NEMISHAIEVE, Translated({"uk": name}), by=administrator,
            communities=office.communities, audit=office.audit, now=MONDAY,
        )  # fmt: skip
    assert refused.value.key == key


async def test_contacts_are_cleaned_and_their_change_is_noted_without_their_words(
    office: Office,
) -> None:
    administrator = await office.serves(Role.ADMINISTRATOR)
    contacts = OfficeContacts(phone="+380\u202e 44", hours="пн–пт\n9–18")
    changed = await set_contacts(
        NEMISHAIEVE, contacts, by=administrator, communities=office.communities,
        audit=office.audit, now=MONDAY,
    )  # fmt: skip
    assert changed.contacts.phone == "+380 44"
    assert "+380" not in repr(office.audit.noted)
    assert office.audit.verbs == ["community-changed"]


async def test_contacts_that_do_not_fit_are_refused_and_not_cut(office: Office) -> None:
    administrator = await office.serves(Role.ADMINISTRATOR)
    with pytest.raises(Refusal) as refused:
        await set_contacts(
            NEMISHAIEVE, OfficeContacts(address="а" * 201), by=administrator,
            communities=office.communities, audit=office.audit, now=MONDAY,
        )  # fmt: skip
    assert refused.value.key == "contact-too-long"


async def test_a_town_keeps_at_least_one_language(office: Office) -> None:
    administrator = await office.serves(Role.ADMINISTRATOR)
    with pytest.raises(Refusal):
        await set_languages(
            NEMISHAIEVE, (), by=administrator, communities=office.communities,
            audit=office.audit, now=MONDAY,
        )  # fmt: skip


async def test_only_an_administrator_changes_the_town(office: Office) -> None:
    official = await office.serves(Role.OFFICIAL)
    with pytest.raises(Refusal) as refused:
        await rename_community(
            NEMISHAIEVE, Translated({"uk": "Моє"}), by=official,
            communities=office.communities, audit=office.audit, now=MONDAY,
        )  # fmt: skip
    assert refused.value.key == "not-allowed"


# --- Officials.


async def test_an_invitation_makes_one_official_and_administrators_hear_of_it(
    office: Office,
) -> None:
    invited = await office.invited(await office.serves(Role.ADMINISTRATOR), Role.ANALYST)
    made = await office.accepts(invited.code, PETRO, later=HOUR)
    assert made.role is Role.ANALYST
    assert office.outbox.told("official-joined") == {IHOR}
    with pytest.raises(NotFound):
        await office.accepts(invited.code, OKSANA, later=HOUR)


async def test_an_invitation_dies_after_three_days(office: Office) -> None:
    invited = await office.invited(await office.serves(Role.ADMINISTRATOR))
    with pytest.raises(NotFound) as refused:
        await office.accepts(invited.code, PETRO, later=timedelta(hours=72))
    assert refused.value.key == "invitation-gone"


async def test_an_official_who_opens_an_invitation_does_not_use_it_up(office: Office) -> None:
    administrator = await office.serves(Role.ADMINISTRATOR)
    invited = await office.invited(administrator)
    with pytest.raises(Refusal) as refused:
        await office.accepts(invited.code, IHOR, later=HOUR)
    assert refused.value.key == "official-already-unused"
    assert (await office.accepts(invited.code, PETRO, later=HOUR)).role is Role.OFFICIAL


async def test_an_invitation_leads_into_an_agency_of_this_town_only(office: Office) -> None:
    administrator = await office.serves(Role.ADMINISTRATOR)
    neighbour = who_serves(Role.ADMINISTRATOR, community=OTHER_TOWN)
    agency = await add_agency(
        OTHER_TOWN, Translated({"uk": "ЖКГ"}), by=neighbour, officials=office.officials,
        audit=office.audit, now=MONDAY, new_id=new_id,
    )  # fmt: skip
    with pytest.raises(NotFound):
        await invite_official(
            TOWN, Role.OFFICIAL, AgencyId(agency.id), by=administrator,
            officials=office.officials, invitations=office.invitations, audit=office.audit,
            now=MONDAY, new_id=new_id,
        )  # fmt: skip


async def test_a_change_of_role_is_told_to_all_administrators_and_to_who_it_is_about(
    office: Office,
) -> None:
    administrator = await office.serves(Role.ADMINISTRATOR)
    await office.serves(Role.ADMINISTRATOR, OKSANA)
    await office.serves(Role.ANALYST, PETRO)
    await change_role(TOWN, PETRO, Role.OFFICIAL, by=administrator, now=MONDAY, **office.staff)
    assert office.outbox.told("role-changed") == {IHOR, OKSANA, PETRO}
    assert office.audit.verbs == ["role-changed"]


async def test_the_same_role_again_is_told_to_nobody(office: Office) -> None:
    administrator = await office.serves(Role.ADMINISTRATOR)
    await office.serves(Role.ANALYST, PETRO)
    await change_role(TOWN, PETRO, Role.ANALYST, by=administrator, now=MONDAY, **office.staff)
    assert office.outbox.owed == []


async def test_the_last_administrator_can_be_removed_from_the_terminal_only(
    office: Office,
) -> None:
    administrator = await office.serves(Role.ADMINISTRATOR)
    for attempt in (
        change_role(TOWN, IHOR, Role.ANALYST, by=administrator, now=MONDAY, **office.staff),
        revoke_official(TOWN, IHOR, by=administrator, now=MONDAY, **office.staff),
    ):
        with pytest.raises(Refusal) as refused:
            await attempt
        assert refused.value.key == "last-administrator"
    await revoke_official(TOWN, IHOR, by=None, from_terminal=True, now=MONDAY, **office.staff)
    assert await office.officials.find(TOWN, IHOR) is None


async def test_anyone_may_leave_but_only_an_administrator_removes_others(office: Office) -> None:
    await office.serves(Role.ADMINISTRATOR)
    analyst = await office.serves(Role.ANALYST, PETRO)
    await office.serves(Role.OFFICIAL, OKSANA)
    with pytest.raises(Refusal):
        await revoke_official(TOWN, OKSANA, by=analyst, now=MONDAY, **office.staff)
    await revoke_official(TOWN, PETRO, by=analyst, now=MONDAY, **office.staff)
    assert office.outbox.told("official-left") == {IHOR}


async def test_an_administrator_of_another_town_has_no_say_here(office: Office) -> None:
    await office.serves(Role.ADMINISTRATOR)
    await office.serves(Role.ADMINISTRATOR, OKSANA)
    stranger = who_serves(Role.ADMINISTRATOR, account=PETRO, community=OTHER_TOWN)
    with pytest.raises(Refusal) as refused:
        await revoke_official(TOWN, IHOR, by=stranger, now=MONDAY, **office.staff)
    assert refused.value.key == "not-allowed"


async def test_an_owner_code_tells_those_who_administer_already(office: Office) -> None:
    await office.serves(Role.ADMINISTRATOR)
    await install_administrator(TOWN, OKSANA, "Оксана", now=MONDAY, **office.staff)
    assert office.outbox.told("official-joined") == {IHOR}


# --- The audit chain.


async def test_the_tick_chains_what_was_noted_and_a_second_time_finds_nothing(
    office: Office,
) -> None:
    administrator = await office.serves(Role.ADMINISTRATOR)
    await office.invited(administrator)
    await office.invited(administrator)
    assert await chain_audit(TOWN, trail=office.audit) == 2
    assert await chain_audit(TOWN, trail=office.audit) == 0
    await office.invited(administrator)
    await chain_audit(TOWN, trail=office.audit)
    assert [link.seq for link in office.audit.chained] == [1, 2, 3]
    assert await check_audit(TOWN, trail=office.audit) is None

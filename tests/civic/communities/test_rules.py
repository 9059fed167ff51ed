"""Who may do what; which names, zones and codes hold; the audit chain."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.communities.model import AuditHead, AuditRow, Role
from civic.communities.rules import (
    MAY,
    Action,
    check_may,
    check_not_last,
    check_timezone,
    first_broken,
    is_allowed,
    is_code_shaped,
    matching_towns,
    next_links,
    slug_of,
)
from civic.kernel.ids import AccountId, CommunityId
from civic.kernel.language import Translated
from civic.kernel.refusal import Refusal
from tests.calendar import MONDAY
from tests.people import NEMISHAIEVE, town, who_serves

ROLES = st.sampled_from(Role)
DOCUMENT = Path(__file__).parents[3] / "docs" / "roles.md"


@pytest.mark.parametrize("action", Action)
def test_every_action_stands_in_the_table_and_an_administrator_may_do_it(action: Action) -> None:
    assert is_allowed(who_serves(Role.ADMINISTRATOR), action)
    assert action in MAY


@pytest.mark.parametrize("action", Action)
def test_who_serves_nowhere_may_do_nothing(action: Action) -> None:
    with pytest.raises(Refusal) as refused:
        check_may(None, action)
    assert refused.value.key == "not-allowed"


@given(ROLES, st.sampled_from(Action))
def test_checking_and_asking_agree(role: Role, action: Action) -> None:
    official = who_serves(role)
    if is_allowed(official, action):
        assert check_may(official, action) is official
    else:
        with pytest.raises(Refusal):
            check_may(official, action)


@given(ROLES, st.sampled_from(Action))
def test_an_analyst_may_nothing_that_an_official_may_not(role: Role, action: Action) -> None:
    if is_allowed(who_serves(Role.ANALYST), action):
        assert is_allowed(who_serves(Role.OFFICIAL), action)
    if is_allowed(who_serves(role), action):
        assert is_allowed(who_serves(Role.ADMINISTRATOR), action)


def test_the_document_of_roles_says_what_the_table_says() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \|(.*)\|$", DOCUMENT.read_text("utf-8"), re.MULTILINE)
    written = {
        action: frozenset(
            role
            for role, cell in zip(Role, cells.split("|")[-len(Role) :], strict=True)
            if cell.strip() == "✓"
        )
        for action, cells in rows
    }
    assert written == {action.value: roles for action, roles in MAY.items()}


@given(st.lists(ROLES, min_size=1, max_size=5))
def test_the_last_administrator_stays(roles: list[Role]) -> None:
    serving = [who_serves(role, account=AccountId(n)) for n, role in enumerate(roles)]
    administrators = [one for one in serving if one.role is Role.ADMINISTRATOR]
    for leaving in serving:
        if leaving.role is Role.ADMINISTRATOR and len(administrators) == 1:
            with pytest.raises(Refusal):
                check_not_last(administrators, leaving)
        else:
            check_not_last(administrators, leaving)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/Kyiv", "Europe/Kyiv"),
        (" europe/kyiv ", "Europe/Kyiv"),
        ("america/new york", "America/New_York"),
    ],
)
def test_a_time_zone_is_found_as_people_type_it(typed: str, zone: str) -> None:
    assert check_timezone(typed) == zone


@pytest.mark.parametrize("typed", ["Київ", "UTC+2", "EET", "Etc/GMT-2", "", "../../etc/passwd"])
def test_what_is_no_place_with_a_clock_is_no_time_zone(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_timezone(typed)
    assert refused.value.key == "timezone-unknown"


def test_an_address_of_a_town_is_made_of_its_name() -> None:
    assert slug_of("Немішаєве") == "nemishaieve"
    assert slug_of("Біла Церква") == "bila-tserkva"
    assert slug_of("🙂") == "town"


@pytest.mark.parametrize(
    "typed", ["Немішаєве", "немішаєве", "Nemishaieve", "Немешаево", "немиша", "Неміщаєве"]
)
def test_a_town_is_found_by_its_name_in_any_language_or_nearly(typed: str) -> None:
    other = town(CommunityId(2), "Бородянка")
    assert matching_towns(typed, [other, NEMISHAIEVE]) == [NEMISHAIEVE]


@pytest.mark.parametrize("typed", ["Не", "*", "", "а" * 5000])
def test_towns_are_not_listed_to_who_does_not_name_one(typed: str) -> None:
    assert matching_towns(typed, [NEMISHAIEVE]) == []


def test_an_exact_name_stands_alone() -> None:
    longer = replace(
        town(CommunityId(2), "Немішаєве-Друге"), name=Translated({"uk": "Немішаєве-2"})
    )
    assert matching_towns("Немішаєве", [longer, NEMISHAIEVE]) == [NEMISHAIEVE]


def test_our_links_are_no_owner_codes_and_codes_no_links() -> None:
    assert is_code_shaped("0123456789abcdef0123456789abcdef")
    assert is_code_shaped("MY-OWN-CODE")
    assert not is_code_shaped("i-1001-0123456789abcdef")
    assert not is_code_shaped("short")
    assert not is_code_shaped("код із кирилиці")


ROWS = st.lists(
    st.builds(
        AuditRow,
        id=st.integers(1, 2**62),
        community=st.just(CommunityId(1)),
        at=st.integers(0, 10**6).map(lambda second: MONDAY + timedelta(seconds=second)),
        actor=st.one_of(st.none(), st.integers(1, 10**9).map(AccountId)),
        verb=st.sampled_from(["role-changed", "survey-launched"]),
        subject=st.text(max_size=10),
        details=st.dictionaries(st.text(max_size=5), st.integers(), max_size=3),
    ),
    min_size=1,
    max_size=8,
)


@given(ROWS, st.integers(0, 7))
def test_a_chain_made_in_parts_is_the_chain_made_at_once(rows: list[AuditRow], cut: int) -> None:
    whole = next_links(None, rows)
    first = next_links(None, rows[:cut])
    head = AuditHead(seq=first[-1].seq, hash=first[-1].hash) if first else None
    assert [*first, *next_links(head, rows[cut:])] == whole
    assert first_broken(whole) is None


@given(ROWS, st.data())
def test_a_change_of_the_past_shows(rows: list[AuditRow], data: st.DataObject) -> None:
    links = next_links(None, rows)
    at = data.draw(st.integers(0, len(links) - 1))
    forged = replace(links[at], row=replace(links[at].row, verb="nothing-happened"))
    broken = first_broken([*links[:at], forged, *links[at + 1 :]])
    assert broken is not None
    assert broken.seq == forged.seq

"""A resident comes, chooses, stops, moves away and is forgotten."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from civic.kernel.ids import AccountId, CommunityId, IdMaker, PlaceId
from civic.kernel.json_value import JsonObject
from civic.kernel.personal import Whom
from civic.kernel.refusal import NotFound, Refusal
from civic.residents.actions.joining import choose_language, join_town, lose_touch
from civic.residents.actions.privacy import erase_me, tell_all
from civic.residents.actions.settings import (
    choose_home,
    follow,
    turn_everything,
    turn_topic,
    unfollow,
)
from civic.residents.model import EVERYTHING, Resident, Topic
from tests.calendar import MONDAY
from tests.memory.residents import MemoryAccounts, MemoryHomes, MemoryResidents
from tests.people import OLENA, OTHER_TOWN, TOWN, account

new_id = IdMaker()
YARD, PARK, SCHOOL, STATION = (PlaceId(number) for number in (11, 12, 13, 14))
ABROAD = PlaceId(91)


@dataclass
class Homes:
    accounts: MemoryAccounts = field(default_factory=MemoryAccounts)
    residents: MemoryResidents = field(default_factory=MemoryResidents)
    places: MemoryHomes = field(
        default_factory=lambda: MemoryHomes(
            {TOWN: {YARD, PARK, SCHOOL, STATION, PlaceId(15)}, OTHER_TOWN: {ABROAD}}
        )
    )

    async def joins(self, community: CommunityId, *, now: datetime = MONDAY) -> Resident:
        known = self.accounts.kept.get(OLENA, account())
        return await join_town(
            known, community, accounts=self.accounts, residents=self.residents, now=now,
            new_id=new_id,
        )  # fmt: skip

    @property
    def placed(self) -> dict[str, Any]:
        return {"places": self.places, "residents": self.residents}


@pytest.fixture
def homes() -> Homes:
    return Homes()


async def test_joining_keeps_which_sentence_of_privacy_was_shown_and_when(homes: Homes) -> None:
    resident = await homes.joins(TOWN)
    assert resident.consent is not None
    assert (resident.consent.language, resident.consent.at) == ("uk", MONDAY)
    assert homes.accounts.kept[OLENA].community == TOWN


async def test_joining_twice_changes_nothing(homes: Homes) -> None:
    first = await homes.joins(TOWN)
    again = await homes.joins(TOWN, now=MONDAY + timedelta(days=1))
    assert again == first


async def test_a_resident_lives_in_one_town_at_a_time(homes: Homes) -> None:
    await homes.joins(TOWN)
    await homes.joins(OTHER_TOWN, now=MONDAY + timedelta(days=1))
    left = await homes.residents.of_account(TOWN, OLENA)
    assert left is not None
    assert left.left_at == MONDAY + timedelta(days=1)
    assert homes.accounts.kept[OLENA].community == OTHER_TOWN


async def test_whoever_comes_back_is_who_they_were(homes: Homes) -> None:
    first = await homes.joins(TOWN)
    await choose_home(first, YARD, **homes.placed)
    await homes.joins(OTHER_TOWN)
    back = await homes.joins(TOWN)
    assert (back.id, back.home, back.left_at) == (first.id, YARD, None)


async def test_a_language_is_chosen_for_every_town_at_once(homes: Homes) -> None:
    await homes.joins(TOWN)
    known = homes.accounts.kept[OLENA]
    await choose_language(
        known, "en", accounts=homes.accounts, residents=homes.residents, now=MONDAY
    )
    assert homes.accounts.kept[OLENA].language == "en"
    assert [one.language for one in await homes.residents.everywhere(OLENA)] == ["en"]


async def test_a_home_of_another_town_is_not_found(homes: Homes) -> None:
    resident = await homes.joins(TOWN)
    for attempt in (
        choose_home(resident, ABROAD, **homes.placed),
        follow(resident, ABROAD, **homes.placed),
    ):
        with pytest.raises(NotFound):
            await attempt


async def test_three_places_can_be_followed_and_home_is_none_of_them(homes: Homes) -> None:
    resident = await choose_home(await homes.joins(TOWN), YARD, **homes.placed)
    with pytest.raises(Refusal) as refused:
        await follow(resident, YARD, **homes.placed)
    assert refused.value.key == "follow-home"
    for place in (PARK, SCHOOL, STATION, PARK):
        resident = await follow(resident, place, **homes.placed)
    assert resident.followed == (PARK, SCHOOL, STATION)
    with pytest.raises(Refusal) as refused:
        await follow(resident, PlaceId(15), **homes.placed)
    assert refused.value.key == "follow-limit"
    resident = await unfollow(resident, SCHOOL, residents=homes.residents)
    assert resident.followed == (PARK, STATION)


async def test_moving_home_to_a_followed_place_follows_it_no_more(homes: Homes) -> None:
    resident = await follow(await homes.joins(TOWN), PARK, **homes.placed)
    resident = await choose_home(resident, PARK, **homes.placed)
    assert (resident.home, resident.followed) == (PARK, ())


async def test_stop_turns_everything_off_for_ever(homes: Homes) -> None:
    resident = await turn_everything(await homes.joins(TOWN), on=False, residents=homes.residents)
    assert resident.muted == {EVERYTHING}
    resident = await turn_topic(resident, Topic.SURVEYS, on=True, residents=homes.residents)
    assert Topic.SURVEYS.value not in resident.muted


async def test_who_blocks_the_bot_is_out_of_reach_in_every_town(homes: Homes) -> None:
    await homes.joins(TOWN)
    await homes.joins(OTHER_TOWN)
    await lose_touch(
        homes.accounts.kept[OLENA], accounts=homes.accounts, residents=homes.residents, now=MONDAY
    )
    assert not homes.accounts.kept[OLENA].reachable
    assert not any(one.reachable for one in await homes.residents.everywhere(OLENA))


@dataclass
class Notes:
    """A feature that keeps something of residents."""

    kept: dict[tuple[CommunityId, int], str] = field(default_factory=dict)

    async def about(self, community: CommunityId, whom: Whom) -> JsonObject:
        found = self.kept.get((community, whom.resident))
        return {"note": found} if found else {}

    async def forget(self, community: CommunityId, whom: Whom, *, now: datetime) -> None:
        self.kept.pop((community, whom.resident), None)


@dataclass
class Letters:
    """A feature that keeps something of accounts."""

    kept: dict[AccountId, str] = field(default_factory=dict)

    async def about_account(self, account: AccountId) -> JsonObject:
        return {"letter": self.kept.get(account)}

    async def forget_account(self, account: AccountId, *, now: datetime) -> None:
        self.kept.pop(account, None)


async def test_what_is_kept_in_every_town_is_told_and_then_forgotten(homes: Homes) -> None:
    here = await homes.joins(TOWN)
    there = await homes.joins(OTHER_TOWN)
    notes = Notes({(TOWN, here.id): "лавка", (OTHER_TOWN, there.id): "ліхтар", (TOWN, 5): "чуже"})
    letters = Letters({OLENA: "лист", AccountId(1): "чужий"})
    ports: Any = {
        "residents": homes.residents, "personal": [notes], "accountwide": [letters], "now": MONDAY,
    }  # fmt: skip

    told = await tell_all(OLENA, **ports)
    assert told["letter"] == "лист"
    assert told["towns"] == [
        {"community": TOWN, "note": "лавка"},
        {"community": OTHER_TOWN, "note": "ліхтар"},
    ]

    await erase_me(OLENA, **ports)
    assert notes.kept == {(TOWN, 5): "чуже"}
    assert letters.kept == {AccountId(1): "чужий"}


async def test_a_person_of_no_town_is_told_and_forgotten_too(homes: Homes) -> None:
    letters = Letters({OLENA: "лист"})
    ports: Any = {
        "residents": homes.residents, "personal": [], "accountwide": [letters], "now": MONDAY,
    }  # fmt: skip
    assert (await tell_all(OLENA, **ports))["towns"] == []
    await erase_me(OLENA, **ports)
    assert letters.kept == {}

"""A week of messages begins on Monday by the town's own clock, and is limited as one chooses."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from civic.kernel.ids import AccountId, CommunityId, ResidentId
from civic.kernel.refusal import NotFound
from civic.residents.actions.settings import set_weekly_limit
from civic.residents.model import Resident
from civic.residents.rules import week_of
from tests.calendar import MONDAY
from tests.memory.residents import MemoryResidents

KYIV = ZoneInfo("Europe/Kyiv")


def test_a_week_turns_at_midnight_before_monday_where_the_town_is() -> None:
    sunday_night = datetime(2027, 3, 7, 21, 59, tzinfo=UTC)
    monday = datetime(2027, 3, 7, 22, 0, tzinfo=UTC)
    assert week_of(monday, KYIV) == week_of(sunday_night, KYIV) + 1
    assert week_of(monday, ZoneInfo("UTC")) == week_of(sunday_night, ZoneInfo("UTC"))


def test_weeks_are_counted_from_the_one_in_which_1970_began() -> None:
    assert week_of(datetime(1970, 1, 1, tzinfo=UTC), ZoneInfo("UTC")) == 0
    assert week_of(datetime(1970, 1, 5, tzinfo=UTC), ZoneInfo("UTC")) == 1


async def test_only_limits_that_are_offered_can_be_set() -> None:
    residents = MemoryResidents()
    olena = Resident(
        id=ResidentId(1), community=CommunityId(1), account=AccountId(1), language="uk",
        home=None, joined_at=MONDAY,
    )  # fmt: skip
    limited = await set_weekly_limit(olena, 2, residents=residents)
    assert limited.weekly_limit == 2
    assert (await set_weekly_limit(limited, None, residents=residents)).weekly_limit is None
    for forged in (-1, 3, 1000):
        with pytest.raises(NotFound):
            await set_weekly_limit(olena, forged, residents=residents)

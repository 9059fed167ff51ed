"""How many requests one person may file, and what they are told when that is enough."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.kernel.refusal import Refusal
from civic.service_requests.rules.pace import FILED, check_pace
from locales.catalog import LANGUAGES, say
from tests.calendar import MONDAY

MINUTE = timedelta(minutes=1)
AN_HOUR, A_DAY = FILED


def every(gap: timedelta, times: int) -> list[datetime]:
    return [MONDAY - gap * n for n in range(times)]


def test_a_walk_through_the_yard_is_no_abuse() -> None:
    check_pace(every(MINUTE, AN_HOUR.limit - 1), now=MONDAY)


def test_after_eight_in_an_hour_one_is_told_for_how_long_to_wait() -> None:
    with pytest.raises(Refusal) as refused:
        check_pace(every(MINUTE, 8), now=MONDAY)
    assert (refused.value.key, dict(refused.value.params)) == (
        "request-pace-minutes",
        {"limit": 8, "minutes": 53},
    )
    check_pace(every(MINUTE, 8), now=MONDAY + 53 * MINUTE)


def test_after_fifteen_in_a_day_one_is_told_to_come_back_tomorrow() -> None:
    filed = every(timedelta(minutes=60), 15)
    with pytest.raises(Refusal) as refused:
        check_pace(filed, now=MONDAY)
    assert (refused.value.key, dict(refused.value.params)) == (
        "request-pace-hours",
        {"limit": 15, "hours": 10},
    )
    check_pace(filed, now=MONDAY + timedelta(hours=10))


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_has_to_wait_hears_what_they_can_do(language: str) -> None:
    for key, params in (
        ("request-pace-minutes", {"limit": 8, "minutes": 3}),
        ("request-pace-hours", {"limit": 15, "hours": 3}),
    ):
        assert "112" in say(language)(key, **params)


@given(st.lists(st.integers(0, 3_000), max_size=40))
def test_who_has_waited_as_long_as_told_may_file(minutes_ago: list[int]) -> None:
    filed = [MONDAY - MINUTE * ago for ago in minutes_ago]
    try:
        check_pace(filed, now=MONDAY)
    except Refusal as refusal:
        wait = timedelta(
            minutes=float(refusal.params.get("minutes", 0)),
            hours=float(refusal.params.get("hours", 0)),
        )
        check_pace(filed, now=MONDAY + wait)

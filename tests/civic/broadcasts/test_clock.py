"""Moments and hours as people type them."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from civic.broadcasts.rules.clock import moment_typed, window_typed
from civic.kernel.refusal import Refusal

KYIV = ZoneInfo("Europe/Kyiv")
MONDAY_TEN = datetime(2027, 3, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "local"),
    [
        ("18:30", "2027-03-01 18:30"),
        ("о 18", "2027-03-01 18:00"),
        ("9:00", "2027-03-02 09:00"),
        ("завтра 9.15", "2027-03-02 09:15"),
        ("Today at 20:00", "2027-03-01 20:00"),
        ("05.03 18:00", "2027-03-05 18:00"),
        ("5.3.27, 18.30", "2027-03-05 18:30"),
        ("28.02 18:00", "2027-02-28 18:00"),
    ],
)
def test_a_moment_is_read_as_people_type_it(typed: str, local: str) -> None:
    moment = moment_typed(typed, KYIV, now=MONDAY_TEN)
    assert f"{moment.astimezone(KYIV):%Y-%m-%d %H:%M}" == local


def test_in_december_a_day_of_january_is_next_years() -> None:
    december = datetime(2027, 12, 20, 8, tzinfo=UTC)
    assert moment_typed("10.01 12:00", KYIV, now=december).year == 2028


@pytest.mark.parametrize(
    "typed", ["колись", "25.12", "31.02 10:00", "25:00", "10.13 9:00", "24:00", ""]
)
def test_what_is_no_moment_is_refused(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        moment_typed(typed, KYIV, now=MONDAY_TEN)
    assert refused.value.key == "broadcast-moment-unclear"


@pytest.mark.parametrize("typed", ["10-18", "10:00 – 18:00", "з 10 до 18", "from 10 to 18"])
def test_hours_of_the_day_are_read_as_people_type_them(typed: str) -> None:
    assert window_typed(typed) == (time(10), time(18))


def test_hours_may_end_at_midnight() -> None:
    assert window_typed("9–24") == (time(9), time(0))


@pytest.mark.parametrize("typed", ["вдень", "10", "26-30"])
def test_what_are_no_hours_is_refused(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        window_typed(typed)
    assert refused.value.key == "broadcast-hours-unclear"

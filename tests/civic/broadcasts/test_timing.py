"""A broadcast goes at its time, in its hours, and not when it has become pointless."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.broadcasts.model import Timing
from civic.broadcasts.rules.timing import (
    SHORTEST,
    check_timing,
    first_moment,
    is_in_window,
)
from civic.kernel.refusal import Refusal
from tests.told import MONDAY

KYIV = ZoneInfo("Europe/Kyiv")
HOUR = timedelta(hours=1)
BY_DAY, BY_NIGHT = (time(9), time(18)), (time(22), time(6))


def at(hour: int, minute: int = 0, *, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=KYIV)


@pytest.mark.parametrize(
    ("timing", "is_urgent", "key"),
    [
        (Timing(starts_at=MONDAY), False, "broadcast-time-past"),
        (Timing(starts_at=MONDAY + timedelta(days=91)), False, "broadcast-time-far"),
        (Timing(expires_at=MONDAY), False, "broadcast-expired"),
        (Timing(expires_at=MONDAY + timedelta(minutes=14)), False, "broadcast-expires-soon"),
        (
            Timing(starts_at=MONDAY + HOUR, expires_at=MONDAY + HOUR),
            False,
            "broadcast-expires-soon",
        ),
        (Timing(window=BY_DAY), True, "broadcast-window-urgent"),
        (Timing(window=(time(9), time(9))), False, "broadcast-window-empty"),
        (Timing(window=BY_NIGHT, expires_at=at(21)), False, "broadcast-window-never"),
    ],
)
def test_a_time_that_cannot_be_kept_is_refused(timing: Timing, is_urgent: bool, key: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_timing(timing, is_urgent=is_urgent, zone=KYIV, now=MONDAY)
    assert refused.value.key == key


def test_times_that_fit_are_taken() -> None:
    for timing in (
        Timing(),
        Timing(starts_at=MONDAY + timedelta(days=90)),
        Timing(expires_at=MONDAY + SHORTEST),
        Timing(window=BY_NIGHT, expires_at=at(22, 30)),
    ):
        check_timing(timing, is_urgent=False, zone=KYIV, now=MONDAY)


def test_hours_are_the_towns_and_may_go_over_midnight() -> None:
    assert is_in_window(BY_DAY, KYIV, at(9))
    assert not is_in_window(BY_DAY, KYIV, at(18))
    assert is_in_window(BY_NIGHT, KYIV, at(23, 59))
    assert is_in_window(BY_NIGHT, KYIV, at(5, 59))
    assert not is_in_window(BY_NIGHT, KYIV, at(12))
    assert is_in_window(None, KYIV, at(3))


@given(
    st.integers(0, 2 * 24 * 60),
    st.integers(0, 1439),
    st.integers(0, 1439),
    st.sampled_from([datetime(2026, 3, 28, tzinfo=KYIV), datetime(2026, 10, 24, tzinfo=KYIV)]),
)
def test_the_first_open_moment_is_open_also_where_clocks_change(
    minute: int, start: int, end: int, day: datetime
) -> None:
    if start == end or (end - start) % 1440 < 65:
        return
    window = (time(start // 60, start % 60), time(end // 60, end % 60))
    since = day + timedelta(minutes=minute)
    opens = first_moment(window, KYIV, since)
    assert opens >= since
    assert is_in_window(window, KYIV, opens)

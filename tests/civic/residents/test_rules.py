"""Quiet hours by the wall clock, topics turned off for good."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from civic.kernel.ids import AccountId, CommunityId, ResidentId
from civic.kernel.refusal import Refusal
from civic.residents.model import EVERYTHING, QuietHours, Resident, Topic
from civic.residents.rules import (
    NO_QUIET,
    hears,
    is_quiet,
    read_quiet_hours,
    waking_moment,
    with_topic,
)
from tests.calendar import MONDAY

KYIV = ZoneInfo("Europe/Kyiv")
NIGHT = QuietHours()
CLOCKS = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))
ANY_DAY = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minute: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
)
# The nights in which Kyiv's clocks change, minute by minute.
CHANGES = st.tuples(
    st.sampled_from(
        (datetime(2026, 3, 28, 20, tzinfo=UTC), datetime(2026, 10, 24, 20, tzinfo=UTC))
    ),
    st.integers(0, 12 * 60),
).map(lambda night: night[0] + timedelta(minutes=night[1]))
MOMENTS = st.one_of(ANY_DAY, CHANGES)


def local(*moment: int, fold: int = 0) -> datetime:
    made = datetime(*moment, tzinfo=KYIV, fold=fold)  # type: ignore[arg-type,misc]  # year, month, day, hour, minute
    # In UTC: Python calls a time that comes twice unequal to any other.
    return made.astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "awake"),
    [
        (local(2026, 3, 2, 12, 0), local(2026, 3, 2, 12, 0)),
        (local(2026, 3, 2, 22, 0), local(2026, 3, 3, 8, 0)),
        (local(2026, 3, 3, 7, 59), local(2026, 3, 3, 8, 0)),
        (local(2026, 3, 3, 8, 0), local(2026, 3, 3, 8, 0)),
        # Clocks go from 3:00 to 4:00 in this night: it is an hour shorter, and ends at eight.
        (local(2026, 3, 28, 23, 0), local(2026, 3, 29, 8, 0)),
        # And from 4:00 back to 3:00 in this one.
        (local(2026, 10, 24, 23, 0), local(2026, 10, 25, 8, 0)),
    ],
)
def test_the_night_ends_at_eight_by_the_wall_clock(now: datetime, awake: datetime) -> None:
    assert waking_moment(NIGHT, KYIV, now) == awake


def test_hours_that_end_in_the_leapt_hour_end_when_the_clocks_leap() -> None:
    quiet = QuietHours(start=time(22), end=time(3, 30))
    now = local(2026, 3, 28, 23, 0)
    assert waking_moment(quiet, KYIV, now) == local(2026, 3, 29, 4, 0)


def test_an_hour_that_comes_twice_is_quiet_twice() -> None:
    quiet = QuietHours(start=time(22), end=time(3, 30))
    first = local(2026, 10, 25, 3, 30)
    assert waking_moment(quiet, KYIV, local(2026, 10, 25, 3, 10)) == first
    again = local(2026, 10, 25, 3, 10, fold=1)
    assert waking_moment(quiet, KYIV, again) == local(2026, 10, 25, 3, 30, fold=1)


@given(CLOCKS, CLOCKS, MOMENTS)
@example(time(3, 1), time(4, 0), datetime(2026, 10, 25, 0, 15, tzinfo=UTC))
def test_the_waking_moment_is_the_first_that_is_not_quiet(
    start: time, end: time, now: datetime
) -> None:
    quiet = QuietHours(start=start, end=end)
    awake = waking_moment(quiet, KYIV, now)
    assert awake >= now
    assert not is_quiet(quiet, KYIV, awake)
    assert awake - now <= timedelta(hours=26)
    if awake > now:
        sooner = (awake - now) / 7
        assert all(is_quiet(quiet, KYIV, now + sooner * step) for step in range(7))
        assert is_quiet(quiet, KYIV, awake - timedelta(seconds=1))


@given(MOMENTS)
def test_without_quiet_hours_every_moment_is_awake(now: datetime) -> None:
    assert waking_moment(NO_QUIET, KYIV, now) == now


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("22:00-08:00", time(22), time(8)),
        ("22-8", time(22), time(8)),
        ("з 22 до 8", time(22), time(8)),
        (" 21.30 – 7.15 ", time(21, 30), time(7, 15)),
        ("24:00-06:00", time(0), time(6)),
        ("from 23 to 7", time(23), time(7)),
    ],
)
def test_hours_are_read_as_people_type_them(typed: str, start: time, end: time) -> None:
    assert read_quiet_hours(typed) == QuietHours(start=start, end=end)


@pytest.mark.parametrize("typed", ["вночі", "22", "25:00-08:00", "22:60-08:00", "", "1" * 5000])
def test_hours_that_are_none_are_refused(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_quiet_hours(typed)
    assert refused.value.key == "quiet-unclear"


def test_whoever_stopped_everything_hears_no_topic_and_none_that_comes_later() -> None:
    stopped = _resident(frozenset({EVERYTHING}))
    assert not hears(stopped, Topic.SURVEYS)
    assert not hears(stopped, "a topic of next year")


def test_turning_one_topic_on_again_leaves_the_others_off() -> None:
    assert with_topic(frozenset({EVERYTHING}), Topic.SURVEYS, on=True) == frozenset(
        topic.value for topic in Topic if topic is not Topic.SURVEYS
    )
    assert with_topic(frozenset(), Topic.SURVEYS, on=False) == frozenset({"surveys"})


def _resident(muted: frozenset[str]) -> Resident:
    return Resident(
        id=ResidentId(1),
        community=CommunityId(1),
        account=AccountId(1),
        language="uk",
        home=None,
        muted=muted,
        joined_at=MONDAY,
    )

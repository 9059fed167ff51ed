"""When reports are due, over both changes of the clock."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.reports.schedule import (
    Schedule,
    ScheduleKind,
    fire_keys_between,
    moment_of,
)

KYIV = ZoneInfo("Europe/Kyiv")
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
"""At 03:00 the clock jumps to 04:00; at 04:00 it goes back to 03:00."""

times = st.times().map(lambda at: at.replace(microsecond=0))
near_a_change = st.sampled_from([SPRING, AUTUMN]).flatmap(
    lambda day: st.datetimes(
        datetime.combine(day, time()) - timedelta(days=9),
        datetime.combine(day, time()) + timedelta(days=9),
        timezones=st.just(UTC),
    )
)
schedules = st.builds(
    Schedule,
    kind=st.sampled_from([ScheduleKind.DAILY, ScheduleKind.WEEKLY]),
    zone=st.sampled_from(["Europe/Kyiv", "America/New_York", "Australia/Lord_Howe", "UTC"]),
    at=times,
    weekday=st.integers(0, 6),
)


@given(schedules, st.lists(near_a_change, min_size=3, max_size=6).map(sorted))
def test_however_often_one_asks_each_firing_comes_exactly_once(
    schedule: Schedule, asked: list[datetime]
) -> None:
    at_once = list(fire_keys_between(schedule, after=asked[0], until=asked[-1]))
    in_steps = [
        firing
        for after, until in pairwise(asked)
        for firing in fire_keys_between(schedule, after=after, until=until)
    ]
    assert in_steps == at_once
    keys = [firing.fire_key for firing in at_once]
    assert len(set(keys)) == len(keys)
    assert keys == sorted(keys)


@given(times, near_a_change)
def test_a_daily_report_comes_once_on_every_date(at: time, start: datetime) -> None:
    daily = Schedule(kind=ScheduleKind.DAILY, zone="Europe/Kyiv", at=at)
    first = datetime.combine(start.astimezone(KYIV).date(), time(), tzinfo=KYIV)
    last = datetime.combine(first.date() + timedelta(days=14), time(), tzinfo=KYIV)
    firings = fire_keys_between(
        daily, after=first - timedelta(seconds=1), until=last - timedelta(seconds=1)
    )
    assert [firing.fire_key for firing in firings] == [
        (first.date() + timedelta(days=n)).isoformat() for n in range(14)
    ]


@pytest.mark.parametrize("minute", [0, 1, 30, 59])
def test_a_time_that_the_spring_skips_moves_to_the_first_moment_there_is(minute: int) -> None:
    due = moment_of(SPRING, time(3, minute), KYIV)
    assert due == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert due.astimezone(KYIV).time() == time(4)


def test_a_time_that_the_autumn_repeats_fires_at_the_first_of_the_two() -> None:
    daily = Schedule(kind=ScheduleKind.DAILY, zone="Europe/Kyiv", at=time(3, 30))
    whole_day = fire_keys_between(
        daily,
        after=datetime(2026, 10, 24, 21, tzinfo=UTC),
        until=datetime(2026, 10, 25, 21, tzinfo=UTC),
    )
    assert [firing.due for firing in whole_day] == [datetime(2026, 10, 25, 0, 30, tzinfo=UTC)]


def test_each_monday_at_eight_stays_at_eight_by_the_towns_clock() -> None:
    mondays = Schedule(kind=ScheduleKind.WEEKLY, zone="Europe/Kyiv", at=time(8), weekday=0)
    found = list(
        fire_keys_between(
            mondays,
            after=datetime(2026, 10, 18, tzinfo=UTC),
            until=datetime(2026, 10, 27, tzinfo=UTC),
        )
    )
    assert [firing.fire_key for firing in found] == ["2026-10-19", "2026-10-26"]
    assert {firing.due.astimezone(KYIV).time() for firing in found} == {time(8)}


def test_a_report_on_closing_waits_for_the_closing_alone() -> None:
    closing = Schedule(kind=ScheduleKind.ON_CLOSING, zone="Europe/Kyiv")
    asked = datetime(2026, 10, 18, tzinfo=UTC)
    assert not list(fire_keys_between(closing, after=asked, until=asked + timedelta(days=30)))

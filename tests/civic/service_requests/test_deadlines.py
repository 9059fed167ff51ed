"""Working days by the town's clock: holidays, a clock that stands, both changes of the hour."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.service_requests.rules.deadlines import (
    TownCalendar,
    day_due,
    days_left,
    due_after,
    due_when_resumed,
    warn_at,
)

KYIV = ZoneInfo("Europe/Kyiv")
HERE = TownCalendar(zone="Europe/Kyiv", country="UA")
POLAND = TownCalendar(zone="Europe/Warsaw", country="PL")
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=729)).map(lambda passed: NEW_YEAR + passed)
DAYS = st.integers(1, 60)


def local(*when: int) -> datetime:
    return datetime(*when, tzinfo=KYIV).astimezone(UTC)  # type: ignore[arg-type, misc]  # year to minute


def test_a_day_that_begins_it_is_not_counted_and_weekends_are_not() -> None:
    friday = local(2026, 11, 20, 15, 0)
    assert day_due(HERE, friday, 1) == date(2026, 11, 23)
    assert day_due(HERE, friday, 5) == date(2026, 11, 27)
    assert due_after(HERE, friday, 5) == local(2026, 11, 28, 0, 0)


def test_what_is_filed_on_a_weekend_counts_from_monday() -> None:
    sunday = local(2026, 11, 22, 23, 59)
    assert day_due(HERE, sunday, 1) == date(2026, 11, 23)


def test_a_holiday_is_no_working_day() -> None:
    before = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
    assert day_due(POLAND, before, 1) == date(2026, 11, 12)
    independence = local(2021, 8, 20, 12, 0)  # a Friday; Monday was a day off for Saturday's work
    assert day_due(HERE, independence, 1) == date(2021, 8, 25)


@pytest.mark.parametrize(
    ("begun", "last", "hours"),
    [((2026, 3, 27, 12, 0), (2026, 3, 31), 107), ((2026, 10, 23, 12, 0), (2026, 10, 27), 109)],
)
def test_a_changed_clock_neither_gives_nor_takes_a_day(
    begun: tuple[int, ...], last: tuple[int, ...], hours: int
) -> None:
    filed = local(*begun)
    due = due_after(HERE, filed, 2)
    assert day_due(HERE, filed, 2) == date(*last)
    assert due.astimezone(KYIV).time().isoformat() == "00:00:00"
    # A night between was an hour shorter or longer; days are what was promised.
    assert due - filed == timedelta(hours=hours)


def test_days_of_waiting_for_the_resident_do_not_count() -> None:
    filed = local(2026, 11, 23, 9, 0)
    due = due_after(HERE, filed, 5)
    stopped, resumed = local(2026, 11, 25, 10, 0), local(2026, 12, 2, 18, 0)
    later = due_when_resumed(HERE, due=due, stopped=stopped, resumed=resumed)
    assert due == local(2026, 12, 1, 0, 0)
    # Three working days were left, and are left.
    assert later == local(2026, 12, 8, 0, 0)


def test_asked_and_answered_on_one_day_changes_nothing() -> None:
    due = due_after(HERE, local(2026, 11, 23, 9, 0), 5)
    stopped, resumed = local(2026, 11, 25, 10, 0), local(2026, 11, 25, 23, 0)
    assert due_when_resumed(HERE, due=due, stopped=stopped, resumed=resumed) == due


def test_what_stopped_on_its_last_day_is_due_on_the_day_it_goes_on() -> None:
    due = local(2026, 11, 28, 0, 0)  # by Friday
    stopped, saturday = local(2026, 11, 27, 10, 0), local(2026, 12, 5, 10, 0)
    assert due_when_resumed(HERE, due=due, stopped=stopped, resumed=saturday) == local(
        2026, 12, 8, 0, 0
    )


def test_what_was_late_before_it_was_asked_about_stays_late() -> None:
    due = local(2026, 11, 24, 0, 0)
    stopped, resumed = local(2026, 11, 25, 10, 0), local(2026, 12, 2, 18, 0)
    assert due_when_resumed(HERE, due=due, stopped=stopped, resumed=resumed) == due


@given(MOMENTS, DAYS, st.timedeltas(timedelta(0), timedelta(days=90)), st.data())
def test_a_clock_that_stood_leaves_as_many_working_days_as_there_were(
    begun: datetime, days: int, waited: timedelta, data: st.DataObject
) -> None:
    due = due_after(HERE, begun, days)
    stopped = data.draw(st.datetimes(begun.replace(tzinfo=None), due.replace(tzinfo=None))).replace(
        tzinfo=UTC
    )
    resumed = stopped + waited
    later = due_when_resumed(HERE, due=due, stopped=stopped, resumed=resumed)
    assert later >= due
    if stopped < due:
        left = days_left(HERE, due, stopped)
        assert days_left(HERE, later, resumed) in ({left} if left else {0, 1})


@given(MOMENTS, DAYS)
def test_it_is_due_at_a_midnight_behind_so_many_working_days(begun: datetime, days: int) -> None:
    due = due_after(HERE, begun, days)
    last = HERE.last_day_before(due)
    first = HERE.day_of(begun)
    between = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    assert due.astimezone(KYIV).time().isoformat() == "00:00:00"
    assert HERE.is_working(last)
    assert sum(map(HERE.is_working, between)) == days
    assert days_left(HERE, due, begun) == days


@given(MOMENTS, DAYS)
def test_the_warning_comes_when_a_fifth_is_left(begun: datetime, days: int) -> None:
    due = due_after(HERE, begun, days)
    warned = warn_at(HERE, due, days)
    assert begun < warned < due
    assert days_left(HERE, due, warned) <= days / 5


def test_days_since_it_was_due_are_told_below_zero() -> None:
    due = local(2026, 11, 28, 0, 0)
    assert days_left(HERE, due, local(2026, 11, 27, 20, 0)) == 0
    assert days_left(HERE, due, local(2026, 11, 30, 9, 0)) == -1
    assert days_left(HERE, due, local(2026, 12, 1, 9, 0)) == -2

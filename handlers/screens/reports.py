"""The reports' desk: what was issued, who gets it, when it comes."""

from collections.abc import Sequence
from datetime import UTC, datetime, time

from civic.kernel.language import language_of
from civic.reports.ports import IssuedReport, TownSchedule
from civic.reports.schedule import ScheduleKind
from handlers.presses.menu import OfficePress
from handlers.presses.reports import (
    ChooseTimePress,
    ReportsPress,
    ResendReportPress,
    ResendRequestsPress,
    SchedulesPress,
    SetHourPress,
    SetWeekdayPress,
    SwitchSchedulePress,
    WantReportsPress,
)
from handlers.screens.navigation import ways
from handlers.screens.screen import Button, Rows, Screen, column, escape
from locales.catalog import Say

PAGE = 6
HOURS = (7, 8, 9, 12, 18)


def reports_screen(
    recent: Sequence[IssuedReport],
    *,
    town: str,
    zone: str,
    page: int,
    count: int,
    wants: bool,
    may_schedule: bool,
    say: Say,
) -> Screen:
    lines = [say("reports-heading", town=escape(town))]
    lines.append(say("reports-wanted" if wants else "reports-not-wanted"))
    lines.append(say("reports-choose") if recent else say("reports-none-yet"))
    rows = column([_report_button(one, zone, say) for one in recent])
    rows += _turns(page, count, say)
    week = Button(label=say("reports-button-requests"), press=ResendRequestsPress().pack())
    rows += ((week,),)
    wanting = say("reports-button-stop" if wants else "reports-button-want")
    rows += ((Button(label=wanting, press=WantReportsPress(not wants).pack()),),)
    if may_schedule:
        schedules = Button(label=say("reports-button-schedule"), press=SchedulesPress().pack())
        rows += ((schedules,),)
    return Screen(text="\n\n".join(lines), rows=(*rows, *ways(say, OfficePress())))


def schedules_screen(schedules: Sequence[TownSchedule], *, town: str, say: Say) -> Screen:
    told = [say("reports-schedule-heading", town=escape(town))]
    told.append("\n".join(_told(schedule, say) for schedule in schedules))
    told.append(say("reports-schedule-hint"))
    rows = column([_switch(schedule, say) for schedule in schedules])
    rows += column([button for schedule in schedules for button in _times(schedule, say)])
    return Screen(text="\n\n".join(told), rows=(*rows, *ways(say, ReportsPress())))


def schedule_time_screen(schedule: TownSchedule, *, is_day: bool, say: Say) -> Screen:
    """One thing at a time: the hour, or the day of the week."""
    if is_day:
        days = [_weekday(schedule, day, say) for day in range(7)]
        rows: Rows = (tuple(days[:4]), tuple(days[4:]))
    else:
        rows = (tuple(_hour(schedule, hour) for hour in HOURS),)
    text = say("reports-which-day" if is_day else "reports-which-hour")
    return Screen(text=text, rows=(*rows, *ways(say, SchedulesPress())))


def _switch(schedule: TownSchedule, say: Say) -> Button:
    mark = "✓ " if schedule.is_on else ""
    label = mark + say(f"reports-kind-{schedule.kind.value}")
    press = SwitchSchedulePress(schedule.kind.value, not schedule.is_on)
    return Button(label=label, press=press.pack())


def _times(schedule: TownSchedule, say: Say) -> list[Button]:
    """When it comes, where that can be chosen."""
    if not schedule.is_on or schedule.kind is ScheduleKind.ON_CLOSING:
        return []
    if schedule.kind is ScheduleKind.REQUESTS:
        now = f"{say(f'reports-weekday-short-{schedule.weekday}')}, {_clock(schedule, say)}"
        label = say("reports-button-requests-time", now=now)
        return [Button(label=label, press=ChooseTimePress(schedule.kind.value, "weekday").pack())]
    parts = ["hour"] if schedule.kind is ScheduleKind.DAILY else ["weekday", "hour"]
    shown = {
        "hour": _clock(schedule, say),
        "weekday": say(f"reports-weekday-short-{schedule.weekday}"),
    }
    return [
        Button(
            label=say(f"reports-button-{part}", now=shown[part]),
            press=ChooseTimePress(schedule.kind.value, part).pack(),
        )
        for part in parts
    ]


def _clock(schedule: TownSchedule, say: Say) -> str:
    at = time(schedule.at // 60, schedule.at % 60)
    return say.clock(datetime.combine(datetime(2026, 1, 1, tzinfo=UTC), at, tzinfo=UTC), "UTC")


def _told(schedule: TownSchedule, say: Say) -> str:
    if not schedule.is_on:
        return say(f"reports-off-{schedule.kind.value}")
    weekday = say(f"reports-weekday-{schedule.weekday}")
    return say(f"reports-on-{schedule.kind.value}", at=_clock(schedule, say), weekday=weekday)


def _report_button(issued: IssuedReport, zone: str, say: Say) -> Button:
    report = issued.report
    title = report.survey.title.in_(language_of(say.language))
    day = say.day(report.made_at, zone)
    label = say("reports-button-report", number=say.number(report.number), title=title, day=day)
    return Button(label=label[:100], press=ResendReportPress(report.number).pack())


def _hour(schedule: TownSchedule, hour: int) -> Button:
    chosen = "✓ " if schedule.at == hour * 60 else ""
    press = SetHourPress(schedule.kind.value, hour)
    return Button(label=f"{chosen}{hour:02}:00", press=press.pack())


def _weekday(schedule: TownSchedule, day: int, say: Say) -> Button:
    chosen = "✓ " if schedule.weekday == day else ""
    label = chosen + say(f"reports-weekday-short-{day}")
    return Button(label=label, press=SetWeekdayPress(schedule.kind.value, day).pack())


def _turns(page: int, count: int, say: Say) -> Rows:
    turns = []
    if page > 0:
        newer = ReportsPress(page - 1)
        turns.append(Button(label=say("reports-button-newer"), press=newer.pack()))
    if (page + 1) * PAGE < count:
        older = ReportsPress(page + 1)
        turns.append(Button(label=say("reports-button-older"), press=older.pack()))
    return (tuple(turns),) if turns else ()

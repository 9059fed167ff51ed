"""The reports' desk in the office: get one again, want them or not, set when they come."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from civic.communities.model import Community, Official, Role
from civic.communities.rules import Action, check_may, is_allowed
from civic.kernel.language import language_of
from civic.kernel.outbox import Lane
from civic.kernel.refusal import NotFound
from civic.reports.actions import schedule_of, send_report, set_hour, set_weekday, switch_schedule
from civic.reports.requests.model import Scope
from civic.reports.schedule import ScheduleKind
from civic.unit_of_work import Work
from handlers.effects import Reply, Toast
from handlers.leaving import leaving_forms
from handlers.person import Person
from handlers.press_filter import Pressed
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
from handlers.screens.reports import PAGE, reports_screen, schedule_time_screen, schedules_screen
from handlers.screens.screen import Screen
from locales.catalog import Say


def build_router() -> Router:
    router = leaving_forms(Router(name="reports"))
    router.callback_query.register(show, Pressed(ReportsPress))
    router.callback_query.register(want, Pressed(WantReportsPress))
    router.callback_query.register(send_again, Pressed(ResendReportPress))
    router.callback_query.register(send_requests_again, Pressed(ResendRequestsPress))
    router.callback_query.register(schedules, Pressed(SchedulesPress))
    router.callback_query.register(toggle, Pressed(SwitchSchedulePress))
    router.callback_query.register(choose_time, Pressed(ChooseTimePress))
    router.callback_query.register(hour, Pressed(SetHourPress))
    router.callback_query.register(weekday, Pressed(SetWeekdayPress))
    return router


async def show(
    _query: CallbackQuery, press: ReportsPress, person: Person, work: Work, say: Say
) -> Reply:
    return await _desk(person, work, say, page=press.page)


async def want(
    _query: CallbackQuery, press: WantReportsPress, person: Person, work: Work, say: Say
) -> Reply:
    official, town = _desk_of(person, Action.READ_REPORTS)
    await work.report_schedules.choose(town.id, official.account, press.wants)
    return await _desk(person, work, say, page=0)


async def send_again(
    _query: CallbackQuery,
    press: ResendReportPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    official, town = _desk_of(person, Action.READ_REPORTS)
    drawn = await work.reports.files(town.id, press.number)
    files = drawn.get(language_of(say.language)) or drawn.get(town.languages[0])
    if files is None:
        raise NotFound("not-found")
    await send_report(
        files, official.account, community=town.id, lane=Lane.INTERACTIVE, outbox=work.outbox,
        now=now,
    )  # fmt: skip
    return Toast(text=say("reports-sent-again", number=say.number(press.number)))


async def send_requests_again(
    _query: CallbackQuery, person: Person, work: Work, say: Say, now: datetime
) -> Reply:
    """The latest that was sent: one's own agency's, or the whole town's."""
    official, town = _desk_of(person, Action.READ_REPORTS)
    is_of_agency = official.role is Role.OFFICIAL and official.agency is not None
    issued = await work.request_reports.latest(
        town.id,
        Scope.AGENCY if is_of_agency else Scope.TOWN,
        official.agency if is_of_agency else None,
    )
    drawn = await work.request_reports.files(town.id, issued.report.number) if issued else {}
    files = drawn.get(language_of(say.language)) or drawn.get(town.languages[0])
    if issued is None or files is None:
        return Toast(text=say("reports-no-requests-yet"))
    await send_report(
        files, official.account, community=town.id, lane=Lane.INTERACTIVE, outbox=work.outbox,
        now=now,
    )  # fmt: skip
    return Toast(text=say("reports-sent-again", number=say.number(issued.report.number)))


async def schedules(_query: CallbackQuery, person: Person, work: Work, say: Say) -> Reply:
    _official, town = _desk_of(person, Action.SCHEDULE_REPORTS)
    return await _schedules(town, work, say)


async def toggle(
    _query: CallbackQuery,
    press: SwitchSchedulePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    official, town = _desk_of(person, Action.SCHEDULE_REPORTS)
    await switch_schedule(
        town.id, press.kind, on=press.on, by=official.account, schedules=work.report_schedules,
        audit=work.audit, now=now,
    )  # fmt: skip
    return await _schedules(town, work, say)


async def choose_time(
    _query: CallbackQuery, press: ChooseTimePress, person: Person, work: Work, say: Say
) -> Reply:
    _official, town = _desk_of(person, Action.SCHEDULE_REPORTS)
    schedule = await schedule_of(town.id, press.kind, work.report_schedules)
    return schedule_time_screen(schedule, is_day=press.part == "weekday", say=say)


async def hour(
    _query: CallbackQuery,
    press: SetHourPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    official, town = _desk_of(person, Action.SCHEDULE_REPORTS)
    await set_hour(
        town.id, press.kind, press.hour, by=official.account, schedules=work.report_schedules,
        audit=work.audit, now=now,
    )  # fmt: skip
    return await _schedules(town, work, say)


async def weekday(
    _query: CallbackQuery,
    press: SetWeekdayPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    official, town = _desk_of(person, Action.SCHEDULE_REPORTS)
    await set_weekday(
        town.id, press.kind, press.weekday, by=official.account, schedules=work.report_schedules,
        audit=work.audit, now=now,
    )  # fmt: skip
    if press.kind == ScheduleKind.REQUESTS.value:
        # One button leads to both: its hour comes next.
        schedule = await schedule_of(town.id, press.kind, work.report_schedules)
        return schedule_time_screen(schedule, is_day=False, say=say)
    return await _schedules(town, work, say)


async def _desk(person: Person, work: Work, say: Say, *, page: int) -> Screen:
    official, town = _desk_of(person, Action.READ_REPORTS)
    choices = await work.report_schedules.choices(town.id)
    recent = await work.reports.recent(town.id, offset=max(0, page) * PAGE, limit=PAGE)
    return reports_screen(
        recent,
        town=town.name.in_(language_of(say.language)),
        zone=town.timezone,
        page=page,
        count=await work.reports.count(town.id),
        wants=choices.get(official.account, official.role is Role.ADMINISTRATOR),
        may_schedule=is_allowed(official, Action.SCHEDULE_REPORTS),
        say=say,
    )


async def _schedules(town: Community, work: Work, say: Say) -> Screen:
    kept = await work.report_schedules.of_town(town.id)
    return schedules_screen(kept, town=town.name.in_(language_of(say.language)), say=say)


def _desk_of(person: Person, action: Action) -> tuple[Official, Community]:
    official = check_may(person.official, action)
    if person.office is None:
        raise NotFound("not-found")
    return official, person.office

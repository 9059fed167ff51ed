"""What an official does with reports: wants them or not, sets when they come."""

from dataclasses import replace
from datetime import datetime

from civic.kernel.audit import AuditEntry, AuditLog
from civic.kernel.ids import AccountId, CommunityId
from civic.kernel.json_value import JsonObject
from civic.kernel.outbox import Lane, Notice, Outbox
from civic.kernel.refusal import NotFound
from civic.reports.ports import ReportFiles, ReportSchedules, TownSchedule
from civic.reports.schedule import ScheduleKind

_EXCLUDES = {
    ScheduleKind.DAILY: ScheduleKind.WEEKLY,
    ScheduleKind.WEEKLY: ScheduleKind.DAILY,
}


async def send_report(
    files: ReportFiles,
    to: AccountId,
    *,
    community: CommunityId,
    lane: Lane,
    once: str | None = None,
    outbox: Outbox,
    now: datetime,
) -> None:
    """The picture with its words, then the PDF and the workbook."""
    parts: tuple[tuple[str, JsonObject], ...] = (
        ("report-picture", {"caption": files.caption, "file": int(files.picture)}),
        ("report-document", {"file": int(files.pdf)}),
        ("report-document", {"file": int(files.xlsx)}),
    )
    for place, (key, params) in enumerate(parts):
        notice = Notice(
            to=to, community=community, key=key, params=params, lane=lane,
            once=f"{once}:{place}" if once else None,
        )  # fmt: skip
        await outbox.owe(notice, now=now)


async def switch_schedule(
    community: CommunityId,
    kind: str,
    *,
    on: bool,
    by: AccountId,
    schedules: ReportSchedules,
    audit: AuditLog,
    now: datetime,
) -> None:
    """What fell due before it was switched on is nobody's report.

    Daily and weekly exclude each other: on Mondays the same figures would come twice.
    """
    schedule = await schedule_of(community, kind, schedules)
    if schedule.is_on == on:
        return
    switched = replace(schedule, is_on=on, since=now)
    await _put(switched, community, by, schedules, audit, now)
    other = _EXCLUDES.get(schedule.kind)
    if not switched.is_on or other is None:
        return
    excluded = await schedule_of(community, other.value, schedules)
    if excluded.is_on:
        await _put(replace(excluded, is_on=False), community, by, schedules, audit, now)


async def set_hour(
    community: CommunityId,
    kind: str,
    hour: int,
    *,
    by: AccountId,
    schedules: ReportSchedules,
    audit: AuditLog,
    now: datetime,
) -> None:
    if not 0 <= hour < 24:
        raise NotFound("not-found")
    schedule = await schedule_of(community, kind, schedules)
    await _put(replace(schedule, at=hour * 60, since=now), community, by, schedules, audit, now)


async def set_weekday(
    community: CommunityId,
    kind: str,
    weekday: int,
    *,
    by: AccountId,
    schedules: ReportSchedules,
    audit: AuditLog,
    now: datetime,
) -> None:
    """Monday is 0."""
    if not 0 <= weekday < 7:
        raise NotFound("not-found")
    schedule = await schedule_of(community, kind, schedules)
    await _put(replace(schedule, weekday=weekday, since=now), community, by, schedules, audit, now)


async def schedule_of(
    community: CommunityId, kind: str, schedules: ReportSchedules
) -> TownSchedule:
    """Raise NotFound when there is no such kind."""
    kept = await schedules.of_town(community)
    found = next((one for one in kept if one.kind.value == kind), None)
    if found is None:
        raise NotFound("not-found")
    return found


async def _put(
    schedule: TownSchedule,
    community: CommunityId,
    by: AccountId,
    schedules: ReportSchedules,
    audit: AuditLog,
    now: datetime,
) -> None:
    await schedules.put(community, schedule)
    details = {"on": schedule.is_on, "at": schedule.at, "weekday": schedule.weekday}
    await audit.note(
        AuditEntry(
            community=community, actor=by, verb="report-schedule-set",
            subject=schedule.kind.value, details=details,
        ),
        now=now,
    )  # fmt: skip

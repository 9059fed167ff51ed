"""Which reports are due: at a closing, each day, each week, by the town's own clock."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from civic.kernel.ids import CommunityId, SurveyId
from civic.reports.ports import TownSchedule
from civic.reports.schedule import Schedule, ScheduleKind, fire_keys_between
from civic.surveys.model import SurveyState
from civic.unit_of_work import Work

LOOK_BACK = timedelta(days=31)
AT_ONCE = 20
RUNNING_AT_MOST = 1_000
"""More than any town asks at once: whatever this leaves out would get no report at all."""
_RUNNING = (SurveyState.OPEN, SurveyState.PAUSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueReport:
    community: CommunityId
    survey: SurveyId
    occasion: ScheduleKind
    fire_key: str

    @property
    def schedule(self) -> str:
        """What the claim is made under: one report of one survey for one due time."""
        return f"report:{self.occasion.value}:{self.survey}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedTime:
    """A due time all of whose reports are issued: the schedule goes on from there."""

    community: CommunityId
    schedule: TownSchedule
    due: datetime


async def due_reports(work: Work, *, now: datetime) -> tuple[list[DueReport], list[PassedTime]]:
    """What is due and not issued; and which due times are through.

    Of due times missed while nobody ran only the latest is made: the others would show the same
    figures again.
    """
    closings = await work.reports.unreported_closings(since=now - LOOK_BACK, limit=AT_ONCE)
    due = [
        DueReport(
            community=community,
            survey=survey,
            occasion=ScheduleKind.ON_CLOSING,
            fire_key="closing",
        )
        for community, survey in closings
    ]
    passed: list[PassedTime] = []
    for community, schedule in await work.report_schedules.switched_on():
        if schedule.kind is ScheduleKind.REQUESTS:
            continue
        since = schedule.since
        moment = await latest_due(work, community, schedule, since=since, now=now)
        if moment is None:
            continue
        fire_key, at = moment
        waiting = await _not_issued(work, community, schedule.kind, fire_key)
        due += waiting
        if not waiting:
            passed.append(PassedTime(community=community, schedule=schedule, due=at))
    return due, passed


async def latest_due(
    work: Work,
    community: CommunityId,
    schedule: TownSchedule,
    *,
    since: datetime,
    now: datetime,
) -> tuple[str, datetime] | None:
    """Of the times that fell due since then: its key, and when it was."""
    town = await work.communities.community(community)
    wanted = Schedule(
        kind=schedule.kind,
        zone=town.timezone,
        at=time(schedule.at // 60, schedule.at % 60),
        weekday=schedule.weekday,
    )
    after = max(since, now - LOOK_BACK)
    fired = list(fire_keys_between(wanted, after=after, until=now))
    return (fired[-1].fire_key, fired[-1].due) if fired else None


async def _not_issued(
    work: Work, community: CommunityId, occasion: ScheduleKind, fire_key: str
) -> list[DueReport]:
    running = await work.surveys.in_states(community, _RUNNING, limit=RUNNING_AT_MOST)
    return [
        DueReport(community=community, survey=one.id, occasion=occasion, fire_key=fire_key)
        for one in running
        if not await work.reports.has(community, one.id, occasion, fire_key)
    ]

"""The weekly report of requests: one look at the week, a report for each who answers for it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from civic.communities.model import Community, Official, Role
from civic.communities.rules import Action, is_allowed
from civic.kernel.ids import AgencyId, CommunityId, PlaceId
from civic.kernel.language import Language, Translated
from civic.kernel.outbox import Lane
from civic.places.model import Place, PlaceKind
from civic.reports.actions import send_report
from civic.reports.ports import ReportFiles, TownSchedule
from civic.reports.published import report_hash
from civic.reports.requests.building import Week, numbered, reports_of
from civic.reports.requests.model import WATCHED_FOR, RequestReport, Scope, Tree
from civic.reports.requests.ports import IssuedRequests
from civic.reports.schedule import ScheduleKind, moment_of
from civic.unit_of_work import Begin, Read, Work
from jobs.reports.due import LOOK_BACK, latest_due
from jobs.reports.issuing import Drawn, Reader, Rest, renewing, shelve

AT_ONCE = 4
"""Towns in one look."""
PLACES_AT_MOST = 10_000
CLAIM = "report:requests"
_WEEK = timedelta(days=7)
Drawings = Sequence[Mapping[Language, Drawn]]


class DrawRequests(Protocol):
    """Draws several reports in several languages, outside this process's memory."""

    async def __call__(
        self, reports: Sequence[RequestReport], languages: Sequence[Language]
    ) -> Drawings: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DueWeek:
    community: CommunityId
    schedule: TownSchedule
    fire_key: str
    until: datetime


async def issue_request_reports(
    *,
    begin: Begin,
    read: Read,
    draw: DrawRequests,
    software: str,
    now: datetime,
    rest: Rest = asyncio.sleep,
) -> int:
    """Claim, make, draw, issue. The public's is made whether or not officials want theirs."""
    async with read() as work:
        due = await due_weeks(work, now=now)
    issued = 0
    for week in due[:AT_ONCE]:
        async with begin() as work:
            mine = await work.fires.claim(week.community, CLAIM, week.fire_key)
        if mine:
            await _issue(
                week, begin=begin, read=read, draw=draw, software=software, now=now, rest=rest
            )
            issued += 1
    return issued


async def due_weeks(work: Work, *, now: datetime) -> list[DueWeek]:
    """Weeks that are over and not told of; of several missed ones only the latest."""
    due: list[DueWeek] = []
    for community, first in await work.request_reports.begun():
        kept = await work.report_schedules.of_town(community)
        schedule = next(one for one in kept if one.kind is ScheduleKind.REQUESTS)
        since = max(schedule.since, first)
        found = await latest_due(work, community, schedule, since=since, now=now)
        if found is None or await work.request_reports.issued_at(community, found[0]):
            continue
        due.append(
            DueWeek(community=community, schedule=schedule, fire_key=found[0], until=found[1])
        )
    return due


async def _issue(
    due: DueWeek,
    *,
    begin: Begin,
    read: Read,
    draw: DrawRequests,
    software: str,
    now: datetime,
    rest: Rest,
) -> None:
    claim = (due.community, CLAIM, due.fire_key)
    try:
        async with read() as work:
            reports = await make_request_reports(work, due, now=now, software=software)
            readers = await _readers(work, due) if due.schedule.is_on else {}
            town = await work.communities.community(due.community)
        sent = [one for one in reports if readers.get(_key(one))]
        spoken = [one.language for some in readers.values() for one in some]
        languages = tuple(dict.fromkeys([town.languages[0], *spoken]))
        async with renewing(*claim, begin=begin, rest=rest):
            drawn = await draw(sent, languages) if sent else []
        async with begin() as work:
            await _write_down(
                work, due, reports, dict(zip(map(_key, sent), drawn, strict=True)), readers, now=now
            )
    except Exception:
        async with begin() as work:
            await work.fires.fail(*claim)
        raise
    except BaseException:
        async with begin() as work:
            await work.fires.release(*claim)
        raise


_Key = tuple[Scope, AgencyId | None]


def _key(report: RequestReport) -> _Key:
    return report.scope, report.agency


async def _write_down(
    work: Work,
    due: DueWeek,
    reports: Sequence[RequestReport],
    drawn: Mapping[_Key, Mapping[Language, Drawn]],
    readers: Mapping[_Key, Sequence[Reader]],
    *,
    now: datetime,
) -> None:
    for report in reports:
        files: dict[Language, ReportFiles] = {}
        for language, one in drawn.get(_key(report), {}).items():
            name = f"viche-requests-{report.number}"
            files[language] = await shelve(work, due.community, name, one, now=now)
        issued = IssuedRequests(report=report, fire_key=due.fire_key, hash=report_hash(report))
        await work.request_reports.issue(due.community, issued, files)
        for reader in readers.get(_key(report), ()):
            await send_report(
                files[reader.language], reader.account, community=due.community, lane=Lane.NOTICE,
                once=f"requests:{report.number}", outbox=work.outbox, now=now,
            )  # fmt: skip
    await work.fires.done(due.community, CLAIM, due.fire_key, now=now)


async def _readers(work: Work, due: DueWeek) -> dict[_Key, list[Reader]]:
    """Each agency's people get theirs, administrators and who asked for reports the town's."""
    choices = await work.report_schedules.choices(due.community)
    readers: dict[_Key, list[Reader]] = {}
    for official in await work.officials.all(due.community):
        wished = choices.get(official.account)
        for key, usual in _told(official):
            wants = usual if wished is None else wished
            account = await work.accounts.find(official.account) if wants else None
            if account is not None and is_allowed(official, Action.READ_REPORTS):
                readers.setdefault(key, []).append(
                    Reader(account=official.account, language=account.language)
                )
    return readers


def _told(official: Official) -> list[tuple[_Key, bool]]:
    """Which reports are theirs, and whether they get them unasked."""
    if official.role is Role.OFFICIAL and official.agency is not None:
        return [((Scope.AGENCY, official.agency), True)]
    return [((Scope.TOWN, None), official.role is Role.ADMINISTRATOR or official.is_dispatcher)]


async def make_request_reports(
    work: Work, due: DueWeek, *, now: datetime, software: str
) -> list[RequestReport]:
    """Read on one connection that never writes."""
    town = await work.communities.community(due.community)
    since = await _since(work, due, town)
    kept = await work.request_reports.courses(
        due.community, filed_since=due.until - WATCHED_FOR, changed_since=since
    )
    head = await work.trail.head(due.community)
    agencies: dict[int, Translated] = {
        one.id: one.name for one in await work.officials.agencies(due.community, closed=True)
    }
    week = Week(
        community=town.id,
        community_name=town.name,
        time_zone=town.timezone,
        threshold=town.threshold,
        contact=", ".join(part for part in (town.contacts.phone, town.contacts.address) if part),
        since=since,
        until=due.until,
        made_at=now,
        software=software,
        audit_head=head.hash if head else None,
        categories=await _categories(work, town),
        places=await _places(work, town),
        agencies=Tree(whole=town.name, names=agencies, children={None: tuple(agencies)}),
        serving={one.account: one.agency for one in await work.officials.all(due.community)},
    )
    number = await work.request_reports.next_number(due.community)
    return numbered(reports_of(week, kept), first=number)


async def _since(work: Work, due: DueWeek, town: Community) -> datetime:
    """Where the last one ended, so that nothing is told twice or never; else a week before."""
    last = await work.request_reports.latest(due.community, Scope.TOWN)
    if last is not None and due.until - LOOK_BACK <= last.report.until < due.until:
        return last.report.until
    zone, at = ZoneInfo(town.timezone), due.schedule.at
    day = due.until.astimezone(zone).date() - _WEEK
    return moment_of(day, time(at // 60, at % 60), zone)


async def _categories(work: Work, town: Community) -> Tree:
    every = await work.request_categories.all(town.id)
    children: dict[int | None, tuple[int, ...]] = {}
    for one in every:
        children[one.parent] = (*children.get(one.parent, ()), one.id)
    return Tree(whole=town.name, names={one.id: one.name for one in every}, children=children)


async def _places(work: Work, town: Community) -> Tree:
    districts = await _inside(work, town.id, None, PlaceKind.DISTRICT)
    names: dict[int, Translated] = {one.id: one.name for one in districts}
    children: dict[int | None, tuple[int, ...]] = {None: tuple(one.id for one in districts)}
    for parent in (*(one.id for one in districts), None):
        yards = await _inside(work, town.id, parent, PlaceKind.COURTYARD)
        names |= {one.id: one.name for one in yards}
        children[parent] = (*children.get(parent, ()), *(one.id for one in yards))
    return Tree(whole=town.name, names=names, children=children)


async def _inside(
    work: Work, community: CommunityId, parent: PlaceId | None, kind: PlaceKind
) -> list[Place]:
    return await work.places.inside(community, parent, kind, limit=PLACES_AT_MOST)

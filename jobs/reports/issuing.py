"""Issues what is due: drawn outside any transaction, written down and sent within one."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from civic.communities.model import Role
from civic.communities.rules import Action, is_allowed
from civic.kernel.ids import AccountId, CommunityId
from civic.kernel.language import Language
from civic.kernel.outbox import Lane
from civic.reports.actions import send_report
from civic.reports.model import Report
from civic.reports.ports import IssuedReport, ReportFiles
from civic.reports.published import report_hash
from civic.surveys.model import Mailing, MailingKind
from civic.unit_of_work import Begin, Read, Work
from jobs.reports.due import DueReport, due_reports
from jobs.reports.making import MadeReport, make_report


class Drawn(Protocol):
    @property
    def picture_png(self) -> bytes: ...
    @property
    def caption(self) -> str: ...
    @property
    def pdf(self) -> bytes: ...
    @property
    def xlsx(self) -> bytes: ...


class Draw(Protocol):
    """Draws a report in several languages, outside this process's memory."""

    async def __call__(
        self, report: Report, languages: Sequence[Language]
    ) -> Mapping[Language, Drawn]: ...


Rest = Callable[[float], Awaitable[None]]
"""Lets so many seconds go by."""
RENEW_SECONDS = 30.0
AT_ONCE = 4
"""In one look: closings and invitations of other towns wait behind them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    account: AccountId
    language: Language


async def issue_due_reports(
    *,
    begin: Begin,
    read: Read,
    draw: Draw,
    software: str,
    now: datetime,
    rest: Rest = asyncio.sleep,
) -> int:
    """Claim, make, draw, issue; a claim whose holder died is taken up again after its lease."""
    async with read() as work:
        due, passed = await due_reports(work, now=now)
    issued = 0
    for one in due:
        if issued == AT_ONCE:
            break
        async with begin() as work:
            mine = await work.fires.claim(one.community, one.schedule, one.fire_key)
        if mine:
            await _issue(
                one, begin=begin, read=read, draw=draw, software=software, now=now, rest=rest
            )
            issued += 1
    for time in passed:
        async with begin() as work:
            await work.report_schedules.passed(time.community, time.schedule.kind, until=time.due)
    return issued


async def _issue(
    due: DueReport,
    *,
    begin: Begin,
    read: Read,
    draw: Draw,
    software: str,
    now: datetime,
    rest: Rest,
) -> None:
    try:
        async with read() as work:
            made = await make_report(work, due, now=now, software=software)
            readers = await _readers_at(work, due)
            town = await work.communities.community(due.community)
        languages = tuple(dict.fromkeys([town.languages[0], *(one.language for one in readers)]))
        claim = (due.community, due.schedule, due.fire_key)
        async with renewing(*claim, begin=begin, rest=rest):
            drawn = await draw(made.report, languages)
        async with begin() as work:
            await _write_down(work, due, made, drawn, readers, now=now)
    except Exception:
        async with begin() as work:
            await work.fires.fail(due.community, due.schedule, due.fire_key)
        raise
    except BaseException:
        async with begin() as work:
            await work.fires.release(due.community, due.schedule, due.fire_key)
        raise


@asynccontextmanager
async def renewing(
    community: CommunityId, schedule: str, fire_key: str, *, begin: Begin, rest: Rest
) -> AsyncIterator[None]:
    """Drawing takes its time: the claim stays ours for as long as this process lives."""

    async def renew() -> None:
        while True:
            await rest(RENEW_SECONDS)
            # A database that is away for a moment is asked again: the lease outlasts two misses.
            with suppress(Exception):
                async with begin() as work:
                    await work.fires.renew(community, schedule, fire_key)

    renewing = asyncio.create_task(renew())
    try:
        yield
    finally:
        renewing.cancel()
        await asyncio.wait({renewing})


async def _write_down(
    work: Work,
    due: DueReport,
    made: MadeReport,
    drawn: Mapping[Language, Drawn],
    readers: Sequence[Reader],
    *,
    now: datetime,
) -> None:
    files = {
        language: await shelve(work, due.community, f"viche-{made.report.number}", one, now=now)
        for language, one in drawn.items()
    }
    await work.reports.issue(
        due.community,
        IssuedReport(
            report=made.report,
            occasion=due.occasion,
            fire_key=due.fire_key,
            hash=report_hash(made.report),
            mark=made.mark,
            audit_head=made.report.audit_head,
        ),
        files,
    )
    for reader in readers:
        await send_report(
            files[reader.language], reader.account, community=due.community, lane=Lane.NOTICE,
            once=f"report:{made.report.number}", outbox=work.outbox, now=now,
        )  # fmt: skip
    if made.report.is_final and made.tells_respondents:
        await work.surveys.start_mailing(
            Mailing(community=due.community, survey=due.survey, kind=MailingKind.RESULTS)
        )
    await work.fires.done(due.community, due.schedule, due.fire_key, now=now)


async def _readers_at(work: Work, due: DueReport) -> list[Reader]:
    """A closing is always reported, since its respondents are told; it is sent where wished."""
    schedules = await work.report_schedules.of_town(due.community)
    wished = any(one.is_on for one in schedules if one.kind is due.occasion)
    return await readers_of(work, due.community) if wished else []


async def readers_of(work: Work, community: CommunityId) -> list[Reader]:
    """Officials who asked for reports, and administrators who did not refuse them."""
    choices = await work.report_schedules.choices(community)
    readers = []
    for official in await work.officials.all(community):
        usual = official.role is Role.ADMINISTRATOR
        if not is_allowed(official, Action.READ_REPORTS):
            continue
        account = await work.accounts.find(official.account)
        if account is not None and choices.get(official.account, usual):
            readers.append(Reader(account=official.account, language=account.language))
    return readers


async def shelve(
    work: Work, community: CommunityId, name: str, drawn: Drawn, *, now: datetime
) -> ReportFiles:
    xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return ReportFiles(
        caption=drawn.caption,
        picture=await work.files.put(
            community, None, f"{name}.png", "image/png", drawn.picture_png, now=now
        ),
        pdf=await work.files.put(
            community, None, f"{name}.pdf", "application/pdf", drawn.pdf, now=now
        ),
        xlsx=await work.files.put(community, None, f"{name}.xlsx", xlsx, drawn.xlsx, now=now),
    )

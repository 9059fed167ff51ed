"""What came of a survey, told to who answered: of their courtyard where it can be shown."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from civic.kernel.ids import AccountId, CommunityId, PlaceId, ResidentId
from civic.kernel.outbox import Lane, Notice, Recipient
from civic.reports.model import Report
from civic.reports.results import results_for
from civic.residents.model import Topic
from civic.residents.rules import waking_moment
from civic.surveys.answering.ports import Respondent
from civic.surveys.model import Mailing
from civic.unit_of_work import Work

CHUNK = 200
_NOBODY = AccountId(0)


async def tell_results(work: Work, mailing: Mailing, *, now: datetime) -> int:
    """One step: the next respondents in the order of their ids, a content a place."""
    issued = await work.reports.final(mailing.community, mailing.survey)
    told = (
        await work.responses.finished_after(
            mailing.community, mailing.survey, mailing.after, limit=CHUNK
        )
        if issued
        else []
    )
    if issued is not None:
        by_place = sorted(told, key=lambda one: one.place or 0)
        for place, group in groupby(by_place, key=lambda one: one.place):
            await _tell(work, mailing, issued.report, place, list(group), now=now)
    gone_on = replace(
        mailing,
        after=told[-1].resident if told else mailing.after,
        written=mailing.written + len(told),
        done_at=now if len(told) < CHUNK else None,
    )
    await work.surveys.put_mailing(gone_on)
    return len(told)


async def _tell(
    work: Work,
    mailing: Mailing,
    report: Report,
    place: PlaceId | None,
    group: Sequence[Respondent],
    *,
    now: datetime,
) -> None:
    chain: list[PlaceId] = []
    if place is not None:
        chain = [one.id for one in await work.places.path(mailing.community, place)]
    zone = ZoneInfo(report.survey.time_zone)
    notice = Notice(
        to=_NOBODY,
        community=mailing.community,
        key="survey-results-told",
        params=results_for(report, chain),
        lane=Lane.BULK,
        topic=Topic.RESULTS.value,
    )
    recipients = [
        Recipient(
            to=one.account,
            due=await _waking(work, mailing.community, one.resident, zone, now=now),
            once=f"survey:{mailing.survey}:results",
        )
        for one in group
    ]
    await work.outbox.owe_many(notice, recipients, now=now)


async def _waking(
    work: Work, community: CommunityId, resident: ResidentId, zone: ZoneInfo, *, now: datetime
) -> datetime:
    who = await work.residents.resident(community, resident)
    return waking_moment(who.quiet, zone, now)

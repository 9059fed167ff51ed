"""Invitations and news of a survey, written out step by step to many."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from civic.communities.model import Community
from civic.kernel.ids import AccountId, ResidentId
from civic.kernel.json_value import JsonObject
from civic.kernel.language import Translated
from civic.kernel.outbox import Lane, Notice, Recipient
from civic.residents.model import QuietHours, Topic
from civic.residents.rules import waking_moment
from civic.surveys.document import texts_of
from civic.surveys.model import Mailing, MailingKind, Survey, SurveyState
from civic.surveys.ports import Invitee
from civic.surveys.rules import extension_key, once_key
from civic.unit_of_work import Begin, Work
from jobs.surveys.results import tell_results

CHUNK = 500
MAILINGS_AT_ONCE = 4
_NOBODY = AccountId(0)


async def write_mailings(*, begin: Begin, now: datetime) -> int:
    """One step of each mailing under way: the next residents in the order of their ids.

    A step marks how far it came in its own transaction, so a second run goes on from there.
    """
    async with begin() as work:
        waiting = await work.surveys.mailings_under_way(limit=MAILINGS_AT_ONCE)
        return sum([await _step(work, mailing, now=now) for mailing in waiting])


async def _step(work: Work, mailing: Mailing, *, now: datetime) -> int:
    if mailing.kind is MailingKind.RESULTS:
        return await tell_results(work, mailing, now=now)
    # Held, so that nothing is written out behind a pause that takes back what is queued.
    survey = await work.surveys.survey(mailing.community, mailing.survey, hold="reading")
    standing = survey.state_at(now)
    if standing is SurveyState.PAUSED:
        return 0
    if standing is not SurveyState.OPEN:
        await work.surveys.put_mailing(replace(mailing, done_at=now))
        return 0
    told = await _next_people(work, survey, mailing)
    new = await _owe(work, survey, mailing.kind, told, now=now) if told else 0
    gone_on = replace(
        mailing,
        after=told[-1].resident if told else mailing.after,
        written=mailing.written + new,
        done_at=now if len(told) < CHUNK else None,
    )
    await work.surveys.put_mailing(gone_on)
    return len(told)


async def _next_people(work: Work, survey: Survey, mailing: Mailing) -> Sequence[Invitee]:
    if mailing.kind is not MailingKind.INVITATION:
        return await work.survey_invitations.after(
            survey.community, survey.id, mailing.after, limit=CHUNK
        )
    members = await work.audiences.members(
        survey.community,
        survey.questionnaire.audience,
        topic=Topic.SURVEYS.value,
        after=ResidentId(mailing.after),
        limit=CHUNK,
    )
    return [
        Invitee(
            resident=ResidentId(member.key),
            account=member.account,
            quiet_start=member.quiet.start,
            quiet_end=member.quiet.end,
        )
        for member in members
    ]


async def _owe(
    work: Work, survey: Survey, kind: MailingKind, told: Sequence[Invitee], *, now: datetime
) -> int:
    """How many were not told before."""
    community = await work.communities.community(survey.community)
    zone = ZoneInfo(community.timezone)
    is_invitation = kind is MailingKind.INVITATION
    once = once_key(survey.id) if is_invitation else extension_key(survey.id)
    new = 0
    if is_invitation:
        new = await work.survey_invitations.add(survey.community, survey.id, told, now=now)
    owed = await work.outbox.owe_many(
        Notice(
            to=_NOBODY,
            community=survey.community,
            key=f"survey-{kind.value}",
            params=await _params(work, survey, community),
            lane=Lane.BULK,
            topic=Topic.SURVEYS.value,
            expires=survey.closes_at,
        ),
        [
            Recipient(
                to=one.account,
                due=waking_moment(QuietHours(start=one.quiet_start, end=one.quiet_end), zone, now),
                once=once,
            )
            for one in told
        ],
        now=now,
    )
    return new if is_invitation else owed


async def _params(work: Work, survey: Survey, community: Community) -> JsonObject:
    asked_by: Translated = community.name
    if survey.agency is not None:
        asked_by = (await work.officials.agency(survey.community, survey.agency)).name
    return {
        "survey": survey.id,
        "title": texts_of(survey.title),
        "asked_by": texts_of(asked_by),
        "questions": len(survey.questionnaire.questions),
        "until": survey.closes_at.isoformat() if survey.closes_at else "",
        "zone": community.timezone,
    }

"""What officials do with a survey, and what the tick does when its hour has come."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from civic.kernel.audit import AuditEntry, AuditLog
from civic.kernel.ids import AccountId, AgencyId, CommunityId, SurveyId
from civic.kernel.json_value import Json
from civic.kernel.language import Language, Translated
from civic.kernel.outbox import Outbox
from civic.kernel.refusal import Refusal
from civic.surveys import rules
from civic.surveys.model import (
    Mailing,
    MailingKind,
    Questionnaire,
    Survey,
    SurveyState,
)
from civic.surveys.ports import Surveys

LOOKED_AT = 20
"""The newest drafts: an older copy would not be remembered anyway."""
Change = Callable[[Questionnaire], Questionnaire]


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """The official at work."""

    community: CommunityId
    account: AccountId
    agency: AgencyId | None


async def draft_survey(
    survey: SurveyId,
    title: str,
    officer: Officer,
    *,
    language: Language,
    surveys: Surveys,
    audit: AuditLog,
    now: datetime,
) -> Survey:
    fresh = Survey(
        id=survey,
        community=officer.community,
        number=await surveys.next_number(officer.community),
        author=officer.account,
        agency=officer.agency,
        questionnaire=Questionnaire(language=language, title=Translated({language: title})),
        created_at=now,
    )
    return await _put(fresh, officer, "drafted", surveys, audit, now)


async def copy_survey(
    survey: SurveyId,
    copy: SurveyId,
    officer: Officer,
    *,
    surveys: Surveys,
    audit: AuditLog,
    now: datetime,
) -> Survey:
    """A new draft that asks the same; one's own copy that nobody has touched yet is given again."""
    found = await surveys.survey(officer.community, survey, hold="changing")
    if not found.is_launched:
        raise Refusal("survey-is-draft")
    for draft in await surveys.in_states(officer.community, {SurveyState.DRAFT}, limit=LOOKED_AT):
        if draft.author == officer.account and draft.questionnaire == found.questionnaire:
            return draft
    fresh = Survey(
        id=copy,
        community=officer.community,
        number=await surveys.next_number(officer.community),
        author=officer.account,
        agency=officer.agency,
        questionnaire=found.questionnaire,
        created_at=now,
    )
    await surveys.put(fresh)
    await _note(fresh, officer, "copied", audit=audit, now=now, source=found.number)
    return fresh


async def change_draft(
    community: CommunityId, survey: SurveyId, change: Change, *, surveys: Surveys
) -> Survey:
    """Raise Refusal once it is launched: what people were asked never changes."""
    found = await draft_of(community, survey, surveys=surveys)
    changed = replace(found, questionnaire=change(found.questionnaire))
    await surveys.put(changed)
    return changed


async def set_times(
    community: CommunityId,
    survey: SurveyId,
    *,
    opens_at: datetime | None,
    closes_at: datetime | None,
    surveys: Surveys,
) -> Survey:
    """`opens_at` None: as soon as it is launched. A later opening takes an earlier closing away."""
    found = await draft_of(community, survey, surveys=surveys)
    if opens_at is not None and closes_at is not None and closes_at <= opens_at:
        if opens_at == found.opens_at:
            raise Refusal("survey-closes-too-soon")
        closes_at = None
    changed = replace(found, opens_at=opens_at, closes_at=closes_at)
    await surveys.put(changed)
    return changed


async def draft_of(community: CommunityId, survey: SurveyId, *, surveys: Surveys) -> Survey:
    found = await surveys.survey(community, survey, hold="changing")
    if found.state is not SurveyState.DRAFT:
        raise Refusal("survey-frozen")
    return found


async def discard_draft(
    survey: SurveyId, officer: Officer, *, surveys: Surveys, audit: AuditLog, now: datetime
) -> Survey:
    found = await draft_of(officer.community, survey, surveys=surveys)
    await surveys.discard(officer.community, survey)
    await _note(found, officer, "discarded", audit=audit, now=now)
    return found


async def launch_survey(
    survey: SurveyId, officer: Officer, *, surveys: Surveys, audit: AuditLog, now: datetime
) -> Survey:
    """Freeze it; from its opening on people are invited, step by step, by the tick."""
    found = await surveys.survey(officer.community, survey, hold="changing")
    going, version = rules.launched(found, by=officer.account, now=now)
    await surveys.put(going)
    await surveys.add_version(version)
    if going.state is SurveyState.OPEN:
        await _invite(going, surveys=surveys)
    await _note(
        going, officer, "launched", audit=audit, now=now, version=1, hash=version.content_hash
    )
    return going


async def correct_survey(
    survey: SurveyId,
    officer: Officer,
    change: Change,
    *,
    surveys: Surveys,
    audit: AuditLog,
    now: datetime,
) -> Survey:
    """Mend words only: a new version that names the old."""
    found = await surveys.survey(officer.community, survey, hold="changing")
    going, version = rules.corrected(
        found, change(found.questionnaire), by=officer.account, now=now
    )
    if going.questionnaire == found.questionnaire:
        return found
    await surveys.put(going)
    await surveys.add_version(version)
    await _note(
        going,
        officer,
        "corrected",
        audit=audit,
        now=now,
        version=version.number,
        replaces=version.replaces,
        hash=version.content_hash,
    )
    return going


async def pause_survey(
    survey: SurveyId,
    officer: Officer,
    *,
    surveys: Surveys,
    outbox: Outbox,
    audit: AuditLog,
    now: datetime,
) -> Survey:
    """What has not left yet does not leave while it is paused."""
    found = await surveys.survey(officer.community, survey, hold="changing")
    if found.state is SurveyState.SCHEDULED and found.state_at(now) is SurveyState.OPEN:
        # Paused before the tick came round to open it.
        await _invite(found, surveys=surveys)
    for key in (rules.once_key(survey), rules.extension_key(survey)):
        await outbox.take_back(officer.community, key, now=now)
    return await _put(rules.paused(found, now=now), officer, "paused", surveys, audit, now)


async def resume_survey(
    survey: SurveyId, officer: Officer, *, surveys: Surveys, audit: AuditLog, now: datetime
) -> Survey:
    """Mailings begin anew and skip whoever has been told."""
    found = await surveys.survey(officer.community, survey, hold="changing")
    for kind in (MailingKind.INVITATION, MailingKind.EXTENSION):
        mailing = await surveys.mailing(officer.community, survey, kind)
        if mailing is not None:
            await surveys.put_mailing(replace(mailing, after=0, done_at=None))
    return await _put(rules.resumed(found, now=now), officer, "resumed", surveys, audit, now)


async def close_early(
    survey: SurveyId,
    officer: Officer,
    *,
    surveys: Surveys,
    outbox: Outbox,
    audit: AuditLog,
    now: datetime,
) -> Survey:
    found = await surveys.survey(officer.community, survey, hold="changing")
    if found.state_at(now) not in {SurveyState.OPEN, SurveyState.PAUSED}:
        raise Refusal(f"survey-is-{found.state_at(now).value}")
    going = rules.closed(found, now=now)
    await outbox.cancel(going.community, rules.once_key(going.id), now=now)
    return await _put(going, officer, "closed-early", surveys, audit, now)


async def extend_survey(
    survey: SurveyId,
    until: datetime,
    officer: Officer,
    *,
    surveys: Surveys,
    audit: AuditLog,
    now: datetime,
) -> Survey:
    """Those who were invited are told, step by step, by the tick."""
    found = await surveys.survey(officer.community, survey, hold="changing")
    going = rules.extended(found, until, now=now)
    if going.state is not SurveyState.SCHEDULED:
        await surveys.start_mailing(
            Mailing(community=going.community, survey=going.id, kind=MailingKind.EXTENSION)
        )
    return await _put(going, officer, "extended", surveys, audit, now)


async def withdraw_survey(
    survey: SurveyId,
    reason: str,
    officer: Officer,
    *,
    keeps_answers: bool,
    surveys: Surveys,
    outbox: Outbox,
    audit: AuditLog,
    now: datetime,
) -> Survey:
    """Take it back, for a reason that whoever opens it is told; answers are kept or erased."""
    found = await surveys.survey(officer.community, survey, hold="changing")
    going = rules.withdrawn(found, reason, keeps_answers=keeps_answers, now=now)
    await outbox.cancel(going.community, rules.once_key(going.id), now=now)
    verb = "withdrawn" if keeps_answers else "withdrawn-and-erased"
    return await _put(going, officer, verb, surveys, audit, now)


async def open_survey(survey: Survey, *, surveys: Surveys, now: datetime) -> Survey:
    """By the tick."""
    going = rules.opened(survey, now=now)
    await surveys.put(going)
    await _invite(going, surveys=surveys)
    return going


async def close_survey(survey: Survey, *, surveys: Surveys, now: datetime) -> Survey:
    """By the tick, at its hour or at the first chance after it; invitations expire alone."""
    going = rules.closed(survey, now=now)
    await surveys.put(going)
    return going


async def _invite(survey: Survey, *, surveys: Surveys) -> None:
    await surveys.start_mailing(
        Mailing(community=survey.community, survey=survey.id, kind=MailingKind.INVITATION)
    )


async def _put(
    survey: Survey,
    officer: Officer,
    verb: str,
    surveys: Surveys,
    audit: AuditLog,
    now: datetime,
) -> Survey:
    await surveys.put(survey)
    await _note(survey, officer, verb, audit=audit, now=now)
    return survey


async def _note(
    survey: Survey,
    officer: Officer,
    verb: str,
    *,
    audit: AuditLog,
    now: datetime,
    **details: Json,
) -> None:
    entry = AuditEntry(
        community=survey.community,
        actor=officer.account,
        verb=f"survey.{verb}",
        subject=f"survey:{survey.id}",
        details=details,
    )
    await audit.note(entry, now=now)

"""The office reads an appeal, sets its term, answers it in writing."""

from dataclasses import replace
from datetime import datetime

from civic.appeals.actions.telling import (
    ANSWERED,
    EXTENDED,
    SHORTENED,
    note_in_audit,
    tell_author,
)
from civic.appeals.model import Appeal, AppealRules, ReplyBy, Term
from civic.appeals.ports import AppealDesk
from civic.appeals.rules import (
    answer_of,
    check_extends,
    check_open,
    due_by,
    email_of,
    next_look,
)
from civic.communities.model import Official
from civic.communities.rules import Action, check_may
from civic.kernel.audit import AuditEntry
from civic.kernel.ids import AppealId, FileId, IdMaker, LetterId
from civic.kernel.letters import Letter
from civic.kernel.refusal import Refusal
from civic.service_requests.actions.stepping import Stage, stage_of
from civic.service_requests.rules.parties import parties_of


async def office_appeal(
    appeal: AppealId, *, by: Official, desk: AppealDesk, hold: bool = False
) -> tuple[Appeal, Stage]:
    """Names and addresses are for those alone whose request it is: raise Refusal to others."""
    check_may(by, Action.HANDLE_REQUESTS)
    found = await desk.appeals.appeal(by.community, appeal, hold=hold)
    stage = await stage_of(by.community, found.request, desk=desk)
    if not parties_of(by, stage.request, stage.office):
        raise Refusal("appeal-not-yours", number=found.number)
    return found, stage


async def extend_appeal(
    appeal: AppealId, reason: str, *, by: Official, desk: AppealDesk, now: datetime
) -> Appeal:
    """To the longest that the law gives; its author hears why and until when."""
    found, stage = await office_appeal(appeal, by=by, desk=desk, hold=True)
    check_extends(found, now=now)
    words = answer_of(reason)
    return await _with_term(found, stage, Term.LONGEST, words, EXTENDED, by=by, desk=desk, now=now)


async def shorten_appeal(
    appeal: AppealId, *, by: Official, desk: AppealDesk, now: datetime
) -> Appeal:
    """It needs no study: the short term holds."""
    found, stage = await office_appeal(appeal, by=by, desk=desk, hold=True)
    check_open(found)
    if (
        found.term is not Term.USUAL
        or due_by(Term.SHORT, found.registered_at, stage.calendar) <= now
    ):
        raise Refusal("appeal-term-passed", number=found.number)
    return await _with_term(found, stage, Term.SHORT, "", SHORTENED, by=by, desk=desk, now=now)


async def _with_term(
    appeal: Appeal,
    stage: Stage,
    term: Term,
    reason: str,
    news: str,
    *,
    by: Official,
    desk: AppealDesk,
    now: datetime,
) -> Appeal:
    due = due_by(term, appeal.registered_at, stage.calendar)
    none = type(appeal.escalation).NONE
    changed = replace(appeal, term=term, due_at=due, reason=reason, escalation=none)
    changed = replace(changed, look_at=next_look(changed))
    await desk.appeals.put(changed)
    await note_in_audit(changed, by, f"appeal-{news}", desk=desk, now=now)
    await tell_author(changed, news, zone=stage.town.timezone, desk=desk, now=now)
    return changed


async def answer_appeal(
    appeal: AppealId,
    text: str,
    file: FileId | None,
    *,
    subject: str,
    by: Official,
    desk: AppealDesk,
    new_id: IdMaker,
    now: datetime,
) -> Appeal:
    """Registered under a number of its own and delivered; `subject` heads it as a letter."""
    found, stage = await office_appeal(appeal, by=by, desk=desk, hold=True)
    check_open(found)
    words = answer_of(text) if text or file is None else ""
    answered = replace(
        found,
        answer=words,
        answer_file=file,
        answer_number=await desk.appeals.next_answer_number(found.community),
        answered_at=now,
        answered_by=by.account,
        look_at=None,
    )
    await desk.appeals.put(answered)
    await note_in_audit(answered, by, "appeal-answered", desk=desk, now=now)
    await tell_author(answered, ANSWERED, file=file, zone=stage.town.timezone, desk=desk, now=now)
    if answered.reply_by is ReplyBy.EMAIL and answered.email:
        letter = Letter(
            id=LetterId(new_id(now)), community=found.community, to=answered.email,
            subject=subject, body=words or subject, file=file,
        )  # fmt: skip
        await desk.letters.queue(letter, now=now)
    return answered


async def set_office_email(
    typed: str, *, by: Official, desk: AppealDesk, now: datetime
) -> AppealRules:
    """Empty: appeals go to the office's chats as files."""
    check_may(by, Action.SET_REQUEST_RULES)
    rules = AppealRules(community=by.community, email=email_of(typed) if typed.strip() else "")
    await desk.appeals.put_rules(rules)
    entry = AuditEntry(
        community=by.community,
        actor=by.account,
        verb="appeal-email-set",
        subject=f"community:{by.community}",
    )
    await desk.audit.note(entry, now=now)
    return rules

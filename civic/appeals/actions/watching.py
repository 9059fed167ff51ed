"""What the tick does about appeals: sends the paper on, warns, tells who answers for the delay."""

from dataclasses import replace
from datetime import datetime

from civic.appeals.actions.telling import (
    OVERDUE,
    PAPER,
    WARNED,
    tell_author,
    tell_officials,
)
from civic.appeals.model import Appeal, AppealEscalation
from civic.appeals.ports import AppealDesk
from civic.appeals.rules import next_look
from civic.kernel.ids import FileId, IdMaker, LetterId
from civic.kernel.letters import Letter
from civic.service_requests.actions.stepping import stage_of


async def send_paper(
    appeal: Appeal,
    paper: FileId,
    *,
    subject: str,
    body: str,
    has_mail: bool,
    desk: AppealDesk,
    new_id: IdMaker,
    now: datetime,
) -> None:
    """To its author, and to the office: by e-mail, else into its chats."""
    held = await desk.appeals.appeal(appeal.community, appeal.id, hold=True)
    await desk.appeals.put(replace(held, paper=paper))
    stage = await stage_of(appeal.community, appeal.request, desk=desk)
    zone = stage.town.timezone
    await tell_author(held, PAPER, file=paper, zone=zone, desk=desk, now=now)
    rules = await desk.appeals.rules(appeal.community)
    if has_mail and rules.email:
        letter = Letter(
            id=LetterId(new_id(now)), community=appeal.community, to=rules.email,
            subject=subject, body=body, file=paper,
        )  # fmt: skip
        await desk.letters.queue(letter, now=now)
        return
    to = stage.office.in_hand(stage.request) or stage.office.staff
    await tell_officials(held, PAPER, to, file=paper, zone=zone, desk=desk, now=now)


async def look_after_appeal(appeal: Appeal, *, desk: AppealDesk, now: datetime) -> bool:
    """Whether something was due. Each thing is told once."""
    due = next_look(appeal)
    if due is None or due > now:
        await desk.appeals.put(replace(appeal, look_at=due))
        return False
    stage = await stage_of(appeal.community, appeal.request, desk=desk)
    office, request = stage.office, stage.request
    if appeal.due_at <= now:
        level, news = AppealEscalation.OVERDUE, OVERDUE
        to = (*office.heads(request.agency), *office.administrators(), *office.in_hand(request))
    else:
        level, news = AppealEscalation.WARNED, WARNED
        to = office.in_hand(request)
    marked = replace(appeal, escalation=level)
    await desk.appeals.put(replace(marked, look_at=next_look(marked)))
    # An extension begins to count anew.
    name = f"{news}" if appeal.term.value == "usual" else f"{news}-{appeal.term.value}"
    await tell_officials(
        marked, name, to or office.staff, zone=stage.town.timezone, desk=desk, now=now
    )
    return True

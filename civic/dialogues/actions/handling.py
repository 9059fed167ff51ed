"""The office takes a dialogue in hand, passes it on, answers and closes it."""

from dataclasses import replace
from datetime import datetime

from civic.communities.model import Official
from civic.dialogues.actions.telling import (
    called,
    card_of,
    line_of,
    note_in_audit,
    raise_if,
    tell_desk,
    tell_resident,
)
from civic.dialogues.model import Desk, Dialogue, DialogueState, Line, Words
from civic.dialogues.ports import Dialogues
from civic.dialogues.rules import (
    check_in_hand,
    check_open,
    check_passes,
    check_reads,
    colleagues_of,
    why_not_answer,
)
from civic.kernel.audit import AuditLog
from civic.kernel.ids import AccountId, IdMaker
from civic.kernel.json_value import Json
from civic.kernel.outbox import Notice, Outbox
from civic.kernel.refusal import Refusal


async def take_dialogue(
    dialogue: Dialogue,
    *,
    by: Official,
    desk: Desk,
    dialogues: Dialogues,
    outbox: Outbox,
    audit: AuditLog,
    now: datetime,
) -> Dialogue:
    """One of the office has it in hand; the others see so where they were told of it."""
    check_reads(by, desk)
    check_open(dialogue)
    check_in_hand(dialogue, by, desk)
    if dialogue.assignee == by.account:
        return dialogue
    taken = replace(dialogue, assignee=by.account)
    await dialogues.put(taken)
    await note_in_audit(audit, taken, by, "dialogue-taken", {}, now=now)
    waiting = await dialogues.unanswered(taken.community, taken.id)
    if waiting.first is not None:
        shown: dict[str, Json] = {"by": by.name}
        for colleague in desk.told:
            if colleague.account != by.account:
                await outbox.owe(
                    Notice(
                        to=colleague.account,
                        community=taken.community,
                        key="dialogue-taken",
                        params=called(taken, desk) | shown,
                        card=card_of(taken, waiting.first),
                        once=f"{card_of(taken, waiting.first)}:by:{by.account}",
                        silent=True,
                    ),
                    now=now,
                )
    return taken


async def pass_to_colleague(
    dialogue: Dialogue,
    colleague: AccountId,
    *,
    by: Official,
    desk: Desk,
    dialogues: Dialogues,
    outbox: Outbox,
    audit: AuditLog,
    now: datetime,
    new_id: IdMaker,
) -> Dialogue:
    check_reads(by, desk)
    check_open(dialogue)
    check_passes(dialogue, by, desk)
    if colleague not in {one.account for one in colleagues_of(by, desk)}:
        raise Refusal("dialogue-no-colleague")
    passed = replace(dialogue, assignee=colleague)
    await dialogues.put(passed)
    await note_in_audit(audit, passed, by, "dialogue-passed", {"to": colleague}, now=now)
    await _tell_passed(passed, desk, by, outbox=outbox, now=now, new_id=new_id)
    return passed


async def pass_to_desk(
    dialogue: Dialogue,
    to: Desk,
    *,
    by: Official,
    desk: Desk,
    dialogues: Dialogues,
    outbox: Outbox,
    audit: AuditLog,
    now: datetime,
    new_id: IdMaker,
) -> Dialogue:
    """Another agency answers from now on; the resident hears who reads them."""
    check_reads(by, desk)
    check_open(dialogue)
    check_passes(dialogue, by, desk)
    if to.agency == dialogue.agency:
        return dialogue
    passed = replace(dialogue, agency=to.agency, assignee=None)
    await dialogues.put(passed)
    await note_in_audit(audit, passed, by, "dialogue-passed", {"agency": to.agency}, now=now)
    await _tell_passed(passed, to, by, outbox=outbox, now=now, new_id=new_id)
    await tell_resident(
        passed, to, "dialogue-moved", {}, mark=new_id(now), silent=True, outbox=outbox, now=now
    )
    return passed


async def answer_resident(
    dialogue: Dialogue,
    words: Words,
    *,
    by: Official,
    desk: Desk,
    shows_name: bool,
    silent: bool,
    dialogues: Dialogues,
    outbox: Outbox,
    audit: AuditLog,
    now: datetime,
    new_id: IdMaker,
) -> Line:
    """As from the office; whoever answers what nobody has in hand takes it."""
    raise_if(why_not_answer(words))
    dialogue = await take_dialogue(
        dialogue, by=by, desk=desk, dialogues=dialogues, outbox=outbox, audit=audit, now=now
    )
    line = line_of(dialogue, words, by.account, from_office=True, now=now, new_id=new_id)
    await dialogues.add_line(dialogue.community, line)
    await dialogues.put(replace(dialogue, state=DialogueState.WAITING_FOR_RESIDENT, updated_at=now))
    await note_in_audit(audit, dialogue, by, "dialogue-answered", {"line": line.id}, now=now)
    said = _answered(line, by if shows_name else None)
    await tell_resident(
        dialogue, desk, "dialogue-answer", said, mark=line.id, silent=silent, outbox=outbox, now=now
    )
    return line


async def close_dialogue(
    dialogue: Dialogue,
    words: Words | None,
    *,
    by: Official,
    desk: Desk,
    shows_name: bool,
    silent: bool,
    dialogues: Dialogues,
    outbox: Outbox,
    audit: AuditLog,
    now: datetime,
    new_id: IdMaker,
) -> Dialogue:
    """With a last word or without; the resident hears it and may say that it is not solved."""
    check_reads(by, desk)
    check_open(dialogue)
    check_in_hand(dialogue, by, desk)
    said: dict[str, Json] = {"text": "", "kind": "text", "file": "", "by": None}
    mark = new_id(now)
    if words is not None:
        raise_if(why_not_answer(words))
        line = line_of(dialogue, words, by.account, from_office=True, now=now, new_id=new_id)
        await dialogues.add_line(dialogue.community, line)
        said, mark = _answered(line, by if shows_name else None), line.id
    closed = replace(
        dialogue,
        state=DialogueState.CLOSED,
        assignee=by.account,
        updated_at=now,
        closed_at=now,
    )
    await dialogues.put(closed)
    await note_in_audit(audit, closed, by, "dialogue-closed", {}, now=now)
    await tell_resident(
        closed, desk, "dialogue-closed", said, mark=mark, silent=silent, outbox=outbox, now=now
    )
    return closed


def _answered(line: Line, by: Official | None) -> dict[str, Json]:
    return {
        "text": line.text,
        "kind": line.kind.value,
        "file": line.telegram_file,
        "by": by.name if by else None,
    }


async def _tell_passed(
    dialogue: Dialogue, desk: Desk, by: Official, *, outbox: Outbox, now: datetime, new_id: IdMaker
) -> None:
    told: dict[str, Json] = {"by": by.name}
    await tell_desk(
        dialogue, desk, "dialogue-passed", called(dialogue, desk) | told, mark=new_id(now),
        outbox=outbox, now=now,
    )  # fmt: skip

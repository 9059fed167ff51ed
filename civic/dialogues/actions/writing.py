"""A resident writes to the office, and takes up again what was closed."""

from dataclasses import dataclass, replace
from datetime import datetime

from civic.dialogues.actions.telling import called, card_of, line_of, raise_if, tell_desk
from civic.dialogues.model import Desk, Dialogue, DialogueState, Line, Words
from civic.dialogues.ports import Dialogues
from civic.dialogues.rules import check_open, holder_of, is_open, why_not_line, why_not_open
from civic.kernel.ids import (
    AccountId,
    AgencyId,
    BroadcastId,
    CommunityId,
    DialogueId,
    IdMaker,
    ResidentId,
)
from civic.kernel.json_value import Json
from civic.kernel.outbox import Lane, Notice, Outbox
from civic.kernel.plain_text import clean_line

EXCERPT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """The resident who writes, as the office gets to know them."""

    community: CommunityId
    resident: ResidentId
    account: AccountId
    name: str


async def open_dialogue(
    author: Author,
    agency: AgencyId | None,
    *,
    about: BroadcastId | None = None,
    dialogues: Dialogues,
    now: datetime,
    new_id: IdMaker,
) -> Dialogue:
    """Nobody hears of it before its first line."""
    raise_if(why_not_open(len(await dialogues.open_of(author.community, author.resident))))
    opened = Dialogue(
        id=DialogueId(new_id(now)),
        community=author.community,
        number=await dialogues.next_number(author.community),
        resident=author.resident,
        account=author.account,
        agency=agency,
        about=about,
        state=DialogueState.WAITING_FOR_OFFICE,
        assignee=None,
        opened_at=now,
        updated_at=now,
    )
    await dialogues.put(opened)
    return opened


async def write_to_office(
    dialogue: Dialogue,
    words: Words,
    *,
    author: Author,
    desk: Desk,
    sitting: int | None,
    together: int,
    form_waits: bool,
    dialogues: Dialogues,
    outbox: Outbox,
    now: datetime,
    new_id: IdMaker,
) -> Line:
    """Keep the line; tell the office once until it answers.

    `sitting` is the first line of those that are acknowledged together, None for the first;
    `together` is how many they are with this one.
    """
    check_open(dialogue)
    before = await dialogues.unanswered(dialogue.community, dialogue.id)
    raise_if(why_not_line(words, unanswered=before.count))
    line = line_of(dialogue, words, author.account, from_office=False, now=now, new_id=new_id)
    await dialogues.add_line(dialogue.community, line)
    if dialogue.state is not DialogueState.WAITING_FOR_OFFICE:
        dialogue = replace(dialogue, state=DialogueState.WAITING_FOR_OFFICE, updated_at=now)
        await dialogues.put(dialogue)
    received: dict[str, Json] = {"count": together, "waits": form_waits}
    await outbox.owe(
        Notice(
            to=dialogue.account,
            community=dialogue.community,
            key="dialogue-received",
            params=called(dialogue, desk) | received,
            lane=Lane.INTERACTIVE,
            card=card_of(dialogue, sitting or line.id),
            silent=True,
        ),
        now=now,
    )
    is_held = holder_of(dialogue, desk) is not None
    told = called(dialogue, desk) | _said(line, author) | {"held": is_held}
    await tell_desk(
        dialogue, desk, "dialogue-waiting", told, mark=before.first or line.id,
        outbox=outbox, now=now,
    )  # fmt: skip
    return line


async def reopen_dialogue(
    dialogue: Dialogue,
    *,
    author: Author,
    desk: Desk,
    dialogues: Dialogues,
    outbox: Outbox,
    now: datetime,
    new_id: IdMaker,
) -> Dialogue:
    """By the resident: it is not solved. Whoever had it in hand has it again."""
    if is_open(dialogue):
        return dialogue
    raise_if(why_not_open(len(await dialogues.open_of(author.community, author.resident))))
    opened = replace(
        dialogue, state=DialogueState.WAITING_FOR_OFFICE, updated_at=now, closed_at=None
    )
    await dialogues.put(opened)
    told: dict[str, Json] = {"name": author.name}
    await tell_desk(
        opened, desk, "dialogue-not-solved", called(opened, desk) | told, mark=new_id(now),
        outbox=outbox, now=now,
    )  # fmt: skip
    return opened


def _said(line: Line, author: Author) -> dict[str, Json]:
    return {
        "name": author.name,
        "kind": line.kind.value,
        "text": clean_line(line.text, EXCERPT),
    }

"""A line of a resident: passed on, or why not; where it belongs when the dialogue is over."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from civic.dialogues.actions.writing import Author, open_dialogue, write_to_office
from civic.dialogues.model import Dialogue, Words
from civic.dialogues.rules import is_open, why_not_line, why_not_open
from civic.kernel.ids import IdMaker
from civic.kernel.refusal import Refusal
from civic.unit_of_work import Work
from handlers.dialogues.desks import author_of, own_dialogue, town_of
from handlers.dialogues.sitting import (
    MOST_PENDING,
    TalkForm,
    Whereto,
    into,
    is_said_already,
    noted,
    sit,
)
from handlers.effects import Reply, Send, Show
from handlers.person import Person
from handlers.screens.dialogues.residents import closed_screen
from handlers.screens.fallback import refused_screen
from handlers.screens.why import why_not
from locales.catalog import Say


async def take_line(
    message: Message,
    words: Words | None,
    where: Whereto,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
    now: datetime,
    new_id: IdMaker,
) -> Reply:
    """Pass it on, or say why not; a form that waits for something else is left as it is."""
    author, community = author_of(person)
    dialogue = None
    if where.dialogue is not None:
        dialogue = await own_dialogue(author, where.dialogue, work)
    if dialogue is not None and not is_open(dialogue) and words is not None:
        return await _offer(message, words, dialogue, say, state)
    if words is None:
        return await _say_once(Refusal("dialogue-kind-refused"), message, say, state)
    refusal = await _why_not(words, dialogue, author, work)
    if refusal is not None:
        return await _say_once(refusal, message, say, state)
    at_hand = await state.get_state()
    form_waits = at_hand not in {None, TalkForm.writing.state}
    if dialogue is None:
        dialogue = await open_dialogue(
            author, where.agency, about=where.about, dialogues=work.dialogues, now=now,
            new_id=new_id,
        )  # fmt: skip
    line = await write_to_office(
        dialogue,
        words,
        author=author,
        desk=(await town_of(community, work)).desk(dialogue.agency, now),
        sitting=where.sitting,
        together=where.count + 1,
        form_waits=form_waits,
        dialogues=work.dialogues,
        outbox=work.outbox,
        now=now,
        new_id=new_id,
    )
    sitting = where.sitting or line.id
    if not form_waits:
        await sit(state, replace(into(dialogue), sitting=sitting, count=where.count + 1))
    elif message.media_group_id is not None:
        album = {
            "dialogue": dialogue.id,
            "album": message.media_group_id,
            "sitting": sitting,
            "count": where.count + 1,
        }
        await state.update_data(talk=album)
    return None


async def _say_once(refusal: Refusal, message: Message, say: Say, state: FSMContext) -> Reply:
    if await is_said_already(message, state):
        return None
    return Send(screen=refused_screen(why_not(refusal, say), say=say))


async def _why_not(
    words: Words, dialogue: Dialogue | None, author: Author, work: Work
) -> Refusal | None:
    if dialogue is None:
        going = await work.dialogues.open_of(author.community, author.resident)
        return why_not_open(len(going)) or why_not_line(words, unanswered=0)
    waiting = await work.dialogues.unanswered(author.community, dialogue.id)
    return why_not_line(words, unanswered=waiting.count)


async def _offer(
    message: Message, words: Words, dialogue: Dialogue, say: Say, state: FSMContext
) -> Reply:
    """It is over: keep what was written until it is said where it belongs."""
    data = await state.get_data()
    pending: list[Any] = data.get("pending", []) if data.get("over") == dialogue.id else []
    pending = [*pending, noted(words)][:MOST_PENDING]
    await state.update_data(pending=pending, over=dialogue.id)
    if await is_said_already(message, state):
        return None
    return Show(screen=closed_screen(dialogue, has_words=True, say=say), replaces=len(pending) > 1)

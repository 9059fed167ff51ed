"""Telegram's own "reply": to a broadcast, to an answer, to news of a dialogue."""

from dataclasses import dataclass
from datetime import datetime

from aiogram import Router
from aiogram.filters import Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from civic.dialogues.model import Words
from civic.kernel.bulk import Origin
from civic.kernel.ids import AccountId, BroadcastId, DialogueId, IdMaker
from civic.kernel.refusal import NotFound, Refusal
from civic.unit_of_work import Work
from handlers.dialogues.answering import send_answer
from handlers.dialogues.desks import at_desk, author_of
from handlers.dialogues.lines import take_line
from handlers.dialogues.sitting import TalkForm, Whereto
from handlers.dialogues.words import SomeLine
from handlers.effects import Reply
from handlers.person import Person
from locales.catalog import Say

BROADCAST = "broadcast"
"""The key of the notice that a broadcast's messages are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepliedTo:
    """The message that is replied to was news of a dialogue, or part of a broadcast."""

    dialogue: DialogueId | None = None
    origin: Origin | None = None


class RepliesToOurs(Filter):
    """A reply says what it is about, whatever form is open; replies to anything else pass by."""

    async def __call__(self, message: Message, work: Work) -> bool | dict[str, RepliedTo]:
        replied = message.reply_to_message
        if replied is None or replied.from_user is None or not replied.from_user.is_bot:
            return False
        account = AccountId(message.chat.id)
        dialogue = await work.dialogues.shown_as(account, replied.message_id)
        if dialogue is not None:
            return {"to": RepliedTo(dialogue=dialogue)}
        origin = await work.bulks.origin(account, replied.message_id)
        if origin is None or origin.key != BROADCAST:
            return False
        return {"to": RepliedTo(origin=origin)}


def build_replies_router() -> Router:
    """Before every form: what is typed as an answer to a form's own question passes by."""
    router = Router(name="dialogues-replies")
    router.message.register(reply, SomeLine(), RepliesToOurs())
    return router


async def reply(
    message: Message,
    words: Words | None,
    to: RepliedTo,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
    now: datetime,
    new_id: IdMaker,
) -> Reply:
    if to.dialogue is not None and not await _is_own(to.dialogue, person, work):
        at = await at_desk(person, to.dialogue, work, now)
        return await send_answer(message, words, at, work, say, state, now, new_id, is_asked=False)
    if to.dialogue is not None:
        where = Whereto(dialogue=to.dialogue)
    else:
        where = await _about(to.origin, person, work)
    where = await _in_this_sitting(where, message, state)
    return await take_line(message, words, where, person, work, say, state, now, new_id)


async def _is_own(dialogue: DialogueId, person: Person, work: Work) -> bool:
    """Whether the person is its resident, and not of the office."""
    if person.resident is None:
        return False
    going = await work.dialogues.of_resident(
        person.resident.community, person.resident.id, dialogue
    )
    return going is not None


async def _about(origin: Origin | None, person: Person, work: Work) -> Whereto:
    """The dialogue about this broadcast that is open, else a new one with who sent it."""
    author, community = author_of(person)
    if origin is None or origin.community != community.id:
        raise Refusal("dialogue-other-town")
    named = origin.params.get("broadcast")
    if not isinstance(named, int):
        raise NotFound("not-found")
    broadcast = BroadcastId(named)
    for going in await work.dialogues.open_of(author.community, author.resident):
        if going.about == broadcast:
            return Whereto(dialogue=going.id)
    sender = await work.dialogues.sender(community.id, broadcast)
    return Whereto(agency=sender.agency, about=broadcast)


async def _in_this_sitting(where: Whereto, message: Message, state: FSMContext) -> Whereto:
    """Lines written one after another, or an album amid a form, are acknowledged on one card."""
    data = await state.get_data()
    if await state.get_state() == TalkForm.writing.state:
        before = data
    else:
        before = data.get("talk", {})
        if message.media_group_id is None or before.get("album") != message.media_group_id:
            return where
    if where.dialogue is None or before.get("dialogue") != where.dialogue:
        return where
    return Whereto(
        dialogue=where.dialogue, sitting=before.get("sitting"), count=before.get("count", 0)
    )

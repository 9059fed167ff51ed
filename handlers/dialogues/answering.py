"""Officials answer and close: what they send goes to the resident as from the office."""

from datetime import datetime
from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.filters import Filter, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from civic.dialogues.actions.handling import answer_resident, close_dialogue
from civic.dialogues.model import Words
from civic.dialogues.rules import check_in_hand, check_open
from civic.kernel.ids import DialogueId, IdMaker
from civic.kernel.refusal import Refusal
from civic.residents.rules import is_quiet
from civic.unit_of_work import Work
from handlers.dialogues.desks import AtDesk, at_desk
from handlers.dialogues.shown import dialogue_card, dialogues_list
from handlers.dialogues.words import SomeLine, words_of
from handlers.effects import Reply, Send, Show, Toast
from handlers.leaving import leaving_forms
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.dialogues import AnswerPress, AskClosePress, ClosePress
from handlers.screens.dialogues.office import answering_screen, closing_screen
from handlers.screens.screen import Screen
from locales.catalog import Say


class DeskForm(StatesGroup):
    answering = State()
    closing = State()


class MoreOfAlbum(Filter):
    """What came together with an answer that was sent already."""

    async def __call__(
        self, message: Message, state: FSMContext, raw_state: str | None = None
    ) -> bool | dict[str, DialogueId]:
        if message.media_group_id is None or raw_state is not None:
            return False
        data = await state.get_data()
        if data.get("answer_album") != message.media_group_id:
            return False
        return {"answered": DialogueId(data["answered"])}


def build_answering_router() -> Router:
    router = leaving_forms(Router(name="dialogues-answering"))
    router.callback_query.register(ask_answer, Pressed(AnswerPress))
    router.callback_query.register(ask_close, Pressed(AskClosePress))
    router.callback_query.register(close, Pressed(ClosePress))
    router.message.register(answer, StateFilter(DeskForm.answering), SomeLine())
    router.message.register(close_with_word, StateFilter(DeskForm.closing), SomeLine())
    router.message.register(answer_more, MoreOfAlbum())
    return router


async def ask_answer(
    _query: CallbackQuery,
    press: AnswerPress,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
    now: datetime,
) -> Reply:
    at = await at_desk(person, press.dialogue, work, now)
    check_open(at.dialogue)
    check_in_hand(at.dialogue, at.official, at.desk)
    await state.set_state(DeskForm.answering)
    await state.set_data({"dialogue": at.dialogue.id})
    shows_name = at.town.community.names_officials
    return answering_screen(at.dialogue, at.desk, shows_name=shows_name, say=say)


async def answer(
    message: Message,
    words: Words | None,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
    now: datetime,
    new_id: IdMaker,
) -> Reply:
    dialogue = DialogueId((await state.get_data())["dialogue"])
    at = await at_desk(person, dialogue, work, now)
    return await send_answer(message, words, at, work, say, state, now, new_id, is_asked=True)


async def send_answer(
    message: Message,
    words: Words | None,
    at: AtDesk,
    work: Work,
    say: Say,
    state: FSMContext,
    now: datetime,
    new_id: IdMaker,
    *,
    is_asked: bool,
) -> Reply:
    """One answer, or one album; what is typed afterwards is for nobody by mistake.

    Unless it `is_asked` for, whatever else waits for words goes on waiting.
    """
    await answer_resident(
        at.dialogue,
        _some(words),
        by=at.official,
        desk=at.desk,
        shows_name=at.town.community.names_officials,
        silent=await _sleeps(at, work, now),
        dialogues=work.dialogues,
        outbox=work.outbox,
        audit=work.audit,
        now=now,
        new_id=new_id,
    )
    if not is_asked and await state.get_state() is not None:
        number = say.number(at.dialogue.number)
        return Send(screen=Screen(text=await _outcome(at, work, say, number)))
    await state.clear()
    if message.media_group_id is not None:
        await state.set_data({"answer_album": message.media_group_id, "answered": at.dialogue.id})
    return await _sent(at, work, say, replaces=is_asked)


async def answer_more(
    message: Message,
    answered: DialogueId,
    person: Person,
    work: Work,
    now: datetime,
    new_id: IdMaker,
) -> Reply:
    """The rest of an album, without another word about it."""
    at = await at_desk(person, answered, work, now)
    await answer_resident(
        at.dialogue, _some(words_of(message)), by=at.official, desk=at.desk,
        shows_name=at.town.community.names_officials, silent=True, dialogues=work.dialogues,
        outbox=work.outbox, audit=work.audit, now=now, new_id=new_id,
    )  # fmt: skip
    return None


async def _sent(at: AtDesk, work: Work, say: Say, *, replaces: bool) -> Reply:
    """What became of it, with what can be done next."""
    dialogue = await work.dialogues.dialogue(at.town.community.id, at.dialogue.id)
    present = AtDesk(official=at.official, town=at.town, dialogue=dialogue, desk=at.desk)
    outcome = await _outcome(at, work, say, say.number(dialogue.number))
    return [
        Send(screen=Screen(text=outcome)),
        Show(screen=await dialogue_card(present, work, say), replaces=replaces),
    ]


async def _outcome(at: AtDesk, work: Work, say: Say, number: str) -> str:
    account = await work.accounts.find(at.dialogue.account)
    is_reached = account is not None and account.reachable
    return say("dialogue-sent" if is_reached else "dialogue-sent-unreachable", number=number)


async def _sleeps(at: AtDesk, work: Work, now: datetime) -> bool:
    """Their quiet hours hold nothing back that they asked for, but it comes without a sound."""
    town = at.town.community
    resident = await work.residents.resident(town.id, at.dialogue.resident)
    return is_quiet(resident.quiet, ZoneInfo(town.timezone), now)


async def ask_close(
    _query: CallbackQuery,
    press: AskClosePress,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
    now: datetime,
) -> Reply:
    at = await at_desk(person, press.dialogue, work, now)
    check_open(at.dialogue)
    check_in_hand(at.dialogue, at.official, at.desk)
    await state.set_state(DeskForm.closing)
    await state.set_data({"dialogue": at.dialogue.id})
    return closing_screen(at.dialogue, say=say)


async def close(
    _query: CallbackQuery,
    press: ClosePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    new_id: IdMaker,
) -> Reply:
    at = await at_desk(person, press.dialogue, work, now)
    await _close(at, None, work, now, new_id)
    number = say.number(at.dialogue.number)
    return [
        Toast(text=say("dialogue-closed-toast", number=number)),
        Show(screen=await dialogues_list(person, work, say, which="waiting", page=0)),
    ]


async def close_with_word(
    _message: Message,
    words: Words | None,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
    now: datetime,
    new_id: IdMaker,
) -> Reply:
    dialogue = DialogueId((await state.get_data())["dialogue"])
    at = await at_desk(person, dialogue, work, now)
    await _close(at, _some(words), work, now, new_id)
    await state.clear()
    number = say.number(at.dialogue.number)
    return [
        Send(screen=Screen(text=say("dialogue-closed-toast", number=number))),
        Show(
            screen=await dialogues_list(person, work, say, which="waiting", page=0), replaces=True
        ),
    ]


def _some(words: Words | None) -> Words:
    if words is None:
        raise Refusal("dialogue-answer-kind")
    return words


async def _close(
    at: AtDesk, words: Words | None, work: Work, now: datetime, new_id: IdMaker
) -> None:
    await close_dialogue(
        at.dialogue,
        words,
        by=at.official,
        desk=at.desk,
        shows_name=at.town.community.names_officials,
        silent=await _sleeps(at, work, now),
        dialogues=work.dialogues,
        outbox=work.outbox,
        audit=work.audit,
        now=now,
        new_id=new_id,
    )

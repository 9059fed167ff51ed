"""A resident writes to the office: chooses whom, sends lines, goes on, takes up again."""

from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from civic.communities.model import Community
from civic.dialogues.actions.writing import (
    Author,
    open_dialogue,
    reopen_dialogue,
    write_to_office,
)
from civic.dialogues.model import Dialogue, Words
from civic.dialogues.rules import is_open, why_not_open
from civic.kernel.ids import AgencyId, BroadcastId, DialogueId, IdMaker
from civic.unit_of_work import Work
from handlers.dialogues.desks import author_of, own_dialogue, town_of
from handlers.dialogues.lines import take_line
from handlers.dialogues.sitting import (
    TalkForm,
    Whereto,
    ask_for_lines,
    into,
    is_asked_already,
    pending_words,
    sit,
)
from handlers.dialogues.words import SomeLine
from handlers.effects import Reply, Send, Toast
from handlers.leaving import leaving_forms
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.dialogues import (
    GoOnPress,
    MyDialoguePress,
    NewDialoguePress,
    NotSolvedPress,
    PlacePress,
    TalkPress,
    WriteToPress,
)
from handlers.screens.dialogues.residents import (
    closed_screen,
    my_dialogue_screen,
    my_dialogues_screen,
    which_office_screen,
)
from handlers.screens.dialogues.wording import LINES_PAGE
from handlers.screens.navigation import ways
from handlers.screens.screen import Screen
from locales.catalog import Say


def build_resident_router() -> Router:
    router = Router(name="dialogues-resident")
    leaving = leaving_forms(Router(name="dialogues-resident-presses"))
    router.message.register(talk_by_command, Command("talk"))
    router.message.register(write, StateFilter(TalkForm.writing), SomeLine())
    leaving.callback_query.register(talk, Pressed(TalkPress))
    leaving.callback_query.register(new, Pressed(NewDialoguePress))
    leaving.callback_query.register(write_to, Pressed(WriteToPress))
    leaving.callback_query.register(show, Pressed(MyDialoguePress))
    # What waits for words stands in the conversation: these presses must not clear it.
    router.callback_query.register(go_on, Pressed(GoOnPress))
    router.callback_query.register(not_solved, Pressed(NotSolvedPress))
    router.callback_query.register(place, Pressed(PlacePress))
    router.include_router(leaving)
    return router


async def talk_by_command(
    _message: Message, person: Person, work: Work, say: Say, state: FSMContext, now: datetime
) -> Reply:
    await state.clear()
    return await _talk(person, work, say, state, now)


async def talk(
    _query: CallbackQuery, person: Person, work: Work, say: Say, state: FSMContext, now: datetime
) -> Reply:
    return await _talk(person, work, say, state, now)


async def _talk(person: Person, work: Work, say: Say, state: FSMContext, now: datetime) -> Screen:
    author, community = author_of(person)
    going = await work.dialogues.open_of(author.community, author.resident)
    if going:
        agencies = await work.officials.agencies(community.id)
        return my_dialogues_screen(going, agencies, say=say)
    return await _begin(community, work, say, state, now, page=0)


async def new(
    _query: CallbackQuery,
    press: NewDialoguePress,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
    now: datetime,
) -> Reply:
    author, community = author_of(person)
    going = await work.dialogues.open_of(author.community, author.resident)
    full = why_not_open(len(going))
    if full is not None:
        raise full
    return await _begin(community, work, say, state, now, page=max(press.page, 0))


async def _begin(
    community: Community, work: Work, say: Say, state: FSMContext, now: datetime, *, page: int
) -> Screen:
    """Straight to writing, unless the town has several agencies to choose from."""
    agencies = await work.officials.agencies(community.id)
    if len(agencies) > 1:
        return which_office_screen(agencies, page=page, say=say)
    return await ask_for_lines(Whereto(), community, work, say, state, now)


async def write_to(
    _query: CallbackQuery,
    press: WriteToPress,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
    now: datetime,
) -> Reply:
    _author, community = author_of(person)
    agency = press.agency or None
    if agency is not None:
        await work.officials.agency(community.id, agency)
    return await ask_for_lines(Whereto(agency=agency), community, work, say, state, now)


async def show(
    _query: CallbackQuery,
    press: MyDialoguePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    author, community = author_of(person)
    dialogue = await own_dialogue(author, press.dialogue, work)
    desk = (await town_of(community, work)).desk(dialogue.agency, now)
    page = max(press.page, 0)
    lines = await work.dialogues.lines(
        community.id, dialogue.id, offset=page * LINES_PAGE, limit=LINES_PAGE
    )
    return my_dialogue_screen(
        dialogue,
        desk,
        lines[::-1],
        page=page,
        count=await work.dialogues.count_lines(community.id, dialogue.id),
        zone=community.timezone,
        say=say,
    )


async def go_on(
    _query: CallbackQuery,
    press: GoOnPress,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
    now: datetime,
) -> Reply:
    author, community = author_of(person)
    dialogue = await own_dialogue(author, press.dialogue, work)
    if await is_asked_already(dialogue, state):
        return Toast(text=say("dialogue-asked-already"))
    await state.clear()
    if not is_open(dialogue):
        return closed_screen(dialogue, has_words=False, say=say)
    note = say("dialogue-goes-on", number=say.number(dialogue.number))
    return Send(
        screen=await ask_for_lines(into(dialogue), community, work, say, state, now, note=note)
    )


async def not_solved(
    _query: CallbackQuery,
    press: NotSolvedPress,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
    now: datetime,
    new_id: IdMaker,
) -> Reply:
    author, community = author_of(person)
    dialogue = await own_dialogue(author, press.dialogue, work)
    if await is_asked_already(dialogue, state):
        return Toast(text=say("dialogue-asked-already"))
    await state.clear()
    await reopened(dialogue, author, community, work, now, new_id)
    note = say("dialogue-reopened", number=say.number(dialogue.number))
    return Send(
        screen=await ask_for_lines(into(dialogue), community, work, say, state, now, note=note)
    )


async def write(
    message: Message,
    words: Words | None,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
    now: datetime,
    new_id: IdMaker,
) -> Reply:
    data = await state.get_data()
    where = Whereto(
        dialogue=DialogueId(data["dialogue"]) if data.get("dialogue") else None,
        agency=AgencyId(data["agency"]) if data.get("agency") else None,
        about=BroadcastId(data["about"]) if data.get("about") else None,
        sitting=data.get("sitting"),
        count=data.get("count", 0),
    )
    return await take_line(message, words, where, person, work, say, state, now, new_id)


async def reopened(
    dialogue: Dialogue,
    author: Author,
    community: Community,
    work: Work,
    now: datetime,
    new_id: IdMaker,
) -> Dialogue:
    return await reopen_dialogue(
        dialogue,
        author=author,
        desk=(await town_of(community, work)).desk(dialogue.agency, now),
        dialogues=work.dialogues,
        outbox=work.outbox,
        now=now,
        new_id=new_id,
    )


async def place(
    _query: CallbackQuery,
    press: PlacePress,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
    now: datetime,
    new_id: IdMaker,
) -> Reply:
    """Into the dialogue that was over, or into a new one with the same office."""
    author, community = author_of(person)
    data = await state.get_data()
    pending = data.get("pending", []) if data.get("over") == press.dialogue else []
    old = await own_dialogue(author, press.dialogue, work)
    await state.clear()
    if press.into_old:
        dialogue = await reopened(old, author, community, work, now, new_id)
        where = into(dialogue)
    elif pending:
        dialogue = await open_dialogue(
            author, old.agency, about=old.about, dialogues=work.dialogues, now=now, new_id=new_id
        )
        where = into(dialogue)
    else:
        dialogue, where = old, Whereto(agency=old.agency, about=old.about)
    if not pending:
        return await ask_for_lines(where, community, work, say, state, now)
    desk = (await town_of(community, work)).desk(dialogue.agency, now)
    sitting: int | None = None
    for count, kept in enumerate(pending, 1):
        line = await write_to_office(
            dialogue, pending_words(kept), author=author, desk=desk, sitting=sitting,
            together=count, form_waits=False, dialogues=work.dialogues,
            outbox=work.outbox, now=now, new_id=new_id,
        )  # fmt: skip
        sitting = sitting or line.id
    await sit(state, replace(where, sitting=sitting, count=len(pending)))
    number = say.number(dialogue.number)
    key = "dialogue-reopened-with" if press.into_old else "dialogue-opened-with"
    return Screen(text=say(key, number=number), rows=ways(say))

"""An official sends the words, the pictures, the files of a broadcast, and takes them out again."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.filters import Filter, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from civic.broadcasts.actions.writing import Edited, draft_broadcast
from civic.broadcasts.model import Broadcast, Content
from civic.kernel.ids import BroadcastId, IdMaker
from civic.kernel.language import Language
from civic.kernel.refusal import NotFound, Refusal
from civic.unit_of_work import Work
from handlers.broadcasts.card import draft_card
from handlers.broadcasts.contents import Sent, sent_in, with_file, with_sent, without_text
from handlers.broadcasts.desk import AtDraft, Desk, at_desk, edited, taken_back_words
from handlers.broadcasts.drafts import topic_named
from handlers.effects import Reply, Show, Toast
from handlers.leaving import leaving_forms
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.broadcasts import (
    BeginBroadcastPress,
    DropFilePress,
    DropTextPress,
    FilesPress,
    NewBroadcastPress,
    TextPress,
    TextsPress,
)
from handlers.screens.broadcasts.contents import files_screen, text_screen, texts_screen
from handlers.screens.broadcasts.drafts import first_content_screen, topics_screen
from handlers.screens.broadcasts.wording import mark_of
from handlers.surveys.answer import NotACommand
from locales.catalog import Say


class BroadcastForm(StatesGroup):
    first = State()
    text = State()
    files = State()


class MoreOfAlbum(Filter):
    """What comes together with a picture that was taken already."""

    async def __call__(
        self, message: Message, state: FSMContext, raw_state: str | None = None
    ) -> bool | dict[str, Any]:
        if message.media_group_id is None or raw_state is not None:
            return False
        data = await state.get_data()
        if data.get("broadcast_album") != message.media_group_id:
            return False
        return {"into": data}


def build_new_router() -> Router:
    """Before there is a draft."""
    router = leaving_forms(Router(name="broadcasts-new"))
    router.callback_query.register(ask_topic, Pressed(NewBroadcastPress))
    router.callback_query.register(ask_content, Pressed(BeginBroadcastPress))
    return router


def build_writing_router() -> Router:
    router = Router(name="broadcasts-writing")
    router.callback_query.middleware(AtDraft())
    router.message.register(take_more, MoreOfAlbum())
    router.message.register(begin, StateFilter(BroadcastForm.first), NotACommand())
    router.message.register(take_text, StateFilter(BroadcastForm.text), NotACommand())
    router.message.register(take_file, StateFilter(BroadcastForm.files), NotACommand())
    router.callback_query.register(ask_text, Pressed(TextPress))
    router.callback_query.register(show_texts, Pressed(TextsPress))
    router.callback_query.register(drop_text, Pressed(DropTextPress))
    router.callback_query.register(show_files, Pressed(FilesPress))
    router.callback_query.register(drop_file, Pressed(DropFilePress))
    return router


# --- A new one.


async def ask_topic(_query: CallbackQuery, person: Person, say: Say) -> Reply:
    at_desk(person)
    return topics_screen(say)


async def ask_content(
    _query: CallbackQuery, press: BeginBroadcastPress, person: Person, say: Say, state: FSMContext
) -> Reply:
    at_desk(person)
    topic = topic_named(press.topic)
    await state.set_state(BroadcastForm.first)
    await state.set_data({"topic": topic.value})
    return first_content_screen(topic, say=say)


async def begin(
    message: Message,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    new_id: IdMaker,
    state: FSMContext,
) -> Reply:
    """The draft begins with what it says."""
    desk = at_desk(person)
    sent = sent_in(message)
    made = await draft_broadcast(
        BroadcastId(new_id(now)),
        with_sent(Content(texts={}), sent, desk.own),
        desk.official,
        topic=topic_named((await state.get_data())["topic"]),
        broadcasts=work.broadcasts,
        audit=work.audit,
        now=now,
    )
    await _expect_more(message, made.id, desk.own, state)
    return Show(screen=await draft_card(made, desk, work, say, now), replaces=True)


# --- Words and files of a draft.


async def ask_text(
    _query: CallbackQuery,
    press: TextPress,
    draft: Broadcast,
    desk: Desk,
    say: Say,
    state: FSMContext,
) -> Reply:
    language = _language(press.language, desk)
    await state.set_state(BroadcastForm.text)
    await state.set_data({"broadcast": draft.id, "language": language})
    return text_screen(draft, language, is_own=language == desk.own, say=say)


async def take_text(
    message: Message, person: Person, work: Work, say: Say, now: datetime, state: FSMContext
) -> Reply:
    desk, into = at_desk(person), await state.get_data()
    language = _language(into["language"], desk)
    edit = await _join(BroadcastId(into["broadcast"]), sent_in(message), language, desk, work, now)
    await _expect_more(message, edit.broadcast.id, language, state)
    card = await draft_card(
        edit.broadcast, desk, work, say, now, took_back=taken_back_words(edit, say)
    )
    return Show(screen=card, replaces=True)


async def take_file(
    message: Message, person: Person, work: Work, say: Say, now: datetime, state: FSMContext
) -> Reply:
    """One after another, until they press on."""
    desk, into = at_desk(person), await state.get_data()
    sent = sent_in(message)
    if sent.file is None:
        raise Refusal("broadcast-send-file")
    edit = await edited(
        BroadcastId(into["broadcast"]),
        lambda one: replace(one, content=with_file(one.content, sent, desk.own)),
        desk,
        work,
        now,
    )
    screen = files_screen(edit.broadcast, say=say)
    album = message.media_group_id
    if album is not None and into.get("album") == album:
        return Show(screen=screen, changes=True)
    await state.update_data(album=album)
    return Show(screen=screen, replaces=True)


async def take_more(
    message: Message,
    into: dict[str, Any],
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    """The rest of an album: the card that its first one brought is changed in place."""
    desk = at_desk(person)
    language = _language(into["language"], desk)
    edit = await _join(BroadcastId(into["broadcast"]), sent_in(message), language, desk, work, now)
    return Show(screen=await draft_card(edit.broadcast, desk, work, say, now), changes=True)


async def _join(
    broadcast: BroadcastId, sent: Sent, language: Language, desk: Desk, work: Work, now: datetime
) -> Edited:
    return await edited(
        broadcast,
        lambda one: replace(one, content=with_sent(one.content, sent, language)),
        desk,
        work,
        now,
    )


async def _expect_more(
    message: Message, broadcast: BroadcastId, language: Language, state: FSMContext
) -> None:
    """The form is done; what else belongs to the same album still joins."""
    await state.clear()
    if message.media_group_id is not None:
        await state.set_data(
            {
                "broadcast_album": message.media_group_id,
                "broadcast": broadcast,
                "language": language,
            }
        )


async def show_texts(_query: CallbackQuery, draft: Broadcast, desk: Desk, say: Say) -> Reply:
    return texts_screen(draft, desk.town.languages, say=say)


async def drop_text(
    _query: CallbackQuery,
    press: DropTextPress,
    draft: Broadcast,
    desk: Desk,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    language = _language(press.language, desk)
    edit = await edited(draft.id, lambda one: without_text(one, language), desk, work, now)
    return texts_screen(edit.broadcast, desk.town.languages, say=say)


async def show_files(_query: CallbackQuery, draft: Broadcast, say: Say, state: FSMContext) -> Reply:
    await state.set_state(BroadcastForm.files)
    await state.set_data({"broadcast": draft.id})
    return files_screen(draft, say=say)


async def drop_file(
    _query: CallbackQuery,
    press: DropFilePress,
    draft: Broadcast,
    desk: Desk,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    def without(one: Broadcast) -> Broadcast:
        kept = tuple(
            file for file in one.content.attachments if mark_of(file.telegram_file) != press.file
        )
        return replace(one, content=replace(one.content, attachments=kept))

    edit = await edited(draft.id, without, desk, work, now)
    await state.set_state(BroadcastForm.files)
    await state.set_data({"broadcast": draft.id})
    is_gone = edit.broadcast == draft
    shown = Show(screen=files_screen(edit.broadcast, say=say))
    return [Toast(text=say("broadcast-file-gone")), shown] if is_gone else shown


def _language(code: str, desk: Desk) -> Language:
    spoken = next((one for one in desk.town.languages if one == code), None)
    if spoken is None:
        raise NotFound("not-found")
    return spoken

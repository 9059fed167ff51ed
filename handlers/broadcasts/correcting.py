"""Officials correct what was sent: a text by language, a look at it, and off it goes."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from civic.broadcasts.actions.correcting import correct_broadcast
from civic.broadcasts.document import from_document, to_document
from civic.broadcasts.model import Content
from civic.broadcasts.rules.approvals import goes_alone, needed_for
from civic.broadcasts.rules.content import check_correction
from civic.broadcasts.rules.moves import check_correctable
from civic.communities.rules import approvers_of
from civic.kernel.ids import BroadcastId
from civic.kernel.language import language_of
from civic.kernel.refusal import Refusal
from civic.unit_of_work import Work
from handlers.broadcasts.looking import looked_at
from handlers.broadcasts.standing import AtWork, at_work, present
from handlers.effects import Reply, Send, Show, Toast, Unbutton
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.broadcast_steering import (
    CorrectPress,
    CorrectTextPress,
    LookCorrectedPress,
    SendCorrectionPress,
)
from handlers.screens.broadcasts.correcting import ask_text_screen, correct_screen
from handlers.screens.screen import Screen
from handlers.surveys.answer import NotACommand
from locales.catalog import Say


class CorrectForm(StatesGroup):
    wording = State()


def build_correcting_router() -> Router:
    """Its presses go on with what was typed before, so none of them leaves the form."""
    router = Router(name="broadcasts-correcting")
    router.callback_query.register(correct, Pressed(CorrectPress))
    router.callback_query.register(ask_text, Pressed(CorrectTextPress))
    router.callback_query.register(look, Pressed(LookCorrectedPress))
    router.callback_query.register(send, Pressed(SendCorrectionPress))
    router.message.register(keep_text, StateFilter(CorrectForm.wording), NotACommand())
    return router


async def correct(
    _query: CallbackQuery,
    press: CorrectPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    at, content = await _at_hand(press.broadcast, person, work, state)
    await state.set_state(None)
    return await _overview(at, content, work, say, now)


async def _at_hand(
    broadcast: BroadcastId, person: Person, work: Work, state: FSMContext
) -> tuple[AtWork, Content]:
    """What was typed of this very version, else its texts as they are."""
    at = await at_work(person, broadcast, work)
    check_correctable(at.broadcast)
    kept = await state.get_data()
    is_same = kept.get("broadcast") == broadcast and kept.get("version") == at.broadcast.version
    if is_same and "document" in kept:
        return at, from_document(kept["document"])
    content = at.broadcast.content
    await _keep(at, content, state)
    return at, content


async def _keep(at: AtWork, content: Content, state: FSMContext, **more: str) -> None:
    kept = {
        "broadcast": at.broadcast.id,
        "version": at.broadcast.version,
        "document": to_document(content),
    }
    await state.set_data({**kept, **more})


async def _overview(at: AtWork, content: Content, work: Work, say: Say, now: datetime) -> Screen:
    found, town = at.broadcast, at.town
    needed = needed_for(found, town, found.recipients)
    able = approvers_of(await work.officials.all(town.id), town, now=now)
    return correct_screen(
        found,
        content,
        town.languages,
        needs_approval=bool(needed),
        is_alone=goes_alone(able, town, needed=needed, by=at.official.account),
        say=say,
    )


async def ask_text(
    _query: CallbackQuery,
    press: CorrectTextPress,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
) -> Reply:
    at, content = await _at_hand(press.broadcast, person, work, state)
    language = language_of(press.language)
    await state.set_state(CorrectForm.wording)
    await _keep(at, content, state, language=language)
    return ask_text_screen(at.broadcast, language, say=say)


async def keep_text(
    message: Message, person: Person, work: Work, say: Say, now: datetime, state: FSMContext
) -> Reply:
    """A wrong one is refused here already, and the question stays open."""
    kept = await state.get_data()
    at, content = await _at_hand(BroadcastId(kept["broadcast"]), person, work, state)
    if not message.text:
        raise Refusal("told-correct-text-only")
    texts = {**content.texts, language_of(kept.get("language")): message.html_text}
    better = Content(texts=texts, attachments=content.attachments, buttons=content.buttons)
    check_correction(at.broadcast.content, better, at.town.languages[0])
    await _keep(at, better, state)
    # Nothing is asked now, so a press that looks elsewhere leaves no form, and the texts stay.
    await state.set_state(None)
    return Show(screen=await _overview(at, better, work, say, now), replaces=True)


async def look(
    _query: CallbackQuery,
    press: LookCorrectedPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    at, content = await _at_hand(press.broadcast, person, work, state)
    messages = await looked_at(at.broadcast, content, at.town, person, work, say, is_corrected=True)
    return [Unbutton(), *messages, Send(screen=await _overview(at, content, work, say, now))]


async def send(
    _query: CallbackQuery,
    press: SendCorrectionPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    """Pressed twice, the second one finds nothing typed and only shows how it stands."""
    at, content = await _at_hand(press.broadcast, person, work, state)
    await state.clear()
    if content == at.broadcast.content:
        return await present(press.broadcast, person, work, say, now)
    waits = await correct_broadcast(
        press.broadcast,
        content,
        at.official,
        broadcasts=work.broadcasts,
        communities=work.communities,
        officials=work.officials,
        bulks=work.bulks,
        outbox=work.outbox,
        audit=work.audit,
        now=now,
    )
    said = "told-corrected-toast" if waits is None else "told-correction-asked-toast"
    return [Toast(text=say(said)), await present(press.broadcast, person, work, say, now)]

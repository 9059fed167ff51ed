"""A resident writes an idea: what, where in the courtyard, perhaps a photo, and publishes it."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from civic.ideas.actions.wishing import (
    add_photo,
    point_at,
    publish_idea,
    without_photo,
    write_text,
    write_where,
)
from civic.ideas.model import Idea
from civic.kernel.ids import IdeaId, IdMaker
from civic.kernel.photos import check_photo
from civic.places.model import Point
from civic.unit_of_work import Work
from handlers.dialogues.sitting import is_said_already
from handlers.effects import Reply, Show, Toast
from handlers.fetched import Fetched, fetched
from handlers.ideas.reading import listed
from handlers.ideas.sitting import IdeaDeskAtHand, IdeaForm, asked, at_hand, shown
from handlers.person import Person
from handlers.photos import bring_photo, is_photo
from handlers.press_filter import Pressed
from handlers.presses.ideas import (
    AskIdeaPress,
    DiscardIdeaPress,
    NewIdeaPress,
    NoIdeaPhotoPress,
    PublishIdeaPress,
    WholeYardPress,
)
from handlers.screens.fallback import form_waits_screen
from handlers.screens.ideas.residents import no_yard_screen
from handlers.screens.screen import Screen
from handlers.service_requests.sitting import asker_of
from handlers.service_requests.words import Sent
from locales.catalog import Say

NEXT = {
    IdeaForm.text.state: "where",
    IdeaForm.where.state: "photo",
    IdeaForm.photo.state: "summary",
    IdeaForm.summary.state: "summary",
}


def build_writing_router() -> Router:
    router = Router(name="ideas-writing")
    router.message.register(take, StateFilter(IdeaForm), Sent())
    presses = router.callback_query
    presses.register(begin, Pressed(NewIdeaPress))
    presses.register(ask, Pressed(AskIdeaPress))
    presses.register(whole_yard, Pressed(WholeYardPress))
    presses.register(no_photo, Pressed(NoIdeaPhotoPress))
    presses.register(discard, Pressed(DiscardIdeaPress))
    presses.register(publish, Pressed(PublishIdeaPress))
    return router


async def begin(
    _query: CallbackQuery, person: Person, work: Work, say: Say, state: FSMContext, now: datetime,
    new_id: IdMaker,
) -> Reply:  # fmt: skip
    await state.clear()
    desk = at_hand(person, work, say, state, now, new_id)
    if await desk.yard() is None:
        return no_yard_screen(say=say)
    draft = await desk.draft()
    return await asked("summary" if draft.text else "text", draft, desk)


async def ask(
    _query: CallbackQuery, press: AskIdeaPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    desk = at_hand(person, work, say, state, now, new_id)
    return await asked(press.part, await desk.draft(), desk)


async def whole_yard(
    _query: CallbackQuery, person: Person, work: Work, say: Say, state: FSMContext, now: datetime,
    new_id: IdMaker,
) -> Reply:  # fmt: skip
    desk = at_hand(person, work, say, state, now, new_id)
    draft = await desk.draft()
    if draft.text:
        draft = await write_where(draft, "", desk=work, now=now)
    return await asked(await _after_where(draft, desk), draft, desk)


async def _after_where(draft: Idea, desk: IdeaDeskAtHand) -> str:
    """A photo may still be on its way."""
    has_photo = draft.photo is not None or (await desk.state.get_data()).get("photo_comes")
    return "summary" if has_photo else "photo"


async def no_photo(
    _query: CallbackQuery, person: Person, work: Work, say: Say, state: FSMContext, now: datetime,
    new_id: IdMaker,
) -> Reply:  # fmt: skip
    desk = at_hand(person, work, say, state, now, new_id)
    draft = await desk.draft()
    await state.update_data(photo_comes=False)
    if draft.text:
        draft = await without_photo(draft, desk=work, now=now)
    return await asked("summary", draft, desk)


async def discard(
    _query: CallbackQuery, press: DiscardIdeaPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    desk = at_hand(person, work, say, state, now, new_id)
    await state.clear()
    draft = await work.ideas.draft_of(desk.town.id, desk.resident.id)
    if draft is None or draft.id != press.idea:
        return [Toast(text=say("press-outdated")), Show(screen=await listed(0, desk))]
    await work.ideas.discard(desk.town.id, draft.id)
    return [Toast(text=say("idea-discarded")), Show(screen=await listed(0, desk))]


async def publish(
    _query: CallbackQuery, press: PublishIdeaPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    """Once, however often it is pressed."""
    desk = at_hand(person, work, say, state, now, new_id)
    draft = await work.ideas.draft_of(desk.town.id, desk.resident.id)
    if draft is None or draft.id != press.idea:
        return [Toast(text=say("press-outdated")), Show(screen=await shown(press.idea, desk))]
    draft = await desk.draft()
    published = await publish_idea(draft, by=desk.resident, desk=work, now=now)
    await state.clear()
    toast = Toast(text=say("idea-published", number=say.number(published.number or 0)))
    return [toast, Show(screen=await shown(published.id, desk), card=published.card)]


async def take(
    message: Message, person: Person, work: Work, say: Say, state: FSMContext, now: datetime,
    new_id: IdMaker,
) -> Reply:  # fmt: skip
    """Words, a location or a photo, whichever question is at hand."""
    desk = at_hand(person, work, say, state, now, new_id)
    at = await state.get_state()
    draft = await desk.draft()
    if message.location is not None and draft.text:
        point = Point(latitude=message.location.latitude, longitude=message.location.longitude)
        draft = await point_at(draft, point, desk=work, now=now)
        return _next(await asked(await _after_where(draft, desk), draft, desk))
    if is_photo(message):
        return await _take_photo(message, draft, desk)
    if message.text is None:
        return form_waits_screen(say=say)
    if at == IdeaForm.where.state:
        draft = await write_where(draft, message.text, desk=work, now=now)
        return _next(await asked(await _after_where(draft, desk), draft, desk))
    if at == IdeaForm.photo.state:
        return form_waits_screen(say=say)
    is_more = at == IdeaForm.summary.state and bool(draft.text)
    text = f"{draft.text}\n{message.text}" if is_more else message.text
    draft = await write_text(draft, text, desk=work, now=now)
    is_anew = at == IdeaForm.summary.state or bool(draft.where or draft.point)
    return _next(await asked("summary" if is_anew else "where", draft, desk))


async def _take_photo(message: Message, draft: Idea, desk: IdeaDeskAtHand) -> Reply:
    """One is kept; of an album the last. Words under it are the idea, while there are none."""
    brought = bring_photo(message, then="idea-photo", params={"idea": draft.id})
    is_again = await is_said_already(message, desk.state)
    await desk.state.update_data(photo_comes=True)
    at = await desk.state.get_state()
    if message.caption and not draft.text:
        draft = await write_text(draft, message.caption, desk=desk.work, now=desk.now)
    else:
        # The photo finds it there when it has been brought.
        await desk.work.ideas.put(draft)
    if is_again:
        return brought
    part = NEXT[at] if draft.text and at in NEXT else "text"
    return [brought, _next(await asked(part, draft, desk))]


@fetched("idea-photo")
async def keep_photo(given: Fetched) -> Reply:
    check_photo(given.content)
    resident, town = asker_of(given.person)
    idea = IdeaId(int(str(given.params["idea"])))
    photo = await given.work.photos.take(
        town.id, given.person.account.id, given.content, now=given.now
    )
    await add_photo(town.id, idea, photo, by=resident, desk=given.work, now=given.now)
    return None


def _next(screen: Screen) -> Show:
    return Show(screen=screen, replaces=True)

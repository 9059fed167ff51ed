"""A resident follows a request: writes to it, takes it back, says whether it is done."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from civic.kernel.drawings import DrawingKind, written_pair
from civic.kernel.ids import FileId, IdMaker, ServiceRequestId
from civic.kernel.json_value import Json
from civic.kernel.language import language_of
from civic.kernel.refusal import NotFound
from civic.service_requests.actions.confirming import may_say_whether_done, say_whether_done
from civic.service_requests.actions.following import (
    comment_request,
    leave_request,
    withdraw_request,
)
from civic.service_requests.actions.telling import card_of
from civic.service_requests.model import ServiceRequest, Status
from civic.unit_of_work import Work
from handlers.dialogues.sitting import is_said_already
from handlers.drawings import drawing_reply
from handlers.effects import FetchFile, Reply, Send, Show, Toast, Unbutton
from handlers.person import Person
from handlers.photos import is_photo
from handlers.press_filter import Pressed
from handlers.presses.service_requests import (
    AddPhotoPress,
    CommentPress,
    LeavePress,
    NotDonePress,
    RequestPhotosPress,
    RequestPress,
    SayDonePress,
    WithdrawPress,
)
from handlers.screens.fallback import form_waits_screen
from handlers.screens.screen import Screen
from handlers.screens.service_requests.answering import answer_screen, answered_screen
from handlers.screens.service_requests.card import (
    card_screen,
    comment_screen,
    not_done_screen,
    outcome_screen,
    photo_screen,
    sure_screen,
)
from handlers.service_requests.files import bring_file
from handlers.service_requests.sitting import Desk, desk_of
from handlers.service_requests.words import Sent
from locales.catalog import Say


class FollowForm(StatesGroup):
    writing = State()
    not_done = State()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A request as this resident may see it."""

    request: ServiceRequest
    params: dict[str, Any]
    stands_behind: bool
    """They filed it or joined it."""


def build_following_router() -> Router:
    router = Router(name="service-requests-following")
    router.message.register(write, StateFilter(FollowForm), Sent())
    presses = router.callback_query
    presses.register(show, Pressed(RequestPress))
    presses.register(ask_comment, Pressed(CommentPress))
    presses.register(ask_photo, Pressed(AddPhotoPress))
    presses.register(withdraw, Pressed(WithdrawPress))
    presses.register(leave, Pressed(LeavePress))
    presses.register(say_done, Pressed(SayDonePress))
    presses.register(not_done, Pressed(NotDonePress))
    presses.register(show_photos, Pressed(RequestPhotosPress))
    return router


async def seen_card(request: ServiceRequestId, desk: Desk) -> Seen:
    """Raise NotFound for what is not theirs to see."""
    found = await desk.work.service_requests.request(desk.town.id, request)
    category = await desk.work.request_categories.category(desk.town.id, found.category)
    is_own = found.asker == desk.resident.id
    stands_behind = is_own or await desk.work.service_requests.is_supporter(
        desk.town.id, request, desk.resident.id
    )
    is_asked = stands_behind or await may_say_whether_done(found, desk.resident, desk=desk.work)
    if not is_asked and (
        found.is_hidden or await desk.work.service_requests.secret(desk.town.id, (request,))
    ):
        raise NotFound("request-gone")
    params: dict[str, Json] = dict(
        await card_of(found, category=category, town=desk.town, is_own=is_own, desk=desk.work)
    )
    if not stands_behind and not found.is_shown_publicly:
        # Nobody of the office has read it yet: neighbours see what it is about, not its words.
        params |= {"text": "", "happened": []}
    return Seen(request=found, params=params, stands_behind=stands_behind)


async def show(
    _query: CallbackQuery, press: RequestPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    await state.clear()
    seen = await seen_card(press.request, desk_of(person, work, say, state, now, new_id))
    return shown(seen, say)


def shown(seen: Seen, say: Say) -> Show:
    screen = card_screen(seen.params, stands_behind=seen.stands_behind, say=say)
    # Who does not stand behind it gets no news: for them it is a screen like others.
    return (
        Show(screen=screen, card=seen.request.card) if seen.stands_behind else Show(screen=screen)
    )


async def ask_comment(
    _query: CallbackQuery, press: CommentPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    seen = await _behind(press.request, desk_of(person, work, say, state, now, new_id))
    await state.set_state(FollowForm.writing)
    await state.set_data({"request": press.request})
    screen = answer_screen if _is_asked(seen) else comment_screen
    return Send(screen=screen(seen.request.number, say=say))


async def ask_photo(
    _query: CallbackQuery, press: AddPhotoPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    seen = await _behind(press.request, desk_of(person, work, say, state, now, new_id))
    await state.set_state(FollowForm.writing)
    await state.set_data({"request": press.request})
    return Send(screen=photo_screen(seen.request.number, say=say))


async def write(
    message: Message, person: Person, work: Work, say: Say, state: FSMContext, now: datetime,
    new_id: IdMaker,
) -> Reply:  # fmt: skip
    """Words or photos for the request at hand; or why it is not done."""
    desk = desk_of(person, work, say, state, now, new_id)
    request = ServiceRequestId((await state.get_data())["request"])
    is_why = await state.get_state() == FollowForm.not_done.state
    if message.text and is_why:
        await state.clear()
        return await _said(request, desk, is_done=False, text=message.text)
    if message.text:
        said = await commented(request, message.text, desk)
        await state.clear()
        return Show(screen=said, replaces=True)
    if is_why or not is_photo_or_voice(message):
        return form_waits_screen(say=say)
    return await pictured(message, request, desk)


def is_photo_or_voice(message: Message) -> bool:
    return is_photo(message) or message.voice is not None


async def commented(request: ServiceRequestId, text: str, desk: Desk) -> Screen:
    say = desk.say
    is_answer = _is_asked(await _behind(request, desk))
    kept = await comment_request(
        desk.town.id, request, text, by=desk.resident, desk=desk.work, now=desk.now
    )
    if is_answer:
        return answered_screen(kept.number, say=say)
    return outcome_screen(say("my-request-comment-kept", number=say.number(kept.number)), say=say)


async def pictured(message: Message, request: ServiceRequestId, desk: Desk) -> FetchFile:
    """Its caption is a comment too; an album is acknowledged once."""
    await _behind(request, desk)
    is_again = await is_said_already(message, desk.state)
    params = {"request": request, "is_silent": is_again}
    brought = bring_file(message, then="request-photo", params=params)
    if message.caption:
        await comment_request(
            desk.town.id, request, message.caption, by=desk.resident, desk=desk.work, now=desk.now
        )
    return brought


async def withdraw(
    _query: CallbackQuery, press: WithdrawPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    desk = desk_of(person, work, say, state, now, new_id)
    seen = await _behind(press.request, desk)
    number = seen.request.number
    if not press.is_sure:
        sure = WithdrawPress(press.request, is_sure=True)
        return Send(screen=sure_screen("my-request-withdraw", sure, number, say=say))
    await withdraw_request(desk.town.id, press.request, by=desk.resident, desk=work, now=now)
    return _outcome("my-request-withdrawn", number, say)


async def leave(
    _query: CallbackQuery, press: LeavePress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    desk = desk_of(person, work, say, state, now, new_id)
    seen = await _behind(press.request, desk)
    number = seen.request.number
    if not press.is_sure:
        sure = LeavePress(press.request, is_sure=True)
        return Send(screen=sure_screen("my-request-leave", sure, number, say=say))
    await leave_request(desk.town.id, press.request, by=desk.resident, desk=work, now=now)
    return _outcome("my-request-left", number, say)


async def say_done(
    _query: CallbackQuery, press: SayDonePress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    desk = desk_of(person, work, say, state, now, new_id)
    if press.is_done:
        return await _said(press.request, desk, is_done=True)
    seen = await seen_card(press.request, desk)
    await state.set_state(FollowForm.not_done)
    await state.set_data({"request": press.request})
    return Send(screen=not_done_screen(press.request, seen.request.number, say=say))


async def not_done(
    _query: CallbackQuery, press: NotDonePress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    await state.clear()
    desk = desk_of(person, work, say, state, now, new_id)
    return await _said(press.request, desk, is_done=False)


async def _said(request: ServiceRequestId, desk: Desk, *, is_done: bool, text: str = "") -> Reply:
    """A card that is pressed gets its buttons back with the news; other messages are done."""
    kept = await say_whether_done(
        desk.town.id, request, is_done=is_done, text=text, by=desk.resident, desk=desk.work,
        now=desk.now,
    )  # fmt: skip
    words = desk.say(_heard(kept, is_done=is_done), number=desk.say.number(kept.number))
    return [Unbutton(), Send(screen=outcome_screen(words, say=desk.say))]


def _heard(kept: ServiceRequest, *, is_done: bool) -> str:
    """What comes of a word: of the second no something else than of the first."""
    if is_done:
        return "my-request-said-done"
    if kept.is_disputed:
        return "my-request-said-disputed"
    if kept.status is Status.REOPENED:
        return "my-request-said-reopened"
    return "my-request-said-not-done-again" if kept.reopened else "my-request-said-not-done"


async def show_photos(
    _query: CallbackQuery, press: RequestPhotosPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    """Side by side, before and after; each by itself while one of them is as it came."""
    desk = desk_of(person, work, say, state, now, new_id)
    seen = await seen_card(press.request, desk)
    number = say.number(seen.request.number)
    both = [FileId(seen.params[kind]) for kind in ("photo", "photo_after") if seen.params[kind]]
    town = desk.town.id
    if len(both) == 2 and all([await work.photos.is_developed(town, one) for one in both]):
        written = written_pair(*both, language=language_of(say.language))
        return await drawing_reply(
            DrawingKind.PAIR, written, say("my-request-both", number=number), town=town,
            person=person, work=work, say=say, now=now,
        )  # fmt: skip
    shots = [
        Send(screen=Screen(text=say(key, number=number), picture=FileId(seen.params[kind])))
        for key, kind in (("my-request-before", "photo"), ("my-request-after", "photo_after"))
        if seen.params[kind]
    ]
    return shots or Toast(text=say("my-request-no-photos"), alert=True)


async def _behind(request: ServiceRequestId, desk: Desk) -> Seen:
    """Raise NotFound for whoever neither filed nor joined it."""
    seen = await seen_card(request, desk)
    if not seen.stands_behind:
        raise NotFound("request-gone")
    return seen


def _is_asked(seen: Seen) -> bool:
    """The office waits for this very resident."""
    return bool(seen.params["own"]) and seen.request.status is Status.WAITING


def _outcome(key: str, number: int, say: Say) -> Show:
    return Show(screen=outcome_screen(say(key, number=say.number(number)), say=say))

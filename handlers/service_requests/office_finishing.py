"""An official says that it is done: with photos of it, with a word, or with neither."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Filter, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from civic.kernel.ids import ServiceRequestId
from civic.kernel.json_value import Json
from civic.kernel.photos import check_photo
from civic.service_requests.actions.handling import finish_request
from civic.service_requests.actions.office_photos import add_photo_after
from civic.service_requests.model import NewPhoto, PhotoKind, ServiceRequest
from civic.service_requests.rules.transitions import Step
from civic.unit_of_work import Work
from handlers.effects import Reply, Send, Show
from handlers.fetched import Fetched, fetched
from handlers.message_filters import Typed
from handlers.person import Person
from handlers.photos import bring_photo, is_photo
from handlers.press_filter import Pressed
from handlers.presses.service_request_office import FinishPress
from handlers.screens.screen import Screen
from handlers.service_requests.office_card import request_card
from handlers.service_requests.office_desk import (
    AtRequest,
    leave_form,
    leaving_request_forms,
)
from handlers.service_requests.office_steps import (
    RequestStepForm,
    after_form,
    after_step,
    at_own_request,
    is_open_to,
    stands_otherwise,
    stands_otherwise_in_words,
)
from locales.catalog import Say

FINISH = Step.FINISH.value


class PhotoSent(Filter):
    """A picture, or what a person may mean as one."""

    async def __call__(self, message: Message) -> bool:
        return is_photo(message)


class MoreOfDone(Filter):
    """The rest of an album whose first photo said that it is done."""

    async def __call__(
        self, message: Message, state: FSMContext, raw_state: str | None = None
    ) -> bool | dict[str, ServiceRequestId]:
        if message.media_group_id is None or raw_state is not None or not is_photo(message):
            return False
        data = await state.get_data()
        if data.get("done_album") != message.media_group_id:
            return False
        return {"done": ServiceRequestId(data["done"])}


def build_finishing_router() -> Router:
    router = leaving_request_forms(Router(name="request-office-finishing"))
    router.callback_query.register(finish_plain, Pressed(FinishPress))
    router.message.register(take_photo, StateFilter(RequestStepForm.photo), PhotoSent())
    router.message.register(take_word, StateFilter(RequestStepForm.photo), Typed())
    router.message.register(take_more, MoreOfDone())
    return router


async def finish_plain(
    _query: CallbackQuery,
    press: FinishPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    at = await at_own_request(person, press.request, work)
    if not is_open_to(at, FINISH):
        return await stands_otherwise(at, work, say, now)
    moved = await _finish(at, work, now)
    return await after_step(FINISH, at.with_request(moved), work, say, now)


async def take_word(
    _message: Message,
    typed: str,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    at = await at_own_request(person, ServiceRequestId((await state.get_data())["request"]), work)
    if not is_open_to(at, FINISH):
        await leave_form(state)
        return await stands_otherwise_in_words(at, work, say, now)
    moved = await _finish(at, work, now, note=typed)
    return await after_form(FINISH, at.with_request(moved), work, say, now, state)


async def take_photo(
    message: Message, person: Person, work: Work, say: Say, now: datetime, state: FSMContext
) -> Reply:
    """It is done once the photo has come."""
    request = ServiceRequestId((await state.get_data())["request"])
    at = await at_own_request(person, request, work)
    if not is_open_to(at, FINISH):
        await leave_form(state)
        return await stands_otherwise_in_words(at, work, say, now)
    params: dict[str, Json] = {"request": request, "note": message.caption or ""}
    brought = bring_photo(message, then="request-done-photo", params=params)
    await leave_form(state)
    if message.media_group_id is not None:
        await state.update_data(done_album=message.media_group_id, done=request)
    return brought


async def take_more(message: Message, done: ServiceRequestId, person: Person, work: Work) -> Reply:
    await at_own_request(person, done, work)
    return bring_photo(message, then="request-done-more", params={"request": done})


@fetched("request-done-photo")
async def finish_with_photo(given: Fetched) -> Reply:
    request = _request_in(given)
    at = await at_own_request(given.person, request, given.work)
    if not is_open_to(at, FINISH):
        return await stands_otherwise_in_words(at, given.work, given.say, given.now)
    moved = await _finish(
        at, given.work, given.now, note=str(given.params["note"]), photo=await _kept(given, at)
    )
    done = given.say(f"office-did-{FINISH}", number=given.say.number(moved.number))
    card = await request_card(at.with_request(moved), given.work, given.say, given.now)
    return [Send(screen=Screen(text=done)), Show(screen=card, replaces=True)]


@fetched("request-done-more")
async def add_more(given: Fetched) -> Reply:
    """Without another word about it."""
    at = await at_own_request(given.person, _request_in(given), given.work)
    await add_photo_after(
        at.desk.town.id, at.request.id, await _kept(given, at), by=at.desk.official,
        desk=given.work, now=given.now,
    )  # fmt: skip
    return None


def _request_in(given: Fetched) -> ServiceRequestId:
    request = given.params["request"]
    if not isinstance(request, int):
        raise TypeError("a photo was brought for no request")
    return ServiceRequestId(request)


async def _kept(given: Fetched, at: AtRequest) -> NewPhoto:
    check_photo(given.content)
    file = await given.work.photos.take(
        at.desk.town.id, at.desk.official.account, given.content, now=given.now
    )
    return NewPhoto(file=file, kind=PhotoKind.AFTER)


async def _finish(
    at: AtRequest, work: Work, now: datetime, *, note: str = "", photo: NewPhoto | None = None
) -> ServiceRequest:
    return await finish_request(
        at.desk.town.id, at.request.id, note=note, photo=photo, by=at.desk.official, desk=work,
        now=now,
    )  # fmt: skip

"""The office's queue: by what it waits for, by agency, near whoever stands outside with a phone."""

import re
from datetime import datetime

from aiogram import Router
from aiogram.filters import Filter, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from civic.communities.rules import Action, is_allowed
from civic.kernel.refusal import Refusal
from civic.service_requests.model import OPEN, Order, Wanted
from civic.unit_of_work import Work
from handlers.effects import Reply, Show
from handlers.message_filters import Located
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.registry import Press, read_press
from handlers.presses.service_request_office import (
    ALL,
    BackToQueuePress,
    NearQueuePress,
    QueueAgenciesPress,
    RequestAsidePress,
    RequestDeskPress,
    RequestQueuePress,
)
from handlers.screens.screen import Screen
from handlers.screens.service_requests.office_queue import (
    DEGREE,
    ON_DESK,
    PAGE,
    QUEUES,
    Shelf,
    agencies_screen,
    aside_screen,
    desk_screen,
    near_screen,
    point_of,
    queue_screen,
)
from handlers.service_requests.office_card import request_card
from handlers.service_requests.office_desk import (
    LAST_LIST,
    RequestOffice,
    agencies_of,
    at_request,
    counted,
    leave_form,
    leaving_request_forms,
    page_of,
    request_office,
    wanted_of,
)
from locales.catalog import Say

UNLOOKED_LIMIT = 100
_NUMBER = re.compile(r"\s*(?:№|#|No\.?)?\s*([0-9](?:\s?[0-9]){0,8})\s*", re.IGNORECASE)


class NumberTyped(Filter):
    """A request's number and nothing else: other words are for whoever else waits for them."""

    async def __call__(self, message: Message) -> bool | dict[str, int]:
        number = _number_in(message)
        return False if number is None else {"number": number}


class KnownNumberTyped(Filter):
    """Of a request that is there, by somebody of the office of whom nothing else is awaited."""

    async def __call__(
        self, message: Message, person: Person, work: Work, raw_state: str | None = None
    ) -> bool | dict[str, int]:
        number = _number_in(message)
        if number is None or raw_state is not None or person.office is None:
            return False
        if person.official is None or not is_allowed(person.official, Action.SEE_REQUESTS):
            return False
        found = await work.service_requests.by_number(person.office.id, number)
        return False if found is None else {"number": number}


def _number_in(message: Message) -> int | None:
    found = _NUMBER.fullmatch(message.text or "")
    return int(re.sub(r"\s", "", found[1])) if found else None


class OfficeLocated(Filter):
    """A location of somebody of the office who looked at requests last, or lives elsewhere."""

    async def __call__(
        self, message: Message, person: Person, state: FSMContext, raw_state: str | None = None
    ) -> bool:
        if message.location is None or raw_state is not None or person.office is None:
            return False
        if person.official is None or not is_allowed(person.official, Action.SEE_REQUESTS):
            return False
        return person.resident is None or LAST_LIST in await state.get_data()


class RequestDeskForm(StatesGroup):
    looking = State()
    """A number opens its request, a location finds what is near."""


def build_queue_router() -> Router:
    router = leaving_request_forms(Router(name="request-office-queue"))
    router.callback_query.register(show_desk, Pressed(RequestDeskPress))
    router.callback_query.register(show_queue, Pressed(RequestQueuePress))
    router.callback_query.register(show_near, Pressed(NearQueuePress))
    router.callback_query.register(show_aside, Pressed(RequestAsidePress))
    router.callback_query.register(show_agencies, Pressed(QueueAgenciesPress))
    router.callback_query.register(back_to_queue, Pressed(BackToQueuePress))
    router.message.register(near_here, StateFilter(RequestDeskForm.looking), Located())
    router.message.register(open_by_number, StateFilter(RequestDeskForm.looking), NumberTyped())
    router.message.register(open_by_number, KnownNumberTyped())
    router.message.register(near_here, OfficeLocated())
    return router


async def show_desk(
    _query: CallbackQuery,
    press: RequestDeskPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    return await _desk(press, person, work, say, now, state)


async def _desk(
    press: RequestDeskPress, person: Person, work: Work, say: Say, now: datetime, state: FSMContext
) -> Screen:
    desk = await request_office(person, work)
    counts = {
        which: await counted(wanted_of(which, desk, press.agency, now), desk, work)
        for which in ON_DESK
    }
    unlooked = 0
    if is_allowed(desk.official, Action.HANDLE_REQUESTS):
        waiting = await work.service_requests.unlooked_photos(desk.town.id, limit=UNLOOKED_LIMIT)
        unlooked = len(waiting)
    await state.set_state(RequestDeskForm.looking)
    await state.set_data({"agency": press.agency, LAST_LIST: press.pack()})
    shelf = await shelf_of(desk, work, now)
    return desk_screen(press.agency, counts, shelf, unlooked=unlooked, say=say)


async def show_queue(
    _query: CallbackQuery,
    press: RequestQueuePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    return await _queue(press, person, work, say, now, state)


async def _queue(
    press: RequestQueuePress, person: Person, work: Work, say: Say, now: datetime, state: FSMContext
) -> Screen:
    desk = await request_office(person, work)
    which = press.which if press.which in QUEUES else "due"
    press = RequestQueuePress(which, press.agency, max(press.page, 0))
    wanted = wanted_of(which, desk, press.agency, now)
    shown = await page_of(which, wanted, desk, work, offset=press.page * PAGE, limit=PAGE)
    count = await counted(wanted, desk, work)
    await _remember(press, state)
    return queue_screen(shown, press, count, await shelf_of(desk, work, now), say=say)


async def show_near(
    _query: CallbackQuery,
    press: NearQueuePress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    return await _near(press, person, work, say, now, state)


async def near_here(
    message: Message, person: Person, work: Work, say: Say, now: datetime, state: FSMContext
) -> Reply:
    if message.location is None:
        raise ValueError("a message without a location passed the filter")
    data = await state.get_data()
    press = NearQueuePress(
        round(message.location.latitude * DEGREE),
        round(message.location.longitude * DEGREE),
        data.get("agency", ALL),
    )
    return Show(screen=await _near(press, person, work, say, now, state), replaces=True)


async def _near(
    press: NearQueuePress, person: Person, work: Work, say: Say, now: datetime, state: FSMContext
) -> Screen:
    desk = await request_office(person, work)
    if abs(press.latitude) > 90 * DEGREE or abs(press.longitude) > 180 * DEGREE:
        raise Refusal("not-found")
    wanted = Wanted(statuses=OPEN, agencies=agencies_of(desk, press.agency))
    page = max(press.page, 0)
    found = await work.service_requests.page(
        desk.town.id, wanted, order=Order.NEAR, near=point_of(press), offset=page * PAGE,
        limit=PAGE + 1,
    )  # fmt: skip
    press = NearQueuePress(press.latitude, press.longitude, press.agency, page)
    await _remember(press, state)
    # Whoever walks on sends where they are now.
    await state.set_state(RequestDeskForm.looking)
    await state.update_data(agency=press.agency)
    shelf = await shelf_of(desk, work, now)
    return near_screen(found[:PAGE], press, shelf, is_more=len(found) > PAGE, say=say)


async def open_by_number(
    _message: Message, number: int, person: Person, work: Work, say: Say, now: datetime,
    state: FSMContext,
) -> Reply:  # fmt: skip
    desk = await request_office(person, work)
    found = await work.service_requests.by_number(desk.town.id, number)
    if found is None:
        raise Refusal("office-request-no-number")
    await leave_form(state)
    at = await at_request(person, found.id, work)
    return Show(screen=await request_card(at, work, say, now), replaces=True)


async def show_aside(
    _query: CallbackQuery, person: Person, work: Work, say: Say, now: datetime
) -> Reply:
    desk = await request_office(person, work)
    done = await counted(wanted_of("done", desk, ALL, now), desk, work)
    handles = is_allowed(desk.official, Action.HANDLE_REQUESTS)
    sets = is_allowed(desk.official, Action.SET_REQUEST_RULES)
    shelf = await shelf_of(desk, work, now)
    return aside_screen(shelf, done=done, handles=handles, sets=sets, say=say)


async def show_agencies(
    _query: CallbackQuery,
    press: QueueAgenciesPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    desk = await request_office(person, work)
    return agencies_screen(await shelf_of(desk, work, now), page=max(press.page, 0), say=say)


async def back_to_queue(
    _query: CallbackQuery, person: Person, work: Work, say: Say, now: datetime, state: FSMContext
) -> Reply:
    return await last_list(person, work, say, now, state)


async def last_list(
    person: Person, work: Work, say: Say, now: datetime, state: FSMContext
) -> Screen:
    """What was looked at last, as it is now."""
    last = (await state.get_data()).get(LAST_LIST, "")
    press = read_press(last) if last else None
    if isinstance(press, RequestQueuePress):
        return await _queue(press, person, work, say, now, state)
    if isinstance(press, NearQueuePress):
        return await _near(press, person, work, say, now, state)
    if not isinstance(press, RequestDeskPress):
        press = RequestDeskPress()
    return await _desk(press, person, work, say, now, state)


async def _remember(press: Press, state: FSMContext) -> None:
    await state.set_data({LAST_LIST: press.pack()})


async def shelf_of(desk: RequestOffice, work: Work, now: datetime) -> Shelf:
    categories = await work.request_categories.all(desk.town.id)
    return Shelf(
        categories={one.id: one for one in categories},
        agencies=desk.agencies,
        calendar=desk.calendar,
        now=now,
    )

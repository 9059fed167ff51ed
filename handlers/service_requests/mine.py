"""What a resident has filed or joined."""

from datetime import datetime

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from civic.kernel.ids import IdMaker
from civic.unit_of_work import Work
from handlers.effects import Reply, Send
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.service_requests import MineBesidePress, MyRequestsPress
from handlers.screens.screen import Screen
from handlers.screens.service_requests.mine import PAGE, my_requests_screen
from handlers.service_requests.offering import takes_requests
from handlers.service_requests.sitting import Desk, desk_of
from locales.catalog import Say


def build_mine_router() -> Router:
    router = Router(name="service-requests-mine")
    router.callback_query.register(list_mine, Pressed(MyRequestsPress))
    router.callback_query.register(list_beside, Pressed(MineBesidePress))
    return router


async def list_mine(
    _query: CallbackQuery, press: MyRequestsPress, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    await state.clear()
    return await my_requests(press.page, desk_of(person, work, say, state, now, new_id))


async def list_beside(
    _query: CallbackQuery, person: Person, work: Work, say: Say, state: FSMContext, now: datetime,
    new_id: IdMaker,
) -> Reply:  # fmt: skip
    await state.clear()
    return Send(screen=await my_requests(0, desk_of(person, work, say, state, now, new_id)))


async def my_requests(page: int, desk: Desk) -> Screen:
    page = max(0, page)
    found = await desk.work.service_requests.of_resident(
        desk.town.id, desk.resident.id, offset=page * PAGE, limit=PAGE + 1
    )
    every = await desk.work.request_categories.all(desk.town.id)
    return my_requests_screen(
        found[:PAGE],
        {one.id: one for one in every},
        desk.resident.id,
        page=page,
        is_more=len(found) > PAGE,
        takes_requests=await takes_requests(desk.town, desk.work),
        say=desk.say,
    )

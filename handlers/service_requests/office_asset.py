"""From the card of a lamp to what was told of it."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from civic.communities.rules import Action
from civic.service_requests.model import Status
from civic.unit_of_work import Work
from handlers.effects import Reply, Send
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.assets import AssetHistoryPress
from handlers.screens.service_requests.office_asset import asset_history_screen
from handlers.service_requests.office_desk import leaving_request_forms, request_office
from handlers.service_requests.office_queue import shelf_of
from locales.catalog import Say

LIMIT = 60


def build_asset_router() -> Router:
    router = leaving_request_forms(Router(name="request-office-asset"))
    router.callback_query.register(show_history, Pressed(AssetHistoryPress))
    return router


async def show_history(
    _query: CallbackQuery,
    press: AssetHistoryPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    """A message of its own: what leads here shows a picture."""
    desk = await request_office(person, work, action=Action.SEE_ASSETS)
    asset = await work.assets.asset(desk.town.id, press.asset)
    kind = await work.assets.kind(desk.town.id, asset.kind)
    told = await work.service_requests.of_asset(
        desk.town.id, asset.id, frozenset(Status), limit=LIMIT
    )
    shelf = await shelf_of(desk, work, now)
    screen = asset_history_screen(asset, kind, told, shelf, page=max(press.page, 0), say=say)
    return Send(screen=screen)

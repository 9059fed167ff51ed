"""Channels and groups of the town where a broadcast is published besides."""

from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from civic.broadcasts.model import Broadcast
from civic.kernel.refusal import Refusal
from civic.unit_of_work import Work
from handlers.broadcasts.desk import AtDraft, Desk, edited
from handlers.effects import Reply
from handlers.press_filter import Pressed
from handlers.presses.broadcasts import OutletsPress, TurnOutletPress
from handlers.screens.broadcasts.buttons import outlets_screen
from handlers.screens.broadcasts.wording import PAGE
from handlers.screens.screen import Screen
from locales.catalog import Say


def build_outlets_router() -> Router:
    router = Router(name="broadcasts-outlets")
    router.callback_query.middleware(AtDraft())
    router.callback_query.register(show, Pressed(OutletsPress))
    router.callback_query.register(turn, Pressed(TurnOutletPress))
    return router


async def show(
    _query: CallbackQuery,
    press: OutletsPress,
    draft: Broadcast,
    desk: Desk,
    work: Work,
    say: Say,
) -> Reply:
    return await _outlets(draft, desk, work, say, press.page)


async def turn(
    _query: CallbackQuery,
    press: TurnOutletPress,
    draft: Broadcast,
    desk: Desk,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    """What was unbound meanwhile can still be taken out."""
    kept = tuple(one for one in draft.channels if one != press.chat)
    if press.on:
        channel = await work.channels.channel(desk.town.id, press.chat)
        if not channel.can_post:
            raise Refusal("broadcast-no-right", title=channel.title)
        kept = (*kept, channel.chat)
    edit = await edited(draft.id, lambda one: replace(one, channels=kept), desk, work, now)
    return await _outlets(edit.broadcast, desk, work, say, press.page)


async def _outlets(draft: Broadcast, desk: Desk, work: Work, say: Say, page: int) -> Screen:
    bound = await work.channels.all(desk.town.id)
    page = min(max(page, 0), max(len(bound) - 1, 0) // PAGE)
    shown = bound[page * PAGE : (page + 1) * PAGE]
    return outlets_screen(draft, shown, page=page, count=len(bound), say=say)

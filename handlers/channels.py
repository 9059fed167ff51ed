"""Administrators bind channels and groups to the town or a place of it, and unbind them."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from civic.channels.actions import bind_channel, trust_again, unbind_channel
from civic.channels.model import Channel
from civic.channels.rules import CHANNELS_LIMIT
from civic.communities.rules import Action, check_may
from civic.kernel.ids import ChatId
from civic.kernel.refusal import NotFound
from civic.places.actions import search_places
from civic.unit_of_work import Work
from handlers.audiences.places import places_listed
from handlers.effects import Reply, Show, Toast
from handlers.leaving import leaving_forms
from handlers.message_filters import Typed
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.channels import (
    BindChannelPress,
    ChannelPlacesPress,
    ChannelPress,
    ChannelsPress,
    MendedChannelPress,
    UnbindChannelPress,
    UnboundChatsPress,
)
from handlers.screens.audiences.places import PAGE
from handlers.screens.channels import (
    LIST,
    channel_screen,
    channels_screen,
    found_screen,
    places_screen,
    unbound_screen,
)
from handlers.screens.screen import Screen
from locales.catalog import Say


class ChannelPlaceForm(StatesGroup):
    name = State()


def build_router() -> Router:
    router = leaving_forms(Router(name="channels"))
    router.message.register(search, StateFilter(ChannelPlaceForm.name), Typed())
    router.callback_query.register(show_channels, Pressed(ChannelsPress))
    router.callback_query.register(show_channel, Pressed(ChannelPress))
    router.callback_query.register(show_unbound, Pressed(UnboundChatsPress))
    router.callback_query.register(show_places, Pressed(ChannelPlacesPress))
    router.callback_query.register(bind, Pressed(BindChannelPress))
    router.callback_query.register(mended, Pressed(MendedChannelPress))
    router.callback_query.register(unbind, Pressed(UnbindChannelPress))
    return router


async def show_channels(
    _query: CallbackQuery, press: ChannelsPress, person: Person, work: Work, say: Say
) -> Reply:
    return await _channels(press.page, person, work, say)


async def _channels(page: int, person: Person, work: Work, say: Say) -> Screen:
    official = check_may(person.official, Action.MANAGE_CHANNELS)
    bound = await work.channels.all(official.community)
    page = max(0, page)
    shown = bound[page * LIST : (page + 1) * LIST]
    places = {channel.place for channel in shown if channel.place is not None}
    named = await work.places.some(official.community, places)
    return channels_screen(shown, named, page=page, count=len(bound), say=say)


async def show_channel(
    _query: CallbackQuery, press: ChannelPress, person: Person, work: Work, say: Say
) -> Reply:
    official = check_may(person.official, Action.MANAGE_CHANNELS)
    channel = await work.channels.channel(official.community, press.chat)
    return await _channel(channel, work, say, is_sure=False)


async def _channel(channel: Channel, work: Work, say: Say, *, is_sure: bool) -> Screen:
    places = {channel.place} if channel.place else set()
    named = await work.places.some(channel.community, places)
    return channel_screen(channel, named, is_sure=is_sure, say=say)


async def show_unbound(
    _query: CallbackQuery,
    press: UnboundChatsPress,
    person: Person,
    work: Work,
    say: Say,
    bot_username: str,
) -> Reply:
    official = check_may(person.official, Action.MANAGE_CHANNELS)
    colleagues = [one.account for one in await work.officials.all(official.community)]
    known = await work.known_chats.added_by(colleagues, limit=CHANNELS_LIMIT)
    page = max(0, press.page)
    shown = known[page * PAGE : (page + 1) * PAGE]
    return unbound_screen(shown, page=page, count=len(known), bot_username=bot_username, say=say)


async def show_places(
    _query: CallbackQuery,
    press: ChannelPlacesPress,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
) -> Reply:
    title = await _title(press.chat, person, work)
    official = check_may(person.official, Action.MANAGE_CHANNELS)
    page = max(0, press.page)
    listed = await places_listed(press.parent, press.loose, page, official.community, work)
    await state.set_state(ChannelPlaceForm.name)
    await state.set_data({"chat": press.chat})
    return places_screen(title, press.chat, listed, say=say)


async def search(
    _message: Message, typed: str, person: Person, work: Work, say: Say, state: FSMContext
) -> Reply:
    official = check_may(person.official, Action.MANAGE_CHANNELS)
    chat = ChatId((await state.get_data())["chat"])
    title = await _title(chat, person, work)
    found = await search_places(typed, community=official.community, places=work.places, limit=PAGE)
    return Show(screen=found_screen(title, chat, found, typed, say=say), replaces=True)


async def _title(chat: ChatId, person: Person, work: Work) -> str:
    """Of a chat that this town speaks through, or may begin to."""
    official = check_may(person.official, Action.MANAGE_CHANNELS)
    bound = await work.channels.some(official.community, [chat])
    if chat in bound:
        return bound[chat].title
    colleagues = [one.account for one in await work.officials.all(official.community)]
    known = await work.known_chats.find(chat)
    if known is None or known.added_by not in colleagues:
        raise NotFound("channel-gone")
    return known.title


async def bind(
    _query: CallbackQuery,
    press: BindChannelPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    official = check_may(person.official, Action.MANAGE_CHANNELS)
    place = None
    if press.place:
        found = await work.places.place(official.community, press.place)
        if found.retired:
            raise NotFound("place-not-found")
        place = found.id
    channel = await bind_channel(
        official.community,
        press.chat,
        place,
        by=official.account,
        colleagues=[one.account for one in await work.officials.all(official.community)],
        known=work.known_chats,
        channels=work.channels,
        audit=work.audit,
        now=now,
    )
    return await _channel(channel, work, say, is_sure=False)


async def mended(
    _query: CallbackQuery, press: MendedChannelPress, person: Person, work: Work, say: Say
) -> Reply:
    official = check_may(person.official, Action.MANAGE_CHANNELS)
    channel = await trust_again(
        official.community, press.chat, known=work.known_chats, channels=work.channels
    )
    return await _channel(channel, work, say, is_sure=False)


async def unbind(
    _query: CallbackQuery,
    press: UnbindChannelPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    official = check_may(person.official, Action.MANAGE_CHANNELS)
    if not press.is_sure:
        channel = await work.channels.channel(official.community, press.chat)
        return await _channel(channel, work, say, is_sure=True)
    unbound = await unbind_channel(
        official.community,
        press.chat,
        by=official.account,
        channels=work.channels,
        audit=work.audit,
        now=now,
    )
    screen = await _channels(0, person, work, say)
    return [Toast(text=say("channel-unbound", title=unbound.title[:100])), Show(screen=screen)]

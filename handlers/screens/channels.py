"""The town's channels and groups: which they are, what they speak for, what is to be mended."""

from collections.abc import Mapping, Sequence

from civic.channels.model import Channel, ChatKind, KnownChat
from civic.kernel.ids import ChatId, PlaceId
from civic.kernel.language import language_of
from civic.places.model import Place, PlaceKind
from handlers.presses.channels import (
    BindChannelPress,
    ChannelPlacesPress,
    ChannelPress,
    ChannelsPress,
    MendedChannelPress,
    UnbindChannelPress,
    UnboundChatsPress,
)
from handlers.presses.menu import OfficePress
from handlers.presses.registry import Press
from handlers.screens.audiences.places import MANY, PAGE, PlacesListed
from handlers.screens.navigation import pages, ways
from handlers.screens.screen import Button, Rows, Screen, column, escape
from locales.catalog import Say

LIST = PAGE - 1
"""Of a list that also offers to add one."""
_LABEL = 40
_SIGNS = {ChatKind.CHANNEL: "📢", ChatKind.GROUP: "👥"}
Places = Mapping[PlaceId, Place]


def channels_screen(
    channels: Sequence[Channel], places: Places, *, page: int, count: int, say: Say
) -> Screen:
    lines = [_line(channel, places, say) for channel in channels]
    text = say("channels-heading") if count else say("channels-none")
    buttons = [
        Button(
            label=f"{_SIGNS[channel.kind]} {_short(channel.title)}",
            press=ChannelPress(channel.chat).pack(),
        )
        for channel in channels
    ]
    add = Button(label=say("channels-add"), press=UnboundChatsPress().pack())
    turning = pages(page, count, LIST, ChannelsPress, say)
    rows = (*column(buttons), *turning, (add,), *ways(say, OfficePress()))
    return Screen(text="\n\n".join([text, *(["\n".join(lines)] if lines else [])]), rows=rows)


def channel_screen(channel: Channel, places: Places, *, is_sure: bool, say: Say) -> Screen:
    """`is_sure`: whether it shall be unbound is being asked."""
    parts = [_line(channel, places, say)]
    if not channel.can_post:
        parts.append(say(f"channel-mend-{channel.kind.value}"))
    if is_sure:
        parts.append(say("channel-ask-unbind"))
        sure = UnbindChannelPress(channel.chat, is_sure=True)
        rows: Rows = ((_to("channel-unbind-sure", sure, say),),)
        return Screen(text="\n\n".join(parts), rows=(*rows, *ways(say, ChannelPress(channel.chat))))
    mended: Rows = ()
    if not channel.can_post:
        mended = ((_to("channel-mended", MendedChannelPress(channel.chat), say),),)
    rows = (
        *mended,
        (_to("channel-change-place", ChannelPlacesPress(channel.chat), say),),
        (_to("channel-unbind", UnbindChannelPress(channel.chat, is_sure=False), say),),
    )
    return Screen(text="\n\n".join(parts), rows=(*rows, *ways(say, ChannelsPress())))


def unbound_screen(
    chats: Sequence[KnownChat], *, page: int, count: int, bot_username: str, say: Say
) -> Screen:
    """Also how to let the bot into one: it learns of chats in no other way."""
    buttons = [
        Button(
            label=f"{_SIGNS[chat.kind]} {_short(chat.title)}",
            press=ChannelPlacesPress(chat.id).pack(),
        )
        for chat in chats
    ]
    parts = [say("channels-which")] if chats else [say("channels-nothing-to-bind")]
    parts.append(say("channels-how-to-add"))
    let_in = (
        Button(
            label=say("channels-to-channel"),
            url=f"https://t.me/{bot_username}?startchannel&admin=post_messages",
        ),
        Button(label=say("channels-to-group"), url=f"https://t.me/{bot_username}?startgroup"),
    )
    turning = pages(page, count, PAGE, UnboundChatsPress, say)
    rows = (*column(buttons), *turning, let_in, *ways(say, ChannelsPress()))
    return Screen(text="\n\n".join(parts), rows=rows)


def places_screen(title: str, chat: ChatId, listed: PlacesListed, *, say: Say) -> Screen:
    """What the chat speaks for."""
    rows: Rows = ()
    if listed.within is None and not listed.loose:
        whole = BindChannelPress(chat, PlaceId(0))
        rows = ((_to("channel-whole-town", whole, say),),)
    rows += tuple(_place_row(place, chat, listed, say) for place in listed.places)
    if listed.has_loose:
        rows += ((_to("audience-loose-courtyards", ChannelPlacesPress(chat, loose=True), say),),)
    rows += pages(
        listed.page,
        listed.count,
        PAGE,
        lambda other: ChannelPlacesPress(chat, listed.parent, listed.loose, other),
        say,
    )
    parts = [say("channel-ask-place", title=escape(_short(title)))]
    if listed.count > MANY:
        parts.append(say("audience-type-place"))
    return Screen(text="\n\n".join(parts), rows=(*rows, *ways(say, _back(chat, listed))))


def found_screen(
    title: str, chat: ChatId, found: Sequence[Place], typed: str, *, say: Say
) -> Screen:
    listed = PlacesListed(places=found, count=len(found), page=0)
    rows: Rows = tuple(_place_row(place, chat, listed, say) for place in found)
    key = "channel-found-places" if found else "audience-found-none"
    parts = [
        say("channel-ask-place", title=escape(_short(title))),
        say(key, typed=escape(typed[:_LABEL])),
    ]
    return Screen(text="\n\n".join(parts), rows=(*rows, *ways(say, ChannelPlacesPress(chat))))


def _place_row(place: Place, chat: ChatId, listed: PlacesListed, say: Say) -> tuple[Button, ...]:
    title = _short(place.title_in(language_of(say.language)))
    bind = Button(label=title, press=BindChannelPress(chat, place.id).pack())
    if place.id not in listed.holding:
        return (bind,)
    is_district = place.kind is PlaceKind.DISTRICT
    key = "audience-look-courtyards" if is_district else "audience-look-buildings"
    return (bind, _to(key, ChannelPlacesPress(chat, place.id), say))


def _back(chat: ChatId, listed: PlacesListed) -> Press:
    if listed.within is not None:
        return ChannelPlacesPress(chat, listed.within.parent or PlaceId(0))
    return ChannelPlacesPress(chat) if listed.loose else ChannelsPress()


def _line(channel: Channel, places: Places, say: Say) -> str:
    """Safe in HTML."""
    place = places.get(channel.place) if channel.place else None
    spoken = (
        escape(_short(place.title_in(language_of(say.language))))
        if place
        else say("channel-for-whole-town")
    )
    title = f"{_SIGNS[channel.kind]} <b>{escape(_short(channel.title))}</b>"
    line = say("channel-line", title=title, place=spoken)
    return line if channel.can_post else f"{line}\n{say('channel-cannot-post')}"


def _to(key: str, press: Press, say: Say) -> Button:
    return Button(label=say(key), press=press.pack())


def _short(title: str) -> str:
    line = " ".join(title.split())
    return line if len(line) <= _LABEL else f"{line[: _LABEL - 1].rstrip()}…"

"""Buttons of the town's channels and groups: codes begin with h."""

from civic.kernel.ids import ChatId, PlaceId
from handlers.presses.registry import Press, press


@press("hl")
class ChannelsPress(Press):
    page: int = 0


@press("ho")
class ChannelPress(Press):
    chat: ChatId


@press("hn")
class UnboundChatsPress(Press):
    """Chats the bot was let into that no town speaks through."""

    page: int = 0


@press("hp")
class ChannelPlacesPress(Press):
    """Which place it speaks for: those in `parent`; 0: districts, or (`loose`) in none."""

    chat: ChatId
    parent: PlaceId = PlaceId(0)
    loose: bool = False
    page: int = 0


@press("hb")
class BindChannelPress(Press):
    """Place 0 stands for the whole town."""

    chat: ChatId
    place: PlaceId


@press("hm")
class MendedChannelPress(Press):
    """The bot may post there again, says the administrator."""

    chat: ChatId


@press("hu")
class UnbindChannelPress(Press):
    chat: ChatId
    is_sure: bool

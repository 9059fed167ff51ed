"""What administrators hear of the chats their town speaks through."""

from civic.kernel.ids import ChatId
from handlers.presses.channels import ChannelPress
from handlers.screens.navigation import ways
from handlers.screens.notices.registry import Params, notice
from handlers.screens.screen import Button, Screen, escape
from locales.catalog import Say


@notice("channel-lost")
def lost(params: Params, say: Say) -> Screen:
    look = Button(label=say("channel-look"), press=ChannelPress(ChatId(params["chat"])).pack())
    text = say("channel-lost", title=escape(str(params["title"])))
    return Screen(text=text, rows=((look,), *ways(say)))

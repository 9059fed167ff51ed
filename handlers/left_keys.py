"""Keys beside the text field go away with the question that brought them."""

from collections.abc import Awaitable, Callable
from typing import Any, cast

from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.types import TelegramObject

from handlers.effects import Effect, Send, Show, effects_of
from handlers.person import Person
from handlers.places import CourtyardForm
from handlers.presses.places import FOLLOW
from handlers.screens.screen import Screen
from handlers.service_requests.sitting import RequestForm
from handlers.start import TownForm
from locales.catalog import Say

_WITH_KEYS = frozenset({CourtyardForm.address.state, TownForm.name.state, RequestForm.spot.state})
Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


async def take_left_keys(handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
    """Whoever leaves by a command or an older button is rid of them too.

    Telegram takes them away only with a message of their own: one message carries one markup.
    """
    left = data.get("raw_state")
    if left not in _WITH_KEYS or "person" not in data:
        return await handler(event, data)
    aim = (await data["state"].get_data()).get("aim")
    reply = await handler(event, data)
    if reply is UNHANDLED or await data["state"].get_state() == left:
        return reply
    effects = effects_of(reply)
    if any(_brings_keys(effect) for effect in effects):
        return reply
    person, say = cast("Person", data["person"]), cast("Say", data["say"])
    has_home = person.resident is not None and person.resident.home is not None
    is_put_off = left == CourtyardForm.address.state and aim != FOLLOW and not has_home
    text = say("courtyard-put-off" if is_put_off else "courtyard-stays")
    if left == RequestForm.spot.state:
        text = say("ask-spot-away")
    return [Send(screen=Screen(text=text, keys=())), *effects]


def _brings_keys(effect: Effect) -> bool:
    return isinstance(effect, Show | Send) and effect.screen.keys is not None

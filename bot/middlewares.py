"""What every handler finds beside the update: the conversation, the person, their language."""

from collections.abc import Awaitable, Callable
from typing import Any, cast

from aiogram.dispatcher.middlewares.user_context import EventContext
from aiogram.fsm.context import FSMContext
from aiogram.fsm.storage.base import StorageKey
from aiogram.types import TelegramObject

from bot.unit import Unit, UnitStorage
from civic.kernel.ids import AccountId
from civic.kernel.language import language_of
from locales.catalog import say

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


async def conversation(handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
    """FSM in the same transaction as everything else; updates without a person have none."""
    where = cast("EventContext", data["event_context"])
    unit = cast("Unit", data["unit"])
    if where.chat_id is not None and where.user_id is not None:
        key = StorageKey(bot_id=data["bot"].id, chat_id=where.chat_id, user_id=where.user_id)
        data["state"] = FSMContext(storage=UnitStorage(unit), key=key)
        data["raw_state"] = unit.conversation(where.chat_id, where.user_id).state
    return await handler(event, data)


async def acquaintance(handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
    """Who is speaking, in one statement; a stranger is noted."""
    where = cast("EventContext", data["event_context"])
    unit = cast("Unit", data["unit"])
    if where.user is None or where.user.is_bot:
        return None
    if where.chat is not None and where.chat.type != "private":
        # Whoever speaks in a group did not come to us: nothing is noted of them.
        unit.say = say(language_of(where.user.language_code))
        data |= {"say": unit.say, "work": unit.work, "now": unit.now}
        return await handler(event, data)
    met = await unit.work.people.meet(
        AccountId(where.user.id),
        first_name=where.user.first_name,
        language=language_of(where.user.language_code),
        now=unit.now,
    )
    unit.person = met
    unit.say = say(met.account.language)
    data |= {"person": met, "say": unit.say, "work": unit.work, "now": unit.now}
    return await handler(event, data)

"""Telegram's own "reply" to a card of a request, or to news of it: it belongs there."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from civic.kernel.ids import AccountId, IdMaker, ServiceRequestId
from civic.unit_of_work import Work
from handlers.effects import Reply, Send
from handlers.person import Person
from handlers.service_requests.following import (
    FollowForm,
    commented,
    is_photo_or_voice,
    pictured,
    write,
)
from handlers.service_requests.sitting import desk_of
from handlers.service_requests.words import Sent
from locales.catalog import Say


class RepliesToRequest(Filter):
    """A reply says what it is about, whatever form is open."""

    async def __call__(
        self, message: Message, person: Person, work: Work
    ) -> bool | dict[str, ServiceRequestId]:
        replied = message.reply_to_message
        if replied is None or replied.from_user is None or not replied.from_user.is_bot:
            return False
        if person.resident is None or not (message.text or is_photo_or_voice(message)):
            return False
        account = AccountId(message.chat.id)
        request = await work.service_requests.shown_as(account, replied.message_id)
        return False if request is None else {"request": request}


def build_request_replies_router() -> Router:
    """Before every form, as replies to people are."""
    router = Router(name="service-requests-replies")
    router.message.register(reply, Sent(), RepliesToRequest())
    return router


async def reply(
    message: Message, request: ServiceRequestId, person: Person, work: Work, say: Say,
    state: FSMContext, now: datetime, new_id: IdMaker,
) -> Reply:  # fmt: skip
    if await _is_asked_about(request, state):
        return await write(message, person, work, say, state, now, new_id)
    desk = desk_of(person, work, say, state, now, new_id)
    if message.text:
        return Send(screen=await commented(request, message.text, desk))
    return await pictured(message, request, desk)


async def _is_asked_about(request: ServiceRequestId, state: FSMContext) -> bool:
    """The question at hand is about this very request."""
    at_hand = await state.get_state()
    if at_hand not in {one.state for one in FollowForm.__states__}:
        return False
    return (await state.get_data()).get("request") == request

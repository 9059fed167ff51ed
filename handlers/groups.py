"""Chats with many, where nothing private is asked or shown; being blocked and let in again."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Chat, ChatMemberUpdated, Message

from civic.residents.actions.joining import lose_touch
from civic.unit_of_work import Work
from handlers.effects import Reply, Send, Toast
from handlers.person import Person
from handlers.screens.screen import Button, Screen
from locales.catalog import Say

_INSIDE = frozenset({"member", "administrator", "creator", "restricted"})


class InCompany(Filter):
    """Any chat that is not with one person."""

    async def __call__(self, event: Message | CallbackQuery | ChatMemberUpdated) -> bool:
        chat = _chat_of(event) if isinstance(event, CallbackQuery) else event.chat
        return chat is not None and chat.type != "private"


def build_router() -> Router:
    """The first to be asked, so that no feature speaks in a group by mistake."""
    router = Router(name="groups")
    router.message.register(in_group, InCompany())
    router.edited_message.register(nothing, InCompany())
    router.callback_query.register(pressed_in_group, InCompany())
    router.my_chat_member.register(let_into_group, InCompany())
    router.my_chat_member.register(blocked_or_let_in)
    return router


async def in_group(message: Message, say: Say, bot_username: str) -> Reply:
    """Only a command to us is answered, by the way to the private chat."""
    command = (message.text or "").split(maxsplit=1)[0] if message.text else ""
    name, _, addressed = command.partition("@")
    if not name.startswith("/") or addressed.lower() not in {"", bot_username.lower()}:
        return None
    return Send(screen=_private_please(bot_username, say))


async def nothing(_message: Message) -> Reply:
    return None


async def pressed_in_group(_query: CallbackQuery, say: Say) -> Reply:
    return Toast(text=say("group-press"), alert=True)


async def let_into_group(change: ChatMemberUpdated, say: Say, bot_username: str) -> Reply:
    """One sentence on coming in; in a channel not even that."""
    was, is_now = change.old_chat_member.status, change.new_chat_member.status
    if change.chat.type == "channel" or was in _INSIDE or is_now not in _INSIDE:
        return None
    return Send(screen=_private_please(bot_username, say))


async def blocked_or_let_in(
    change: ChatMemberUpdated, person: Person, work: Work, now: datetime
) -> Reply:
    """Whoever unblocks is reachable already: every update from a person makes them so."""
    if change.new_chat_member.status == "kicked":
        await lose_touch(person.account, accounts=work.accounts, residents=work.residents, now=now)
    return None


def _private_please(bot_username: str, say: Say) -> Screen:
    link = Button(label=say("group-open"), url=f"https://t.me/{bot_username}")
    return Screen(text=say("group-hello"), rows=((link,),))


def _chat_of(query: CallbackQuery) -> Chat | None:
    return query.message.chat if query.message else None

"""Chats with many, where nothing private is asked or shown; being blocked and let in again."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import (
    CallbackQuery,
    Chat,
    ChatMemberAdministrator,
    ChatMemberRestricted,
    ChatMemberUnion,
    ChatMemberUpdated,
    Message,
)

from civic.channels.actions import learn_chat, leave_chat, rename_chat
from civic.channels.model import ChatKind
from civic.kernel.ids import AccountId, ChatId
from civic.kernel.outbox import Notice
from civic.residents.actions.joining import lose_touch
from civic.unit_of_work import Work
from handlers.effects import Reply, Send, Toast
from handlers.person import Person
from handlers.screens.screen import Button, Screen
from locales.catalog import Say

_INSIDE = frozenset({"member", "administrator", "creator"})


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


async def in_group(message: Message, say: Say, work: Work, bot_username: str) -> Reply:
    """Only a command to us is answered, by the way to the private chat."""
    chat = ChatId(message.chat.id)
    if message.migrate_to_chat_id is not None:
        await work.known_chats.move(chat, ChatId(message.migrate_to_chat_id))
        return None
    if message.new_chat_title:
        await rename_chat(chat, message.new_chat_title, known=work.known_chats)
        return None
    command = (message.text or "").split(maxsplit=1)[0] if message.text else ""
    name, _, addressed = command.partition("@")
    if not name.startswith("/") or addressed.lower() not in {"", bot_username.lower()}:
        return None
    return Send(screen=_private_please(bot_username, say))


async def nothing(_message: Message) -> Reply:
    return None


async def pressed_in_group(_query: CallbackQuery, say: Say) -> Reply:
    return Toast(text=say("group-press"), alert=True)


async def let_into_group(
    change: ChatMemberUpdated, say: Say, work: Work, now: datetime, bot_username: str
) -> Reply:
    """The chat is learnt; in a group one sentence on coming in, in a channel not even that."""
    was, is_now = change.old_chat_member, change.new_chat_member
    if not await _learnt(change, work, now):
        return None
    is_new = not _is_inside(was) and _is_inside(is_now)
    if change.chat.type == "channel" or not is_new or not _can_post(change):
        return None
    return Send(screen=_private_please(bot_username, say))


async def _learnt(change: ChatMemberUpdated, work: Work, now: datetime) -> bool:
    """Whether the bot is in the chat now. Towns that speak through it hear what they lost."""
    chat = ChatId(change.chat.id)
    is_inside = _is_inside(change.new_chat_member)
    if is_inside:
        # Whoever acts for a whole group is nobody that a town could know.
        adder = None if change.from_user.is_bot else AccountId(change.from_user.id)
        lost = await learn_chat(
            chat,
            kind=ChatKind.CHANNEL if change.chat.type == "channel" else ChatKind.GROUP,
            title=change.chat.title or str(chat),
            can_post=_can_post(change),
            by=adder,
            known=work.known_chats,
            now=now,
        )
    else:
        lost = await leave_chat(chat, known=work.known_chats, now=now)
    if lost:
        await _tell_towns(chat, change.chat, work, now)
    return is_inside


async def _tell_towns(chat: ChatId, told: Chat, work: Work, now: datetime) -> None:
    for town in await work.channels.towns(chat):
        for administrator in await work.officials.administrators(town):
            lost = Notice(
                to=administrator.account,
                community=town,
                key="channel-lost",
                params={"chat": chat, "title": told.title or ""},
            )
            await work.outbox.owe(lost, now=now)


def _is_inside(member: ChatMemberUnion) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status in _INSIDE


def _can_post(change: ChatMemberUpdated) -> bool:
    member = change.new_chat_member
    if change.chat.type == "channel":
        return isinstance(member, ChatMemberAdministrator) and bool(member.can_post_messages)
    return not isinstance(member, ChatMemberRestricted) or member.can_send_messages


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

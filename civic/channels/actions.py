"""The bot is let into a chat and out again; a town begins and ends to speak through it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from civic.channels.model import Channel, ChatKind, KnownChat
from civic.channels.ports import Channels, KnownChats
from civic.channels.rules import CHANNELS_LIMIT, check_can_be_bound
from civic.kernel.audit import AuditEntry, AuditLog
from civic.kernel.ids import AccountId, ChatId, CommunityId, PlaceId
from civic.kernel.json_value import Json
from civic.kernel.refusal import Refusal


async def learn_chat(
    chat: ChatId,
    *,
    kind: ChatKind,
    title: str,
    can_post: bool,
    by: AccountId | None,
    known: KnownChats,
    now: datetime,
) -> bool:
    """What Telegram says of the bot in a chat; return whether it lost the right to post there.

    Who let it in is who did so last: whoever only changed its rights did not.
    """
    found = await known.find(chat)
    is_inside = found is not None and found.left_at is None
    learnt = KnownChat(
        id=chat,
        kind=kind,
        title=title,
        can_post=can_post,
        added_by=found.added_by if found and is_inside else by,
        learnt_at=found.learnt_at if found else now,
    )
    await known.put(learnt)
    return bool(found and is_inside and found.can_post and not can_post)


async def leave_chat(chat: ChatId, *, known: KnownChats, now: datetime) -> bool:
    """The bot was taken out; return whether it could post there until now."""
    found = await known.find(chat)
    if found is None or found.left_at is not None:
        return False
    await known.leave(chat, now=now)
    return found.can_post


async def rename_chat(chat: ChatId, title: str, *, known: KnownChats) -> None:
    found = await known.find(chat)
    if found is not None:
        await known.put(replace(found, title=title))


async def bind_channel(
    community: CommunityId,
    chat: ChatId,
    place: PlaceId | None,
    *,
    by: AccountId,
    colleagues: Collection[AccountId],
    known: KnownChats,
    channels: Channels,
    audit: AuditLog,
    now: datetime,
) -> Channel:
    """The town, or a place of it, speaks through this chat. `colleagues`: all who serve it."""
    towns = await channels.towns(chat)
    elsewhere = [town for town in towns if town != community]
    if community in towns and not elsewhere:
        bound = await channels.channel(community, chat)
        made = replace(bound, place=place, bound_by=by, bound_at=now)
    else:
        found = await known.find(chat)
        found = check_can_be_bound(found, colleagues=colleagues, elsewhere=elsewhere)
        if len(await channels.all(community)) >= CHANNELS_LIMIT:
            raise Refusal("channels-too-many", limit=CHANNELS_LIMIT)
        made = Channel(
            community=community,
            chat=chat,
            kind=found.kind,
            title=found.title,
            can_post=found.can_post,
            place=place,
            bound_by=by,
            bound_at=now,
        )
    await channels.put(made)
    await _note(audit, "channel-bound", community, chat, by, {"place": place}, now=now)
    return made


async def unbind_channel(
    community: CommunityId,
    chat: ChatId,
    *,
    by: AccountId,
    channels: Channels,
    audit: AuditLog,
    now: datetime,
) -> Channel:
    """What was posted there stays; nothing more is."""
    bound = await channels.channel(community, chat)
    await channels.remove(community, chat)
    await _note(audit, "channel-unbound", community, chat, by, {}, now=now)
    return bound


async def trust_again(
    community: CommunityId, chat: ChatId, *, known: KnownChats, channels: Channels
) -> Channel:
    """An administrator says that the bot may post again; the next post shows whether it may."""
    bound = await channels.channel(community, chat)
    found = await known.find(chat)
    if found is None or found.left_at is not None:
        raise Refusal("channel-bot-outside")
    await known.note_right(chat, can_post=True)
    return replace(bound, can_post=True)


async def _note(
    audit: AuditLog,
    verb: str,
    community: CommunityId,
    chat: ChatId,
    by: AccountId,
    details: dict[str, Json],
    *,
    now: datetime,
) -> None:
    noted = AuditEntry(
        community=community, actor=by, verb=verb, subject=f"channel:{chat}", details=details
    )
    await audit.note(noted, now=now)

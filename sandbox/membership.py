"""Who is in which group, as what: joining, leaving, rights, and a group that grows up."""

from typing import Any

from sandbox.refusal import ControlRefused
from sandbox.world import Body, Group, Room, World

STATUSES = frozenset({"creator", "administrator", "member", "restricted", "left", "kicked"})
_ADMIN_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
    "can_edit_stories", "can_delete_stories", "can_send_welcome_messages",
)  # fmt: skip
_SEND_RIGHTS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos",
    "can_send_videos", "can_send_video_notes", "can_send_voice_notes", "can_send_polls",
    "can_send_other_messages", "can_add_web_page_previews", "can_react_to_messages",
    "can_edit_tag", "can_change_info", "can_invite_users", "can_pin_messages",
    "can_manage_topics",
)  # fmt: skip


def member_body(world: World, group: Group, who: int) -> Body:
    """The ChatMember of this person or bot, complete as its status wants it."""
    given = group.members.get(who, {"status": "left"})
    status = given["status"]
    body: Body = {"status": status, "user": world.user(who)}
    if status == "creator":
        body["is_anonymous"] = False
    elif status == "administrator":
        body |= {"can_be_edited": False, "is_anonymous": False}
        body |= dict.fromkeys(_ADMIN_RIGHTS, True)
        extra = ("can_post_messages", "can_edit_messages")
        body |= dict.fromkeys(extra if group.type == "channel" else ("can_pin_messages",), True)
    elif status == "restricted":
        body |= {"is_member": True, "until_date": 0}
        body |= dict.fromkeys(_SEND_RIGHTS, False)
    elif status == "kicked":
        body["until_date"] = 0
    return body | {name: value for name, value in given.items() if name != "status"}


def make_group(
    world: World, title: str, kind: str, username: str | None = None, number: int | None = None
) -> Group:
    if kind not in {"group", "supergroup", "channel"}:
        raise ControlRefused(400, "type is group, supergroup or channel")
    if number is None:
        serial = world.next_group
        world.next_group += 1
        number = -(4_000_000 + serial) if kind == "group" else -1_002_000_000_000 - serial
    group = Group(number, kind, title, username)
    world.groups[number] = group
    world.rooms[0, number] = Room((0, number), group.chat(), started=True)
    keep_group(world, group)
    return group


def keep_group(world: World, group: Group) -> None:
    world.touch("group", str(group.id))
    world.touch("room", f"0:{group.id}")
    world.group_room(group).stamp()


def change_member(
    world: World,
    group: Group,
    who: int,
    status: str,
    *,
    by: Body,
    rights: dict[str, Any] | None = None,
) -> None:
    """Change what somebody is in a group; those concerned are told as Telegram tells them."""
    if status not in STATUSES:
        raise ControlRefused(400, f"status is one of {', '.join(sorted(STATUSES))}")
    world.user(who)
    before, was_inside = member_body(world, group, who), group.inside(who)
    group.members[who] = {"status": status, **(rights or {})}
    after, is_inside = member_body(world, group, who), group.inside(who)
    if before == after:
        return
    update = {
        "chat": group.chat(),
        "from": by,
        "date": world.clock.unix(),
        "old_chat_member": before,
        "new_chat_member": after,
    }
    key = str(group.id)
    if who in world.bots:
        world.bots[who].queue.push("my_chat_member", update, key)
    for bot in list(world.bots.values()):
        if bot.id != who and group.status(bot.id) in {"administrator", "creator"}:
            bot.queue.push("chat_member", update, key)
    if group.type != "channel":
        user = world.user(who)
        if is_inside and not was_inside:
            announce(world, group, {"from": by, "new_chat_members": [user]})
        elif was_inside and not is_inside:
            announce(world, group, {"from": by, "left_chat_member": user})
    keep_group(world, group)


def announce(world: World, group: Group, body: Body) -> Body:
    """A service message in a group; every bot in it hears it, whatever its privacy."""
    message = world.write(world.group_room(group), body).body
    for bot in list(world.bots.values()):
        if group.inside(bot.id) and body.get("from", {}).get("id") != bot.id:
            bot.queue.push("message", message, str(group.id))
    return message


def upgrade(world: World, group: Group) -> Group:
    """A basic group becomes a supergroup of a new id; both sides of the move are told."""
    if group.type != "group":
        raise ControlRefused(409, "only a basic group can be upgraded")
    if group.migrated_to is not None:
        raise ControlRefused(409, "this group was upgraded already")
    owner = next((who for who in group.members if group.status(who) == "creator"), None)
    by = world.user(owner if owner is not None else next(iter(group.members)))
    grown = make_group(world, group.title, "supergroup", group.username)
    grown.members = {who: dict(member) for who, member in group.members.items()}
    announce(world, group, {"from": by, "migrate_to_chat_id": grown.id})
    announce(world, grown, {"from": by, "migrate_from_chat_id": group.id})
    group.migrated_to = grown.id
    keep_group(world, group)
    keep_group(world, grown)
    return grown

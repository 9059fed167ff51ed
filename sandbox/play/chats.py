"""Looking around: the bot itself, the chats it is in and their members."""

from sandbox.membership import change_member, member_body
from sandbox.play.call import Call
from sandbox.refusal import bad_request, forbidden
from sandbox.world import Body

_GIFTS = (
    "unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription",
    "gifts_from_channels",
)  # fmt: skip


def get_me(call: Call) -> Body:
    return {
        **call.bot.user,
        "can_join_groups": True,
        "can_read_all_group_messages": call.bot.reads_groups,
        "supports_guest_queries": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
        "supports_join_request_queries": False,
    }


def get_chat(call: Call) -> Body:
    room = call.room(write=False)
    info: Body = {
        **room.chat,
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    }
    if room.chat.get("username"):
        info["active_usernames"] = [room.chat["username"]]
    if room.pinned:
        info["pinned_message"] = room.messages[room.pinned[-1]].body
    group = call.group_of(room)
    if group is not None and group.type != "channel":
        info["permissions"] = {
            "can_send_messages": True,
            "can_send_polls": True,
            "can_send_other_messages": True,
            "can_invite_users": True,
        }
    return info


def get_chat_member(call: Call) -> Body:
    room = call.room(write=False)
    who = call.params["user_id"]
    group = call.group_of(room)
    if who not in call.world.people and who not in call.world.bots:
        raise bad_request("user not found")
    if group is None:
        inside = who in {room.key[1], call.bot.id}
        return {"status": "member" if inside else "left", "user": call.world.user(who)}
    return member_body(call.world, group, who)


def get_chat_member_count(call: Call) -> int:
    room = call.room(write=False)
    group = call.group_of(room)
    return 2 if group is None else sum(group.inside(who) for who in group.members)


def get_chat_administrators(call: Call) -> list[Body]:
    group = call.group_of(call.room(write=False))
    if group is None:
        raise bad_request("there are no administrators in the private chat")
    return [
        member_body(call.world, group, who)
        for who in group.members
        if group.status(who) in {"creator", "administrator"}
        and (who not in call.world.bots or who == call.bot.id or call.get("return_bots"))
    ]


def leave_chat(call: Call) -> bool:
    room = call.room(write=False)
    group = call.group_of(room)
    if group is None:
        raise bad_request("chat not found")
    if not group.inside(call.bot.id):
        raise forbidden("bot is not a member of the chat")
    change_member(call.world, group, call.bot.id, "left", by=call.bot.user)
    return True

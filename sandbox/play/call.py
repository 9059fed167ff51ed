"""A bot's call: who calls, what with, and which chats it may read or write."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.refusal import bad_request, forbidden
from sandbox.telegram.parameters import Upload
from sandbox.world import Body, Bot, Group, Message, Room, World

_KINDS = {"group": "group chat", "supergroup": "supergroup chat", "channel": "channel chat"}


@dataclass(slots=True)
class Call:
    world: World
    bot: Bot
    method: str
    params: dict[str, Any]
    uploads: dict[str, Upload] = field(default_factory=dict)

    def get(self, name: str, default: Any = None) -> Any:
        return self.params.get(name, default)

    def room(self, name: str = "chat_id", *, write: bool = True) -> Room:
        """The chat that a parameter names, if the bot may read or write there."""
        return self.find_room(self.params[name], write=write)

    def find_room(self, chat: int | str, *, write: bool = True) -> Room:
        if isinstance(chat, str):
            return self._named_room(chat, write=write)
        if chat > 0:
            return self._private_room(chat, write=write)
        group = self.world.groups.get(chat)
        if group is None:
            raise bad_request("chat not found")
        return self._group_room(group, write=write)

    def _named_room(self, name: str, *, write: bool) -> Room:
        # A public name leads to groups and channels; people are reached by id only.
        wanted = name.removeprefix("@").lower()
        for group in self.world.groups.values():
            if (group.username or "").lower() == wanted:
                return self._group_room(group, write=write)
        raise bad_request("chat not found")

    def _private_room(self, number: int, *, write: bool) -> Room:
        room = self.world.rooms.get((self.bot.id, number))
        person = self.world.people.get(number)
        if person is None:
            if number in self.world.bots:
                raise forbidden("bot can't send messages to bots")
            raise bad_request("chat not found")
        if room is None or not room.started:
            if any(group.inside(number) for group in self.world.groups_of(self.bot)):
                raise forbidden("bot can't initiate conversation with a user")
            raise bad_request("chat not found")
        if write and person.deactivated:
            raise forbidden("user is deactivated")
        if write and room.blocked:
            raise forbidden("bot was blocked by the user")
        return room

    def _group_room(self, group: Group, *, write: bool) -> Room:
        kind = _KINDS[group.type]
        status = group.status(self.bot.id)
        if group.migrated_to is not None and write:
            raise bad_request(
                "group chat was upgraded to a supergroup chat", migrate_to_chat_id=group.migrated_to
            )
        if status == "kicked":
            raise forbidden(f"bot was kicked from the {kind}")
        if not group.inside(self.bot.id) and (write or group.username is None):
            raise forbidden(f"bot is not a member of the {kind}")
        if write and group.type == "channel" and not self._may_post(group):
            raise bad_request("need administrator rights in the channel chat")
        if write and status == "restricted":
            member = group.members[self.bot.id]
            if not member.get("can_send_messages"):
                raise bad_request("not enough rights to send text messages to the chat")
        return self.world.group_room(group)

    def _may_post(self, channel: Group) -> bool:
        member = channel.members.get(self.bot.id, {})
        # An administrator may post unless that very right was taken away.
        is_administrator = member.get("status") in {"administrator", "creator"}
        return is_administrator and bool(member.get("can_post_messages", True))

    def group_of(self, room: Room) -> Group | None:
        return None if room.private else self.world.groups[room.key[1]]

    def message(self, room: Room, number: int, what: str) -> Message:
        message = room.alive(number)
        if message is None or number <= 0:
            raise bad_request(f"{what} not found")
        return message

    def is_administrator(self, room: Room) -> bool:
        group = self.group_of(room)
        return group is not None and group.status(self.bot.id) in {"administrator", "creator"}

    def author(self, room: Room) -> Body:
        """Who a message of this bot is from: in a channel the channel itself."""
        group = self.group_of(room)
        if group is not None and group.type == "channel":
            return {"sender_chat": room.chat}
        return {"from": self.bot.user}

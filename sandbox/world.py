"""Who and what is in the sandbox: bots, people, groups, their chats and messages."""

import asyncio
import hashlib
import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sandbox.clock import Clock
from sandbox.refusal import ControlRefused, Refused
from sandbox.shelf import Shelf
from sandbox.signals import Signal
from sandbox.waiting import Queue

Body = dict[str, Any]
RoomKey = tuple[int, int]  # (bot, person) for a private chat, (0, chat) for a group or channel

TOKEN = re.compile(r"^(\d{1,16}):[\w-]{10,}$", re.ASCII)
QUERY_LIFETIME = 900


@dataclass(slots=True)
class Person:
    user: Body
    phone: str
    deactivated: bool = False

    @property
    def id(self) -> int:
        return int(self.user["id"])

    def view(self) -> Body:
        gone = {"deactivated": True} if self.deactivated else {}
        return {**self.user, "phone": self.phone, **gone}


@dataclass(slots=True)
class Message:
    """One message: its body as the Bot API tells it, and what only the sandbox knows."""

    body: Body
    seq: int = 0
    edits: int = 0
    deleted: bool = False
    silent: bool = False


@dataclass(slots=True)
class Room:
    """A chat: what a person and a bot, or the members of a group, see."""

    key: RoomKey
    chat: Body
    messages: dict[int, Message] = field(default_factory=dict)
    # message id → nothing, in the order of the last change: the tail is what is new.
    order: dict[int, None] = field(default_factory=dict)
    seq: int = 0
    next_id: int = 1
    started: bool = False
    blocked: bool = False
    cleared: int = 0
    pinned: list[int] = field(default_factory=list)
    keyboard: Body | None = None
    force_reply: bool = False
    action: tuple[str, float] | None = None
    answer: Body | None = None
    signal: Signal = field(default_factory=Signal)

    @property
    def private(self) -> bool:
        return self.key[0] != 0

    def stamp(self) -> int:
        self.seq += 1
        self.signal.notify()
        return self.seq

    def changed(self, message: Message) -> None:
        number = message.body["message_id"]
        self.order.pop(number, None)
        self.order[number] = None
        message.seq = self.stamp()

    def newer(self, after: int, limit: int) -> list[Message]:
        found: list[Message] = []
        for number in reversed(self.order):
            message = self.messages[number]
            if message.seq <= after or len(found) >= limit:
                break
            found.append(message)
        return sorted(found, key=lambda message: int(message.body["message_id"]))

    def alive(self, number: int) -> Message | None:
        message = self.messages.get(number)
        return None if message is None or message.deleted else message


@dataclass(slots=True)
class Group:
    """A group, supergroup or channel, and who is in it."""

    id: int
    type: str
    title: str
    username: str | None = None
    members: dict[int, Body] = field(default_factory=dict)
    migrated_to: int | None = None

    def status(self, who: int) -> str:
        return str(self.members.get(who, {}).get("status", "left"))

    def inside(self, who: int) -> bool:
        member = self.members.get(who, {})
        return self.status(who) in {"member", "administrator", "creator"} or bool(
            member.get("is_member")
        )

    def chat(self) -> Body:
        named = {"username": self.username} if self.username else {}
        return {"id": self.id, "type": self.type, "title": self.title, **named}


@dataclass(slots=True)
class Bot:
    id: int
    token: str
    user: Body
    queue: Queue
    reads_groups: bool = False
    next_message: int = 1
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[str, list[Body]] = field(default_factory=dict)
    menu_buttons: dict[int, Body] = field(default_factory=dict)

    def view(self) -> Body:
        return {
            **self.user,
            "webhook": self.queue.webhook.url if self.queue.webhook else "",
            "waiting": len(self.queue.waiting),
            "reads_groups": self.reads_groups,
        }


@dataclass(slots=True)
class Query:
    """A press that waits for its answer."""

    id: str
    bot: int
    room: RoomKey
    person: int
    at: float
    answer: Body | None = None
    signal: Signal = field(default_factory=Signal)


@dataclass(slots=True)
class Poll:
    id: str
    bot: int
    room: RoomKey
    message: int
    votes: dict[int, list[int]] = field(default_factory=dict)
    closes_at: float | None = None


def _ignore(_kind: str, _key: str) -> None:
    """Without a folder nothing is kept."""


class World:
    def __init__(self, shelf: Shelf) -> None:
        self.clock = Clock()
        self.shelf = shelf
        self.touch: Callable[[str, str], None] = _ignore
        self.clear()

    def clear(self) -> None:
        self.bots: dict[int, Bot] = {}
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Group] = {}
        self.rooms: dict[RoomKey, Room] = {}
        self.queries: dict[str, Query] = {}
        self.polls: dict[str, Poll] = {}
        self.web_queries: dict[str, Query] = {}
        self.backoff = (1.0, 60.0)
        self.next_person = 700_000_001
        self.next_group = 1
        self.secret = secrets.token_hex(8)

    # Bots

    def bot_of_token(self, token: str) -> Bot:
        """The token's bot, made at its first use."""
        match = TOKEN.match(token)
        if match is None:
            raise Refused(401, "Unauthorized")
        bot = self.bots.get(int(match[1]))
        if bot is None:
            return self.make_bot(token)
        if bot.token != token:
            raise Refused(401, "Unauthorized")
        return bot

    def make_bot(self, token: str, username: str | None = None, name: str | None = None) -> Bot:
        match = TOKEN.match(token)
        if match is None:
            raise ControlRefused(400, "a token is digits, a colon and at least ten characters")
        number = int(match[1])
        user = {
            "id": number,
            "is_bot": True,
            "first_name": name or "Sandbox",
            "username": username or f"sandbox{number}_bot",
        }
        first = 100_000_000 + int(hashlib.sha256(token.encode()).hexdigest()[:6], 16)
        bot = Bot(number, token, user, Queue(next_id=first))
        bot.queue.touch = lambda: self.touch("queue", str(number))
        self.bots[number] = bot
        self.touch("bot", str(number))
        return bot

    def bot_named(self, named: Any) -> Bot:
        """The bot by id or token; the only one when nothing is named."""
        if named in (None, ""):
            if len(self.bots) == 1:
                return next(iter(self.bots.values()))
            word = "no bot has called yet" if not self.bots else "say which bot is meant"
            raise ControlRefused(409, f"{word}: POST /control/bots or pass bot=")
        number = str(named).split(":", 1)[0]
        bot = self.bots.get(int(number)) if number.isdigit() else None
        if bot is None:
            raise ControlRefused(404, "no such bot")
        return bot

    # People, groups and their rooms

    def person(self, number: int) -> Person:
        person = self.people.get(number)
        if person is None:
            raise ControlRefused(404, "no such person")
        return person

    def group(self, number: int) -> Group:
        group = self.groups.get(number)
        if group is None:
            raise ControlRefused(404, "no such group")
        return group

    def user(self, number: int) -> Body:
        """The person or bot of this id as a User."""
        if number in self.bots:
            return self.bots[number].user
        return self.person(number).user

    def private_room(self, bot: Bot, person: Person) -> Room:
        key = (bot.id, person.id)
        room = self.rooms.get(key)
        if room is None:
            room = self.rooms[key] = Room(key, private_chat(person.user))
            self.touch("room", room_name(key))
        return room

    def group_room(self, group: Group) -> Room:
        return self.rooms[0, group.id]

    def groups_of(self, bot: Bot) -> Iterator[Group]:
        return (group for group in self.groups.values() if group.inside(bot.id))

    # Messages

    def write(self, room: Room, body: Body) -> Message:
        """Give the body its number and time, and put it into the chat."""
        if room.private:
            bot = self.bots[room.key[0]]
            number = bot.next_message
            bot.next_message += 1
        else:
            number = room.next_id
            room.next_id += 1
        body = {"message_id": number, **body, "chat": room.chat, "date": self.clock.unix()}
        message = Message(body)
        room.messages[number] = message
        self.note(room, message)
        return message

    def note(self, room: Room, message: Message) -> None:
        """The message is new or has changed."""
        room.changed(message)
        self.touch("message", f"{room_name(room.key)}:{message.body['message_id']}")

    def note_room(self, room: Room) -> None:
        room.stamp()
        self.touch("room", room_name(room.key))

    def new_query(self, bot: Bot, room: Room, person: int) -> Query:
        number = str(secrets.randbits(62) | 1 << 61)
        query = Query(number, bot.id, room.key, person, self.clock.seconds())
        self.queries[number] = query
        if len(self.queries) > 50_000:
            for old in list(self.queries)[:10_000]:
                del self.queries[old]
        return query

    async def wait(self, signal: Signal, seconds: float) -> bool:
        """True when something happened before the time was over."""
        try:
            async with asyncio.timeout(seconds):
                await signal.wait()
        except TimeoutError:
            return False
        return True


def private_chat(user: Body) -> Body:
    names = ("first_name", "last_name", "username")
    return {
        "id": user["id"],
        "type": "private",
        **{name: user[name] for name in names if user.get(name)},
    }


def room_name(key: RoomKey) -> str:
    return f"{key[0]}:{key[1]}"

"""Keeping the sandbox over a restart: what changed is written aside, a little at a time."""

import asyncio
import base64
import json
import sqlite3
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sandbox.shelf import StoredFile
from sandbox.waiting import Waiting, Webhook
from sandbox.world import Body, Bot, Group, Message, Person, Poll, Room, RoomKey, World

PAUSE = 0.3
BATCH = 500
PATIENCE = 15
"""Seconds that another sandbox may take to let go of the folder."""
LOST_AT_MOST = 10_000
"""Numbers skipped after a crash: more than are given in what was not yet written."""
Row = tuple[str, str, str | None]


class Keeper:
    """Remembers what was touched; a batch is copied in the loop and written in a thread."""

    def __init__(self, world: World, path: Path) -> None:
        self._world = world
        self._touched: dict[tuple[str, str], None] = {}
        self._wipe = False
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(
            path, timeout=PATIENCE, check_same_thread=False, isolation_level=None
        )
        # Whoever starts while another still writes its last would read half and be overwritten.
        self._db.execute("PRAGMA locking_mode=EXCLUSIVE")
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS kept"
            " (kind TEXT, key TEXT, body TEXT, PRIMARY KEY (kind, key)) WITHOUT ROWID"
        )
        self._copiers: dict[str, Callable[[str], Body | None]] = {
            "bot": self._copy_bot,
            "queue": self._copy_queue,
            "person": self._copy_person,
            "group": self._copy_group,
            "room": self._copy_room,
            "message": self._copy_message,
            "file": self._copy_file,
            "poll": self._copy_poll,
            "clock": lambda _key: {"offset": world.clock.offset},
        }

    def touch(self, kind: str, key: str) -> None:
        if kind == "reset":
            self._touched.clear()
            self._wipe = True
            return
        self._touched[kind, key] = None

    async def run(self) -> None:
        while True:
            await asyncio.sleep(PAUSE)
            while self._touched or self._wipe:
                writing = asyncio.ensure_future(asyncio.to_thread(self._write, *self._take()))
                try:
                    await asyncio.shield(writing)
                except asyncio.CancelledError:
                    # Whoever stops us closes the file next: what was taken would be lost.
                    await writing
                    raise

    def close(self) -> None:
        while self._touched or self._wipe:
            self._write(*self._take())
        self._db.execute("PRAGMA user_version=0")
        self._db.close()

    def _take(self) -> tuple[list[Row], bool]:
        """Copy a batch of what was touched: short enough not to be felt."""
        wipe, self._wipe = self._wipe, False
        batch: list[Row] = []
        for kind, key in list(self._touched)[:BATCH]:
            del self._touched[kind, key]
            body = self._copiers[kind](key)
            text = None if body is None else json.dumps(body, ensure_ascii=False)
            batch.append((kind, key, text))
        return batch, wipe

    def _write(self, batch: list[Row], wipe: bool) -> None:
        self._db.execute("BEGIN")
        if wipe:
            self._db.execute("DELETE FROM kept")
        for kind, key, text in batch:
            if text is None:
                self._db.execute("DELETE FROM kept WHERE kind = ? AND key = ?", (kind, key))
            else:
                self._db.execute("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", (kind, key, text))
        self._db.execute("COMMIT")

    # Copying out

    def _copy_bot(self, key: str) -> Body | None:
        bot = self._world.bots.get(int(key))
        if bot is None:
            return None
        webhook = bot.queue.webhook
        kept: Body = {
            "token": bot.token,
            "user": bot.user,
            "reads_groups": bot.reads_groups,
            "names": bot.names,
            "descriptions": bot.descriptions,
            "short_descriptions": bot.short_descriptions,
            "commands": bot.commands,
            "menu_buttons": list(bot.menu_buttons.items()),
            "allowed": bot.queue.allowed,
            "webhook": None,
        }
        if webhook is not None:
            kept["webhook"] = {
                "url": webhook.url,
                "secret": webhook.secret,
                "max_connections": webhook.max_connections,
                "certificate": base64.b64encode(webhook.certificate or b"").decode(),
            }
        return kept

    def _copy_queue(self, key: str) -> Body | None:
        bot = self._world.bots.get(int(key))
        if bot is None:
            return None
        names = ("body", "number", "key", "stubborn", "given", "arrived")
        waiting = [{n: getattr(entry, n) for n in names} for entry in bot.queue.waiting]
        return {
            "next_id": bot.queue.next_id,
            "next_message": bot.next_message,
            "waiting": waiting,
        }

    def _copy_person(self, key: str) -> Body | None:
        person = self._world.people.get(int(key))
        return asdict(person) if person else None

    def _copy_group(self, key: str) -> Body | None:
        group = self._world.groups.get(int(key))
        return {**asdict(group), "members": list(group.members.items())} if group else None

    def _copy_room(self, key: str) -> Body | None:
        room = self._world.rooms.get(_key(key))
        if room is None:
            return None
        names = ("chat", "seq", "started", "blocked", "cleared", "pinned", "keyboard")
        return {name: getattr(room, name) for name in (*names, "force_reply", "next_id")}

    def _copy_message(self, key: str) -> Body | None:
        where, number = key.rsplit(":", 1)
        room = self._world.rooms.get(_key(where))
        message = room.messages.get(int(number)) if room else None
        return asdict(message) if message else None

    def _copy_file(self, key: str) -> Body | None:
        stored = self._world.shelf.files.get(key)
        return asdict(stored) if stored else None

    def _copy_poll(self, key: str) -> Body | None:
        poll = self._world.polls.get(key)
        return {**asdict(poll), "votes": list(poll.votes.items())} if poll else None

    # Reading in

    def load(self) -> None:
        """Put everything back as it was, then remember every further touch."""
        loaders: dict[str, Callable[[str, Any], None]] = {
            "clock": self._load_clock,
            "bot": self._load_bot,
            "queue": self._load_queue,
            "person": self._load_person,
            "group": self._load_group,
            "room": self._load_room,
            "file": self._load_file,
            "message": self._load_message,
            "poll": self._load_poll,
        }
        for kind, loader in loaders.items():
            rows = self._db.execute("SELECT key, body FROM kept WHERE kind = ?", (kind,))
            for key, body in rows:
                loader(key, json.loads(body))
        for room in self._world.rooms.values():
            self._settle(room)
        if self._db.execute("PRAGMA user_version").fetchone()[0]:
            self._skip()
        self._db.execute("PRAGMA user_version=1")
        self._world.touch = self.touch

    def _skip(self) -> None:
        """After a crash no number comes twice: clients rely on what they were told."""
        for bot in self._world.bots.values():
            bot.queue.next_id += LOST_AT_MOST
            bot.next_message += LOST_AT_MOST
        for room in self._world.rooms.values():
            room.next_id += LOST_AT_MOST
            room.seq += LOST_AT_MOST

    def _settle(self, room: Room) -> None:
        numbers = sorted(room.messages)
        room.messages = {number: room.messages[number] for number in numbers}
        by_change = sorted(room.messages.items(), key=lambda pair: pair[1].seq)
        room.order = {number: None for number, _ in by_change}
        newest = by_change[-1][1].seq if by_change else 0
        room.seq = max(room.seq, newest)
        room.next_id = max(room.next_id, max(numbers, default=0) + 1)
        if room.private:
            bot = self._world.bots[room.key[0]]
            bot.next_message = max(bot.next_message, max(numbers, default=0) + 1)

    def _load_clock(self, _key: str, body: Body) -> None:
        self._world.clock.offset = body["offset"]

    def _load_bot(self, _key: str, body: Body) -> None:
        bot: Bot = self._world.make_bot(body["token"])
        bot.user, bot.reads_groups = body["user"], body["reads_groups"]
        bot.names, bot.descriptions = body["names"], body["descriptions"]
        bot.short_descriptions, bot.commands = body["short_descriptions"], body["commands"]
        bot.menu_buttons = dict(body["menu_buttons"])
        bot.queue.allowed = body["allowed"]
        webhook = body["webhook"]
        if webhook is not None:
            certificate = base64.b64decode(webhook.pop("certificate")) or None
            bot.queue.webhook = Webhook(**webhook, certificate=certificate)

    def _load_queue(self, key: str, body: Body) -> None:
        bot = self._world.bots[int(key)]
        bot.queue.next_id, bot.next_message = body["next_id"], body["next_message"]
        bot.queue.waiting.extend(Waiting(**entry) for entry in body["waiting"])

    def _load_person(self, key: str, body: Body) -> None:
        self._world.people[int(key)] = Person(**body)
        self._world.next_person = max(self._world.next_person, int(key) + 1)

    def _load_group(self, key: str, body: Body) -> None:
        members = dict(body.pop("members"))
        self._world.groups[int(key)] = Group(**body, members=members)
        self._world.next_group += 1

    def _load_room(self, key: str, body: Body) -> None:
        number = _key(key)
        self._world.rooms[number] = Room(key=number, **body)

    def _load_file(self, _key: str, body: Body) -> None:
        self._world.shelf.add(StoredFile(**body))

    def _load_message(self, key: str, body: Body) -> None:
        room = self._world.rooms.get(_key(key.rsplit(":", 1)[0]))
        if room is not None:
            room.messages[int(key.rsplit(":", 1)[1])] = Message(**body)

    def _load_poll(self, key: str, body: Body) -> None:
        votes = {int(who): options for who, options in body.pop("votes")}
        poll = Poll(**body, votes=votes)
        poll.room = (poll.room[0], poll.room[1])
        self._world.polls[key] = poll


def _key(name: str) -> RoomKey:
    bot, chat = name.split(":")
    return int(bot), int(chat)

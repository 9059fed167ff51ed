"""A person presses a button under a message, and perhaps waits for what the bot says to it."""

import hashlib
from typing import Any

from sandbox.people.speaking import check_may_write
from sandbox.people.webapps import open_web_app
from sandbox.people.wishes import number_of, text_of, whole_of
from sandbox.refusal import ControlRefused
from sandbox.world import Body, Bot, Message, Person, Query, Room, World

LONGEST_WAIT = 50.0


def buttons_of(message: Message) -> list[Body]:
    rows = message.body.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def find_button(room: Room, wish: Body) -> tuple[Message, Body]:
    """The wished button; without a message the newest one that has it."""
    name = "text" if "text" in wish else "callback_data"
    wanted = text_of(wish, "text") if name == "text" else text_of(wish, "data")
    if wish.get("message_id") is not None:
        message = room.alive(whole_of(wish, "message_id"))
        if message is None:
            raise ControlRefused(404, "there is no such message")
        candidates = [message]
    else:
        candidates = [m for m in reversed(room.messages.values()) if not m.deleted]
    for message in candidates:
        for button in buttons_of(message):
            if button.get(name) == wanted:
                return message, button
    if name == "callback_data" and wish.get("forged") and candidates:
        return candidates[0], {"text": "", "callback_data": wanted}
    seen = [button["text"] for message in candidates[:20] for button in buttons_of(message)]
    listed = ", ".join(f"“{label}”" for label in seen[:12]) or "none"
    raise ControlRefused(404, f"there is no button “{wanted}”; there are: {listed}")


def owner_of(world: World, room: Room, message: Message) -> Bot:
    """The bot that a press goes to: whoever sent the message."""
    if room.private:
        return world.bots[room.key[0]]
    author = message.body.get("from", {}).get("id", 0)
    bot = world.bots.get(author)
    if bot is None:
        group = world.groups[room.key[1]]
        bot = next((b for b in world.bots.values() if group.inside(b.id)), None)
    if bot is None:
        raise ControlRefused(409, "no bot would hear this press")
    return bot


def _visible(message: Message) -> Body:
    if message.deleted:
        kept = ("message_id", "chat")
        return {**{name: message.body[name] for name in kept}, "date": 0}
    return message.body


def send_press(world: World, room: Room, person: Person, message: Message, data: str) -> Query:
    bot = owner_of(world, room, message)
    query = world.new_query(bot, room, person.id)
    instance = hashlib.sha256(f"{bot.id}:{room.key}".encode()).hexdigest()[:15]
    bot.queue.push(
        "callback_query",
        {
            "id": query.id,
            "from": person.user,
            "message": _visible(message),
            "chat_instance": str(int(instance, 16)),
            "data": data,
        },
        str(room.key[1]),
    )
    return query


async def press(world: World, person: Person, room: Room, wish: Body) -> Body:
    """Press; a link is only told, a Mini App opened, anything else goes to the bot."""
    check_may_write(world, person, room)
    message, button = find_button(room, wish)
    if "url" in button:
        return {"url": button["url"], "seq": room.seq}
    if "web_app" in button:
        return open_web_app(world, person, room, owner_of(world, room, message), button)
    if "copy_text" in button:
        return {"copied": button["copy_text"]["text"], "seq": room.seq}
    if "callback_data" not in button:
        raise ControlRefused(400, "the sandbox's people cannot press a button of this kind")
    query = send_press(world, room, person, message, button["callback_data"])
    wait = min(float(number_of(wish, "wait", 0)), LONGEST_WAIT)
    if wait > 0 and query.answer is None:
        await world.wait(query.signal, wait)
    return answer_view(query, room)


def answer_view(query: Query, room: Room) -> dict[str, Any]:
    return {
        "callback_query_id": query.id,
        "seq": room.seq,
        "answered": query.answer is not None,
        "answer": query.answer,
    }

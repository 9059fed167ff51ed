"""A person writes: text, pictures, files, places, contacts; bots hear what they may hear."""

import mimetypes
import re
import secrets
from typing import Any

from sandbox.people.wishes import bytes_of, number_of, object_of, text_of, whole_of
from sandbox.play.media import BODIES, check_photo
from sandbox.play.polls import vote
from sandbox.play.sending import content_of, origin_of
from sandbox.refusal import ControlRefused, Refused
from sandbox.telegram.spans import units
from sandbox.telegram.texts import CAPTION_LIMIT, TEXT_LIMIT, read_text
from sandbox.world import Body, Bot, Group, Message, Person, Room, World

_KINDS = (
    "text", "photo", "document", "voice", "location", "contact", "sticker", "album", "button",
    "poll_answer", "forward",
)  # fmt: skip
_BESIDE = frozenset({
    "bot", "person", "caption", "duration", "reply_to", "forwarded_from", "entities", "file_name",
})  # fmt: skip


def _typed(text: str, entities: list[Any] | None, limit: int, too_long: str) -> Body:
    try:
        found, marked = read_text(text, None, entities, limit=limit, too_long=too_long)
    except Refused as refused:
        raise ControlRefused(400, refused.description) from None
    return {"text": found, "entities": marked} if marked else {"text": found}


def _text(wish: Body) -> Body:
    text = text_of(wish, "text")
    if units(text.strip()) > TEXT_LIMIT:
        # A person's client cuts long texts into several messages; the sandbox sends one as it is.
        raise ControlRefused(400, f"a message holds at most {TEXT_LIMIT} characters")
    content = _typed(text, wish.get("entities"), TEXT_LIMIT, "message is too long")
    if not content["text"]:
        raise ControlRefused(400, "a message must not be empty")
    return content


def _caption(wish: Body) -> Body:
    if not wish.get("caption"):
        return {}
    typed = _typed(text_of(wish, "caption"), None, CAPTION_LIMIT, "message caption is too long")
    return {
        "caption": typed["text"],
        **({"caption_entities": typed["entities"]} if "entities" in typed else {}),
    }


def _file(world: World, wish: Body, kind: str) -> Body:
    """A file of the person's, as the field of a message."""
    raw = wish[kind]
    name, mime = {"photo": ("photo.jpg", "image/jpeg"), "voice": ("voice.ogg", "audio/ogg")}.get(
        kind, ("file", "application/octet-stream")
    )
    if kind == "document":
        raw = object_of(wish, "document")
        name = text_of(raw, "name", "file")
        mime = text_of(raw, "mime_type", mimetypes.guess_type(name)[0] or mime)
        content = bytes_of(raw.get("base64"), "document.base64")
    else:
        content = bytes_of(raw, kind)
    if not content:
        raise ControlRefused(400, "an empty file cannot be sent")
    if kind == "photo":
        try:
            check_photo(content)
        except Refused as refused:
            raise ControlRefused(400, refused.description) from None
    stored = world.shelf.put(kind, content, name, mime)
    if kind == "voice":
        stored.duration = whole_of(wish, "duration", 1)
    world.touch("file", stored.id)
    return {kind: BODIES[kind](stored), **_caption(wish)}


def _location(wish: Body) -> Body:
    place = object_of(wish, "location")
    latitude, longitude = number_of(place, "lat"), number_of(place, "lon")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ControlRefused(400, "there is no such place on earth")
    location: Body = {"latitude": latitude, "longitude": longitude}
    if "accuracy" in place:
        location["horizontal_accuracy"] = number_of(place, "accuracy")
    return {"location": location}


def own_contact(person: Person) -> Body:
    names = {n: person.user[n] for n in ("first_name", "last_name") if person.user.get(n)}
    return {"contact": {"phone_number": person.phone, **names, "user_id": person.id}}


def _contact(person: Person, wish: Body) -> Body:
    if wish["contact"] == "own":
        return own_contact(person)
    given = object_of(wish, "contact")
    contact: Body = {
        "phone_number": text_of(given, "phone"),
        "first_name": text_of(given, "first_name"),
    }
    if "last_name" in given:
        contact["last_name"] = text_of(given, "last_name")
    if "user_id" in given:
        contact["user_id"] = whole_of(given, "user_id")
    return {"contact": contact}


def _sticker(world: World, wish: Body) -> Body:
    emoji = text_of(wish, "sticker")
    stored = world.shelf.put("sticker", emoji.encode(), "sticker.webp", "image/webp")
    world.touch("file", stored.id)
    return {
        "sticker": {
            "file_id": stored.id,
            "file_unique_id": stored.unique_id,
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": emoji,
            "file_size": stored.size,
        }
    }


def _pressed_label(person: Person, room: Room, label: str) -> Body:
    """A button of the reply keyboard: most send their text, some a contact."""
    rows = (room.keyboard or {}).get("keyboard", [])
    button = next((b for row in rows for b in row if b["text"] == label), None)
    if button is None:
        raise ControlRefused(404, f'there is no button "{label}" below the chat')
    if button.get("request_contact"):
        return own_contact(person)
    if button.get("request_location"):
        raise ControlRefused(400, "this button asks for a location: send {location}")
    if button.get("web_app"):
        raise ControlRefused(400, "this button opens a Mini App: use …/web_app")
    return _text({"text": label})


def _forwarded(room: Room, wish: Body) -> Body:
    message = room.alive(whole_of(wish, "forward"))
    content = content_of(message) if message is not None else {}
    if message is None or not content:
        raise ControlRefused(404, "there is no such message to forward")
    return {"forward_origin": origin_of(message), **content}


def _content(world: World, person: Person, room: Room, wish: Body, kind: str) -> Body:
    if kind in {"photo", "document", "voice"}:
        return _file(world, wish, kind)
    if kind == "contact":
        return _contact(person, wish)
    if kind == "sticker":
        return _sticker(world, wish)
    if kind == "button":
        return _pressed_label(person, room, text_of(wish, "button"))
    if kind == "forward":
        return _forwarded(room, wish)
    return _location(wish) if kind == "location" else _text(wish)


def check_may_write(world: World, person: Person, room: Room) -> None:
    if person.deactivated:
        raise ControlRefused(409, "this account is gone")
    if room.private:
        if room.blocked:
            raise ControlRefused(409, "the bot is blocked; unblock it first")
        return
    group = world.groups[room.key[1]]
    if group.migrated_to is not None:
        raise ControlRefused(409, f"this group has become {group.migrated_to}")
    status = group.status(person.id)
    if group.type == "channel" and status not in {"creator", "administrator"}:
        raise ControlRefused(409, "only an administrator posts in a channel")
    if not group.inside(person.id):
        raise ControlRefused(409, "this person is not in the group")


def _beside(world: World, room: Room, wish: Body) -> Body:
    extra: Body = {}
    if wish.get("reply_to") is not None:
        answered = room.alive(whole_of(wish, "reply_to"))
        if answered is None:
            raise ControlRefused(404, "there is no message to reply to")
        nested = {n: part for n, part in answered.body.items() if n != "reply_to_message"}
        extra["reply_to_message"] = nested
    if wish.get("forwarded_from") is not None:
        author = world.user(whole_of(wish, "forwarded_from"))
        extra["forward_origin"] = {
            "type": "user",
            "date": world.clock.unix(),
            "sender_user": author,
        }
    return extra


def speak(world: World, person: Person, room: Room, wish: Body) -> list[Message]:
    """Send what the wish describes; several messages for an album."""
    kinds = [name for name in _KINDS if wish.get(name) is not None]
    unknown = set(wish) - set(_KINDS) - _BESIDE
    if len(kinds) != 1 or unknown:
        raise ControlRefused(400, f"send exactly one of {', '.join(_KINDS)}")
    check_may_write(world, person, room)
    kind = kinds[0]
    if kind == "poll_answer":
        answer = object_of(wish, "poll_answer")
        options = [int(number) for number in answer.get("options", [])]
        vote(world, room, person, whole_of(answer, "message_id"), options)
        return []
    if kind == "album":
        contents = _album(world, person, room, wish["album"])
    else:
        contents = [_content(world, person, room, wish, kind)]
    beside = _beside(world, room, wish)
    return [say(world, person, room, {**beside, **content}) for content in contents]


def _album(world: World, person: Person, room: Room, items: Any) -> list[Body]:
    if not isinstance(items, list) or not 2 <= len(items) <= 10:
        raise ControlRefused(400, "an album holds 2 to 10 photos or documents")
    album = str(secrets.randbits(53))
    contents = []
    for item in items:
        kind = next((k for k in ("photo", "document") if isinstance(item, dict) and k in item), "")
        if not kind:
            raise ControlRefused(400, "an album holds photos or documents")
        contents.append({"media_group_id": album, **_content(world, person, room, item, kind)})
    return contents


def say(world: World, person: Person, room: Room, content: Body) -> Message:
    """Put the person's message into the chat and tell those bots that may hear it."""
    group = None if room.private else world.groups[room.key[1]]
    if group is not None and group.type == "channel":
        author: Body = {"sender_chat": room.chat}
    else:
        author = {"from": person.user}
    message = world.write(room, {**author, **content})
    if room.private:
        room.force_reply = False
        if not room.started or (room.keyboard or {}).get("one_time_keyboard"):
            room.started = True
            world.note_room(room)
    hear(world, room, message, "channel_post" if "sender_chat" in author else "message")
    return message


def hear(world: World, room: Room, message: Message, kind: str) -> None:
    if room.private:
        world.bots[room.key[0]].queue.push(kind, message.body, str(room.key[1]))
        return
    group = world.groups[room.key[1]]
    for bot in list(world.bots.values()):
        if may_hear(bot, group, message.body):
            bot.queue.push(kind, message.body, str(group.id))


def may_hear(bot: Bot, group: Group, body: Body) -> bool:
    """Privacy mode: in a group a bot hears commands, replies to it and mentions only."""
    if not group.inside(bot.id):
        return False
    if bot.reads_groups or group.type == "channel" or group.status(bot.id) == "administrator":
        return True
    text = str(body.get("text") or body.get("caption") or "")
    username = str(bot.user["username"])
    command = re.match(r"/\w+(?:@(\w+))?", text)
    if command and command[1] in (None, username):
        return True
    replied = body.get("reply_to_message", {}).get("from", {}).get("id")
    return replied == bot.id or f"@{username}".lower() in text.lower()


def rewrite(world: World, person: Person, room: Room, wish: Body) -> Message:
    """The person edits an own message."""
    check_may_write(world, person, room)
    message = room.alive(whole_of(wish, "message_id"))
    if message is None:
        raise ControlRefused(404, "there is no such message")
    channel = message.body.get("sender_chat") is not None
    if message.body.get("from", {}).get("id") != person.id and not channel:
        raise ControlRefused(409, "only own messages can be edited")
    if "text" in wish and "text" in message.body:
        parts, new = ("text", "entities"), _text({"text": wish["text"]})
    elif "caption" in wish and "text" not in message.body:
        parts, new = ("caption", "caption_entities"), _caption(wish)
    else:
        raise ControlRefused(400, "pass text for a text, caption for a picture or file")
    kept = {name: part for name, part in message.body.items() if name not in parts}
    message.body = {**kept, **new, "edit_date": world.clock.unix()}
    message.edits += 1
    world.note(room, message)
    hear(world, room, message, "edited_channel_post" if channel else "edited_message")
    return message

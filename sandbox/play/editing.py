"""Changing what was sent: text, caption, media, keyboard; and taking it away."""

from sandbox.play.call import Call
from sandbox.play.media import caption_content, input_media
from sandbox.play.sending import preview_of, text_content
from sandbox.refusal import NOT_MODIFIED, bad_request
from sandbox.telegram.keyboards import read_inline
from sandbox.telegram.texts import read_message_text
from sandbox.world import Body, Message, Room

DELETE_WITHIN = 48 * 3600
_TEXT = ("text", "entities", "link_preview_options")
_CAPTION = ("caption", "caption_entities", "show_caption_above_media")
_MEDIA = ("photo", "document", "voice", "has_media_spoiler")


def _target(call: Call) -> tuple[Room, Message]:
    if call.get("chat_id") is None:
        raise bad_request("chat identifier is not specified")
    if call.get("message_id") is None:
        raise bad_request("message identifier is not specified")
    room = call.room()
    message = call.message(room, call.params["message_id"], "message to edit")
    own = message.body.get("from", {}).get("id") == call.bot.id
    if "sender_chat" in message.body and call.is_administrator(room):
        own = True
    if not own or "forward_origin" in message.body:
        raise bad_request("message can't be edited")
    return room, message


def _apply(call: Call, room: Room, message: Message, parts: tuple[str, ...], new: Body) -> Body:
    """Replace parts of the message and its keyboard; nothing changed is refused."""
    markup = call.get("reply_markup")
    keyboard = read_inline(markup, private=room.private) if markup else None
    old = message.body
    changed = {name: part for name, part in old.items() if name not in parts}
    changed |= new
    changed.pop("reply_markup", None)
    if keyboard is not None:
        changed["reply_markup"] = keyboard
    changed.pop("edit_date", None)
    if changed == {name: part for name, part in old.items() if name != "edit_date"}:
        raise bad_request(NOT_MODIFIED)
    # Telegram shows "edited" for a change of content, not for a change of buttons.
    if any(changed.get(name) != old.get(name) for name in (*parts, *new)):
        changed["edit_date"] = call.world.clock.unix()
        message.edits += 1
    elif "edit_date" in old:
        changed["edit_date"] = old["edit_date"]
    message.body = changed
    call.world.note(room, message)
    return changed


def edit_message_text(call: Call) -> Body:
    room, message = _target(call)
    if "text" not in message.body:
        raise bad_request("there is no text in the message to edit")
    text, entities = read_message_text(
        call.get("text", ""), call.get("parse_mode"), call.get("entities")
    )
    content = text_content(text, entities) | preview_of(call.get("link_preview_options"))
    return _apply(call, room, message, _TEXT, content)


def edit_message_caption(call: Call) -> Body:
    room, message = _target(call)
    if not any(kind in message.body for kind in ("photo", "document", "voice")):
        raise bad_request("there is no caption in the message to edit")
    return _apply(call, room, message, _CAPTION, caption_content(call.params))


def edit_message_media(call: Call) -> Body:
    room, message = _target(call)
    if not any(kind in message.body for kind in ("photo", "document", "text")):
        raise bad_request("message can't be edited")
    kind, content = input_media(call, call.params["media"])
    if "media_group_id" in message.body and kind not in message.body:
        raise bad_request("can't use the media of the specified type in the album")
    return _apply(call, room, message, (*_TEXT, *_CAPTION, *_MEDIA), content)


def edit_message_reply_markup(call: Call) -> Body:
    room, message = _target(call)
    return _apply(call, room, message, (), {})


def _check_deletable(call: Call, room: Room, message: Message) -> None:
    own = message.body.get("from", {}).get("id") == call.bot.id
    age = call.world.clock.unix() - message.body["date"]
    if room.private:
        allowed = age <= DELETE_WITHIN
    else:
        allowed = call.is_administrator(room) or (own and age <= DELETE_WITHIN)
    if not allowed:
        raise bad_request("message can't be deleted")


def _remove(call: Call, room: Room, message: Message) -> None:
    message.deleted = True
    number = message.body["message_id"]
    if number in room.pinned:
        room.pinned.remove(number)
    kept = ("message_id", "chat", "date")
    message.body = {name: message.body[name] for name in kept}
    call.world.note(room, message)


def delete_message(call: Call) -> bool:
    room = call.room()
    message = call.message(room, call.params["message_id"], "message to delete")
    _check_deletable(call, room, message)
    _remove(call, room, message)
    return True


def delete_messages(call: Call) -> bool:
    room = call.room()
    numbers = call.params["message_ids"]
    if not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > 100:
        raise bad_request("too many message identifiers specified")
    # Those that are not there are skipped, as Telegram does.
    found = [message for number in numbers if (message := room.alive(number)) is not None]
    for message in found:
        _check_deletable(call, room, message)
    for message in found:
        _remove(call, room, message)
    return True


def _pinning(call: Call) -> Room:
    room = call.room()
    if not room.private and not call.is_administrator(room):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return room


def pin_chat_message(call: Call) -> bool:
    room = _pinning(call)
    message = call.message(room, call.params["message_id"], "message to pin")
    number = message.body["message_id"]
    if number in room.pinned:
        room.pinned.remove(number)
    else:
        nested = {name: part for name, part in message.body.items() if name != "reply_to_message"}
        call.world.write(room, {**call.author(room), "pinned_message": nested})
    room.pinned.append(number)
    call.world.note_room(room)
    return True


def unpin_chat_message(call: Call) -> bool:
    room = _pinning(call)
    number = call.get("message_id") or (room.pinned[-1] if room.pinned else None)
    if number is None or number not in room.pinned:
        raise bad_request("message to unpin not found")
    room.pinned.remove(number)
    call.world.note_room(room)
    return True


def unpin_all_chat_messages(call: Call) -> bool:
    room = _pinning(call)
    room.pinned.clear()
    call.world.note_room(room)
    return True

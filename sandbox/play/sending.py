"""Sending: whatever a bot puts into a chat, alone or as an album, goes through here."""

from sandbox.play.call import Call
from sandbox.refusal import bad_request
from sandbox.telegram.keyboards import read_markup
from sandbox.telegram.objects import check_object
from sandbox.telegram.texts import read_message_text
from sandbox.world import Body, Message, Room

ACTIONS = frozenset(
    {
        "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
        "upload_document", "choose_sticker", "find_location", "record_video_note",
        "upload_video_note",
    }
)  # fmt: skip
ACTION_SECONDS = 5.0


def _replied(call: Call, room: Room) -> Body:
    """The message that is answered, as a field of the new one; empty when there is none."""
    raw = call.get("reply_parameters")
    if not raw:
        return {}
    reply = check_object("ReplyParameters", raw, complaint="can't parse reply parameters")
    source = room
    if reply.get("chat_id") is not None:
        source = call.find_room(reply["chat_id"], write=False)
    message = source.alive(reply.get("message_id") or 0)
    if message is None:
        if reply.get("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    quote = reply.get("quote")
    quoted = {}
    if quote:
        position = str(message.body.get("text") or message.body.get("caption") or "").find(quote)
        if position < 0:
            raise bad_request("QUOTE_TEXT_INVALID")
        quoted = {"quote": {"text": quote, "position": position, "is_manual": True}}
    if source is not room:
        return {"external_reply": {"origin": _origin(message), "chat": source.chat}, **quoted}
    nested = {name: part for name, part in message.body.items() if name != "reply_to_message"}
    return {"reply_to_message": nested, **quoted}


def _origin(message: Message) -> Body:
    body = message.body
    if "sender_chat" in body:
        return {
            "type": "channel",
            "date": body["date"],
            "chat": body["sender_chat"],
            "message_id": body["message_id"],
        }
    return {"type": "user", "date": body["date"], "sender_user": body["from"]}


def origin_of(message: Message) -> Body:
    """Where a forwarded message comes from: the first author, not the last forwarder."""
    return dict(message.body.get("forward_origin") or _origin(message))


def deliver(call: Call, room: Room, content: Body, markup: Body | None = None) -> Message:
    """Put one message into the chat; the keyboard is part of it or stays below it."""
    if call.get("message_thread_id"):
        raise bad_request("message thread not found")
    body = {**call.author(room), **_replied(call, room), **content}
    if call.get("protect_content"):
        body["has_protected_content"] = True
    if markup is not None and "inline_keyboard" in markup:
        body["reply_markup"] = markup
    message = call.world.write(room, body)
    message.silent = bool(call.get("disable_notification"))
    room.action = None
    if markup is not None and "inline_keyboard" not in markup:
        _show_keyboard(room, markup)
        call.world.note_room(room)
    return message


def _show_keyboard(room: Room, markup: Body) -> None:
    room.keyboard = markup if "keyboard" in markup else None
    room.force_reply = bool(markup.get("force_reply"))


def send(call: Call, content: Body, room: Room | None = None) -> Body:
    room = room or call.room()
    markup = read_markup(call.get("reply_markup"), private=room.private)
    return deliver(call, room, content, markup).body


def preview_of(raw: Body | None) -> Body:
    if not raw:
        return {}
    options = check_object("LinkPreviewOptions", raw, complaint="can't parse link preview options")
    return {"link_preview_options": options} if options else {}


def text_content(text: str, entities: list[Body]) -> Body:
    return {"text": text, "entities": entities} if entities else {"text": text}


def send_message(call: Call) -> Body:
    room = call.room()
    text, entities = read_message_text(
        call.get("text"), call.get("parse_mode"), call.get("entities")
    )
    content = text_content(text, entities) | preview_of(call.get("link_preview_options"))
    return send(call, content, room)


def send_location(call: Call) -> Body:
    latitude, longitude = call.params["latitude"], call.params["longitude"]
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("wrong latitude or longitude specified")
    location = {"latitude": latitude, "longitude": longitude}
    accuracy = call.get("horizontal_accuracy")
    if accuracy:
        if not 0 <= accuracy <= 1500:
            raise bad_request("wrong horizontal accuracy specified")
        location["horizontal_accuracy"] = accuracy
    return send(call, {"location": location})


def send_contact(call: Call) -> Body:
    names = ("phone_number", "first_name", "last_name", "vcard")
    contact = {name: call.params[name] for name in names if call.get(name)}
    if len(contact.get("vcard", "").encode()) > 2048:
        raise bad_request("vcard is too long")
    return send(call, {"contact": contact})


def send_chat_action(call: Call) -> bool:
    room = call.room()
    if call.params["action"] not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    room.action = (call.params["action"], call.world.clock.seconds() + ACTION_SECONDS)
    room.stamp()
    return True


def content_of(message: Message) -> Body:
    """What a copy carries over: the content, without who, when and where."""
    kept = (
        "text", "entities", "link_preview_options", "caption", "caption_entities",
        "show_caption_above_media", "has_media_spoiler", "photo", "document", "voice", "sticker",
        "location", "contact",
    )  # fmt: skip
    return {name: message.body[name] for name in kept if name in message.body}


def copyable(call: Call, what: str) -> tuple[Message, Body]:
    source = call.room("from_chat_id", write=False)
    message = call.message(source, call.params["message_id"], f"message to {what}")
    content: Body = content_of(message)
    if "poll" in message.body and what == "forward":
        content["poll"] = message.body["poll"]
    refused = "forwarded" if what == "forward" else "copied"
    if not content or message.body.get("has_protected_content"):
        raise bad_request(f"message can't be {refused}")
    return message, content


def forward_message(call: Call) -> Body:
    room = call.room()
    message, content = copyable(call, "forward")
    return deliver(call, room, {"forward_origin": origin_of(message), **content}).body

"""A chat as the person in it sees it."""

from datetime import UTC, datetime

from sandbox.play.profile import commands_for, description_for, menu_button_for
from sandbox.telegram.texts import to_html
from sandbox.world import Body, Message, Person, Poll, Room, World

_BUTTON_KINDS = {
    "callback_data": "callback", "url": "url", "web_app": "web_app", "login_url": "login",
    "switch_inline_query": "switch_inline", "switch_inline_query_current_chat": "switch_inline",
    "switch_inline_query_chosen_chat": "switch_inline", "copy_text": "copy_text", "pay": "pay",
    "disabled": "disabled",
}  # fmt: skip
_KINDS = (
    "text", "photo", "document", "voice", "location", "contact", "poll", "sticker",
    "web_app_data",
)  # fmt: skip


def _name(user: Body) -> str:
    return " ".join(filter(None, (user.get("first_name"), user.get("last_name"))))


def _service(body: Body) -> str | None:
    """A sentence for messages that nobody wrote."""
    who = _name(body.get("from", {}))
    if "new_chat_members" in body:
        return f"{who} added {', '.join(_name(user) for user in body['new_chat_members'])}"
    if "left_chat_member" in body:
        return f"{_name(body['left_chat_member'])} left"
    if "pinned_message" in body:
        return f"{who or body['chat'].get('title', '')} pinned a message"
    sentences = {
        "new_chat_title": f"{who} renamed the group to “{body.get('new_chat_title')}”",
        "migrate_to_chat_id": "the group became a supergroup",
        "migrate_from_chat_id": "this supergroup was a group before",
        "web_app_data": "data sent from a Mini App",
    }
    return next((sentence for name, sentence in sentences.items() if name in body), None)


def _button(button: Body) -> Body:
    kind = next((shown for name, shown in _BUTTON_KINDS.items() if name in button), "callback")
    seen: Body = {"text": button["text"], "kind": kind}
    if "callback_data" in button:
        seen["data"] = button["callback_data"]
    for name in ("url", "style"):
        if name in button:
            seen[name] = button[name]
    if "web_app" in button:
        seen["url"] = button["web_app"]["url"]
    if "copy_text" in button:
        seen["copy"] = button["copy_text"]["text"]
    return seen


def _files(body: Body) -> Body:
    seen: Body = {}
    if "photo" in body:
        size = body["photo"][-1]
        seen["photo"] = {
            "url": f"/control/files/{size['file_id']}",
            "width": size["width"],
            "height": size["height"],
            "size": size["file_size"],
        }
    if "document" in body:
        document = body["document"]
        seen["document"] = {
            "url": f"/control/files/{document['file_id']}",
            "name": document["file_name"],
            "mime_type": document["mime_type"],
            "size": document["file_size"],
        }
    if "voice" in body:
        voice = body["voice"]
        seen["voice"] = {
            "url": f"/control/files/{voice['file_id']}",
            "duration": voice["duration"],
            "size": voice["file_size"],
        }
    return seen


def _poll(poll: Body, kept: Poll | None, viewer: int) -> Body:
    return {
        "id": poll["id"],
        "question": poll["question"],
        "options": [
            {"text": option["text"], "votes": option["voter_count"]} for option in poll["options"]
        ],
        "total": poll["total_voter_count"],
        "closed": poll["is_closed"],
        "anonymous": poll["is_anonymous"],
        "type": poll["type"],
        "multiple": poll["allows_multiple_answers"],
        "chosen": kept.votes.get(viewer, []) if kept else [],
    }


def _things(world: World, body: Body, viewer: int) -> Body:
    seen = _files(body)
    if "location" in body:
        place = body["location"]
        seen["location"] = {"lat": place["latitude"], "lon": place["longitude"]}
    if "contact" in body:
        contact = body["contact"]
        seen["contact"] = {"phone": contact["phone_number"], "first_name": contact["first_name"]}
        if contact.get("last_name"):
            seen["contact"]["last_name"] = contact["last_name"]
    if "sticker" in body:
        seen["sticker"] = body["sticker"].get("emoji", "")
    if "poll" in body:
        seen["poll"] = _poll(body["poll"], world.polls.get(body["poll"]["id"]), viewer)
    service = _service(body)
    if service is not None:
        seen["service"] = service
    return seen


def message_view(world: World, room: Room, message: Message, viewer: int) -> Body:
    body = message.body
    number = body["message_id"]
    if message.deleted:
        return {"message_id": number, "seq": message.seq, "deleted": True}
    author = body.get("from") or {
        "id": body["chat"]["id"],
        "first_name": body["chat"].get("title", ""),
        "is_bot": False,
    }
    text = str(body.get("text") or body.get("caption") or "")
    entities = body.get("entities") or body.get("caption_entities") or []
    rows = body.get("reply_markup", {}).get("inline_keyboard")
    things = _things(world, body, viewer)
    kind = next((name for name in _KINDS if name in body), "service")
    return {
        "message_id": number,
        "seq": message.seq,
        "date": body["date"],
        "time": datetime.fromtimestamp(body["date"], UTC).isoformat(),
        "own": author["id"] == viewer,
        "from": {"id": author["id"], "name": _name(author), "is_bot": author["is_bot"]},
        "kind": "service" if kind == "web_app_data" else kind,
        "text": text,
        "html": to_html(text, entities),
        "entities": entities,
        "edited": "edit_date" in body,
        "deleted": False,
        "pinned": number in room.pinned,
        "reply_to": body.get("reply_to_message", {}).get("message_id"),
        "forwarded": "forward_origin" in body,
        "album": body.get("media_group_id"),
        "silent": message.silent,
        "protected": bool(body.get("has_protected_content")),
        "keyboard": [[_button(button) for button in row] for row in rows] if rows else None,
        **things,
    }


def _reply_keyboard(room: Room) -> Body | None:
    markup = room.keyboard
    if markup is None:
        return None
    seen: Body = {
        "keyboard": markup["keyboard"],
        "resize": bool(markup.get("resize_keyboard")),
        "one_time": bool(markup.get("one_time_keyboard")),
        "persistent": bool(markup.get("is_persistent")),
    }
    if markup.get("input_field_placeholder"):
        seen["placeholder"] = markup["input_field_placeholder"]
    return seen


def _action(world: World, room: Room) -> str | None:
    if room.action is None or room.action[1] < world.clock.seconds():
        return None
    return room.action[0]


def chat_view(world: World, room: Room, person: Person, after: int, limit: int) -> Body:
    """What changed after `after`; the state below the messages is always whole."""
    bot = world.bots[room.key[0]]
    language = str(person.user.get("language_code", ""))[:2]
    newer = [m for m in room.newer(after, limit) if m.body["message_id"] > room.cleared]
    return {
        "seq": room.seq,
        "bot": bot.view(),
        "person": person.view(),
        "blocked": room.blocked,
        "started": room.started,
        "messages": [message_view(world, room, message, person.id) for message in newer],
        "reply_keyboard": _reply_keyboard(room),
        "force_reply": room.force_reply,
        "commands": commands_for(bot, person.id, person.id, language),
        "menu_button": menu_button_for(bot, person.id),
        "description": description_for(bot, language),
        "pinned": room.pinned,
        "action": _action(world, room),
        "callback_answer": room.answer,
        "cleared": room.cleared,
    }


def group_view(world: World, room: Room, viewer: int, after: int, limit: int) -> Body:
    group = world.groups[room.key[1]]
    return {
        "seq": room.seq,
        "group": group_card(world, group.id),
        "messages": [message_view(world, room, m, viewer) for m in room.newer(after, limit)],
        "pinned": room.pinned,
        "action": _action(world, room),
        "callback_answer": room.answer,
    }


def group_card(world: World, number: int) -> Body:
    group = world.groups[number]
    card: Body = {
        **group.chat(),
        "members": [
            {"id": who, "status": group.status(who), "name": _name(world.user(who))}
            for who in group.members
        ],
    }
    if group.migrated_to is not None:
        card["migrated_to"] = group.migrated_to
    return card

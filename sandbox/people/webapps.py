"""Mini Apps: opened with the data that Telegram signs, and what they send back."""

import hashlib
import hmac
import json
from urllib.parse import quote, urlencode

from sandbox.people.speaking import check_may_write, say
from sandbox.people.wishes import text_of, whole_of
from sandbox.play.profile import menu_button_for
from sandbox.refusal import ControlRefused
from sandbox.world import Body, Bot, Message, Person, Room, World

THEME = {"bg_color": "#ffffff", "text_color": "#000000", "button_color": "#3390ec"}


def sign(token: str, fields: dict[str, str]) -> str:
    """The hash over all fields, with the key that a bot derives from its token."""
    secret = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    checked = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    return hmac.new(secret, checked.encode(), hashlib.sha256).hexdigest()


def init_data(world: World, bot: Bot, person: Person, room: Room) -> tuple[str, str]:
    """The signed data and the id by which the Mini App may answer."""
    query = world.new_query(bot, room, person.id)
    del world.queries[query.id]
    query.id = f"AA{hashlib.sha256(query.id.encode()).hexdigest()[:22]}"
    world.web_queries[query.id] = query
    user = {name: value for name, value in person.user.items() if name != "is_bot"}
    user["allows_write_to_pm"] = True
    fields = {
        "query_id": query.id,
        "user": json.dumps(user, ensure_ascii=False, separators=(",", ":")),
        "auth_date": str(world.clock.unix()),
    }
    return urlencode({**fields, "hash": sign(bot.token, fields)}, quote_via=quote), query.id


def open_web_app(world: World, person: Person, room: Room, bot: Bot, button: Body) -> Body:
    data, query = init_data(world, bot, person, room)
    return {**_address(button["web_app"]["url"], data), "query_id": query, "seq": room.seq}


def _address(url: str, data: str) -> Body:
    fragment = {
        "tgWebAppData": data,
        "tgWebAppVersion": "9.1",
        "tgWebAppPlatform": "weba",
        "tgWebAppThemeParams": json.dumps(THEME, separators=(",", ":")),
    }
    joined = urlencode(fragment, quote_via=quote)
    return {"url": f"{url}{'&' if '#' in url else '#'}{joined}", "init_data": data}


def open_wished(world: World, person: Person, room: Room, wish: Body) -> Body:
    """The Mini App of a button, of the menu, or of an address."""
    check_may_write(world, person, room)
    bot = world.bots[room.key[0]]
    if wish.get("menu"):
        button = menu_button_for(bot, person.id)
        if button["type"] != "web_app":
            raise ControlRefused(404, "the menu opens no Mini App here")
        return open_web_app(world, person, room, bot, button)
    if "url" in wish:
        return open_web_app(world, person, room, bot, {"web_app": {"url": text_of(wish, "url")}})
    label = text_of(wish, "text")
    rows = (room.keyboard or {}).get("keyboard", [])
    below = next((b for row in rows for b in row if b["text"] == label and b.get("web_app")), None)
    if below is not None and "message_id" not in wish:
        # From the keyboard below the chat a Mini App gets no data; it may send some instead.
        return {**_address(below["web_app"]["url"], ""), "seq": room.seq}
    found = _inline(room, wish, label)
    if found is None:
        raise ControlRefused(404, f"there is no Mini App button “{label}”")
    return open_web_app(world, person, room, bot, found)


def _inline(room: Room, wish: Body, label: str) -> Body | None:
    number = whole_of(wish, "message_id") if wish.get("message_id") is not None else None
    for message in reversed(room.messages.values()):
        if message.deleted or number not in (None, message.body["message_id"]):
            continue
        for row in message.body.get("reply_markup", {}).get("inline_keyboard", []):
            for button in row:
                if button["text"] == label and "web_app" in button:
                    return dict(button)
    return None


def send_data(world: World, person: Person, room: Room, wish: Body) -> Message:
    """What a Mini App opened from the keyboard below the chat sends to the bot."""
    check_may_write(world, person, room)
    data = text_of(wish, "data")
    if not 1 <= len(data.encode()) <= 4096:
        raise ControlRefused(400, "a Mini App sends 1 to 4096 bytes")
    content = {"web_app_data": {"data": data, "button_text": text_of(wish, "button_text", "")}}
    return say(world, person, room, content)

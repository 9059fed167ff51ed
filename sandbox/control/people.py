"""Control of people: who there is, what they do, what they see."""

import time
from typing import Any

from aiohttp import web

from sandbox.control.wire import (
    Handler,
    engine_of,
    number_in,
    path_number,
    person_of,
    room_of,
    seconds_in,
    told,
    wish_of,
)
from sandbox.people.pressing import press
from sandbox.people.seeing import chat_view, message_view
from sandbox.people.speaking import check_may_write, rewrite, speak
from sandbox.people.webapps import open_wished, send_data
from sandbox.people.wishes import text_of, whole_of
from sandbox.refusal import ControlRefused
from sandbox.world import Body, Person, Room, World, private_chat

CROWD = 200_000
_OPTIONAL = ("last_name", "username", "language_code")


async def list_people(request: web.Request) -> web.Response:
    return told([person.view() for person in engine_of(request).world.people.values()])


async def add_person(request: web.Request) -> web.Response:
    world = engine_of(request).world
    wish = await wish_of(request)
    unknown = set(wish) - {"id", "first_name", "phone", "started", *_OPTIONAL}
    if unknown:
        raise ControlRefused(400, f"a person has no {', '.join(sorted(unknown))}")
    number = wish.get("id")
    if number is None:
        while world.next_person in world.people:
            world.next_person += 1
        number = world.next_person
    number = whole_of({"id": number}, "id")
    if not 0 < number < 1 << 52 or number in world.bots:
        raise ControlRefused(400, "a person's id is a positive number that no bot has")
    user: Body = {"id": number, "is_bot": False, "first_name": text_of(wish, "first_name")}
    if not user["first_name"].strip():
        raise ControlRefused(400, "a person has a first name")
    user |= {name: text_of(wish, name) for name in _OPTIONAL if wish.get(name)}
    phone = text_of(wish, "phone", f"+38050{number % 10_000_000:07d}")
    known = world.people.get(number)
    if known is None:
        known = world.people[number] = Person(user, phone)
    else:
        known.user, known.phone = user, phone
        _rename(world, known)
    world.touch("person", str(number))
    if wish.get("started") is not None:
        _start(world, known, wish["started"])
    return told(known.view())


async def add_crowd(request: web.Request) -> web.Response:
    """Thousands at once, who started the bot long ago; each so-many-th has blocked it since."""
    world = engine_of(request).world
    wish = await wish_of(request)
    unknown = set(wish) - {"first", "count", "first_name", "language_code", "bot", "blocked_each"}
    if unknown:
        raise ControlRefused(400, f"a crowd has no {', '.join(sorted(unknown))}")
    first, count = whole_of(wish, "first"), whole_of(wish, "count")
    if not 0 < count <= CROWD or not 0 < first < (1 << 52) - CROWD:
        raise ControlRefused(400, f"a crowd is 1 to {CROWD} people with positive numbers")
    each = whole_of(wish, "blocked_each", 0)
    bot = world.bot_named(wish.get("bot"))
    alike: Body = {"is_bot": False, "first_name": text_of(wish, "first_name")}
    if wish.get("language_code"):
        alike["language_code"] = text_of(wish, "language_code")
    for number in range(first, first + count):
        if number in world.people or number in world.bots:
            raise ControlRefused(409, f"{number} is somebody already")
        person = Person({"id": number, **alike}, f"+38050{number % 10_000_000:07d}")
        world.people[number] = person
        world.touch("person", str(number))
        room = world.private_room(bot, person)
        room.started = True
        room.blocked = bool(each) and (number - first) % each == each - 1
        world.note_room(room)
    return told({"count": count})


def _start(world: World, person: Person, bot: Any) -> None:
    """They started the bot some time ago: it may write to them, and nothing is said now."""
    room = world.private_room(world.bot_named(bot), person)
    if not room.started:
        room.started = True
        world.note_room(room)


def _rename(world: World, person: Person) -> None:
    for room in world.rooms.values():
        if room.private and room.key[1] == person.id:
            room.chat = private_chat(person.user)
            world.note_room(room)


async def see_chat(request: web.Request) -> web.Response:
    """Answers at once when there is news, else waits for it."""
    engine = engine_of(request)
    room = room_of(request, request.query.get("bot"))
    after, limit = number_in(request, "after"), number_in(request, "limit", 200)
    deadline = time.monotonic() + seconds_in(request, "timeout")
    while room.seq <= after:
        left = deadline - time.monotonic()
        if left <= 0 or not await engine.world.wait(room.signal, left):
            break
    return told(chat_view(engine.world, room, person_of(request), after, limit))


async def send_message(request: web.Request) -> web.Response:
    engine, person = engine_of(request), person_of(request)
    wish = await wish_of(request)
    room = room_of(request, wish.get("bot"))
    messages = speak(engine.world, person, room, wish)
    views = [message_view(engine.world, room, message, person.id) for message in messages]
    answer: Body = {"seq": room.seq, "message": views[0] if views else None}
    if len(views) > 1:
        answer["messages"] = views
    return told(answer)


async def edit_message(request: web.Request) -> web.Response:
    engine, person = engine_of(request), person_of(request)
    wish = await wish_of(request)
    room = room_of(request, wish.get("bot"))
    message = rewrite(engine.world, person, room, wish)
    return told({"seq": room.seq, "message": message_view(engine.world, room, message, person.id)})


async def press_button(request: web.Request) -> web.Response:
    wish = await wish_of(request)
    room = room_of(request, wish.get("bot"))
    return told(await press(engine_of(request).world, person_of(request), room, wish))


async def wait_for_answer(request: web.Request) -> web.Response:
    world = engine_of(request).world
    query = world.queries.get(request.match_info["query"])
    if query is None or query.person != path_number(request):
        raise ControlRefused(404, "no such press")
    if query.answer is None:
        await world.wait(query.signal, seconds_in(request, "wait"))
    return told({"answered": query.answer is not None, "answer": query.answer})


async def open_app(request: web.Request) -> web.Response:
    wish = await wish_of(request)
    room = room_of(request, wish.get("bot"))
    return told(open_wished(engine_of(request).world, person_of(request), room, wish))


async def send_app_data(request: web.Request) -> web.Response:
    wish = await wish_of(request)
    engine, person = engine_of(request), person_of(request)
    room = room_of(request, wish.get("bot"))
    message = send_data(engine.world, person, room, wish)
    return told({"seq": room.seq, "message": message_view(engine.world, room, message, person.id)})


def _tell_block(world: World, room: Room, person: Person, *, blocked: bool) -> None:
    """The bot hears of a block and of its end as a change of its own membership."""
    bot = world.bots[room.key[0]]
    before = {"user": bot.user, **_membership(blocked=not blocked)}
    after = {"user": bot.user, **_membership(blocked=blocked)}
    update = {
        "chat": room.chat,
        "from": person.user,
        "date": world.clock.unix(),
        "old_chat_member": before,
        "new_chat_member": after,
    }
    bot.queue.push("my_chat_member", update, str(person.id))


def _membership(*, blocked: bool) -> Body:
    return {"status": "kicked", "until_date": 0} if blocked else {"status": "member"}


def _blocker(*, blocked: bool) -> Handler:
    async def change(request: web.Request) -> web.Response:
        world, person = engine_of(request).world, person_of(request)
        wish = await wish_of(request)
        room = room_of(request, wish.get("bot"))
        if room.blocked != blocked:
            room.blocked = blocked
            world.note_room(room)
            _tell_block(world, room, person, blocked=blocked)
        return told({"seq": room.seq, "blocked": room.blocked})

    return change


async def deactivate(request: web.Request) -> web.Response:
    world, person = engine_of(request).world, person_of(request)
    person.deactivated = True
    world.touch("person", str(person.id))
    return told(person.view())


async def clear_chat(request: web.Request) -> web.Response:
    """The person empties the chat on their side; the bot's messages live on for the bot."""
    wish = await wish_of(request)
    world, room = engine_of(request).world, room_of(request, wish.get("bot"))
    check_may_write(world, person_of(request), room)
    room.cleared = max(room.messages, default=0)
    world.note_room(room)
    return told({"seq": room.seq})


def routes() -> list[web.RouteDef]:
    person = r"/control/people/{id:\d+}"
    return [
        web.get("/control/people", list_people),
        web.post("/control/people", add_person),
        web.post("/control/crowds", add_crowd),
        web.get(f"{person}/chat", see_chat),
        web.post(f"{person}/messages", send_message),
        web.post(f"{person}/edits", edit_message),
        web.post(f"{person}/presses", press_button),
        web.get(f"{person}/presses/{{query}}", wait_for_answer),
        web.post(f"{person}/web_app", open_app),
        web.post(f"{person}/web_app_data", send_app_data),
        web.post(f"{person}/block", _blocker(blocked=True)),
        web.post(f"{person}/unblock", _blocker(blocked=False)),
        web.post(f"{person}/deactivate", deactivate),
        web.post(f"{person}/clear", clear_chat),
    ]

"""Control of groups and channels: made, peopled, spoken in, grown into supergroups."""

import time

from aiohttp import web

from sandbox.control.wire import (
    engine_of,
    number_in,
    path_number,
    seconds_in,
    told,
    wish_of,
)
from sandbox.membership import announce, change_member, keep_group, make_group, upgrade
from sandbox.people.pressing import press
from sandbox.people.seeing import group_card, group_view, message_view
from sandbox.people.speaking import rewrite, speak
from sandbox.people.wishes import text_of, whole_of
from sandbox.refusal import ControlRefused
from sandbox.world import Body, Group, Person, Room, World


def _room(request: web.Request) -> tuple[World, Group, Room]:
    world = engine_of(request).world
    group = world.group(path_number(request))
    return world, group, world.group_room(group)


async def list_groups(request: web.Request) -> web.Response:
    world = engine_of(request).world
    return told([group_card(world, number) for number in world.groups])


async def add_group(request: web.Request) -> web.Response:
    world = engine_of(request).world
    wish = await wish_of(request)
    owner = world.person(whole_of(wish, "owner")) if wish.get("owner") else None
    others = [world.person(int(number)) for number in wish.get("members", [])]
    username = text_of(wish, "username") if wish.get("username") else None
    bot = world.bot_named(wish["bot"]) if wish.get("bot") else None
    number = whole_of(wish, "id") if wish.get("id") is not None else None
    if number in world.groups:
        raise ControlRefused(409, "this group is there already")
    if number is not None and number >= 0:
        raise ControlRefused(400, "the id of a group is below zero")
    group = make_group(
        world, text_of(wish, "title"), text_of(wish, "type", "group"), username, number
    )
    if owner is not None:
        group.members[owner.id] = {"status": "creator"}
    for person in others:
        group.members.setdefault(person.id, {"status": "member"})
    if bot is not None:
        status = "administrator" if wish.get("bot_is_admin") else "member"
        if wish.get("long_ago"):
            group.members[bot.id] = {"status": status}
            keep_group(world, group)
            return told(group_card(world, group.id))
        by = owner or (others[0] if others else None)
        by_user = by.user if by is not None else bot.user
        change_member(world, group, bot.id, status, by=by_user)
    keep_group(world, group)
    return told(group_card(world, group.id))


async def see_group(request: web.Request) -> web.Response:
    world, _, room = _room(request)
    after, limit = number_in(request, "after"), number_in(request, "limit", 200)
    deadline = time.monotonic() + seconds_in(request, "timeout")
    while room.seq <= after:
        left = deadline - time.monotonic()
        if left <= 0 or not await world.wait(room.signal, left):
            break
    return told(group_view(world, room, number_in(request, "person"), after, limit))


def _speaker(world: World, group: Group, wish: Body) -> Person:
    if wish.get("person") is not None:
        return world.person(whole_of(wish, "person"))
    # A channel speaks by itself: any of its administrators stands for it.
    if group.type == "channel":
        for who in group.members:
            if who in world.people and group.status(who) in {"creator", "administrator"}:
                return world.people[who]
    raise ControlRefused(400, '"person" says who speaks')


async def send_message(request: web.Request) -> web.Response:
    world, group, room = _room(request)
    wish = await wish_of(request)
    person = _speaker(world, group, wish)
    messages = speak(world, person, room, wish)
    views = [message_view(world, room, message, person.id) for message in messages]
    answer: Body = {"seq": room.seq, "message": views[0] if views else None}
    if len(views) > 1:
        answer["messages"] = views
    return told(answer)


async def edit_message(request: web.Request) -> web.Response:
    world, group, room = _room(request)
    wish = await wish_of(request)
    person = _speaker(world, group, wish)
    message = rewrite(world, person, room, wish)
    return told({"seq": room.seq, "message": message_view(world, room, message, person.id)})


async def press_button(request: web.Request) -> web.Response:
    world, group, room = _room(request)
    wish = await wish_of(request)
    return told(await press(world, _speaker(world, group, wish), room, wish))


async def set_member(request: web.Request) -> web.Response:
    world, group, _ = _room(request)
    wish = await wish_of(request)
    who = whole_of(wish, "id")
    by = world.user(whole_of(wish, "by")) if wish.get("by") else None
    if by is None:
        owner = next((w for w in group.members if group.status(w) == "creator"), who)
        by = world.user(owner)
    rights = wish.get("rights") or {}
    change_member(world, group, who, text_of(wish, "status"), by=by, rights=rights)
    return told(group_card(world, group.id))


async def upgrade_group(request: web.Request) -> web.Response:
    world, group, _ = _room(request)
    return told(group_card(world, upgrade(world, group).id))


async def rename_group(request: web.Request) -> web.Response:
    world, group, room = _room(request)
    wish = await wish_of(request)
    group.title = text_of(wish, "title")
    room.chat = group.chat()
    by = next((world.user(w) for w in group.members if group.status(w) == "creator"), None)
    if group.type != "channel" and by is not None:
        announce(world, group, {"from": by, "new_chat_title": group.title})
    keep_group(world, group)
    return told(group_card(world, group.id))


def routes() -> list[web.RouteDef]:
    group = r"/control/groups/{id:-?\d+}"
    return [
        web.get("/control/groups", list_groups),
        web.post("/control/groups", add_group),
        web.get(f"{group}/chat", see_group),
        web.post(f"{group}/messages", send_message),
        web.post(f"{group}/edits", edit_message),
        web.post(f"{group}/presses", press_button),
        web.post(f"{group}/members", set_member),
        web.post(f"{group}/upgrade", upgrade_group),
        web.post(f"{group}/title", rename_group),
    ]

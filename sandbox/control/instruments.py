"""Control of the sandbox itself: state, bots, raw updates, faults, limits, clock, ledger."""

import time
from datetime import UTC, datetime, timedelta

import aiohttp
from aiohttp import web

from sandbox.botapi import file_response
from sandbox.control.wire import engine_of, number_in, seconds_in, told, wish_of
from sandbox.engine import Demo
from sandbox.faults import UPDATE_KINDS
from sandbox.people.seeing import group_card
from sandbox.people.wishes import number_of, object_of, text_of, whole_of
from sandbox.play.polls import close_due_polls
from sandbox.refusal import ControlRefused

DEMO_TIMEOUT = aiohttp.ClientTimeout(total=60)


async def see_state(request: web.Request) -> web.Response:
    engine = engine_of(request)
    world = engine.world
    return told(
        {
            "bots": [bot.view() for bot in world.bots.values()],
            "people": [person.view() for person in world.people.values()],
            "groups": [group_card(world, number) for number in world.groups],
            "clock": world.clock.view(),
            "faults": engine.faults.shown(list(world.bots.values())),
            "limits": engine.limits.view(),
            "demo": engine.demo is not None,
        }
    )


async def reset(request: web.Request) -> web.Response:
    engine = engine_of(request)
    for bot in engine.world.bots.values():
        engine.pollers.interrupt(bot.id, "Conflict: the sandbox was reset")
        bot.queue.webhook = None
        bot.queue.arrived.notify()
    engine.world.clear()
    engine.world.shelf.clear()
    engine.faults.active.clear()
    engine.ledger.entries.clear()
    engine.limits.change()
    engine.world.touch("reset", "")
    return told({"ok": True})


async def list_bots(request: web.Request) -> web.Response:
    return told([bot.view() for bot in engine_of(request).world.bots.values()])


async def add_bot(request: web.Request) -> web.Response:
    world = engine_of(request).world
    wish = await wish_of(request)
    token = text_of(wish, "token")
    bot = world.bots.get(int(token.split(":")[0])) if token.split(":")[0].isdigit() else None
    if bot is None:
        bot = world.make_bot(token)
    elif bot.token != token:
        raise ControlRefused(409, "this bot has another token")
    user = dict(bot.user)
    for name in ("username", "first_name"):
        if wish.get(name):
            user[name] = text_of(wish, name)
    bot.user = user
    bot.reads_groups = bool(wish.get("reads_groups", bot.reads_groups))
    world.touch("bot", str(bot.id))
    return told(bot.view())


async def idle(request: web.Request) -> web.Response:
    world = engine_of(request).world
    bot = world.bot_named(request.query.get("bot"))
    deadline = time.monotonic() + seconds_in(request, "wait")
    while bot.queue.waiting:
        left = deadline - time.monotonic()
        if left <= 0 or not await world.wait(bot.queue.settled, left):
            break
    return told({"idle": not bot.queue.waiting, "waiting": len(bot.queue.waiting)})


async def inject_update(request: web.Request) -> web.Response:
    world = engine_of(request).world
    wish = await wish_of(request)
    bot = world.bot_named(wish.get("bot"))
    repeat = whole_of(wish, "repeat", 1)
    if not 1 <= repeat <= 10_000:
        raise ControlRefused(400, "repeat lies between 1 and 10,000")
    keep_id = bool(wish.get("keep_id"))
    number = bot.queue.inject(object_of(wish, "update"), repeat, keep_id=keep_id)
    return told({"update_id": number})


async def list_faults(request: web.Request) -> web.Response:
    engine = engine_of(request)
    return told(engine.faults.shown(list(engine.world.bots.values())))


async def add_fault(request: web.Request) -> web.Response:
    engine = engine_of(request)
    wish = await wish_of(request)
    if wish.get("bot") is not None:
        wish["bot"] = engine.world.bot_named(wish["bot"]).id
    fault = engine.faults.add({name: value for name, value in wish.items() if value is not None})
    if fault.kind in UPDATE_KINDS:
        engine.faults.arrange_updates(fault, list(engine.world.bots.values()))
    return told(fault.view())


async def remove_faults(request: web.Request) -> web.Response:
    engine = engine_of(request)
    named = request.match_info.get("id")
    engine.faults.remove(int(named) if named else None, list(engine.world.bots.values()))
    return told(engine.faults.shown(list(engine.world.bots.values())))


async def see_limits(request: web.Request) -> web.Response:
    return told(engine_of(request).limits.view())


async def change_limits(request: web.Request) -> web.Response:
    engine = engine_of(request)
    wish = await wish_of(request)
    scale = float(number_of(wish, "scale", engine.limits.scale))
    if scale <= 0:
        raise ControlRefused(400, "scale is more than nothing")
    enabled = wish.get("enabled", engine.limits.enabled)
    engine.limits.change(
        enabled=bool(enabled), scale=scale, burst=whole_of(wish, "burst", engine.limits.burst)
    )
    return told(engine.limits.view())


async def change_backoff(request: web.Request) -> web.Response:
    world = engine_of(request).world
    wish = await wish_of(request)
    first, cap = world.backoff
    first = max(float(number_of(wish, "first", first)), 0.001)
    world.backoff = (first, max(float(number_of(wish, "cap", cap)), first))
    return told({"first": world.backoff[0], "cap": world.backoff[1]})


async def see_clock(request: web.Request) -> web.Response:
    return told(engine_of(request).world.clock.view())


def _instant(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ControlRefused(400, '"to" must be a time like 2026-03-02T08:00:00+02:00') from None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


async def _move_demo(demo: Demo, to: datetime) -> datetime:
    """Move the product's clock; returns what time it is there now."""
    headers = {"Authorization": f"Bearer {demo.token}"}
    try:
        async with (
            aiohttp.ClientSession(timeout=DEMO_TIMEOUT) as session,
            session.post(
                f"{demo.url}/demo/clock", json={"to": to.isoformat()}, headers=headers
            ) as response,
        ):
            if response.status >= 300:
                text = (await response.text())[:200]
                raise ControlRefused(502, f"the product's clock did not move: {text}")
            answer = await response.json()
            return _instant(str(answer["now"]))
    except (aiohttp.ClientError, TimeoutError, OSError, KeyError, ValueError) as trouble:
        raise ControlRefused(502, f"the product does not answer: {trouble}") from None


async def move_clock(request: web.Request) -> web.Response:
    engine = engine_of(request)
    clock = engine.world.clock
    wish = await wish_of(request)
    if "to" in wish:
        by = _instant(text_of(wish, "to")) - clock.now()
    else:
        by = timedelta(seconds=number_of(wish, "forward_seconds"))
    if by < timedelta(0):
        raise ControlRefused(409, "the clock goes forward only")
    if engine.demo is not None:
        # The product's clock leads: where it stands afterwards, the sandbox's stands too.
        by = await _move_demo(engine.demo, clock.now() + by) - clock.now()
    clock.forward(max(by, timedelta(0)))
    close_due_polls(engine.world)
    engine.world.touch("clock", "")
    return told(clock.view())


async def see_demo(request: web.Request) -> web.Response:
    demo = engine_of(request).demo
    if demo is None:
        raise ControlRefused(404, "there is no demo town behind this sandbox")
    headers = {"Authorization": f"Bearer {demo.token}"}
    try:
        async with (
            aiohttp.ClientSession(timeout=DEMO_TIMEOUT) as session,
            session.get(f"{demo.url}/demo/people", headers=headers) as response,
        ):
            if response.status >= 300:
                raise ControlRefused(404, "the product plays no demo town")
            return told(await response.json())
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
        raise ControlRefused(502, "the product does not answer") from None


async def see_calls(request: web.Request) -> web.Response:
    engine = engine_of(request)
    query = request.query
    named = query.get("bot")
    bot = engine.world.bot_named(named).id if named else None
    after = number_in(request, "after") if "after" in query else None
    limit = min(max(number_in(request, "limit", 500), 1), 5000)
    ok = {"true": True, "1": True, "false": False, "0": False}.get(query.get("ok", ""))
    deadline = time.monotonic() + seconds_in(request, "timeout")
    while True:
        found = engine.ledger.select(
            after=after,
            limit=limit,
            method=query.get("method"),
            chat=query.get("chat"),
            bot=bot,
            ok=ok,
        )
        left = deadline - time.monotonic()
        if found or left <= 0 or not await engine.world.wait(engine.ledger.signal, left):
            break
    return told({"last": engine.ledger.last, "calls": [entry.view() for entry in found]})


async def give_file(request: web.Request) -> web.Response:
    engine = engine_of(request)
    number = request.match_info["file"]
    if number not in engine.world.shelf.files:
        raise ControlRefused(404, "no such file")
    return file_response(engine, number)


def routes() -> list[web.RouteDef]:
    return [
        web.get("/control/state", see_state),
        web.post("/control/reset", reset),
        web.get("/control/bots", list_bots),
        web.post("/control/bots", add_bot),
        web.get("/control/idle", idle),
        web.post("/control/updates", inject_update),
        web.get("/control/faults", list_faults),
        web.post("/control/faults", add_fault),
        web.delete("/control/faults", remove_faults),
        web.delete(r"/control/faults/{id:\d+}", remove_faults),
        web.get("/control/limits", see_limits),
        web.post("/control/limits", change_limits),
        web.post("/control/webhooks", change_backoff),
        web.get("/control/clock", see_clock),
        web.post("/control/clock", move_clock),
        web.get("/control/demo", see_demo),
        web.get("/control/calls", see_calls),
        web.get("/control/files/{file}", give_file),
    ]

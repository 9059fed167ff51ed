"""How control requests are read, guarded and answered."""

import asyncio
import ipaddress
import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from sandbox.botapi import ENGINE
from sandbox.engine import Engine
from sandbox.refusal import ControlRefused, Refused
from sandbox.world import Body, Person, Room

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
LONGEST_WAIT = 50.0


def told(body: Any, status: int = 200) -> web.Response:
    return web.Response(
        body=json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"),
        status=status,
        content_type="application/json",
    )


def engine_of(request: web.Request) -> Engine:
    return request.app[ENGINE]


async def wish_of(request: web.Request) -> Body:
    text = await request.read()
    try:
        wish = json.loads(text) if text else {}
    except ValueError:
        raise ControlRefused(400, "the body must be JSON") from None
    if not isinstance(wish, dict):
        raise ControlRefused(400, "the body must be a JSON object")
    return wish


def number_in(request: web.Request, name: str, default: int = 0) -> int:
    value = request.query.get(name, "")
    try:
        return int(value) if value else default
    except ValueError:
        raise ControlRefused(400, f'"{name}" must be a whole number') from None


def seconds_in(request: web.Request, name: str) -> float:
    value = request.query.get(name, "")
    try:
        return min(max(float(value), 0.0), LONGEST_WAIT) if value else 0.0
    except ValueError:
        raise ControlRefused(400, f'"{name}" must be seconds') from None


def path_number(request: web.Request, name: str = "id") -> int:
    try:
        return int(request.match_info[name])
    except ValueError:
        raise ControlRefused(404, "no such number") from None


def person_of(request: web.Request) -> Person:
    return engine_of(request).world.person(path_number(request))


def room_of(request: web.Request, named: Any) -> Room:
    """The private chat of the request's person with the bot that is named."""
    world = engine_of(request).world
    return world.private_room(world.bot_named(named), person_of(request))


def _local(host: str) -> bool:
    name = urlsplit(f"//{host}").hostname or ""
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def check_guest(request: web.Request) -> None:
    """Only this machine steers, and no page of another site does it through a browser."""
    if request.remote is not None and not _local(
        f"[{request.remote}]" if ":" in request.remote else request.remote
    ):
        raise ControlRefused(403, "the control API answers this machine only")
    if not _local(request.headers.get("Host", "")):
        raise ControlRefused(403, "the control API answers under a local name only")
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("Host"):
        raise ControlRefused(403, "the control API answers its own page only")


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    if not request.path.startswith("/control"):
        return await handler(request)
    try:
        check_guest(request)
        return await handler(request)
    except ControlRefused as refused:
        return told({"error": refused.sentence}, refused.code)
    except Refused as refused:
        return told({"error": refused.description}, refused.code)
    except web.HTTPException as trouble:
        return told({"error": trouble.reason}, trouble.status)
    except asyncio.CancelledError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as trouble:
        return told({"error": f"this wish cannot be read: {trouble}"}, 400)

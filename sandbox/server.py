"""The sandbox as one web application: Bot API, control API and the page."""

import asyncio
import contextlib
import mimetypes
from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp import web

from sandbox.botapi import ENGINE, FORM_LIMIT, add_bot_routes, not_found
from sandbox.control import groups, instruments, people
from sandbox.control.wire import guard
from sandbox.engine import Engine
from sandbox.play.polls import close_due_polls
from sandbox.webhooks import Postman

PAGE = Path(__file__).parent / "page"
SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
        " media-src 'self' blob:; connect-src 'self'; font-src 'self'; manifest-src 'self';"
        " form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
TICK = 1.0


async def give_page(request: web.Request) -> web.Response:
    """A file of the page; nothing outside its folder."""
    name = request.match_info.get("name") or "index.html"
    path = (PAGE / name).resolve()
    if not path.is_relative_to(PAGE.resolve()) or not path.is_file():
        return web.Response(status=404, text="no such page", headers=SECURITY)
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if kind.startswith("text/") or kind.endswith(("javascript", "json")):
        return web.Response(
            text=path.read_text("utf-8"), content_type=kind, charset="utf-8", headers=SECURITY
        )
    return web.Response(body=path.read_bytes(), content_type=kind, headers=SECURITY)


async def _tick(engine: Engine, postman: Postman) -> None:
    """What the passing of time brings: polls close, new webhooks are attended to."""
    while True:
        close_due_polls(engine.world)
        for bot in list(engine.world.bots.values()):
            postman.attend(bot)
        await asyncio.sleep(TICK)


def make_app(engine: Engine) -> web.Application:
    app = web.Application(client_max_size=FORM_LIMIT * 2, middlewares=[guard])
    app[ENGINE] = engine
    add_bot_routes(app)
    for part in (people, groups, instruments):
        app.add_routes(part.routes())
    app.router.add_get("/", give_page)
    app.router.add_get("/page/{name:.+}", give_page)
    app.router.add_route("*", "/{rest:.*}", not_found)

    async def background(_app: web.Application) -> AsyncIterator[None]:
        postman = Postman(engine)
        engine.attend = postman.attend
        ticking = asyncio.create_task(_tick(engine, postman))
        yield
        ticking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await ticking
        await postman.close()

    async def let_go(_app: web.Application) -> None:
        for bot in engine.world.bots.values():
            engine.pollers.release(bot.id)

    app.on_shutdown.append(let_go)
    app.cleanup_ctx.append(background)
    return app

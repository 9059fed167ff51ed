"""Updates that Telegram brings: stored before they are confirmed."""

import json
from secrets import compare_digest

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from web.ports import Backstage

LARGEST_UPDATE = 1024 * 1024


def webhook_router(backstage: Backstage, *, bot_id: int, secret: str) -> APIRouter:
    router = APIRouter()

    @router.post("/telegram/{bot}")
    async def take(bot: int, request: Request) -> Response:
        given = request.headers.get("x-telegram-bot-api-secret-token", "")
        if bot != bot_id or not compare_digest(given.encode(), secret.encode()):
            return PlainTextResponse("who are you?", status_code=401)
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > LARGEST_UPDATE:
                return PlainTextResponse("too large", status_code=413)
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            return PlainTextResponse("not JSON", status_code=400)
        if not isinstance(update, dict):
            return PlainTextResponse("not an update", status_code=400)
        try:
            await backstage.take_update(update)
        except OSError:
            return PlainTextResponse("not stored: send it again", status_code=503)
        return PlainTextResponse("ok")

    return router

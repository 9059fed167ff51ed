"""The Bot API over HTTP: reads a call, lets trouble strike, plays the method, answers."""

import asyncio
import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from aiohttp import BodyPartReader, web

from sandbox.engine import Engine
from sandbox.faults import Fault
from sandbox.ledger import Entry
from sandbox.play.call import Call
from sandbox.play.media import too_large
from sandbox.play.registry import PLAYERS
from sandbox.refusal import Refused, bad_request, too_many
from sandbox.shelf import DOWNLOAD_LIMIT, UPLOAD_LIMIT
from sandbox.telegram.methods import BY_LOWER_NAME, Method
from sandbox.telegram.parameters import Upload, read_parameters
from sandbox.world import Body, Bot

FORM_LIMIT = UPLOAD_LIMIT + (1 << 20)
ENGINE = web.AppKey("engine", Engine)


def _dumps(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def _answer(body: Body, status: int = 200) -> web.Response:
    response = web.Response(body=_dumps(body), status=status, content_type="application/json")
    if status == 429:
        response.headers["Retry-After"] = str(body["parameters"]["retry_after"])
    return response


def _refusal(refused: Refused) -> web.Response:
    body: Body = {"ok": False, "error_code": refused.code, "description": refused.description}
    if refused.parameters:
        body["parameters"] = refused.parameters
    return _answer(body, refused.code)


async def _read_multipart(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    fields: dict[str, Any] = {}
    uploads: dict[str, Upload] = {}
    reader = await request.multipart()
    total = 0
    async for part in reader:
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise bad_request("can't parse multipart form")
        content = bytearray()
        while chunk := await part.read_chunk(1 << 16):
            content += chunk
            total += len(chunk)
            if total > UPLOAD_LIMIT + (1 << 16):
                raise too_large()
        if part.filename is None:
            fields[part.name] = content.decode("utf-8", "replace")
            continue
        mime = part.headers.get("Content-Type", "application/octet-stream")
        upload = Upload(part.filename, mime, bytes(content))
        uploads[part.name] = upload
    return fields, uploads


async def _read_body(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Parameters from the query and from a body of any of the three forms."""
    raw: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.method == "GET" or not request.body_exists:
        return raw, uploads
    if (request.content_length or 0) > FORM_LIMIT:
        raise too_large()
    kind = request.content_type
    if kind == "application/json":
        text = await request.read()
        try:
            given = json.loads(text) if text else {}
        except ValueError:
            raise bad_request("can't parse JSON object") from None
        if not isinstance(given, dict):
            raise bad_request("object expected as parameters")
        raw |= given
    elif kind.startswith("multipart/"):
        fields, uploads = await _read_multipart(request)
        raw |= fields
    elif kind == "application/x-www-form-urlencoded":
        raw |= dict(await request.post())
    return raw, uploads


def _parameters(
    method: Method, raw: Mapping[str, Any], uploads: dict[str, Upload]
) -> dict[str, Any]:
    """Uploads named as a parameter are its value; the others are reached by attach://."""
    direct = {name: upload for name, upload in uploads.items() if name in method.parameters}
    return read_parameters(method, {**raw, **direct})


def _drop(request: web.Request) -> web.Response:
    """Close the connection without an answer: the client cannot know what was done."""
    if request.transport is not None:
        request.transport.close()
    return web.Response()


async def _play(engine: Engine, call: Call) -> Any:
    if call.method == "getUpdates":
        return await engine.pollers.fetch(call)
    engine.limits.check(call.bot.id, call.method, call.get("chat_id"), engine.world.clock.seconds())
    result = PLAYERS[call.method](call)
    if call.method == "setWebhook":
        engine.attend(call.bot)
        engine.pollers.interrupt(call.bot.id, "Conflict: terminated by setWebhook request")
    return result


async def _hindered(fault: Fault | None, request: web.Request) -> web.Response | None:
    """What a fault makes of the call before it is done."""
    if fault is None:
        return None
    if fault.kind == "delay":
        await asyncio.sleep(fault.seconds)
    elif fault.kind == "drop_before":
        return _drop(request)
    elif fault.kind == "http_5xx" and not fault.done:
        return _broken(fault)
    elif fault.kind == "too_many":
        raise too_many(fault.retry_after)
    return None


def _broken(fault: Fault) -> web.Response:
    words = {500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable"}
    word = words.get(fault.status, "Gateway Timeout")
    body = {"ok": False, "error_code": fault.status, "description": word}
    return _answer(body, fault.status)


def _message_id(result: Any) -> int | None:
    first = result[0] if isinstance(result, list) and result else result
    number = first.get("message_id") if isinstance(first, dict) else None
    return number if isinstance(number, int) else None


async def answer_call(request: web.Request) -> web.Response:
    engine = request.app[ENGINE]
    try:
        bot = engine.world.bot_of_token(request.match_info["token"])
    except Refused as refused:
        return _refusal(refused)
    method = BY_LOWER_NAME.get(request.match_info["method"].lower())
    if method is None:
        return _refusal(Refused(404, "Not Found: method not found"))
    return await _do(engine, request, bot, method)


async def _do(engine: Engine, request: web.Request, bot: Bot, method: Method) -> web.Response:
    begun, at = time.perf_counter(), time.time()
    params: dict[str, Any] = {}
    fault: Fault | None = None
    result: Any = None
    code: int | None = None
    error: str | None = None
    response: web.Response | None = None
    try:
        raw, uploads = await _read_body(request)
        params = _parameters(method, raw, uploads)
        fault = engine.faults.strike(bot.id, method.name, params.get("chat_id"))
        response = await _hindered(fault, request)
        if response is None:
            result = await _play(engine, Call(engine.world, bot, method.name, params, uploads))
            response = _answer({"ok": True, "result": result})
        else:
            code, error = response.status if response.status >= 500 else 0, "not done"
    except Refused as refused:
        response, code, error = _refusal(refused), refused.code, refused.description
    if method.name != "getUpdates" or result or code:
        engine.ledger.add(
            Entry(
                n=engine.ledger.last + 1,
                at=at,
                offset=engine.world.clock.offset,
                bot=bot.id,
                method=method.name,
                chat=params.get("chat_id"),
                params=params,
                ms=(time.perf_counter() - begun) * 1000,
                message_id=_message_id(result) if method.name != "getUpdates" else None,
                code=code,
                error=error,
                fault=fault.kind if fault else None,
            )
        )
    if fault is not None and code is None:
        if fault.kind == "drop_after":
            return _drop(request)
        if fault.kind == "http_5xx":
            return _broken(fault)
    return response


async def answer_file(request: web.Request) -> web.Response:
    """A file that getFile named."""
    engine = request.app[ENGINE]
    try:
        engine.world.bot_of_token(request.match_info["token"])
    except Refused as refused:
        return _refusal(refused)
    stored = engine.world.shelf.by_path(request.match_info["path"])
    if stored is None or stored.size > DOWNLOAD_LIMIT:
        return _refusal(Refused(404, "Not Found"))
    return file_response(engine, stored.id)


def file_response(engine: Engine, number: str) -> web.Response:
    stored = engine.world.shelf.files[number]
    name = quote(stored.name)
    kind = stored.mime_type if "/" in stored.mime_type else "application/octet-stream"
    place = "inline" if stored.kind == "photo" else "attachment"
    return web.Response(
        body=engine.world.shelf.content(stored),
        headers={
            "Content-Type": kind.split(";", 1)[0],
            "Content-Disposition": f"{place}; filename*=UTF-8''{name}",
            "X-Content-Type-Options": "nosniff",
        },
    )


async def not_found(_request: web.Request) -> web.Response:
    return _refusal(Refused(404, "Not Found"))


def add_bot_routes(app: web.Application) -> None:
    app.router.add_route("*", r"/bot{token:[^/]+}/{method:[^/]*}", answer_call)
    app.router.add_get(r"/file/bot{token:[^/]+}/{path:.+}", answer_file)

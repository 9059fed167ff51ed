"""A token stands in no log, whatever goes wrong."""

import subprocess
import sys
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot.settings import Settings
from bot.telegram import Answer, NotSentError, Telegram, UnsureError
from tests.sandbox_client import ROOT

TOKEN = "123456789:AAF-secret_token_of_the_tests_0123456"
SECRET = "secret_token"


@pytest.mark.parametrize("log_format", ["console", "json"])
def test_a_token_is_hidden_wherever_it_stands_in_a_line(log_format: str) -> None:
    script = f"""
import logging, structlog
from bot.journal import configure
configure({log_format!r})
failure = ValueError("https://api.telegram.org/bot{TOKEN}/getMe")
journal = structlog.get_logger("test")
journal.error("failed", url="/bot{TOKEN}/x", deep={{"a": ["{TOKEN}"]}}, exc_info=failure)
journal.info("started with {TOKEN}")
logging.getLogger("library").error("at %s", "{TOKEN}", exc_info=failure)
"""
    written = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert (written.stdout + written.stderr).count("***") == 6
    assert SECRET not in written.stdout + written.stderr


@pytest.mark.parametrize("log_format", ["console", "json"])
def test_a_code_is_hidden_also_in_a_failure_that_quotes_it(log_format: str) -> None:
    code, chosen = "0123456789abcdef" * 2, "our-own-word-2027"
    script = f"""
import structlog
from bot.journal import configure
configure({log_format!r})
try:
    raise ValueError("cannot read '/start {chosen}' of https://t.me/viche_bot?start={chosen}")
except ValueError as failure:
    structlog.get_logger("test").error("failed", typed="{code}", exc_info=failure)
"""
    ran = subprocess.run(
        [sys.executable, "-"], input=script, cwd=ROOT, capture_output=True, text=True, check=True
    )
    written = ran.stdout + ran.stderr
    assert "cannot read" in written
    assert code not in written
    assert chosen not in written


@pytest.fixture
async def odd_server() -> AsyncIterator[str]:
    """Answers as its paths say."""

    async def answer(request: web.Request) -> web.StreamResponse:
        what = request.path.rsplit("/", maxsplit=1)[-1]
        if what == "getPage":
            return web.Response(text="<html>", status=200)
        if what == "getBroken" and request.transport is not None:
            request.transport.close()
        if what == "getDown":
            return web.json_response({"ok": False, "error_code": 502}, status=502)
        if what == "getFile":
            return web.json_response({"ok": True, "result": {}})
        if what == "getOdd":
            return web.json_response({"ok": False, "parameters": 7, "error_code": "400"})
        if what == "getDeep":
            return web.Response(text="[" * 100_000, content_type="application/json")
        return web.json_response({"ok": True, "result": True})

    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_a_broken_wire_is_told_without_the_address(odd_server: str) -> None:
    failures: list[Exception] = []
    async with Telegram(TOKEN, odd_server) as telegram:
        for method in ("getPage", "getBroken", "getDown", "getDeep"):
            with pytest.raises(UnsureError) as unsure:
                await telegram.call(method)
            failures.append(unsure.value)
        with pytest.raises(UnsureError) as unsure:
            await telegram.download("x")
        failures.append(unsure.value)
        assert await telegram.call("getOdd") == Answer(ok=False, error_code=400)
    for base in ("http://127.0.0.1:1", "http://no.such.host.invalid"):
        async with Telegram(TOKEN, base) as telegram:
            with pytest.raises(NotSentError) as unsent:
                await telegram.call("getMe")
            failures.append(unsent.value)
    async with Telegram(TOKEN, "no address at all") as telegram:
        with pytest.raises((NotSentError, UnsureError)) as wrong:
            await telegram.call("getMe")
        failures.append(wrong.value)

    for failure in failures:
        assert SECRET not in str(failure)
        assert failure.__context__ is None or failure.__suppress_context__


def test_a_token_that_is_none_is_refused_without_quoting_it() -> None:
    for wrong in ("AAF-secret_token", "123:", "12a:secret_token", ":secret_token"):
        settings = Settings(_env_file=None, bot_token=wrong)  # type: ignore[call-arg, arg-type]  # pydantic wraps and reads them
        with pytest.raises(SystemExit) as refused:
            _ = settings.bot_id
        assert SECRET not in str(refused.value)
        assert SECRET not in repr(settings)

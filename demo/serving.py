"""`make run` with a token: the real bot, its addresses told once it works."""

import asyncio
import contextlib

import aiohttp

from bot.roles import run
from bot.settings import Settings
from bot.telegram import NotSentError, Telegram, UnsureError
from demo.telling import tell_real

_LOOK_AGAIN = 0.1


async def serve_telegram(settings: Settings) -> None:
    announcing = asyncio.create_task(_announce(settings))
    try:
        await run(settings)
    finally:
        announcing.cancel()


async def _announce(settings: Settings) -> None:
    pages = pages_of(settings)
    await until_ready(pages)
    tell_real(await _name(settings), pages)


def pages_of(settings: Settings) -> str:
    """As seen from this machine."""
    everywhere = settings.web_host in {"0.0.0.0", "::", ""}  # noqa: S104 - compared, not listened on
    host = "127.0.0.1" if everywhere else settings.web_host
    return f"http://{host}:{settings.web_port}"


async def until_ready(pages: str) -> None:
    """Ask the process itself until it says that it can do its work."""
    async with aiohttp.ClientSession() as session:
        while True:
            with contextlib.suppress(aiohttp.ClientError, TimeoutError, OSError):
                async with session.get(f"{pages}/readyz") as answer:
                    if answer.status == 200:
                        return
            await asyncio.sleep(_LOOK_AGAIN)


async def _name(settings: Settings) -> str | None:
    with contextlib.suppress(NotSentError, UnsureError):
        async with Telegram(settings.token, settings.telegram_api) as telegram:
            answer = await telegram.call("getMe")
            return str(answer.result["username"]) if answer.ok else None
    return None

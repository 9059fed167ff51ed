"""What the bot tells Telegram of itself at each start, and what it is told: its name."""

import asyncio
import contextlib

import structlog

from bot.inbox import ALLOWED_UPDATES
from bot.settings import Settings
from bot.telegram import NotSentError, Telegram, UnsureError
from bot.wiring import Wiring
from civic.kernel.ids import BotId
from handlers.commands import commands_for
from locales.catalog import say

AGAIN_SECONDS = 3.0
_log = structlog.get_logger("introduction")


def name_mark(bot: BotId) -> str:
    """Under which mark a bot's name is kept: a database may come to another bot."""
    return f"bot_username:{bot}"


async def name_of_bot(wiring: Wiring, telegram: Telegram) -> str:
    """For links. Asked at each start, since owners change it; kept for when nobody answers.

    Raise SystemExit when Telegram does not know the token.
    """
    mark = name_mark(wiring.storage.installation.bot)
    async with wiring.storage.reading() as work:
        known = await work.clock.mark(mark)
    while not wiring.stopping.is_set():
        asked = await _asked(telegram)
        if asked is not None and asked != known:
            async with wiring.storage.writing() as work:
                await work.clock.put_mark(mark, asked)
        if asked is not None or known is not None:
            return asked or known or ""
        _log.warning("telegram-unreachable")
        await _pause(wiring.stopping, AGAIN_SECONDS)
    return known or ""


async def _asked(telegram: Telegram) -> str | None:
    with contextlib.suppress(NotSentError, UnsureError):
        answer = await telegram.call("getMe")
        if answer.error_code in {401, 404}:
            raise SystemExit("Telegram does not know this VICHE_BOT_TOKEN.")
        if answer.ok:
            return str(answer.result["username"])
    return None


async def show_commands(telegram: Telegram) -> None:
    """Everybody's commands in each language; without a language for all other phones."""
    for code, language in (("", "uk"), ("uk", "uk"), ("en", "en"), ("ru", "ru")):
        listed = [
            {"command": one.name, "description": one.about}
            for one in commands_for(say(language), official=False)
        ]
        with contextlib.suppress(NotSentError, UnsureError):
            await telegram.call("setMyCommands", {"commands": listed, "language_code": code})


def check_webhook(settings: Settings) -> None:
    if settings.updates == "webhook" and not (settings.public_url and settings.webhook_secret):
        raise SystemExit("VICHE_UPDATES=webhook needs VICHE_PUBLIC_URL and VICHE_WEBHOOK_SECRET.")


async def set_webhook(settings: Settings, telegram: Telegram, stopping: asyncio.Event) -> None:
    """Until Telegram has heard it; raise SystemExit when it wants no such address."""
    public, secret = settings.public_url or "", settings.webhook_secret
    told = {
        "url": f"{public.rstrip('/')}/telegram/{settings.bot_id}",
        "secret_token": secret.get_secret_value() if secret else "",
        "allowed_updates": ALLOWED_UPDATES,
    }
    while not stopping.is_set():
        pause = AGAIN_SECONDS
        with contextlib.suppress(NotSentError, UnsureError):
            answer = await telegram.call("setWebhook", told)
            if answer.ok:
                break
            if answer.error_code != 429:
                raise SystemExit(f"Telegram refused the webhook: {answer.description}")
            pause = max(pause, answer.retry_after or 0)
        _log.warning("webhook-not-set")
        await _pause(stopping, pause)
    await stopping.wait()


async def _pause(stopping: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stopping.wait(), seconds)

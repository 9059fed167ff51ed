"""Updates sent to a bot's webhook, again and again until it says that it has them."""

import asyncio
import json
import ssl
import time
from typing import Any

import aiohttp

from sandbox.engine import Engine
from sandbox.play.call import Call
from sandbox.play.registry import PLAYERS
from sandbox.refusal import Refused
from sandbox.telegram.methods import BY_LOWER_NAME
from sandbox.telegram.parameters import read_parameters
from sandbox.waiting import Waiting, Webhook
from sandbox.world import Bot

TIMEOUT = aiohttp.ClientTimeout(total=60)


def _security(webhook: Webhook) -> ssl.SSLContext | bool:
    if webhook.certificate is None:
        return True
    context = ssl.create_default_context(cadata=webhook.certificate.decode("ascii", "ignore"))
    context.check_hostname = False
    return context


class Postman:
    """Delivers for all bots: in order within a chat, several chats at a time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._session: aiohttp.ClientSession | None = None
        self._rounds: dict[int, asyncio.Task[None]] = {}
        self._deliveries: set[asyncio.Task[None]] = set()

    def attend(self, bot: Bot) -> None:
        """Start delivering for a bot that has set a webhook."""
        running = self._rounds.get(bot.id)
        if bot.queue.webhook is None or (running is not None and not running.done()):
            return
        self._rounds[bot.id] = asyncio.create_task(self._round(bot))

    async def close(self) -> None:
        for task in (*self._rounds.values(), *self._deliveries):
            task.cancel()
        await asyncio.gather(*self._rounds.values(), *self._deliveries, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def _round(self, bot: Bot) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=TIMEOUT)
        queue = bot.queue
        while (webhook := queue.webhook) is not None:
            more = queue.arrived.waiter()
            ready, pause = self._ready(bot, webhook)
            for entry in ready:
                entry.in_flight = True
                task = asyncio.create_task(self._deliver(bot, webhook, entry))
                self._deliveries.add(task)
                task.add_done_callback(self._deliveries.discard)
            await asyncio.wait({more}, timeout=pause)

    def _ready(self, bot: Bot, webhook: Webhook) -> tuple[list[Waiting], float | None]:
        """What may be sent now, and after how many seconds to look again."""
        now = time.monotonic()
        flying = [entry for entry in bot.queue.waiting if entry.in_flight]
        busy = {entry.key for entry in flying if entry.key}
        room = webhook.max_connections - len(flying)
        ready: list[Waiting] = []
        pause: float | None = None
        for entry in bot.queue.waiting:
            if entry.in_flight or entry.key in busy:
                continue
            if entry.key:
                busy.add(entry.key)
            if entry.retry_at > now:
                left = entry.retry_at - now
                pause = left if pause is None else min(pause, left)
            elif len(ready) < room:
                ready.append(entry)
        return ready, pause

    async def _deliver(self, bot: Bot, webhook: Webhook, entry: Waiting) -> None:
        try:
            error = await self._post(bot, webhook, entry)
        except (aiohttp.ClientError, TimeoutError, OSError, ssl.SSLError) as trouble:
            error = f"Connection failed: {type(trouble).__name__}"
        entry.in_flight = False
        if error is None:
            if entry in bot.queue.waiting:
                bot.queue.done(entry)
        else:
            first, cap = self._engine.world.backoff
            entry.failures += 1
            entry.retry_at = time.monotonic() + min(cap, first * 2 ** (entry.failures - 1))
            webhook.last_error = error
            webhook.last_error_at = self._engine.world.clock.unix()
        bot.queue.arrived.notify()

    async def _post(self, bot: Bot, webhook: Webhook, entry: Waiting) -> str | None:
        """Send one update; None when it was taken, else why not."""
        assert self._session is not None
        headers = {"Content-Type": "application/json"}
        if webhook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret
        entry.given = True
        body = json.dumps(entry.body, ensure_ascii=False).encode("utf-8", "surrogatepass")
        async with self._session.post(
            webhook.url,
            data=body,
            headers=headers,
            ssl=_security(webhook),
            allow_redirects=False,
        ) as response:
            answer = await response.read()
            if not 200 <= response.status < 300:
                return f"Wrong response from the webhook: {response.status} {response.reason}"
        self._reply(bot, answer)
        return None

    def _reply(self, bot: Bot, answer: bytes) -> None:
        """A webhook may answer with a call; what comes of it nobody is told."""
        try:
            given: Any = json.loads(answer) if answer else None
        except ValueError:
            return
        if not isinstance(given, dict) or not isinstance(given.get("method"), str):
            return
        method = BY_LOWER_NAME.get(given.pop("method").lower())
        if method is None or method.name not in PLAYERS:
            return
        try:
            params = read_parameters(method, given)
            PLAYERS[method.name](Call(self._engine.world, bot, method.name, params))
        except Refused as refused:
            if bot.queue.webhook is not None:
                bot.queue.webhook.last_error = refused.description

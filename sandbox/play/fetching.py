"""How updates reach a bot: asked for by long polling, or sent to a webhook that it sets."""

import asyncio
import re
from typing import Any
from urllib.parse import urlsplit

from sandbox.play.call import Call
from sandbox.refusal import Refused, bad_request
from sandbox.telegram.parameters import Upload
from sandbox.waiting import Queue, Webhook
from sandbox.world import Body

KINDS = frozenset(
    {
        "message", "edited_message", "channel_post", "edited_channel_post", "business_connection",
        "business_message", "edited_business_message", "deleted_business_messages",
        "guest_message", "message_reaction", "message_reaction_count", "inline_query",
        "chosen_inline_result", "callback_query", "shipping_query", "pre_checkout_query",
        "purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_member",
        "chat_join_request", "chat_boost", "removed_chat_boost", "managed_bot", "subscription",
        "stopped_message_generation",
    }
)  # fmt: skip
_SECRET = re.compile(r"^[A-Za-z0-9_-]*$", re.ASCII)
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
TERMINATED = (
    "Conflict: terminated by other getUpdates request;"
    " make sure that only one bot instance is running"
)
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active;"
    " use deleteWebhook to delete the webhook first"
)


class Pollers:
    """One long poll a bot: a second one ends the first."""

    def __init__(self) -> None:
        self.waiting: dict[int, asyncio.Future[str]] = {}

    def interrupt(self, bot: int, why: str) -> None:
        earlier = self.waiting.pop(bot, None)
        if earlier is not None and not earlier.done():
            earlier.set_result(why)

    def release(self, bot: int) -> None:
        """Let a poll go with an empty page: the server closes, nobody is in the way."""
        waiting = self.waiting.pop(bot, None)
        if waiting is not None and not waiting.done():
            waiting.set_result("")

    async def fetch(self, call: Call) -> list[Body]:
        queue = call.bot.queue
        if queue.webhook is not None:
            raise Refused(409, WEBHOOK_ACTIVE)
        self.interrupt(call.bot.id, TERMINATED)
        _remember_kinds(call)
        queue.confirm(call.get("offset", 0))
        limit = call.get("limit", 100)
        limit = limit if 1 <= limit <= 100 else 100
        seconds = min(max(call.get("timeout", 0), 0), 50)
        page = queue.page(limit)
        if page or not seconds:
            return page
        await self._wait(call, queue, seconds)
        return queue.page(limit)

    async def _wait(self, call: Call, queue: Queue, seconds: int) -> None:
        interrupted: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.waiting[call.bot.id] = interrupted
        arrival = queue.arrived.waiter()
        waiting: set[asyncio.Future[Any]] = {interrupted, arrival}
        try:
            await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            if interrupted.done() and interrupted.result():
                raise Refused(409, interrupted.result())
        finally:
            arrival.cancel()
            if self.waiting.get(call.bot.id) is interrupted:
                del self.waiting[call.bot.id]


def _remember_kinds(call: Call) -> None:
    """An empty list means the usual kinds; none at all keeps what was said before."""
    kinds = call.get("allowed_updates")
    if kinds is not None:
        wanted = [kind for kind in kinds if kind in KINDS] or None
        if wanted != call.bot.queue.allowed:
            call.bot.queue.allowed = wanted
            call.world.touch("bot", str(call.bot.id))


def _checked_webhook(call: Call, url: str) -> Webhook:
    parts = urlsplit(url)
    # A local Bot API server takes plain http too; this one on loopback only.
    plain = parts.scheme == "http" and parts.hostname in _LOOPBACK
    if not parts.hostname or not (plain or parts.scheme == "https"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    secret = call.get("secret_token", "")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not _SECRET.match(secret):
        raise bad_request("secret token contains unallowed characters")
    most = call.get("max_connections", 40)
    certificate = call.get("certificate")
    return Webhook(
        url,
        secret,
        most if 1 <= most <= 100 else 40,
        certificate.content if isinstance(certificate, Upload) else None,
    )


def set_webhook(call: Call) -> bool:
    url = call.get("url", "")
    webhook = _checked_webhook(call, url) if url else None
    if call.get("drop_pending_updates"):
        call.bot.queue.drop_all()
    _remember_kinds(call)
    call.bot.queue.webhook = webhook
    call.bot.queue.arrived.notify()
    call.world.touch("bot", str(call.bot.id))
    return True


def delete_webhook(call: Call) -> bool:
    if call.get("drop_pending_updates"):
        call.bot.queue.drop_all()
    call.bot.queue.webhook = None
    call.world.touch("bot", str(call.bot.id))
    return True


def get_webhook_info(call: Call) -> Body:
    queue = call.bot.queue
    webhook = queue.webhook
    info: Body = {
        "url": webhook.url if webhook else "",
        "has_custom_certificate": bool(webhook and webhook.certificate),
        "pending_update_count": len(queue.waiting),
    }
    if webhook is not None:
        info["max_connections"] = webhook.max_connections
        if webhook.last_error is not None:
            info["last_error_date"] = webhook.last_error_at
            info["last_error_message"] = webhook.last_error
    if queue.allowed:
        info["allowed_updates"] = queue.allowed
    return info

"""How updates reach a bot: pages and offsets, kinds asked for, one poller, the webhook."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from sandbox.engine import Engine
from tests.sandbox_client import Body, PersonChat, Sandbox


async def page(sandbox: Sandbox, **params: Any) -> list[Body]:
    answer = await sandbox.call("getUpdates", params)
    assert answer["ok"], answer
    return list(answer["result"])


async def until_polled(sandbox: Sandbox, engine: Engine) -> None:
    """Until a long poll really waits in the server."""
    while sandbox.bot not in engine.pollers.waiting:
        await sandbox.idle()


def texts(updates: list[Body]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_updates_come_again_until_their_offset_is_passed(
    sandbox: Sandbox, olena: PersonChat
) -> None:
    await olena.send("а")
    await olena.send("б")
    first = await page(sandbox, limit=2)
    assert texts(first) == ["/start", "а"]
    assert await page(sandbox, limit=2) == first
    assert (await sandbox.get("/control/idle"))["idle"] is False
    rest = await page(sandbox, offset=first[-1]["update_id"] + 1)
    assert texts(rest) == ["б"]
    assert await page(sandbox, offset=rest[-1]["update_id"] + 1) == []
    await sandbox.idle()


async def test_a_negative_offset_keeps_the_last_ones_only(
    sandbox: Sandbox, olena: PersonChat
) -> None:
    for text in "абв":
        await olena.send(text)
    assert texts(await page(sandbox, offset=-1)) == ["в"]
    assert texts(await page(sandbox)) == ["в"]


async def test_a_long_poll_answers_as_soon_as_somebody_writes(
    sandbox: Sandbox, engine: Engine, olena: PersonChat
) -> None:
    begun = await page(sandbox)
    polling = asyncio.create_task(page(sandbox, offset=begun[-1]["update_id"] + 1, timeout=50))
    await until_polled(sandbox, engine)
    await olena.send("новина")
    assert texts(await polling) == ["новина"]


async def test_a_second_poller_ends_the_first(
    sandbox: Sandbox, engine: Engine, olena: PersonChat
) -> None:
    begun = await page(sandbox)
    offset = begun[-1]["update_id"] + 1
    first = asyncio.create_task(sandbox.call("getUpdates", offset=offset, timeout=50))
    await until_polled(sandbox, engine)
    assert await page(sandbox, offset=offset) == []
    answer = await first
    assert answer["error_code"] == 409
    assert answer["description"].startswith("Conflict: terminated by other getUpdates request")


async def test_a_bot_gets_the_kinds_that_it_asks_for(sandbox: Sandbox, olena: PersonChat) -> None:
    begun = await page(sandbox, allowed_updates=["callback_query"])
    await olena.send("не для бота")
    offset = begun[-1]["update_id"] + 1
    assert await page(sandbox, offset=offset) == []
    assert await page(sandbox, offset=offset, allowed_updates=[]) == []
    await olena.send("для бота")
    assert texts(await page(sandbox, offset=offset)) == ["для бота"]


async def test_an_injected_update_is_given_out_as_it_is_and_five_times(
    sandbox: Sandbox, olena: PersonChat
) -> None:
    begun = await page(sandbox)
    await sandbox.inject({"message": {"message_id": "odd"}}, repeat=5)
    again = await page(sandbox, offset=begun[-1]["update_id"] + 1)
    assert len(again) == 5
    assert len({update["update_id"] for update in again}) == 1
    assert await page(sandbox, offset=again[-1]["update_id"] + 1) == []


async def test_an_injected_update_with_a_high_id_loses_none_after_it(
    sandbox: Sandbox, olena: PersonChat
) -> None:
    await sandbox.inject({"update_id": 900_000_000, "poll": {}})
    await olena.send("потім")
    found = await page(sandbox)
    assert [u["update_id"] for u in found][-2:] == [900_000_000, 900_000_001]


class Hook:
    """A bot's webhook: it keeps what comes, and refuses the first few if told so."""

    def __init__(self) -> None:
        self.updates: list[Body] = []
        self.secrets: list[str | None] = []
        self.refuse = 0
        self.reply: Body | None = None
        self.came = asyncio.Event()
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if self.refuse:
            self.refuse -= 1
            return web.Response(status=503)
        self.updates.append(await request.json())
        self.came.set()
        return web.json_response(self.reply) if self.reply else web.Response()

    async def until(self, count: int) -> None:
        async with asyncio.timeout(20):
            while len(self.updates) < count:
                self.came.clear()
                await self.came.wait()


@pytest.fixture
async def hook(sandbox: Sandbox) -> AsyncIterator[Hook]:
    taken = Hook()
    app = web.Application()
    app.router.add_post("/hook", taken.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    taken.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    await sandbox.post("/control/webhooks", {"first": 0.01, "cap": 0.02})
    yield taken
    await sandbox.call("deleteWebhook")
    await runner.cleanup()


async def test_a_webhook_gets_each_update_with_its_secret_until_it_agrees(
    sandbox: Sandbox, olena: PersonChat, hook: Hook
) -> None:
    hook.refuse = 3
    assert (await sandbox.call("setWebhook", url=hook.url, secret_token="s-1"))["ok"]
    await olena.send("а")
    await hook.until(2)
    assert texts(hook.updates) == ["/start", "а"]
    assert set(hook.secrets) == {"s-1"}
    assert len(hook.secrets) == 5
    await sandbox.idle()
    info = (await sandbox.call("getWebhookInfo"))["result"]
    assert info["pending_update_count"] == 0
    assert "503" in info["last_error_message"]


async def test_updates_of_one_chat_reach_a_webhook_in_order(
    sandbox: Sandbox, olena: PersonChat, hook: Hook
) -> None:
    ivan = await sandbox.person("Іван")
    await sandbox.call("setWebhook", url=hook.url)
    for number in range(10):
        await olena.send(str(number))
        await ivan.send(str(number))
    await hook.until(21)
    for person in (olena, ivan):
        own = [u for u in hook.updates if u["message"]["from"]["id"] == person.id]
        assert [t for t in texts(own) if t != "/start"] == [str(n) for n in range(10)]


async def test_a_webhook_may_answer_with_a_call(
    sandbox: Sandbox, olena: PersonChat, hook: Hook
) -> None:
    hook.reply = {"method": "sendMessage", "chat_id": olena.id, "text": "одразу"}
    await sandbox.call("setWebhook", url=hook.url)
    await olena.until_text("одразу")


async def test_polling_and_a_webhook_exclude_each_other(
    sandbox: Sandbox, engine: Engine, olena: PersonChat, hook: Hook
) -> None:
    begun = await page(sandbox)
    offset = begun[-1]["update_id"] + 1
    polling = asyncio.create_task(sandbox.call("getUpdates", offset=offset, timeout=50))
    await until_polled(sandbox, engine)
    await sandbox.call("setWebhook", url=hook.url)
    assert (await polling)["description"] == "Conflict: terminated by setWebhook request"
    answer = await sandbox.call("getUpdates")
    assert answer["error_code"] == 409
    assert "can't use getUpdates method while webhook is active" in answer["description"]
    await sandbox.call("deleteWebhook")
    assert await page(sandbox) == []


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"url": "http://town.ua/hook"}, "An HTTPS URL must be provided"),
        ({"url": "nowhere"}, "An HTTPS URL must be provided"),
        ({"url": "https://town.ua/h", "secret_token": "a b"}, "unallowed characters"),
        ({"url": "https://town.ua/h", "secret_token": "a" * 257}, "secret token is too long"),
    ],
)
async def test_a_webhook_that_telegram_would_not_set_is_refused(
    sandbox: Sandbox, params: Body, reason: str
) -> None:
    assert reason in (await sandbox.call("setWebhook", params))["description"]


async def test_updates_can_be_dropped_with_the_webhook(sandbox: Sandbox, olena: PersonChat) -> None:
    assert (await sandbox.call("deleteWebhook", drop_pending_updates=True))["ok"]
    assert await page(sandbox) == []

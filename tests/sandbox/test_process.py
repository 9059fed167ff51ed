"""The sandbox as a process: it starts at once, keeps its town, and moves the demo's clock."""

import asyncio
import contextlib
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from tests.sandbox.pictures import png
from tests.sandbox_client import ROOT, Body, PersonChat, Sandbox, SandboxRefused, a_sandbox


async def test_a_town_survives_a_restart_and_a_crash(tmp_path: Path) -> None:
    first = await Sandbox.start(data=tmp_path)
    olena = await first.person("Олена", id=1001)
    await olena.send("/start")
    await olena.send_photo(png(), "яма")
    markup = {"inline_keyboard": [[{"text": "Так", "callback_data": "y"}]]}
    await first.call("sendMessage", chat_id=1001, text="<b>х</b>", parse_mode="HTML",
                     reply_markup=markup)  # fmt: skip
    await first.call("setMyCommands", commands=[{"command": "start", "description": "x"}])
    group = await first.post("/control/groups", {"title": "Двір", "owner": 1001, "bot": first.bot})
    await first.forward(3600)
    await first.call("getUpdates", offset=-2)
    await olena.block()
    before = await first.get("/control/people/1001/chat", bot=first.bot)
    await first.stop()

    second = await Sandbox.start(data=tmp_path)
    after = await second.get("/control/people/1001/chat", bot=second.bot)
    assert after["messages"] == before["messages"]
    assert after["seq"] >= before["seq"]
    assert (after["blocked"], after["commands"]) == (True, before["commands"])
    photo = next(m for m in after["messages"] if m["kind"] == "photo")
    assert await second.fetch(photo["photo"]["url"]) == png()
    updates = (await second.call("getUpdates"))["result"]
    assert updates[-1]["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert (await second.get("/control/clock"))["offset_seconds"] >= 3600
    assert (await second.call("getChat", chat_id=group["id"]))["result"]["title"] == "Двір"
    back = PersonChat(second, olena.user, second.bot)
    await back.unblock()
    sent = await second.call("sendMessage", chat_id=1001, text="далі")
    assert sent["result"]["message_id"] > max(m["message_id"] for m in before["messages"])
    await second.kill()

    async with a_sandbox(data=tmp_path) as third:
        assert (await third.state())["people"][0]["first_name"] == "Олена"


async def test_after_a_crash_no_number_is_given_twice(tmp_path: Path) -> None:
    first = await Sandbox.start(data=tmp_path)
    olena = await first.person("Олена", id=1001)
    await olena.send("/start")
    await first.stop()

    second = await Sandbox.start(data=tmp_path)
    again = PersonChat(second, olena.user, second.bot)
    for _ in range(20):
        await again.send("ще")
        sent = (await second.call("sendMessage", chat_id=1001, text="є"))["result"]
    seen = (await second.call("getUpdates"))["result"]
    await second.kill()

    async with a_sandbox(data=tmp_path) as third:
        back = PersonChat(third, olena.user, third.bot)
        await back.send("і далі")
        updates = (await third.call("getUpdates", offset=seen[-1]["update_id"] + 1))["result"]
        assert [update["message"]["text"] for update in updates] == ["і далі"]
        later = await third.call("sendMessage", chat_id=1001, text="є")
        assert later["result"]["message_id"] > sent["message_id"]


async def test_nobody_reads_a_folder_that_another_sandbox_still_writes(tmp_path: Path) -> None:
    first = await Sandbox.start(data=tmp_path)
    await first.person("Олена", id=1001)
    with contextlib.closing(sqlite3.connect(tmp_path / "sandbox.db", timeout=0)) as other:
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("SELECT * FROM kept")
        starting = asyncio.create_task(Sandbox.start(data=tmp_path))
        await first.stop()
        second = await starting
    assert (await second.state())["people"][0]["first_name"] == "Олена"
    await second.stop()


async def test_a_leashed_sandbox_ends_with_whoever_started_it(tmp_path: Path) -> None:
    sandbox = await Sandbox.start(data=tmp_path)
    assert sandbox.process is not None
    assert sandbox.process.stdin is not None
    await sandbox.person("Олена", id=1001)
    sandbox.process.stdin.close()
    assert await sandbox.process.wait() == 0
    await sandbox.stop()
    async with a_sandbox(data=tmp_path) as again:
        assert (await again.state())["people"][0]["first_name"] == "Олена"


async def test_a_reset_is_kept_too(tmp_path: Path) -> None:
    async with a_sandbox(data=tmp_path) as first:
        await first.person("Олена")
        await first.post("/control/reset")
    async with a_sandbox(data=tmp_path) as second:
        assert (await second.state())["people"] == []


class Product:
    """The part of the product that the sandbox talks to in a demo."""

    def __init__(self) -> None:
        self.moved: list[Body] = []
        self.status = 200
        self.url = ""

    async def move(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == "Bearer t-1"
        self.moved.append(await request.json())
        return web.json_response({"now": self.moved[-1]["to"]}, status=self.status)

    async def people(self, _request: web.Request) -> web.Response:
        return web.json_response({"town": {"name": "Немішаєве"}, "people": []})


@pytest.fixture
async def product() -> AsyncIterator[Product]:
    made = Product()
    app = web.Application()
    app.router.add_post("/demo/clock", made.move)
    app.router.add_get("/demo/people", made.people)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield made
    await runner.cleanup()


async def test_the_products_clock_moves_first_and_the_sandboxs_only_with_it(
    product: Product,
) -> None:
    environment = {"SANDBOX_DEMO_URL": product.url, "SANDBOX_DEMO_TOKEN": "t-1"}
    async with a_sandbox(environment=environment) as sandbox:
        assert (await sandbox.get("/control/demo"))["town"]["name"] == "Немішаєве"
        await sandbox.move_clock("2099-03-02T08:00:00+02:00")
        assert product.moved[0]["to"].startswith("2099-03-02T06:00:00")
        product.status = 500
        with pytest.raises(SandboxRefused) as refused:
            await sandbox.forward(3600)
        assert refused.value.status == 502
        assert (await sandbox.get("/control/clock"))["now"].startswith("2099-03-02T06:00")


def test_the_sandbox_is_light_and_imports_nothing_of_the_product() -> None:
    script = (
        "import sys, sandbox.__main__\n"
        "heavy = {'aiogram', 'sqlalchemy', 'pydantic', 'bot', 'civic', 'handlers', 'storage'}\n"
        "print(sorted(heavy & {name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"

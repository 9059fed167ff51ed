"""The page in a real Chromium: a sandbox of its own, a small bot that answers, and what a person sees."""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from playwright.async_api import Browser, Locator, Page, ViewportSize, async_playwright, expect

from tests.sandbox.pictures import png
from tests.sandbox_client import Body, Sandbox

OLENA, PETRO, IRYNA, ANDRII = 1001, 1002, 1003, 1004
PEOPLE = {
    OLENA: ("Олена", "Коваль"),
    PETRO: ("Петро", "Гнатюк"),
    IRYNA: ("Ірина", "Мельник"),
    ANDRII: ("Андрій", "Шевчук"),
}
DESK: ViewportSize = {"width": 1600, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 740}
WELCOME = (
    "<b>Вітаємо</b> &lt;b&gt;не жирне&lt;/b&gt; <i>курсив</i> <code>код</code>\n"
    "<blockquote>цитата</blockquote><tg-spoiler>таємниця</tg-spoiler> "
    '<a href="https://t.me/viche_test_bot?start=yard-7">опитування</a>'
)


def choices(picked: str | None = None) -> Body:
    labels = {"bench": "Лавки", "light": "Освітлення"}
    row = [
        {"text": f"✓ {label}" if key == picked else label, "callback_data": key}
        for key, label in labels.items()
    ]
    more = [
        {"text": "Пояснити", "callback_data": "explain"},
        {"text": "Повільно", "callback_data": "slow"},
    ]
    return {"inline_keyboard": [row, more]}


@dataclass
class SmallBot:
    """A bot of raw calls: it asks, edits in place, and says what reached it."""

    town: Sandbox
    # A slow press is answered when the test says so.
    patience: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self) -> None:
        commands = [
            {"command": "start", "description": "Почати спочатку"},
            {"command": "board", "description": "Кнопки під полем"},
        ]
        await self.town.call("setMyCommands", commands=commands)
        offset = 0
        while True:
            answer = await self.town.call("getUpdates", offset=offset, timeout=20)
            for update in answer.get("result", []):
                offset = update["update_id"] + 1
                await self.take(update)

    async def take(self, update: Body) -> None:
        if "callback_query" in update:
            await self.pressed(update["callback_query"])
        elif "edited_message" in update:
            message = update["edited_message"]
            await self.tell(message["chat"]["id"], f"Виправлено: {message['text']}")
        elif "message" in update:
            await self.told(update["message"]["chat"]["id"], update["message"])

    async def told(self, chat: int, message: Body) -> None:
        if "photo" in message:
            await self.tell(chat, f"Фото: {message.get('caption', '')}")
        elif "document" in message:
            await self.tell(chat, f"Файл: {message['document']['file_name']}")
        elif "location" in message:
            place = message["location"]
            await self.tell(chat, f"Місце: {place['latitude']:.3f} {place['longitude']:.3f}")
        elif "contact" in message:
            await self.tell(chat, f"Номер: {message['contact']['phone_number']}")
        elif "voice" in message:
            await self.tell(chat, "Голос почуто")
        else:
            await self.heard(chat, message.get("text", ""))

    async def heard(self, chat: int, text: str) -> None:
        if text == "/start":
            await self.tell(chat, WELCOME, parse_mode="HTML", reply_markup=choices())
        elif text == "/board":
            board = {
                "keyboard": [
                    [{"text": "Моє місце", "request_location": True}],
                    [{"text": "Мій номер", "request_contact": True}, {"text": "Пізніше"}],
                ],
                "resize_keyboard": True,
                "one_time_keyboard": True,
            }
            await self.tell(chat, "Де ви живете?", reply_markup=board)
        elif text == "/album":
            media = [{"type": "photo", "media": f"attach://p{n}"} for n in range(3)]
            await self.upload(
                "sendMediaGroup",
                {"chat_id": str(chat), "media": json.dumps(media)},
                {f"p{n}": ("p.png", png(300, 200)) for n in range(3)},
            )
        elif text == "/report":
            await self.upload(
                "sendPhoto", {"chat_id": str(chat), "caption": "Головне"},
                {"photo": ("p.png", png(640, 400))},
            )  # fmt: skip
            await self.upload(
                "sendDocument", {"chat_id": str(chat)}, {"document": ("Звіт.pdf", b"%PDF-1.4")}
            )
        elif text == "/poll":
            options = [{"text": "Так"}, {"text": "Ні"}]
            await self.town.call("sendPoll", chat_id=chat, question="Зручно?", options=options)
        elif text == "/busy":
            await self.town.call("sendChatAction", chat_id=chat, action="typing")
        else:
            await self.tell(chat, f"Почуто: {text}")

    async def tell(self, chat: int, text: str, **more: Any) -> None:
        await self.town.call("sendMessage", chat_id=chat, text=text, **more)

    async def upload(
        self, method: str, fields: dict[str, str], files: dict[str, tuple[str, bytes]]
    ) -> None:
        form = aiohttp.FormData(quote_fields=False)
        for name, value in fields.items():
            form.add_field(name, value)
        for name, (filename, content) in files.items():
            form.add_field(name, content, filename=filename)
        url = f"{self.town.url}/bot{self.town.token}/{method}"
        async with self.town.session.post(url, data=form) as response:
            assert (await response.json())["ok"]

    async def pressed(self, query: Body) -> None:
        key, message = query["data"], query["message"]
        if key == "explain":
            await self.answer(query, "Голос таємний", show_alert=True)
            return
        if key == "slow":
            await self.patience.wait()
            await self.answer(query, "Нарешті")
            return
        await self.town.call(
            "editMessageText",
            chat_id=message["chat"]["id"],
            message_id=message["message_id"],
            text="Ваш вибір враховано",
            reply_markup=choices(key),
        )
        await self.answer(query, "Дякуємо")

    async def answer(self, query: Body, text: str, **more: Any) -> None:
        await self.town.call(
            "answerCallbackQuery", callback_query_id=query["id"], text=text, **more
        )


@dataclass
class Stage:
    """A page that stands open, and the sandbox and the bot behind it."""

    page: Page
    town: Sandbox
    bot: SmallBot

    def column(self, person: int) -> Locator:
        return self.page.locator(f"#column-{person}")

    def bubbles(self, person: int, text: str) -> Locator:
        return self.column(person).locator(".bubble", has_text=text)

    def key(self, person: int, label: str) -> Locator:
        return self.column(person).locator(".key", has_text=label)

    async def write(self, person: int, text: str) -> None:
        field_ = self.column(person).locator("textarea")
        await field_.fill(text)
        await field_.press("Enter")

    async def begin(self, person: int) -> None:
        await self.column(person).get_by_role("button", name="Почати").click()
        await expect(self.bubbles(person, "Вітаємо")).to_be_visible()

    async def attach(self, person: int, what: str) -> None:
        await self.column(person).get_by_role("button", name="Додати").click()
        await self.page.get_by_role("menuitem", name=what).click()

    async def room(self, name: str) -> None:
        await self.page.get_by_role("tab", name=name).click()

    async def is_within_its_width(self) -> bool:
        return bool(
            await self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        )


@asynccontextmanager
async def a_browser() -> AsyncIterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no Chromium on this machine: the page is not driven")
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def a_town_with_a_bot(environment: dict[str, str] | None = None) -> AsyncIterator[SmallBot]:
    """A sandbox process with four people and a small bot that serves them."""
    town = await Sandbox.start(environment=environment)
    await town.post("/control/bots", {"token": town.token, "username": "viche_test_bot"})
    for number, (first, last) in PEOPLE.items():
        await town.person(first, id=number, last_name=last)
    bot = SmallBot(town)
    serving = asyncio.create_task(bot.serve())
    try:
        yield bot
    finally:
        serving.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await serving
        await town.stop()


@asynccontextmanager
async def a_page(
    bot: SmallBot, viewport: ViewportSize = DESK, **context: Any
) -> AsyncIterator[Stage]:
    """The page open; whatever it complains of, or asks of anyone but the sandbox, fails the test."""
    trouble: list[str] = []
    async with a_browser() as browser:
        shown = await browser.new_context(viewport=viewport, **context)
        page = await shown.new_page()
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on(
            "console",
            lambda line: trouble.append(line.text) if line.type == "error" else None,
        )
        page.on(
            "request",
            lambda asked: (
                None
                if asked.url.startswith((bot.town.url, "blob:", "data:"))
                else trouble.append(f"asked {asked.url}")
            ),
        )
        await page.goto(bot.town.url)
        await expect(page.locator("body.ready")).to_be_attached()
        yield Stage(page, bot.town, bot)
    assert trouble == []


@dataclass
class DemoTown:
    """What the product tells of its demo, and the clock that it moves."""

    now: str = "2030-03-06T10:00:00+00:00"
    moved: list[str] = field(default_factory=list)

    def told(self) -> Body:
        square = [[30.09, 50.56], [30.10, 50.56], [30.10, 50.57], [30.09, 50.57], [30.09, 50.56]]
        return {
            "town": {
                "name": "Немішаєве",
                "timezone": "Europe/Kyiv",
                "places": [
                    {"name": "Центр", "kind": "district", "lat": 50.565, "lon": 30.095,
                     "polygon": square},
                    {"name": "Тополина", "kind": "courtyard", "lat": 50.567, "lon": 30.093,
                     "polygon": None},
                ],
            },
            "people": [
                {"telegram_id": number, "first_name": first, "last_name": last,
                 "language_code": "uk", "role": role, "about": {"uk": f"Це {first}", "en": "x"}}
                for (number, (first, last)), role in zip(
                    PEOPLE.items(), ["resident", "resident", "official", "administrator"],
                    strict=True)
            ],
            "suggestions": [
                {"who": PETRO, "text": {"uk": "Познайомитися", "en": "Meet the bot"},
                 "send": "/start"},
                {"who": PETRO, "text": {"uk": "Сторінка для всіх", "en": "The public page"},
                 "send": "", "link": "http://127.0.0.1:9/t/nemishaieve"},
            ],
            "moments": [
                {"label": {"uk": "Коли закриється опитування", "en": "When the survey closes"},
                 "to": "2030-03-08T18:00:00+00:00"},
            ],
        }  # fmt: skip


@asynccontextmanager
async def a_demo_town() -> AsyncIterator[tuple[DemoTown, dict[str, str]]]:
    """A product that plays a demo; the second is what the sandbox's environment needs."""
    demo = DemoTown()

    async def people(_: web.Request) -> web.Response:
        return web.json_response(demo.told())

    async def clock(request: web.Request) -> web.Response:
        if request.method == "POST":
            demo.now = (await request.json())["to"]
            demo.moved.append(demo.now)
        return web.json_response({"now": demo.now})

    app = web.Application()
    app.router.add_get("/demo/people", people)
    app.router.add_route("*", "/demo/clock", clock)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield demo, {"SANDBOX_DEMO_URL": url, "SANDBOX_DEMO_TOKEN": "demo-token"}
    finally:
        await runner.cleanup()

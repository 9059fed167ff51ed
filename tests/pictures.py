"""Plays the demo in a real Chromium and takes the pictures of README and guides: `make pictures`."""

import asyncio
import os
import re
import shutil
import signal
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Browser, Locator, Page, async_playwright

from tests.sandbox_client import ROOT

PICTURES = ROOT / "docs" / "pictures"
OLENA, STEPAN, OKSANA, IHOR = range(4)
_SETTLED, _UNDER_WAY = 4500, 7000
"""Milliseconds until what moves or pops up is over, until some hundreds have an announcement."""


async def take_all() -> None:
    with TemporaryDirectory() as folder:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "demo", cwd=ROOT,
            env={**os.environ, "VICHE_DATA_DIR": folder, "VICHE_BOT_TOKEN": ""},
            stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            await _play(*await _addresses(process))
        finally:
            process.send_signal(signal.SIGTERM)
            await process.communicate()


async def _addresses(process: asyncio.subprocess.Process) -> tuple[str, str]:
    """Of the chats, and of the pages that everybody sees."""
    assert process.stdout is not None
    address = ""
    while line := (await process.stdout.readline()).decode():
        if found := re.search(r"Open in a browser:\s+(http\S+)", line):
            address = found[1]
        if found := re.search(r"(http\S+)/readyz", line):
            return address, found[1]
    raise RuntimeError("the demo did not start")


async def _play(address: str, pages: str) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"))
        page = await _open(browser, address, width=1600, height=1000)
        await _take_requests(page)
        await _take_telling(page)
        await _take_beside(page)
        await _answer(_column(page, OLENA))
        await _choose_courtyard(_column(page, STEPAN))
        await _compose(_column(page, OKSANA))
        await _get_report(_column(page, IHOR))
        await page.wait_for_timeout(_SETTLED)
        await page.screenshot(path=PICTURES / "chat.png")
        for place, name in enumerate(("answer", "courtyard", "compose", "report")):
            await _column(page, place).screenshot(path=PICTURES / f"{name}.png")
        await page.close()
        dark = await _open(browser, address, width=1600, height=1000, dark=True)
        await dark.screenshot(path=PICTURES / "chat-dark.png")
        await dark.close()
        phone = await _open(browser, address, width=360, height=740)
        await phone.screenshot(path=PICTURES / "chat-phone.png")
        await _take_public_page(browser, pages)
        await browser.close()


async def _take_requests(page: Page) -> None:
    """A request as its asker follows it, and the card on which an official clears it."""
    olena, oksana = _column(page, OLENA), _column(page, OKSANA)
    bench = olena.locator(".message", has_text="біля пісочниці").first
    await bench.evaluate("card => card.scrollIntoView({block: 'start'})")
    await page.wait_for_timeout(_SETTLED)
    await olena.screenshot(path=PICTURES / "request.png")
    await _say(oksana, "/office")
    await _until(oksana, "Кабінет")
    await _press(oksana, "Звернення")
    await _until(oksana, "Напишіть номер")
    await _press(oksana, "Нові")
    await _until(oksana, "їх ще не прийнято")
    await _press(oksana, "Дитячий майданчик")
    await _until(oksana, "перетерся ланцюг")
    await page.wait_for_timeout(_SETTLED)
    await oksana.screenshot(path=PICTURES / "request-office.png")


async def _take_beside(page: Page) -> None:
    """An idea that lacks one voice, and an official appeal before the office."""
    olena, oksana = _column(page, OLENA), _column(page, OKSANA)
    await _say(olena, "/courtyard")
    await _press(olena, "Ідеї для двору")
    await _press(olena, "Зробіть біля")
    await _until(olena, "ліворуч від гірки")
    await page.wait_for_timeout(_SETTLED)
    await olena.screenshot(path=PICTURES / "idea.png")
    await _press(oksana, "📜 Відкрити")
    await _until(oksana, "Калина Олена Петрівна")
    await page.wait_for_timeout(_SETTLED)
    await oksana.screenshot(path=PICTURES / "appeal.png")


async def _take_public_page(browser: Browser, pages: str) -> None:
    """What everybody sees, once the week has been counted."""
    page = await browser.new_page(
        viewport={"width": 1000, "height": 1200}, color_scheme="light", locale="uk-UA"
    )
    while True:
        await page.goto(f"{pages}/t/nemishaieve")
        if await page.get_by_text("Звернення за тиждень").count():
            break
        await page.wait_for_timeout(_SETTLED)
    await page.screenshot(path=PICTURES / "public.png")
    await page.close()


async def _take_telling(page: Page) -> None:
    """An announcement as a resident has it, as its approver sees it, and as it goes out."""
    olena = _column(page, OLENA)
    await _reply(page, olena)
    await olena.locator(".log").evaluate("log => log.scrollTo(0, log.scrollHeight)")
    await page.wait_for_timeout(_SETTLED)
    await olena.screenshot(path=PICTURES / "announcement.png")
    ihor, oksana = _column(page, IHOR), _column(page, OKSANA)
    await _press(ihor, "Переглянути")
    await _until(ihor, "чекає на схвалення")
    await page.wait_for_timeout(_SETTLED)
    await ihor.screenshot(path=PICTURES / "approve.png")
    await _press(ihor, "Схвалити")
    await _until(oksana, "розсилаємо")
    await page.wait_for_timeout(_UNDER_WAY)
    await oksana.screenshot(path=PICTURES / "progress.png")
    await page.locator("#column-groups").screenshot(path=PICTURES / "channel.png")


async def _reply(page: Page, column: Locator) -> None:
    told = column.locator(".message", has_text="День двору")
    await told.hover()
    await told.get_by_role("button", name="Дії з повідомленням").click()
    await page.get_by_role("menuitem", name="Відповісти").click()
    await _say(column, "Прийду о десятій і візьму з собою лавку.")
    await _until(column, "Передано")


async def _open(
    browser: Browser, address: str, *, width: int, height: int, dark: bool = False
) -> Page:
    page = await browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        locale="uk-UA",
    )
    await page.goto(address)
    await page.locator("body.ready").wait_for()
    await page.locator(".message").first.wait_for()
    return page


def _column(page: Page, place: int) -> Locator:
    return page.locator("[id^=column-]").nth(place)


async def _press(column: Locator, label: str) -> None:
    await column.locator(".key", has_text=label).last.click()


async def _say(column: Locator, text: str) -> None:
    await column.locator("textarea").fill(text)
    await column.locator("textarea").press("Enter")


async def _until(column: Locator, text: str) -> None:
    await column.locator(".message", has_text=text).last.wait_for()


async def _answer(column: Locator) -> None:
    await _press(column, "Відповісти")
    await _until(column, "змінити їх можна")
    await _press(column, "Почати")
    await _until(column, "1 із")
    await _press(column, "Освітлення")
    await _until(column, "2 із")
    await _press(column, "Вийти на толоку")
    await _press(column, "Садити й поливати")


async def _choose_courtyard(column: Locator) -> None:
    await _say(column, "/courtyard")
    await _press(column, "📍 Вказати, де я живу")
    await _until(column, "Де ви живете?")
    await _say(column, "шевченка 12")
    await _until(column, "Шевченка, 12")


async def _compose(column: Locator) -> None:
    await _say(column, "/office")
    await _until(column, "Кабінет")
    await _press(column, "Опитування громади")
    await _until(column, "чернетка")
    await _press(column, "Двори: що робимо далі")
    await _until(column, "Номер опитування")


async def _get_report(column: Locator) -> None:
    await _say(column, "/office")
    await _until(column, "Кабінет")
    await _press(column, "Звіти")
    await _until(column, "Натисніть на звіт")
    await _press(column, "Парк біля станції")
    await column.locator(".message", has_text=".xlsx").last.wait_for()


if __name__ == "__main__":
    Path(PICTURES).mkdir(parents=True, exist_ok=True)
    asyncio.run(take_all())

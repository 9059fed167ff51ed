"""The page's instruments and manners: clock, map, ledger, faults, keyboard, phone, light and dark."""

import json
import re
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.sandbox.page_stage import (
    OLENA,
    PETRO,
    PHONE,
    SmallBot,
    Stage,
    a_demo_town,
    a_page,
    a_town_with_a_bot,
)

PAGE = Path("sandbox/page")


@pytest.fixture
async def bot() -> AsyncIterator[SmallBot]:
    async with a_town_with_a_bot() as bot:
        yield bot


@pytest.fixture
async def stage(bot: SmallBot) -> AsyncIterator[Stage]:
    async with a_page(bot) as stage:
        yield stage


@pytest.mark.browser
async def test_the_demo_says_who_is_who_what_to_try_and_when() -> None:
    async with (
        a_demo_town() as (demo, environment),
        a_town_with_a_bot(environment) as bot,
        a_page(bot) as stage,
    ):
        await expect(stage.column(OLENA)).to_contain_text("Мешканець")
        await expect(stage.page.locator("#bar")).to_contain_text("Немішаєве")

        await stage.page.get_by_role("button", name="Познайомитися /start").click()
        # A page is opened beside the chats, and nobody sends anything.
        public = stage.page.get_by_role("link", name="Сторінка для всіх /t/nemishaieve")
        assert await public.get_attribute("href") == "http://127.0.0.1:9/t/nemishaieve"
        assert await public.get_attribute("target") == "_blank"
        await expect(stage.bubbles(PETRO, "Вітаємо")).to_be_visible()

        moments = stage.page.get_by_role("group", name="Перевести годинник")
        await moments.get_by_role("button", name="Коли закриється опитування").click()
        await expect(stage.page.locator(".now-time")).to_have_text("20:00")
        assert demo.moved[-1].startswith("2030-03-08T18:00:00")
        await moments.get_by_role("button", name="Сьогодні о 22:30").click()
        await expect(stage.page.locator(".now-time")).to_have_text("22:30")
        await moments.get_by_role("button", name="Понеділок, 08:00").click()
        await expect(stage.page.locator(".now-time")).to_have_text("08:00")
        await expect(stage.page.locator(".now-day")).to_have_text(re.compile("пн, 11 березня"))


@pytest.mark.browser
@pytest.mark.soak
async def test_a_place_is_picked_on_the_map_of_the_town() -> None:
    async with (
        a_demo_town() as (_, environment),
        a_town_with_a_bot(environment) as bot,
        a_page(bot) as stage,
    ):
        await stage.begin(OLENA)
        await stage.attach(OLENA, "Місце на карті")
        dialog = stage.page.get_by_role("dialog")
        await dialog.get_by_label("Обрати місце…").select_option(label="Тополина")
        await expect(dialog.locator("output")).to_have_text("Тополина")
        await dialog.get_by_role("button", name="Надіслати місце").click()
        await expect(stage.bubbles(OLENA, "Місце: 50.567 30.093")).to_be_visible()
        tile = stage.column(OLENA).locator(".mine svg.map")
        await expect(tile).to_have_attribute("aria-label", re.compile("Тополина"))


@pytest.mark.browser
async def test_the_clock_goes_forward_by_hours(stage: Stage) -> None:
    before = datetime.fromisoformat((await stage.town.get("/control/clock"))["now"])
    await stage.page.locator("#bar .now").click()
    dialog = stage.page.get_by_role("dialog")
    await dialog.get_by_label("Уперед на").fill("3")
    await dialog.get_by_role("button", name="Перевести").click()
    await expect(dialog).to_have_count(0)
    after = datetime.fromisoformat((await stage.town.get("/control/clock"))["now"])
    assert (after - before).total_seconds() >= 3 * 3600


@pytest.mark.browser
@pytest.mark.soak
async def test_the_ledger_lists_calls_and_marks_what_failed(stage: Stage) -> None:
    await stage.begin(OLENA)
    await stage.room("Журнал")
    rows = stage.page.locator("tr.call")
    await expect(rows.filter(has_text="sendMessage").first).to_contain_text("Олена Коваль")

    await stage.town.call("sendMessage", chat_id=555, text="нікому")
    failed = stage.page.locator("tr.call.failed")
    await expect(failed.first).to_contain_text("chat not found")
    await stage.page.get_by_label("лише помилки").check()
    await expect(rows.filter(has_text="setMyCommands")).to_have_count(0)
    await failed.first.get_by_role("button").click()
    await expect(stage.page.locator(".call-more")).to_contain_text("нікому")


@pytest.mark.browser
@pytest.mark.soak
async def test_a_fault_is_switched_on_strikes_and_is_seen_in_the_ledger(stage: Stage) -> None:
    await stage.begin(OLENA)
    await stage.room("Збої")
    form = stage.page.locator("form.card")
    await form.get_by_label("Що станеться").select_option("http_5xx")
    await form.get_by_label("Метод").fill("sendMessage")
    await form.get_by_role("button", name="Увімкнути").click()
    await expect(stage.page.locator(".fault-list li")).to_contain_text("Помилка сервера")

    struck = await stage.town.call("sendMessage", chat_id=OLENA, text="загубиться")
    assert struck["ok"] is False
    await expect(stage.page.get_by_text("Зараз усе працює без збоїв.")).to_be_visible()
    await stage.room("Журнал")
    await expect(stage.page.locator("tr.call.faulty")).to_contain_text("http_5xx")


@pytest.mark.browser
async def test_all_is_done_with_the_keyboard_alone(stage: Stage) -> None:
    keyboard = stage.page.keyboard

    async def tab_to(selector: str) -> None:
        for _ in range(60):
            if await stage.page.evaluate("s => document.activeElement.matches(s)", selector):
                outline = "getComputedStyle(document.activeElement).outlineStyle"
                assert await stage.page.evaluate(outline) != "none" or "textarea" in selector
                return
            await keyboard.press("Tab")
        raise AssertionError(f"the Tab key never reached {selector}")

    await keyboard.press("Tab")
    await keyboard.press("Enter")
    await tab_to(f"#column-{OLENA} .begin-button")
    await keyboard.press("Enter")
    await expect(stage.bubbles(OLENA, "Вітаємо")).to_be_visible()
    await expect(stage.column(OLENA).locator("textarea")).to_be_focused()

    await keyboard.type("/bo")
    await keyboard.press("ArrowDown")
    await keyboard.press("Enter")
    await expect(stage.column(OLENA).locator(".board")).to_be_visible()

    await stage.column(OLENA).locator(".log").focus()
    await tab_to(f"#column-{OLENA} .key")
    await keyboard.press("Enter")
    await expect(stage.bubbles(OLENA, "Ваш вибір враховано")).to_be_visible()
    await expect(stage.key(OLENA, "✓ Лавки")).to_be_focused()

    await keyboard.press("ArrowRight")
    await expect(stage.column(PETRO).locator(".begin-button")).to_be_focused()
    await keyboard.press("ArrowLeft")
    await expect(stage.column(OLENA).locator("textarea")).to_be_focused()

    await keyboard.press("Shift+Tab")
    await keyboard.press("Enter")
    await keyboard.press("ArrowDown")
    await keyboard.press("ArrowDown")
    await keyboard.press("Enter")
    pinned = stage.page.get_by_role("application")
    await expect(pinned).to_be_focused()
    await keyboard.press("ArrowUp")
    await keyboard.press("Enter")
    await expect(stage.bubbles(OLENA, "Місце:")).to_be_visible()

    await stage.column(OLENA).get_by_role("button", name="Дії з чатом").focus()
    await keyboard.press("Enter")
    await keyboard.press("Escape")
    await expect(stage.page.get_by_role("menu")).to_have_count(0)
    await expect(stage.column(OLENA).get_by_role("button", name="Дії з чатом")).to_be_focused()


@pytest.mark.browser
async def test_on_a_phone_one_person_fills_the_width_and_nothing_scrolls_sideways(
    bot: SmallBot,
) -> None:
    async with a_page(bot, PHONE, has_touch=True, is_mobile=True) as stage:
        await stage.begin(OLENA)
        await expect(stage.column(PETRO)).to_be_hidden()
        await stage.write(OLENA, "дуже" * 60)
        await expect(stage.bubbles(OLENA, "Почуто: дуже")).to_be_visible()
        await stage.write(OLENA, "/board")
        await expect(stage.column(OLENA).locator(".board")).to_be_visible()
        assert await stage.is_within_its_width()

        petro = await stage.town.person("Петро", id=PETRO, last_name="Гнатюк")
        await petro.send("/start")
        tab = stage.page.locator(f'.person-tab[data-person="{PETRO}"]')
        await expect(tab.locator(".badge")).to_have_text("1")
        await tab.click()
        await expect(stage.bubbles(PETRO, "Вітаємо")).to_be_visible()
        await expect(tab.locator(".badge")).to_be_hidden()
        for room in ("Журнал", "Збої"):
            await stage.room(room)
            assert await stage.is_within_its_width()


@pytest.mark.browser
async def test_light_and_dark_follow_the_system_until_one_is_chosen(bot: SmallBot) -> None:
    brightness = """() => {
      const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g);
      return (Number(r) + Number(g) + Number(b)) / 765;
    }"""
    async with a_page(bot, color_scheme="dark") as stage:
        assert await stage.page.evaluate(brightness) < 0.2
        await stage.page.get_by_role("button", name="Налаштування").click()
        await stage.page.get_by_role("menuitemradio", name="Світла").click()
        assert await stage.page.evaluate(brightness) > 0.8
        await stage.page.reload()
        await expect(stage.page.locator("body.ready")).to_be_attached()
        assert await stage.page.evaluate(brightness) > 0.8


@pytest.mark.browser
async def test_the_page_speaks_three_languages_at_once(stage: Stage) -> None:
    await stage.begin(OLENA)
    await stage.page.get_by_role("button", name="Налаштування").click()
    await stage.page.get_by_role("menuitemradio", name="English").click()
    await expect(stage.page.get_by_role("tab", name="Ledger")).to_be_visible()
    await expect(stage.column(OLENA).get_by_placeholder("Message")).to_be_visible()
    assert await stage.page.locator("html").get_attribute("lang") == "en"
    await expect(stage.bubbles(OLENA, "Вітаємо")).to_be_visible()


@pytest.mark.browser
async def test_a_chat_is_there_again_after_a_reload(stage: Stage) -> None:
    await stage.begin(OLENA)
    await stage.page.reload()
    await expect(stage.bubbles(OLENA, "Вітаємо")).to_be_visible()


def words_of(language: str) -> dict[str, str]:
    source = (PAGE / "words" / f"{language}.js").read_text("utf-8")
    body = source[source.index("{") : source.rindex("}")].rstrip().rstrip(",")
    return dict(json.loads(body + "}"))


def test_the_three_dictionaries_hold_the_same_sentences_with_the_same_parameters() -> None:
    books = {language: words_of(language) for language in ("uk", "en", "ru")}
    for key, sentence in books["uk"].items():
        wanted = sorted(re.findall(r"\{\w+\}", sentence))
        for language, book in books.items():
            assert sorted(re.findall(r"\{\w+\}", book[key])) == wanted, (language, key)
    assert books["uk"].keys() == books["en"].keys() == books["ru"].keys()


def test_every_sentence_that_the_page_says_is_in_its_dictionary() -> None:
    said = re.compile(
        r"""(?:\bsay\(|\b(?:t|label|hint): |iconButton\("[a-z]+", )"([a-z0-9_-]+)\""""
    )
    known = words_of("uk")
    for script in sorted(PAGE.glob("*.js")):
        for key in said.findall(script.read_text("utf-8")):
            assert key in known, (script.name, key)


def test_nothing_untrusted_can_become_markup() -> None:
    for script in sorted(PAGE.glob("*.js")):
        source = script.read_text("utf-8")
        for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
            assert way not in source, (script.name, way)
    index = (PAGE / "index.html").read_text("utf-8")
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script>", index)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", index)

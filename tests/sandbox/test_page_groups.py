"""The town's channel and its groups on the page: read there, a tab each, and spoken in by nobody."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Locator, expect

from tests.sandbox.page_stage import (
    OLENA,
    PETRO,
    PHONE,
    SmallBot,
    Stage,
    a_page,
    a_town_with_a_bot,
)

pytestmark = pytest.mark.browser
CHANNEL, YARD = -1_002_000_900_001, -1_002_000_900_002


@pytest.fixture
async def bot() -> AsyncIterator[SmallBot]:
    async with a_town_with_a_bot() as bot:
        for number, title, kind in (
            (CHANNEL, "Громада офіційно", "channel"),
            (YARD, "Наш двір", "supergroup"),
        ):
            wish = {
                "id": number, "title": title, "type": kind, "owner": OLENA, "members": [PETRO],
                "bot": bot.town.bot, "bot_is_admin": True, "long_ago": True,
            }  # fmt: skip
            await bot.town.post("/control/groups", wish)
        yield bot


@pytest.fixture
async def stage(bot: SmallBot) -> AsyncIterator[Stage]:
    async with a_page(bot) as stage:
        yield stage


def column(stage: Stage) -> Locator:
    return stage.page.locator("#column-groups")


async def test_what_is_published_is_read_beside_the_people(stage: Stage) -> None:
    await stage.bot.tell(CHANNEL, "Вода є")
    bubble = column(stage).locator(".bubble:visible")
    await expect(bubble).to_contain_text("Вода є")
    await expect(bubble.locator(".author")).to_have_count(0)
    await expect(column(stage).locator("textarea")).to_have_count(0)


async def test_arrows_turn_to_the_next_group_which_tells_who_wrote(stage: Stage) -> None:
    await stage.town.post(f"/control/groups/{YARD}/messages", {"person": PETRO, "text": "Дякуємо"})
    tab = column(stage).get_by_role("tab", name="Наш двір")
    await expect(tab.locator(".badge")).to_be_visible()
    await column(stage).get_by_role("tab", name="Громада офіційно").focus()
    await stage.page.keyboard.press("ArrowRight")
    await expect(tab).to_be_focused()
    await expect(tab).to_have_attribute("aria-selected", "true")
    thanks = column(stage).locator(".bubble:visible", has_text="Дякуємо").first
    await expect(thanks.locator(".author")).to_have_text("Петро Гнатюк")
    await expect(tab.locator(".badge")).to_be_hidden()


async def test_a_link_into_the_bot_is_followed_as_whoever_is_chosen(stage: Stage) -> None:
    link = {"text": "Опитування", "url": "https://t.me/viche_test_bot?start=yard-7"}
    await stage.bot.tell(CHANNEL, "Питаємо", reply_markup={"inline_keyboard": [[link]]})
    await column(stage).locator(".key", has_text="Опитування").click()
    await stage.page.get_by_role("menuitem", name="Петро Гнатюк").click()
    await expect(stage.bubbles(PETRO, "Почуто: /start yard-7")).to_be_visible()


async def test_the_column_is_put_away_and_comes_back(stage: Stage) -> None:
    await column(stage).get_by_role("button", name="Дії з чатом").click()
    await stage.page.get_by_role("menuitem", name="Прибрати зі сторінки").click()
    await expect(column(stage)).to_have_count(0)
    await stage.page.reload()
    await stage.page.locator("body.ready").wait_for()
    await expect(column(stage)).to_have_count(0)
    await stage.page.get_by_role("button", name="Налаштування").click()
    await stage.page.get_by_role("menuitemradio", name="Канал і групи").click()
    await expect(column(stage)).to_be_visible()


async def test_on_a_phone_it_is_a_tab_of_its_own(bot: SmallBot) -> None:
    async with a_page(bot, PHONE) as stage:
        await bot.tell(CHANNEL, "Вода є")
        await stage.page.get_by_role("tab", name="Канал і групи").click()
        await expect(column(stage).locator(".bubble:visible")).to_contain_text("Вода є")
        await expect(stage.column(OLENA)).to_be_hidden()
        assert await stage.is_within_its_width()

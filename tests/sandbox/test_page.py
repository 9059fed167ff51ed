"""The chat page as people use it: side by side, in a real Chromium, against a real sandbox."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.sandbox.page_stage import OLENA, PETRO, SmallBot, Stage, a_page, a_town_with_a_bot
from tests.sandbox.pictures import png

pytestmark = pytest.mark.browser


@pytest.fixture
async def bot() -> AsyncIterator[SmallBot]:
    async with a_town_with_a_bot() as bot:
        yield bot


@pytest.fixture
async def stage(bot: SmallBot) -> AsyncIterator[Stage]:
    async with a_page(bot) as stage:
        yield stage


async def test_a_text_goes_out_and_its_answer_comes_in_that_column_only(stage: Stage) -> None:
    await stage.begin(OLENA)
    await stage.begin(PETRO)
    await stage.write(OLENA, "Бракує лавок")

    await expect(stage.bubbles(OLENA, "Почуто: Бракує лавок")).to_be_visible()
    await expect(stage.column(OLENA).locator("textarea")).to_have_value("")
    await expect(stage.bubbles(PETRO, "Бракує лавок")).to_have_count(0)


async def test_shift_and_enter_make_a_new_line(stage: Stage) -> None:
    await stage.begin(OLENA)
    field = stage.column(OLENA).locator("textarea")
    await field.press_sequentially("перший")
    await field.press("Shift+Enter")
    await field.press_sequentially("другий")
    await field.press("Enter")
    await expect(stage.bubbles(OLENA, "Почуто: перший\nдругий")).to_be_visible()


async def test_entities_are_drawn_and_markup_in_a_text_stays_a_text(stage: Stage) -> None:
    await stage.begin(OLENA)
    welcome = stage.bubbles(OLENA, "Вітаємо")
    await expect(welcome.locator("strong")).to_have_text("Вітаємо")
    await expect(welcome.locator("em")).to_have_text("курсив")
    await expect(welcome.locator("code")).to_have_text("код")
    await expect(welcome.locator("blockquote")).to_have_text("цитата")
    await expect(welcome).to_contain_text("<b>не жирне</b>")

    secret = welcome.get_by_role("button", name="Прихований текст")
    await secret.click()
    await expect(welcome.locator(".spoiler.open")).to_have_text("таємниця")

    await stage.write(OLENA, "<img src=x onerror=alert(1)>")
    await expect(stage.bubbles(OLENA, "Почуто: <img src=x onerror=alert(1)>")).to_be_visible()
    assert await stage.column(OLENA).locator(".bubble img").count() == 0


async def test_a_deep_link_is_followed_as_the_person(stage: Stage) -> None:
    await stage.begin(OLENA)
    await stage.column(OLENA).get_by_role("link", name="опитування").click()
    await expect(stage.bubbles(OLENA, "Почуто: /start yard-7")).to_be_visible()


async def test_a_press_edits_in_place_and_shows_the_answer(stage: Stage) -> None:
    await stage.begin(OLENA)
    before = await stage.column(OLENA).locator(".message").count()
    await stage.key(OLENA, "Лавки").click()

    chosen = stage.bubbles(OLENA, "Ваш вибір враховано")
    await expect(chosen).to_be_visible()
    await expect(chosen.locator(".edited")).to_have_text("змінено")
    await expect(stage.key(OLENA, "✓ Лавки")).to_be_visible()
    await expect(stage.column(OLENA).locator(".toast")).to_have_text("Дякуємо")
    assert await stage.column(OLENA).locator(".message").count() == before


async def test_a_button_spins_until_it_is_answered(stage: Stage) -> None:
    await stage.begin(OLENA)
    slow = stage.key(OLENA, "Повільно")
    await slow.click()
    await expect(slow).to_have_attribute("aria-busy", "true")
    stage.bot.patience.set()
    await expect(stage.column(OLENA).locator(".toast")).to_have_text("Нарешті")
    await expect(slow).not_to_have_attribute("aria-busy", "true")


@pytest.mark.soak
async def test_an_alert_waits_for_the_person_and_escape_closes_it(stage: Stage) -> None:
    await stage.begin(OLENA)
    await stage.key(OLENA, "Пояснити").click()
    alert = stage.column(OLENA).get_by_role("alertdialog")
    await expect(alert).to_contain_text("Голос таємний")
    await stage.page.keyboard.press("Escape")
    await expect(alert).to_have_count(0)


async def test_a_reply_keyboard_asks_for_contact_and_place_and_goes_after_one_use(
    stage: Stage,
) -> None:
    await stage.begin(OLENA)
    await stage.write(OLENA, "/board")
    board = stage.column(OLENA).locator(".board")
    await board.get_by_role("button", name="Мій номер").click()
    await stage.page.get_by_role("dialog").get_by_role("button", name="Поділитися").click()
    await expect(stage.bubbles(OLENA, "Номер: +380")).to_be_visible()
    await expect(board).to_be_hidden()

    await stage.column(OLENA).get_by_role("button", name="Кнопки бота").click()
    await board.get_by_role("button", name="Пізніше").click()
    await expect(stage.bubbles(OLENA, "Почуто: Пізніше")).to_be_visible()


async def test_a_picture_goes_with_its_caption_and_opens_large(
    stage: Stage, tmp_path: Path
) -> None:
    yard = tmp_path / "двір.png"
    yard.write_bytes(png(400, 300))
    await stage.begin(OLENA)
    async with stage.page.expect_file_chooser() as choosing:
        await stage.attach(OLENA, "Фото")
    await (await choosing.value).set_files(yard)
    dialog = stage.page.get_by_role("dialog")
    await expect(dialog.locator("canvas")).to_be_visible()
    await dialog.get_by_label("Підпис").fill("Яма у дворі")
    await dialog.get_by_role("button", name="Надіслати").click()

    await expect(stage.bubbles(OLENA, "Фото: Яма у дворі")).to_be_visible()
    picture = stage.column(OLENA).get_by_role("button", name="Збільшити: Яма у дворі")
    await picture.click()
    large = stage.page.get_by_role("dialog").locator("img")
    await expect(large).to_be_visible()
    assert await large.evaluate("image => image.naturalWidth") > 0
    await stage.page.keyboard.press("Escape")
    await expect(large).to_have_count(0)


async def test_a_report_arrives_as_a_picture_and_a_document_to_download(stage: Stage) -> None:
    await stage.begin(OLENA)
    await stage.write(OLENA, "/report")
    await expect(stage.bubbles(OLENA, "Головне").locator("img")).to_be_visible()
    link = stage.column(OLENA).get_by_role("link", name="Звіт.pdf")
    async with stage.page.expect_download() as downloading:
        await link.click()
    download = await downloading.value
    assert download.suggested_filename == "Звіт.pdf"
    assert Path(await download.path()).read_bytes() == b"%PDF-1.4"


@pytest.mark.soak
async def test_an_album_is_one_bubble(stage: Stage) -> None:
    await stage.begin(OLENA)
    await stage.write(OLENA, "/album")
    album = stage.column(OLENA).locator(".album")
    await expect(album).to_have_count(1)
    await expect(album.locator("img")).to_have_count(3)


@pytest.mark.soak
async def test_a_poll_is_answered_once(stage: Stage) -> None:
    await stage.begin(OLENA)
    await stage.write(OLENA, "/poll")
    await stage.column(OLENA).get_by_role("button", name="Так").click()
    poll = stage.column(OLENA).locator(".bubble.kind-poll")
    await expect(poll.locator(".poll-option.mine")).to_contain_text("100%")
    await expect(poll).to_contain_text("Відповіли: 1")


@pytest.mark.soak
async def test_a_voice_and_a_document_reach_the_bot(stage: Stage, tmp_path: Path) -> None:
    paper = tmp_path / "заява.txt"
    paper.write_text("прошу лавку", "utf-8")
    await stage.begin(OLENA)
    await stage.attach(OLENA, "Голосове повідомлення")
    await expect(stage.bubbles(OLENA, "Голос почуто")).to_be_visible()
    async with stage.page.expect_file_chooser() as choosing:
        await stage.attach(OLENA, "Документ")
    await (await choosing.value).set_files(paper)
    await stage.page.get_by_role("dialog").get_by_role("button", name="Надіслати").click()
    await expect(stage.bubbles(OLENA, "Файл: заява.txt")).to_be_visible()


@pytest.mark.soak
async def test_own_contact_is_sent_after_a_question(stage: Stage) -> None:
    await stage.begin(OLENA)
    await stage.attach(OLENA, "Мій контакт")
    await stage.page.get_by_role("dialog").get_by_role("button", name="Скасувати").click()
    await expect(stage.bubbles(OLENA, "Номер:")).to_have_count(0)
    await stage.attach(OLENA, "Мій контакт")
    await stage.page.get_by_role("dialog").get_by_role("button", name="Поділитися").click()
    await expect(stage.bubbles(OLENA, "Номер: +380")).to_be_visible()


async def test_an_own_message_is_edited(stage: Stage) -> None:
    await stage.begin(OLENA)
    await stage.write(OLENA, "Бракує лвок")
    await expect(stage.bubbles(OLENA, "Почуто: Бракує лвок")).to_be_visible()
    field = stage.column(OLENA).locator("textarea")
    await field.press("ArrowUp")
    await expect(field).to_have_value("Бракує лвок")
    await field.fill("Бракує лавок")
    await field.press("Enter")
    await expect(stage.bubbles(OLENA, "Виправлено: Бракує лавок")).to_be_visible()
    mine = stage.column(OLENA).locator(".mine .bubble", has_text="Бракує лавок")
    await expect(mine.locator(".edited")).to_be_visible()


@pytest.mark.soak
async def test_a_blocked_bot_cannot_write_until_it_is_unblocked(stage: Stage) -> None:
    await stage.begin(OLENA)
    await stage.column(OLENA).get_by_role("button", name="Дії з чатом").click()
    await stage.page.get_by_role("menuitem", name="Заблокувати бота").click()
    unblock = stage.column(OLENA).get_by_role("button", name="Розблокувати бота")
    await expect(unblock).to_be_visible()
    await expect(stage.column(OLENA).locator("textarea")).to_be_hidden()
    refused = await stage.town.call("sendMessage", chat_id=OLENA, text="є хто?")
    assert refused["error_code"] == 403

    await unblock.click()
    await stage.write(OLENA, "я повернулась")
    await expect(stage.bubbles(OLENA, "Почуто: я повернулась")).to_be_visible()


async def test_a_deleted_message_goes_and_typing_shows(stage: Stage) -> None:
    await stage.begin(OLENA)
    sent = await stage.town.call("sendMessage", chat_id=OLENA, text="помилка")
    await expect(stage.bubbles(OLENA, "помилка")).to_be_visible()
    number = sent["result"]["message_id"]
    await stage.town.call("deleteMessage", chat_id=OLENA, message_id=number)
    await expect(stage.bubbles(OLENA, "помилка")).to_have_count(0)
    await stage.write(OLENA, "/busy")
    await expect(stage.column(OLENA).locator(".bot-line")).to_have_text("друкує…")


async def test_a_new_person_joins_the_page(stage: Stage) -> None:
    await stage.page.locator("#bar").get_by_role("button", name="Додати людину").click()
    dialog = stage.page.get_by_role("dialog")
    await dialog.get_by_label("Ім’я").fill("Марія")
    await dialog.get_by_label("Мова Telegram").select_option("en")
    await dialog.get_by_role("button", name="Додати", exact=True).click()
    column = stage.page.get_by_role("region", name="Марія")
    await column.get_by_role("button", name="Почати").click()
    await expect(column.locator(".bubble", has_text="Вітаємо")).to_be_visible()

"""Real clients of the Bot API work against the sandbox as they are."""

import io
from collections.abc import AsyncIterator
from typing import Any

import pytest
import telegram
from aiogram import Bot, Dispatcher, types
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter
from aiogram.types import BufferedInputFile as File

from tests.sandbox.pictures import png
from tests.sandbox_client import TOKEN, PersonChat, Sandbox


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url))
    client = Bot(TOKEN, session=session)
    yield client
    await client.session.close()


@pytest.fixture
async def other(sandbox: Sandbox) -> AsyncIterator[telegram.Bot]:
    client = telegram.Bot(
        TOKEN, base_url=f"{sandbox.url}/bot", base_file_url=f"{sandbox.url}/file/bot"
    )
    async with client:
        yield client


def keyboard(*labels: str) -> types.InlineKeyboardMarkup:
    buttons = [types.InlineKeyboardButton(text=label, callback_data=label) for label in labels]
    return types.InlineKeyboardMarkup(inline_keyboard=[buttons])


async def test_aiogram_polls_answers_edits_and_confirms(
    sandbox: Sandbox, bot: Bot, olena: PersonChat
) -> None:
    dispatcher = Dispatcher()

    async def greet(message: types.Message) -> None:
        await message.answer("<b>Вітаю</b>", parse_mode="HTML", reply_markup=keyboard("Далі ›"))

    async def go_on(query: types.CallbackQuery) -> None:
        assert isinstance(query.message, types.Message)
        await query.message.edit_text("Готово")
        await query.answer("Записано")
        await dispatcher.stop_polling()

    dispatcher.message.register(greet)
    dispatcher.callback_query.register(go_on)
    import asyncio

    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False))
    await olena.until_text("Вітаю")
    answer = await olena.press("Далі ›")
    await polling
    assert answer["answer"] == {"alert": False, "text": "Записано"}
    assert (await olena.until_text("Готово")).edited
    assert olena.last.buttons == []


async def test_aiogram_sends_every_kind_of_message(bot: Bot, olena: PersonChat) -> None:
    picture = File(png(), "звіт.png")
    await bot.send_photo(olena.id, picture, caption="<i>рік</i>", parse_mode="HTML")
    await bot.send_document(olena.id, File(b"a;b", "дані.csv"), caption="файл")
    await bot.send_voice(olena.id, File(b"OggS", "v.ogg"), duration=3)
    await bot.send_location(olena.id, 50.56, 30.09)
    await bot.send_contact(olena.id, "+380501112233", "Рада")
    await bot.send_poll(olena.id, "Куди?", ["парк", "сквер"], is_anonymous=False)
    media = [types.InputMediaPhoto(media=File(png(), f"{n}.png")) for n in range(2)]
    album = await bot.send_media_group(olena.id, list(media))
    await bot.send_chat_action(olena.id, "typing")
    await olena.look()
    kinds = [message.kind for message in olena.received]
    assert kinds == ["photo", "document", "voice", "location", "contact", "poll", "photo", "photo"]
    assert olena.received[0].html == "<i>рік</i>"
    assert (olena.received[0].photo["width"], olena.received[0].photo["height"]) == (200, 100)
    assert olena.received[1].document["name"] == "дані.csv"
    assert await olena.download(olena.received[1]) == b"a;b"
    assert len({message.media_group_id for message in album}) == 1
    assert olena.state["action"] == "typing"


async def test_aiogram_downloads_what_a_person_sent_and_sends_it_again(
    bot: Bot, olena: PersonChat
) -> None:
    await olena.send_document("лист.txt", "Добрий день".encode(), caption="ось")
    updates = await bot.get_updates()
    message = updates[-1].message
    assert message is not None
    assert message.document is not None
    assert message.caption == "ось"
    fetched = await bot.download(message.document, io.BytesIO())
    assert fetched is not None
    assert fetched.read() == "Добрий день".encode()
    again = await bot.send_document(olena.id, message.document.file_id)
    assert again.document is not None
    assert again.document.file_unique_id == message.document.file_unique_id


async def test_aiogram_meets_refusals_as_its_own_exceptions(
    sandbox: Sandbox, bot: Bot, olena: PersonChat
) -> None:
    with pytest.raises(TelegramBadRequest, match="can't parse entities"):
        await bot.send_message(olena.id, "<b>", parse_mode="HTML")
    await sandbox.fault("too_many", method="sendMessage", retry_after=7)
    with pytest.raises(TelegramRetryAfter) as storm:
        await bot.send_message(olena.id, "х")
    assert storm.value.retry_after == 7
    await olena.block()
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(olena.id, "х")


async def test_aiogram_tells_about_itself(bot: Bot, olena: PersonChat) -> None:
    await bot.set_my_commands([types.BotCommand(command="start", description="почати")])
    in_english = [types.BotCommand(command="begin", description="begin")]
    await bot.set_my_commands(in_english, language_code="en")
    own = [types.BotCommand(command="office", description="кабінет")]
    await bot.set_my_commands(own, scope=types.BotCommandScopeChat(chat_id=olena.id))
    await bot.set_my_name("Віче")
    await bot.set_my_description("Громада радиться")
    await bot.set_my_short_description("Громада")
    app = types.WebAppInfo(url="https://viche.example/app")
    await bot.set_chat_menu_button(
        chat_id=olena.id, menu_button=types.MenuButtonWebApp(text="Мапа", web_app=app)
    )
    await olena.look()
    assert olena.commands == ["office"]
    assert (await bot.get_my_commands(language_code="en"))[0].command == "begin"
    assert (await bot.get_me()).first_name == "Віче"
    assert olena.state["description"] == "Громада радиться"
    assert olena.state["menu_button"]["web_app"]["url"] == "https://viche.example/app"
    await bot.delete_my_commands(scope=types.BotCommandScopeChat(chat_id=olena.id))
    await olena.look()
    assert olena.commands == ["start"]


async def test_aiogram_looks_around(bot: Bot, olena: PersonChat) -> None:
    chat = await bot.get_chat(olena.id)
    assert chat.full_name == "Олена Коваль"
    member = await bot.get_chat_member(olena.id, olena.id)
    assert member.status == "member"
    assert (await bot.get_webhook_info()).url == ""


async def test_aiogram_copies_forwards_pins_and_deletes(bot: Bot, olena: PersonChat) -> None:
    sent = await bot.send_message(olena.id, "перше")
    copied = await bot.copy_message(olena.id, olena.id, sent.message_id)
    forwarded = await bot.forward_message(olena.id, olena.id, sent.message_id)
    assert forwarded.forward_origin is not None
    await bot.pin_chat_message(olena.id, sent.message_id)
    await olena.look()
    assert olena.state["pinned"] == [sent.message_id]
    await bot.unpin_chat_message(olena.id)
    await bot.delete_message(olena.id, copied.message_id)
    await bot.delete_messages(olena.id, [forwarded.message_id, 99999])
    await olena.look()
    assert [m.text for m in olena.received if m.kind == "text"] == ["перше"]


async def test_python_telegram_bot_works_as_it_is(
    sandbox: Sandbox, other: telegram.Bot, olena: PersonChat
) -> None:
    me = await other.get_me()
    assert me.username == "viche_test_bot"
    button = telegram.InlineKeyboardButton("Так", callback_data="yes")
    sent = await other.send_message(
        olena.id, "*Добре*", parse_mode="MarkdownV2",
        reply_markup=telegram.InlineKeyboardMarkup([[button]]),
    )  # fmt: skip
    assert sent.text == "Добре"
    await other.send_photo(olena.id, png(), caption="фото")
    await other.send_document(olena.id, b"12", filename="a.bin")
    group = [telegram.InputMediaDocument(b"%d" % n, filename=f"{n}.txt") for n in range(3)]
    assert len(await other.send_media_group(olena.id, group)) == 3
    keys = telegram.ReplyKeyboardMarkup(
        [[telegram.KeyboardButton("Мій номер", request_contact=True), "Далі"]],
        resize_keyboard=True,
    )
    await other.send_message(olena.id, "оберіть", reply_markup=keys)
    await olena.until_text("оберіть")
    assert olena.keyboard == ["Мій номер", "Далі"]
    await olena.tap("Мій номер")
    await olena.press("Так", wait=0)
    updates = await other.get_updates()
    contact = next(u.message.contact for u in updates if u.message and u.message.contact)
    assert contact.user_id == olena.id
    query = updates[-1].callback_query
    assert query is not None
    assert query.data == "yes"
    await query.answer("гаразд", show_alert=True)
    await query.edit_message_reply_markup(None)
    await olena.until(lambda chat: chat.toast == "гаразд")
    assert olena.state["callback_answer"]["alert"] is True


async def test_python_telegram_bot_downloads_and_meets_refusals(
    other: telegram.Bot, olena: PersonChat
) -> None:
    await olena.send_photo(png(300, 200), caption="яма")
    message = (await other.get_updates())[-1].message
    assert message is not None
    assert (message.photo[-1].width, message.photo[-1].height) == (300, 200)
    fetched = await (await message.photo[-1].get_file()).download_as_bytearray()
    assert bytes(fetched) == png(300, 200)
    with pytest.raises(telegram.error.BadRequest, match="Chat not found"):
        await other.send_message(555, "х")


async def test_polls_are_counted_and_stopped(sandbox: Sandbox, bot: Bot, olena: PersonChat) -> None:
    sent = await bot.send_poll(olena.id, "Коли?", ["зранку", "ввечері"], is_anonymous=False)
    await olena.vote(sent.message_id, 1)
    updates = await bot.get_updates()
    answer = next(u.poll_answer for u in updates if u.poll_answer)
    assert answer.option_ids == [1]
    assert answer.user is not None
    assert answer.user.id == olena.id
    await olena.look()
    poll: dict[str, Any] = olena.message(sent.message_id).raw["poll"]
    assert [option["votes"] for option in poll["options"]] == [0, 1]
    assert poll["chosen"] == [1]
    stopped = await bot.stop_poll(olena.id, sent.message_id)
    assert stopped.is_closed
    assert stopped.total_voter_count == 1
    with pytest.raises(AssertionError, match="the poll is closed"):
        await olena.vote(sent.message_id, 0)

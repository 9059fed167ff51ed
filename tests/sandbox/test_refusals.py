"""What Telegram refuses, the sandbox refuses in the same words."""

from typing import Any

import pytest

from tests.sandbox.pictures import png
from tests.sandbox_client import TOKEN, Body, PersonChat, Sandbox

NOT_MODIFIED = "Bad Request: message is not modified"
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


def inline(*buttons: Any) -> Body:
    return {"inline_keyboard": [list(buttons)]}


async def send(sandbox: Sandbox, person: PersonChat, **params: Any) -> Body:
    return await sandbox.call("sendMessage", {"chat_id": person.id, "text": "х", **params})


async def why(sandbox: Sandbox, person: PersonChat, **params: Any) -> str:
    answer = await send(sandbox, person, **params)
    assert answer["ok"] is False
    assert answer["error_code"] == 400
    return str(answer["description"])


async def test_an_unknown_method_is_not_found(sandbox: Sandbox) -> None:
    answer = await sandbox.call("sendPigeon")
    assert (answer["error_code"], answer["description"]) == (404, "Not Found: method not found")


async def test_a_method_is_found_whatever_its_case(sandbox: Sandbox) -> None:
    assert (await sandbox.call("GETME"))["ok"]


async def test_a_malformed_or_foreign_token_is_unauthorized(sandbox: Sandbox) -> None:
    for token in ("abc", "1:short", TOKEN[:-1] + "x"):
        async with sandbox.session.get(f"{sandbox.url}/bot{token}/getMe") as response:
            assert response.status == 401


async def test_an_unknown_parameter_is_refused_on_purpose(
    sandbox: Sandbox, olena: PersonChat
) -> None:
    assert "disable_web_page_preview" in await why(sandbox, olena, disable_web_page_preview=True)


async def test_a_parameter_that_is_not_played_is_refused_not_ignored(
    sandbox: Sandbox, olena: PersonChat
) -> None:
    assert "business_connection_id" in await why(sandbox, olena, business_connection_id="b")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Bad Request: message text is empty"),
        (" \n ", "Bad Request: text must be non-empty"),
        ("\u200b", "Bad Request: text must be non-empty"),
        ("х" * 4097, "Bad Request: message is too long"),
        ("😀" * 2049, "Bad Request: message is too long"),
    ],
)
async def test_an_empty_or_endless_text_is_refused(
    sandbox: Sandbox, olena: PersonChat, text: str, reason: str
) -> None:
    assert await why(sandbox, olena, text=text) == reason


async def test_the_length_is_counted_after_the_tags_are_read(
    sandbox: Sandbox, olena: PersonChat
) -> None:
    text = "<b>" + "х" * 4096 + "</b>"
    assert (await send(sandbox, olena, text=text, parse_mode="HTML"))["ok"]
    assert (await send(sandbox, olena, text="😀" * 2048))["ok"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<b>х", 'Can\'t find end tag corresponding to start tag "b"'),
        ("х</b>", "Unexpected end tag at byte offset 2"),
        ("<b>х</i>", 'Unmatched end tag at byte offset 5, expected "</b>", found "</i>"'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<br>", 'Unsupported start tag "br" at byte offset 0'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a =x>y</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<b></b", "Unclosed end tag at byte offset 3"),
    ],
)
async def test_html_that_does_not_parse_is_refused_in_telegrams_words(
    sandbox: Sandbox, olena: PersonChat, text: str, reason: str
) -> None:
    answer = await why(sandbox, olena, text=text, parse_mode="HTML")
    assert answer == f"Bad Request: can't parse entities: {reason}"


async def test_markdown_with_a_bare_reserved_character_is_refused(
    sandbox: Sandbox, olena: PersonChat
) -> None:
    answer = await why(sandbox, olena, text="так.", parse_mode="MarkdownV2")
    assert answer == (
        "Bad Request: can't parse entities: Character '.' is reserved"
        " and must be escaped with the preceding '\\'"
    )
    assert await why(sandbox, olena, parse_mode="Wiki") == "Bad Request: unsupported parse_mode"


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        ({"text": "а"}, "can't parse inline keyboard button: Text buttons are unallowed"),
        ({"text": "а", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "а", "callback_data": "я" * 32 + "x"}, "BUTTON_DATA_INVALID"),
        ({"text": "", "callback_data": "x"}, "inline keyboard button text must be non-empty"),
        ({"text": "а", "callback_data": "x", "url": "https://a.ua"}, "exactly one kind"),
        ({"text": "а", "url": "http://localhost:8080/x"}, "Wrong HTTP URL"),
        ({"text": "а", "web_app": {"url": "http://a.ua"}}, "Only HTTPS links are allowed"),
        ({"text": "а", "web_app": {"url": "https://localhost"}}, "Wrong HTTP URL"),
        ({"text": "а", "callback_data": "x", "colour": "red"}, 'no field "colour"'),
        ({"callback_data": "x"}, 'Can\'t find field "text"'),
        ({"text": 5, "callback_data": "x"}, 'Field "text" must be of type String'),
        ({"text": "а", "copy_text": {"text": ""}}, "BUTTON_COPY_TEXT_INVALID"),
    ],
)
async def test_a_button_that_telegram_would_not_take_is_refused(
    sandbox: Sandbox, olena: PersonChat, button: Body, reason: str
) -> None:
    assert reason in await why(sandbox, olena, reply_markup=inline(button))


async def test_callback_data_of_sixty_four_bytes_is_taken(
    sandbox: Sandbox, olena: PersonChat
) -> None:
    button = {"text": "а", "callback_data": "я" * 32}
    assert (await send(sandbox, olena, reply_markup=inline(button)))["ok"]


async def test_a_keyboard_has_limits(sandbox: Sandbox, olena: PersonChat) -> None:
    row = [{"text": "а", "callback_data": "x"}] * 9
    answer = await why(sandbox, olena, reply_markup={"inline_keyboard": [row]})
    assert answer == "Bad Request: reply markup is too long"
    answer = await why(sandbox, olena, reply_markup={"inline_keyboard": [row[:1]] * 101})
    assert answer == "Bad Request: reply markup is too long"
    both = {"inline_keyboard": [row[:1]], "keyboard": [["x"]]}
    assert "more than one kind" in await why(sandbox, olena, reply_markup=both)


async def test_an_edit_that_changes_nothing_is_refused(sandbox: Sandbox, olena: PersonChat) -> None:
    markup = inline({"text": "а", "callback_data": "x"})
    sent = (await send(sandbox, olena, text="<b>х</b>", parse_mode="HTML", reply_markup=markup))[
        "result"
    ]
    same: Body = {
        "chat_id": olena.id, "message_id": sent["message_id"], "text": "<strong>х</strong>",
        "parse_mode": "HTML", "reply_markup": markup,
    }  # fmt: skip
    answer = await sandbox.call("editMessageText", same)
    assert answer["description"].startswith(NOT_MODIFIED)
    answer = await sandbox.call("editMessageText", {**same, "reply_markup": None})
    assert "reply_markup" not in answer["result"]
    answer = await sandbox.call(
        "editMessageReplyMarkup", chat_id=olena.id, message_id=sent["message_id"]
    )
    assert answer["description"].startswith(NOT_MODIFIED)


async def test_only_what_is_there_can_be_edited_or_deleted(
    sandbox: Sandbox, olena: PersonChat
) -> None:
    own = olena.messages[0].id
    where: Body = {"chat_id": olena.id}
    expected: list[tuple[str, Body, str]] = [
        ("editMessageText", {"message_id": 999, "text": "х"}, "message to edit not found"),
        ("editMessageText", {"message_id": own, "text": "х"}, "message can't be edited"),
        ("editMessageText", {"text": "х"}, "message identifier is not specified"),
        ("deleteMessage", {"message_id": 999}, "message to delete not found"),
        ("forwardMessage", {"message_id": 999, "from_chat_id": olena.id},
         "message to forward not found"),
        ("copyMessage", {"message_id": 999, "from_chat_id": olena.id}, "message to copy not found"),
        ("pinChatMessage", {"message_id": 999}, "message to pin not found"),
        ("stopPoll", {"message_id": own}, "message is not a poll"),
    ]  # fmt: skip
    for method, params, reason in expected:
        answer = await sandbox.call(method, {**where, **params})
        assert answer["description"] == f"Bad Request: {reason}", method
    sent = (await send(sandbox, olena))["result"]["message_id"]
    answer = await sandbox.call("editMessageCaption", where, message_id=sent, caption="х")
    assert "there is no caption" in answer["description"]
    await sandbox.forward(49 * 3600)
    answer = await sandbox.call("deleteMessage", where, message_id=sent)
    assert answer["description"] == "Bad Request: message can't be deleted"


async def test_a_reply_to_nothing_is_refused_unless_allowed(
    sandbox: Sandbox, olena: PersonChat
) -> None:
    reply: Body = {"message_id": 999}
    assert "message to be replied not found" in await why(sandbox, olena, reply_parameters=reply)
    reply["allow_sending_without_reply"] = True
    assert (await send(sandbox, olena, reply_parameters=reply))["ok"]


async def test_a_press_is_answered_once_and_in_time(sandbox: Sandbox, olena: PersonChat) -> None:
    await send(sandbox, olena, reply_markup=inline({"text": "а", "callback_data": "x"}))
    first = (await olena.press("а", wait=0))["callback_query_id"]
    assert (await sandbox.call("answerCallbackQuery", callback_query_id=first))["ok"]
    again = await sandbox.call("answerCallbackQuery", callback_query_id=first)
    assert again["description"] == TOO_OLD
    late = (await olena.press("а", wait=0))["callback_query_id"]
    await sandbox.forward(901)
    assert (await sandbox.call("answerCallbackQuery", callback_query_id=late))[
        "description"
    ] == TOO_OLD


async def test_nobody_is_written_to_who_has_not_begun(sandbox: Sandbox) -> None:
    ivan = await sandbox.person("Іван")
    answer = await sandbox.call("sendMessage", chat_id=ivan.id, text="х")
    assert answer["description"] == "Bad Request: chat not found"
    group = await sandbox.post(
        "/control/groups", {"title": "Двір", "owner": ivan.id, "bot": sandbox.bot}
    )
    assert group["members"]
    answer = await sandbox.call("sendMessage", chat_id=ivan.id, text="х")
    assert answer["error_code"] == 403
    assert answer["description"] == "Forbidden: bot can't initiate conversation with a user"


async def test_who_blocked_the_bot_or_left_telegram_is_not_reached(
    sandbox: Sandbox, olena: PersonChat
) -> None:
    await olena.block()
    for method, params in (
        ("sendMessage", {"text": "х"}),
        ("sendChatAction", {"action": "typing"}),
    ):
        answer = await sandbox.call(method, {"chat_id": olena.id, **params})
        assert answer["description"] == "Forbidden: bot was blocked by the user"
    with pytest.raises(AssertionError, match="the bot is blocked"):
        await olena.send("х")
    await olena.unblock()
    assert (await send(sandbox, olena))["ok"]
    await sandbox.post(f"/control/people/{olena.id}/deactivate")
    answer = await send(sandbox, olena)
    assert answer["description"] == "Forbidden: user is deactivated"


async def upload(sandbox: Sandbox, method: str, field: str, content: bytes, chat: int) -> Body:
    import aiohttp

    form = aiohttp.FormData()
    form.add_field("chat_id", str(chat))
    form.add_field(field, content, filename="f.bin")
    url = f"{sandbox.url}/bot{sandbox.token}/{method}"
    async with sandbox.session.post(url, data=form) as response:
        return {"status": response.status, **(await response.json())}


async def test_files_have_limits(sandbox: Sandbox, olena: PersonChat) -> None:
    megabyte = 1 << 20
    for method, field, content, reason in (
        ("sendDocument", "document", b"", "file must be non-empty"),
        ("sendPhoto", "photo", b"no picture", "IMAGE_PROCESS_FAILED"),
        ("sendPhoto", "photo", png(21, 1), "PHOTO_INVALID_DIMENSIONS"),
        ("sendPhoto", "photo", png() + b"\0" * 10 * megabyte, "is too big for a photo"),
    ):
        answer = await upload(sandbox, method, field, content, olena.id)
        assert reason in answer["description"]
    large = await upload(sandbox, "sendDocument", "document", b"\1" * 51 * megabyte, olena.id)
    assert (large["status"], large["description"]) == (413, "Request Entity Too Large")
    heavy = await upload(sandbox, "sendDocument", "document", b"\1" * 21 * megabyte, olena.id)
    file_id = heavy["result"]["document"]["file_id"]
    answer = await sandbox.call("getFile", file_id=file_id)
    assert answer["description"] == "Bad Request: file is too big"
    answer = await sandbox.call("sendPhoto", chat_id=olena.id, photo=file_id)
    assert answer["description"] == "Bad Request: can't use file of type Document as Photo"
    answer = await sandbox.call("sendPhoto", chat_id=olena.id, photo="nothing")
    assert answer["description"] == "Bad Request: wrong file identifier/HTTP URL specified"


async def test_a_caption_has_its_own_limit(sandbox: Sandbox, olena: PersonChat) -> None:
    sent = await upload(sandbox, "sendPhoto", "photo", png(), olena.id)
    photo = sent["result"]["photo"][-1]["file_id"]
    long = await sandbox.call("sendPhoto", chat_id=olena.id, photo=photo, caption="х" * 1025)
    assert long["description"] == "Bad Request: message caption is too long"
    fits = await sandbox.call("sendPhoto", chat_id=olena.id, photo=photo, caption="х" * 1024)
    assert fits["ok"]


async def test_polls_and_albums_need_the_right_number_of_parts(
    sandbox: Sandbox, olena: PersonChat
) -> None:
    poll: Body = {"chat_id": olena.id, "question": "?", "options": [{"text": "а"}]}
    assert not (await sandbox.call("sendPoll", poll))["ok"]
    poll["options"] = [{"text": str(n)} for n in range(13)]
    assert "more than 12" in (await sandbox.call("sendPoll", poll))["description"]
    album = await sandbox.call("sendMediaGroup", chat_id=olena.id, media=[])
    assert not album["ok"]


async def test_a_command_and_its_description_follow_the_rules(sandbox: Sandbox) -> None:
    for command, reason in (
        ({"command": "Почати", "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "start", "description": ""}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ):
        answer = await sandbox.call("setMyCommands", commands=[command])
        assert answer["description"] == f"Bad Request: {reason}"


async def test_parameters_come_by_query_form_and_json_alike(
    sandbox: Sandbox, olena: PersonChat
) -> None:
    url = f"{sandbox.url}/bot{sandbox.token}/sendMessage"
    form = {"chat_id": str(olena.id), "text": "форма", "disable_notification": "true"}
    async with sandbox.session.post(url, data=form) as response:
        assert (await response.json())["ok"]
    query = {"chat_id": str(olena.id), "text": "запит"}
    async with sandbox.session.get(url, params=query) as response:
        assert (await response.json())["ok"]
    async with sandbox.session.post(
        url, data="{", headers={"Content-Type": "application/json"}
    ) as response:
        assert response.status == 400
    wrong = await sandbox.call("sendMessage", chat_id=olena.id, text="х", protect_content="maybe")
    assert wrong["description"] == 'Bad Request: parameter "protect_content" must be a Boolean'
    await olena.look()
    assert olena.texts == ["форма", "запит"]
    assert olena.received[0].raw["silent"] is True

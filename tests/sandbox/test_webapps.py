"""Mini Apps get data that a bot can check, and answer once."""

from urllib.parse import parse_qs, urlsplit

import pytest
from aiogram.utils.web_app import safe_parse_webapp_init_data

from tests.sandbox_client import TOKEN, PersonChat, Sandbox

URL = "https://viche.example/app"


@pytest.fixture
async def opened(sandbox: Sandbox, olena: PersonChat) -> dict[str, str]:
    markup = {"inline_keyboard": [[{"text": "Мапа", "web_app": {"url": URL}}]]}
    await sandbox.call("sendMessage", chat_id=olena.id, text="?", reply_markup=markup)
    return await olena.open_web_app("Мапа")


async def test_the_data_of_a_mini_app_is_signed_with_the_bots_token(
    olena: PersonChat, opened: dict[str, str]
) -> None:
    data = safe_parse_webapp_init_data(TOKEN, opened["init_data"])
    assert data.user is not None
    assert data.user.id == olena.id
    assert data.user.language_code == "uk"
    fragment = parse_qs(urlsplit(opened["url"]).fragment)
    assert fragment["tgWebAppData"] == [opened["init_data"]]
    assert opened["url"].startswith(URL)


async def test_data_changed_on_the_way_is_noticed(opened: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="Invalid init data signature"):
        safe_parse_webapp_init_data(TOKEN, opened["init_data"].replace("1001", "1002"))
    with pytest.raises(ValueError, match="Invalid init data signature"):
        safe_parse_webapp_init_data("1:another-token-entirely", opened["init_data"])


async def test_a_mini_app_answers_once_in_the_persons_name(
    sandbox: Sandbox, olena: PersonChat, opened: dict[str, str]
) -> None:
    result = {
        "type": "article", "id": "1", "title": "Точка",
        "input_message_content": {"message_text": "<b>Шевченка, 5</b>", "parse_mode": "HTML"},
    }  # fmt: skip
    answer = await sandbox.call(
        "answerWebAppQuery", web_app_query_id=opened["query_id"], result=result
    )
    assert answer["ok"]
    await olena.look()
    assert olena.messages[-1].text == "Шевченка, 5"
    assert olena.messages[-1].own
    again = await sandbox.call(
        "answerWebAppQuery", web_app_query_id=opened["query_id"], result=result
    )
    assert "query is too old" in again["description"]


async def test_a_mini_app_from_the_keyboard_below_sends_data_instead(
    sandbox: Sandbox, olena: PersonChat
) -> None:
    keys = {"keyboard": [[{"text": "Форма", "web_app": {"url": URL}}]]}
    await sandbox.call("sendMessage", chat_id=olena.id, text="?", reply_markup=keys)
    assert (await olena.open_web_app("Форма"))["init_data"] == ""
    await sandbox.post(
        f"/control/people/{olena.id}/web_app_data", {"data": "{}", "button_text": "Форма"}
    )
    update = (await sandbox.call("getUpdates"))["result"][-1]
    assert update["message"]["web_app_data"] == {"data": "{}", "button_text": "Форма"}

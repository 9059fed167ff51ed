"""What people do reaches the bot as Telegram tells it, and what the bot does they see."""

import base64
from typing import Any

import aiohttp
import pytest

from tests.sandbox.pictures import png
from tests.sandbox_client import Body, PersonChat, Sandbox, SandboxRefused


async def heard(sandbox: Sandbox) -> list[Body]:
    return list((await sandbox.call("getUpdates"))["result"])


async def last_message(sandbox: Sandbox) -> Body:
    return dict((await heard(sandbox))[-1]["message"])


async def test_a_command_is_marked_as_one(sandbox: Sandbox, olena: PersonChat) -> None:
    message = await last_message(sandbox)
    assert message["text"] == "/start"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert message["from"]["language_code"] == "uk"
    assert message["chat"] == {
        "id": 1001, "type": "private", "first_name": "Олена", "last_name": "Коваль"
    }  # fmt: skip


async def test_a_deep_link_is_followed(sandbox: Sandbox, olena: PersonChat) -> None:
    await olena.open("https://t.me/viche_test_bot?start=s-12")
    assert (await last_message(sandbox))["text"] == "/start s-12"


async def test_every_kind_of_message_arrives(sandbox: Sandbox, olena: PersonChat) -> None:
    await olena.send_photo(png(), "яма")
    await olena.send_document("a.csv", b"1;2")
    await olena.send_voice(b"OggS", 4)
    await olena.send_location(50.56, 30.09)
    await olena.send_contact()
    await olena.send_contact({"phone": "+380", "first_name": "Рада"})
    await olena.send_sticker("👍")
    album = [{"photo": base64.b64encode(png()).decode()} for _ in range(2)]
    await olena.send_album(album)
    messages = [u["message"] for u in await heard(sandbox)][1:]
    assert messages[0]["caption"] == "яма"
    assert messages[1]["document"]["mime_type"] == "text/csv"
    assert messages[2]["voice"]["duration"] == 4
    assert messages[3]["location"] == {"latitude": 50.56, "longitude": 30.09}
    assert messages[4]["contact"]["user_id"] == olena.id
    assert "user_id" not in messages[5]["contact"]
    assert messages[6]["sticker"]["emoji"] == "👍"
    assert messages[7]["media_group_id"] == messages[8]["media_group_id"]


async def test_an_edit_and_a_reply_are_told(sandbox: Sandbox, olena: PersonChat) -> None:
    sent = await olena.send("вулиця")
    await olena.edit(sent.id, "вулиця Шевченка")
    edited = (await heard(sandbox))[-1]["edited_message"]
    assert edited["text"] == "вулиця Шевченка"
    assert edited["edit_date"] >= edited["date"]
    await olena.send("так", reply_to=sent.id)
    assert (await last_message(sandbox))["reply_to_message"]["message_id"] == sent.id


async def test_block_and_unblock_are_told_as_membership(
    sandbox: Sandbox, olena: PersonChat
) -> None:
    await olena.block()
    await olena.unblock()
    changes = [u["my_chat_member"] for u in (await heard(sandbox))[1:]]
    statuses = [(c["old_chat_member"]["status"], c["new_chat_member"]["status"]) for c in changes]
    assert statuses == [("member", "kicked"), ("kicked", "member")]


async def test_a_press_is_told_with_its_message_and_data(
    sandbox: Sandbox, olena: PersonChat
) -> None:
    markup = {"inline_keyboard": [[{"text": "Так", "callback_data": "yes"}]]}
    await sandbox.call("sendMessage", chat_id=olena.id, text="?", reply_markup=markup)
    answer = await olena.press("Так", wait=0)
    assert answer["answered"] is False
    query = (await heard(sandbox))[-1]["callback_query"]
    assert (query["data"], query["message"]["text"]) == ("yes", "?")
    with pytest.raises(SandboxRefused, match="there are: “Так”"):
        await olena.press("Ні")
    with pytest.raises(SandboxRefused, match="no button"):
        await sandbox.post(f"/control/people/{olena.id}/presses", {"data": "no"})
    await olena.press_data("forged", wait=0)
    assert (await heard(sandbox))[-1]["callback_query"]["data"] == "forged"


async def test_links_and_texts_to_copy_ask_the_bot_nothing(
    sandbox: Sandbox, olena: PersonChat
) -> None:
    markup = {
        "inline_keyboard": [
            [{"text": "Сайт", "url": "https://town.ua"}],
            [{"text": "Код", "copy_text": {"text": "123"}}],
        ]
    }
    await sandbox.call("sendMessage", chat_id=olena.id, text="?", reply_markup=markup)
    assert (await olena.press("Сайт"))["url"] == "https://town.ua"
    assert (await olena.press("Код"))["copied"] == "123"
    assert len(await heard(sandbox)) == 1


async def test_a_long_look_ends_when_something_changes(sandbox: Sandbox, olena: PersonChat) -> None:
    import asyncio

    await olena.look()
    looking = asyncio.create_task(olena.look(20))
    sent = await sandbox.call("sendMessage", chat_id=olena.id, text="нове")
    await looking
    assert olena.last.text == "нове"
    number = sent["result"]["message_id"]
    looking = asyncio.create_task(olena.look(20))
    await sandbox.call("deleteMessage", chat_id=olena.id, message_id=number)
    await looking
    assert olena.received == []
    assert olena.message(number).deleted


async def test_a_keyboard_below_the_chat_comes_and_goes(
    sandbox: Sandbox, olena: PersonChat
) -> None:
    keys: dict[str, Any] = {"keyboard": [[{"text": "Де я", "request_location": True}, "Далі"]]}
    await sandbox.call("sendMessage", chat_id=olena.id, text="?", reply_markup=keys)
    await olena.look()
    assert olena.keyboard == ["Де я", "Далі"]
    await olena.tap("Далі")
    assert (await last_message(sandbox))["text"] == "Далі"
    with pytest.raises(SandboxRefused, match="asks for a location"):
        await olena.tap("Де я")
    gone = {"remove_keyboard": True}
    await sandbox.call("sendMessage", chat_id=olena.id, text="ок", reply_markup=gone)
    await olena.look()
    assert olena.keyboard == []


async def test_wrong_wishes_get_a_sentence(sandbox: Sandbox, olena: PersonChat) -> None:
    for wish in (
        {},
        {"text": ""},
        {"text": "а", "sticker": "б"},
        {"text": "а", "colour": "red"},
        {"photo": "not base64!"},
        {"photo": base64.b64encode(b"no picture").decode()},
        {"location": {"lat": 91, "lon": 0}},
        {"text": "х" * 4097},
    ):
        with pytest.raises(SandboxRefused) as refused:
            await sandbox.post(f"/control/people/{olena.id}/messages", wish)
        assert refused.value.status == 400
    with pytest.raises(SandboxRefused) as refused:
        await sandbox.get("/control/people/77/chat")
    assert refused.value.status == 404
    with pytest.raises(SandboxRefused, match="a person has a first name"):
        await sandbox.person(" ")


async def test_several_bots_have_their_own_chats_with_a_person(
    sandbox: Sandbox, olena: PersonChat
) -> None:
    token = "77:another-bot-of-the-town"
    await sandbox.post("/control/bots", {"token": token})
    other = PersonChat(sandbox, olena.user, 77)
    await other.send("/start")
    url = f"{sandbox.url}/bot{token}/sendMessage"
    async with sandbox.session.post(url, json={"chat_id": olena.id, "text": "інший"}) as response:
        assert response.status == 200
    await other.until_text("інший")
    await olena.look()
    assert olena.received == []
    with pytest.raises(SandboxRefused, match="say which bot"):
        await sandbox.get(f"/control/people/{olena.id}/chat")


async def test_the_control_api_answers_this_machines_own_page_only(sandbox: Sandbox) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Host": "evil.example"}):
        async with sandbox.session.post(
            f"{sandbox.url}/control/reset", headers=headers
        ) as response:
            assert response.status == 403
    own = {"Origin": sandbox.url}
    async with sandbox.session.get(f"{sandbox.url}/control/state", headers=own) as response:
        assert response.status == 200


async def test_files_are_given_with_their_names_and_never_as_pages(
    sandbox: Sandbox, olena: PersonChat
) -> None:
    sent = await olena.send_document("<b>.html", b"<script>1</script>", mime_type="text/html")
    async with sandbox.session.get(sandbox.url + sent.document["url"]) as response:
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_reset_forgets_everything(sandbox: Sandbox, olena: PersonChat) -> None:
    await sandbox.post("/control/reset")
    state = await sandbox.state()
    assert (state["people"], state["bots"]) == ([], [])


async def test_the_ledger_tells_each_call_and_hides_secrets(
    sandbox: Sandbox, olena: PersonChat
) -> None:
    await sandbox.call("sendMessage", chat_id=olena.id, text="х" * 500)
    await sandbox.call("sendMessage", chat_id=5, text="х")
    await sandbox.call("setWebhook", url="", secret_token="hidden")
    calls = await sandbox.calls()
    assert [c["method"] for c in calls] == ["sendMessage", "sendMessage", "setWebhook"]
    assert [c["ok"] for c in calls] == [True, False, True]
    assert calls[0]["params"]["text"] == "х" * 300 + "…"
    assert calls[1]["error"] == "Bad Request: chat not found"
    assert calls[2]["params"]["secret_token"] == "***"
    assert [c["n"] for c in await sandbox.calls("sendMessage", chat=5)] == [2]
    assert [c["n"] for c in await sandbox.calls(ok="false")] == [2]
    newest = await sandbox.get("/control/calls", limit=1)
    assert (newest["last"], newest["calls"][0]["n"]) == (3, 3)


async def test_a_message_after_the_clock_moved_carries_the_new_time(
    sandbox: Sandbox, olena: PersonChat
) -> None:
    await sandbox.move_clock("2099-03-02T08:00:00+02:00")
    await olena.send("вже")
    assert olena.messages[-1].raw["time"].startswith("2099-03-02T06:00")
    with pytest.raises(SandboxRefused, match="forward only"):
        await sandbox.move_clock("2000-01-01T00:00:00")
    with pytest.raises(SandboxRefused) as refused:
        await sandbox.get("/control/demo")
    assert refused.value.status == 404


async def test_the_page_is_served_under_a_strict_policy(sandbox: Sandbox) -> None:
    async with sandbox.session.get(f"{sandbox.url}/page/nothing.js") as response:
        assert response.status == 404
        policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    async with aiohttp.ClientSession() as session:
        url = f"{sandbox.url}/page/%2e%2e/server.py"
        async with session.get(url) as response:
            assert response.status == 404


async def test_a_poll_closes_when_its_time_is_over(sandbox: Sandbox, olena: PersonChat) -> None:
    options = [{"text": "а"}, {"text": "б"}]
    sent = await sandbox.call(
        "sendPoll", chat_id=olena.id, question="?", options=options, open_period=60
    )
    await sandbox.forward(61)
    await olena.look()
    assert olena.message(sent["result"]["message_id"]).raw["poll"]["closed"] is True
    assert (await heard(sandbox))[-1]["poll"]["is_closed"] is True


async def test_somebody_who_started_the_bot_long_ago_can_be_written_to_and_says_nothing(
    sandbox: Sandbox,
) -> None:
    wish = {"id": 1002, "first_name": "Степан", "started": sandbox.bot}
    await sandbox.post("/control/people", wish)
    sent = await sandbox.call("sendMessage", chat_id=1002, text="Доброго дня")
    assert sent["ok"]
    chat = await sandbox.get("/control/people/1002/chat", bot=sandbox.bot)
    assert chat["started"]
    assert [message["text"] for message in chat["messages"]] == ["Доброго дня"]
    assert await heard(sandbox) == []


async def test_a_crowd_can_be_written_to_but_for_those_who_blocked_the_bot(
    sandbox: Sandbox, olena: PersonChat
) -> None:
    crowd = {"first": 50_001, "count": 6, "first_name": "Олена", "blocked_each": 3}
    await sandbox.post("/control/crowds", crowd)
    answers = [
        await sandbox.call("sendMessage", chat_id=number, text="вода")
        for number in range(50_001, 50_007)
    ]
    assert [answer["ok"] for answer in answers] == [True, True, False] * 2
    assert len(await heard(sandbox)) == 1


@pytest.mark.parametrize(
    "wish",
    [
        {"first": 50_001, "count": 0},
        {"first": 50_001, "count": 1_000_000},
        {"first": 0, "count": 5},
        {"first": 1_000, "count": 5},
        {"first": 50_001, "count": 5, "size": 5},
    ],
)
async def test_a_crowd_that_cannot_be_is_refused_in_words(
    sandbox: Sandbox, olena: PersonChat, wish: Body
) -> None:
    with pytest.raises(SandboxRefused):
        await sandbox.post("/control/crowds", {"first_name": "Олена", **wish})

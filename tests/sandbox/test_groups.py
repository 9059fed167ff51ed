"""Groups and channels: who hears what, who is told of whom, and how a group grows up."""

from typing import Any

import pytest

from tests.sandbox_client import Body, PersonChat, Sandbox, SandboxRefused


@pytest.fixture
async def yard(sandbox: Sandbox, olena: PersonChat) -> Body:
    """A basic group of Olena's with Ivan and the bot in it."""
    ivan = await sandbox.person("Іван", id=1002)
    return dict(
        await sandbox.post(
            "/control/groups",
            {"title": "Двір", "owner": olena.id, "members": [ivan.id], "bot": sandbox.bot},
        )
    )


async def heard(sandbox: Sandbox, kind: str = "message") -> list[Body]:
    params: Body = {
        "allowed_updates": [
            "message",
            "my_chat_member",
            "chat_member",
            "channel_post",
            "edited_message",
            "callback_query",
        ]
    }
    updates = (await sandbox.call("getUpdates", params))["result"]
    return [update[kind] for update in updates if kind in update]


async def say(sandbox: Sandbox, group: Body, person: int | None, **wish: Any) -> Body:
    path = f"/control/groups/{group['id']}/messages"
    return dict(await sandbox.post(path, {"person": person, **wish}))


async def test_a_bot_put_into_a_group_is_told_so(sandbox: Sandbox, yard: Body) -> None:
    change = (await heard(sandbox, "my_chat_member"))[-1]
    assert change["new_chat_member"]["status"] == "member"
    assert change["chat"]["type"] == "group"
    assert change["from"]["id"] == 1001
    joined = [m for m in await heard(sandbox) if "new_chat_members" in m]
    assert joined[0]["new_chat_members"][0]["is_bot"] is True


async def test_a_bot_that_was_there_long_ago_posts_and_is_told_nothing(
    sandbox: Sandbox, olena: PersonChat
) -> None:
    wish = {
        "id": -1_002_000_900_001, "title": "Громада", "type": "channel", "owner": olena.id,
        "bot": sandbox.bot, "bot_is_admin": True, "long_ago": True,
    }  # fmt: skip
    channel = await sandbox.post("/control/groups", wish)
    assert channel["id"] == wish["id"]
    assert not await heard(sandbox, "my_chat_member")
    posted = await sandbox.call("sendMessage", chat_id=channel["id"], text="Вода є")
    assert posted["result"]["chat"]["title"] == "Громада"
    with pytest.raises(SandboxRefused, match="there already"):
        await sandbox.post("/control/groups", wish)
    with pytest.raises(SandboxRefused, match="below zero"):
        await sandbox.post("/control/groups", {**wish, "id": 5})


async def test_in_a_group_a_bot_hears_what_concerns_it(sandbox: Sandbox, yard: Body) -> None:
    for text in ("сусіди!", "/start", "/start@another_bot", "@viche_test_bot так"):
        await say(sandbox, yard, 1002, text=text)
    texts = [
        m["text"] for m in await heard(sandbox) if m["chat"]["id"] == yard["id"] and "text" in m
    ]
    assert texts == ["/start", "@viche_test_bot так"]
    await sandbox.post(
        f"/control/groups/{yard['id']}/members", {"id": sandbox.bot, "status": "administrator"}
    )
    await say(sandbox, yard, 1002, text="тепер чую")
    assert (await heard(sandbox))[-1]["text"] == "тепер чую"


async def test_members_see_what_the_bot_writes_and_press_its_buttons(
    sandbox: Sandbox, yard: Body
) -> None:
    markup = {"inline_keyboard": [[{"text": "Так", "callback_data": "y"}]]}
    sent = await sandbox.call("sendMessage", chat_id=yard["id"], text="?", reply_markup=markup)
    assert sent["ok"]
    view = await sandbox.get(f"/control/groups/{yard['id']}/chat", person=1002)
    assert view["messages"][-1]["keyboard"][0][0]["text"] == "Так"
    await sandbox.post(f"/control/groups/{yard['id']}/presses", {"person": 1002, "text": "Так"})
    query = (await heard(sandbox, "callback_query"))[-1]
    assert query["from"]["id"] == 1002
    assert query["message"]["chat"]["id"] == yard["id"]


async def test_a_bot_looks_at_the_members_of_a_group(sandbox: Sandbox, yard: Body) -> None:
    chat = yard["id"]
    assert (await sandbox.call("getChatMemberCount", chat_id=chat))["result"] == 3
    admins = (await sandbox.call("getChatAdministrators", chat_id=chat))["result"]
    assert [(a["status"], a["user"]["id"]) for a in admins] == [("creator", 1001)]
    for who, status in ((1001, "creator"), (1002, "member")):
        answer = await sandbox.call("getChatMember", chat_id=chat, user_id=who)
        assert answer["result"]["status"] == status
    answer = await sandbox.call("getChatMember", chat_id=chat, user_id=5)
    assert answer["description"] == "Bad Request: user not found"


async def test_only_an_administrator_pins_in_a_group(sandbox: Sandbox, yard: Body) -> None:
    sent = (await sandbox.call("sendMessage", chat_id=yard["id"], text="x"))["result"]
    params = {"chat_id": yard["id"], "message_id": sent["message_id"]}
    answer = await sandbox.call("pinChatMessage", params)
    assert "not enough rights to manage pinned messages" in answer["description"]


async def test_a_removed_bot_is_refused_and_told(sandbox: Sandbox, yard: Body) -> None:
    path = f"/control/groups/{yard['id']}/members"
    await sandbox.post(path, {"id": sandbox.bot, "status": "kicked"})
    answer = await sandbox.call("sendMessage", chat_id=yard["id"], text="x")
    assert answer["description"] == "Forbidden: bot was kicked from the group chat"
    change = (await heard(sandbox, "my_chat_member"))[-1]
    assert change["new_chat_member"]["status"] == "kicked"
    await sandbox.post(path, {"id": sandbox.bot, "status": "member"})
    assert (await sandbox.call("leaveChat", chat_id=yard["id"]))["ok"]
    answer = await sandbox.call("sendMessage", chat_id=yard["id"], text="x")
    assert answer["description"] == "Forbidden: bot is not a member of the group chat"


async def test_a_group_that_grew_up_is_refused_with_its_new_address(
    sandbox: Sandbox, yard: Body
) -> None:
    grown = await sandbox.post(f"/control/groups/{yard['id']}/upgrade")
    assert (grown["type"], grown["id"] < -1_000_000_000_000) == ("supergroup", True)
    answer = await sandbox.call("sendMessage", chat_id=yard["id"], text="x")
    assert answer["error_code"] == 400
    assert answer["description"] == ("Bad Request: group chat was upgraded to a supergroup chat")
    assert answer["parameters"] == {"migrate_to_chat_id": grown["id"]}
    assert (await sandbox.call("sendMessage", chat_id=grown["id"], text="x"))["ok"]
    told = await heard(sandbox)
    assert told[-2]["migrate_to_chat_id"] == grown["id"]
    assert told[-1]["migrate_from_chat_id"] == yard["id"]
    with pytest.raises(SandboxRefused, match="has become"):
        await say(sandbox, yard, 1002, text="x")


async def test_a_channel_posts_in_its_own_name(sandbox: Sandbox, olena: PersonChat) -> None:
    channel = await sandbox.post(
        "/control/groups",
        {"title": "Новини", "type": "channel", "username": "town_news", "owner": olena.id,
         "bot": sandbox.bot, "bot_is_admin": True},
    )  # fmt: skip
    await say(sandbox, channel, None, text="новина")
    post = (await heard(sandbox, "channel_post"))[-1]
    assert post["sender_chat"]["id"] == channel["id"]
    assert "from" not in post
    sent = await sandbox.call("sendMessage", chat_id="@town_news", text="від бота")
    assert sent["result"]["sender_chat"]["title"] == "Новини"
    path = f"/control/groups/{channel['id']}/members"
    await sandbox.post(path, {"id": sandbox.bot, "status": "member"})
    answer = await sandbox.call("sendMessage", chat_id=channel["id"], text="x")
    assert "need administrator rights" in answer["description"]


async def test_an_administrator_who_may_not_post_posts_nothing(
    sandbox: Sandbox, olena: PersonChat
) -> None:
    channel = await sandbox.post(
        "/control/groups",
        {"title": "Новини", "type": "channel", "owner": olena.id, "bot": sandbox.bot,
         "bot_is_admin": True},
    )  # fmt: skip
    path = f"/control/groups/{channel['id']}/members"
    muted = {"id": sandbox.bot, "status": "administrator", "rights": {"can_post_messages": False}}
    await sandbox.post(path, muted)
    change = (await heard(sandbox, "my_chat_member"))[-1]
    assert change["old_chat_member"]["can_post_messages"] is True
    assert change["new_chat_member"]["can_post_messages"] is False
    answer = await sandbox.call("sendMessage", chat_id=channel["id"], text="x")
    assert answer["error_code"] == 400
    assert "need administrator rights" in answer["description"]
    await sandbox.post(path, {"id": sandbox.bot, "status": "administrator"})
    assert (await sandbox.call("sendMessage", chat_id=channel["id"], text="x"))["ok"]


async def test_a_restricted_bot_stays_in_the_group_and_is_refused_there(
    sandbox: Sandbox, yard: Body
) -> None:
    path = f"/control/groups/{yard['id']}/members"
    rights = {"is_member": True, "can_send_messages": False}
    await sandbox.post(path, {"id": sandbox.bot, "status": "restricted", "rights": rights})
    answer = await sandbox.call("sendMessage", chat_id=yard["id"], text="x")
    assert answer["error_code"] == 400
    assert "not enough rights to send text messages" in answer["description"]


async def test_administrators_among_bots_hear_of_other_members(
    sandbox: Sandbox, yard: Body
) -> None:
    await heard(sandbox)
    path = f"/control/groups/{yard['id']}/members"
    await sandbox.post(path, {"id": sandbox.bot, "status": "administrator"})
    await sandbox.post(path, {"id": 1002, "status": "left", "by": 1002})
    change = (await heard(sandbox, "chat_member"))[-1]
    assert change["old_chat_member"]["status"] == "member"
    assert change["new_chat_member"]["user"]["id"] == 1002
    left = [m for m in await heard(sandbox) if "left_chat_member" in m]
    assert left[-1]["left_chat_member"]["id"] == 1002

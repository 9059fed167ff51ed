"""Trouble on request, as a client meets it."""

import asyncio
from typing import Any

import aiohttp
import pytest
from aiogram.types import Update
from pydantic import ValidationError

from sandbox.engine import Engine
from sandbox.ledger import Entry, Ledger
from tests.sandbox_client import Body, PersonChat, Sandbox


async def send(sandbox: Sandbox, person: PersonChat, text: str = "х") -> Body:
    return await sandbox.call("sendMessage", chat_id=person.id, text=text)


async def page(sandbox: Sandbox, **params: Any) -> list[Body]:
    return list((await sandbox.call("getUpdates", params))["result"])


async def test_a_call_dropped_before_is_not_done(sandbox: Sandbox, olena: PersonChat) -> None:
    await sandbox.fault("drop_before", method="sendMessage")
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await send(sandbox, olena)
    await olena.look()
    assert olena.received == []
    assert (await send(sandbox, olena))["ok"]


async def test_a_call_dropped_after_is_done_though_nobody_was_told(
    sandbox: Sandbox, olena: PersonChat
) -> None:
    await sandbox.fault("drop_after", method="sendMessage")
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await send(sandbox, olena, "одне")
    await olena.until_text("одне")
    entry = (await sandbox.calls("sendMessage"))[-1]
    assert entry["ok"] is True
    assert entry["fault"] == "drop_after"
    assert entry["message_id"] == olena.last.id


async def test_a_server_error_is_answered_with_or_without_the_call_done(
    sandbox: Sandbox, olena: PersonChat
) -> None:
    await sandbox.fault("http_5xx", method="sendMessage")
    assert (await send(sandbox, olena, "ні"))["error_code"] == 502
    await sandbox.fault("http_5xx", method="sendMessage", status=500, done=True)
    assert (await send(sandbox, olena, "так"))["error_code"] == 500
    await olena.look()
    assert olena.texts == ["так"]


async def test_a_storm_of_429_names_the_seconds_and_passes(
    sandbox: Sandbox, olena: PersonChat
) -> None:
    await sandbox.fault("too_many", times=3, retry_after=5)
    answers = [await send(sandbox, olena) for _ in range(4)]
    assert [a.get("parameters") for a in answers] == [{"retry_after": 5}] * 3 + [None]
    assert answers[0]["description"] == "Too Many Requests: retry after 5"


async def test_a_delayed_call_is_overtaken(sandbox: Sandbox, olena: PersonChat) -> None:
    await sandbox.fault("delay", method="sendMessage", seconds=0.3)
    slow = asyncio.create_task(send(sandbox, olena, "повільне"))
    await olena.look()
    while await sandbox.get("/control/faults"):
        await olena.look()
    await send(sandbox, olena, "швидке")
    await slow
    await olena.look()
    assert olena.texts == ["швидке", "повільне"]


async def test_a_fault_may_wait_and_may_mean_one_chat_only(
    sandbox: Sandbox, olena: PersonChat
) -> None:
    ivan = await sandbox.person("Іван")
    await ivan.send("/start")
    await sandbox.fault("http_5xx", chat=olena.id, skip=1)
    assert (await send(sandbox, ivan))["ok"]
    assert (await send(sandbox, olena))["ok"]
    assert not (await send(sandbox, olena))["ok"]
    assert (await send(sandbox, olena))["ok"]


async def test_faults_are_listed_and_taken_away(sandbox: Sandbox, olena: PersonChat) -> None:
    fault = await sandbox.fault("http_5xx", probability=1.0)
    assert not (await send(sandbox, olena))["ok"]
    assert (await sandbox.get("/control/faults"))[0]["hits"] == 1
    await sandbox.delete(f"/control/faults/{fault['id']}")
    assert (await send(sandbox, olena))["ok"]
    with pytest.raises(AssertionError, match="kind is one of"):
        await sandbox.fault("earthquake")


async def test_a_duplicate_comes_again_even_when_it_was_confirmed(
    sandbox: Sandbox, olena: PersonChat
) -> None:
    begun = await page(sandbox)
    await page(sandbox, offset=begun[-1]["update_id"] + 1)
    await sandbox.fault("duplicate_update")
    await olena.send("двічі")
    first = await page(sandbox, limit=1)
    second = await page(sandbox, offset=first[0]["update_id"] + 1)
    assert first == second
    assert await page(sandbox, offset=first[0]["update_id"] + 1) == []


async def test_reordered_updates_come_in_the_opposite_order_and_none_is_lost(
    sandbox: Sandbox, olena: PersonChat
) -> None:
    begun = await page(sandbox)
    await page(sandbox, offset=begun[-1]["update_id"] + 1)
    await sandbox.fault("reorder_updates", count=3)
    for text in "абв":
        await olena.send(text)
    first = await page(sandbox, limit=1)
    rest = await page(sandbox, offset=first[0]["update_id"] + 1)
    assert [u["message"]["text"] for u in first + rest] == ["в", "б", "а"]


async def test_an_undecodable_update_comes_before_the_next_one(
    sandbox: Sandbox, olena: PersonChat
) -> None:
    await sandbox.fault("undecodable_update")
    await olena.send("ціле")
    assert await sandbox.get("/control/faults") == []
    odd, good = (await page(sandbox))[-2:]
    with pytest.raises(ValidationError):
        Update.model_validate(odd)
    assert Update.model_validate(good).message is not None


async def test_the_limits_of_pace_name_the_seconds(
    sandbox: Sandbox, olena: PersonChat, engine: Engine
) -> None:
    await sandbox.limits()
    answers = [await send(sandbox, olena) for _ in range(4)]
    assert [a["ok"] for a in answers] == [True, True, True, False]
    assert answers[-1]["parameters"] == {"retry_after": 1}
    await sandbox.forward(1)
    assert (await send(sandbox, olena))["ok"]


async def test_the_overall_limit_counts_messages_of_all_chats(sandbox: Sandbox) -> None:
    people = [await sandbox.person(f"П{n}") for n in range(31)]
    for person in people:
        await person.send("/start")
    await sandbox.limits()
    answers = [await send(sandbox, person) for person in people]
    assert sum(a["ok"] for a in answers) == 30
    action = await sandbox.call("sendChatAction", chat_id=people[-1].id, action="typing")
    assert action["ok"]
    await sandbox.limits(scale=20)
    assert all([(await send(sandbox, person))["ok"] for person in people])


def test_the_ledger_forgets_the_oldest_calls_first() -> None:
    ledger = Ledger(most=3)
    for number in range(1, 6):
        ledger.add(Entry(number, 0.0, 0.0, 1, "getMe", None, {}, 0.1))
    kept = ledger.select(after=0, limit=10, method=None, chat=None, bot=None, ok=None)
    assert [entry.n for entry in kept] == [3, 4, 5]
    assert ledger.last == 5

"""The bot as a process at a Telegram that breaks: nothing is lost, nothing doubled unlisted."""

import asyncio
import random
from pathlib import Path

import aiohttp
import pytest

from civic.kernel.outbox import MessageState
from storage.engines import Database
from tests.bot.engine import HASTE, Engine, Running, free_port
from tests.sandbox_client import PersonChat, Sandbox
from tests.soaking import SOAK

PEOPLE, PRESSES, KILLS = (50, 10, 6) if SOAK else (8, 4, 2)
KINDS = ["sqlite", "postgresql"]
UNHURRIED = HASTE | {"storage.delivery.LEASE_SECONDS": 60.0}
"""On a machine that is slow for a moment a message must not count as one of a dead process."""
S = MessageState


async def _press(person: PersonChat, times: int) -> int:
    """Press the newest button again and again, whatever happens to the bot meanwhile.

    A first answer that is in doubt never comes by itself; a person who sees none asks again.
    Returns how often they asked.
    """
    for asked in range(1, 20):
        await person.send("/start")
        try:
            await person.until_button("ще", patience=6)
        except AssertionError:
            continue
        for _ in range(times):
            await person.press("ще", wait=0)
        return asked
    raise AssertionError(person.describe())


async def _kill_now_and_then(
    engine: Engine, process: Running, pressing: asyncio.Future[list[int]]
) -> Running:
    """At points of the work done, not of the clock: after so many calls, chosen by chance."""
    chance = random.Random(PEOPLE)
    seen = 0
    for _ in range(KILLS):
        for _ in range(chance.randint(2, PEOPLE)):
            told = await engine.sandbox.get("/control/calls", after=seen, limit=1, timeout=20)
            seen = max([seen, *(call["n"] for call in told["calls"])])
        await process.kill()
        process = await engine.start(constants=HASTE)
    await pressing
    return process


@pytest.mark.parametrize("database_kind", KINDS)
async def test_killed_at_random_while_many_press_every_update_counts_once(engine: Engine) -> None:
    process = await engine.start(constants=HASTE)
    people = [await engine.sandbox.person("Олена", id=5000 + n) for n in range(PEOPLE)]
    pressing = asyncio.gather(*(_press(person, PRESSES) for person in people))
    process = await _kill_now_and_then(engine, process, pressing)
    await engine.settled()

    assert await engine.conversations() == _expected(people, pressing.result())
    ends = await engine.compare()
    assert set(ends) <= {S.SENT, S.UNKNOWN, S.SUPERSEDED, S.EXPIRED}
    for person in people:
        await person.until(lambda chat: any(f"pressed {PRESSES}" == text for text in chat.texts))
    assert await process.stop()


def _expected(people: list[PersonChat], asked: list[int]) -> dict[int, dict[str, int]]:
    return {
        person.id: {"starts": often, "presses": PRESSES}
        for person, often in zip(people, asked, strict=True)
    }


@pytest.mark.parametrize("database_kind", KINDS)
async def test_told_to_stop_again_and_again_it_leaves_no_doubt_at_all(engine: Engine) -> None:
    process = await engine.start(constants=UNHURRIED)
    people = [await engine.sandbox.person("Іван", id=6000 + n) for n in range(PEOPLE)]
    pressing = asyncio.gather(*(_press(person, PRESSES) for person in people))
    for stop in range(KILLS):
        await engine.sandbox.get("/control/calls", after=30 * stop, limit=1, timeout=20)
        assert await process.stop()
        process = await engine.start(constants=UNHURRIED)
    await pressing
    await engine.settled()

    assert await engine.conversations() == _expected(people, pressing.result())
    ends = await engine.compare()
    assert ends[S.UNKNOWN] == 0


async def test_whatever_breaks_on_the_way_out_is_in_the_ledger(engine: Engine) -> None:
    process = await engine.start()
    olena = await engine.sandbox.person("Олена", id=5001)
    await olena.ask("/start")

    async def broken(kind: str, words: str, **details: object) -> None:
        await engine.sandbox.fault(kind, method="sendMessage", **details)
        await olena.send(words)
        await engine.settled()

    await broken("drop_before", "before")
    await broken("drop_after", "after")
    await broken("http_5xx", "bad gateway")
    await broken("http_5xx", "bad gateway too late", done=True)
    assert (await engine.compare())[S.UNKNOWN] == 4
    await broken("too_many", "storm", times=3, retry_after=1)
    await broken("delay", "slow", seconds=0.1)
    assert (await engine.compare())[S.UNKNOWN] == 4

    await olena.look()
    said = [words.split(": ")[1] for words in olena.texts[1:]]
    assert said == ["after", "bad gateway too late", "storm", "slow"]
    counted = (await engine.conversations())[5001]["said"]
    assert len(counted) == 6
    assert await process.stop()
    assert engine.sandbox.token not in process.log
    assert "engine-token" not in process.log


async def test_whatever_breaks_on_the_way_in_each_update_has_one_effect(engine: Engine) -> None:
    process = await engine.start()
    olena = await engine.sandbox.person("Олена", id=5001)
    await olena.ask("/start")
    for kind in ("drop_before", "drop_after", "http_5xx", "too_many", "duplicate_update"):
        await engine.sandbox.fault(kind, method="getUpdates")
        await olena.ask(kind)
    await engine.sandbox.fault("reorder_updates", method="getUpdates", count=2)
    await olena.send("one")
    await olena.send("two")
    await engine.sandbox.fault("undecodable_update", method="getUpdates")
    await olena.send("after the odd one")
    await olena.send("/fail")
    await olena.send("the last")
    await olena.until_any("the last")
    await engine.settled()

    said = (await engine.conversations())[5001]["said"]
    assert sorted(said) == sorted(
        ["drop_before", "drop_after", "http_5xx", "too_many", "duplicate_update", "one", "two",
         "after the odd one", "the last"]
    )  # fmt: skip
    dead = await engine.rows("SELECT error, error_code FROM inbox WHERE state = 'dead' ORDER BY id")
    assert len(dead) == 2
    assert any(dead[-1].error_code in words for words in olena.texts)
    assert (await engine.compare())[S.UNKNOWN] == 0
    assert "ZeroDivisionError" in process.log


async def test_edits_and_answers_that_broke_are_made_again_and_leave_no_doubt(
    engine: Engine,
) -> None:
    await engine.start()
    olena = await engine.sandbox.person("Олена", id=5001)
    await olena.ask("/start")
    presses = 0
    for method in ("editMessageText", "answerCallbackQuery"):
        for kind in ("drop_before", "drop_after", "http_5xx"):
            await engine.sandbox.fault(kind, method=method)
            await olena.press("ще", wait=0)
            presses += 1
            await olena.until_text(f"pressed {presses}")
    await engine.settled()

    assert len(olena.texts) == 1
    assert (await engine.compare())[S.UNKNOWN] == 0


async def test_another_poller_only_disturbs(engine: Engine) -> None:
    process = await engine.start()
    olena = await engine.sandbox.person("Олена", id=5001)
    await olena.ask("/start")
    for number in range(2):
        while process.log.count("polling-refused") == number:
            # Telegram ends whichever of two polls came first: it takes one to be under way.
            await engine.sandbox.call("getUpdates", timeout=0)
        await olena.send(f"{number}")
    await olena.until_any("2: 1")
    await engine.sandbox.call("setWebhook", url="http://127.0.0.1:9/telegram")
    await olena.send("still here")
    await olena.until_any("3: still here")

    assert (await engine.conversations())[5001]["said"] == ["0", "1", "still here"]


async def test_telegram_out_of_reach_and_back_delays_and_loses_nothing(
    engine: Engine, tmp_path: Path
) -> None:
    home = tmp_path / "telegram"
    first = await Sandbox.start(token=engine.sandbox.token, data=home)
    port = first.url.rsplit(":", maxsplit=1)[1]
    engine.sandbox, spare = first, engine.sandbox
    process = await engine.start()
    olena = await first.person("Олена", id=5001)
    await olena.ask("/start")
    await first.fault("drop_before", method="getUpdates", times=50)
    await olena.send("said as it went away")
    await first.stop()
    await process.says("telegram-unreachable")

    async with _Back(engine, port, home) as second:
        again = PersonChat(second, olena.user, olena.bot)
        await again.send("said when it was back")
        await again.until_any("2: said when it was back")
        await engine.settled()
        said = (await engine.conversations())[5001]["said"]
        assert said == ["said as it went away", "said when it was back"]
        assert await process.stop()
    engine.sandbox = spare


class _Back:
    """The same Telegram at the same address, with what it kept."""

    def __init__(self, engine: Engine, port: str, home: Path) -> None:
        self._engine, self._port, self._home = engine, port, home

    async def __aenter__(self) -> Sandbox:
        token = self._engine.sandbox.token
        made = await Sandbox.start(token=token, data=self._home, arguments=["--port", self._port])
        self._engine.sandbox = made
        return made

    async def __aexit__(self, *_: object) -> None:
        await self._engine.sandbox.stop()


async def test_by_webhook_updates_are_stored_before_they_are_confirmed(engine: Engine) -> None:
    port, secret = free_port(), "webhook-secret-of-the-tests"
    process = await engine.start(
        "bot", "web",
        constants={"storage.engines.BUSY_MS": 50},
        VICHE_UPDATES="webhook", VICHE_WEB_PORT=str(port), VICHE_WEBHOOK_SECRET=secret,
        VICHE_PUBLIC_URL=f"http://127.0.0.1:{port}",
    )  # fmt: skip
    await engine.sandbox.post("/control/webhooks", {"first": 0.1, "cap": 0.2})
    olena = await engine.sandbox.person("Олена", id=5001)
    await olena.ask("/start")
    await engine.sandbox.fault("duplicate_update", method="webhook")
    await olena.ask("twice")
    url = f"http://127.0.0.1:{port}/telegram/{engine.sandbox.bot}"
    async with aiohttp.ClientSession() as stranger:
        for headers in ({}, {"X-Telegram-Bot-Api-Secret-Token": "wrong"}):
            async with stranger.post(url, json={"update_id": 1}, headers=headers) as answer:
                assert answer.status == 401

    locking = Database(engine.database_url)
    async with locking.writing():
        await olena.send("while it was locked")
        ready = f"http://127.0.0.1:{port}/readyz"
        async with aiohttp.ClientSession() as operator, operator.get(ready) as answer:
            assert answer.status == 503
        waiting = await engine.sandbox.get("/control/idle", bot=engine.sandbox.bot)
        assert waiting["idle"] is False
    await locking.close()
    await olena.until_any("2: while it was locked")
    await engine.settled()

    assert (await engine.conversations())[5001]["said"] == ["twice", "while it was locked"]
    assert (await engine.compare())[S.UNKNOWN] == 0
    assert await process.stop()
    assert secret not in process.log

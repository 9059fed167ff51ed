"""A broadcast while everything breaks: nobody is forgotten, nobody told twice but who is listed."""

import random
from dataclasses import replace
from typing import Any

import pytest

from civic.broadcasts.document import fingerprint_of
from civic.broadcasts.model import BroadcastState, BroadcastVersion
from civic.kernel.ids import AccountId, BotId, ResidentId
from civic.kernel.outbox import MessageState
from civic.residents.model import Resident
from civic.residents.rules import NO_QUIET
from storage.engines import Database
from tests.bot.engine import HASTE, Engine, Running
from tests.people import account
from tests.soaking import SOAK
from tests.stores import stores
from tests.told import MONDAY, OKSANA, TEXT, TOWN, draft, official, town

PEOPLE, KILLS, STORMS = (4_000, 4, 3) if SOAK else (300, 2, 1)
KINDS = ["sqlite", "postgresql"] if SOAK else ["sqlite"]
FIRST = 20_000
BLOCKED_EACH = 50
SCALE = 20.0
"""Of Telegram's limits, on both sides: what takes minutes takes seconds."""
S = MessageState


async def _town(engine: Engine) -> None:
    """People who sleep at no hour, and an announcement that the next tick lets go."""
    database = Database(engine.database_url)
    storage = stores(database, engine.folder, bot=BotId(engine.sandbox.bot))
    going = draft(
        state=BroadcastState.SCHEDULED,
        version=1,
        requested_by=OKSANA,
        requested_at=MONDAY,
        recipients=PEOPLE,
    )
    async with storage.writing() as work:
        await work.communities.put(town())
        await work.accounts.put(replace(account(OKSANA), serving=TOWN), now=MONDAY)
        await work.officials.put(official())
        for number in range(FIRST, FIRST + PEOPLE):
            person = AccountId(number)
            await work.accounts.put(account(person, community=TOWN), now=MONDAY)
            await work.residents.put(
                Resident(
                    id=ResidentId(number), community=TOWN, account=person, language="uk",
                    home=None, quiet=NO_QUIET, joined_at=MONDAY,
                )
            )  # fmt: skip
        await work.broadcasts.add(going)
        await work.broadcasts.put(going)
        await work.broadcasts.add_version(
            BroadcastVersion(
                community=TOWN, broadcast=going.id, number=1, replaces=None, content=TEXT,
                content_hash=fingerprint_of(going), frozen_at=MONDAY, frozen_by=OKSANA,
            )
        )  # fmt: skip
    await database.close()


async def _telegram(engine: Engine) -> None:
    for first, count, each in ((OKSANA, 1, 0), (FIRST, PEOPLE, BLOCKED_EACH)):
        crowd = {"first": first, "count": count, "first_name": "Олена", "blocked_each": each}
        await engine.sandbox.post("/control/crowds", {"bot": engine.sandbox.bot, **crowd})
    await engine.sandbox.limits(scale=SCALE)
    for kind in ("drop_before", "drop_after"):
        await engine.sandbox.fault(kind, method="sendMessage", probability=0.02)


async def _start(engine: Engine) -> Running:
    constants: dict[str, Any] = {**HASTE, "bot.scheduler.TICK_SECONDS": 1}
    return await engine.start("bot", "jobs", constants=constants, VICHE_PACE_SCALE=str(SCALE))


async def _called(engine: Engine, share: float) -> None:
    """Wait until so much of the whole has been called, however it ended."""
    wanted, seen = int(share * PEOPLE), 0
    while seen < wanted:
        told = await engine.sandbox.get("/control/calls", after=wanted - 1, limit=1, timeout=20)
        seen = max(seen, int(told["last"]))


async def _delivered(engine: Engine) -> None:
    """Wait until it is written out for all and nothing of it is to leave any more."""
    while True:
        await engine.settled()
        (found,) = await engine.rows(
            "SELECT count(*) AS open FROM broadcasts WHERE state IN ('scheduled', 'going')"
        )
        if not found.open:
            return
        last = (await engine.sandbox.get("/control/calls", limit=1))["last"]
        await engine.sandbox.get("/control/calls", after=last, timeout=0.5)


@pytest.mark.parametrize("database_kind", KINDS)
async def test_a_broadcast_that_is_killed_and_refused_reaches_everybody_once(
    engine: Engine,
) -> None:
    await _town(engine)
    await _telegram(engine)
    process = await _start(engine)
    breaks = ["kill"] * KILLS + ["storm"] * STORMS
    random.Random(PEOPLE).shuffle(breaks)
    for number, what in enumerate(breaks, start=1):
        await _called(engine, 0.9 * number / (len(breaks) + 1))
        if what == "kill":
            await process.kill()
            process = await _start(engine)
        else:
            await engine.sandbox.fault("too_many", method="sendMessage", times=15, retry_after=1)
    await _delivered(engine)

    await engine.compare()
    rows = await engine.rows("SELECT chat_id, state FROM outbox WHERE content_id IS NOT NULL")
    assert sorted(row.chat_id for row in rows) == list(range(FIRST, FIRST + PEOPLE))
    ends = {row.chat_id: S(row.state) for row in rows}
    assert set(ends.values()) == {S.SENT, S.UNKNOWN, S.REFUSED}
    blocked = set(range(FIRST + BLOCKED_EACH - 1, FIRST + PEOPLE, BLOCKED_EACH))
    refused = {chat for chat, end in ends.items() if end is S.REFUSED}
    assert refused <= blocked
    assert {ends[chat] for chat in blocked} <= {S.REFUSED, S.UNKNOWN}
    assert await process.stop()

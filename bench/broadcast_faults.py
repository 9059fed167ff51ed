"""Broadcasts while everything breaks: nothing is lost, nothing doubled but what is listed."""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import replace

from bench.broadcasts import GUESTS, MANY, PER_SECOND, SCALE, correct, load, memory, replies_figure
from bench.comparing import first_to_last, most_in_a_second, sends_of, waits_imposed
from bench.figures import Figure
from bench.outing import Outing, outing, play
from bench.people import FIRST_PERSON
from bench.sandbox import Call
from bench.telling import BROADCAST
from bench.town import ADMINISTRATOR, TOWN, now
from civic.broadcasts.actions.steering import stop_broadcast
from civic.kernel.ids import AccountId, BroadcastId
from civic.residents.model import Topic

REPLICAS = 3
REPLICATED = 10_000
STOPPED = 6_000
KILLS = 3
STORM = 60
"""Calls refused one after another."""
BLOCKED_EACH = 50
OPT_OUTS = 100


async def broadcast_faults() -> list[Figure]:
    name = f"{MANY:,} with faults"
    async with outing("SQLite", people=MANY, scale=SCALE, blocked_each=BLOCKED_EACH) as out:
        gone = await play(out, guests=GUESTS, troubles=[_drops, _storms, _kills])
    moments = sends_of(gone.calls)
    note = f"{waits_imposed(gone.calls):.0f} s of 429 in it; {load()}"
    return [
        Figure(what=f"time, {name}", value=first_to_last(gone)[0], unit="s", note=note),
        _never_over(moments, name),
        replies_figure(gone, name),
        *correct(gone, name),
        memory(gone, name),
        *await _stopping("SQLite"),
    ]


async def broadcast_replicas() -> list[Figure]:
    """Three processes on one PostgreSQL, with the same faults."""
    name = f"{REPLICATED:,}, PostgreSQL, {REPLICAS} processes"
    figures = []
    async with outing("PostgreSQL", people=REPLICATED, scale=SCALE, processes=REPLICAS) as out:
        gone = await play(out, guests=GUESTS)
    moments = sends_of(gone.calls)
    seconds, counted = first_to_last(gone)
    figures.append(
        Figure(what=f"messages a second ÷ {SCALE:.0f}, {name}",
               value=counted / seconds / SCALE, unit="/s", note=load())
    )  # fmt: skip
    figures += [_never_over(moments, name), replies_figure(gone, name), *correct(gone, name)]
    name += ", faults"
    async with outing(
        "PostgreSQL", people=REPLICATED, scale=SCALE, processes=REPLICAS,
        blocked_each=BLOCKED_EACH,
    ) as out:  # fmt: skip
        gone = await play(out, guests=GUESTS, troubles=[_drops, _storms, _kills])
    figures += [_never_over(sends_of(gone.calls), name), *correct(gone, name)]
    return figures + await _stopping("PostgreSQL")


def _never_over(moments: list[float], name: str) -> Figure:
    most = most_in_a_second(moments) / SCALE
    return Figure(what=f"most in any second ÷ {SCALE:.0f}, {name}", value=most, unit="",
                  at_most=PER_SECOND)  # fmt: skip


async def _drops(out: Outing) -> None:
    await out.telegram.fault("drop_before", probability=0.01)
    await out.telegram.fault("drop_after", probability=0.01)
    await out.reached(1.0)


async def _storms(out: Outing) -> None:
    for share in (0.25, 0.6):
        await out.reached(share)
        await out.telegram.fault("too_many", times=STORM, retry_after=2)


async def _kills(out: Outing) -> None:
    dice = random.Random()
    for share in sorted(dice.uniform(0.05, 0.9) for _ in range(KILLS)):
        await out.reached(share)
        await out.kill()


async def _stopping(kind: str) -> list[Figure]:
    """Some turn the topic off while it goes; then it is stopped for all."""
    committed: dict[str, float] = {}
    queued_last = range(FIRST_PERSON + STOPPED - OPT_OUTS, FIRST_PERSON + STOPPED)

    async def turn_off(out: Outing) -> None:
        await out.reached(0.2)
        async with out.storage.writing() as work:
            for number in queued_last:
                resident = await work.residents.of_account(TOWN, AccountId(number))
                if resident is not None:
                    muted = resident.muted | {Topic.OUTAGES.value}
                    await work.residents.put(replace(resident, muted=muted))
        committed["opt-out"] = time.time()

    async def stop(out: Outing) -> None:
        await out.reached(0.5)
        async with out.storage.writing() as work:
            official = await work.officials.find(TOWN, ADMINISTRATOR)
            await stop_broadcast(
                BroadcastId(BROADCAST + 1),
                official,
                broadcasts=work.broadcasts,
                bulks=work.bulks,
                audit=work.audit,
                now=now(),
            )
        committed["stop"] = time.time()
        await asyncio.sleep(8)  # more than a tick: what waits is swept away

    async with outing(kind, people=STOPPED, scale=SCALE) as out:
        gone = await play(out, troubles=[turn_off, stop])
    crowd = range(FIRST_PERSON, FIRST_PERSON + STOPPED)
    after_stop = _begun(gone.calls, committed["stop"], crowd)
    after_opt_out = _begun(gone.calls, committed["opt-out"], queued_last)
    sent = _begun(gone.calls, 0.0, crowd)
    most = PER_SECOND * SCALE
    return [
        Figure(what=f"begun after it was stopped, {kind}", value=after_stop, unit="",
               at_most=most, note=f"after {sent} of {STOPPED:,}; {most:.0f} are a second's"),
        Figure(what=f"begun to whoever had turned it off, {kind}", value=after_opt_out, unit="",
               at_most=0),
    ]  # fmt: skip


def _begun(calls: Sequence[Call], since: float, crowd: range) -> int:
    return sum(1 for call in calls if call.is_send and call.at > since and call.chat in crowd)

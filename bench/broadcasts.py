"""Broadcasts: as fast as Telegram allows and no faster, while a press is answered at once."""

import os
import time

from bench.comparing import (
    compare,
    first_to_last,
    most_in_a_second,
    replies,
    sends_of,
    waits_imposed,
)
from bench.databases import KINDS, bench_folder, fresh, storage_on
from bench.disk import fsync_figures
from bench.figures import Figure, percentile
from bench.outing import Gone, outing, play
from bench.telling import approved, town_of, written_out

PER_SECOND = 30
SCALE = 20.0
FEW, MANY = 10_000, 100_000
MINUTE = 60.0
GUESTS = 2.0


async def broadcasts() -> list[Figure]:
    with bench_folder() as folder:
        figures = fsync_figures(folder)
    for kind in KINDS:
        figures += await _enqueueing(kind)
    figures += await _unscaled()
    for people in (FEW, MANY):
        async with outing("SQLite", people=people, scale=SCALE) as out:
            gone = await play(out, guests=GUESTS)
        figures += paced(gone, f"{people:,}") + correct(gone, f"{people:,}")
        if people == MANY:
            figures.append(memory(gone, f"{people:,}"))
    return figures


async def _enqueueing(kind: str) -> list[Figure]:
    with bench_folder() as folder:
        async with fresh(kind, folder) as url, storage_on(url, folder) as storage:
            await town_of(storage, MANY)
            async with storage.writing() as work:
                await approved(work, people=MANY)
            began = time.perf_counter()
            watch = await written_out(storage)
            taken = time.perf_counter() - began
    longest = max(watch.taken)
    shares = f"p95 {percentile(watch.taken, 0.95) * 1000:.0f} ms, {len(watch.taken)} of them"
    return [
        Figure(what=f"{MANY:,} messages written out, {kind}", value=taken, unit="s", at_most=5,
               note=load()),
        Figure(what=f"the longest transaction of it, {kind}", value=longest * 1000, unit="ms",
               at_most=100, note=shares),
    ]  # fmt: skip


async def _unscaled() -> list[Figure]:
    """A minute of a longer one, at Telegram's own limits."""
    people = int(PER_SECOND * MINUTE * 1.5)
    async with outing("SQLite", people=people, scale=1.0) as out:
        gone = await play(out, guests=GUESTS / 4, upto=MINUTE)
    moments = sends_of(gone.calls)
    within = sum(1 for at in moments if at < moments[0] + MINUTE)
    waits = waits_imposed(gone.calls)
    ratio = MINUTE / (within / PER_SECOND + waits)
    name = "a minute, unscaled"
    return [
        Figure(what=f"time against what 30/s allow, {name}", value=ratio, unit="", at_most=1.05,
               note=f"{within} messages, {waits:.0f} s of 429; {load()}"),
        Figure(what=f"most in any second, {name}", value=most_in_a_second(moments), unit="",
               at_most=PER_SECOND),
        replies_figure(gone, name),
    ]  # fmt: skip


def paced(gone: Gone, name: str) -> list[Figure]:
    moments = sends_of(gone.calls)
    total, counted = first_to_last(gone)
    waits = waits_imposed(gone.calls)
    allowed = counted / (PER_SECOND * SCALE) + waits
    return [
        Figure(what=f"time against what 30/s allow, {name}, x{SCALE:.0f}", value=total / allowed,
               unit="", at_most=1.05, note=f"{total:.1f} s, {waits:.0f} s of 429; {load()}"),
        Figure(what=f"most in any second ÷ {SCALE:.0f}, {name}",
               value=most_in_a_second(moments) / SCALE, unit="", at_most=PER_SECOND),
        replies_figure(gone, name),
    ]  # fmt: skip


def replies_figure(gone: Gone, name: str) -> Figure:
    waits = replies(gone)
    if len(waits) < len(gone.asked):
        raise RuntimeError(f"{len(gone.asked) - len(waits)} people got no reply")
    note = f"{len(waits)} people, p50 {percentile(waits, 0.5) * 1000:.0f} ms"
    return Figure(what=f"replies meanwhile, p95, {name}", value=percentile(waits, 0.95), unit="s",
                  at_most=1, note=note)  # fmt: skip


def correct(gone: Gone, name: str) -> list[Figure]:
    found = compare(gone)
    note = f"{found.sent} sent, {found.refused} refused, {gone.restarts} restarts"
    cpu = f"{gone.cpu * 1000 / gone.people:.2f} ms of CPU each"
    listed = f"{found.of_them_arrived} of them arrived"
    return [
        Figure(what=f"lost, {name}", value=found.lost, unit="", at_most=0, note=note),
        Figure(what=f"doubled, {name}", value=found.doubled, unit="", at_most=0, note=cpu),
        Figure(what=f"ledger and sandbox disagree, {name}", value=found.untold, unit="",
               at_most=0),
        Figure(what=f"listed as unknown, {name}", value=found.unknown, unit="", note=listed),
    ]  # fmt: skip


def memory(gone: Gone, name: str) -> Figure:
    note = f"{gone.idle:.0f} MB idle, {gone.peak:.0f} MB at most"
    return Figure(what=f"memory over idle, {name}", value=gone.peak - gone.idle, unit="MB",
                  at_most=50, note=note)  # fmt: skip


def load() -> str:
    return f"load {os.getloadavg()[0]:.1f}"

"""A report over many responses: how long it takes, how much memory, whether its cost is linear."""

import asyncio
import json
import sys
from pathlib import Path

from bench.databases import KINDS, bench_folder, fresh, storage_on
from bench.figures import Figure
from bench.processes import TreeMemory, started
from bench.responses import give_responses
from bench.town import build_town, launch_survey, now

SIZES = (10_000, 30_000, 100_000)


async def report() -> list[Figure]:
    figures: list[Figure] = []
    for kind in KINDS:
        with bench_folder() as folder:
            async with fresh(kind, folder) as url:
                figures += await _on(kind, url, folder)
    return figures


async def _on(kind: str, url: str, folder: Path) -> list[Figure]:
    figures = []
    taken: dict[int, float] = {}
    async with storage_on(url, folder) as storage:
        await build_town(storage, people=0, now=now())
        async with storage.writing() as work:
            await launch_survey(work, now=now(), closed=True)
        before = 0
        for size in SIZES:
            await give_responses(storage, since=before, until=size)
            before = size
            made = await _made(url, folder)
            taken[size] = made["counting"]
            largest = size == SIZES[-1]
            figures.append(
                Figure(what=f"report of {size:,} × 10, {kind}",
                       value=made["counting"] + made["drawing"], unit="s",
                       at_most=10 if largest else None,
                       note=f"counting {made['counting']:.2f}, drawing {made['drawing']:.2f}")
            )  # fmt: skip
            if largest:
                figures.append(
                    Figure(what=f"whole tree at most, over idle, {kind}", value=made["over_idle"],
                           unit="MB", at_most=250, note=f"idle {made['idle']:.0f} MB")
                )  # fmt: skip
    small, large = SIZES[0], SIZES[-1]
    growth = (taken[large] / large) / (taken[small] / small)
    figures.append(
        Figure(what=f"cost of a response, {large:,} against {small:,}, {kind}", value=growth,
               unit="", at_most=1.5, note="1 is linear")
    )  # fmt: skip
    return figures


async def _made(url: str, folder: Path) -> dict[str, float]:
    """In a process that holds what the product's holds, idle at first."""
    out = folder / "made.json"
    log = folder / "process.log"
    arguments = ["-m", "bench.reporting", url, str(folder), str(out)]
    async with started(arguments, log=log) as process:
        while not out.with_suffix(".idle").exists() and process.returncode is None:
            await asyncio.sleep(0.05)
        tree = TreeMemory(process.pid)
        idle = tree.peak
        with tree.watched():
            out.with_suffix(".go").touch()
            await process.wait()
    for mark in (".idle", ".go"):
        out.with_suffix(mark).unlink(missing_ok=True)
    if process.returncode:
        raise RuntimeError(f"no report was made:\n{log.read_text()[-3000:]}")
    made: dict[str, float] = json.loads(out.read_text())
    sys.stdout.flush()
    return made | {"idle": idle, "over_idle": tree.peak - idle}

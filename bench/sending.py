"""How fast the ledger is sent: durable, without limits, beside a loop that keeps nothing."""

from pathlib import Path
from statistics import median
from typing import Any

from bench.databases import KINDS, bench_folder, fresh, storage_on
from bench.disk import fsync_figures
from bench.figures import Figure
from bench.processes import Running, ask, cores, started, telegram
from bench.telling import approved, town_of, written_out

PEOPLE = 10_000
AT_ONCE = 32
"""As many as the sender has in flight."""
REPEATS = 3


async def sending() -> list[Figure]:
    measured, server_core = cores()
    rates: dict[str, list[float]] = {"bare": [], **{kind: [] for kind in KINDS}}
    with bench_folder() as folder:
        figures = fsync_figures(folder)
        async with telegram(core=server_core) as server:
            for _ in range(REPEATS):
                rates["bare"].append(await _bare(server, core=measured))
                for kind in KINDS:
                    rates[kind].append(await _sender(kind, server, folder, core=measured))
    bare = rates["bare"]
    figures.append(
        Figure(what=f"bare aiogram loop, {AT_ONCE} calls at a time, keeping nothing",
               value=median(bare), unit="/s", note=_spread(bare))
    )  # fmt: skip
    for kind in KINDS:
        ratio = median(mine / theirs for mine, theirs in zip(rates[kind], bare, strict=True))
        figures.append(
            Figure(what=f"messages sent and kept, {kind}, one process", value=median(rates[kind]),
                   unit="/s", at_least=2000, ratio=ratio, note=_spread(rates[kind]))
        )  # fmt: skip
    return figures


def _spread(rates: list[float]) -> str:
    return f"{min(rates):.0f}–{max(rates):.0f}/s"


async def _bare(server: Running, *, core: int) -> float:
    await ask(f"{server.url}/control/sends")
    arguments = ["-m", "bench.bare_sending", server.url, str(PEOPLE), str(AT_ONCE)]
    async with started(arguments, core=core) as process:
        await process.wait()
    return _rate(await ask(f"{server.url}/control/sends"))


async def _sender(kind: str, server: Running, folder: Path, *, core: int) -> float:
    async with fresh(kind, folder) as url:
        async with storage_on(url, folder) as storage:
            await town_of(storage, PEOPLE)
            async with storage.writing() as work:
                await approved(work, people=PEOPLE)
            await written_out(storage)
        await ask(f"{server.url}/control/sends")
        log = folder / "process.log"
        async with started(
            ["-m", "bench.sender", server.url, url, str(folder)], core=core, log=log
        ) as process:
            await process.wait()
        if process.returncode:
            raise RuntimeError(f"the sender broke off:\n{log.read_text()[-3000:]}")
    return _rate(await ask(f"{server.url}/control/sends"))


def _rate(sends: dict[str, Any]) -> float:
    if sends["count"] != PEOPLE:
        raise RuntimeError(f"{sends['count']} of {PEOPLE} messages arrived")
    count, seconds = int(sends["count"]), float(sends["last"]) - float(sends["first"])
    return count / seconds

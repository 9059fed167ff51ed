"""Durable throughput: a thousand people press answers, each kept before its reply leaves."""

from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from bench.databases import KINDS, bench_folder, deadlocks, fresh, storage_on
from bench.disk import fsync_figures
from bench.figures import Figure, percentile
from bench.people import Played, Script
from bench.processes import Running, ask, cores, started, telegram, viche
from bench.town import CHOICE_QUESTIONS, SURVEY, build_town, launch_survey, now
from handlers.presses.surveys import BeginPress, ChoosePress

PEOPLE = 1000
ROUNDS = 5
REPEATS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """How fast, and at which price."""

    rate: float
    waits: list[float]
    cpu_ms: float
    deadlocks: int = 0


async def answers() -> list[Figure]:
    measured, server_core = cores()
    with bench_folder() as folder:
        figures = fsync_figures(folder)
        async with telegram(core=server_core) as server:
            rates: dict[str, list[Pressed]] = {"bare": [], **{kind: [] for kind in KINDS}}
            for _ in range(REPEATS):
                rates["bare"].append(await _bare(server, core=measured))
                for kind in KINDS:
                    rates[kind].append(await _viche(kind, server, folder, core=measured))
    bare = median(one.rate for one in rates["bare"])
    figures.append(
        Figure(what="bare aiogram loop", value=bare, unit="/s", note=_told(rates["bare"]))
    )
    for kind in KINDS:
        rate = median(one.rate for one in rates[kind])
        ratio = median(
            mine.rate / theirs.rate for mine, theirs in zip(rates[kind], rates["bare"], strict=True)
        )
        note = _told(rates[kind])
        figures.append(
            Figure(what=f"answers kept, {kind}, one core", value=rate, unit="/s", at_least=300,
                   ratio=ratio, note=note)
        )  # fmt: skip
        figures.append(
            Figure(what=f"the same against the bare loop, {kind}", value=ratio, unit="",
                   at_least=0.6 if kind == "SQLite" else None)
        )  # fmt: skip
    broken_up = sum(run.deadlocks for run in rates["PostgreSQL"])
    figures.append(Figure(what="deadlocks, PostgreSQL", value=broken_up, unit="", at_most=0))
    return figures


def _told(runs: list[Pressed]) -> str:
    spread = "–".join(
        f"{rate:.0f}" for rate in (min(r.rate for r in runs), max(r.rate for r in runs))
    )
    cpu = median(run.cpu_ms for run in runs)
    wait = median(percentile(run.waits, 0.5) for run in runs)
    return f"{spread}/s, {cpu:.2f} ms of CPU each, a person waits {wait:.1f} s"


async def _bare(server: Running, *, core: int) -> Pressed:
    async with started(["-m", "bench.bare", server.url], core=core) as process:
        running = Running(process=process)
        await _play(server, [["begin"]])
        return await _measured(running, server, [["a"]] * ROUNDS)


async def _viche(kind: str, server: Running, folder: Path, *, core: int) -> Pressed:
    async with fresh(kind, folder) as url:
        async with storage_on(url, folder) as storage:
            await build_town(storage, people=PEOPLE, now=now())
            async with storage.writing() as work:
                await launch_survey(work, now=now())
        async with viche("run", api=server.url, database=url, data=folder, core=core) as running:
            await _play(server, begin_steps())
            pressed = await _measured(running, server, answer_steps()[:ROUNDS])
        return replace(pressed, deadlocks=await deadlocks(url))


def begin_steps() -> list[list[str]]:
    return [[BeginPress(survey=SURVEY).pack()]]


def answer_steps() -> list[list[str]]:
    return [
        [
            ChoosePress(survey=SURVEY, question=number, option=option, is_trial=False).pack()
            for option in range(5)
        ]
        for number in range(1, CHOICE_QUESTIONS + 1)
    ]


async def _measured(running: Running, server: Running, steps: list[list[str]]) -> Pressed:
    before = running.cpu_seconds()
    played = await _play(server, steps)
    spent = running.cpu_seconds() - before
    count = len(played.screens)
    return Pressed(rate=count / played.screens[-1], waits=played.waits, cpu_ms=spent * 1000 / count)


async def _play(server: Running, steps: list[list[str]]) -> Played:
    script = Script(people=PEOPLE, steps=steps)
    return await play(server, script)


async def play(server: Running, script: Script) -> Played:
    body = {name: getattr(script, name) for name in Script.__dataclass_fields__}
    return Played(**await ask(f"{server.url}/control/play", body))
